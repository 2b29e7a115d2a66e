"""Word (docx): paragraphs and tables in document order, merged cells included.

python-docx opens the package; the body is walked as XML because its table API visits every cell of a merged range
again for each row, which takes minutes in a long report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from evallib.audit.extract.layout import Piece, build_document
from evallib.audit.reading.document import Cell, Document

PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_word(path: Path) -> Document:
    """Read a Word file; `line` of a place is the number of the paragraph (a table row counts as one)."""
    import docx

    body = docx.Document(str(path)).element.body
    pictures = sum(
        all(up.tag != FALLBACK for up in picture.iterancestors()) for picture in body.iter(f"{PIC}pic", f"{V}imagedata")
    )
    gaps = (f"文中有 {pictures} 张图片，图片里的数字没有读取（表格截图请换成表格）",) if pictures else ()
    return replace(build_document(path.name, _pieces(body), joined_lines=False), gaps=gaps)


def _pieces(body: Any) -> Iterator[Piece]:
    line = 0
    for child in body.iterchildren():
        if child.tag == f"{W}p":
            line += 1
            yield Piece(line, _text(child))
        elif child.tag == f"{W}tbl":
            for piece in _table(child, line):
                line = max(line, piece.line, *(row[0].line for row in piece.rows or []), line)
                yield piece
        elif child.tag == f"{W}sdt":
            for content in child.iterchildren(f"{W}sdtContent"):
                yield from _pieces(content)


def _table(table: Any, line: int) -> Iterator[Piece]:
    """A table, and behind it the tables that stand inside its cells.

    A table that only lays out the page (one row or one column around other tables) is told as its contents.
    """
    rows: list[list[Cell]] = []
    inner: list[Any] = []
    for row in table.iterchildren(f"{W}tr"):
        line += 1
        rows.append(_row(row, line, rows[-1] if rows else []))
        for cell in row.iterchildren(f"{W}tc"):
            inner += cell.iterchildren(f"{W}tbl")
    if inner and (len(rows) == 1 or max(map(len, rows)) == 1):
        for row in rows:
            for cell in row:
                if cell.text and not cell.inherited:
                    yield from (Piece(cell.line, part) for part in cell.text.split("\n"))
    elif rows:
        yield Piece(rows[0][0].line, rows=rows)
    for nested in inner:
        for piece in _table(nested, line):
            line = max(line, piece.line, *(row[0].line for row in piece.rows or []), line)
            yield piece


def _row(row: Any, line: int, above: list[Cell]) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterchildren(f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        span, merged = 1, False
        if properties is not None:
            grid, vertical = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            span = int(grid.get(f"{W}val")) if grid is not None else 1
            merged = vertical is not None and vertical.get(f"{W}val", "continue") == "continue"
        if merged and len(cells) < len(above):
            first = Cell(above[len(cells)].text, line, inherited=True)
        else:
            first = Cell("\n".join(filter(None, map(_text, cell.iterchildren(f"{W}p")))), line)
        cells.append(first)
        cells.extend(Cell(first.text, line, inherited=True) for _ in range(span - 1))
    return cells or [Cell(line=line)]


def _text(paragraph: Any) -> str:
    """The text as it is now: what was deleted or moved away is gone, and so are note numbers in superscript.

    A text box is written twice, for old and for new Word; it is read once.
    """
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if any(up.tag in {f"{W}moveFrom", f"{W}del", FALLBACK} for up in node.iterancestors()):
            continue
        if node.tag == f"{W}t" and _is_note(node):
            continue
        parts.append(node.text or "" if node.tag == f"{W}t" else " ")
    return "".join(parts)


def _is_note(node: Any) -> bool:
    """Whether a run is a number in superscript that no unit carries (m² keeps its power)."""
    align = node.getparent().find(f"{W}rPr/{W}vertAlign")
    if align is None or align.get(f"{W}val") != "superscript":
        return False
    before = node.getparent().getprevious()
    last = "".join(t.text or "" for t in before.iter(f"{W}t"))[-1:] if before is not None else ""
    return not (last.isascii() and last.isalpha())
