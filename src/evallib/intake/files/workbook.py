"""Workbooks (工作簿): .xlsx, .xls and .csv as grids of values, with merged ranges and, on request, number formats."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from evallib.intake.files.guard import MAX_FILE, TABLE, Package, file_kind, inspect_package, refused
from evallib.intake.files.number_formats import percent_formats
from evallib.intake.files.old_workbook import read_old_workbook
from evallib.intake.files.sheet_xml import SheetFacts, column_number
from evallib.model.problems import EvallibError, Problem

CSV_ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;"
#: What stands behind = and calculates nothing: a number with a word, a word.
NO_FORMULA = re.compile(r"[\d.,]*\s*%?\s*[一-鿿/·.、（）()%]+")
Range = tuple[int, int, int, int]


@dataclass
class Sheet:
    """One sheet: `rows[r][c]` from the cell A1, and merged ranges (top, left, bottom, right), all from 0.

    `facts` holds what the values do not tell: hidden rows and columns, formulas without a saved value;
    `notes` on a workbook's first sheet, what of the file is not read; `percent` the percent formats, where the reader
    has told them with the values.
    """

    path: Path
    name: str
    rows: list[list[Any]]
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False
    part: str = ""
    facts: SheetFacts = field(default_factory=SheetFacts)
    notes: list[Problem] = field(default_factory=list)
    percent: dict[tuple[int, int], str] = field(default_factory=dict)

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
        return self.value(*self.anchor(row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The upper left cell of the merged range that a cell belongs to, or the cell itself."""
        return self._anchors.get((row, column), (row, column))

    def place(self, row: int, column: int) -> str:
        """Name of a cell as the file calls it."""
        return cell_name(row, column)

    def forget_size(self) -> None:
        """Count the columns anew: a correction may have filled a cell outside the used range."""
        for name in ("width", "_anchors"):
            self.__dict__.pop(name, None)

    @cached_property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        room = len(self.rows) * self.width
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, last_row, last_column in self.merged:
            bottom, right = min(last_row, len(self.rows) - 1), min(last_column, self.width - 1)
            room -= max(0, bottom - top + 1) * max(0, right - left + 1)
            if room < 0:  # merged ranges of a real sheet do not overlap
                raise refused(
                    self.path, "intake.overlapping_merges", "合并单元格互相重叠", "请重新合并后另存", self.name
                )
            anchors |= {
                (row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)
            }
        return anchors

    def number_format(self, row: int, column: int) -> str:
        """Percent format of a cell, e.g. ``0.00%``; empty for other formats and for files that hold none."""
        return self._number_formats.get((row, column), "")

    @cached_property
    def _number_formats(self) -> dict[tuple[int, int], str]:
        return percent_formats(self.path, self.part) if self.part else self.percent


@dataclass
class TransposedSheet(Sheet):
    """A sheet read on its side: its columns as rows; cells keep the names that the file gives them."""

    @classmethod
    def of(cls, sheet: Sheet) -> TransposedSheet:
        """The same sheet with rows and columns exchanged."""
        rows = [[sheet.value(row, column) for row in range(len(sheet.rows))] for column in range(sheet.width)]
        merged = [(left, top, right, bottom) for top, left, bottom, right in sheet.merged]
        percent = {(column, row): text for (row, column), text in sheet._number_formats.items()}
        return cls(sheet.path, sheet.name, rows, merged, sheet.hidden, "", sheet.facts, [], percent)

    def place(self, row: int, column: int) -> str:
        """Name of a cell as the file calls it."""
        return cell_name(column, row)


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
    if path.stat().st_size > MAX_FILE:
        raise refused(path, "intake.too_large", "文件太大，不予读取", "请只提交评价所需的表格，分开另存")
    with path.open("rb") as file:
        kind = file_kind(file.read(4096))
    if kind == "empty":
        raise refused(path, "intake.empty_file", "文件是空的", "请重新导出")
    if kind == "html":
        raise refused(path, "intake.html", "文件其实是网页，不是电子表格", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        if kind != "text":
            raise refused(path, "intake.wrong_suffix", "文件其实是工作簿，不是 csv", "请把扩展名改为 .xlsx 或 .xls")
        return [_read_csv(path)]
    if kind == "text":
        raise refused(path, "intake.wrong_suffix", "文件其实是文本，不是工作簿", "请把扩展名改为 .csv，或另存为 .xlsx")
    if kind == "ole":
        return [
            Sheet(path, old.name, old.rows, old.merged, old.hidden, facts=old.facts, percent=old.percent)
            for old in read_old_workbook(path)
        ]
    return _read_sheets(path, inspect_package(path))


def _read_sheets(path: Path, package: Package) -> list[Sheet]:
    import python_calamine

    with refusing(path):
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets: list[Sheet] = []
        for metadata in book.sheets_metadata:
            if metadata.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(metadata.name)
            if sheet.total_height * sheet.total_width > TABLE.cells:
                raise refused(path, "intake.too_large", "工作表大得不正常，不予读取", "请删去多余的行、列后另存")
            merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
            rows = sheet.to_python(skip_empty_area=False)
            hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            name = metadata.name
            facts = package.sheets.get(name, SheetFacts())
            notes = [] if sheets else package.notes
            facts = _typed_as_formula(rows, facts)
            sheets.append(Sheet(path, name, rows, merged, hidden, package.parts.get(name, ""), facts, notes))
    return sheets


def _typed_as_formula(rows: list[list[Any]], facts: SheetFacts) -> SheetFacts:
    """Texts such as =3套 that a spreadsheet took for formulas stand in their cells again, with the sign that was typed."""
    texts = {
        cell: text for cell, text in zip(facts.uncomputed, facts.formulas, strict=False) if NO_FORMULA.fullmatch(text)
    }
    for cell, text in texts.items():
        letters = cell.rstrip("0123456789")
        row, column = int(cell[len(letters) :]) - 1, column_number(letters) - 1
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = f"={text}"
    if not texts:
        return facts
    left = [(cell, text) for cell, text in zip(facts.uncomputed, facts.formulas, strict=False) if cell not in texts]
    return replace(facts, uncomputed=tuple(cell for cell, _ in left), formulas=tuple(text for _, text in left))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Whatever the reader stumbles over becomes one message, a panic of its native code included."""
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError:
        raise refused(
            path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交"
        ) from None
    except EvallibError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        advice = "文件可能损坏或改过扩展名，请用 Excel 或 WPS 打开后另存为 .xlsx"
        raise refused(path, "intake.not_a_workbook", "无法作为电子表格打开", advice, str(error)[:80]) from None


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
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else CSV_ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:10_000]
        delimiter = max(DELIMITERS, key=head.count)
        try:
            rows: list[list[Any]] = [
                list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            ]
        except csv.Error as error:
            raise refused(
                path, "intake.damaged", "csv 读不下去", "请用 Excel 或 WPS 另存为 .xlsx", str(error)
            ) from None
        if sum(map(len, rows)) > TABLE.cells:
            raise refused(path, "intake.too_large", "表格大得不正常，不予读取", "请删去多余的行、列后另存")
        return Sheet(path, path.stem, rows)
    raise EvallibError(
        Problem(
            "intake.encoding", "看不出文字编码", file=path.name, expected="UTF-8 或 GB18030", advice="请另存为 .xlsx"
        )
    )
