"""Completion (完成预算): “完成预算B的P%”, “为合同金额的P%”, “完成年初预算100%，决算数大于预算数D”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, RATE, REST, Claim, Entry, Formula, Ledger, Relation, alike, likeness, make
from evallib.audit.ledger.claims import SURE
from evallib.audit.ledger.movements.other_bases import is_measure
from evallib.audit.ledger.ratios.bases.plans import plan_before
from evallib.audit.ledger.ratios.explicit_pairs import is_cut
from evallib.audit.ledger.wholes.lists import whole_of_parts
from evallib.model import patterns

#: “年初预算B，完成年初预算的P%，决算数大于预算数D”: what was planned completes nothing.
_PLAN = re.compile(r"(?:年初|调整后?的?|批复|核定|下达)[^，。；、]{0,4}预算(?:数|数为|为|安排)?$")
#: “占全市22个乡镇的36.36%”: what is counted stands between the whole and its share.
_COUNTED, _OF = re.compile(r"[\u4e00-\u9fff]{1,8}的\s*"), re.compile(r"占[\u4e00-\u9fff]{0,8}\s*$")
_TWO = re.compile(r"\s*(?:和|与|及|、)(?!其中)")
#: “未达到目标值90%” tells the goal itself, not how much of something was done.
_GOAL = re.compile(r"(?:目标|指标|标准)值$|未(?:能)?达到?[^，；。]{0,6}目标$")
#: “年初目标不低于200人，实际172人，完成率86%”: a goal that says “at least” is one.
_REACHED = re.compile(r"(?:完成|实现|达成|达标|目标完成)率[为达]?$|完成(?:年度|全年)?(?:任务|目标|计划)[数量]?的$")
_AT_LEAST = re.compile(
    r"(?:目标|指标|计划|任务)(?:任务|指标|目标)?[数值]?[为是]?\s*(?:[:：]\s*)?(?:不[低少小]于|≥|＞|>=?|达到?|为)?\s*$"
)
#: “未完成投资37万元，完成年度计划（246万元）的85%”
_UNDONE = re.compile(r"未(?:完成|支付|支出|拨付|使用)[^，。；、\d]{0,6}$")
#: “计划新建公路35公里，实际完成36.5公里”, “新建公路36.5公里，计划35公里”
_GOAL_OF = re.compile(r"(?:^|[，,；;。：:])(?:年度|年初|原)?(?:计划|目标|任务)(?:数)?[\u4e00-\u9fff]{0,10}$")
_GOAL_BEHIND = re.compile(
    r"^\s*(?:[，,（(](?:年度|年初|原|全年)?|[\u4e00-\u9fff]{0,14}[（(][\u4e00-\u9fff]{0,8})(?:计划|目标|任务)(?:[数值量为是]|不[低少]于)?\s*$"
)
LIKELY, BRACKETED = 0.75, 0.55
_WAS_DONE = re.compile(r"(?:实际|完成|实现|达到|全年)[^，。；\d]{0,8}$")

#: “质保金A（按审定额B的3%计为C）”: a part that is reckoned, and not how much of B the A is.
_RECKONED = re.compile(r"\s*(?:计(?!划)|预留|提取|扣留|折算)")


def completion_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every rate of completion."""
    claims = []
    for entry in ledger.prose:
        if (
            entry.dimension == "percent"
            and entry.role == "completion"
            and entry.spot is not None
            and not entry.mention.hedge
            and not _GOAL.search(entry.spot.head)
            and not _RECKONED.match(entry.spot.tail)
        ):
            claims.append(Claim(entry, list(_readings(ledger, entry)), ("completion", entry.sentence)))
    return claims


def _readings(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    assert entry.spot is not None
    told = ledger.just_before(entry)
    if told is not None and not _is_of(told, entry):
        told = None
    before = [e for e in ledger.before(entry, 12) if e.role in {"plain", "mean"}]
    code = "rate.share" if told is not None and told.spot is not None and "占" in told.spot.head else "rate.prose"
    words = patterns.sub(r"^.*(?:完成|为|占|达到?|是|相当于)|的$", "", entry.spot.head)
    head = told.spot.head if told is not None and told.spot is not None else entry.spot.head
    subject = patterns.sub(r"(?:完成|为|占|达到?|是|相当于).*$", "", head)
    what = "占比" if code == "rate.share" else "完成率"
    parts = [e for e in before if e is not told]
    if len(subject) >= 2:
        parts.sort(key=lambda e: -likeness(subject, e.label))
    done = (e for e in parts if e.sentence == entry.sentence and not (e.is_base or _is_plan(e) or is_measure(e)))
    first = next(done, None)
    first = whole_of_parts(ledger, first) or first
    if told is not None and _counts(told, entry):
        first = first if first is not None and first.mention.unit == told.mention.unit else None
    planned = plan_before(ledger, entry) if told is None else None
    for part in parts[:8]:
        for whole in ledger.around(entry, part):
            if whole is part or whole.value <= 0:
                continue
            strength = 0.0
            if whole is told and part is first:
                strength = 0.9
            elif told is None and part is first and words and likeness(words, whole.label) >= 0.95:
                beside = whole.sentence == part.sentence == entry.sentence and part.index - whole.index == 1
                strength = 0.9 if beside else 0.45 if entry.mention.decimals else 0.0
            elif planned == (part, whole):
                strength = LIKELY
            left = code == "rate.prose" and part.spot is not None and _UNDONE.search(part.spot.head)
            yield make(entry, (part, whole), REST if left else RATE, code, what, strength)
    if (
        first is not None
        and first.value == 0
        and told is None
        and first.index == entry.index - 1
        and entry.value != HUNDRED
    ):
        # Of no plan all was done. Nothing was spent: whatever the plan was, nothing of it was done.
        yield make(entry, (first,), Formula("product", factor=Fraction(0)), code, what, 0.85)
    yield from _more_or_less(ledger, entry, first)
    yield from _told_behind(ledger, entry)
    if told is None:
        yield from goal_readings(ledger, entry, "完成率")


def _is_of(told: Entry, entry: Entry) -> bool:
    """“完成计划38公里的108%”: whether the amount right before a rate is what it is of."""
    assert entry.spot is not None
    beside = patterns.fullmatch(r"\s*[)）]?\s*的?\s*", entry.spot.gap) or _counts(told, entry)
    # “A和B，分别占X和Y的p和q”: Y is the whole of the second share
    second = told.spot is not None and _TWO.match(told.spot.gap)
    return bool(beside) and told.is_amount and told.sentence == entry.sentence and not second


def _counts(whole: Entry, share: Entry) -> bool:
    """“占全市22个乡镇的P%”."""
    if whole.spot is None or share.spot is None or whole.dimension != "count":
        return False
    return bool(_OF.search(whole.spot.gap)) and bool(_COUNTED.fullmatch(share.spot.gap))


def _is_plan(entry: Entry) -> bool:
    return bool(_PLAN.search(entry.label))


def _more_or_less(ledger: Ledger, entry: Entry, new: Entry | None) -> Iterator[Relation]:
    """The plan is not printed, but by how much it was missed or passed is."""
    if new is None:
        return
    for change in [
        e for e in [*ledger.after(entry, 3), *ledger.before(entry, 3)] if e.role == "change" and alike(e, new)
    ]:
        assert change.spot is not None
        if change.sentence != entry.sentence or not patterns.search(
            r"预算|计划|任务", change.spot.head + change.spot.gap
        ):
            continue
        sign = change.direction or 1
        formula = Formula("change_by", signs=(sign,), factor=sign * HUNDRED, constant=HUNDRED)
        behind = change.index == entry.index + 1
        # “竣工1140户，比任务少60户，完成任务的95%”: one after the other.
        row = new.index + 1 == change.index == entry.index - 1
        strength = 0.9 if behind else 0.8 if row and not change.mention.hedge else 0.5
        yield make(entry, (change, new), formula, "rate.prose", "完成率", strength)


def _told_behind(ledger: Ledger, rate: Entry) -> Iterator[Relation]:
    """“完成年初预算的104%，决算数为936万元，比年初预算数多36万元”: what was done and how much more."""
    done = ledger.just_behind(rate)
    change = ledger.just_behind(done) if done is not None else None
    if done is None or change is None or not done.sentence == change.sentence == rate.sentence:
        return
    named = done.spot is not None and patterns.search("决算|执行|完成|实际", done.spot.head)
    if not named or change.spot is None or not patterns.search(r"[比较][^，。；\d]{0,4}(?:预算|计划)", change.spot.gap):
        return
    if done.role == "plain" and change.role == "change" and change.direction and alike(done, change):
        sign = change.direction
        formula = Formula("change_by", signs=(sign,), factor=sign * HUNDRED, constant=HUNDRED)
        yield make(rate, (change, done), formula, "rate.prose", "完成率", 0.8)


def goal_readings(ledger: Ledger, rate: Entry, what: str) -> Iterator[Relation]:
    """What was done by the goal right before it.

    Args:
        ledger: the figures.
        rate: a percentage that is called a rate.
        what: the rate in Chinese.
    """
    if rate.index < 2 or rate.spot is None or not patterns.search(_REACHED, rate.spot.head):
        return
    goal, done = ledger.prose[rate.index - 2 : rate.index]
    if goal.spot is None or done.spot is None or not goal.sentence == done.sentence == rate.sentence:
        return
    beside = goal.depth == rate.depth and done.depth - goal.depth in {0, 1}  # “完成74户（任务70户），完成率105.7%”
    row = goal.is_amount and done.is_amount and beside and alike(done, goal)
    if not row or goal.mention.unit != done.mention.unit or goal.value <= 0:
        return
    if (
        done.depth == goal.depth
        and patterns.search(_AT_LEAST, goal.spot.head)
        and patterns.search(_WAS_DONE, done.spot.head)
    ):
        yield make(rate, (done, goal), RATE, "rate.prose", what, SURE)
    elif (
        done.depth == goal.depth
        and patterns.search(_GOAL_OF, goal.spot.gap)
        and patterns.search(_WAS_DONE, done.spot.head)
    ):
        yield make(rate, (done, goal), RATE, "rate.prose", what, LIKELY)
    elif patterns.search(_GOAL_BEHIND, done.spot.gap):  # told the other way round
        told = make(rate, (goal, done), RATE, "rate.prose", what, LIKELY if done.depth == goal.depth else BRACKETED)
        if not is_cut(told):
            yield told
