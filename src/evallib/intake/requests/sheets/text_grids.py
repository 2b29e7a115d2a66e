"""Grids of text (文本网格): the sheets of an export, every cell as text, as fast as the file can be read.

Workbooks go through fastexcel (calamine, Rust) straight to Arrow; text files through Arrow's csv reader. What a file
is, is decided by its first bytes: exports named ``.xls`` are often web pages or text.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from evallib.intake.files.cell_states import put_in, states_of_formats
from evallib.intake.files.guarding.allowances import EXPORT_ALLOWANCE
from evallib.intake.files.guarding.guarded import read_guarded
from evallib.intake.files.guarding.limits import EXPORT
from evallib.intake.files.old_workbook import read_old_workbook
from evallib.intake.files.sheet_xml import column_letters
from evallib.intake.files.web_tables import WebTable, page_text, web_tables
from evallib.intake.files.xml_spreadsheet import is_xml_spreadsheet, read_xml_sheets
from evallib.intake.requests.sheets.delimited_text import HEAD_ROWS, open_text, read_delimited, refused
from evallib.intake.requests.sheets.workbook_pieces import read_in_pieces, told_of
from evallib.model import patterns

SMALL_FILE = 5_000_000
ERROR_NAMES = {"Ref": "#REF!", "NA": "#N/A", "Value": "#VALUE!", "Div0": "#DIV/0!", "Name": "#NAME?", "Null": "#NULL!",
               "Num": "#NUM!"}  # fmt: skip
_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']")
Head = list[list[str | None]]


@dataclass(frozen=True)
class Grid:
    """One sheet as text.

    Args:
        sheet: its name; empty for a text file.
        table: string columns ``c0``, ``c1``, …; the first row is row 1 of the sheet.
        first_column: how many empty columns stand before ``c0``.
        ragged: (row number, text) of the rows of a text file whose number of cells does not fit.
        hidden: whether the sheet is hidden, in whichever way.
        errors: what a cell shows whose formula failed, by (row number, column within the table).
        is_1904: whether day numbers count from 1904.
        notes: how a text file was read that could be read otherwise: code and message.
        merged: merged ranges of a web page, e.g. ``H2:H9``.
    """

    sheet: str
    table: pa.Table
    first_column: int = 0
    ragged: list[tuple[int, str]] = field(default_factory=list)
    hidden: bool = False
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_1904: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    merged: tuple[str, ...] = ()

    def head(self) -> Head:
        """The first `HEAD_ROWS` rows."""
        columns = [column.to_pylist() for column in self.table.slice(0, HEAD_ROWS).columns]
        return [list(row) for row in zip(*columns, strict=True)] if columns else []

    def cell(self, row: int, column: int) -> str:
        """Name of a cell (单元格): row from 1, column from 0 within the table."""
        return f"{column_letters(column + self.first_column)}{row}"


def read_grids(path: Path, heads: Mapping[str, Head] | None = None) -> Iterator[Grid]:
    """Read the sheets of an export, in the guarded process.

    Args:
        path: the file.
        heads: the first rows of its sheets from column A, where somebody has read them; they tell where columns stand.

    Raises:
        EvallibError: the file is missing, empty, encrypted, a web page, or in an unknown encoding.
    """
    yield from read_guarded(_read_grids, path, heads, allowance=EXPORT_ALLOWANCE)


def _read_grids(path: Path, heads: Mapping[str, Head] | None) -> list[Grid]:
    return list(_grids(path, heads))


def _grids(path: Path, heads: Mapping[str, Head] | None) -> Iterator[Grid]:
    with path.open("rb") as handle:
        head = handle.read(4096)
    kind = sniff(head)
    if kind == "empty":
        raise refused(path, "empty", "文件是空的", "请重新导出")
    if kind == "workbook":
        yield from _read_workbook(path, heads)
    elif kind == "old":
        yield from _read_old(path)
    elif kind == "html":
        yield from _read_xml(path) if is_xml_spreadsheet(head) else [_read_html(path)]
    else:
        text = open_text(path)
        table, ragged = read_delimited(text)
        yield Grid("", table, 0, ragged, notes=text.notes)


def sniff(head: bytes) -> str:
    r"""What a file is, by its first bytes: ``workbook``, ``old`` (.xls), ``html``, ``text`` or ``empty``.

    >>> sniff(b"PK\x03\x04..."), sniff(b"<html><table>"), sniff("工单编号,来源".encode("gb18030"))
    ('workbook', 'html', 'text')
    """
    if not head.strip():
        return "empty"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "workbook" if head.startswith(b"PK") else "old"
    start = head.lstrip(codecs.BOM_UTF8).lstrip().lower()
    return "html" if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style")) else "text"


def _read_workbook(path: Path, heads: Mapping[str, Head] | None) -> Iterator[Grid]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
    except fastexcel.FastExcelError as error:
        advice = "请用 Excel 打开，取消密码或修复后另存为 .xlsx"
        raise refused(
            path, "unreadable", "工作簿打不开（可能已加密或损坏）", advice, str(error).splitlines()[0][:80]
        ) from None
    is_1904 = _counts_from_1904(path)
    for index, name in enumerate(names):
        pieced = read_in_pieces(path, name)
        if pieced is not None:
            yield Grid(
                name,
                pieced.table,
                pieced.first_column,
                errors=_errors(pieced.failed),
                is_1904=is_1904,
                hidden=pieced.hidden,
            )
            continue
        # skip_rows=0 keeps empty rows at the top, so that row numbers stay those of the sheet.
        sheet = book.load_sheet(index, header_row=None, dtypes="string", skip_rows=0)
        batch, failed = sheet.to_arrow_with_errors()
        if batch.num_columns:
            grid = Grid(
                name,
                _named(pa.Table.from_batches([batch])),
                hidden=sheet.visible != "visible",
                errors=_errors(told_of(failed)),
                is_1904=is_1904,
            )
            yield replace(grid, first_column=_first_column(path, grid, (heads or {}).get(name)))


def _errors(failed: list[tuple[tuple[int, int], str]]) -> dict[tuple[int, int], str]:
    """Cells whose formula failed; the reader tells them as texts that it could not make of them."""
    found = {}
    for (row, column), detail in failed:
        name = patterns.search(r"Error\((\w+)\)", detail)
        if name:
            found[row + 1, column] = ERROR_NAMES.get(name[1], f"#{name[1]}")
    return found


def _counts_from_1904(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            return bool(_1904.search(part.read(65_536)))
    except (KeyError, zipfile.BadZipFile, OSError):
        return False


def _read_html(path: Path) -> Grid:
    """A web page that calls itself a workbook, as many systems export it."""
    try:
        tables = web_tables(page_text(path), EXPORT.cells)
    except ValueError:
        raise refused(path, "too_large", "网页里的表格大得不正常，不予读取", "请按月份分开导出") from None
    largest = max(tables, key=lambda table: table.cells, default=WebTable())
    rows = largest.rows
    width = max(map(len, rows), default=0)
    if not width:
        raise refused(path, "html", "文件其实是网页，里面没有表格", "请用 Excel 打开后另存为 .xlsx 再交")
    columns = {f"c{i}": pa.array([row[i] if i < len(row) else None for row in rows], pa.string()) for i in range(width)}
    merged = tuple(
        f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
        for top, left, bottom, right in largest.merged
    )
    return Grid("", pa.table(columns), merged=merged)


def _read_xml(path: Path) -> Iterator[Grid]:
    """The worksheets of an XML spreadsheet; numbers as they are shown."""
    for sheet in read_xml_sheets(path):
        states = states_of_formats(sheet.rows, sheet.formats, sheet.errors)
        put_in(sheet.rows, states)
        yield from _grid_of(sheet.name, sheet.rows, sheet.is_hidden)


def _read_old(path: Path) -> Iterator[Grid]:
    """An .xls, from the process of its own that bounds its memory and time; one has 65,536 rows at most."""
    for sheet in read_old_workbook(path):
        yield from _grid_of(sheet.name, sheet.rows, sheet.hidden)


def _grid_of(name: str, rows: list[list[Any]], hidden: bool) -> Iterator[Grid]:
    width = max(map(len, rows), default=0)
    columns = [
        pa.array([_text(row[index]) if index < len(row) else None for row in rows], pa.string())
        for index in range(width)
    ]
    if width:
        yield Grid(name, pa.table({f"c{index}": column for index, column in enumerate(columns)}), hidden=hidden)


def _text(value: Any) -> str | None:
    """A cell as the reader of .xlsx writes it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(value, ".15g") if abs(value) < 1e15 and value != int(value) else str(int(value))
    return str(value)


def _first_column(path: Path, grid: Grid, head: Head | None) -> int:
    """How many empty columns the reader left out at the left."""
    if head is None:
        # A second parse to name cells is worth it for small files; a large one that nobody looked into starts in A.
        if path.stat().st_size > SMALL_FILE:
            return 0
        import python_calamine

        start = python_calamine.load_workbook(str(path)).get_sheet_by_name(grid.sheet).start
        return start[1] if start else 0
    for ours, theirs in zip(grid.head(), head, strict=False):
        if any(ours) and any(theirs):
            return next(i for i, text in enumerate(theirs) if text) - next(i for i, text in enumerate(ours) if text)
    return 0


def _named(table: pa.Table) -> pa.Table:
    return table.rename_columns([f"c{i}" for i in range(table.num_columns)])
