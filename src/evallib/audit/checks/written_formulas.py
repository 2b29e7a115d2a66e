"""Written formulas (文中算式): "30 = 20 + 10" is evaluated as printed, in text and in table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from evallib.audit.expression import ExpressionError, evaluate
from evallib.audit.formulas import Fixed
from evallib.audit.identities import Identity
from evallib.audit.reading.document import Figure, Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.numerals import UNITS, normalise

_RUN = re.compile(r"[0-9.,+\-*/×÷()%\s=]+")
_REMARK = re.compile(r"\((?=[^()=]*[\u4e00-\u9fff])[^()=]{1,24}\)")
_UNIT_WORD = re.compile(rf"(?<=[0-9%])\s{{0,2}}(?:{UNITS.replace('%|', '')})")
_LOOSE_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))")


def check(facts: Facts) -> Iterator[Identity]:
    """Both sides of every equation; a chain a = b = c is two equations."""
    for text, where, _ in facts.document.texts():
        if "=" in normalise(text):
            for start, end, equation in _equations(text):
                yield _identity(equation, where(start, end))


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation as printed: a number on one side, arithmetic on the other."""

    digits: str
    unit: str
    expression: str
    value: Decimal
    text: str


def _identity(equation: Equation, place: Place) -> Identity:
    digits = equation.digits
    decimals = len(digits.partition(".")[2])
    result = Figure(Decimal(digits.replace(",", "")), digits, equation.unit, decimals, place, equation.text)
    formula = Fixed(equation.value, equation.expression)
    return Identity("formula.written", f"算式“{equation.text}”两边应相等", result, (), formula)


def _equations(text: str) -> Iterator[tuple[int, int, Equation]]:
    """Runs of digits and signs that hold "="; remarks in brackets and units are blanked out first."""
    plain = normalise(text)
    bare = _UNIT_WORD.sub(_blank, _REMARK.sub(_blank, plain))
    for match in _RUN.finditer(_LOOSE_COMMA.sub(";", bare)):
        if "=" not in match[0]:
            continue
        offset = match.start()
        sides = match[0].split("=")
        for left, right in pairwise(sides):
            end = offset + len(left) + 1 + len(right)
            equation = _compare(left, right, " ".join(plain[offset:end].split()))
            if equation:
                yield offset, end, equation
            offset += len(left) + 1


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _compare(left: str, right: str, text: str) -> Equation | None:
    """The side that is one number is the printed result; a side without arithmetic on the other hand is none."""
    one, other = _clean(left), _clean(right)
    shape = r"([0-9][0-9,]*(?:\.[0-9]+)?)(%?)"
    number = re.fullmatch(shape, other)
    if not number:
        one, other, number = other, one, re.fullmatch(shape, one)
    if not number or not re.search(r"[0-9)%][-+*/×÷][(0-9]", one):
        return None
    try:
        value = evaluate(one)
    except ExpressionError:
        return None
    return Equation(number[1], number[2], one, value * 100 if number[2] else value, text.strip(",;:. "))


def _clean(side: str) -> str:
    side = re.sub(r"\s+", "", side).strip(".,;")
    while side.startswith(")") or side.endswith("(") or (side.count(")") > side.count("(") and side.endswith(")")):
        side = side[1:] if side.startswith(")") else side[:-1]
    return side
