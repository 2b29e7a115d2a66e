"""Exact sums (精确求和) of printed figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def exact_sum(terms: Sequence[Fraction]) -> Fraction:
    """The sum of some figures; of whole numbers, as most are, in one step.

    >>> exact_sum([Fraction(3), Fraction(4)]), exact_sum([Fraction(1, 2), Fraction(1)]), exact_sum([])
    (Fraction(7, 1), Fraction(3, 2), Fraction(0, 1))
    """
    if len(terms) == 1:
        return terms[0]
    if all(term.denominator == 1 for term in terms):
        return Fraction(sum(term.numerator for term in terms))
    return sum(terms, Fraction(0))
