"""Blended growth (合计增速): what a sum grew by, from its parts and what each of them grew by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evallib.audit.ledger.exact_sums import exact_sum


@dataclass(frozen=True, slots=True)
class Blend:
    """Parts with their growth in percent, told one after the other: part, growth, part, growth, ….

    Args:
        signs: of the growths: 1 where a part rose, −1 where it fell.
        constant: added to each growth; −100 where rates of completion are told.
    """

    signs: Sequence[Fraction | int]
    constant: Fraction = Fraction(0)

    def value(self, terms: Sequence[Fraction]) -> Fraction | None:
        """What the whole grew by: its parts now against its parts before.

        >>> Blend((1, -1)).value([Fraction(110), Fraction(10), Fraction(90), Fraction(10)])
        Fraction(0, 1)
        """
        factors = self._factors(terms)
        if any(f <= 0 for f in factors):
            return None
        base = exact_sum([part / f for part, f in zip(terms[::2], factors, strict=True)])
        return (exact_sum(terms[::2]) / base - 1) * 100 - self.constant if base > 0 else None

    def bounds(self, terms: Sequence[Fraction], halves: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
        """Least and greatest growth when every term may lie half a printed unit away."""
        middle = self.value(terms)
        if middle is None:
            return None
        ends = []
        for way in (-1, 1):
            moved: list[Fraction] = []
            for sign, part, growth, near, far in zip(
                self.signs, terms[::2], terms[1::2], halves[::2], halves[1::2], strict=True
            ):
                moved += [part + (near if sign * growth > middle else -near) * way, growth + far * way * sign]
            ends.append(self.value(moved))
        low, high = ends
        return (low, high) if low is not None and high is not None else None

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> Fraction | None:
        """The value of one term that gives the growth; None where there is none.

        >>> Blend((1, 1)).solve(3, [Fraction(110), Fraction(10), Fraction(90), Fraction(0)], Fraction(0))
        Fraction(-10, 1)
        """
        factors, grown, at = self._factors(terms), 1 + (result + self.constant) / 100, index // 2
        if grown <= 0 or any(f <= 0 for f in factors):
            return None
        others = [i for i in range(len(factors)) if i != at]
        if index % 2:
            before = exact_sum(terms[::2]) / grown - exact_sum([terms[2 * i] / factors[i] for i in others])
            return ((terms[index - 1] / before - 1) * 100 * self.signs[at] - self.constant) if before > 0 else None
        slope = 1 / factors[at] - 1 / grown
        return exact_sum([terms[2 * i] * (1 / grown - 1 / factors[i]) for i in others]) / slope if slope else None

    def _factors(self, terms: Sequence[Fraction]) -> list[Fraction]:
        return [1 + sign * (growth + self.constant) / 100 for sign, growth in zip(self.signs, terms[1::2], strict=True)]
