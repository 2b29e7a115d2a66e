"""Cells of forms (表格取值): what a cell shows, what stands right of and below a label."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.model import patterns
from evallib.parsing.cells import ValueProblemError, clean_text, is_blank, parse_number, to_decimal
from evallib.parsing.numerals import shortest
from evallib.parsing.plain_text import holds_several

Place = tuple[int, int]
#: 10/9.5: points and score in one cell.
BOTH = re.compile(r"(\d+(?:\.\d+)?)\s*分?\s*[/／|｜]\s*(\d+(?:\.\d+)?)\s*分?")

#: A label and its figure in one cell.
PIECE = re.compile(r"([一-鿿][一-鿿（()）/]{1,13}?)\s*[:：]?\s*(-?\d[\d,]*(?:\.\d+)?\s*(?:[%％分]|[万亿]?元)?)(?=\s|$)")


def shown(sheet: Sheet, row: int, column: int) -> str:
    """A cell as it is seen: a number with a percent format reads 98%, a blank is empty."""
    value = sheet.merged_value(row, column)
    if is_blank(value):
        return ""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and "%" in sheet.number_format(*sheet.anchor(row, column))
    ):
        return f"{shortest(to_decimal(value) * 100)}%"
    return clean_text(value)


def halves(text: str) -> tuple[str, str] | None:
    """The two parts of a cell or a header that one stroke parts; None where there is none, or more than one.

    >>> halves("计划数/完成数"), halves("≥30具／28具"), halves("≤1200元/人/1150元/人")
    (('计划数', '完成数'), ('≥30具', '28具'), None)
    """
    parts = [part.strip() for part in patterns.split("[/／]", text)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def number(sheet: Sheet, row: int, column: int) -> Decimal | None:
    """The number of a cell, None for a blank, words or several numbers; 分 behind it is meant."""
    value: Any = sheet.value(row, column)
    if isinstance(value, str):
        if holds_several(value):
            return None
        value = patterns.sub(r"(?<=\d)[.。．]$", "", clean_text(value).removesuffix("分"))
    try:
        return parse_number(value)
    except ValueProblemError:
        return None


def below(sheet: Sheet, place: Place | None) -> str | None:
    """The text under a label."""
    if place is None:
        return None
    row, column = place
    anchor = sheet.anchor(row, column)
    for position in range(row + 1, min(row + 4, len(sheet.rows))):
        if sheet.anchor(position, column) == anchor:
            continue
        text = clean_text(sheet.merged_value(position, column))
        return text or None
    return None


def pieces(text: str) -> list[tuple[str, str]]:
    """Labels and figures that stand in one cell: 年初预算数：432　全年执行数：430.7万元 得分 9.97.

    >>> pieces("年初预算 40"), pieces("全年预算数：1560.00    执行率：99%"), pieces("120万元")
    ([('年初预算', '40')], [('全年预算数', '1560.00'), ('执行率', '99%')], [])
    """
    short = patterns.sub(r"[\s;；,，、]+(?=[一-鿿])", " ", clean_text(text)).strip()
    found = [(piece[1], piece[2]) for piece in PIECE.finditer(short)]
    return found if found and not PIECE.sub("", short).strip() else []
