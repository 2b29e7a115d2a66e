"""XML spreadsheets (XML 电子表格 2003): SpreadsheetML in one XML file, mostly under the name of an .xls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from evallib.intake.files.cell_states import CellStates
from evallib.intake.files.guarding.limits import CHUNK, TABLE, refused, too_large
from evallib.intake.files.sheet import Range, Sheet, cell_name
from evallib.intake.files.sheet_xml import MAX_TOLD, SheetFacts

MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
#: Names that Excel has for formats.
NAMED_FORMATS = {
    "General": "General", "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00", "Currency": "#,##0.00", "Euro Currency": "#,##0.00",
}  # fmt: skip


@dataclass
class XmlSheet:
    """One worksheet: typed values, merged ranges, formats by cell, hidden rows, formulas without a value."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    is_hidden: bool = False


def is_xml_spreadsheet(head: bytes) -> bool:
    """Whether a file's first bytes are those of an XML spreadsheet.

    >>> is_xml_spreadsheet(b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>")
    True
    """
    return (MARK in head and b"<?xml" in head[:100].lower()) or (MARK + b'"' in head and b"<Workbook" in head)


def read_xml_sheets(path: Path) -> list[XmlSheet]:
    """Every worksheet of the file.

    Raises:
        EvallibError: it is damaged, declares entities, or is larger than any table.
    """
    reader = _Reader(path)
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk)
        parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError) as error:
        raise refused(
            path, "intake.damaged", "XML 电子表格读不下去", "请用 Excel 或 WPS 打开后另存为 .xlsx", str(error)[:80]
        ) from None
    return reader.sheets


def as_sheet(path: Path, sheet: XmlSheet, states: CellStates) -> Sheet:
    """A worksheet as other rooms read it."""
    facts = SheetFacts(tuple(sheet.hidden_rows), tuple(sheet.hidden_columns), tuple(sheet.uncomputed))
    return Sheet(path, sheet.name, sheet.rows, sheet.merged, sheet.is_hidden, facts=facts, percent=states.percent)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheets: list[XmlSheet] = []
        self._formats: dict[str, str] = {}
        self._style = self._type = self._cell_style = self._row_style = ""
        self._columns: dict[int, str] = {}
        self._row = self._column = self._next_column = 0
        self._text: list[str] | None = None
        self._cells = 0
        self._in_comment = self._awaits_value = False

    def entity(self, *_: Any) -> None:
        raise refused(
            self.path, "intake.entities", "文件内部声明了实体，不予读取", "请用 Excel 或 WPS 打开后另存为 .xlsx"
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag, told = name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "Style":
            self._style = told.get("ID", "")
        elif tag == "NumberFormat" and told.get("Format"):
            self._formats[self._style] = NAMED_FORMATS.get(told["Format"], told["Format"])
        elif tag == "Worksheet":
            self.sheets.append(XmlSheet(told.get("Name", f"表{len(self.sheets) + 1}")))
            self._row, self._next_column, self._columns = -1, 0, {}
        elif not self.sheets:
            return
        elif tag == "Visible":
            self._text = []
        elif tag == "Column":
            self._begin_column(told)
        elif tag == "Row":
            self._row = _number(told, "Index", self._row + 2) - 1
            self._column, self._row_style = -1, told.get("StyleID", "")
            if told.get("Hidden") == "1":
                self.sheets[-1].hidden_rows.append(self._row + 1)
            if self._row > TABLE.cells or self._row < len(self.sheets[-1].rows):
                raise too_large(self.path, f"用到第 {self._row:,} 行")
            self._cells += self._row - len(self.sheets[-1].rows)
            self._check()
            self.sheets[-1].rows += [[] for _ in range(self._row + 1 - len(self.sheets[-1].rows))]
        elif tag == "Cell":
            self._begin_cell(told)
        elif tag == "Comment":
            self._in_comment = True
        elif tag == "Data" and not self._in_comment:  # what somebody remarked about a cell stands in a Data of its own
            self._type, self._text, self._awaits_value = told.get("Type", "String"), [], False

    def _begin_column(self, told: dict[str, str]) -> None:
        first = _number(told, "Index", self._next_column + 1)
        self._next_column = min(first + _number(told, "Span", 0), 20_000)
        for column in range(first, self._next_column + 1):
            if told.get("StyleID"):
                self._columns[column - 1] = told["StyleID"]
            if told.get("Hidden") == "1" and column <= 1000:
                self.sheets[-1].hidden_columns.append(column)

    def _begin_cell(self, told: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        if not sheet.rows:
            raise ValueError("a cell outside of a row")
        row = sheet.rows[self._row]
        self._column = _number(told, "Index", self._column + 2) - 1
        across, down = _number(told, "MergeAcross", 0), _number(told, "MergeDown", 0)
        self._cells += max(0, self._column + across + 1 - len(row))
        self._check()
        if self._column < len(row):
            raise ValueError("a cell stands twice")
        row += [""] * (self._column + across + 1 - len(row))
        if across or down:
            sheet.merged.append((self._row, self._column, self._row + down, self._column + across))
        self._cell_style = told.get("StyleID") or self._row_style or self._columns.get(self._column, "")
        self._place = self._row, self._column
        self._awaits_value = "Formula" in told
        self._column += across

    def _check(self) -> None:
        if self._cells > TABLE.cells:
            raise too_large(self.path, f"{self._cells:,} 格以上")

    def text(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "Visible" and self._text is not None:
            self.sheets[-1].is_hidden = "Hidden" in "".join(self._text)
            self._text = None
        self._in_comment &= tag != "Comment"
        if tag == "Cell" and self._awaits_value and len(self.sheets[-1].uncomputed) < MAX_TOLD:
            self.sheets[-1].uncomputed.append(cell_name(*self._place))
        if tag != "Data" or self._text is None or self._in_comment:
            return
        text, self._text = "".join(self._text), None
        row, column = self._place
        sheet = self.sheets[-1]
        sheet.rows[row][column] = _value(text, self._type)
        if self._type == "Error":
            sheet.errors[row, column] = text
        elif self._type == "Number" and self._cell_style in self._formats:
            sheet.formats[row, column] = self._formats[self._cell_style]


def _number(told: dict[str, str], name: str, otherwise: int) -> int:
    text = told.get(name, "")
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(f"{name} {text[:20]}")
    return int(text)


def _value(text: str, kind: str) -> Any:
    if kind == "Number":
        try:
            return float(Decimal(text.strip()))
        except (InvalidOperation, OverflowError):
            return text
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return text
        return moment.date() if not (moment.hour or moment.minute or moment.second) else moment
    return text.strip() == "1" if kind == "Boolean" else text
