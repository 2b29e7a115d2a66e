"""Labelled cells (名目与数同格): “其中：基本支出：1768.16万元”, a name and its amount in one cell of a form.

A form lists all there is below “按支出性质分：”, so that its amounts make up what is printed behind it or, where that
is nothing, the money of the year above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.reading.document import Document, Table
from evallib.audit.reading.grid import MONEY_ROLES
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.claims.mentions import Mention, normalise

_CELL = re.compile(r"(?P<name>[^\d。；;]{2,24}?)[:：]\s*(?P<figure>[-\d][^:：。；;]{0,20})?\s*")
_OPENS = re.compile(r"按[^:：]{1,8}分[:：]")
_WHOLE = re.compile("资金(?:总额|总量|合计)|^合计|总计")
PATH = "名目与数同格"
#: So far below the money of the year a form takes it apart, and into so many names.
NEAR, MOST = 4, 12
TOLD, ELSEWHERE = 0.7, 0.5


def labelled_entries(document: Document, sheets: Iterable[Sheet]) -> Iterator[Entry]:
    """The amounts of all lists that a form opens with “按…分：”, their whole first.

    Args:
        document: the document.
        sheets: its tables.
    """
    for block, table in document.tables:
        wholes = [e for s in sheets if s.grid.block == block for e in _wholes_of(s, len(table.rows))]
        known = next((e.mention for e in wholes), None)
        for row, column in _openings(table):
            for at in range(row, min(row + MOST, len(table.rows))):
                cell = table.rows[at][column]
                match = _CELL.fullmatch(normalise(cell.text)) if not cell.inherited else None
                if match is None or (at > row and _OPENS.match(normalise(cell.text))):
                    break
                mention = cell_figure(match["figure"]) if match["figure"] else None
                if mention is None:
                    continue
                start = match.start("figure")
                mention = _scaled(replace(mention, start=start, end=start + len(match["figure"].rstrip())), known)
                place = document.place_in_table(block, at, column, mention.start, mention.end)
                whole, name = at == row, match["name"].removeprefix("其中:").removeprefix("其中：")
                path = (table.title, f"{PATH}{row}-{column}")
                yield Entry(0, mention, place, name, "cell", block, -1, table.section, "", is_whole=whole, path=path)


def labelled_claims(ledger: Ledger, sheets: Iterable[Sheet]) -> Iterator[Claim]:
    """Claims that the amounts of such a list make up its whole.

    Args:
        ledger: the figures.
        sheets: the tables.
    """
    listed = [e for e in ledger.cells if e.path and e.path[-1].startswith(PATH)]
    sheets = list(sheets)
    for (block, _), group in groupby(listed, key=lambda e: (e.paragraph, e.path)):
        entries = list(group)
        parts = [e for e in entries if not e.is_whole]
        own = [e for e in entries if e.is_whole]
        above = [e for s in sheets if s.grid.block == block for e in _wholes_of(s, parts[0].place.row if parts else 0)]
        readings = [make(w, parts, SUM, "sum.table", f"“{w.label}”与各项之和", TOLD) for w in own if parts]
        readings += [make(w, parts, SUM, "sum.table", f"“{w.label}”与各项之和", ELSEWHERE) for w in above if not own]
        if any(r.holds() for r in readings) or any(one_slip_mends(r) for r in readings):
            yield Claim(readings[0].result, readings, ("labelled", parts[0].index))
        same = [make(w, (e,), SUM, "sum.table", f"“{w.label}”", ELSEWHERE) for w in own for e in above]
        if any(r.holds() for r in same):
            yield Claim(own[0], same, ("labelled", own[0].index))


def _openings(table: Table) -> Iterator[tuple[int, int]]:
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if not cell.inherited and _OPENS.match(normalise(cell.text)):
                yield r, c


def _wholes_of(sheet: Sheet, before: int) -> list[Entry]:
    """The money of the year that stands right above, as planned and as spent."""
    rows = [r for r in sheet.rows if before - NEAR - MOST <= r < before and _WHOLE.search(sheet.labels[r])]
    return [c.cells[r] for r in rows[-1:] for c in sheet.columns if c.head.role in MONEY_ROLES and r in c.cells]


def _scaled(mention: Mention, known: Mention | None) -> Mention:
    """A bare amount in the unit of the money above."""
    if mention.dimension or known is None or not known.dimension:
        return mention
    value, half = mention.value * known.scale, mention.half * known.scale
    return replace(mention, value=value, half=half, dimension=known.dimension, unit=known.unit, scale=known.scale)
