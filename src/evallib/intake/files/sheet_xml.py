"""Sheet parts (工作表部件): what a reader of values does not tell, found while the part streams past.

Hidden rows and columns, formulas without a saved value, and how far the cells reach. Regular expressions with a
literal start keep it at a fraction of the time that reading the values takes.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
STRING_END = re.compile(rb"</(?:\w+:)?si>")
STRINGS_STATED = re.compile(rb"uniqueCount\s*=\s*[\"']\s*(\d+)")
NUMBER = re.compile(rb'\b(r|min|max)="([0-9]{1,7})"')
IS_HIDDEN = re.compile(rb'\b(?:hidden="(?!0"|false")|ht="0(?:\.0*)?")')
#: Spellings of XML that the patterns below do not read; in text they cost a full parse and nothing else.
UNUSUAL = (b"='", b" =", b"= ", b"zeroHeight", b"<!--", b"<![CDATA[", b'"&#')
MERGED = re.compile(rb'mergeCell\s[^>]*\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
#: Rows and cells beyond these are told by their number only.
MAX_TOLD = 10_000
LONGEST_CELL = 2**18


@dataclass(frozen=True)
class SheetFacts:
    """Rows and columns (from 1) that are hidden, cells whose formula has no saved value, formulas, merged ranges."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncomputed: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Patterns:
    """What is searched for, with the namespace prefix that the part uses (mostly none)."""

    row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    place: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    foreign: re.Pattern[bytes]
    hidden_column: re.Pattern[bytes]
    formula: re.Pattern[bytes]

    @classmethod
    @cache
    def of(cls, prefix: bytes) -> Patterns:
        """Patterns for a prefix such as ``x:``."""

        def pattern(text: bytes) -> re.Pattern[bytes]:
            return re.compile(text.replace(b"~", re.escape(prefix)))

        return cls(
            row=pattern(rb"<~row\s[^>]*>"),
            column=pattern(rb' r="([A-Z]{1,3})[0-9]'),
            place=pattern(rb' r="[A-Z]{1,3}([0-9]{1,7})"'),
            cell=pattern(rb"<~c[\s>/]"),
            foreign=re.compile(rb"<(?:row|c)[\s>/]" if prefix else rb":(?:row|c)[\s>/]"),
            hidden_column=pattern(rb'<~col\s(?=[^>]*\b(?:hidden="(?!0"|false")|width="0(?:\.0*)?"))[^>]*>'),
            formula=pattern(
                rb'<~c\s(?:[^>]*?\s)?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>'
                rb"\s*<~f\b(?:[^>]*/>|[^>]*>([^<]*)</~f>)\s*(?:<~v\s*/>|<~v></~v>)?\s*</~c>"
            ),
        )


class SheetScan:
    """Collects facts from the chunks of one part.

    Args:
        is_sheet: the part is a worksheet.
        is_strings: the part holds the shared strings.

    Attributes:
        last_row, last_column: how far cells reach, those without a value included.
        is_odd: the part is written in a way that these patterns may miss; `evallib.intake.files.sheet_parse` does not.
        cells: number of cells.
        has_giant: one text is far longer than any text in Excel (32,767 characters).
        text_cells: number of cells with a shared string.
        string_lengths: bytes of each shared string.
        strings_stated: how many the part says it has; a reader makes room for as many.
    """

    def __init__(self, is_sheet: bool, is_strings: bool = False) -> None:
        self.is_sheet = is_sheet
        self.is_strings = is_strings
        self.last_row = 0
        self.last_column = 0
        self.cells = 0
        self.has_giant = False
        self.text_cells = 0
        self.string_lengths: list[int] = []
        self.strings_stated = 0
        self.is_odd = False
        self._patterns: Patterns | None = None
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._uncomputed: list[str] = []
        self._formulas: list[str] = []
        self._merged: list[str] = []
        self._tail = b""
        self._length = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        if self.is_strings:
            self._feed_strings(chunk)
        if not self.is_sheet:
            return
        text = self._tail + chunk
        if self._patterns is None:
            root = ROOT.search(text)
            self._patterns = Patterns.of((root[1] or b"") if root else b"")
        # Markup stands in between wherever a text ends, so that a run without any is one single text.
        self.has_giant |= len(text) - text.rfind(b"<") > LONGEST_CELL
        # The last cell may go on in the next chunk; what is far longer than a cell is none.
        cut = max(text.rfind(b"<row "), text.rfind(b":row "), text.rfind(b"<c "), text.rfind(b":c "))
        cut = text.rfind(b"<", 0, cut + 1) if cut > 0 else text.rfind(b"<")
        if cut <= 0 or len(text) - cut > LONGEST_CELL:
            cut = len(text)
        self._search(text[:cut], self._patterns)
        self._tail = text[cut:]

    def finish(self) -> SheetFacts:
        """What was found, once the last chunk is in."""
        if self._patterns is not None:
            self._search(self._tail, self._patterns)
        self._tail = b""
        return SheetFacts(
            tuple(self._hidden_rows),
            tuple(self._hidden_columns),
            tuple(self._uncomputed),
            tuple(self._formulas),
            tuple(self._merged),
        )

    def _search(self, text: bytes, patterns: Patterns) -> None:
        self.is_odd |= any(spelling in text for spelling in UNUSUAL)
        self.text_cells += text.count(b't="s"') + text.count(b"t='s'")
        for tag in patterns.row.findall(text):
            number = next((int(value) for key, value in NUMBER.findall(tag) if key == b"r"), None)
            self.is_odd |= number is None
            if number is None:
                continue
            self.last_row = max(self.last_row, number)
            if len(self._hidden_rows) < MAX_TOLD and IS_HIDDEN.search(tag):
                self._hidden_rows.append(number)
        for tag in patterns.hidden_column.findall(text):
            ends = {key: int(value) for key, value in NUMBER.findall(tag)}
            # A sheet hides all columns behind its last one at once.
            self._hidden_columns += range(ends.get(b"min", 1), min(ends.get(b"max", 1), 1000) + 1)
        if b"<f" in text or b":f" in text:
            room = MAX_TOLD - len(self._uncomputed)
            found = patterns.formula.findall(text)[:room]
            self._uncomputed += [cell.decode() for cell, _ in found]
            self._formulas += [html.unescape(formula.decode("utf-8", "replace")) for _, formula in found]
        if b"mergeCell" in text:
            self._merged += [place.decode() for place in MERGED.findall(text)][: MAX_TOLD - len(self._merged)]
        columns, rows = patterns.column.findall(text), patterns.place.findall(text)
        self.last_column = max([self.last_column, *(column_number(letters.decode()) for letters in set(columns))])
        self.last_row = max([self.last_row, *map(int, set(rows))])
        cells = len(patterns.cell.findall(text))
        self.cells += cells
        named = len(columns) == len(rows) == cells
        self.is_odd |= not named or bool(patterns.foreign.search(text))

    def _feed_strings(self, chunk: bytes) -> None:
        stated = None if self.strings_stated else STRINGS_STATED.search(chunk)
        self.strings_stated = int(stated[1]) if stated else self.strings_stated
        pieces = STRING_END.split(chunk)
        for piece in pieces[:-1]:
            self.string_lengths.append(self._length + len(piece))
            self._length = 0
        self._length += len(pieces[-1])


def column_number(letters: str) -> int:
    """Number of a column from 1.

    >>> column_number("A"), column_number("AB"), column_number("XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(index: int) -> str:
    """Column letters (列标) of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
