"""Running sums (累计): a column of one period each beside what it has come to so far, row by row.

“1月｜4.2｜4.2”, “2月｜9.6｜13.8”: what it came to is that of the row above and what this row adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evallib.audit.ledger import SUM, Claim, Relation, make
from evallib.audit.ledger.movements.period_rows import period_rows
from evallib.audit.ledger.tables.cells import Column, Sheet

_SO_FAR = re.compile(r"累计|累积")
#: So many rows agree at least, and so many fail at most: one wrong sum is wrong in its row and in the next.
LEAST, MOST, SURE = 2, 2, 0.9


def running_claims(sheet: Sheet) -> list[Claim]:
    """Claims that a column called 累计 adds up the one beside it.

    Args:
        sheet: the table.
    """
    periods = period_rows(sheet)
    if periods is None or periods.unit == "年":
        return []
    rows, claims = list(periods.rows.values()), []
    for total in (c for c in sheet.columns if _SO_FAR.search(c.head.label) and not c.is_rate):
        for own in (c for c in sheet.columns if _is_its_period(c, total)):
            told = list(_steps(sheet, total, own, rows))
            held = sum(r.holds() for r in told)
            if held >= LEAST and len(told) - held <= min(held, MOST):
                for relation in told:
                    relation.strength = SURE
                claims += [Claim(r.result, [r], ("running", sheet.grid.block, total.index)) for r in told]
    return claims


def _is_its_period(column: Column, total: Column) -> bool:
    """Whether a column is of the same thing: 当月 beside 累计, 受理量 beside 累计受理量."""
    if column is total or column.is_rate or _SO_FAR.search(column.label) or column.head.group != total.head.group:
        return False
    return abs(column.index - total.index) == 1 and column.dimension == total.dimension


def _steps(sheet: Sheet, total: Column, own: Column, rows: list[int]) -> Iterator[Relation]:
    for above, row in pairwise(rows):
        if above not in total.cells or row not in total.cells or row not in own.cells:
            continue  # a cell that is no figure costs its own row alone
        terms = (total.cells[above], own.cells[row])
        what = f"{sheet.labels[row]}“{total.head.label}”"
        yield make(total.cells[row], terms, SUM, "sum.table", what)
