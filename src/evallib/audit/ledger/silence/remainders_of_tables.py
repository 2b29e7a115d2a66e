"""Remainders (尾差): sums of a table whose rounded figures leave more than usual, told as doubts or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Claim, Relation
from evallib.audit.ledger.tables.rows.read_by_header import DOUBTED

_MONEY = re.compile(r"支出|收入|预算|决算|收支|资金|补助|转移支付|债务")
_SUMS = frozenset({"sum.table", "sum.balance"})


def doubt_remainders(claims: Sequence[Claim]) -> None:
    """Doubt the sums of a table that rounding alone can explain, where others of it do not come out even either.

    Sums of one table that fail by one unit, with no figure in all of them, are not told: no two slips are that small.
    A single one is a doubt where the unit was not read and the words tell of money: 万元 are rounded, 元 are not.

    Args:
        claims: of one table.
    """
    sums = (r for claim in claims for r in claim.readings if r.formula.kind == "sum")
    uneven = [r for r in sums if _rest(r) and r.may_leave_remainder]
    # Shares that make up 99.9% say nothing of the amounts beside them.
    kinds = {r.result.dimension for r in uneven if r.holds()}
    for relation in uneven:
        if relation.result.dimension in kinds and relation.strength > DOUBTED and not relation.holds():
            relation.strength = DOUBTED
    off = [r for claim in claims for r in claim.readings if _is_off_by_one(r)]
    several = _are_of_several(off)
    for relation in off:
        if several:
            relation.strength = 0.0
        elif _is_of_money(relation):
            relation.strength = min(relation.strength, DOUBTED)


def _rest(relation: Relation) -> bool:
    return relation.expected() != relation.result.value * relation.sign


def _is_off_by_one(relation: Relation) -> bool:
    """Whether a sum of amounts fails by one unit of their last place."""
    expected = relation.expected()
    if relation.code not in _SUMS or relation.result.dimension == "count" or expected is None or relation.holds():
        return False
    return abs(expected - relation.result.value) == 2 * relation.result.mention.half


def _is_of_money(relation: Relation) -> bool:
    """Whether amounts without a unit are called receipts or spending."""
    result = relation.result
    return not result.mention.unit and bool(_MONEY.search("".join((*result.path, result.label))))


def _are_of_several(relations: Sequence[Relation]) -> bool:
    """Whether no one figure stands in all of them: two slips of just one unit are rounding, and no slips."""
    shared = [set(map(id, r.entries)) for r in relations]
    return bool(shared) and not set.intersection(*shared)
