"""Targets and values (年度指标值、实际完成值) as a score needs them: one decided value, or a question.

What people write is read by `evallib.parsing`; here it is only told what may be scored. ``=100.00(%)``, ``≥85%``,
``≤800 元/人·月``, ``及时``, ``2023年12月31日前``, ``13大类144小类`` are understood; ``约100件``, ``95`` against a
percentage, or ``12月底前`` without a year are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem
from evallib.parsing.dates import parse_date
from evallib.parsing.quantities import same_thing
from evallib.parsing.targets import parse_target as read_target
from evallib.scoring.language.expression import Style

DIRECTION = re.compile(r"[升降增减]|提高|上涨")
#: A year in which every day exists: a date that can be read with it only lacks its own.
ANY_YEAR = 2000
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
DAY = re.compile(r"\d{4}(?:年|-|/|\.)\d{1,2}(?:月|-|/|\.)\d{1,2}日?(?:前|以前|之前)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; percentages are fractions, money is in 元. `op` is empty for a plain value."""

    number: Decimal
    unit: str
    op: str = ""
    label: str = ""

    @property
    def reverse(self) -> bool:
        """Smaller is better."""
        return self.op in {"≤", "<"}

    @property
    def style(self) -> Style:
        """How the number is shown."""
        return "percent" if self.unit == "%" else "number"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day; `before` for “…前”."""

    day: date
    before: bool = False


@dataclass(frozen=True, slots=True)
class Compound:
    """Several counted things, e.g. 13大类144小类."""

    parts: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A qualitative target or answer."""

    text: str


Target = Quantity | Moment | Compound | Phrase


def _asked(code: str, message: str, text: str, expected: str, advice: str) -> EvallibError:
    return EvallibError(Problem(f"target.{code}", message, value=text, expected=expected, advice=advice))


def normalised(text: str) -> str:
    """Full-width characters, spaces and brackets in one form.

    >>> normalised(" ≥ ９０ ％ ")
    '≥90%'
    """
    return patterns.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def parse(text: str) -> Target:
    """Read a target or a value: the reading of `evallib.parsing.parse_target`, where a score can rest on it.

    Raises:
        EvallibError: the text cannot be decided (an approximation, a range, a day without its year, no such day).

    >>> parse("≥90.00(%)")
    Quantity(number=Decimal('0.9000'), unit='%', op='≥', label='')
    >>> parse("≤800 元/人·月").unit, parse("13大类144小类").parts[1].number
    ('元/人·月', Decimal('144'))
    >>> parse("95%以上").op, parse("2023年12月31日前"), parse("达成指标")
    ('≥', Moment(day=datetime.date(2023, 12, 31), before=True), Phrase(text='达成指标'))
    """
    short = normalised(text).removeprefix("=")
    if not patterns.search(r"\d", short):
        return Phrase(text.strip())  # 一级 and 零投诉 are words
    dated = parse_date(short)
    if not dated and DAY.fullmatch(short):
        raise _asked("no_such_day", "没有这一天", text, "真实的日期", "请核对日期")
    if not dated and parse_date(short, year=ANY_YEAR):
        raise _asked("no_year", "日期没有写年份", text, "完整日期", "请写成 2023年12月31日前")
    readings = read_target(text)
    reading = readings[0] if readings else None
    if reading is None or reading.kind == "phrase":
        return Phrase(text.strip())
    if reading.kind == "date":
        return Moment(readings[-1].high, reading.op == "≤" or readings[-1].low != readings[-1].high)
    if reading.kind == "compound":
        return Compound(tuple(Quantity(part.value, part.unit) for part in reading.value))
    if reading.op == "≈":
        raise _asked("approximate", "写的是约数，不能据以评分", text, "确定的数值", "请写明实际数值，例如 98件")
    if reading.kind == "range" or reading.op == "±":
        raise _asked("range", "写的是区间，不能据以评分", text, "一个数值或“≥90%”这样的要求", "请写明数值")
    return Quantity(_as_printed(reading.value, short), reading.unit, reading.op, reading.rest)


def _as_printed(value: Decimal, text: str) -> Decimal:
    """The value with the places that it was printed with: 3.00 points stay 3.00."""
    found = NUMBER.search(text)
    printed = Decimal(found[0].replace(",", "")) if found else value
    return next((same for same in (printed, printed.scaleb(-2)) if same == value), value)


def parse_target(text: str) -> Target:
    """Read a target; a number must say its unit.

    Raises:
        EvallibError: as `parse`, or the unit is missing.

    >>> try:
    ...     parse_target("100")
    ... except EvallibError as error:
    ...     error.problems[0].message
    '目标值没有单位'
    """
    target = parse(text)
    if isinstance(target, Quantity) and not target.unit:
        raise _asked("no_unit", "目标值没有单位", text, "数值加单位", f"请写明单位，例如 {text}%、{text}分、{text}人")
    return target


def settle(text: str, target: Quantity, name: str = "业绩值") -> Decimal:
    """The number that a written value stands for, in the target's unit.

    A value that is itself a bound (``＞85%``) is accepted where it decides the target (``≥85%``), else asked for.

    Raises:
        EvallibError: no number, another unit, a percentage without its sign, or a bound that decides nothing.

    >>> settle("97.00(%)", parse("=100.00(%)")), settle("＞85%", parse("≥85%")), settle("24人", parse("25人"))
    (Decimal('0.9700'), Decimal('0.85'), Decimal('24'))
    """
    value = parse(text)
    if not isinstance(value, Quantity):
        raise _asked(
            "not_a_number", f"“{name}”应为数值", text, f"带单位的数值（{target.unit or '数'}）", "请补充实际数值"
        )
    if DIRECTION.search(value.label) and value.label != target.label:
        raise _asked(
            "direction", f"“{name}”的升降方向与目标写法不同", text, target.label or "不带升降词的数值", "请换算后填写"
        )
    if not same_thing(value.unit, target.unit) and (value.unit or target.unit == "%"):
        advice = f"请写明单位，例如 {text}%" if not value.unit else "请按目标值的单位填写"
        raise _asked("unit", f"“{name}”的单位与目标不一致", text, f"单位“{target.unit}”", advice)
    if value.op in {"≥", ">"} and not _decides(value, target, up=True):
        raise _asked("bound", f"“{name}”只给出下限，不足以判断", text, "实际数值", "请补充实际数值")
    if value.op in {"≤", "<"} and not _decides(value, target, up=False):
        raise _asked("bound", f"“{name}”只给出上限，不足以判断", text, "实际数值", "请补充实际数值")
    return value.number


def _decides(bound: Quantity, target: Quantity, *, up: bool) -> bool:
    if target.op not in ({"≥", ">"} if up else {"≤", "<"}):
        return False
    beyond = bound.number > target.number if up else bound.number < target.number
    # ＞90% reaches ＞90%, but the 90 that is computed with does not: a person has to say by how much.
    return beyond or (bound.number == target.number and target.op in {"≥", "≤"})
