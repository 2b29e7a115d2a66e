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
    rows = [(row.cells, _within(inside, row.bbox)) for row in table.rows]
    held = [[cell and _within(own, cell) for cell in cells] for cells, own in rows]
    texts = [[None if own is None else extract_text([c for *_, c in own]) for own in row] for row in held]
    told = {id(c) for row in held for own in row for *_, c in own or ()}
    lost = [item for item in inside if id(item[2]) not in told and not item[2]["text"].isspace()]
    if lost:
        _set_back(table, texts, lost)
    return texts


def _set_back(table: Any, texts: list[list[str | None]], lost: list[tuple[float, float, Any]]) -> None:
    """Put what stands in no cell, where a rule is broken, under the column and into the row that it stands in."""
    from pdfplumber.utils.text import extract_text

    widths = [
        min((c[2] - c[0], c[0], c[2]) for row in table.rows if at < len(row.cells) and (c := row.cells[at]))
        for at in range(max(len(row.cells) for row in table.rows))
        if any(at < len(row.cells) and row.cells[at] for row in table.rows)
    ]
    for texts_of_row, row in zip(texts, table.rows, strict=True):
        for at, ((_, left, right), cell) in enumerate(zip(widths, row.cells, strict=False)):
            own = _within(lost, (left, row.bbox[1], right, row.bbox[3])) if cell is None else []
            if own:
                texts_of_row[at] = extract_text([c for *_, c in own])


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
