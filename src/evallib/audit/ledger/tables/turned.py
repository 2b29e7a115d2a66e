"""Turned tables (行列互换): rows of rates under columns of items, read as columns are."""

from __future__ import annotations

from collections.abc import Iterable

from evallib.audit.ledger import Claim
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.columns import column_claims
from evallib.audit.reading.grid import Head
from evallib.audit.reading.roles import role_of, total_kind

MOST_ROWS = 12


def turned_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the rate rows of a small table that has its items side by side.

    Args:
        sheet: the table.
    """
    turned = _turned(sheet)
    if turned is None:
        return []
    wanted = {column.index for column in turned.columns if _is_rate_row(sheet, column.index)}
    return [claim for claim in column_claims(turned) if claim.group[2] in wanted]


def turned_sheets(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Every table that has its items side by side (数量 and 占比 one below the other), as one that has them as rows.

    Args:
        sheets: the tables.
    """
    return [turned for sheet in sheets if (turned := _turned(sheet)) is not None]


def _turned(sheet: Sheet) -> Sheet | None:
    """A small table of which some rows are rates and no column is, with its rows as columns."""
    rows = sheet.rows
    if not 2 <= len(rows) <= MOST_ROWS or any(c.is_rate for c in sheet.columns):
        return None
    if not any(_is_rate_row(sheet, r) for r in rows):
        return None
    columns = []
    for row in rows:
        cells = {c.index: c.cells[row] for c in sheet.columns if row in c.cells}
        columns.append(Column(row, Head("", sheet.labels[row], role_of(sheet.labels[row])), cells))
    labels = {c.index: c.label for c in sheet.columns}
    kinds = {c.index: "line" if total_kind(c.head.label) == "line" else "total" for c in sheet.columns}
    return Sheet(sheet.grid, columns, list(labels), labels, kinds, dict.fromkeys(labels, ""))


def _is_rate_row(sheet: Sheet, row: int) -> bool:
    cells = [c.cells[row] for c in sheet.columns if row in c.cells]
    return len(cells) >= 2 and sum(e.dimension == "percent" for e in cells) * 2 > len(cells)
