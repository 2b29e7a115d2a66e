"""Formulas (算式): the few shapes of arithmetic that tie figures of a report together.

Each formula computes its result from values, writes itself out, and can be solved for one of its values, so that a
single typo behind several findings can be looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

HUNDRED = Decimal(100)


class Formula(Protocol):
    """A way to compute a figure from others."""

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """The result, or None where it is not defined (denominator 0)."""

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """The value that the term at `index` must have for the result to fit, or None."""

    def write(self, terms: Sequence[str]) -> str:
        """The right-hand side as text."""


@dataclass(frozen=True, slots=True)
class Sum:
    """a + b − c: `signs` holds +1 or −1 for each term, `factor` converts the unit (万元 from 元)."""

    signs: tuple[int, ...] = ()
    factor: Decimal = Decimal(1)

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """The signed sum.

        >>> Sum((1, -1)).compute([Decimal("80.50"), Decimal("0.25")])
        Decimal('80.25')
        """
        return (
            sum((sign * value for sign, value in zip(self._signs(values), values, strict=True)), Decimal(0))
            * self.factor
        )

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """Exact."""
        signs = self._signs(values)
        rest = sum((s * v for i, (s, v) in enumerate(zip(signs, values, strict=True)) if i != index), Decimal(0))
        return (result / self.factor - rest) * signs[index]

    def write(self, terms: Sequence[str]) -> str:
        """The terms with their signs, e.g. 60 + 10."""
        signs = self._signs(terms)
        text = "".join(f" {'+' if sign > 0 else '−'} {term}" for sign, term in zip(signs, terms, strict=True))
        text = text.removeprefix(" + ").strip()
        return text if self.factor == 1 else f"({text}) × {self.factor:f}"

    def _signs(self, items: Sequence[object]) -> tuple[int, ...]:
        return self.signs or (1,) * len(items)


@dataclass(frozen=True, slots=True)
class Ratio:
    """a ÷ b × scale, or its complement (1 − a ÷ b)."""

    scale: Decimal = HUNDRED
    complement: bool = False

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """A percentage by default."""
        part, whole = values
        if whole == 0:
            return None
        return (1 - part / whole if self.complement else part / whole) * self.scale

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """To the precision of the printed rate."""
        share = result / self.scale
        share = 1 - share if self.complement else share
        if index == 0:
            return share * values[1]
        return values[0] / share if share else None

    def write(self, terms: Sequence[str]) -> str:
        """The quotient, e.g. 90件 ÷ 100件."""
        text = f"{terms[0]} ÷ {terms[1]}"
        return f"1 − {text}" if self.complement else text


@dataclass(frozen=True, slots=True)
class Change:
    """(a − b) ÷ b × 100: growth in percent; `absolute` drops the sign where the words carry it."""

    absolute: bool = True
    over_new: bool = False

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """Growth of the first value against the second."""
        new, old = values
        base = new if self.over_new else old
        if base == 0:
            return None
        change = (new - old) / base * HUNDRED
        return abs(change) if self.absolute else change

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """To the precision of the printed rate."""
        new, old = values
        change = result / HUNDRED
        if self.absolute and new < old:
            change = -change
        if self.over_new or change == -1:
            return None
        return old * (1 + change) if index == 0 else new / (1 + change)

    def write(self, terms: Sequence[str]) -> str:
        """The change, e.g. (120 − 100) ÷ 100."""
        base = terms[0] if self.over_new else terms[1]
        return f"({terms[0]} − {terms[1]}) ÷ {base}"


@dataclass(frozen=True, slots=True)
class Product:
    """a × b × factor; `factor` converts the unit (万元 from 元)."""

    factor: Decimal = Decimal(1)

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """The product."""
        result = self.factor
        for value in values:
            result *= value
        return result

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """Exact, if the other values are not 0."""
        rest = self.factor
        for i, value in enumerate(values):
            if i != index:
                rest *= value
        return result / rest if rest else None

    def write(self, terms: Sequence[str]) -> str:
        """The factors, e.g. 200 × 300."""
        return " × ".join(terms)


@dataclass(frozen=True, slots=True)
class Same:
    """a = b: the same figure printed a second time."""

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """The other figure."""
        return values[0]

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """The printed figure."""
        return result

    def write(self, terms: Sequence[str]) -> str:
        """The other figure."""
        return terms[0]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A result computed elsewhere (a printed rule, a printed expression) with its own text."""

    value: Decimal
    text: str

    def compute(self, values: Sequence[Decimal]) -> Decimal | None:
        """The result."""
        return self.value

    def solve(self, index: int, values: Sequence[Decimal], result: Decimal) -> Decimal | None:
        """Not solved."""
        return None

    def write(self, terms: Sequence[str]) -> str:
        """The text."""
        return self.text
