"""Explicit pairs (说全的比率): rates whose words say what is divided by what, whatever the rate is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import RATE, Claim, Entry, Ledger, Relation, addable, alike, make
from evallib.model import patterns

_PLANNED = re.compile(r"[(（](?:[^，。；、()（）\d]{0,10}(?:计划|目标|任务)|应)[^，。；、\d]{0,6}$")
#: “覆盖面积A，与计划的B存在差距，覆盖率P%”: the plan is told as what was missed.
_MISSED = re.compile(
    r"[，,](?:[与同较比跟和]|距离?|低于|未达到?|未完成)[^，。；、\d]{0,4}(?:计划|目标|任务)[^，。；、\d]{0,6}$"
)
_NAMED_RATE = re.compile(r"(?<!增长)(?<!下降)率(?:仅|只有|为|达到?)*\s*$")
_OF_PLAN = re.compile(r"(?:完成|实现|到位|达成|开工|完工|竣工)(?:率|比例)(?:为|达到?)?\s*$")
_VERB = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})(?:率|比例)(?:为|达到?)?\s*$")
SURE, NEAR = 0.9, 4
#: “公开率（公开答复数占办结数）65.8%”, “有效回收率（有效问卷/回收问卷）96.5%”: the way to reckon it.
_NAME = r"[\u4e00-\u9fff“”]{2,12}?"
_COUNT = "(?:总?[件次人份]?数量?|总量|总额)?"
_WAY = (
    rf"(?:即|按)?(?P<part>{_NAME}){_COUNT}\s*(?:占|/|÷|除以|与)\s*(?P<whole>{_NAME}){_COUNT}"
    "(?:的?(?:比[例重率]?|之比|百分比))?(?:计算)?"
)
_BEFORE, _BEHIND = re.compile(rf"[（(]{_WAY}[)）]\s*为?$"), re.compile(rf"\s*[（(]{_WAY}[)）]")
#: A definition leaves no choice; so many figures back what it names stands.
SPELLED, BACK = 0.85, 24


def explicit_pairs(ledger: Ledger, entry: Entry, stem: str, what: str) -> Iterator[Relation]:
    """The pair that the words before a rate leave no choice of.

    Args:
        ledger: the figures.
        entry: the rate.
        stem: what it counts.
        what: the rate in words.
    """
    for pair in (_of_plan(ledger, entry), _of_due(ledger, entry), _of_missed_plan(ledger, entry)):
        if (
            pair is not None
            and pair[1].value > 0
            and not is_cut(relation := make(entry, pair, RATE, "rate.prose", what))
        ):
            relation.strength = SURE
            yield relation


def is_cut(relation: Relation) -> bool:
    """“完成率105%” of 74 in 70: whole per cent are cut off as often as rounded."""
    rate, expected = relation.result, relation.expected()
    return not rate.mention.decimals and expected is not None and rate.half < expected - rate.value < 1


def _of_plan(ledger: Ledger, rate: Entry) -> tuple[Entry, Entry] | None:
    """“加装电梯18部（计划25部，完成率72%）”, “18部（任务25部），完成率72%”: done before the bracket, planned in it."""
    if rate.index < 2 or rate.spot is None or not _OF_PLAN.search(rate.spot.head):
        return None
    done, plan = ledger.prose[rate.index - 2 : rate.index]
    told = plan.spot is not None and bool(_PLANNED.search(plan.spot.gap)) and plan.depth > done.depth <= rate.depth
    same = done.sentence == rate.sentence and done.role == plan.role == "plain" and addable(done, plan)
    return (done, plan) if told and same and done.mention.unit == plan.mention.unit else None


def _of_missed_plan(ledger: Ledger, rate: Entry) -> tuple[Entry, Entry] | None:
    """“承保29.6万亩，与计划的48万亩以上存在差距，覆盖率61.67%”."""
    if rate.index < 2 or rate.spot is None or not _NAMED_RATE.search(rate.spot.head):
        return None
    done, plan = ledger.prose[rate.index - 2 : rate.index]
    if plan.spot is None or not _MISSED.search(plan.spot.gap) or not done.sentence == plan.sentence == rate.sentence:
        return None
    row = done.depth == plan.depth == rate.depth and done.role == "plain" and plan.is_amount and not rate.mention.hedge
    return (done, plan) if row and addable(done, plan) and done.mention.unit == plan.mention.unit else None


def _of_due(ledger: Ledger, rate: Entry) -> tuple[Entry, Entry] | None:
    """“应受理318件，15日内受理315件，及时受理率99.06%”: what was due, what was done, and how much of it."""
    match = _VERB.search(rate.spot.head) if rate.spot is not None else None
    if match is None or rate.index < 2:
        return None
    due, done = ledger.prose[rate.index - 2 : rate.index]
    if due.spot is None or done.spot is None or due.sentence != rate.sentence or not addable(due, done):
        return None
    if due.role != "plain" or done.role != "plain" or due.mention.unit != done.mention.unit:
        return None
    verb = match["verb"]
    was_due = patterns.search(rf"应[^，。；、]{{0,3}}{verb}[^，。；、]{{0,4}}$", due.spot.head)
    was_done = verb in done.spot.head and "应" not in done.spot.head and not patterns.search("未|不", done.spot.head)
    return (done, due) if was_due and was_done else None


def spelled_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every rate whose definition is printed in a bracket beside it."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension not in {"percent", ""} or entry.spot is None or entry.mention.hedge:
            continue
        way = patterns.search(_BEFORE, entry.spot.gap) or patterns.match(_BEHIND, entry.spot.tail)
        if way is None:
            continue
        relation = _by_names(ledger, entry, way["part"], way["whole"])
        if relation is not None:
            claims.append(Claim(entry, [relation], ("rate", entry.sentence)))
    return claims


def _by_names(ledger: Ledger, entry: Entry, part: str, whole: str) -> Relation | None:
    """What bears the names last before a rate, by one another."""
    amounts = [e for e in reversed(ledger.back(entry, BACK)) if e.is_amount and e.role == "plain" and not e.is_base]
    over = next((e for e in amounts if _is_called(e, part)), None)
    under = next((e for e in amounts if e is not over and _is_called(e, whole)), None)
    if over is None or under is None or not alike(over, under) or not under.value:
        return None
    return make(entry, (over, under), RATE, "rate.prose", entry.label, SPELLED)


def _is_called(entry: Entry, name: str) -> bool:
    label = entry.label
    return len(label) >= 2 and (
        label.endswith(name) or name.startswith(label) or name.endswith(label) or label.startswith(name)
    )
