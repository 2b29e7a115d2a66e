"""Open sides (两侧无竖线的表): ruled tables of a PDF whose first and last columns have no line at their outer edge."""

from __future__ import annotations

from typing import Any

#: How far the rules of rows must reach beyond the outer upright line for a column to stand there, and how many must.
COLUMN, RULES = 12.0, 3


def find_tables(page: Any) -> list[Any]:
    """The ruled tables of a page, the columns at their open sides included.

    Args:
        page: of pdfplumber.
    """
    tables: list[Any] = page.find_tables()
    sides = sorted({x for table in tables for x in _open_sides(page, table)})
    return list(page.find_tables({"explicit_vertical_lines": sides})) if sides else tables


def _open_sides(page: Any, table: Any) -> list[float]:
    """Where the rules of a table end beyond its outer lines: left, right, or neither."""
    left, top, right, bottom = table.bbox
    rules = [
        edge
        for edge in page.horizontal_edges
        if top - 1 <= edge["top"] <= bottom + 1 and edge["x0"] < left + 1 and edge["x1"] > right - 1
    ]
    if len({round(edge["top"]) for edge in rules}) < RULES:
        return []
    ends = min(edge["x0"] for edge in rules), max(edge["x1"] for edge in rules)
    return [end for end, side in zip(ends, (left, right), strict=True) if abs(end - side) > COLUMN]
