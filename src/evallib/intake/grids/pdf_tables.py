"""Tables of PDF files (PDF 中的表): ruled ones by their lines, borderless ones by the gaps between their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evallib.intake.grids.document_sheets import DocumentTable
from evallib.intake.grids.open_sides import find_tables
from evallib.intake.grids.page_lines import lines_outside
from evallib.intake.grids.pdf_pages import pdf_pages
from evallib.intake.grids.ruled_tables import ruled_table
from evallib.intake.grids.wrapped_lines import FEWEST_COLUMNS, GAP, Part, Segmented, is_wrapped

FEWEST_LINES = 3
#: How many lines below one are looked at for what it belongs to.
AHEAD = 5


def pdf_tables(path: Path) -> list[DocumentTable]:
    """The tables of a PDF with a text layer, in order of pages, each with the lines above it.

    Args:
        path: a .pdf file that the guard has let through.

    Returns:
        Tables; none where the pages hold no text (a scan).
    """
    found: list[DocumentTable] = []
    lines: list[str] = []
    for number, page in enumerate(pdf_pages(path), start=1):
        for piece in _pieces(page):
            if isinstance(piece, str):
                lines.append(piece)
                continue
            found.append(DocumentTable(*piece, list(lines), number))
            lines.clear()
    if found:
        found[-1].below = lines
    return found


Piece = str | tuple[list[list[str]], list[tuple[int, int, int, int]]]


def _pieces(page: Any) -> Iterator[Piece]:
    """Lines and tables of a page from top to bottom."""
    tables = [table for table in find_tables(page) if len(table.rows) > 1 or len(table.rows[0].cells) > 2]
    boxes = [table.bbox for table in tables]
    pieces: list[tuple[float, Piece]] = [(box[1], ruled_table(t)) for t, box in zip(tables, boxes, strict=True)]
    for block in column_blocks(*lines_outside(page, boxes)):
        if isinstance(block, tuple):
            pieces.append((block[0], (block[1], [])))
        else:
            pieces += [(line["top"], line["text"]) for line in block]
    yield from (piece for _, piece in sorted(pieces, key=lambda item: item[0]))


def column_blocks(lines: Sequence[Any], chars: list[Any]) -> Iterator[tuple[float, list[list[str]]] | list[Any]]:
    """The lines of a page that stand in columns, as tables with their top; all others as lists of lines.

    Args:
        lines: outside ruled tables, see `lines_outside`.
        chars: what they are made of.
    """
    for block in line_blocks(in_parts(lines, chars)):
        if isinstance(block, tuple):
            yield block[0][0]["top"], block[1]
        else:
            yield block


def in_parts(lines: Sequence[Any], chars: list[Any]) -> list[Segmented]:
    """Text lines of a page, each with the parts that wide gaps set apart."""
    from pdfplumber.utils.text import extract_words

    words = extract_words(chars, x_tolerance=2.5, keep_blank_chars=False) if lines else []
    return [(line, _segments(line, words)) for line in lines]


def _segments(line: Any, words: Sequence[Any]) -> list[Part]:
    """The parts of a line that wide gaps set apart: left, right, text."""
    own = sorted(
        (w for w in words if line["top"] - 2 <= (w["top"] + w["bottom"]) / 2 <= line["bottom"] + 2),
        key=lambda w: w["x0"],
    )
    parts: list[Part] = []
    for word in own:
        if parts and word["x0"] - parts[-1][1] < GAP:
            left, _, text = parts[-1]
            parts[-1] = (left, word["x1"], _beside(text, word["text"]))
        else:
            parts.append((word["x0"], word["x1"], word["text"]))
    return parts


def _beside(left: str, right: str) -> str:
    """Two texts of one cell; two figures stay two, as they are on the page."""
    return f"{left} {right}" if left[-1:].isdigit() and right[:1].isdigit() else left + right


def line_blocks(lines: Sequence[Segmented]) -> Iterator[tuple[list[Any], list[list[str]]] | list[Any]]:
    """Runs of lines that stand in columns, as tables (the first line of every row, the rows); everything else as lines.

    >>> parts = [
    ...     [(0, 40, a), (50, 80, b), (90, 120, c), (130, 160, d)]
    ...     for a, b, c, d in (("项目", "预算", "执行", "件"), ("甲", "100", "200", "3"), ("乙", "10%", "元", "5"))
    ... ]
    >>> lines = [({"top": 12 * n, "bottom": 12 * n + 10}, line) for n, line in enumerate(parts)]
    >>> wide = {"top": 36, "bottom": 46}, [(0, 40, "合计"), (55, 115, "见附表"), (130, 160, "8")]
    >>> [rows for _, rows in line_blocks([*lines, wide])][0][1:3]
    [['甲', '100 200', '3'], ['乙', '10%元', '5']]
    """
    run: list[Segmented] = []
    wrapped: list[bool] = []
    lines = [*lines, ({}, [])]
    for at, item in enumerate(lines):
        if _is_header_again(run, item):
            continue
        wraps = is_wrapped(run, wrapped, item, lines[at + 1 : at + 1 + AHEAD])
        if wraps or len(item[1]) >= FEWEST_COLUMNS or _goes_on(run, item[1]):
            run.append(item)
            wrapped.append(wraps)
            continue
        if wrapped.count(False) >= FEWEST_LINES:
            yield _table(run, wrapped)
        elif run:
            yield [line for line, _ in run]
        run, wrapped = [], []
        if item[0]:
            yield [item[0]]


def _goes_on(run: Sequence[Segmented], parts: Sequence[Part]) -> bool:
    """Whether a shorter line (合计 and one amount) stands in the columns of the lines above it."""
    if len(run) < 2 or len(parts) != FEWEST_COLUMNS - 1:
        return False
    above = run[0][1]
    return all(any(left < end and start < right for start, end, _ in above) for left, right, _ in parts)


def _is_header_again(run: Sequence[Segmented], item: Segmented) -> bool:
    """Whether the next page begins with a line of the header that the table has at its top."""
    line, parts = item
    if not run or len(parts) < FEWEST_COLUMNS or line.get("page") == run[-1][0].get("page"):
        return False
    return [text for _, _, text in parts] in [[text for _, _, text in above] for _, above in run[:3]]


def _table(run: Sequence[Segmented], wrapped: Sequence[bool]) -> tuple[list[Any], list[list[str]]]:
    """A run of lines as rows of cells; what a narrow cell was wrapped into stands in the row above it."""
    first: list[Any] = []
    rows: list[list[str]] = []
    for (line, _), texts, wraps in zip(run, _columns([parts for _, parts in run]), wrapped, strict=True):
        if wraps:
            rows[-1] = [above + below for above, below in zip(rows[-1], texts, strict=True)]
        else:
            first.append(line)
            rows.append(texts)
    return first, rows


def _columns(rows: list[list[Part]]) -> list[list[str]]:
    """Rows of one table: parts that overlap from line to line are one column."""
    spans: list[list[float]] = []
    for left, right, _ in sorted(part for row in rows for part in row):
        if spans and left < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], right)
        else:
            spans.append([left, right])
    table = []
    for row in rows:
        texts = [""] * len(spans)
        for left, right, text in row:
            column = next(i for i, (start, end) in enumerate(spans) if start <= left and right <= end)
            texts[column] = _beside(texts[column], text)
        table.append(texts)
    return table
