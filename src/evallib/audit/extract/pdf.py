"""PDF with a text layer (文字版 PDF): text lines and ruled tables, read with pdfplumber; scans are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from evallib.audit.extract.layout import Piece, build_document
from evallib.audit.reading.document import Cell, Document
from evallib.intake.grids.pdf_pages import pdf_pages
from evallib.intake.grids.pdf_tables import column_blocks
from evallib.model.problems import EvallibError, Problem


def read_pdf(path: Path) -> Document:
    """Read a PDF; `line` counts the text lines and table rows of the whole file.

    Raises:
        EvallibError: the pages hold no text (a scan).
    """
    pieces: list[Piece] = []
    starts: list[int] = []
    scanned: list[int] = []
    for page in pdf_pages(path):
        if page.images and not page.chars:
            scanned.append(page.page_number)
        last = pieces[-1].rows[-1][0].line if pieces and pieces[-1].rows else pieces[-1].line if pieces else 0
        starts.append(last + 1)
        pieces.extend(_pieces(page, last))
    if not any(piece.text.strip() or piece.rows for piece in pieces):
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
    return replace(build_document(path.name, pieces), page_starts=tuple(starts), gaps=gaps)


def _line_height(page: Any) -> float:
    """How far apart the tops of characters of one line may lie: digits of another font stand lower than the words around them."""
    sizes = sorted(char["size"] for char in page.chars)
    return max(3.0, 0.5 * sizes[len(sizes) // 2]) if sizes else 3.0


def _pieces(page: Any, line: int) -> Iterator[Piece]:
    """Lines outside tables and tables, from top to bottom of one page."""
    tables = page.find_tables()
    found: list[tuple[float, str | list[list[str | None]]]] = [(table.bbox[1], table.extract()) for table in tables]
    lines = [
        text
        for text in page.extract_text_lines(strip=True, return_chars=False, y_tolerance=_line_height(page))
        if not any(box.bbox[1] <= (text["top"] + text["bottom"]) / 2 <= box.bbox[3] for box in tables)
    ]
    for block in column_blocks(page, lines):
        if isinstance(block, tuple):
            found.append((block[0], [list(row) for row in block[1]]))
        else:
            found += [(text["top"], text["text"]) for text in block]
    for _, content in sorted(found, key=lambda item: item[0]):
        if isinstance(content, str):
            line += 1
            yield Piece(line, content)
            continue
        rows = []
        for row in content:
            line += 1
            rows.append([Cell((cell or "").replace("\n", " ").strip(), line) for cell in row])
        if rows:
            yield Piece(rows[0][0].line, rows=rows)
