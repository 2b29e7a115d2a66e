"""Further columns (另有一列): what a sum or a product lacks in one row may be a third column."""

from __future__ import annotations

from evallib.audit.ledger import Relation
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import Reading


def is_elsewhere(sheet: Sheet, column: Column, reading: Reading, row: int, relation: Relation) -> bool:
    """Whether what a failing sum lacks is in a column that it does not use: 派发 363, 已办结 326, 在办 34, 退回 3.

    A column that has an amount in the rows that hold is none: there the sum holds without it. A product may have a
    third factor: 人数 × 标准 in the rows of one day, × 天数 in the others.

    Args:
        sheet: the table.
        column: whose cell is the result.
        reading: the sum.
        row: the row that fails.
        relation: the sum or the product in that row.
    """
    expected = relation.expected()
    used = {column.index, *reading.sources}
    if relation.formula.kind == "product" and expected:
        factor = relation.result.value / expected
        others = (c.cells[row] for c in sheet.columns if c.index not in used and not c.is_rate and row in c.cells)
        return factor > 1 and any(cell.value == factor for cell in others)
    if relation.formula.kind != "sum" or expected is None:
        return False
    rest = abs(expected - relation.result.value)
    for other in sheet.columns:
        cell = other.cells.get(row)
        if other.index in used or other.is_rate or cell is None or not rest or abs(cell.value) != rest:
            continue
        if not any(other.cells[at].value for at in column.cells if at != row and at in other.cells):
            return True
    return False
