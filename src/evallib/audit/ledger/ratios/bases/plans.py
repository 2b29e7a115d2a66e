"""Plans told before (前面说的预算数): “批准预算A。上半年完成B，增长P%，完成年初预算的Q%”.

The plan and what was done of it stand side by side, with at most brackets and growths between them.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from evallib.audit.ledger import Entry, Ledger, addable
from evallib.audit.ledger.candidates.misfits import are_two_sides

#: What a completion is measured by.
_OF_PLAN = re.compile(r"(?:预算|计划|任务|目标)[数额值]?的?\s*$")
_PLAN = re.compile(r"批准|核定|预算(?:为|数|安排|目标|总额)|(?:支出|收入|费)预算|计划|任务|目标|调整[为到至]")
_ADJUSTED = re.compile("调整|变[更动]|追加后")
_DONE = re.compile("完成|实际|决算|支出|收入|执行|实现|支付|征收|入库")
#: So far back the plan of what was done stands.
BACK = 8


def plan_before(ledger: Ledger, rate: Entry) -> tuple[Entry, Entry] | None:
    """What was done, and the plan right before it.

    Args:
        ledger: the figures.
        rate: how much of a plan was done.

    Returns:
        Both; None where something else stands there, or the words tell of another plan.
    """
    if rate.spot is None or not _OF_PLAN.search(rate.spot.head):
        return None
    back = [e for e in reversed(ledger.back(rate, BACK)) if e.depth <= rate.depth and e.paragraph == rate.paragraph]
    back = list(dropwhile(lambda e: e.role in {"growth", "change", "points"}, back))
    done, plan = [*[e for e in back if e.is_amount][:2], None, None][:2]
    if done is None or plan is None or done is not back[0] or done.sentence != rate.sentence:
        return None
    return (done, plan) if _is_planned_before(done, plan) and _are_of_one_stage(rate, plan) else None


def _is_planned_before(done: Entry, plan: Entry) -> bool:
    if plan.spot is None or done.spot is None or done.sentence - plan.sentence > 1 or plan.is_base or plan.value <= 0:
        return False
    if done.role != "plain" or plan.role != "plain" or not addable(plan, done):
        return False
    told = _PLAN.search(_words(plan)) and _DONE.search(_words(done)) and not _PLAN.search(done.spot.gap)
    return bool(told) and not are_two_sides(done.label, plan.label)


def _are_of_one_stage(rate: Entry, plan: Entry) -> bool:
    assert rate.spot is not None
    return bool(_ADJUSTED.search(rate.spot.head)) == bool(_ADJUSTED.search(_words(plan)))


def _words(entry: Entry) -> str:
    return entry.label + (entry.spot.head if entry.spot is not None else "")
