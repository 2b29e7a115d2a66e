"""Weight sums (权重合计): weights that make up 100%, 1 or 100 in a last row that is called otherwise than 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, make
from evallib.audit.ledger.tables.cells import Sheet

#: What all weights make up; so many rows have one, and so sure that is.
ALL, LEAST, SURE = (1, 100), 3, 0.85
_WHOLE = re.compile(r"总体|综合|总得?分|平均|全[市区县省州]|合计|总计|整体")


def weight_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that the weights of all rows make up that of the last, which is the whole of them (总体, 综合得分).

    Args:
        sheet: the table.
    """
    lines = [r for r in sheet.rows if sheet.kinds[r] == "line"]
    if len(lines) != len(sheet.rows) or len(lines) <= LEAST or not _WHOLE.search(sheet.labels[lines[-1]]):
        return
    for column in sheet.columns:
        if column.head.role != "weight" or any(r not in column.cells for r in lines):
            continue
        whole, parts = column.cells[lines[-1]], [column.cells[r] for r in lines[:-1]]
        relation = make(whole, parts, SUM, "sum.weight", f"“{column.head.label}”合计", SURE)
        made = sum(p.value for p in parts)
        if whole.value in ALL or made in ALL:
            yield Claim(whole, [relation], ("weights", sheet.grid.block, column.index))
