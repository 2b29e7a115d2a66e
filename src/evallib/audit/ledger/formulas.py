"""Formulas (算式): arithmetic between printed figures, exact; each stands for every value that rounds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Literal

from evallib.audit.ledger.blend import Blend
from evallib.audit.ledger.exact_sums import exact_sum, weighed_sum

Kind = Literal["sum", "ratio", "rest", "change", "change_by", "product", "blend"]
HUNDRED, ENDLESS = Fraction(100), Fraction(10**12)


@dataclass(frozen=True, slots=True)
class Formula:
    """A way to compute a figure from others.

    Args:
        kind: "sum" Σ ±x; "ratio" Σ x[:split] ÷ Σ x[split:]; "rest" 1 − ratio; "change" (new − old) ÷ old;
            "change_by" D ÷ (new ∓ D) with x = [D, new]; "product" Π x; "blend" growth of a sum from
            its parts and their growth, x = [part, growth, part, growth, …].
        split: how many of the first terms belong to the numerator (to the new value).
        signs: of the terms of a sum, or their weights; of the change for "change_by".
        factor: what the result is multiplied by.
        constant: added to a sum (100% less the other shares); −100 for a blend of rates of completion.
    """

    kind: Kind
    split: int = 1
    signs: tuple[Fraction | int, ...] = ()
    factor: Fraction = Fraction(1)
    constant: Fraction = Fraction(0)
    rough: tuple[float, float, tuple[float, ...]] = field(init=False, compare=False, repr=False, default=(1.0, 0.0, ()))

    def __post_init__(self) -> None:
        """Factor, constant and signs as floats, for a quick look."""
        factor, constant, *signs = [x.numerator / x.denominator for x in (self.factor, self.constant, *self.signs)]
        rough = factor, constant, tuple(signs)
        object.__setattr__(self, "rough", rough)

    @property
    def is_list(self) -> bool:
        """Whether it adds up its terms and takes none of them away."""
        return self.kind == "sum" and not self.signs

    def __hash__(self) -> int:
        """By what hashes quickly; fractions do not."""
        return hash((self.kind, self.split, self.rough))

    def value(self, terms: Sequence[Fraction]) -> Fraction | None:
        """The result, None where a denominator is 0.

        >>> Formula("change_by", signs=(1,), factor=HUNDRED).value([Fraction(20), Fraction(120)])
        Fraction(20, 1)
        """
        if self.kind == "product":
            return prod(terms, start=self.factor)
        if self.kind == "sum":
            return self._total(terms) if self.factor == 1 else self._total(terms) * self.factor
        return self._blend.value(terms) if self.kind == "blend" else self._quotient(*self._pair(terms))

    def bounds(self, terms: Sequence[Fraction], halves: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
        """Least and greatest result when every term may lie half a printed unit away; of a sum see `slack`."""
        if self.kind == "blend":
            return self._blend.bounds(terms, halves)
        if self.kind == "product":
            corners = [self.value(c) for c in product(*((t - h, t + h) for t, h in zip(terms, halves, strict=True)))]
        else:
            first, second = self._pair(terms)
            near, far = self._pair(halves)
            ends = product((first - near, first + near), (second - far, second + far))
            corners = [self._quotient(a, b) for a, b in ends if b > 0]
        known = [c for c in corners if c is not None]
        endless = self.kind == "change_by" and len(known) < len(corners)  # rounding may leave nothing of the base
        return (min(known), ENDLESS if endless else max(known)) if known else None

    def can_be(self, terms: Sequence[float], slack: Sequence[float], printed: float, half: float) -> bool:
        """A quick look in floating point, wide on purpose: False only where exact bounds cannot reach the print."""
        factor, constant, weights = self.rough
        if self.kind == "sum":
            if weights:
                total = (constant + sum(s * t for s, t in zip(weights, terms, strict=True))) * factor
                room = sum(abs(s) * h for s, h in zip(weights, slack, strict=True)) * abs(factor) + half
            else:
                total, room = (constant + sum(terms)) * factor, sum(slack) * abs(factor) + half
            return abs(total - printed) <= room + 1e-9 * (abs(total) + abs(printed)) + 1e-12
        if self.kind == "product":
            result, spread = factor, 0.0
            for term, h in zip(terms, slack, strict=True):
                result *= term
                spread += h / abs(term) if term else 1.0
            return abs(result - printed) <= half + abs(result) * (1.2 * spread + 1e-9) + 1e-12 or 0.0 in terms
        if self.kind == "blend":
            return True
        first, second = sum(terms[: self.split]), sum(terms[self.split :])
        near, far = sum(slack[: self.split]), sum(slack[self.split :])
        if self.kind == "change_by":
            second -= self.signs[0] * first
            far += near
        if second <= 0:
            return second > -far
        share = first / second
        room = (near + abs(share) * far) / max(second - far, 1e-12)
        share = 1 - share if self.kind == "rest" else share - 1 if self.kind == "change" else share
        value = share * factor + (constant if self.kind == "change_by" else 0.0)
        return abs(value - printed) <= half + 1.2 * abs(factor) * room + 1e-9 * (abs(value) + 1)

    def surely(self, terms: Sequence[float], printed: float, half: float) -> bool:
        """A quick look, True only where exact arithmetic would be: whole numbers that add up, a quotient well in."""
        factor, constant, weights = self.rough
        if self.kind == "sum" and factor in (1.0, -1.0) and not constant and not weights:
            return sum(terms) * factor == printed and abs(printed) < 2**50 and all(map(float.is_integer, terms))
        if self.kind != "ratio":
            return False
        second = sum(terms[self.split :])
        return second > 0 and abs(sum(terms[: self.split]) / second * factor - printed) < 0.95 * half

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> Fraction | None:
        """The value of one term that gives the result; None where there is none."""
        rest = [t for i, t in enumerate(terms) if i != index]
        f = self.factor
        if self.kind == "sum":
            signs = self._signs(len(terms))
            others = sum(
                (s * t for i, (s, t) in enumerate(zip(signs, terms, strict=True)) if i != index), self.constant
            )
            return (result / f - others) / signs[index] if signs[index] else None
        if self.kind == "product":
            for term in rest:
                f *= term
            return result / f if f else None
        if self.kind == "blend":
            return self._blend.solve(index, terms, result)
        top, bottom = self._pair(terms)
        if self.kind == "change_by":
            sign, result = self.signs[0], result - self.constant
            if index == 0:
                return result * terms[1] / (f + sign * result) if f + sign * result else None
            return terms[0] * f / result + sign * terms[0] if result else None
        share = result / f
        share = 1 - share if self.kind == "rest" else 1 + share if self.kind == "change" else share
        if index < self.split:
            return share * bottom - (top - terms[index])
        return top / share - (bottom - terms[index]) if share else None

    def write(self, terms: Sequence[str]) -> str:
        """The right-hand side as text."""
        if self.kind == "blend":
            parts = list(zip(self.signs, terms[::2], terms[1::2], strict=True))
            if self.constant:
                return f"({' + '.join(terms[::2])}) ÷ ({' + '.join(f'{part} ÷ {rate}' for _, part, rate in parts)})"
            base = " + ".join(f"{part} ÷ (1 {'+' if sign > 0 else '−'} {growth})" for sign, part, growth in parts)
            return f"({' + '.join(terms[::2])}) ÷ ({base}) − 1"
        if self.kind == "product":
            return " × ".join(terms if len(terms) > 1 else (*terms, f"{float(self.factor):g}"))
        if self.kind == "sum":
            if not self.signs and not self.constant:
                days = self.factor.denominator
                return " + ".join(terms).strip() if days == 1 else f"{_group(terms)} ÷ {days}"
            signs = self._signs(len(terms))
            text = "".join(
                f" {'+' if s > 0 else '−'} {t}{'' if abs(s) == 1 else f' × {float(abs(s)):g}'}"
                for s, t in zip(signs, terms, strict=True)
            )
            if self.constant < 0:
                return f"{text.removeprefix(' + ')} − {float(-self.constant):.6g}".strip()
            unit = "%" if self.factor == 1 / HUNDRED else ""  # 100% + 180% is 2.8 times
            return (f"{float(self.constant):g}{unit}{text}" if self.constant else text.removeprefix(" + ")).strip()
        if self.kind == "change_by":
            top = terms[1] if self.constant else terms[0]
            return f"{top} ÷ ({terms[1]} {'−' if self.signs[0] > 0 else '+'} {terms[0]})"
        first, second = _group(terms[: self.split]), _group(terms[self.split :])
        if self.kind == "change":
            return f"({first} − {second}) ÷ {second}"
        text = f"{first} ÷ {second}"
        return f"1 − {text}" if self.kind == "rest" else text

    @property
    def _blend(self) -> Blend:
        return Blend(self.signs, self.constant)

    def _signs(self, count: int) -> tuple[Fraction, ...]:
        return tuple(map(Fraction, self.signs)) if self.signs else (Fraction(1),) * count

    def slack(self, halves: Sequence[Fraction]) -> Fraction:
        """How far a sum can lie off when every term lies half a printed unit away."""
        if not any(halves):
            return Fraction(0)
        weighed = [h * (s if s > 0 else -s) for s, h in zip(self.signs, halves, strict=True)] if self.signs else halves
        return exact_sum(weighed) * abs(self.factor)

    def _total(self, terms: Sequence[Fraction]) -> Fraction:
        if self.signs:
            total = weighed_sum(self.signs, terms)
            return total + self.constant if self.constant else total
        return exact_sum(terms) + self.constant if self.constant else exact_sum(terms)

    def _pair(self, terms: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        return exact_sum(terms[: self.split]), exact_sum(terms[self.split :])

    def _quotient(self, first: Fraction, second: Fraction) -> Fraction | None:
        if self.kind == "change_by":
            base = second - self.signs[0] * first
            return first * self.factor / base + self.constant if base > 0 else None
        if not second:
            return None
        if self.kind == "ratio":  # as most are: reduced once
            above, below = self.factor.numerator, self.factor.denominator
            return Fraction(first.numerator * second.denominator * above, first.denominator * second.numerator * below)
        share = first / second
        return (1 - share if self.kind == "rest" else share - 1) * self.factor


def _group(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


#: A sum, a difference, a product; part ÷ whole in percent, and what that leaves of 100%.
SUM, LESS, PRODUCT = Formula("sum"), Formula("sum", signs=(1, -1)), Formula("product")
RATE, REST = Formula("ratio", factor=HUNDRED), Formula("rest", factor=HUNDRED)
