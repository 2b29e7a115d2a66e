"""Records of old workbooks (.xls, BIFF8): what values do not tell; formats, errors, hidden rows and columns, formulas.

The counterpart of `evallib.intake.files.sheet_xml` for the binary format. Runs inside the bounded process that reads
the values (`evallib.intake.files.old_workbook`); a file that is odd in any way yields nothing here, its values are read
all the same. Layout: [MS-CFB] for the container, [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from evallib.intake.files.cell_looks import PLAIN, Look
from evallib.intake.files.number_formats import odd_code
from evallib.intake.files.sheet_xml import MAX_TOLD, column_letters

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
BOF, EOF, SHEET, XF, FORMAT, RECALC = 0x0809, 0x000A, 0x0085, 0x00E0, 0x041E, 0x01C1
FONT, LABEL, BOLD = 0x0031, 0x00FD, 0x02BC
ROW, COLUMN, NUMBER, RK, MANY_RK, FORMULA, BOOL_OR_ERROR = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
BIFF8 = 0x0600
#: Records that hold cells with a value: numbers, formulas, texts, truth values.
CELLS = {NUMBER, RK, MANY_RK, FORMULA, BOOL_OR_ERROR, 0x00FD, 0x0204}
#: What the result of a formula is, if it is no number.
ERROR, EMPTY_TEXT = 2, 3
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass
class OldFacts:
    """What the values do not tell.

    Args:
        hidden_rows, hidden_columns: from 1.
        uncomputed: cells whose formula has no saved value.
        twice: cells that stand there twice.
        formats: codes of formats that may show a number as something else, by row and column from 0.
        errors: error codes by cell.
        looks: indentation and bold type of texts by cell.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)


def read_old_facts(data: bytes) -> dict[str, OldFacts]:
    """Facts of every sheet by its name; nothing for a file before Excel 97 or one that is not in order."""
    try:
        return _facts(_workbook_stream(data))
    except (struct.error, IndexError, ValueError, UnicodeDecodeError):
        return {}


def _facts(stream: bytes) -> dict[str, OldFacts]:
    styles: list[int] = []
    fonts: list[bool] = []
    cells: list[tuple[int, int]] = []
    codes: dict[int, str] = {}
    sheets: list[tuple[str, int]] = []
    was_computed = False
    if struct.unpack_from("<H", stream, 4)[0] != BIFF8:
        return {}
    for kind, body in _records(stream, 0):
        if kind == XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
            cells.append((struct.unpack_from("<H", body)[0], body[8] & 0x0F))
        elif kind == FONT:
            fonts.append(struct.unpack_from("<H", body, 6)[0] >= BOLD)
        elif kind == FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
        elif kind == SHEET:
            sheets.append((_text(body[6:], 1), struct.unpack_from("<I", body)[0]))
        # Who never computes leaves out with which version it was computed, and saves empty texts as results.
        was_computed |= kind == RECALC
    fonts[4:4] = [False]  # font number 4 does not exist
    looks = [Look(indent, font < len(fonts) and fonts[font]) for font, indent in cells]
    looked = {style: look for style, look in enumerate(looks) if look != PLAIN}
    odd = {style: code for style, number in enumerate(styles) if (code := odd_code(number, codes))}
    return {name: _sheet_facts(stream, start, odd, looked, was_computed) for name, start in sheets}


def _sheet_facts(
    stream: bytes, start: int, odd: dict[int, str], looks: dict[int, Look], was_computed: bool
) -> OldFacts:
    facts, seen = OldFacts(), set[tuple[int, int]]()
    for kind, body in _records(stream, start):
        if kind in CELLS:
            for row, column, style in _cells(kind, body):
                facts.formats |= {(row, column): odd[style]} if style in odd else {}
                if (row, column) in seen and len(facts.twice) < MAX_TOLD:
                    facts.twice.append(f"{column_letters(column)}{row + 1}")
                seen.add((row, column))
        if kind == FORMULA and body[12:14] == b"\xff\xff":
            row, column = struct.unpack_from("<2H", body)
            if body[6] == EMPTY_TEXT and not was_computed and len(facts.uncomputed) < MAX_TOLD:
                facts.uncomputed.append(f"{column_letters(column)}{row + 1}")
            elif body[6] == ERROR:
                facts.errors[row, column] = ERRORS.get(body[8], "#N/A")
        elif kind == LABEL:
            row, column, style = struct.unpack_from("<3H", body)
            if style in looks and len(facts.looks) < MAX_TOLD:
                facts.looks[row, column] = looks[style]
        elif kind == BOOL_OR_ERROR and body[7]:
            row, column = struct.unpack_from("<2H", body)
            facts.errors[row, column] = ERRORS.get(body[6], "#N/A")
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20 and len(facts.hidden_rows) < MAX_TOLD:
            facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLUMN and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<2H", body)
            facts.hidden_columns += range(first + 1, min(last, 255) + 2)
    return facts


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of the cells of one record."""
    if kind != MANY_RK:
        yield struct.unpack_from("<3H", body)
        return
    row, first = struct.unpack_from("<2H", body)
    for number in range((len(body) - 6) // 6):
        yield row, first + number, struct.unpack_from("<H", body, 4 + 6 * number)[0]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records of one sheet, or of the workbook; those of charts inside are passed over."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, place)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _text(body: bytes, width: int) -> str:
    count, flags = int.from_bytes(body[:width], "little"), body[width]
    start = width + 1
    return (
        body[start : start + 2 * count].decode("utf-16-le")
        if flags & 1
        else body[start : start + count].decode("latin-1")
    )


def _workbook_stream(data: bytes) -> bytes:
    """The stream with the workbook, out of the container."""
    size, mini = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    start, cutoff, mini_start, more = (struct.unpack_from("<I", data, place)[0] for place in (48, 56, 60, 68))
    table = list(struct.unpack_from("<109I", data, 76))
    while more not in {END, FREE} and len(table) * size <= len(data) * 4:
        part = struct.unpack_from(f"<{size // 4}I", data, size * (more + 1))
        table += part[:-1]
        more = part[-1]
    chain = [
        link
        for sector in table
        if sector != FREE
        for link in struct.unpack_from(f"<{size // 4}I", data, size * (sector + 1))
    ]

    def read(first: int) -> bytes:
        parts, sector = [], first
        while sector not in {END, FREE}:
            parts.append(data[size * (sector + 1) : size * (sector + 2)])
            if len(parts) > len(chain):
                raise ValueError("a chain that never ends")
            sector = chain[sector]
        return b"".join(parts)

    directory = read(start)
    entries = [directory[place : place + 128] for place in range(0, len(directory), 128)]
    named = {
        entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le"): entry for entry in entries
    }
    first, length = struct.unpack_from("<2I", named.get("Workbook", b""), 116)
    if length >= cutoff:
        return read(first)[:length]
    whole = read(struct.unpack_from("<I", entries[0], 116)[0])
    links = read(mini_start)
    parts: list[bytes] = []
    while first not in {END, FREE}:
        parts.append(whole[mini * first : mini * (first + 1)])
        if len(parts) > len(links):
            raise ValueError("a chain that never ends")
        first = struct.unpack_from("<I", links, 4 * first)[0]
    return b"".join(parts)[:length]
