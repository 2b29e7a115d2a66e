"""Identities (勾稽关系): a printed figure, the figures it follows from, and the verdict.

A check proposes identities; `judge` decides, with the arithmetic of the ledger. (The room `evallib.identities` holds
the sums of clean tables, which know their columns and have no places in a report; nothing is worked out in both.)
Rounding is allowed for, never guessed: a printed figure agrees if it is the correctly rounded result; a difference that
rounding of the inputs can explain is reported as rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, Protocol

from evallib.audit.causes import suggest_causes
from evallib.audit.findings import Agreement, Confidence, Finding, Severity
from evallib.audit.ledger import LESS, RATE, SUM, Formula
from evallib.audit.reading.figures import Figure

Verdict = Literal["agrees", "rounding", "truncated", "differs", "undefined"]
#: The other figure, printed a second time.
SAME = Formula("sum", split=0)


class Arithmetic(Protocol):
    """What an identity asks of its formula; `evallib.audit.ledger.formulas.Formula` is one."""

    def value(self, terms: Sequence[Fraction]) -> Fraction | None:
        """The result, or None where it is not defined (denominator 0)."""

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> Fraction | None:
        """The value that the term at `index` must have for the result to fit, or None."""

    def write(self, terms: Sequence[str]) -> str:
        """The right-hand side as text."""


@dataclass(frozen=True, slots=True)
class Told:
    """A result worked out elsewhere (a printed rule, a printed expression) with its own text."""

    result: Decimal
    text: str

    def value(self, terms: Sequence[Fraction]) -> Fraction:
        """The result."""
        return Fraction(self.result)

    def solve(self, index: int, terms: Sequence[Fraction], result: Fraction) -> None:
        """Not solved."""

    def write(self, terms: Sequence[str]) -> str:
        """The text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Identity:
    """`result` should equal `formula` of `terms`.

    Args:
        code: reason code if it does not.
        what: the relation in Chinese, e.g. "合计应等于各行之和".
        result: the printed figure.
        terms: the figures it follows from.
        severity, confidence: if it does not hold.
        readings: other ways to read the passage.
        exact: terms are exact (counts, scores), so their rounding cannot excuse a difference.
        note: added to the arithmetic.
    """

    code: str
    what: str
    result: Figure
    terms: tuple[Figure, ...]
    formula: Arithmetic
    severity: Severity = "contradiction"
    confidence: Confidence = "high"
    readings: tuple[str, ...] = ()
    exact: bool = False
    note: str = ""

    def expected(self, values: Sequence[Decimal] | None = None) -> Decimal | None:
        """What the terms give, or other values in their place."""
        found = self.formula.value(list(map(Fraction, self._values if values is None else values)))
        return None if found is None else decimal_of(found)

    def solved(self, index: int) -> Decimal | None:
        """The value of a term that makes the identity hold."""
        found = self.formula.solve(index, list(map(Fraction, self._values)), Fraction(self.result.value))
        return None if found is None else decimal_of(found)

    @property
    def _values(self) -> list[Decimal]:
        return [term.value for term in self.terms]


def decimal_of(value: Fraction) -> Decimal:
    """A fraction as a decimal.

    >>> decimal_of(Fraction(3, 4))
    Decimal('0.75')
    """
    return Decimal(value.numerator) / Decimal(value.denominator)


def judge(identity: Identity, values: Sequence[Decimal] | None = None, printed: Decimal | None = None) -> Verdict:
    """Compare the printed figure with the recomputed one.

    Args:
        identity: the relation.
        values: other values to try in place of those of the terms.
        printed: another value to try in place of the printed one.
    """
    values = [term.value for term in identity.terms] if values is None else values
    printed = identity.result.value if printed is None else printed
    expected = identity.expected(values)
    if expected is None:
        return "undefined"
    if printed in (expected, expected.quantize(identity.result.step, ROUND_HALF_UP)):
        return "agrees"
    if identity.formula is RATE:
        return _judge_quotient(identity, values, printed, expected)
    if identity.formula in (SUM, LESS) and not identity.exact:
        return _judge_sum(identity, printed, expected)
    return "differs"


def _judge_quotient(identity: Identity, values: Sequence[Decimal], printed: Decimal, expected: Decimal) -> Verdict:
    step = identity.result.step
    if not identity.exact and _reachable(identity, values, printed):
        return "agrees"
    if expected.quantize(step, ROUND_DOWN) == printed:
        return "truncated"
    return "rounding" if abs(expected.quantize(step, ROUND_HALF_UP) - printed) <= step < 1 else "differs"


def _judge_sum(identity: Identity, printed: Decimal, expected: Decimal) -> Verdict:
    """Terms rounded before printing may leave a remainder; shares of 100% always may."""
    result = identity.result
    difference = abs(expected - printed)
    slack = sum((term.step for term in identity.terms if term.decimals), Decimal(0)) / 2 + result.step / 2
    if result.step < 1 and difference <= slack:
        return "agrees" if result.unit == "%" else "rounding"
    return "differs"


def conclude(identity: Identity) -> Finding | Agreement | None:
    """Turn an identity into a finding or an agreement; None if it cannot be computed."""
    verdict = judge(identity)
    if verdict == "undefined":
        return None
    terms = [str(term) for term in identity.terms]
    expected = identity.expected()
    assert expected is not None
    shown = _show(expected, identity.result)
    written = identity.formula.write(terms)
    arithmetic = f"{written} = {shown}" if written != shown else written
    arithmetic += f"；{identity.note}" if identity.note else ""
    places = (identity.result.place, *(term.place for term in identity.terms))
    if verdict == "agrees":
        return Agreement(identity.code, str(identity.result), arithmetic, places)
    severity, code = identity.severity, identity.code
    how = "报告为"
    if verdict in {"rounding", "truncated"}:
        severity = "rounding"
        how = "报告按舍去（非四舍五入）写为" if verdict == "truncated" else "与报告相差尾数，报告为"
    message = f"{identity.what}：重算为 {shown}，{how} {identity.result}"
    if identity.formula == SAME:
        shown = str(identity.terms[0])
        message = f"{identity.what}：此处为 {identity.result}，另处为 {shown}"
        arithmetic = f"{identity.result}（{identity.result.place}） ≠ {shown}（{identity.terms[0].place}）"
    causes = suggest_causes(identity.result, expected)
    return Finding(
        code,
        severity,
        identity.confidence,
        message,
        str(identity.result),
        shown,
        arithmetic,
        places,
        identity.readings,
        causes,
    )


def _reachable(identity: Identity, values: Sequence[Decimal], printed: Decimal) -> bool:
    """Whether inputs that were rounded before printing can give the printed result."""
    halves = [Fraction(term.step) / 2 if term.decimals else Fraction(0) for term in identity.terms]
    bounds = RATE.bounds(list(map(Fraction, values)), halves)
    half = Fraction(identity.result.step) / 2
    return bounds is not None and bounds[0] - half <= Fraction(printed) <= bounds[1] + half


def _show(value: Decimal, like: Figure) -> str:
    """A recomputed value with the places and unit of the printed one, or with more where rounding hides the rest."""
    rounded = value.quantize(like.step, ROUND_HALF_UP)
    if rounded == like.value and rounded != value:
        rounded = value.quantize(like.step / 100, ROUND_HALF_UP)
    if value == value.to_integral() and not like.decimals:
        rounded = value.to_integral()
    elif value != rounded and -value.as_tuple().exponent <= 6:  # type: ignore[operator]
        rounded = value.normalize()
    return f"{rounded:f}{like.unit}"
