"""Goals reached (目标与实际): “年初目标不低于200人，实际172人，完成率86%”: a goal that says “at least” is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import RATE, Entry, Ledger, Relation, alike, make
from evallib.audit.ledger.claims import SURE
from evallib.model import patterns

_RATE = re.compile(r"(?:完成|实现|达成|达标|目标完成)率[为达]?$")
_GOAL = re.compile(
    r"(?:目标|指标|计划|任务)(?:任务|指标|目标)?[数值]?[为是]?\s*(?:[:：]\s*)?(?:不[低少小]于|≥|＞|>=?|达到?|为)?\s*$"
)
_DONE = re.compile(r"(?:实际|完成|实现|达到|全年)[^，。；\d]{0,8}$")


def goal_readings(ledger: Ledger, rate: Entry, what: str) -> Iterator[Relation]:
    """What was done by the goal right before it.

    Args:
        ledger: the figures.
        rate: a percentage that is called a rate.
        what: the rate in Chinese.
    """
    if rate.index < 2 or rate.spot is None or not patterns.search(_RATE, rate.spot.head):
        return
    goal, done = ledger.prose[rate.index - 2 : rate.index]
    if goal.spot is None or done.spot is None or not goal.sentence == done.sentence == rate.sentence:
        return
    row = goal.is_amount and done.is_amount and goal.depth == done.depth == rate.depth and alike(done, goal)
    if not row or goal.mention.unit != done.mention.unit or goal.value <= 0:
        return
    if patterns.search(_GOAL, goal.spot.head) and patterns.search(_DONE, done.spot.head):
        yield make(rate, (done, goal), RATE, "rate.prose", what, SURE)
