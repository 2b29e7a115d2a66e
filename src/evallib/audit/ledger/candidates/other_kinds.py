"""Other kinds (不是一类的数): readings that the kind of a figure rules out, however near they come to it."""

from __future__ import annotations

import re

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, core, likeness
from evallib.audit.ledger.accounts.balances import PLANNED, SAVED
from evallib.audit.ledger.entries import addable, are_of_two_kinds, bare_unit
from evallib.audit.ledger.means.named_means import is_earned, is_earning, is_other_divisor
from evallib.audit.ledger.movements.other_bases import is_of_part
from evallib.audit.ledger.ratios.points import COMPARED
from evallib.audit.ledger.ratios.rate_names import defined_by_name, stem_of
from evallib.audit.ledger.ratios.shares import OF_SEVERAL
from evallib.audit.ledger.silence.items_apart import is_of_item_before
from evallib.audit.ledger.silence.narrower_counts import counts_less
from evallib.audit.ledger.silence.unmeant_terms import is_on_told_base, is_unmeant
from evallib.model import patterns
from evallib.parsing.claims.measures import CASE_WORDS

_ASKED = re.compile("满意|知晓|认可|好评")
_ANSWERED = re.compile("满意|知晓|认可|好评|肯定|了解|知道|赞成|支持")
_DRAWN = re.compile("(?:抽查|抽检|抽样|检查|回访|走访|调查|测评|评议)(?=[^，。；]{0,6}$)")
#: A rate of two amounts of one name, last year's and this year's, is a change.
ONE_NAME, ALIKE, APART = 0.95, 0.6, 0.2
#: “其中大气类占46.7%”, “实际报销比例61.4%”: a share of what is named, and not of the amount before.
_SUBJECT = re.compile(r"^(?:其中)?(?P<name>[\u4e00-\u9fff]{2,10}?)(?:占|比例|比重)")
_OF_ALL = re.compile(r"[约共均又各]$|分别|合计|总计|[两二三四五六七八九十]")
_WITH_PLAN = re.compile(r"预算|计划|任务|目标")
_OF_TWO = re.compile(r"[人户席]均[日月年]|[日月年][人户席]均")
_OF_ONE_KIND = frozenset({"rate", "share", "completion"})


def is_of_another_kind(ledger: Ledger, claim: Claim, reading: Relation) -> bool:
    """Whether a figure cannot be told of those of a reading, whatever they give."""
    part, spot, kind = reading.terms[0], claim.entry.spot, claim.group[0]
    if spot is None:
        return False
    if is_on_told_base(claim) or is_unmeant(ledger, claim, reading):
        return True
    if kind in _OF_ONE_KIND and are_of_two_kinds(*reading.terms):
        return True  # “抽检261批次”, “服务248.6万人”: no rate of batches among people
    if len(reading.terms) == 2 and OF_SEVERAL.search(spot.head):
        return True  # “甲、乙两类合计占P%” is of both
    if part.dimension == "score" and "分" not in spot.head:
        return True  # marks make no rate but that of marks
    if kind in {"points", "balance"} and all(t.is_base for t in reading.terms):
        return True  # “甲率上年为76.2%，…；乙率上年为77.5%”: of one earlier time
    if kind == "rate":
        return _is_no_rate_of(claim.entry, reading, spot.head) or is_of_item_before(ledger, claim.entry, reading)
    if kind == "share":
        return _is_sibling(ledger, claim.entry, reading) or _is_told_of_another(claim.entry, reading)
    if kind == "mean":
        return _is_no_mean_of(reading, spot.head)
    if kind == "points":
        return _are_two_rates(reading)
    if kind == "balance":
        return _is_not_left(reading, spot.head)
    return kind in {"growth", "change"} and _did_not_grow(reading, spot.gap)


def _is_not_left(reading: Relation, head: str) -> bool:
    """Of two equal amounts nothing is left; saved is what was planned and not used; 累计结余 is of all years."""
    whole = reading.terms[0]
    if SAVED.search(head):
        return not PLANNED.search(whole.label)
    many = patterns.search("累计|滚存", head)
    return not reading.expected() or (many is not None and not patterns.search("累计|滚存|总计|合计", whole.label))


def _did_not_grow(reading: Relation, gap: str) -> bool:
    """“为预算B的P%，比上年增长Q%”: plans did not grow; “核减A，其中土建核减D，核减率P%” is of what is not told."""
    change, whole = reading.terms[0], reading.terms[-1]
    if change.role == "change" and is_of_part(change) and whole.index < change.index:
        return True
    return whole.is_budget and not _WITH_PLAN.search(gap)


def _is_no_rate_of(rate: Entry, reading: Relation, head: str) -> bool:
    part = reading.terms[0]
    if _ASKED.search(head) and not _ANSWERED.search(part.label):
        return True  # “发放120份，回收104份，满意度86.5%”: not how many came back
    drawn = patterns.search(_DRAWN, part.label)
    if drawn is not None and drawn[0] not in head and not part.label.endswith(stem_of(head)):
        return True  # “抽查11个部门，内容完整率90%”: what was drawn is what a rate is of, and no part of anything
    if "均" not in head and any(t.role == "mean" for t in reading.terms):
        return True  # “日均1101件，接通率97.7%，最高日1627件”: means make no rate but that of means
    # What was planned is not what was done, nor last year's a whole of this year's.
    named = _are_of_one_name(reading) and not _is_done_of(reading, head)
    return part.is_budget or named or counts_less(rate, reading)


def _is_no_mean_of(reading: Relation, head: str) -> bool:
    """“亩均90公斤” is divided by no people, “人均日接话” by days as well; “户均增收” is no mean of what was spent."""
    if is_other_divisor(head, reading.terms[-1].mention.unit) or _OF_TWO.search(head):
        return True
    return is_earned(head) and not is_earning(reading.terms[0].label)


def _is_told_of_another(share: Entry, reading: Relation) -> bool:
    """Whether a share has a subject of its own, or its figures stand apart from it: no part of it is printed."""
    part, whole = reading.terms[0], reading.terms[-1]
    if share.spot is None:
        return False
    if any(t.sentence > share.sentence or (t.depth and t.sentence != share.sentence) for t in (part, whole)):
        return True  # “占P%。进出口总额B，其中出口A”, “其中较多的有甲区（B）、乙区（C）。…占P%”
    if part.dimension == "count" == whole.dimension and not (addable(part, whole) or _are_cases(part, whole)):
        return True
    match = _SUBJECT.search(share.spot.head)
    if match is None or _OF_ALL.search(match["name"]) or not part.label:
        return False
    if "其中" in share.spot.gap:
        return core(match["name"]) not in core(part.label)  # “支出A，其中民生支出占P%”: A is no part of itself
    return likeness(match["name"], part.label) < APART


def _are_two_rates(reading: Relation) -> bool:
    """“解决率91.6%、满意率93.1%，比上年提高…”: two rates of two names, neither compared with the other."""
    if len(reading.terms) < 2:
        return False  # a rate, and the part of the year that is over
    first, second = sorted(reading.terms, key=lambda t: t.index)
    if first.spot is None or second.spot is None or second.is_base or COMPARED.search(second.spot.gap):
        return False
    return all(t.label.endswith(("率", "度", "比例")) for t in reading.terms) and core(first.label) != core(
        second.label
    )


def _is_sibling(ledger: Ledger, share: Entry, reading: Relation) -> bool:
    """“甲A万元，占同类采购的p%；乙B万元，占同类采购的q%”: A is no whole of B, for it is a share of the same."""
    whole = reading.terms[-1]
    if not share.whole or len(reading.terms) < 2:
        return False
    behind = ledger.just_behind(whole)
    return behind is not None and behind.role == "share" and behind.whole == share.whole


def _are_cases(part: Entry, whole: Entry) -> bool:
    """“诉求7165件，…电话6841个，占95.5%”: what is called in is counted in either."""
    return {bare_unit(e.mention.unit) for e in (part, whole)} <= CASE_WORDS | {"个"}


def _is_done_of(reading: Relation, head: str) -> bool:
    """“中央资金776万元。…中央资金完成636万元，预算执行率P%”: the one is what was done of the other."""
    part, whole = reading.terms[0], reading.terms[-1]
    defined = defined_by_name(head)
    if defined is None or part.spot is None or whole.is_base:
        return False
    done = f"{defined[0]}|完成|实际"
    return bool(patterns.search(done, part.label + part.spot.head)) and not patterns.search(done, whole.label)


def _are_of_one_name(reading: Relation) -> bool:
    """Whether two amounts of one name stand for part and whole."""
    return len(reading.terms) == 2 and likeness(reading.terms[0].label, reading.terms[1].label) >= ONE_NAME
