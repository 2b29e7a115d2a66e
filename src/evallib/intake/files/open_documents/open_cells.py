"""Cells of open documents (.ods 的单元格): what a reader of values does not tell; formats, errors, what is hidden.

The counterpart of `evallib.intake.files.cell_states` for .ods; an archive comes here after `inspect_open_document`.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from evallib.intake.files.guarding.limits import CHUNK, TABLE
from evallib.intake.files.open_documents.open_formats import OpenFormats
from evallib.intake.files.sheet_xml import MAX_TOLD, SheetFacts, column_letters

NUMBERS = {"float", "currency", "percentage"}
ERROR = re.compile(r"#(?:DIV/0!|N/A|VALUE!|REF!|NAME\?|NUM!|NULL!)|Err:\d{3}")
PERCENT = "0.00%"
#: Prefixes that are not the word in the namespace's name.
PREFIXES = {"datastyle": "number", "xsl-fo-compatible": "fo"}
LAST_COLUMN = 20_000


@dataclass
class OpenSheet:
    """Facts of one sheet: format codes and errors by row and column from 0, what is hidden, valueless formulas."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)

    @property
    def facts(self) -> SheetFacts:
        """The same as for the sheets of an .xlsx."""
        return SheetFacts(tuple(self.hidden_rows), tuple(self.hidden_columns), tuple(self.uncomputed))


def read_open_sheets(path: Path) -> dict[str, OpenSheet]:
    """Facts of every sheet by its name.

    Raises:
        ValueError: a part is not well-formed.
    """
    formats = OpenFormats()
    reader = _Reader(formats)
    with zipfile.ZipFile(path) as archive:
        for part in ("styles.xml", "content.xml"):
            if part not in archive.namelist():
                continue
            parser = ParserCreate(namespace_separator=" ")
            parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
            parser.CharacterDataHandler = reader.text
            try:
                with archive.open(part) as file:
                    while chunk := file.read(CHUNK):
                        parser.Parse(chunk)
                parser.Parse(b"", True)
            except (ExpatError, LookupError) as error:
                raise ValueError(str(error)) from None
    return reader.sheets


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    """A name with the usual prefix of its namespace.

    >>> _short("urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-cell")
    'table:table-cell'
    """
    space, _, local = name.rpartition(" ")
    word = space.rpartition(":")[0].rpartition(":")[2]
    return f"{PREFIXES.get(word, word)}:{local}"


class _Reader:
    def __init__(self, formats: OpenFormats) -> None:
        self.sheets: dict[str, OpenSheet] = {}
        self._formats = formats
        self._sheet = OpenSheet()
        self._row = self._column = self._repeat = 0
        self._columns: list[tuple[int, str]] = []
        self._row_style = ""
        self._depth = 0
        self._cell: tuple[int, int, dict[str, str]] | None = None
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _short(name)
        told = {_short(key): value for key, value in attributes.items()}
        if tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = self.sheets[told.get("table:name", "")] = OpenSheet()
                self._row, self._column, self._columns = -1, 0, []
                self._repeat = 1
        elif not self._depth:
            self._formats.start(tag, told)
        elif self._depth > 1:
            return  # a table inside of a cell is none of the sheet's
        elif tag == "table:table-column":
            count = _count(told, "table:number-columns-repeated")
            if told.get("table:visibility") in {"collapse", "filter"}:
                self._sheet.hidden_columns += range(self._column + 1, min(self._column + count, 1000) + 1)
            self._column = min(self._column + count, LAST_COLUMN)
            self._columns.append((self._column, told.get("table:default-cell-style-name", "")))
        elif tag == "table:table-row":
            self._row += self._repeat
            self._repeat, self._column = _count(told, "table:number-rows-repeated"), 0
            self._row_style = told.get("table:default-cell-style-name", "")
            if told.get("table:visibility") in {"collapse", "filter"}:
                room = MAX_TOLD - len(self._sheet.hidden_rows)
                self._sheet.hidden_rows += range(self._row + 1, self._row + min(self._repeat, room) + 1)
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            count = _count(told, "table:number-columns-repeated")
            self._cell, self._text = (self._column, count, told), []
            self._column += count

    def text(self, data: str) -> None:
        if not self._depth:
            self._formats.text(data)
        elif self._depth == 1 and self._cell is not None:
            self._text.append(data)

    def end(self, name: str) -> None:
        tag = _short(name)
        if tag == "table:table":
            self._depth -= 1
        elif not self._depth:
            self._formats.end(tag)
        elif self._depth == 1 and self._cell is not None and tag in {"table:table-cell", "table:covered-table-cell"}:
            self._end_cell(*self._cell)
            self._cell = None

    def _end_cell(self, column: int, count: int, told: dict[str, str]) -> None:
        kind, text = told.get("office:value-type", ""), "".join(self._text).strip()
        if told.get("table:formula") and not kind and not text:
            self._sheet.uncomputed.append(f"{column_letters(column)}{self._row + 1}")
        is_error = told.get("calcext:value-type") == "error" or bool(
            told.get("table:formula") and ERROR.fullmatch(text)
        )
        if not is_error and kind not in NUMBERS:
            return
        for place in range(column, min(column + count, LAST_COLUMN)):
            code = (
                text if is_error else self._formats.code(self._style(told, place)) or PERCENT * (kind == "percentage")
            )
            if not code:
                continue
            cells = self._sheet.errors if is_error else self._sheet.formats
            if len(cells) + self._repeat > TABLE.cells:
                raise ValueError("more cells than a table has")
            cells.update(dict.fromkeys(((row, place) for row in range(self._row, self._row + self._repeat)), code))

    def _style(self, told: dict[str, str], column: int) -> str:
        own = told.get("table:style-name") or self._row_style
        return own or next((style for end, style in self._columns if column < end), "")


def _count(told: dict[str, str], name: str) -> int:
    text = told.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else 1
