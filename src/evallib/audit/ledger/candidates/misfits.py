"""Misfits (不像关系的): readings that some slip would make hold, and that nobody means.

In a report of many pages some amount always fits some other but for one digit. Of what is told here, consistent whole
reports had dozens, and texts with a wrong digit had none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Relation, core, likeness
from evallib.audit.ledger.entries import stand_in_row
from evallib.audit.ledger.movements.other_bases import is_measure
from evallib.audit.ledger.ratios.bases.no_rates import is_no_rate
from evallib.audit.ledger.ratios.one_whole import is_of_others
from evallib.audit.ledger.ratios.portions import RANGED
from evallib.audit.ledger.wholes.completeness import ASIDE, REST, holds_a_whole
from evallib.audit.ledger.wholes.partitions import is_complete, quarters_left

#: “人均补助标准提高到700元”: what is set by rule is no mean of what was spent.
_SET = re.compile(r"标准|补助|养老金|低保|提高")
#: People born in a year are told of the mean of two years' ends, of which only one is printed.
_OF_MEAN_PEOPLE = re.compile(r"(?:出生|死亡|自然增长)率|生产总值")
_PEOPLE = re.compile("人口")
_PLANNED, _PLAN = re.compile("(?:预算|计划|任务|目标)数?的?$"), re.compile("预算|计划|任务|目标|安排|年初|调整")
_WENT, _CAME = re.compile("支出|支付|使用|发放|办结|审结"), re.compile("收入|拨款|到位|下达|收到|新[收增]|结转")
_DUE = re.compile("(?<![反供响适效感对相答])应((?!急|用|届|对|诉)[\u4e00-\u9fff]{2})$")
ALIKE = 0.4
_TOTAL = re.compile(r"合计|共计|总")
#: Three figures of so many digits do not miss each other by one digit by accident.
TELLING = 2.7


def is_misfit(relation: Relation, cue: float, rarity: float) -> bool:
    """Whether a relation that fails by a slip is nothing that the words could mean.

    Args:
        relation: what would hold.
        cue: how plainly words and places tell it, in powers of ten.
        rarity: how seldom it would be found by accident, likewise.
    """
    if relation.code == "sum.prose":
        return _is_no_sum(relation, cue, rarity)
    if relation.code == "sum.difference":
        return _is_of_next_item(relation)
    if relation.code == "sum.balance":
        if _is_outgo_less_income(relation) or _is_part(relation.result):
            return True
        apart = _paragraphs(relation) > 1 and cue + rarity < TELLING
        return apart or _is_of_two_stocks(relation)
    if relation.code == "product.amount":
        return any(t.spot is not None and RANGED.match(t.spot.tail) for t in relation.terms)
    if relation.code == "rate.average":
        return bool(_SET.search(relation.result.label)) or _is_of_mean_people(relation)
    if relation.code in {"rate.prose", "rate.share"} and is_no_rate(relation):
        return True
    if relation.code == "rate.prose":
        return _is_of_no_plan(relation) or _is_of_mean_people(relation)
    if relation.code != "rate.share":
        return False
    return _is_of_one(relation) or _is_of_another_whole(relation) or stand_in_row(*relation.terms[:2])


def _is_of_next_item(relation: Relation) -> bool:
    """“购置费…比上年增加A；运行费预算B，支出C”: behind a semicolon the amounts are those of the next item."""
    behind = [t for t in relation.terms if t.index > relation.result.index]
    first = min(behind, key=lambda e: e.index, default=None)
    return first is not None and first.spot is not None and first.spot.gap.lstrip().startswith(("；", ";"))


def _is_of_two_stocks(relation: Relation) -> bool:
    """“存款余额A，其中企业存款余额B。贷款余额C”: one balance less another is no third one."""
    whole, *used = relation.terms
    return "限额" not in whole.label and any("余额" in e.label for e in used) and "余额" in relation.result.label


def _is_outgo_less_income(relation: Relation) -> bool:
    """“上年结转A，本年拨款B，本年支出C，年末结转D”: what is left is no more of what went than of what came."""
    whole, *used = relation.terms
    return bool(_WENT.search(whole.label)) and any(_CAME.search(e.label) and not _WENT.search(e.label) for e in used)


def _is_part(entry: Entry) -> bool:
    """“年末结转A。其中项目结转B”: what “其中” takes out of an amount is no balance of others."""
    return entry.spot is not None and "其中" in entry.spot.gap


def _is_of_one(relation: Relation) -> bool:
    """“1个水库2个断面达标的比例为100%”: one thing has no shares."""
    whole = relation.terms[-1]
    return whole.value == 1 and whole.dimension == "count"


def _is_no_sum(relation: Relation, cue: float, rarity: float) -> bool:
    """“调整为470360万元，实际完成470360万元”: no part of itself; two amounts apart are seldom all of a third one."""
    whole, parts = relation.result, relation.terms
    if "/" in whole.mention.unit:
        return True  # “小学1000元/生、初中1535元/生”: prices of several things
    if any(p.value == whole.value for p in parts) or holds_a_whole(parts) or _are_no_parts(parts):
        return True
    if whole.index < parts[0].index and parts[0].spot is not None and ASIDE.search(parts[0].spot.gap):
        return True
    if all(map(_is_bracketed, relation.entries)):
        return True
    called = whole.is_whole or _TOTAL.search(whole.label)
    behind = whole.index > max(p.index for p in parts) and not called
    if _is_denied(whole, parts) or (behind and whole.spot is not None and whole.spot.gap.lstrip()[:1] in "；;"):
        return True
    if quarters_left(whole, [p.label for p in parts]):
        return True
    if is_measure(whole):
        return True  # “占年度计划A”: what was done is measured by it, and makes it up only where it says so
    if _paragraphs(relation) > 1 and any(are_two_sides(p.label, whole.label) for p in parts):
        return True
    if not whole.dimension and _paragraphs(relation) > 1:
        return True  # rows of an account that were read as text
    if whole.depth > max(p.depth for p in parts) and whole.index < parts[0].index:
        return True  # “总投资（不含征地费A），其中工程费B、其他费用C”: a bracket that is closed holds no whole
    if REST.match(whole.label) and parts[0].sentence > whole.sentence:
        return True  # “其余A由财政安排。今年完成B，明年计划C”: what is left is taken apart no more
    if len(parts) > 2 or cue + rarity >= TELLING or is_complete([p.label for p in parts]):
        return False
    sentences = len({e.sentence for e in relation.entries})
    return behind or sentences > 2 or _paragraphs(relation) > 1 or (sentences > 1 and cue < 1)


def _is_bracketed(entry: Entry) -> bool:
    """“甲镇（225宗）、乙镇（152宗）、丙镇（133宗）”: alone in a bracket behind a name stands an item of a list."""
    spot = entry.spot
    return spot is not None and spot.gap.endswith(("(", "（")) and spot.tail[:1] in {")", "）"}


def _is_denied(whole: Entry, parts: Sequence[Entry]) -> bool:
    """“已办结16件，阶段性办结2件，未办结24件”: what is not so is no part of what is."""
    name = core(whole.label)
    return len(name) >= 2 and any(p.label.startswith(f"{no}{name}") for no in ("未", "不", "非", "尚未") for p in parts)


def _are_no_parts(parts: Sequence[Entry]) -> bool:
    """“第二产业A，其中工业B，第三产业C”: an amount and what “其中” takes out of it, 应审结 and 审结 make up nothing."""
    near = {p.index for p in parts}
    due = {m[1] for p in parts if (m := _DUE.search(p.label))}
    if any(p.label.endswith(verb) and not _DUE.search(p.label) for verb in due for p in parts):
        return True
    return any(p.spot is not None and "其中" in p.spot.gap and p.index - 1 in near for p in parts)


def _paragraphs(relation: Relation) -> int:
    return len({e.paragraph for e in relation.entries})


def _is_of_mean_people(relation: Relation) -> bool:
    return bool(_OF_MEAN_PEOPLE.search(relation.result.label) and _PEOPLE.search(relation.terms[-1].label))


def _is_of_no_plan(relation: Relation) -> bool:
    """“为预算的95.7%” is told of a budget, and never of what is called more or less than something."""
    if relation.terms[-1].role == "change":
        return True
    plan = relation.terms[-1]
    if are_two_sides(relation.terms[0].label, plan.label):
        return True
    return bool(_PLANNED.search(relation.result.label)) and not (plan.is_budget or _PLAN.search(plan.label))


def are_two_sides(part: str, whole: str) -> bool:
    """“支出310亿元，完成预算的P%”: what was spent completes no plan of what came in."""
    return any(a in part and b in whole and a not in whole for a, b in (("收入", "支出"), ("支出", "收入")))


def _is_of_another_whole(relation: Relation) -> bool:
    """“占一般公共预算支出比重” of an amount of money with another name in another paragraph."""
    share, whole = relation.result, relation.terms[-1]
    if not share.whole:
        return False
    if share.sentence != whole.sentence and is_of_others(share, whole):
        return True
    if share.paragraph == whole.paragraph:
        return False
    return whole.dimension == "money" and likeness(share.whole, whole.label) < ALIKE
