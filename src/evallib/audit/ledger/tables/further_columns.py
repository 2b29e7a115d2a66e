"""Further columns (另有一列): what a balance of two columns leaves over in one row may be told by a third column."""

from __future__ import annotations

from evallib.audit.ledger import Relation
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import Reading


def is_elsewhere(sheet: Sheet, column: Column, reading: Reading, row: int, relation: Relation) -> bool:
    """Whether what a failing sum lacks is in a column that it does not use: 派发 363, 已办结 326, 在办 34, 退回 3.

    A column that has an amount in the rows that hold is none: there the sum holds without it.

    Args:
        sheet: the table.
        column: whose cell is the result.
        reading: the sum.
        row: the row that fails.
        relation: the sum in that row.
    """
    expected = relation.expected()
    if relation.formula.kind != "sum" or expected is None:
        return False
    rest = abs(expected - relation.result.value)
    used = {column.index, *reading.sources}
    for other in sheet.columns:
        cell = other.cells.get(row)
        if other.index in used or other.is_rate or cell is None or not rest or abs(cell.value) != rest:
            continue
        if not any(other.cells[at].value for at in column.cells if at != row and at in other.cells):
            return True
    return False
