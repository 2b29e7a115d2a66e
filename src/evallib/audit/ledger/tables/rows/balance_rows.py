"""Balance rows (收支结余行): what the rows of income and expenses of a table leave, column by column."""

from __future__ import annotations

import re

from evallib.audit.ledger import LESS, Claim, make
from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.ledger.tables.outline import PART_OF

#: What is carried over from other years follows from more than income and expenses.
_LEFT = re.compile(r"(?:收支|当[年期月季]|本[年期月季]).*(?:结余|结存|差额|盈余)(?:[(（].*)?$|^(?:收支)?(?:结余|差额)$")
_INCOME, _EXPENSES = re.compile("收入"), re.compile("支出")
#: How sure it is where two columns say so, where one does, and where none does.
SURE, LIKELY, DOUBTED = 0.85, 0.7, 0.5


def balance_row_claims(sheet: Sheet) -> list[Claim]:
    """Claims that a row of what is left is the nearest row of income above it less that of expenses.

    Args:
        sheet: the table.
    """
    claims: list[Claim] = []
    for row in (r for r in sheet.rows if _LEFT.search(sheet.labels[r])):
        above = [r for r in sheet.rows[: sheet.rows.index(row)][::-1] if not PART_OF.match(sheet.labels[r])]
        income, expenses = (
            next((r for r in above if p.search(sheet.labels[r]) and not other.search(sheet.labels[r])), None)
            for p, other in ((_INCOME, _EXPENSES), (_EXPENSES, _INCOME))
        )
        if income is None or expenses is None:
            continue
        relations = [
            make(c.cells[row], (c.cells[income], c.cells[expenses]), LESS, "sum.balance", sheet.labels[row])
            for c in sheet.columns
            if not c.is_rate and all(r in c.cells for r in (row, income, expenses))
        ]
        held = sum(r.holds() for r in relations)
        failed = len(relations) - held
        for relation in relations:
            relation.strength = SURE if held >= 2 * failed and held > 1 else LIKELY if held else DOUBTED
            relation.strength = 0.0 if failed > max(1, held) else relation.strength
            claims.append(Claim(relation.result, [relation], ("balance_row", sheet.grid.block, row)))
    return claims
