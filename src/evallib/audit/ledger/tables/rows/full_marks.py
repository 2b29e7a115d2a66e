"""Full marks (满分): a column of what was taken off and one of what is left of it make up the same in every row.

“暗访扣分3.4｜实际得分36.6”: that there were 40 to be had is printed nowhere, and the other rows say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from evallib.audit.ledger import Claim, Formula, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns

_OFF, _LEFT = re.compile(r"扣分|扣减|减分"), re.compile(r"得分|实得|剩余分")
#: So many rows, so much of all, have to agree; how sure they are together, and more than MANY.
LEAST, MOST_OF, MANY = 3, Fraction(3, 4), 5
LIKELY, SURE = 0.6, 0.95


def full_mark_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that what is left is what could be had less what was taken off.

    Args:
        sheet: the table.
    """
    for off in sheet.columns:
        if not patterns.search(_OFF, off.label) or off.is_rate:
            continue
        for left in sheet.columns:
            if left is not off and not left.is_rate and patterns.search(_LEFT, left.head.label):
                yield from _claims(sheet, off, left)


def _claims(sheet: Sheet, off: Column, left: Column) -> Iterator[Claim]:
    rows = [r for r in off.cells if r in left.cells and sheet.kinds[r] == "line"]
    had = Counter(left.cells[r].value + abs(off.cells[r].value) for r in rows)
    full, agree = next(iter(had.most_common(1)), (Fraction(0), 0))
    different = {off.cells[r].value for r in rows if left.cells[r].value + abs(off.cells[r].value) == full}
    if agree < LEAST or agree < MOST_OF * len(rows) or len(different) < LEAST:
        return
    below = any(off.cells[r].value < 0 for r in rows)  # “-3.4”: taken off, and printed so
    formula = Formula("sum", signs=(1 if below else -1,), constant=full)
    for row in rows:
        what, note = f"{sheet.labels[row]}“{left.head.label}”", f"其余各行合起来都是{float(full):g}分"
        strength = SURE if agree >= MANY else LIKELY
        relation = make(left.cells[row], (off.cells[row],), formula, "score.deduction", what, strength, note=note)
        yield Claim(left.cells[row], [relation], ("full", sheet.grid.block, left.index))
