"""Records of old workbooks (.xls, BIFF8): what its values do not tell; percent formats, hidden rows and columns, formulas.

The counterpart of `evallib.intake.files.sheet_xml` for the binary format. Runs inside the bounded process that reads the
values (`evallib.intake.files.old_workbook`); a file that is odd in any way yields nothing here, its values are read all the
same. Layout: [MS-CFB] for the container, [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from evallib.intake.files.cell_looks import PLAIN, Look
from evallib.intake.files.sheet_xml import MAX_TOLD, column_letters

BUILT_IN = {9: "0%", 10: "0.00%"}
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
BOF, EOF, SHEET, XF, FORMAT, RECALC = 0x0809, 0x000A, 0x0085, 0x00E0, 0x041E, 0x01C1
FONT, LABEL, BOLD = 0x0031, 0x00FD, 0x02BC
ROW, COLUMN, NUMBER, RK, MANY_RK, FORMULA = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD, 0x0006
BIFF8 = 0x0600


@dataclass
class OldFacts:
    """Rows and columns (from 1) that are hidden, cells whose formula has no saved value, percent formats and looks by cell from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    percent: dict[tuple[int, int], str] = field(default_factory=dict)
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
    formats = dict(BUILT_IN)
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
            text = _text(body[2:], 2)
            formats.pop(number := struct.unpack_from("<H", body)[0], None)
            formats |= {number: text} if "%" in text else {}
        elif kind == SHEET:
            sheets.append((_text(body[6:], 1), struct.unpack_from("<I", body)[0]))
        # Who never computes leaves out with which version it was computed, and saves empty texts as results.
        was_computed |= kind == RECALC
    percent = {style: formats[number] for style, number in enumerate(styles) if number in formats}
    fonts[4:4] = [False]  # font number 4 does not exist
    looks = [Look(indent, font < len(fonts) and fonts[font]) for font, indent in cells]
    odd = {style: look for style, look in enumerate(looks) if look != PLAIN}
    return {name: _sheet_facts(stream, start, percent, odd, was_computed) for name, start in sheets}


def _sheet_facts(
    stream: bytes, start: int, percent: dict[int, str], looks: dict[int, Look], was_computed: bool
) -> OldFacts:
    facts = OldFacts()
    for kind, body in _records(stream, start):
        if kind in {NUMBER, RK, FORMULA}:
            row, column, style = struct.unpack_from("<3H", body)
            if style in percent:
                facts.percent[row, column] = percent[style]
            is_empty = kind == FORMULA and body[6] == 3 and body[12:14] == b"\xff\xff"
            if is_empty and not was_computed and len(facts.uncomputed) < MAX_TOLD:
                facts.uncomputed.append(f"{column_letters(column)}{row + 1}")
        elif kind == LABEL:
            row, column, style = struct.unpack_from("<3H", body)
            if style in looks and len(facts.looks) < MAX_TOLD:
                facts.looks[row, column] = looks[style]
        elif kind == MANY_RK:
            row, first = struct.unpack_from("<2H", body)
            for number in range((len(body) - 6) // 6):
                style = struct.unpack_from("<H", body, 4 + 6 * number)[0]
                if style in percent:
                    facts.percent[row, first + number] = percent[style]
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20 and len(facts.hidden_rows) < MAX_TOLD:
            facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLUMN and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<2H", body)
            facts.hidden_columns += range(first + 1, min(last, 255) + 2)
    return facts


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records of one sheet, or of the workbook; those of charts inside of it are passed over."""
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
    chain = [link for sector in table if sector != FREE
             for link in struct.unpack_from(f"<{size // 4}I", data, size * (sector + 1))]  # fmt: skip

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
