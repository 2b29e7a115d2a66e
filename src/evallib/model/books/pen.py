"""The pen (工作簿写法): every workbook is opened, formatted and written here. Text stays text, numbers exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import count
from math import ceil, isnan
from pathlib import Path
from typing import Any

from evallib.model.books.book_formats import Formats
from evallib.model.workspace.files import whole_file

FORMULA_STARTS = ("=", "+", "-", "@")

#: Options of every workbook that is written: no text becomes a formula, a link or a number, and no temporary file is
#: made.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
A3, A4 = 8, 9  # paper sizes of the file format
#: Points for a line of text; the fonts that stand in for 等线 and 宋体 where these are missing are a little higher.
LINE_HEIGHT = 14.5


@contextmanager
def open_book(target: Path | BytesIO, title: str = "", year: int | None = None) -> Iterator[Book]:
    """A new workbook; saved when the block ends, whole or not at all.

    Args:
        target: the file, or a buffer.
        title: the workbook's own title.
        year: the year that it tells of; its end is the day that the file states, so that the same contents give the
            same bytes. Without one it states the time now.

    >>> target = BytesIO()
    >>> with open_book(target) as book:
    ...     book.sheet("表1").table({"项目": 20, "金额": 10}, [["=1+1", 2]])
    >>> len(target.getvalue()) > 1000
    True
    """
    import xlsxwriter

    from evallib.model.books.formula_sheet import formula_sheet

    place = nullcontext(target) if isinstance(target, BytesIO) else whole_file(target)
    with place as file, xlsxwriter.Workbook(file if isinstance(file, BytesIO) else str(file), OPTIONS) as book:
        book.worksheet_class = formula_sheet()
        told = {"title": title, "comments": "evallib"} if title else {}
        book.set_properties(told | ({"created": datetime(year + 1, 1, 1)} if year else {}))
        written = Book(book)
        yield written
        for pen in written.pens:
            pen.trim()


class Book(Formats):
    """A workbook that is being written: its formats and its sheets."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self.pens: list[Pen] = []

    def sheet(self, name: str) -> Pen:
        """A new sheet, and the pen that writes on it."""
        self.pens.append(Pen(self.book.add_worksheet(name), self))
        return self.pens[-1]


class Pen:
    """Writes on one sheet; `look` adds format properties."""

    def __init__(self, sheet: Any, formats: Formats) -> None:
        self.sheet = sheet
        self.formats = formats
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}
        self._numbers: dict[int, set[int]] = {}

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
        if _is_empty(value):
            sheet.write_blank(row, column, None, formats.cell(style, **look))
        elif isinstance(value, bool):
            sheet.write_string(row, column, "是" if value else "否", formats.cell("text", **look))
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, column, float(value), formats.cell(style, **look))
            if style == "number":
                self._numbers.setdefault(column, set()).add(row)
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
        if isinstance(shown, str):
            self._make_room(row, column, shown)
        self.sheet.write_formula(row, column, f"={formula}", self.formats.cell(style, **look), shown)
        if style == "number":
            self._numbers.setdefault(column, set()).add(row)

    def trim(self) -> None:
        """Whole numbers without a point, also after a change by hand: one rule for numbers that stand in a run."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        for column, rows in self._numbers.items():
            for first in sorted(row for row in rows if row - 1 not in rows):
                last = next(row for row in count(first) if row + 1 not in rows)
                cell = xl_rowcol_to_cell(first, column)
                criteria = f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))"
                look = {"type": "formula", "criteria": criteria, "format": self.formats.whole}
                self.sheet.conditional_format(first, column, last, column, look)

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
            self.sheet.set_row(row, min(LINE_HEIGHT * lines + 5, 400))

    def table(
        self,
        head: Mapping[str, int],
        rows: Iterable[Sequence[Any]],
        *,
        top: int = 0,
        frozen: int = 0,
        looks: Mapping[str, Mapping[str, Any]] | None = None,
        paper: int = A4,
    ) -> None:
        """A header row and the rows below it, as high as their texts need, set up for print.

        Args:
            head: labels with the widths of their columns, in characters.
            rows: one value a column each.
            top: row of the header, from 0.
            frozen: columns that stay in sight.
            looks: format properties of whole columns, by label; ``style`` is how numbers are shown.
            paper: `A4` or `A3`.
        """
        styles = [{"style": "plain", "valign": "top", **(looks or {}).get(label, {})} for label in head]
        for column, (label, width) in enumerate(head.items()):
            self.set_width(column, width)
            self.head(top, column, label.strip())
        for row, values in enumerate(rows, start=top + 1):
            for column, (value, look) in enumerate(zip(values, styles, strict=True)):
                self.put(row, column, value, **look)
        self.sheet.freeze_panes(top + 1, frozen)
        self.print_pages(header_row=top, paper=paper)

    def lines(self, lines: Iterable[tuple[str, str]], widths: tuple[int, int]) -> None:
        """A sheet of words: a label and its text in each row, one page wide."""
        for column, width in enumerate(widths):
            self.set_width(column, width)
        for row, (label, text) in enumerate(lines):
            self.head(row, 0, label)
            self.put(row, 1, text, valign="top")
        self.print_pages(landscape=False)

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

    def print_pages(self, header_row: int | None = None, *, landscape: bool = True, paper: int = A4) -> None:
        """One page wide, header repeated, page numbers."""
        if header_row is not None:
            self.sheet.repeat_rows(header_row)
        self.sheet.set_paper(paper)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _is_empty(value: Any) -> bool:
    """None, no text, NaN, or pandas' NA and NaT, which are known by name: this floor does not import pandas."""
    return (
        value is None
        or type(value).__name__ in {"NAType", "NaTType"}
        or value == ""
        or (isinstance(value, float) and isnan(value))
    )


@lru_cache(maxsize=50_000)
def line_lengths(text: str) -> tuple[int, ...]:
    r"""Room that each line of a text takes, in halves of a Chinese character.

    >>> line_lengths("执行率\n98%")
    (6, 3)
    """
    return tuple(len(line) + (0 if line.isascii() else sum(map("\xff".__lt__, line))) for line in text.split("\n"))


def quoted(sheet_name: str) -> str:
    """A sheet name inside a formula."""
    return "'" + sheet_name.replace("'", "''") + "'"
