"""Outermost amounts (最上一级): amounts in a row, some of which are made up of those right behind them.

“合计｜小计｜出国费｜购置费｜运行费｜接待费” whose wide headers were lost: only their figures tell what is within what.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from evallib.audit.ledger import Entry

#: A subtotal has so many parts; within one, what has a single part is told twice.
FEW = 2


def outermost(terms: Sequence[Entry]) -> list[Entry]:
    """Amounts without those that a run right behind one of them makes it up of, at every level.

    Args:
        terms: the amounts of a row, in order.
    """
    values = [t.value for t in terms]

    @cache
    def ends(at: int) -> frozenset[int]:
        """Where what begins with an amount may end: behind it, or behind its parts."""
        inner = {stop for stop, parts in within(at + 1, values[at]) if parts >= FEW}
        twice = {at + 2} if at + 1 < len(values) and values[at] and values[at] == values[at + 1] else set()
        return frozenset({at + 1, *inner, *twice})

    @cache
    def within(at: int, rest: Fraction) -> frozenset[tuple[int, int]]:
        """Where amounts from here on have made up a rest, and of how many they were."""
        if not rest:
            return frozenset({(at, 0)})
        if at == len(values) or values[at] > rest:
            return frozenset()
        return frozenset((stop, parts + 1) for end in ends(at) for stop, parts in within(end, rest - values[at]))

    kept, at = [], 0
    while at < len(terms):
        kept.append(terms[at])
        grouped = [stop for stop, parts in within(at + 1, values[at]) if values[at] and parts >= FEW]
        at = max(grouped, default=at + 1)
    return kept
