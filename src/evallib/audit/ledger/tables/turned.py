"""Turned tables (行列互换): rows of rates under columns of items, read as columns are."""

from __future__ import annotations

from evallib.audit.ledger import Claim
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.columns import column_claims
from evallib.audit.reading.grid import Head
from evallib.audit.reading.roles import role_of

MOST_ROWS = 12


def turned_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the rate rows of a small table that has its items side by side."""
    rows = sheet.rows
    rates = [r for r in rows if _is_rate_row(sheet, r)]
    if not rates or len(rows) > MOST_ROWS or len(rows) < 2 or any(c.is_rate for c in sheet.columns):
        return []
    columns = []
    for row in rows:
        cells = {c.index: c.cells[row] for c in sheet.columns if row in c.cells}
        columns.append(Column(row, Head("", sheet.labels[row], role_of(sheet.labels[row])), cells))
    labels = {c.index: c.label for c in sheet.columns}
    kinds = dict.fromkeys(labels, "line")
    turned = Sheet(sheet.grid, columns, list(labels), labels, kinds, dict.fromkeys(labels, ""))
    wanted = set(rates)
    return [claim for claim in column_claims(turned) if claim.group[2] in wanted]


def _is_rate_row(sheet: Sheet, row: int) -> bool:
    cells = [c.cells[row] for c in sheet.columns if row in c.cells]
    return len(cells) >= 2 and sum(e.dimension == "percent" for e in cells) * 2 > len(cells)
