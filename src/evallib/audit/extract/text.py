"""Plain text (纯文本): lines, and tables whose cells are separated by tabs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evallib.audit.document import Cell, Document
from evallib.audit.extract.layout import Piece, build_document


def read_text(path: Path) -> Document:
    """Read a UTF-8 (or GB18030) text file.

    Args:
        path: the file; lines that hold a tab are table rows.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return build_document(path.name, split_lines(text))


def split_lines(text: str) -> Iterator[Piece]:
    """Pieces of a text: one per line, one per run of table rows."""
    rows: list[list[Cell]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if "\t" in line:
            rows.append([Cell(cell.strip(), number) for cell in line.split("\t")])
            continue
        if rows:
            yield Piece(rows[0][0].line, rows=rows)
            rows = []
        yield Piece(number, line.replace("\f", ""))
    if rows:
        yield Piece(rows[0][0].line, rows=rows)
