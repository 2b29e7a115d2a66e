"""Ruled tables of PDF files (PDF 中有线的表): texts of cells, broken ones in one piece, and merged ranges."""

from __future__ import annotations

import re
from typing import Any

#: A figure that goes on in the next line of its cell, and what a cell leaves free at both sides together, in points.
_FIGURE_GOES_ON = re.compile(r"(?<=[\d.,，])\s*\n\s*(?=[\d.,，%％])")
MARGINS = 14.0
#: A line that a narrow cell broke inside of Chinese words.
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff、，；：（])\n(?=[\u4e00-\u9fff…）])")


def cell_texts(table: Any) -> list[list[str | None]]:
    """The texts of a table's cells as pdfplumber's `extract` gives them; only what stands in the table is looked at.

    Args:
        table: of pdfplumber.
    """
    from pdfplumber.utils.text import extract_text

    inside = _within([((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2, c) for c in table.page.chars], table.bbox)
    texts: list[list[str | None]] = []
    for row in table.rows:
        own = _within(inside, row.bbox)
        texts.append([cell and extract_text([char for *_, char in _within(own, cell)]) for cell in row.cells])
    return texts


def _within(placed: list[tuple[float, float, Any]], box: tuple[float, float, float, float]) -> list[Any]:
    left, top, right, bottom = box
    return [item for item in placed if left <= item[0] < right and top <= item[1] < bottom]


def ruled_table(table: Any) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Texts and merged ranges: a cell whose box spans several columns or rows is merged."""
    texts = [
        [
            _BROKEN.sub("", _unwrapped(table.page, cell, (text or "").strip()))
            for cell, text in zip(line.cells, row, strict=True)
        ]
        for line, row in zip(table.rows, cell_texts(table), strict=True)
    ]
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


def _unwrapped(page: Any, cell: tuple[float, float, float, float] | None, text: str) -> str:
    """A cell's text, a figure for which it was too narrow in one line; figures that had room stay two."""
    if cell is None or not _FIGURE_GOES_ON.search(text):
        return text
    left, top, right, bottom = cell
    own = sum(
        char["width"]
        for char in page.chars
        if left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )
    return _FIGURE_GOES_ON.sub("", text) if own > right - left - MARGINS else text
