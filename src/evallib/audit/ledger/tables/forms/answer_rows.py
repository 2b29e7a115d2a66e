"""Answer rows (逐行的答案占比): “项目｜满意(%)｜一般(%)｜不满意(%)”: the answers to every question make up a hundred.

No column is a total, so that only the rows themselves say it: where all but one make up a hundred, that one has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from evallib.audit.ledger import HUNDRED, Claim, Formula, Relation, make
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.tables.cells import Column, Sheet

#: So many columns of shares stand side by side, and so many rows say that they make up all.
COLUMNS, ROWS = 3, 3
STRENGTH, MOST = 0.6, 0.9


def answer_row_claims(sheet: Sheet) -> Iterator[Claim]:
    """One claim for every row of shares that make up a hundred, or do but for one digit.

    Args:
        sheet: the table.
    """
    rates = [c for c in sheet.columns if c.is_rate]
    for _, run in groupby(enumerate(rates), key=lambda pair: pair[1].index - pair[0]):
        columns = [column for _, column in run]
        if len(columns) < COLUMNS:
            continue
        found = [r for row in sheet.rows if (r := _row(sheet, columns, row)) is not None]
        held = [r for r in found if r.holds()]
        if len(held) < ROWS or len(held) < len(found) - 1:
            continue
        for relation in found:
            if relation.holds() or one_slip_mends(relation):
                relation.most = MOST
                yield Claim(relation.result, [relation], ("answers", sheet.grid.block, relation.result.index))


def _row(sheet: Sheet, columns: Sequence[Column], row: int) -> Relation | None:
    cells = [c.cells[row] for c in columns if row in c.cells]
    if len(cells) < len(columns) or any(e.dimension != "percent" for e in cells):
        return None
    formula = Formula("sum", signs=(-1,) * (len(cells) - 1), constant=HUNDRED)
    what = f"“{sheet.labels[row]}”各项占比之和应为 100%"
    return make(cells[-1], cells[:-1], formula, "share.total", what, STRENGTH)
