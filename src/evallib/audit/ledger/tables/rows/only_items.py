"""Only items (唯一的一项): a total of a table in which one item has an amount, and the others have blank cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import is_explained
from evallib.audit.ledger.tables.outline import outer

#: So many items at least are blank; a total that differs is a doubt: an amount may have been left out.
LEAST, DOUBTED = 2, 0.35
_NOTHING = re.compile("[-—–－/\\s]*")


def only_item_claims(sheet: Sheet, row: int) -> Iterator[Claim]:
    """Claims that a total is the only amount above or below it: 合计 0.36、出国费 blank、接待费 0.36、车辆 blank.

    Args:
        sheet: the table.
        row: its only total.
    """
    if [r for r, kind in sheet.kinds.items() if kind != "line"] != [row]:
        return
    for column in sheet.columns:
        if row not in column.cells or column.is_rate or column.head.role in {"weight", "score", "unit_price"}:
            continue
        items = _filled(sheet, column)
        if len(items) == 1 and items[0].mention.unit == column.cells[row].mention.unit:
            what = f"“{column.head.label}”{sheet.labels[row]}"
            relation = make(column.cells[row], items, SUM, "sum.table", what, DOUBTED)
            if relation.holds() or is_explained(relation):
                yield Claim(column.cells[row], [relation], ("total", sheet.grid.block, row))


def _filled(sheet: Sheet, column: Column) -> list[Entry]:
    """The items of a column that have an amount, if all others are blank; nothing where a cell was not read."""
    lines = [r for r, kind in sheet.kinds.items() if kind == "line" and sheet.labels[r]]
    cells = {r: sheet.grid.table.rows[r][column.index] for r in lines if r not in column.cells}
    if len(cells) < LEAST or any(cell.inherited or not _NOTHING.fullmatch(cell.text) for cell in cells.values()):
        return []
    filled = [r for r in lines if r in column.cells]
    return [column.cells[r] for r in (outer(sheet, filled) if len(filled) > 1 else filled)]
