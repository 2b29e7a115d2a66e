"""Tables of PDF files (PDF 中的表): ruled ones by their lines, borderless ones by the gaps between their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evallib.intake.grids.document_sheets import DocumentTable
from evallib.intake.grids.pdf_pages import pdf_pages

#: White space that parts two columns of a borderless table, in points.
GAP = 9.0
FEWEST_LINES = 3
FEWEST_COLUMNS = 3

#: A line that a narrow cell broke inside of Chinese words.
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff、，；：（])\n(?=[\u4e00-\u9fff…）])")


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
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 2]
    pieces: list[tuple[float, Piece]] = [(table.bbox[1], _ruled(table)) for table in tables]
    lines = [
        line
        for line in page.extract_text_lines(strip=True, return_chars=False)
        if not any(t.bbox[1] <= (line["top"] + line["bottom"]) / 2 <= t.bbox[3] for t in tables)
    ]
    for block in column_blocks(page, lines):
        if isinstance(block, tuple):
            pieces.append((block[0], (block[1], [])))
        else:
            pieces += [(line["top"], line["text"]) for line in block]
    yield from (piece for _, piece in sorted(pieces, key=lambda item: item[0]))


def column_blocks(page: Any, lines: Sequence[Any]) -> Iterator[tuple[float, list[list[str]]] | list[Any]]:
    """The lines of a page that stand in columns, as tables with their top; all others as lists of lines.

    Args:
        page: of pdfplumber.
        lines: its text lines outside ruled tables.
    """
    words = page.extract_words(x_tolerance=2.5, keep_blank_chars=False) if lines else []
    yield from _blocks([(line, _segments(line, words)) for line in lines])


def _ruled(table: Any) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Texts and merged ranges: a cell whose box spans several columns or rows is merged."""
    texts = [[_BROKEN.sub("", (text or "").strip()) for text in row] for row in table.extract()]
    lefts = sorted({round(cell[0]) for row in table.rows for cell in row.cells if cell})
    tops = sorted({round(cell[1]) for row in table.rows for cell in row.cells if cell})
    merged = []
    for row, line in enumerate(table.rows):
        for column, cell in enumerate(line.cells):
            if cell is None:
                continue
            right = column + sum(round(cell[0]) < left < round(cell[2]) - 1 for left in lefts)
            bottom = row + sum(round(cell[1]) < top < round(cell[3]) - 1 for top in tops)
            if right > column or bottom > row:
                merged.append((row, column, min(bottom, len(texts) - 1), min(right, len(line.cells) - 1)))
    return texts, merged


def _segments(line: Any, words: Sequence[Any]) -> list[tuple[float, float, str]]:
    """The parts of a line that wide gaps set apart: left, right, text."""
    own = sorted(
        (w for w in words if line["top"] - 2 <= (w["top"] + w["bottom"]) / 2 <= line["bottom"] + 2),
        key=lambda w: w["x0"],
    )
    parts: list[tuple[float, float, str]] = []
    for word in own:
        if parts and word["x0"] - parts[-1][1] < GAP:
            left, _, text = parts[-1]
            parts[-1] = (left, word["x1"], text + word["text"])
        else:
            parts.append((word["x0"], word["x1"], word["text"]))
    return parts


Segmented = tuple[Any, list[tuple[float, float, str]]]


def _blocks(lines: list[Segmented]) -> Iterator[tuple[float, list[list[str]]] | list[Any]]:
    """Runs of lines that stand in columns, as tables; everything else as lines."""
    run: list[Segmented] = []
    for item in [*lines, ({}, [])]:
        if len(item[1]) >= FEWEST_COLUMNS or _goes_on(run, item[1]):
            run.append(item)
            continue
        if len(run) >= FEWEST_LINES:
            yield run[0][0]["top"], _columns([parts for _, parts in run])
        elif run:
            yield [line for line, _ in run]
        run = []
        if item[0]:
            yield [item[0]]


def _goes_on(run: Sequence[Segmented], parts: Sequence[tuple[float, float, str]]) -> bool:
    """Whether a shorter line (合计 and one amount) stands in the columns of the lines above it."""
    if len(run) < 2 or len(parts) != FEWEST_COLUMNS - 1:
        return False
    above = run[0][1]
    return all(any(left < end and start < right for start, end, _ in above) for left, right, _ in parts)


def _columns(rows: list[list[tuple[float, float, str]]]) -> list[list[str]]:
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
            texts[column] += text
        table.append(texts)
    return table
