"""Strayed columns (错开的栏): figures beside the column that the header names, where uneven rules part the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evallib.audit.reading.document import Cell
from evallib.audit.reading.slipped_rows import Named
from evallib.parsing.claims.cell import cell_figure

Placed = list[tuple[Cell, int]]


def strayed_columns(heads: Mapping[int, Named], rows: Sequence[Sequence[Cell]]) -> dict[int, int]:
    """Columns of figures without a name, each with the named one beside it whose blanks they fill.

    Args:
        heads: what the columns are called.
        rows: below the header.
    """
    found: dict[int, int] = {}
    for column, head in heads.items():
        filled = [r for r, row in enumerate(rows) if _tells(row[column]) and not row[column].inherited]
        if head.label or not filled or any(cell_figure(rows[r][column].text) is None for r in filled):
            continue
        for beside in (column - 1, column + 1):
            if beside not in heads or not heads[beside].label or beside in found.values():
                continue
            cells = [row[beside] for row in rows if _tells(row[beside])]
            blank = not any(_tells(rows[r][beside]) for r in filled)
            if blank and not any(cell_figure(cell.text) is None for cell in cells):
                found[column] = beside
                break
    return found


def beside_heads(cells: Placed, strays: Mapping[int, int]) -> Placed:
    """The cells of a row with strayed figures under their names.

    >>> beside_heads([(Cell("甲"), 0), (Cell(), 1), (Cell("8"), 2)], {2: 1})[1][0].text
    '8'
    """
    for column, named in strays.items():
        if _tells(cells[column][0]):
            cells[column], cells[named] = cells[named], cells[column]
    return cells


def _tells(cell: Cell) -> bool:
    return bool(cell.text.strip(" -—–"))
