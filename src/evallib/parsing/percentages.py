"""Percentages (百分比): every spelling of a share, as an exact fraction.

>>> [str(parse_percentage(text)[0].value) for text in ("95.8%", "９５.８％", "百分之九十五", "九成五", "958‰")]
['0.958', '0.958', '0.95', '0.95', '0.958']
"""

from __future__ import annotations

import re
from decimal import Decimal

from evallib.model import patterns
from evallib.parsing.note_marks import without_mark
from evallib.parsing.numerals import parse_numeral, shortest, split_numeral
from evallib.parsing.plain_text import holds_several, plain
from evallib.parsing.readings import Reading

_TENTHS = re.compile(r"([一二三四五六七八九十])成([一二三四五六七八九半])?")


def parse_percentage(text: str, *, percent_header: bool = False, percent_format: bool = False) -> list[Reading]:
    """A share, a rate or a growth.

    Args:
        text: what is written, or a spreadsheet number as text.
        percent_header: the header says (%), so that 97 means 97%.
        percent_format: the cell's number format shows a percent sign, so that the stored number is a fraction.

    Returns:
        Readings as fractions, best first: a bare number may be a fraction or a percentage, and then both are given.

    >>> [str(r.value) for r in parse_percentage("97", percent_header=True)]
    ['0.97']
    >>> [str(r.value) for r in parse_percentage("0.958")], [str(r.value) for r in parse_percentage("95.8")]
    (['0.958', '0.00958'], ['0.958', '95.8'])
    """
    if holds_several(text):
        return []
    short = plain(without_mark(text))
    if found := patterns.fullmatch(r"(.+?)(%|‰)", short):
        number = parse_numeral(found[1])
        scale = -2 if found[2] == "%" else -3
        return [_share(number[0].value.scaleb(scale), f"写有{found[2]}")] if number else []
    if short.startswith("百分之"):
        number = parse_numeral(short[3:])
        return [_share(number[0].value.scaleb(-2), "写作百分之几")] if number else []
    if found := _TENTHS.fullmatch(short):
        first, second = split_numeral(found[1]), split_numeral((found[2] or "零").replace("半", "五"))
        if first and second:
            return [_share((first[0] * 10 + second[0]).scaleb(-2), "写作几成")]
    numbers = parse_numeral(short)
    if not numbers:
        return []
    number = numbers[0].value
    if percent_format:
        return [_share(number, "单元格为百分比格式")]
    if percent_header:
        return [_share(number.scaleb(-2), "表头写有%")]
    if number == 0:
        return [_share(number, "零")]
    fraction, percentage = _share(number, "小数"), _share(number.scaleb(-2), "百分数")
    return [fraction, percentage] if abs(number) <= 1 else [percentage, fraction]


def _share(value: Decimal, evidence: str) -> Reading:
    value = shortest(value)
    return Reading(value, "%", value, value, "percent", (evidence,))
