"""Grids of text (文本网格): the sheets of an export, every cell as text, as fast as the file can be read.

Workbooks go through fastexcel (calamine, Rust) straight to Arrow; text files through Arrow's csv reader. What a file
is, is decided by its first bytes: exports named ``.xls`` are often web pages or text.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from evallib.intake.files.guard import EXPORT
from evallib.intake.files.old_workbook import read_old_workbook
from evallib.intake.files.sheet_xml import column_letters
from evallib.model.problems import EvallibError, Problem

HEAD_ROWS = 40
SMALL_FILE = 5_000_000
MAX_COLUMNS = 16_384
MAX_RAGGED = 200
DELIMITERS = ",\t;|"
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
    """

    sheet: str
    table: pa.Table
    first_column: int = 0
    ragged: list[tuple[int, str]] = field(default_factory=list)
    hidden: bool = False

    def head(self) -> Head:
        """The first `HEAD_ROWS` rows."""
        columns = [column.to_pylist() for column in self.table.slice(0, HEAD_ROWS).columns]
        return [list(row) for row in zip(*columns, strict=True)] if columns else []

    def cell(self, row: int, column: int) -> str:
        """Name of a cell (单元格): row from 1, column from 0 within the table."""
        return f"{column_letters(column + self.first_column)}{row}"


def read_grids(path: Path, heads: Mapping[str, Head] | None = None) -> Iterator[Grid]:
    """Read the sheets of an export one after the other.

    Args:
        path: the file.
        heads: the first rows of its sheets from column A, where somebody has read them; they tell where columns stand.

    Raises:
        EvallibError: the file is missing, empty, encrypted, a web page, or in an unknown encoding.
    """
    if not path.is_file():
        raise EvallibError(Problem("intake.missing", "找不到文件", file=str(path), advice="请核对文件路径"))
    if path.stat().st_size > EXPORT.unpacked:
        raise _refused(path, "too_large", "文件太大，不予读取", "请按年度或月份分开导出")
    with path.open("rb") as handle:
        kind = sniff(handle.read(4096))
    if kind == "empty":
        raise _refused(path, "empty", "文件是空的", "请重新导出")
    if kind == "html":
        raise _refused(path, "html", "文件其实是网页，不是表格", "请用 Excel 打开后另存为 .xlsx 再交")
    readers = {"workbook": lambda: _read_workbook(path, heads), "old": lambda: _read_old(path)}
    yield from readers.get(kind, lambda: _read_text(path))()


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
        raise _refused(
            path, "unreadable", "工作簿打不开（可能已加密或损坏）", advice, str(error).splitlines()[0][:80]
        ) from None
    for index, name in enumerate(names):
        # skip_rows=0 keeps empty rows at the top, so that row numbers stay those of the sheet.
        sheet = book.load_sheet(index, header_row=None, dtypes="string", skip_rows=0)
        batch = sheet.to_arrow()
        if batch.num_columns:
            grid = Grid(name, _named(pa.Table.from_batches([batch])), hidden=sheet.visible != "visible")
            yield replace(grid, first_column=_first_column(path, grid, (heads or {}).get(name)))


def _read_old(path: Path) -> Iterator[Grid]:
    """An .xls, from the process of its own that bounds its memory and time; one has 65,536 rows at most."""
    for sheet in read_old_workbook(path):
        width = max(map(len, sheet.rows), default=0)
        columns = [
            pa.array([_text(row[index]) if index < len(row) else None for row in sheet.rows], pa.string())
            for index in range(width)
        ]
        if width:
            table = pa.table({f"c{index}": column for index, column in enumerate(columns)})
            yield Grid(sheet.name, table, hidden=sheet.hidden)


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


def _read_text(path: Path) -> Iterator[Grid]:
    import pyarrow.csv as pacsv

    encoding = text_encoding(path)
    with path.open(encoding=encoding, newline="") as lines:
        sample = lines.read(65536)
        delimiter = max(DELIMITERS, key=sample.count)
        lines.seek(0)
        reader = csv.reader(lines, delimiter=delimiter)
        top = [row for _, row in zip(range(HEAD_ROWS), reader, strict=False)]
        skip, more = reader.line_num, next(reader, None) is not None
    width = max(map(len, top), default=0)
    names = [f"c{i}" for i in range(width)]
    if width > MAX_COLUMNS:
        raise _refused(path, "too_large", "列数多得不正常，不予读取", "请核对分隔符，另存后重新提交", f"{width:,} 列")
    padded = [row + [""] * (width - len(row)) for row in top]
    table = pa.table({name: pa.array([row[i] or None for row in padded], pa.string()) for i, name in enumerate(names)})
    ragged: list[tuple[int, str]] = []
    if more:

        def keep(row: Any) -> str:
            ragged.append((row.number, row.text[:MAX_RAGGED]))
            return "skip"

        try:
            body = pacsv.read_csv(
                path,
                # One thread, so that a row that does not fit still knows its number.
                read_options=pacsv.ReadOptions(use_threads=False, encoding=encoding, column_names=names, skip_rows=skip),
                parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep,
                                                 ignore_empty_lines=False),
                convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[""],
                                                     strings_can_be_null=True),
            )  # fmt: skip
        except pa.ArrowInvalid as error:  # a quote that is never closed, a cell of megabytes
            raise _refused(path, "damaged", "读不下去", "请用 Excel 或 WPS 另存为 .xlsx", str(error)[:80]) from None
        table = pa.concat_tables([table, body])
    yield Grid("", table, 0, ragged)


def text_encoding(path: Path) -> str:
    """Encoding of a text file: by its mark (BOM), else UTF-8 if it decodes, else GB18030.

    Raises:
        EvallibError: none of them fits.
    """
    with path.open("rb") as handle:
        start = handle.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as handle:
            try:
                while chunk := handle.read(1 << 20):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
                return encoding
            except UnicodeDecodeError:
                continue
    raise _refused(path, "encoding", "读不出文字：既不是 UTF-8 也不是 GB18030", "请用 Excel 另存为“CSV UTF-8”")


def _named(table: pa.Table) -> pa.Table:
    return table.rename_columns([f"c{i}" for i in range(table.num_columns)])


def _refused(path: Path, code: str, message: str, advice: str, value: str = "") -> EvallibError:
    return EvallibError(Problem(f"intake.{code}", message, file=path.name, value=value, advice=advice))
