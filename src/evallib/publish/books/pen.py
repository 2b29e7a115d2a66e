"""Cells of the 评价底稿: formats, text that stays text, exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Any

from evallib.indicators.proportions import is_missing
from evallib.intake.files.workbook import cell_name
from evallib.model import palette

NUMBER_FORMATS = {
    "percent": "0.00##%",
    "number": "#,##0.######",  # whole numbers lose the point, see `Pen._trim`
    "points": "0.00####",
    "count": "#,##0",
    "money": "#,##0.00##",  # a figure printed with more places keeps them
    "plain": "General",
    "date": "yyyy-mm-dd",
    "text": "@",
}
FONT = palette.SONG
FORMULA_STARTS = ("=", "+", "-", "@")


#: Options of every workbook that is written: no text becomes a formula, a link or a number, and no temporary file is made.
BOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class Formats:
    """Formats of one workbook, made when first asked for."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells: dict[tuple[Any, ...], Any] = {}
        self._whole: Any = None

    def get(self, **properties: Any) -> Any:
        """A format with the house font; equal properties share one."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            self._made[key] = self.book.add_format({**base, **properties})
        return self._made[key]

    def cell(self, style: str = "text", **properties: Any) -> Any:
        """A bordered cell for a value of this style."""
        key = style, *properties.items()
        if key not in self._cells:
            align = {"indent": 1} if style == "text" else {"align": "right", "indent": 1}
            self._cells[key] = self.get(**{"border": 1, "num_format": NUMBER_FORMATS[style], **align, **properties})
        return self._cells[key]

    @property
    def whole(self) -> Any:
        """The look of whole numbers among others: without it Excel shows "4,104."."""
        if self._whole is None:
            self._whole = self.book.add_format({"num_format": "#,##0"})
        return self._whole

    @property
    def head(self) -> Any:
        """A header cell."""
        return self.get(border=1, bold=True, align="center", bg_color=palette.HEAD_FILL)

    @property
    def title(self) -> Any:
        """A sheet title."""
        return self.get(bold=True, font_size=14, text_wrap=False)

    @property
    def note(self) -> Any:
        """Small grey text."""
        return self.get(font_color=palette.SOFT, font_size=9)


class Pen:
    """Writes on one sheet; `look` adds format properties."""

    def __init__(self, sheet: Any, formats: Formats) -> None:
        self.sheet = sheet
        self.formats = formats
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}

    def put(self, row: int, column: int, value: Any, style: str = "text", **look: Any) -> None:
        """Write a value, never as a formula: text that begins with = + - @ gets the quote prefix and stays text.

        Args:
            row: from 0.
            column: from 0.
            value: number, date, text or None.
            style: how numbers are shown.
            look: further format properties.
        """
        sheet, formats = self.sheet, self.formats
        if is_missing(value) or value == "":
            sheet.write_blank(row, column, None, formats.cell(style, **look))
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是" if value else "否", formats.cell("text", **look))
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, column, float(value), formats.cell(style, **look))
            if style == "number":
                self._trim(row, column)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, formats.cell("date", **look))
        else:
            text = str(value)
            self._make_room(row, column, text)
            if text.startswith(FORMULA_STARTS):
                look["quote_prefix"] = True
            sheet.write_string(row, column, text, formats.cell("text", **look))

    def put_formula(self, row: int, column: int, formula: str, value: Any, style: str, **look: Any) -> None:
        """Write a live formula with its present value, so that viewers that do not calculate show it too."""
        shown = float(value) if isinstance(value, Decimal) else ("" if value is None else value)
        self.sheet.write_formula(row, column, f"={formula}", self.formats.cell(style, **look), shown)
        if style == "number":
            self._trim(row, column)

    def _trim(self, row: int, column: int) -> None:
        """Whole numbers without a point, also after a figure has been changed by hand."""
        cell = cell_name(row, column)
        criteria = f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))"
        look = {"type": "formula", "criteria": criteria, "format": self.formats.whole}
        self.sheet.conditional_format(row, column, row, column, look)

    def head(self, row: int, column: int, text: str) -> None:
        """Write a header cell."""
        self._make_room(row, column, text)
        self.sheet.write_string(row, column, text, self.formats.head)

    def set_width(self, column: int, width: float) -> None:
        """Column width in characters; rows grow with the text in them."""
        self._widths[column] = width
        self.sheet.set_column(column, column, width)

    def _make_room(self, row: int, column: int, text: str) -> None:
        width = self._widths.get(column)
        if width is None:
            return
        lines = sum(max(ceil(length / (width * 1.08)), 1) for length in line_lengths(text))
        if lines > self._lines.get(row, 1):
            self._lines[row] = lines
            self.sheet.set_row(row, min(13.5 * lines + 5, 400))

    def open(self, title: str, head: Sequence[tuple[str, int]], frozen_columns: int = 0) -> None:
        """Title, header row with widths, and the print setup: A4 landscape, header repeated, page numbers."""
        self.sheet.set_default_row(18)
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, title, self.formats.title)
        for column, (label, width) in enumerate(head):
            self.set_width(column, width)
            self.sheet.write_string(1, column, label, self.formats.head)
        self.sheet.freeze_panes(2, frozen_columns)
        self.print_pages(header_row=1)

    def print_pages(self, header_row: int | None = None, *, landscape: bool = True) -> None:
        """A4, one page wide, header repeated, page numbers."""
        if header_row is not None:
            self.sheet.repeat_rows(header_row)
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


@lru_cache(maxsize=50_000)
def line_lengths(text: str) -> tuple[int, ...]:
    r"""Room that each line of a text takes, in halves of a Chinese character.

    >>> line_lengths("执行率\n98%")
    (6, 3)
    """
    return tuple(sum(2 if letter > "\xff" else 1 for letter in line) for line in text.split("\n"))


def quoted(sheet_name: str) -> str:
    """A sheet name inside a formula."""
    return "'" + sheet_name.replace("'", "''") + "'"
