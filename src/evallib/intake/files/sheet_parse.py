"""The full parse of a sheet part (完整解析): slow and exact, for parts that are written in an unusual way.

`evallib.intake.files.sheet_xml` searches for the spelling that Excel, WPS and the usual libraries write; XML has
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate

from evallib.intake.files.sheet_xml import MAX_TOLD, SheetFacts, column_number

TRUE = {"1", "true"}
LONGEST_NUMBER = 12  # digits of a shared string's number


@dataclass(frozen=True)
class ParsedSheet:
    """What a full parse finds.

    Args:
        facts: see `SheetFacts`.
        last_row, last_column: how far cells with something in them reach; styles on empty cells do not count.
        text_volume: bytes of all shared strings, each as often as cells name it.
        cells: number of cells.
    """

    facts: SheetFacts
    last_row: int
    last_column: int
    text_volume: int
    cells: int


def parse_sheet(chunks: Iterable[bytes], string_lengths: Sequence[int] = ()) -> ParsedSheet:
    """Parse a whole sheet part.

    Args:
        chunks: its content.
        string_lengths: bytes of each shared string.

    Raises:
        ValueError: the part is not well-formed.

    >>> sheet = parse_sheet([b"<s><row r='7' hidden = '1'><c r='B7'><f>1+1</f></c><c r='ZZ7' s='1'/></row></s>"])
    >>> sheet.facts.hidden_rows, sheet.facts.uncomputed, sheet.last_row, sheet.last_column
    ((7,), ('B7',), 7, 2)
    """
    reader = _Reader(string_lengths)
    parser = ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except (ExpatError, LookupError) as error:  # LookupError: an encoding that does not exist
        raise ValueError(str(error)) from None
    facts = SheetFacts(
        tuple(reader.hidden_rows), tuple(reader.hidden_columns), tuple(reader.uncomputed), tuple(reader.formulas)
    )
    return ParsedSheet(facts, reader.last_row, reader.last_column, reader.text_volume, reader.cells)


class _Reader:
    def __init__(self, string_lengths: Sequence[int]) -> None:
        self.row = self.column = self.last_row = self.last_column = self.text_volume = self.cells = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.uncomputed: list[str] = []
        self.formulas: list[str] = []
        self._lengths = string_lengths
        self._place = self._value = self._formula = ""
        self._has_formula = self._in_formula = self._in_value = self._is_shared = self._rows_hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            tall = "ht" in attributes and float(attributes["ht"]) > 0
            hidden = attributes.get("hidden") in TRUE or _is_zero(attributes, "ht") or (self._rows_hidden and not tall)
            if hidden and len(self.hidden_rows) < MAX_TOLD:
                self.hidden_rows.append(self.row)
        elif tag == "c":
            self.cells += 1
            letters = attributes.get("r", "").rstrip("0123456789")
            self.row = int(attributes.get("r", "")[len(letters) :] or self.row)
            self.column = column_number(letters) if letters else self.column + 1
            self._place = attributes.get("r", "")
            self._has_formula, self._value, self._is_shared = False, "", attributes.get("t") == "s"
            self._formula, self._in_formula = "", False
        elif tag in {"v", "is", "f"}:
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            self._has_formula |= tag == "f"
            self._in_formula = tag == "f"
            self._in_value = tag == "v"
        elif tag == "col" and (attributes.get("hidden") in TRUE or _is_zero(attributes, "width")):
            # A sheet hides all columns behind its last one at once.
            self.hidden_columns += range(int(attributes["min"]), min(int(attributes["max"]), 1000) + 1)
        elif tag == "sheetFormatPr":
            self._rows_hidden = attributes.get("zeroHeight") in TRUE

    def text(self, data: str) -> None:
        if self._in_value and len(self._value) < LONGEST_NUMBER:
            self._value += data
        if self._in_formula and len(self._formula) < LONGEST_NUMBER:
            self._formula += data

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self._in_value &= tag != "v"
        self._in_formula &= tag != "f"
        if tag != "c":
            return
        if self._has_formula and not self._value and len(self.uncomputed) < MAX_TOLD:
            self.uncomputed.append(self._place)
            self.formulas.append(self._formula)
        if self._is_shared and self._value.strip().isdecimal() and int(self._value) < len(self._lengths):
            self.text_volume += self._lengths[int(self._value)]


def _is_zero(attributes: dict[str, str], name: str) -> bool:
    return name in attributes and float(attributes[name]) == 0
