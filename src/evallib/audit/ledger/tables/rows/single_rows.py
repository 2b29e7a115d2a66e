"""Single rows (单行表): a table with one row of amounts, in which only the headers say what “合计” adds up.

Under several wide headers each has its own total (行政复议、行政诉讼 of the disclosure form): they confirm each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Entry, Formula, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|总数|总[件数]{1,2})(?:[(（].*)?$")
_INSIDE = re.compile(r"其中|人均|均$|单价")
#: How sure a total is that others beside it confirm, that of a long row, and that of a short one.
CONFIRMED, LONG, SHORT = 0.85, 0.76, 0.6
MANY, FEW = 4, 2


def single_row_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the totals of the only row of amounts, which may have rows of shares below it.

    Args:
        sheet: the table.
    """
    rows = {row: [c for c in sheet.columns if row in c.cells] for row in sheet.rows}
    shares = [row for row, cells in rows.items() if _is_of_shares(row, cells)]
    amounts = [row for row in rows if row not in shares]
    claims: list[Claim] = []
    if len(amounts) == 1:
        relations = list(_totals(sheet, amounts[0], rows[amounts[0]]))
        held = sum(r.holds() for r in relations)
        for relation in relations:
            long = CONFIRMED if held >= len(relations) - 1 > 0 else LONG if len(relation.terms) >= MANY else SHORT
            relation.strength = 0.0 if len(relations) - held > 1 else long
            claims.append(Claim(relation.result, [relation], ("single", sheet.grid.block, amounts[0])))
    return claims


def _is_of_shares(row: int, cells: Sequence[Column]) -> bool:
    return sum(c.cells[row].dimension == "percent" for c in cells) * 2 > len(cells)


def _totals(sheet: Sheet, row: int, columns: Sequence[Column]) -> Iterator[Relation]:
    """Every total with the amounts between it and the total before it, or the one behind it."""
    plain = [c for c in columns if c.cells[row].dimension != "percent"]
    # What is told in another unit (罚没金额 beside cases) is no part of the totals, and stands behind the last.
    units = {c.cells[row].mention.unit for c in plain if _TOTAL.match(c.head.label)}
    while plain and len(units) == 1 and plain[-1].cells[row].mention.unit not in units:
        plain.pop()
    labels = [c.head.label for c in plain]
    totals = [n for n, label in enumerate(labels) if _TOTAL.match(label)]
    if not totals or any(_INSIDE.search(label) for label in labels) or len(totals) * 3 > len(plain):
        return
    last = totals[-1] == len(plain) - 1
    if not last and totals[0]:
        return  # a total in the middle adds nobody knows what
    for n, at in enumerate(totals):
        before = totals[n - 1] + 1 if n else 0
        behind = totals[n + 1] if n + 1 < len(totals) else len(plain)
        parts = plain[before:at] if last else plain[at + 1 : behind]
        terms: list[Entry] = [c.cells[row] for c in parts]
        result = plain[at].cells[row]
        if len(terms) >= FEW and len({t.mention.unit for t in (result, *terms)}) == 1:
            yield make(result, terms, Formula("sum"), "sum.table", f"“{plain[at].label}”与各栏之和")
