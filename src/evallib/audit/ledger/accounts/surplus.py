"""Surplus of a year (收支结余): “收入A，增长P%，其中：保险费收入B。支出C。本年收支结余D”: D is A less C."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry
from evallib.audit.ledger.slips import is_slipped
from evallib.model import patterns

#: What one level hands to another is a part of what came in and went out.
INCOME, SPENT = re.compile(r"^(?!.*(?:上解|补助|转移|调入)).*收入"), re.compile(r"支出")
_SURPLUS = re.compile(r"(?:当年|本年|本期|当期|收支)(?:收支)?结余")
TOLD = 0.85


def surplus_of_year(pool: Sequence[Entry], whole: Entry, used: Entry, left: Entry) -> float | None:
    """How sure it is that an amount is what came in less what was spent; None where words do not call it so.

    Args:
        pool: the amounts before it, in order.
        whole: what came in.
        used: what was spent.
        left: what is left.
    """
    if left.spot is None or not _SURPLUS.search(left.spot.head) or used is not pool[-1] or not SPENT.search(used.label):
        return None
    if (whole.index, used.index) == (left.index - 2, left.index - 1) and INCOME.search(whole.label):
        return TOLD
    # What its growth and its parts stand between; with other income in between that may count as well.
    told = whole is _income_of(pool, left) and _is_taken_apart(pool, whole, used) and _is_near(whole, used, left)
    return TOLD if told else None


def _is_taken_apart(pool: Sequence[Entry], whole: Entry, used: Entry) -> bool:
    """Whether nothing stands between two amounts but what “其中” takes out of the first one."""
    between = [e for e in pool if whole.index < e.index < used.index]
    first = between[0].spot if between else None
    return not between or (
        first is not None and "其中" in first.gap and all(e.sentence == whole.sentence for e in between)
    )


def _income_of(pool: Sequence[Entry], left: Entry) -> Entry | None:
    """The first income told behind the last account; what “其中” takes out of it is a part of it."""
    own = [e for e in pool if e.paragraph == left.paragraph and not e.is_base and not e.is_budget]
    ends = (i for i in range(len(own) - 2, -1, -1) if patterns.search(r"支出|结余", own[i].label))
    start = next(ends, -1)
    return next((e for e in own[start + 1 :] if INCOME.search(e.label)), None)


def _is_near(whole: Entry, used: Entry, left: Entry) -> bool:
    """Whether what is left is right, or would be but for one digit of the three."""
    over = left.value - whole.value + used.value
    moved = (whole, whole.value + over), (used, used.value - over), (left, left.value - over)
    room = whole.half + used.half + left.half
    return abs(over) <= room or any(is_slipped(e.mention, value) for e, value in moved)
