"""Exact sums (精确求和) of printed figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def exact_sum(terms: Sequence[Fraction]) -> Fraction:
    """The sum of some figures, brought to one denominator and reduced once.

    >>> exact_sum([Fraction(3), Fraction(4)]), exact_sum([Fraction(1, 2), Fraction(1)]), exact_sum([])
    (Fraction(7, 1), Fraction(3, 2), Fraction(0, 1))
    """
    if len(terms) == 1:
        return terms[0]
    belows = [term.denominator for term in terms]
    below = lcm(*belows)
    if below == 1:
        return Fraction(sum([term.numerator for term in terms]))
    return Fraction(sum([term.numerator * (below // own) for term, own in zip(terms, belows, strict=True)]), below)
