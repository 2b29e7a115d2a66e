"""Filled columns (实有的栏): a ruled table whose lines run a little apart from row to row has too many columns.

Every row of figures then fills as many cells as the others, in places that lie close together, and blanks between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evallib.parsing.claims.cell import cell_figure

Row = Sequence[str | None]
#: So many rows and so many cells in each tell which columns there are.
ROWS, CELLS = 2, 4


def with_filled_columns(rows: Sequence[Row]) -> list[list[str | None]]:
    """The rows with the columns that are there, where blanks stand between them; others as they are.

    Args:
        rows: the texts of a table, "" or None where there is none.

    Example:
        >>> rows = [["项目", "", "", "", "2025年", "", "2024年", ""], ["", "金额", "", "占比", "金额", "", "占比", ""]]
        >>> rows += [["甲", "1.2", "", "30%", "1.1", "", "", "28%"], ["乙", "2.8", "70%", "", "2.9", "", "72%", ""]]
        >>> with_filled_columns(rows)[2:]
        [['甲', '1.2', '30%', '1.1', '28%'], ['乙', '2.8', '70%', '2.9', '72%']]
    """
    same = [list(row) for row in rows]
    filled = [[at for at, text in enumerate(row) if (text or "").strip()] for row in rows]
    body = [cells for row, cells in zip(rows, filled, strict=True) if sum(_is_figure(row[at]) for at in cells) >= ROWS]
    width = len(body[0]) if body else 0
    if len(body) < ROWS or width < CELLS or any(len(cells) != width for cells in body) or width == len(rows[0]):
        return same
    spans = [(min(cells[n] for cells in body), max(cells[n] for cells in body)) for n in range(width)]
    if any(a[1] >= b[0] for a, b in pairwise(spans)):
        return same
    result: list[list[str | None]] = []
    for row, cells in zip(rows, filled, strict=True):
        places = [_nearest(at, spans) for at in cells] if len(cells) != width else list(range(width))
        if len(set(places)) < len(places):
            return same
        result.append([None] * width)
        for place, at in zip(places, cells, strict=True):
            result[-1][place] = row[at]
    return result


def _is_figure(text: str | None) -> bool:
    return cell_figure((text or "").strip()) is not None


def _nearest(at: int, spans: Sequence[tuple[int, int]]) -> int:
    return min(range(len(spans)), key=lambda n: max(spans[n][0] - at, at - spans[n][1], 0))
