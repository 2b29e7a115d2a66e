"""Unread terms (没有读出的加数): sums of a column in which a cell tells a figure that was not read are not told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Claim, Relation
from evallib.audit.ledger.tables.cells import Sheet
from evallib.parsing.claims.cell import cell_figure

#: “二十分”, “#REF!”, “见附件3”: a figure, or what stands for one; a dash or a blank is nought.
_TELLS = re.compile(r"^#|[0-9０-９一二三四五六七八九十百千万]")


def silence_unread(claims: Sequence[Claim], sheets: Sequence[Sheet]) -> None:
    """Take the strength from sums that fail and may hold a term that nobody could read.

    Args:
        claims: of one table.
        sheets: the table, and the tables that a form stacks on it.
    """
    failing = [r for claim in claims for r in claim.readings if r.formula.kind == "sum" and not r.holds()]
    if not failing:
        return
    unread = {
        (s.grid.block, r, c.index) for s in sheets for r in s.rows for c in s.columns if _is_unread(s, r, c.index)
    }
    for relation in failing:
        if unread & set(_between(relation)):
            relation.strength = 0.0


def _is_unread(sheet: Sheet, row: int, column: int) -> bool:
    cells = sheet.grid.table.rows[row]
    if row in sheet.by_index[column].cells or column >= len(cells) or cells[column].inherited:
        return False
    text = cells[column].text.strip()
    return bool(_TELLS.search(text)) and cell_figure(text) is None


def _between(relation: Relation) -> list[tuple[int, int, int]]:
    """The cells from the first to the last figure of a sum down a column."""
    places = [e.place for e in relation.entries]
    if len({(p.block, p.column) for p in places}) != 1:
        return []
    rows = [p.row - 1 for p in places]
    return [(places[0].block, row, places[0].column - 1) for row in range(min(rows), max(rows) + 1)]
