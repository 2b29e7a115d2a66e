"""Header cells (表头单元格): the cells of one to three header rows, each with all that stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.model import patterns
from evallib.model.levels import is_subtotal, is_total
from evallib.model.schema import normalise_header
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.dates import arabic_dates
from evallib.parsing.headers import is_certain, parse_header, undress
from evallib.parsing.periods import parse_period
from evallib.parsing.readings import Reading

MAX_HEADER_COLUMN = 300
LOOKED_AT = 12
#: A merged header over groups of columns that is a period and nothing more.
LONGEST_PERIOD = 24
#: 上半年 and 上年 name no year: they stand in this one and the one before, until the table's year is known.
YEARLESS = 1904
YEARLESS_NAMES = dict.fromkeys(("本年", "本年度", "今年", "当年", "全年"), f"{YEARLESS}年") | dict.fromkeys(
    ("上年", "上年度", "去年", "上一年"), f"{YEARLESS - 1}年"
)
ONLY_UNIT = re.compile(r"[(（](?:%|％|‰|百分点|个百分点|[万千亿]?元|件|人|个|户|份|次)[)）]")
PART_OF_YEAR = re.compile(r"(?:上|下)半年|前[三3]季度|第?[一二三四1-4]季度|\d{1,2}(?:[-—~至]\d{1,2})?月(?:份)?")


@dataclass(frozen=True)
class HeaderCell:
    """A header: its column, its own text, and the texts above it from the top.

    Args:
        column: sheet column, from 0.
        text: the lowest text.
        above: the texts over it, without repetitions.
        period: the period that it or a text above it states.
        values: what stands under it: number, percent, date, text, or empty.
        last: its last column, where it is merged over several.
        beside: the concepts of the headers beside it that need no question.
        worded: under it stand texts without any figure.
        told: what its values or the arithmetic of the rows say that it means, where they say more than the words.
    """

    column: int
    text: str
    above: tuple[str, ...] = ()
    period: Reading | None = field(default=None, compare=False)
    values: str = ""
    last: int = field(default=0, compare=False)
    beside: tuple[str, ...] = field(default=(), compare=False)
    worded: bool = field(default=False, compare=False)
    told: tuple[Reading, ...] = field(default=(), compare=False)

    @property
    def year(self) -> int | None:
        """The year that the header states, where it states a single one."""
        if self.period is None or self.period.low.year != self.period.high.year:
            return None
        return int(self.period.high.year)

    @property
    def is_period(self) -> bool:
        """Whether the header says nothing but a period."""
        return self.period is not None and not self.period.rest.strip("度的情况") and self.text in self.period_texts

    @cached_property
    def period_texts(self) -> tuple[str, ...]:
        """Which of its texts state the period."""
        return tuple(text for text in (*self.above, self.text) if _period(text) is not None)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Normalised texts, the most exact first: joined with what is above, then its own, then without its period."""
        own = normalise_header(self.text)
        over = [normalise_header(text) for text in self.above if _period(text) is None]
        joined = [normalise_header("".join(over) + own)] if over else []
        bare = undress(self.text)
        return tuple(dict.fromkeys((*joined, own, *((bare.core,) if bare.period_text else ()))))

    @property
    def concept(self) -> str:
        """The concept that it means, empty where that is in doubt."""
        return str(self.meanings[0].value) if is_certain(self.meanings) else ""

    @cached_property
    def meanings(self) -> list[Reading]:
        """The concepts that it may mean, best first."""
        if self.told:
            return list(self.told)
        over = "".join(text for text in self.above if _period(text) is None)
        kinds = {"number": "number", "percent": "rate", "date": "date", "text": "text"}
        text = self.text
        if self.above and (is_subtotal(text) or is_total(text)):
            text, over = self.above[-1], ""  # 决算数 over 小计 is the 决算数
        return parse_header(text, above=over, values=kinds.get(self.values, ""), neighbours=self.beside)


def header_cells(
    sheet: Sheet, top: int, bottom: int, left: int = 0, right: int | None = None, rows: int = LOOKED_AT
) -> list[HeaderCell]:
    """The headers of a run of rows, one per column that says something.

    Args:
        sheet: the sheet.
        top: the first header row.
        bottom: the last header row.
        left: the first column of the table.
        right: the column behind its last one; the sheet's width if none is given.
        rows: how many rows under it tell what its values are.
    """
    cells = []
    below = _rows_below(sheet, bottom, rows)
    for column in range(left, min(sheet.width if right is None else right, MAX_HEADER_COLUMN)):
        texts = [_header_text(sheet, row, bottom, column, left) for row in range(top, bottom + 1)]
        texts = list(dict.fromkeys(text for text in texts if text))
        if not texts or left <= sheet.anchor(bottom, column)[1] < column:
            continue  # nothing, or the same header merged on
        periods = [found for text in texts if (found := _period(text)) is not None]
        words = [text for text in texts if _period(text) is None or undress(text).core != text]
        text = words[-1] if words else texts[-1]
        if len(words) > 1 and ONLY_UNIT.fullmatch(text):  # 增减 over （件）
            text = words[-2] + text
        above = tuple(item for item in texts if item != text)
        cells.append(
            HeaderCell(
                column,
                text,
                above,
                periods[-1] if periods else None,
                _values(sheet, below, column),
                _last(sheet, bottom, column),
                worded=_is_worded(sheet, bottom, below, column),
            )
        )
    readings = {cell.column: parse_header(cell.text) for cell in cells}
    certain = {column: str(told[0].value) for column, told in readings.items() if is_certain(told)}
    return [
        replace(cell, beside=tuple(name for column, name in certain.items() if column != cell.column)) for cell in cells
    ]


def _last(sheet: Sheet, row: int, column: int) -> int:
    """The last column over which a header is merged."""
    anchor, last = sheet.anchor(row, column), column
    while last + 1 < sheet.width and sheet.anchor(row, last + 1) == anchor != (row, last + 1):
        last += 1
    return last


def _header_text(sheet: Sheet, row: int, bottom: int, column: int, left: int) -> str:
    """The text of a header cell; a parent whose merge was lost on the way stands over the blank cells right of it."""
    text = clean_text(sheet.merged_value(row, column))
    if text or row == bottom or not clean_text(sheet.value(row + 1, column)):
        return text
    for before in range(column - 1, left - 1, -1):
        if not clean_text(sheet.value(row + 1, before)):
            return ""
        if parent := clean_text(sheet.merged_value(row, before)):
            return parent if sheet.anchor(row, before) == (row, before) else ""
    return ""


@lru_cache(maxsize=8192)
def _period(text: str) -> Reading | None:
    if len(text) > LONGEST_PERIOD:
        return None
    found = parse_period(text) or parse_period(YEARLESS_NAMES.get(text, ""))
    if not found and PART_OF_YEAR.fullmatch(text):
        found = parse_period(text, year=YEARLESS)
    if len(found) != 1:
        return None
    rest = found[0].rest.strip("()（） ")
    bare = undress(text).period_text
    if rest and rest == undress(text).unit:
        return replace(found[0], rest="")  # 2022年（万元）
    return found[0] if len(rest) <= 1 or bare or arabic_dates(text) == arabic_dates(bare) else None


def _rows_below(sheet: Sheet, header: int, rows: int) -> list[int]:
    """The first rows under a header, up to the blank row behind which another table may begin."""
    below = range(header + 1, min(len(sheet.rows), header + 1 + rows))
    blank = (row for row in below if row > header + 1 and all(map(is_blank, sheet.rows[row])))
    return [*range(header + 1, next(blank, below.stop))]


def _values(sheet: Sheet, rows: Sequence[int], column: int) -> str:
    """What most of the cells under a header are; of as many of two sorts, the first."""
    kinds = []
    for row in rows:
        value = sheet.value(row, column)
        if not is_blank(value):
            kinds.append("percent" if sheet.number_format(row, column) and is_number(value) else _kind(value))
    return max(dict.fromkeys(kinds), key=kinds.count) if kinds else ""


def _is_worded(sheet: Sheet, header: int, rows: Sequence[int], column: int) -> bool:
    """Whether the cells under a header are texts without a digit."""
    values = [sheet.value(row, column) for row in rows]
    own = clean_text(sheet.merged_value(header, column))  # the header repeated on a new page says nothing
    texts = [value for value in values if not is_blank(value) and clean_text(value) != own]
    return bool(texts) and all(isinstance(text, str) and not patterns.search(r"\d", text) for text in texts)


def is_number(value: Any) -> bool:
    """Whether a cell holds a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "text"
    if isinstance(value, int | float):
        return "number"
    if not isinstance(value, str):
        return "date"
    text = clean_text(value).replace(",", "").replace("，", "")
    if text.endswith(("%", "％")):
        return "percent"
    try:
        float(text)
    except ValueError:
        return "text"
    return "number"
