"""Written formulas (文中算式): "29.7358 = 19.9523 + 9.7832" is evaluated as printed, in text and in table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.document import Figure, Paragraph, Place, Table
from evallib.audit.expression import ExpressionError, evaluate
from evallib.audit.facts import Facts
from evallib.audit.formulas import Fixed
from evallib.audit.identities import Identity
from evallib.audit.numerals import UNITS, normalise

_RUN = re.compile(r"[0-9.,+\-*/×÷()%\s=]+")
_REMARK = re.compile(r"\((?=[^()=]*[\u4e00-\u9fff])[^()=]{1,24}\)")
_UNIT_WORD = re.compile(rf"(?<=[0-9%])\s{{0,2}}(?:{UNITS.replace('%|', '')})")
_LOOSE_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))")


def check(facts: Facts) -> Iterator[Identity]:
    """Both sides of every equation; a chain a = b = c is two equations."""
    document = facts.document
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for start, end, identity in _equations(block.text):
                yield identity(document.place_in_paragraph(index, start, end))
        elif isinstance(block, Table):
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    if "=" in normalise(cell.text) and not cell.inherited:
                        for start, end, identity in _equations(cell.text):
                            yield identity(document.place_in_table(index, r, c, start, end))


class _Pending:
    """An identity that waits for its place."""

    def __init__(self, digits: str, expression: str, text: str, value: Decimal, printed: Decimal, unit: str, decimals: int) -> None:
        self.parts = (digits, expression, text, value, printed, unit, decimals)

    def __call__(self, place: Place) -> Identity:
        digits, expression, text, value, printed, unit, decimals = self.parts
        result = Figure(printed, digits, unit, decimals, place, text)
        return Identity("formula.written", f"算式“{text}”两边应相等", result, (), Fixed(value, expression))


def _equations(text: str) -> Iterator[tuple[int, int, _Pending]]:
    """Runs of digits and signs that hold "="; remarks in brackets and units are blanked out first."""
    plain = normalise(text)
    bare = _UNIT_WORD.sub(_blank, _REMARK.sub(_blank, plain))
    for match in _RUN.finditer(_LOOSE_COMMA.sub(";", bare)):
        if "=" not in match[0]:
            continue
        offset = match.start()
        sides = match[0].split("=")
        for left, right in zip(sides, sides[1:], strict=False):
            end = offset + len(left) + 1 + len(right)
            pending = _compare(left, right, " ".join(plain[offset:end].split()))
            if pending:
                yield offset, end, pending
            offset += len(left) + 1


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _compare(left: str, right: str, text: str) -> _Pending | None:
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
    printed = Decimal(number[1].replace(",", ""))
    if number[2]:
        value *= 100
    decimals = len(number[1].partition(".")[2])
    return _Pending(number[1], one, text.strip(",;:. "), value, printed, number[2], decimals)


def _clean(side: str) -> str:
    side = re.sub(r"\s+", "", side).strip(".,;")
    while side.startswith(")") or side.endswith("(") or side.count(")") > side.count("(") and side.endswith(")"):
        side = side[1:] if side.startswith(")") else side[:-1]
    return side
