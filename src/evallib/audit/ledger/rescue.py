"""Rescue (笔误试算): claims of which no reading holds, read once more with one slip of the pen.

A figure in the wrong unit is off by ten thousand, which no other reading explains. One wrong digit may explain a rate
by accident, so that it is only a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Claim, Entry, Relation, addable, likeness
from evallib.audit.ledger.candidates.misfits import are_two_sides
from evallib.audit.ledger.means.named_means import is_other_divisor
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.slips import digit_count, slips_of, unit_slips

UNIT, DIGIT = 0.5, 0.35
FIRST, LONG = 4, 3
_SPENDING = re.compile(r"(?:执行|支付|支出|使用|拨付)[率进]")
_SPENT = re.compile(r"支出|执行|支付|使用|拨付|列支")
NAMED = 0.6
RATES = frozenset({"share", "rate", "completion", "growth"})
KINDS = RATES | {"portion", "mean", "product"}


def rescue(claims: Sequence[Claim]) -> None:
    """Give a strength to the reading that one slip would make hold.

    Args:
        claims: judged claims; those that hold or have a sure reading are left alone.
    """
    for claim in claims:
        if claim.group[0] not in KINDS or claim.holding or claim.entry.mention.hedge or claim.entry.is_base:
            continue
        digits = digit_count(claim.entry.mention)
        if digits < LONG or (claim.best_failing is not None and claim.best_failing.strength >= UNIT):
            continue
        readings = [r for r in claim.readings if len(r.terms) <= 2 and r.terms[0].sentence == claim.entry.sentence]
        readings = [r for r in readings if r.terms[0].value]  # nothing is no rate of anything but for a slip
        if claim.group[0] in RATES:
            readings = [r for r in readings if _can_be_of(claim.entry, r)]
        if claim.group[0] == "mean" and claim.entry.spot is not None:
            head = claim.entry.spot.head
            readings = [r for r in readings if not is_other_divisor(head, r.terms[-1].mention.unit)]
        if claim.group[0] == "rate" and claim.entry.spot is not None:
            stem = stem_of(claim.entry.spot.head)
            spent = bool(_SPENDING.search(claim.entry.spot.head))
            readings = [
                r
                for r in readings
                if likeness(stem, r.terms[0].label) >= NAMED or (spent and _SPENT.search(r.terms[0].label))
            ]
        found = next((r for r in readings if _unit_mends(r)), None)
        if found is not None:
            found.strength = UNIT
        elif digits >= 4 and claim.group[0] in RATES:
            near = [
                r for r in readings[:FIRST] if all(digit_count(t.mention) >= LONG for t in r.terms) and _digit_mends(r)
            ]
            if len(near) == 1:
                near[0].strength = max(near[0].strength, DIGIT)


def _can_be_of(rate: Entry, relation: Relation) -> bool:
    """Whether a rate can be told of two figures: of one unit, no mean, and the whole in its paragraph or named."""
    part, whole = relation.terms[0], relation.terms[-1]
    if (
        are_two_sides(part.label, whole.label)
        or not addable(part, whole)
        or (part.role == "mean") != (whole.role == "mean")
    ):
        return False
    return whole.paragraph == rate.paragraph or bool(rate.whole and likeness(rate.whole, whole.label) >= NAMED)


def _one_measure(a: Entry, b: Entry) -> bool:
    return a.dimension == b.dimension or "count" not in {a.dimension, b.dimension}


def _unit_mends(relation: Relation) -> bool:
    if relation.formula.kind != "ratio" and not all(_one_measure(t, relation.terms[0]) for t in relation.terms):
        return False  # shares and households have no growth in common
    return any(relation.holds(e, value) for e in relation.entries for value, _ in unit_slips(e.mention))


def _digit_mends(relation: Relation) -> bool:
    """Whether one digit of the rate, or of what it is a rate of, makes the reading hold."""
    for entry in (relation.result, relation.terms[0]):
        solved = relation.solved(entry)
        if solved is None:
            continue
        room = 0.02 * abs(float(solved)) + 2 * float(entry.mention.half)
        if any(relation.holds(entry, value) for value in slips_of(entry.mention, float(solved), room)):
            return True
    return False
