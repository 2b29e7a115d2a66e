"""Workbooks (工作簿): .xlsx, .xls and .csv as grids of values, with merged ranges and, on request, number formats."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError, Problem

SPREADSHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv")
CSV_ENCODINGS = ("utf-8-sig", "gb18030")
Range = tuple[int, int, int, int]


@dataclass
class Sheet:
    """One sheet: `rows[r][c]` from the cell A1, and merged ranges (top, left, bottom, right), all from 0."""

    path: Path
    name: str
    rows: list[list[Any]]
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False

    @property
    def file(self) -> str:
        """File name without its folder."""
        return self.path.name

    def value(self, row: int, column: int) -> Any:
        """The cell's own value; None outside the used range."""
        if row < len(self.rows) and column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if value == "" else value
        return None

    def merged_value(self, row: int, column: int) -> Any:
        """The cell's value, or that of the merged range it belongs to."""
        top, left = self._anchors.get((row, column), (row, column))
        return self.value(top, left)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom, len(self.rows)) + 1)
            for column in range(left, min(right, self.width) + 1)
        }

    def number_format(self, row: int, column: int) -> str:
        """Number format of a cell, e.g. ``0.00%``; empty for formats that hold none."""
        return self._number_formats.get((row, column), "")

    @cached_property
    def _number_formats(self) -> dict[tuple[int, int], str]:
        # calamine reads values only; openpyxl is loaded for the few sheets whose percentages are real numbers.
        if self.path.suffix.lower() not in {".xlsx", ".xlsm"}:
            return {}
        import openpyxl

        book = openpyxl.load_workbook(self.path)
        formats = {
            (cell.row - 1, cell.column - 1): cell.number_format
            for row in book[self.name].iter_rows()
            for cell in row
            if cell.value is not None and cell.column is not None
        }
        book.close()
        return formats


def read_workbook(path: Path) -> list[Sheet]:
    """All sheets of a spreadsheet file.

    Args:
        path: an .xlsx, .xlsm, .xls or .csv file (UTF-8 or GB18030).

    Returns:
        Sheets in the file's order; hidden ones are marked.

    Raises:
        EvallibError: the file is missing, is protected by a password, or is not what its name says.
    """
    if not path.is_file():
        raise EvallibError(
            Problem("intake.missing_file", "找不到文件", file=path.name, advice="请核对文件名和所在文件夹")
        )
    if path.suffix.lower() == ".csv":
        return [_read_csv(path)]
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = []
        for metadata in book.sheets_metadata:
            if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(metadata.name)
            merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
            rows = sheet.to_python(skip_empty_area=False)
            hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(path, metadata.name, rows, merged, hidden))
    except python_calamine.PasswordError:
        raise EvallibError(
            Problem(
                "intake.password",
                "工作簿有密码保护，无法读取",
                file=path.name,
                advice="请另存为没有密码的文件后重新提交",
            )
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise EvallibError(
            Problem(
                "intake.not_a_workbook",
                "无法作为电子表格打开",
                file=path.name,
                value=str(error)[:80],
                expected=".xlsx、.xls 或 .csv 文件",
                advice="文件可能损坏或改过扩展名，请用 Excel 或 WPS 打开后另存为 .xlsx",
            )
        ) from None
    return sheets


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell counted from 0.

    >>> cell_name(4, 27)
    'AB5'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    for encoding in CSV_ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Sheet(path, path.stem, [list(row) for row in csv.reader(text.splitlines())])
    raise EvallibError(
        Problem(
            "intake.encoding", "看不出文字编码", file=path.name, expected="UTF-8 或 GB18030", advice="请另存为 .xlsx"
        )
    )
