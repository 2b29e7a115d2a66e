"""Pieces of a large worksheet (大表分段): one sheet of an .xlsx read piece by piece, on both cores, in bounded memory.

The reader of workbooks takes a sheet as a whole, in one thread, with every cell in memory at once. Here the XML of the
sheet is cut between rows; each piece becomes a small workbook of its own around the same styles and strings, and two
threads read them while the next one is unpacked. What comes out is what the reader gives for the whole sheet; where
that is not certain (rows out of order, rows without numbers), nothing comes out and the sheet is read as a whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from evallib.intake.files.package_parts import RELATIONS, WORKBOOK, sheet_parts

#: Bytes of XML of one piece; sheets below twice as much are read as a whole.
PIECE = 8 * 2**20
#: Readers at a time; the next piece is unpacked meanwhile.
THREADS = 2
ANCHOR = "\ue000"
_ROWS = b"<sheetData>"
_END = b"</sheetData></worksheet>"
_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d{1,7})"')
#: Parts that no cell is read from.
_UNREAD = re.compile(
    r"^(?:docProps|customXml)/|^xl/(?:worksheets|media|drawings|charts|theme|externalLinks|printerSettings)/"
)


@dataclass(frozen=True)
class PiecedSheet:
    """A sheet put together again.

    Args:
        table: string columns in one piece each; the first row is row 1 of the sheet.
        first_column: how many empty columns stand before the first one.
        failed: (row from 0, column of the table) of cells that are no text, with what the reader says of them.
        hidden: whether the sheet is hidden, in whichever way.
    """

    table: pa.Table
    first_column: int
    failed: list[tuple[tuple[int, int], str]]
    hidden: bool = False


@dataclass(frozen=True)
class _Rows:
    """Rows of a sheet as XML: the number of the first, of the row after the last (0: the end), and all above them."""

    first: int
    after: int
    head: bytes
    parts: list[memoryview]


@dataclass(frozen=True)
class _Piece:
    """Rows of a sheet as they were read, and what failed in them."""

    batch: pa.RecordBatch
    failed: list[tuple[tuple[int, int], str]]
    hidden: bool


def read_in_pieces(path: Path, name: str, piece: int = PIECE) -> PiecedSheet | None:
    """Read one sheet in pieces.

    Args:
        path: the workbook.
        name: name of the sheet.
        piece: bytes of XML of a piece.

    Returns:
        The sheet; None where it is small or cannot be cut with certainty.
    """
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, name)
        size = archive.getinfo(part).file_size if part else 0
        if part is None or size < 2 * piece:
            return None
        sizes = {info.filename: info.file_size for info in archive.infolist() if not _UNREAD.match(info.filename)}
        beside = sum(sizes.values())
        if beside > size // 2:
            return None  # shared strings are read again with every piece
        # Few pieces where much is read again, so that both cores have one.
        piece = min(max(piece, 8 * beside), size // 2)
        package = {name: archive.read(name) for name in sizes}
        with archive.open(part) as stream, ThreadPoolExecutor(THREADS) as threads:
            pieces = _read(_cut(stream, piece), (part, name), package, threads)
    return None if pieces is None else _joined(pieces)


def _part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of a sheet in the package, where it can be told without doubt."""
    try:
        part = sheet_parts(archive.read(WORKBOOK), archive.read(RELATIONS)).get(name)
    except (KeyError, ValueError):
        return None
    return part if part in archive.namelist() else None


def _cut(stream: Any, piece: int) -> Iterator[_Rows | None]:
    """The rows in pieces; None where they cannot be cut."""
    start = stream.read(piece)
    place = start.find(_ROWS)
    if place < 0 or _has_aside(start[:place]):
        yield None
        return
    cut = place + len(_ROWS)
    head, parts, first = start[:cut], [memoryview(start)[cut:]], 1
    unsafe = _has_aside(start)
    while not unsafe and (more := stream.read(piece)):
        unsafe = _has_aside(more)
        found = _ROW.search(more)
        if found is None:
            parts.append(memoryview(more))
            continue
        number = int(found[1])
        if unsafe or number <= first:
            break
        yield _Rows(first, number, head, [*parts, memoryview(more)[: found.start()]])
        first, parts = number, [memoryview(more)[found.start() :]]
    else:
        yield None if unsafe or first == 1 else _Rows(first, 0, head, parts)
        return
    yield None


def _has_aside(text: bytes) -> bool:
    """Whether a comment or CDATA is in it, which may hold what looks like a row; a mark astride parts is `!` alone."""
    at = text.find(b"!")
    while at >= 0:
        if text[at - 1 : at] == b"<" or at == 0:
            return True
        at = text.find(b"!", at + 1)
    return False


def _read(
    cut: Iterator[_Rows | None],
    sheet: tuple[str, str],
    package: dict[str, bytes],
    threads: ThreadPoolExecutor,
) -> list[_Piece] | None:
    waiting: deque[Future[_Piece | None]] = deque()
    pieces: list[_Piece | None] = []
    for rows in cut:
        if rows is None:
            return None
        waiting.append(threads.submit(_read_piece, rows, sheet, package))
        if len(waiting) > THREADS:
            pieces.append(waiting.popleft().result())
            if pieces[-1] is None:
                return None
    pieces += [task.result() for task in waiting]
    done = [found for found in pieces if found is not None]
    return done if len(done) == len(pieces) else None


def _read_piece(rows: _Rows, sheet: tuple[str, str], package: dict[str, bytes]) -> _Piece | None:
    """One piece between anchors, which show where its rows and columns begin and end."""
    import fastexcel

    above, after = rows.first - 1, rows.after
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in package.items():
            archive.writestr(name, content)
        with archive.open(sheet[0], "w") as sheet_xml:
            for text in (rows.head, _anchor(above), *rows.parts, *((_anchor(after), _END) if after else ())):
                sheet_xml.write(text)
    loaded = fastexcel.read_excel(buffer.getvalue()).load_sheet(
        sheet[1], header_row=None, dtypes="string", skip_rows=None if above else 0
    )
    batch, told = loaded.to_arrow_with_errors()
    top = above or 1
    height = after - top + 1 if after else batch.num_rows
    anchors = [*([0] if above else []), *([batch.num_rows - 1] if after else [])]
    if batch.num_rows != height or any(batch.column(0)[row].as_py() != ANCHOR for row in anchors):
        return None  # a row stands out of order, so that it is not known where
    failed = [((row + top - 1, column), detail) for (row, column), detail in told_of(told)]
    kept = batch.slice(1 if above else 0, batch.num_rows - len(anchors))
    return _Piece(kept, failed, loaded.visible != "visible")


def told_of(told: Any) -> list[tuple[tuple[int, int], str]]:
    """Cells of which the reader could make no text, by (row, column) from 0, and what it says of them."""
    return [((error.position[0], error.position[1]), error.detail) for error in (told.errors if told else [])]


def _anchor(row: int) -> bytes:
    return b"" if not row else f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{ANCHOR}</t></is></c></row>'.encode()


def _joined(pieces: list[_Piece]) -> PiecedSheet:
    width = max(piece.batch.num_columns for piece in pieces)
    columns = [
        pa.concat_arrays(
            [
                piece.batch.column(place)
                if place < piece.batch.num_columns
                else pa.nulls(piece.batch.num_rows, pa.string())
                for piece in pieces
            ]
        )
        for place in range(width)
    ]
    filled = [place for place, column in enumerate(columns) if column.null_count < len(column)]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    table = pa.table({f"c{place - first}": columns[place] for place in range(first, last + 1)})
    failed = [((row, column - first), detail) for piece in pieces for (row, column), detail in piece.failed]
    return PiecedSheet(table, first, failed, pieces[0].hidden)
