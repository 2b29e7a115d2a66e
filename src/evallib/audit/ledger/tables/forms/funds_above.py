"""Funds above (上面的资金表): the lines of funds of a form that a line of its own cuts off from the indicators below.

“年度绩效指标完成情况” between them makes two tables of one form: the 10 points for carrying out the budget stand in the
upper one, and the total of the lower one holds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.reading.document import Document, Paragraph
from evallib.audit.reading.grid import is_form

_FUNDS, _POINTS = frozenset({"executed", "execution_rate"}), frozenset({"weight", "score"})
#: So many lines of so many characters stand between the two, and none is a sentence or the head of another form.
LINES, LONGEST = 2, 24
_SENTENCE = re.compile(r"[，。；,;]|自评表|评价表|附[件表]")


def funds_above(document: Document, sheets: Sequence[Sheet], sheet: Sheet) -> list[Sheet]:
    """The form of funds right above some indicators in a table of its own.

    Args:
        document: where both stand.
        sheets: the tables before it.
        sheet: the indicators.
    """
    last = next((s for s in reversed(sheets) if s.grid.block != sheet.grid.block), None)
    if last is None or not 1 < sheet.grid.block - last.grid.block <= LINES + 1:
        return []
    between = document.blocks[last.grid.block + 1 : sheet.grid.block]
    if not all(isinstance(b, Paragraph) and len(b.text) <= LONGEST and not _SENTENCE.search(b.text) for b in between):
        return []
    upper, lower = ({c.head.role for c in s.columns} for s in (last, sheet))
    told = bool(upper & _FUNDS) and bool(upper & _POINTS) and len(lower & _POINTS) == len(_POINTS)
    return [last] if told and not lower & _FUNDS and is_form(sheet.grid.table) else []
