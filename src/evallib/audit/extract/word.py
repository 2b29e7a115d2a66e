"""Word (docx): paragraphs and tables in document order, merged cells included.

python-docx opens the package; the body is walked as XML because its table API visits every cell of a merged range
again for each row, which takes minutes in a long report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from evallib.audit.extract.layout import build_document
from evallib.audit.extract.table_pieces import Piece
from evallib.audit.reading.document import Cell, Document
from evallib.audit.reading.uncollected import uncollected
from evallib.intake.grids.word_tables import W, cells_of, columns_before, inside, rows_of

PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

TEXT, PARAGRAPH, TABLE = f"{W}t", f"{W}p", f"{W}tbl"
CELL_PROPERTIES, PROPERTIES, ALIGN = f"{W}tcPr", f"{W}rPr", f"{W}vertAlign"
SPAN, MERGED = f"{W}gridSpan", f"{W}vMerge"
#: What is read of a run, and what stands for what is no text.
SHOWN = {TEXT: "", f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
UNSEEN = (f"{W}strike", f"{W}dstrike", f"{W}vanish")
GONE = frozenset({f"{W}moveFrom", f"{W}del", FALLBACK})


def read_word(path: Path) -> Document:
    """Read a Word file; `line` of a place is the number of the paragraph (a table row counts as one)."""
    import docx

    body = docx.Document(str(path)).element.body
    pictures = sum(
        all(up.tag != FALLBACK for up in picture.iterancestors()) for picture in body.iter(f"{PIC}pic", f"{V}imagedata")
    )
    gaps = (f"文中有 {pictures} 张图片，图片里的数字没有读取（表格截图请换成表格）",) if pictures else ()
    with uncollected():
        return replace(build_document(path.name, _pieces(body), joined_lines=False), gaps=gaps)


def _pieces(body: Any) -> Iterator[Piece]:
    line = 0
    for child in inside(body, PARAGRAPH, TABLE):
        if child.tag == PARAGRAPH:
            line += 1
            yield Piece(line, _text(child))
            continue
        for piece in _table(child, line):
            line = max(line, piece.last_line)
            yield piece


def _table(table: Any, line: int) -> Iterator[Piece]:
    """A table, and behind it the tables that stand inside its cells.

    A table that only lays out the page (one row or one column around other tables) is told as its contents.
    """
    rows: list[list[Cell]] = []
    inner: list[Any] = []
    nests = next(table.iterdescendants(TABLE), None) is not None
    merges = next(table.iter(SPAN, MERGED), None) is not None
    for row in rows_of(table):
        line += 1
        rows.append(_row(row, line, rows[-1] if rows else [], merges))
        for cell in cells_of(row) if nests else ():
            inner += inside(cell, TABLE)
    if inner and (len(rows) == 1 or max(map(len, rows)) == 1):
        for row in rows:
            for cell in row:
                if cell.text and not cell.inherited:
                    yield from (Piece(cell.line, part) for part in cell.text.split("\n"))
    elif rows:
        yield Piece(rows[0][0].line, rows=rows)
    for nested in inner:
        for piece in _table(nested, line):
            line = max(line, piece.last_line)
            yield piece


def _row(row: Any, line: int, above: list[Cell], merges: bool) -> list[Cell]:
    """The cells of a row; `merges` is False where no cell of the table is wider or taller than one."""
    cells = [Cell(line=line)] * columns_before(row)
    for cell in cells_of(row):
        span, merged = 1, False
        for properties in cell.iterchildren(CELL_PROPERTIES) if merges else ():
            for mark in properties.iterchildren(SPAN, MERGED):
                if mark.tag == SPAN:
                    span = int(mark.get(f"{W}val"))
                else:
                    merged = mark.get(f"{W}val", "continue") == "continue"
        if merged and len(cells) < len(above):
            first = Cell(above[len(cells)].text, line, inherited=True)
        else:
            first = Cell("\n".join(filter(None, map(_text, inside(cell, PARAGRAPH)))), line)
        cells.append(first)
        if span > 1:
            cells.extend(Cell(first.text, line, inherited=True) for _ in range(span - 1))
    return cells or [Cell(line=line)]


def _text(paragraph: Any) -> str:
    """The text as it is now: what was deleted, moved away, crossed out or hidden is gone, and so are note numbers.

    A text box is written twice, for old and for new Word; it is read once.
    """
    if len(paragraph) == 1 and len(run := paragraph[0]) == 1 and run[0].tag == TEXT and not len(run[0]):
        return run[0].text or ""  # what most cells of a table are
    parts = []
    marked: bool | None = None
    for node in paragraph.iter(*SHOWN):
        tag, run = node.tag, node.getparent()
        # What was deleted or moved stands in an element of its own between the paragraph and the run.
        if run.getparent() is not paragraph and any(up.tag in GONE for up in node.iterancestors()):
            continue
        if marked is None and len(run) > 1:  # a run of text alone has no look of its own
            marked = next(paragraph.iter(ALIGN, *UNSEEN), None) is not None
        if marked and (_is_unseen(run) or (tag == TEXT and _is_note(run))):
            continue
        parts.append(node.text or "" if tag == TEXT else SHOWN[tag])
    return "".join(parts)


def _is_unseen(run: Any) -> bool:
    """Whether a run is crossed out or hidden."""
    looks = (look for properties in run.iterchildren(PROPERTIES) for look in properties.iterchildren(*UNSEEN))
    return any(look.get(f"{W}val", "1") not in {"0", "false", "off"} for look in looks)


def _is_note(run: Any) -> bool:
    """Whether a run is a number in superscript that no unit carries (m² keeps its power)."""
    align = next((a for properties in run.iterchildren(PROPERTIES) for a in properties.iterchildren(ALIGN)), None)
    if align is None or align.get(f"{W}val") != "superscript":
        return False
    before = run.getprevious()
    last = "".join(t.text or "" for t in before.iter(f"{W}t"))[-1:] if before is not None else ""
    return not (last.isascii() and last.isalpha())
