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


def weighed_sum(weights: Sequence[Fraction | int], terms: Sequence[Fraction]) -> Fraction:
    """The sum of some figures, each with its weight or sign, likewise.

    >>> weighed_sum([1, -1, Fraction(1, 2)], [Fraction(3), Fraction(1, 2), Fraction(5)])
    Fraction(5, 1)
    """
    pairs = [(w.numerator * t.numerator, w.denominator * t.denominator) for w, t in zip(weights, terms, strict=False)]
    below = lcm(*[own for _, own in pairs])
    return Fraction(sum([above * (below // own) for above, own in pairs]), below)
