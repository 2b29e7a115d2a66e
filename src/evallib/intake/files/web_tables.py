"""Web tables (网页表格): the tables of an HTML page, which many systems hand out under the name of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.limits import TABLE, refused
from evallib.intake.files.sheet import Range, Sheet
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.parsing.note_marks import raised

LARGEST = 100_000_000
WIDEST, TALLEST = 1_000, 100_000
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
CHINESE = {"gbk", "gb2312", "gb18030", "x-gbk"}
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
#: What is crossed out stays apart from what stands for it.
CROSSED = frozenset({"s", "strike", "del"})
#: Layout tables hold others; what is shorter than this holds no data.
FEWEST_CELLS = 4


@dataclass
class WebTable:
    """One table: rows of texts (None where a merged cell covers), merged ranges, hidden rows from 1."""

    rows: list[list[str | None]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    caption: str = ""

    @property
    def cells(self) -> int:
        """Number of cells that hold text."""
        return sum(bool(text) for row in self.rows for text in row)


def web_tables(text: str, limit: int = TABLE.cells) -> list[WebTable]:
    """The tables of a page, in order.

    Args:
        text: the page.
        limit: cells that all tables may have together, merged ones as many times as they cover.

    Raises:
        ValueError: there are more.

    >>> table = web_tables("<table><tr><th colspan=2>工单</th></tr><tr><td>A1<td>2023-03-01</tr></table>")[0]
    >>> table.rows, table.merged
    ([['工单', None], ['A1', '2023-03-01']], [(0, 0, 0, 1)])
    """
    from lxml import etree

    target = _Page(limit)
    parser = etree.HTMLParser(target=target, encoding="utf-8")
    data = text.replace("\x00", "").encode()
    for start in range(0, len(data), 2**20):
        parser.feed(data[start : start + 2**20])
        if target.is_full:
            raise ValueError("more cells than a table has")
    if data:
        parser.close()
    if target.is_full:
        raise ValueError("more cells than a table has")
    return [table for table in target.tables if table.rows]


class _Page:
    """Takes the events of the parser; a cell that spans leaves empty ones to its right and below."""

    def __init__(self, limit: int) -> None:
        self.tables: list[WebTable] = []
        self._open: list[tuple[WebTable, dict[tuple[int, int], bool]]] = []
        self._cell: list[str] | None = None
        self._place = 0, 0
        self._caption = self._silent = self._raised = False
        self._left = limit

    @property
    def is_full(self) -> bool:
        return self._left < 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._finish()
            self._open.append((WebTable(), {}))
            self.tables.append(self._open[-1][0])
        elif tag == "tr" and self._open:
            self._finish()
            table = self._open[-1][0]
            table.rows.append([])
            if HIDDEN.search(attributes.get("style", "")) or "hidden" in attributes:
                table.hidden_rows.append(len(table.rows))
        elif tag in {"td", "th"} and self._open and not self.is_full:
            self._finish()
            self._begin(attributes)
        elif tag == "caption":
            self._caption = True
        elif tag in {"script", "style"}:
            self._silent = True
        elif tag in {"br", "p", "div"} and self._cell:
            self._cell.append("\n")
        elif tag == "sup":
            self._raised = True
        elif tag in CROSSED and self._cell is not None:
            self._cell.append(" ")

    def _begin(self, attributes: dict[str, str]) -> None:
        table, covered = self._open[-1]
        if not table.rows:
            table.rows.append([])
        row, column = len(table.rows) - 1, len(table.rows[-1])
        while (row, column) in covered:
            table.rows[-1].append(None)
            column += 1
        wide, tall = _span(attributes, "colspan", WIDEST), _span(attributes, "rowspan", TALLEST)
        self._left -= wide * tall
        if self.is_full:
            return
        table.rows[-1] += [None] * wide
        if wide * tall > 1:
            table.merged.append((row, column, row + tall - 1, column + wide - 1))
            covered.update(((row + below, column + right), True) for below in range(1, tall) for right in range(wide))
        self._cell, self._place = [], (row, column)

    def end(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._finish()
        elif tag == "table" and self._open:
            self._finish()
            self._open.pop()
        elif tag == "caption":
            self._caption = False
        elif tag in {"script", "style"}:
            self._silent = False
        elif tag == "sup":
            self._raised = False
        elif tag in CROSSED and self._cell is not None:
            self._cell.append(" ")

    def data(self, data: str) -> None:
        if self._caption and self._open:
            self._open[-1][0].caption = (self._open[-1][0].caption + data)[:100]
        elif self._cell is not None and not self._silent:
            self._cell.append(raised(data) if self._raised else data)

    def comment(self, text: str) -> None:
        """Comments hold no data."""

    def close(self) -> None:
        self._finish()

    def _finish(self) -> None:
        if self._cell is None or not self._open:
            return
        text = "".join(self._cell).replace("\xa0", " ").strip()
        row, column = self._place
        rows = self._open[-1][0].rows
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text or None
        self._cell = None


def _span(attributes: dict[str, str], name: str, most: int) -> int:
    told = attributes.get(name, "").strip()
    return max(1, min(int(told), most)) if told.isascii() and told.isdigit() and len(told) < 10 else 1


def page_text(path: Path) -> str:
    """The text of a page, in the encoding that it names, or that its bytes are in."""
    if path.stat().st_size > LARGEST:
        raise refused(path, "intake.too_large", "文件太大，不予读取", "请按月份分开导出，或另存为 .xlsx")
    data = path.read_bytes()
    told = CHARSET.search(data[:4096])
    names = ["gb18030", "utf-8"] if told and told[1].decode().lower() in CHINESE else ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode(names[0], errors="replace")


def read_web_page(path: Path) -> list[Sheet]:
    """The tables of a page as sheets; runs in the guarded process.

    Raises:
        EvallibError: it holds no table, or more than a table may.
    """
    try:
        tables = web_tables(page_text(path))
    except ValueError:
        raise refused(
            path, "intake.too_large", "网页里的表格大得不正常，不予读取", "请删去多余的行、列后另存"
        ) from None
    found = [table for table in tables if table.cells >= FEWEST_CELLS]
    if not found:
        raise refused(path, "intake.html", "文件其实是网页，里面没有表格", "请用 Excel 或 WPS 打开后另存为 .xlsx 再交")
    return list(_sheets(path, found))


def _sheets(path: Path, tables: list[WebTable]) -> Iterator[Sheet]:
    for number, table in enumerate(tables, start=1):
        rows: list[list[Any]] = [["" if text is None else text for text in row] for row in table.rows]
        name = path.stem if len(tables) == 1 else f"表{number}"
        if table.caption.strip():
            # A caption is the title above the table; it keeps the row numbers of nothing else.
            rows = [[table.caption.strip()], *rows]
        shift = len(rows) - len(table.rows)
        merged = [(top + shift, left, bottom + shift, right) for top, left, bottom, right in table.merged]
        hidden = tuple(row + shift for row in table.hidden_rows)
        yield Sheet(path, name, rows, merged, facts=SheetFacts(hidden_rows=hidden))
