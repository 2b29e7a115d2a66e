"""Lone parts (只填一项的合计): “合计｜中央资金｜省级资金” where every row has money of one of them only.

A sum of one figure says nothing by itself: all rows together say that the first column is the whole of the others,
where more than one of these is filled in somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, make
from evallib.audit.ledger.slips import is_slipped
from evallib.audit.ledger.tables.cells import Column, Sheet

_WHOLE = re.compile(r"^(?:合计|小计|总计|共计|总额|总数)")
#: So many rows agree, of which so many columns are filled in.
ROWS, PARTS, MOST_PARTS = 3, 2, 6
STRENGTH, MOST = 0.6, 0.9


def lone_part_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that the total of a row is the only part that it has.

    Args:
        sheet: the table.
    """
    for whole in sheet.columns:
        if _WHOLE.match(whole.head.label) and not whole.is_rate:
            parts = _parts(sheet, whole)
            if len(parts) >= PARTS:
                yield from _claims(sheet, whole, parts)


def _parts(sheet: Sheet, whole: Column) -> list[Column]:
    """The columns right behind a total, under the same wide header, up to the next total."""
    parts: list[Column] = []
    for index in range(whole.index + 1, whole.index + 1 + MOST_PARTS):
        column = sheet.by_index.get(index)
        if column is None or column.head.group != whole.head.group or column.dimension != whole.dimension:
            break
        if _WHOLE.match(column.head.label) or column.is_rate:
            break
        parts.append(column)
    return parts


def _claims(sheet: Sheet, whole: Column, parts: Sequence[Column]) -> Iterator[Claim]:
    rows = [r for r in sheet.rows if r in whole.cells and whole.cells[r].value]
    filled = {r: [c for c in parts if r in c.cells and c.cells[r].value] for r in rows}
    agree = [r for r in rows if sum(c.cells[r].value for c in filled[r]) == whole.cells[r].value]
    if len(agree) < ROWS - 1 or len(agree) < len(rows) - 1 or len(rows) < ROWS:
        return
    if len({c.index for r in rows for c in filled[r]}) < PARTS:
        return
    for row in rows:
        if len(filled[row]) != 1:
            continue
        total, part = whole.cells[row], filled[row][0].cells[row]
        relation = make(total, (part,), SUM, "sum.table", f"{sheet.labels[row]}“{whole.head.label}”", STRENGTH)
        relation.most = MOST
        if relation.holds() or is_slipped(total.mention, part.value):
            yield Claim(total, [relation], ("lone", sheet.grid.block, row, whole.index))
