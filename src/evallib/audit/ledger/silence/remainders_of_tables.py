"""Remainders (尾差): sums of a table whose rounded figures leave more than usual, told as doubts."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.audit.ledger import Claim, Relation
from evallib.audit.ledger.tables.columns import DOUBTED


def doubt_remainders(claims: Sequence[Claim]) -> None:
    """Doubt the sums of a table that rounding alone can explain, where others of it do not come out even either.

    Args:
        claims: of one table.
    """
    sums = (r for claim in claims for r in claim.readings if r.formula.kind == "sum")
    uneven = [r for r in sums if _rest(r) and r.may_leave_remainder]
    if not any(r.holds() for r in uneven):
        return
    for relation in uneven:
        if relation.strength > DOUBTED and not relation.holds():
            relation.strength = DOUBTED


def _rest(relation: Relation) -> bool:
    return relation.expected() != relation.result.value * relation.sign
