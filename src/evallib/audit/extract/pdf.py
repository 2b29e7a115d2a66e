"""PDF with a text layer (文字版 PDF): text lines and ruled tables, read with pdfplumber; scans are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from evallib.audit.extract.filled_columns import with_filled_columns
from evallib.audit.extract.layout import build_document
from evallib.audit.extract.running_heads import Item, without_running_heads
from evallib.audit.extract.table_pieces import Piece
from evallib.audit.reading.document import Cell, Document
from evallib.intake.grids.open_sides import find_tables
from evallib.intake.grids.page_lines import lines_outside
from evallib.intake.grids.pdf_pages import pdf_pages
from evallib.intake.grids.pdf_tables import in_parts, line_blocks
from evallib.intake.grids.ruled_tables import cell_texts
from evallib.model.problems import EvallibError, Problem


def read_pdf(path: Path) -> Document:
    """Read a PDF; `line` counts the text lines and table rows of the whole file.

    Raises:
        EvallibError: the pages hold no text (a scan).
    """
    items: list[Item] = []
    pages: list[int] = []
    scanned: list[int] = []
    for page in pdf_pages(path):
        if page.images and not page.chars:
            scanned.append(page.page_number)
        pages.append(page.page_number)
        items += _items(page)
    pieces = list(_pieces(list(without_running_heads(items, len(pages)))))
    if not any(piece.text.strip() or piece.rows for _, piece in pieces):
        raise EvallibError(
            Problem(
                "audit.no_text",
                "PDF 中没有文字层（可能是扫描件）",
                file=path.name,
                expected="可以选中文字的 PDF",
                advice="请先做文字识别（OCR），或改用 docx、xlsx、txt",
            )
        )
    gaps = (f"第{'、'.join(map(str, scanned))}页是图片，没有文字层（请先做文字识别）",) if scanned else ()
    starts = _first_lines(pieces, pages)
    return replace(build_document(path.name, [piece for _, piece in pieces]), page_starts=starts, gaps=gaps)


def _line_height(page: Any) -> float:
    """How far apart the tops of characters of one line may lie: digits of another font are lower than words around."""
    sizes = sorted(char["size"] for char in page.chars)
    return max(3.0, 0.5 * sizes[len(sizes) // 2]) if sizes else 3.0


def _items(page: Any) -> list[Item]:
    """Lines outside tables and ruled tables, from top to bottom of one page."""
    tables = find_tables(page)
    boxes = [table.bbox for table in tables]
    found = [
        Item(page.page_number, box[1], rows=with_filled_columns(cell_texts(table)))
        for table, box in zip(tables, boxes, strict=True)
    ]
    found += [
        Item(page.page_number, line["top"], line=(line | {"page": page.page_number}, parts))
        for line, parts in in_parts(*lines_outside(page, boxes, _line_height(page)))
    ]
    return sorted(found, key=lambda item: item.top)


def _pieces(items: Sequence[Item]) -> Iterator[tuple[int, Piece]]:
    """Pages and pieces in order; what stands in columns is looked for across pages, and cut where a page is."""
    number = 0
    for ruled, group in groupby(items, key=lambda item: item.rows is not None):
        if ruled:
            for item in group:
                number, piece = _rows(item.rows or [], number)
                yield item.page, piece
            continue
        for block in line_blocks([item.line for item in group if item.line]):
            if not isinstance(block, tuple):
                for line in block:
                    number += 1
                    yield line["page"], Piece(number, line["text"])
                continue
            for page, rows in groupby(zip(*block, strict=True), key=lambda row: row[0]["page"]):
                number, piece = _rows([texts for _, texts in rows], number)
                yield page, piece


def _rows(rows: Sequence[Sequence[str | None]], number: int) -> tuple[int, Piece]:
    """A table from the line behind a number on, and its last line."""
    cells = []
    for row in rows:
        number += 1
        cells.append([Cell((cell or "").replace("\n", " ").strip(), number) for cell in row])
    return number, Piece(number - len(cells) + 1, rows=cells)


def _first_lines(pieces: Sequence[tuple[int, Piece]], pages: Sequence[int]) -> tuple[int, ...]:
    """The first line of every page; of one without any the line that comes next."""
    first: dict[int, int] = {}
    for page, piece in pieces:
        first.setdefault(page, piece.line)
    last = max((piece.last_line for _, piece in pieces), default=0)
    starts, following = [], last + 1
    for page in reversed(pages):
        following = first.get(page, following)
        starts.append(following)
    return tuple(starts[::-1])
