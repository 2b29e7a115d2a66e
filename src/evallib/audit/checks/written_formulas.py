"""Written formulas (文中算式): "30 = 20 + 10" is evaluated as printed, in text and in table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from evallib.audit.checks.formula_sense import Sides, sense_of
from evallib.audit.expression import ExpressionError, evaluate
from evallib.audit.identities import Identity, Told, judge
from evallib.audit.reading.document import Document, Place, Table, Where
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.model import patterns
from evallib.parsing.claims.measures import SCALES, UNIT_WORDS
from evallib.parsing.plain_text import half_width

_RUN = re.compile(r"[0-9.,+\-*/×÷()%\s=]+")
_REMARK = re.compile(r"\((?=[^()=]*[\u4e00-\u9fff])[^()=]{1,24}\)")
_UNIT_WORD = re.compile(rf"(?<=[0-9%])\s{{0,2}}(?:{UNIT_WORDS.replace('%|', '')})")
_WORDS = re.compile(
    r"(?<=[(\[+\-/×÷*=])\s*[\u4e00-\u9fff“”\"、]{1,24}(?:为|是|:)?(?=\s*[0-9(])"
)  # “(本年12.5-上年13.0)”: named terms
#: “按72元/亩计算需8846×72”: a price of each, and no division by what comes behind it.
_PER = re.compile(
    r"(?<=[元次人个件吨斤克升度天时分])\s?/\s?(?:[年月日天周季人次件户台套个米亩吨生村校班辆头只株棵处座床岗]|"
    r"平方米|公[里斤顷]|千[米克]|小时|课时|学[年期])"
)
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?")
#: So many lines with numbers of their own.
LINES = 4
_SCALE, _SCALE_BEHIND = re.compile(r"(?<=[0-9])\s?(万亿|亿|万)"), re.compile("万亿|亿|万")
_LOOSE_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))")


def check(facts: Facts) -> Iterator[Identity]:
    """Both sides of every equation; a chain a = b = c is two equations."""
    for text, where, _ in facts.document.texts:
        if "=" in half_width(text) and not _numbers_columns(facts.document, where(0, 1)):
            for start, equation in _equations(text):
                identity = _identity(equation, start, where)
                if judge(identity) == "agrees":
                    yield identity
                elif sure := sense_of(_sides(equation, start, half_width(text))):
                    yield replace(identity, confidence=sure)


def _sides(equation: Equation, start: int, plain: str) -> Sides:
    """An equation with the text around it."""
    ends = [equation.spot, *((a, b) for a, b, _ in equation.terms)]
    first, last = start + min(a for a, _ in ends), start + max(b for _, b in ends)
    opens = equation.spot[0] == first - start
    side = plain[start:last].rsplit("=", maxsplit=1)[-1] if opens else plain[start:].split("=", maxsplit=1)[0]
    before = plain[:first].rstrip("( ")
    return Sides(before, plain[last:], side, equation.expression, equation.digits, equation.value, opens)


def _numbers_columns(document: Document, place: Place) -> bool:
    """Whether a cell stands in the row that numbers the columns: 1｜2｜3=2/1*100｜4｜5=4-2."""
    if not place.table:
        return False
    block = document.blocks[place.block]
    assert isinstance(block, Table)
    column = [half_width(row[place.column - 1].text).strip() for row in block.rows if len(row) >= place.column]
    lines = {match[0] for cell in column if (match := patterns.fullmatch(r"[0-9]{1,2}(?:=[-0-9+×*/÷±()]+)?", cell))}
    if len(lines) >= LINES and len(lines) * 2 > len(set(column)):
        return True  # a column that numbers its lines: 1｜2｜3=1-2｜4
    told = [half_width(cell.text).strip() for cell in block.rows[place.row - 1]]
    numbers = [match[0] for cell in told if (match := patterns.match(r"[0-9]{1,2}(?==|$)", cell))]
    return (len(numbers) >= 3 or told[0] in {"栏次", "栏", "列次"}) and len(set(map(int, numbers))) == len(numbers)


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation as printed: a number on one side, arithmetic on the other."""

    digits: str
    unit: str
    expression: str
    value: Decimal
    text: str
    spot: tuple[int, int] = (0, 0)
    terms: tuple[tuple[int, int, str], ...] = ()


def _identity(equation: Equation, start: int, where: Where) -> Identity:
    place = where(start + equation.spot[0], start + equation.spot[1])
    result = _figure(equation.digits, equation.unit, place, equation.text)
    terms = tuple(_figure(text, "", where(start + a, start + b), "") for a, b, text in equation.terms)
    formula = Told(equation.value, equation.expression)
    return Identity("formula.written", f"算式“{equation.text}”两边应相等", result, terms, formula)


def _figure(digits: str, unit: str, place: Place, label: str) -> Figure:
    return Figure(Decimal(digits.replace(",", "")), digits, unit, len(digits.partition(".")[2]), place, label)


def _equations(text: str) -> Iterator[tuple[int, Equation]]:
    """Runs of digits and signs that hold "="; remarks in brackets and units are blanked out first."""
    plain = half_width(text)
    bare = _WORDS.sub(_blank, _PER.sub(_blank, plain.translate(_SQUARE)))
    bare = _REMARK.sub(_blank, _UNIT_WORD.sub(_blank, bare))
    for match in _RUN.finditer(_LOOSE_COMMA.sub(";", bare)):
        if "=" not in match[0]:
            continue
        offset = match.start()
        sides = match[0].split("=")
        for left, right in pairwise(sides):
            end = offset + len(left) + 1 + len(right)
            equation = _compare(left, right, " ".join(plain[offset:end].split()))
            if equation:
                yield offset, _placed(equation, left, right, plain[offset : end + 4])
            offset += len(left) + 1


def _placed(equation: Equation, left: str, right: str, plain: str) -> Equation:
    """An equation with the places of its figures, and its value in the unit of its result (万元 of 元)."""
    right_is_one = (
        _clean(right) == equation.digits + equation.unit or _clean(right).lstrip("-") == equation.digits + equation.unit
    )
    at = len(left) + 1
    one, other, shift, back = (right, left, at, 0) if right_is_one else (left, right, 0, at)
    spot = next(_NUMBER.finditer(one))
    terms = [
        (m.start() + back, m.end() + back, m[0].rstrip("%"))
        for m in _NUMBER.finditer(other)
        if not patterns.search(r"[×*]\s*$", other[: m.start()]) or m[0] != "100%"
    ]
    behind = plain[spot.end() + shift :].lstrip()
    within = plain[back : back + len(other)]
    scaled = behind.startswith("万") and "元" in within and "万" not in within
    if not scaled and behind.startswith("万") and not patterns.search(r"[\u4e00-\u9fff%]", within):
        # “29×500×12=17.4万元”: factors without a unit may be of either.
        digits = Decimal(equation.digits.replace(",", ""))
        scaled = abs(equation.value / 10_000 - digits) < abs(equation.value - digits)
    value = equation.value / 10_000 if scaled and not equation.unit else equation.value
    inner, outer = set(_SCALE.findall(within)), _SCALE_BEHIND.match(behind)
    if len(inner) == 1 and not equation.unit and inner != {outer and outer[0]}:
        # “10亿×(10%-3%)=7000万”, “40万×3×120=1.44亿”: one amount and factors, in another unit.
        printed = Decimal(equation.digits.replace(",", ""))
        moved = equation.value * SCALES[inner.pop()] / (SCALES[outer[0]] if outer else 1)
        value = moved if abs(moved - printed) < abs(value - printed) else value
    return replace(equation, spot=(spot.start() + shift, spot.end() + shift), terms=tuple(terms), value=value)


_SQUARE = str.maketrans("[]", "()")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _compare(left: str, right: str, text: str) -> Equation | None:
    """The side that is one number is the printed result; a side without arithmetic on the other hand is none."""
    one, other = _clean(left), _clean(right)
    shape = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)(%?)"
    number = patterns.fullmatch(shape, other)
    if not number:
        one, other, number = other, one, patterns.fullmatch(shape, one)
    if not number or not patterns.search(r"[0-9)%][-+*/×÷][(0-9]", one):
        return None
    try:
        value = evaluate(one)
    except ExpressionError:
        return None
    return Equation(number[1], number[2], one, value * 100 if number[2] else value, text.strip(",;:. "))


def _clean(side: str) -> str:
    side = patterns.sub(r"\s+", "", side).strip(".,;")
    while side.startswith(")") or side.endswith("(") or (side.count(")") > side.count("(") and side.endswith(")")):
        side = side[1:] if side.startswith(")") else side[:-1]
    return side
