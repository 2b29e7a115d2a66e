"""Cells (单元格取值): one cell of a spreadsheet as it was printed → what was meant.

Thousands separators, percent signs, full-width digits and the dashes that stand for "nothing" are read as meant;
what cannot be read is said, never guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from evallib.parsing.note_marks import MARKS, without_mark
from evallib.parsing.numerals import shortest
from evallib.parsing.plain_text import BLANKS as ANY_BLANKS
from evallib.parsing.plain_text import holds_several, visible

#: A star or a lone mark may stand for a figure that was hidden; the dashes stand for none.
BLANKS = ANY_BLANKS - {"*", "、", "无数据"}
SET_APART = re.compile("[一-鿿](?: [一-鿿])+")
#: What a difference of two amounts leaves behind in binary (元): 1742.5 - 1655.38 is stored as 87.11999999999989.
BINARY_REST = Decimal("0.000001")
MONEY_FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}
#: Signs that only look like digits: superscripts, and numbers in circles and brackets.
NO_DIGITS = re.compile(f"[{MARKS}]")
MAX_DIGITS, MAX_PLACES, MAX_SIGNIFICANT = 15, 18, 26
OWN_UNIT = re.compile(r"(.*?)(亿元?|万元?|千元|元)")
NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


class ValueProblemError(ValueError):
    """A cell that cannot be read as its column's type; `expected` and `advice` are Chinese."""

    def __init__(self, expected: str, advice: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.advice = advice


def clean_text(value: Any) -> str:
    r"""The text of a cell: trimmed, without invisible characters, line breaks as one space.

    >>> clean_text(" 基本\n支出\u200b ")
    '基本 支出'
    >>> (
    ...     clean_text(5.0),
    ...     clean_text("分 值"),
    ...     clean_text("序　号"),
    ...     clean_text("甲乙 丙丁"),
    ...     clean_text(True),
    ...     clean_text(None),
    ... )
    ('5', '分值', '序号', '甲乙 丙丁', '是', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return format(to_decimal(value), "f") if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes") if value.time() != time() else value.date().isoformat()
    text = visible(str(value))
    # 分 值, 序　号: set apart to fill the cell
    return text.replace(" ", "") if text[1:2] == " " and SET_APART.fullmatch(text) else text


def to_decimal(value: float | int) -> Decimal:
    """A spreadsheet number as the decimal that Excel shows (15 significant digits).

    >>> to_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    text = format(value, ".15g")
    number = Decimal(text)
    return Decimal(int(number)) if number == number.to_integral_value() else number


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing: empty, or one of the dashes used for "none"."""
    return value is None or (isinstance(value, str) and clean_text(value) in BLANKS)


def parse_number(value: Any) -> Decimal | None:
    """A plain number (数字).

    Returns:
        The exact decimal, or None for a blank.

    Raises:
        ValueProblemError: the cell holds text, a date or a truth value, or several figures below or beside each other.

    >>> parse_number("1,765.22"), parse_number("１２"), parse_number("—")
    (Decimal('1765.22'), Decimal('12'), None)
    """
    if is_blank(value):
        return None
    _check_single(value)
    if isinstance(value, bool | date | datetime | time | timedelta):
        raise ValueProblemError("数字", "请改为数字，例如 1,765.22")
    if isinstance(value, int | float):
        return _bounded(to_decimal(value)) if math.isfinite(value) else _bounded(Decimal(value))
    written = without_mark(clean_text(value))
    if NO_DIGITS.search(written):  # ²³ and ⑫ would become digits
        raise ValueProblemError("数字", "请改为普通数字；注释标记请写在表下")
    text = unicodedata.normalize("NFKC", written).replace(" ", "")
    text = text.replace("−", "-")
    if not NUMBER.fullmatch(text):
        raise ValueProblemError("数字", "请改为数字，例如 1,765.22；没有数据请留空")
    return _bounded(Decimal(text.replace(",", "")))


def _check_single(value: Any) -> None:
    """Refuse what would become one number if the white space were taken out, and is several."""
    if not isinstance(value, str) or not holds_several(value):
        return
    joined = without_unit(unicodedata.normalize("NFKC", clean_text(value)).replace(" ", "").removesuffix("%"))
    if NUMBER.fullmatch(joined.replace("−", "-")):
        raise ValueProblemError("一格一个数字", "一格里写了几个数，不知以哪一个为准；请一格只写一个数")


def _bounded(number: Decimal) -> Decimal:
    """A number that can be stored without losing a digit; others are no figures of an evaluation."""
    if number.is_finite() and number.adjusted() < MAX_DIGITS:
        _, digits, exponent = number.as_tuple()
        if len(digits) <= MAX_SIGNIFICANT and int(exponent) >= -MAX_PLACES:
            return number
    raise ValueProblemError(f"不超过 {MAX_DIGITS} 位整数、{MAX_PLACES} 位小数的数字", "数值大得或细得不正常，请核对")


def parse_count(value: Any, signed: bool = False) -> int | None:
    """A whole number (整数), not negative unless `signed`.

    >>> parse_count("38,935"), parse_count(None)
    (38935, None)
    """
    number = parse_number(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueProblemError("整数", "件数、人数应为整数，请核对")
    if number < 0 and not signed:
        raise ValueProblemError("不小于 0 的整数", "件数、人数不应为负数，请核对")
    return int(number)


def parse_money(value: Any, unit: str) -> Decimal | None:
    """An amount in exact 元.

    Args:
        value: the cell.
        unit: 元, 千元, 万元 or 亿元, as the sheet says; a unit written in the cell itself wins.

    Raises:
        ValueProblemError: not a number, or finer than a hundredth of a 分. What a formula left in binary does not
            count.

    >>> parse_money("109.7967", "万元"), parse_money("40万元", "元"), parse_money("150万", "万元")
    (Decimal('1097967'), Decimal('400000'), Decimal('1500000'))
    >>> parse_money(1742.5 - 1655.38, "万元")
    Decimal('871200')
    """
    _check_single(value)
    if told := own_unit(value):
        value, unit = without_unit(value), told
    number = parse_number(value)
    if number is None:
        return None
    yuan = number * MONEY_FACTORS[unit]
    exact = yuan.quantize(Decimal("0.0001"))
    if abs(yuan - exact) > (BINARY_REST if isinstance(value, float) else 0):
        raise ValueProblemError("金额", f"该数折合 {yuan:f} 元，小数位过多，请核对数值和单位")
    return shortest(exact)


def without_unit(value: str) -> str:
    """A cell without the unit of money that stands in it."""
    found = OWN_UNIT.fullmatch(clean_text(value))
    return found[1] if found else value


def own_unit(value: Any) -> str:
    """The unit of money that stands in a cell itself; empty if none does.

    >>> own_unit("567.21 元"), own_unit("150万"), own_unit(567.21), own_unit("元")
    ('元', '万元', '', '')
    """
    found = OWN_UNIT.fullmatch(clean_text(value)) if isinstance(value, str) else None
    return found[2].removesuffix("元") + "元" if found and not is_blank(found[1]) else ""


def parse_rate(
    value: Any, percent_header: bool = False, number_format: str = "", signed: bool = False
) -> Decimal | None:
    """A percentage as an exact fraction (百分比 → 0–1).

    Args:
        value: the cell; text needs a percent sign unless the header says (%).
        percent_header: the header says (%), so 97 means 97%.
        number_format: the cell's number format; with a percent sign the stored number is a fraction.
        signed: negative values are allowed (growth rates).

    Raises:
        ValueProblemError: not a number, negative, or a bare number that could be a fraction or a percentage.

    >>> parse_rate("99.90%"), parse_rate(0.9993, number_format="0.00%"), parse_rate(97, percent_header=True)
    (Decimal('0.999'), Decimal('0.9993'), Decimal('0.97'))
    """
    if is_blank(value):
        return None
    _check_single(value)
    text = without_mark(clean_text(value)) if isinstance(value, str) else ""
    if text.endswith(("％", "%")):
        rate = _hundredth(parse_number(text[:-1]))
    elif "%" in number_format:
        rate = parse_number(value)
    elif percent_header:
        rate = _hundredth(parse_number(value))
    else:
        parse_number(value)
        raise ValueProblemError("带 % 的百分比", "看不出是小数还是百分数，请写成 99.93% 或把单元格设为百分比格式")
    if rate is not None and rate < 0 and not signed:
        raise ValueProblemError("不为负的百分比", "比率不应为负，请核对")
    return rate


def _hundredth(number: Decimal | None) -> Decimal | None:
    return None if number is None else shortest(number.scaleb(-2))
