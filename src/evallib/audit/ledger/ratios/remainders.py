"""Remainders (尾差与其余): shares that were made to add up to 100%, and a share told as what the others leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, make

_OTHERS = re.compile(r"(?:其余|剩下|剩余|余下)[^，,。；;占]{0,10}占?(?:比|约|的)*$")


def rest_of(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“占38.3%，剩下占61.7%”: what the share before leaves."""
    before = next((e for e in reversed(ledger.back(entry, 3)) if e.role == "share"), None)
    if before is None or before.sentence != entry.sentence or entry.spot is None or not _OTHERS.search(entry.spot.head):
        return
    between = ledger.prose[before.index + 1 : entry.index]
    # “甲占18%，乙占11%，其余占71%” is what all of them leave.
    several = before.index and ledger.prose[before.index - 1].role == "share"
    strength = 0.6 if not between and not several else 0.0
    yield make(
        entry, (before,), Formula("sum", signs=(-1,), constant=Fraction(100)), "share.total", "其余部分的占比", strength
    )


def whole_of(relation: Relation) -> tuple[int, ...]:
    """What a share is a share of, a printed whole or a sum of parts."""
    return tuple(id(t) for t in relation.terms[relation.formula.split :])


def round_to_hundred(group: list[Claim], votes: Counter[tuple[int, ...]]) -> None:
    """Shares that were made to add up to 100%: one of them may lie a whole unit of its last place away."""
    for claim in _hundred(group):
        near = [r for r in claim.readings if len(r.terms) == 2 and votes[whole_of(r)]]
        for reading in near if not claim.holding else ():
            expected = reading.expected()
            if expected is not None and abs(expected - claim.entry.value) < 2 * claim.entry.mention.half:
                reading.note = "尾差调入此项，各项之和为 100%"
                claim.holding = [reading]
                break


def _hundred(group: list[Claim]) -> list[Claim]:
    """Shares told one after the other that add up to 100%: all of a group, or a run in it."""
    values = [c.entry.value for c in group]
    for first in range(len(group)):
        for last in range(len(group), first + 2, -1):
            if sum(values[first:last], Fraction(0)) == 100:
                return group[first:last]
    return []
