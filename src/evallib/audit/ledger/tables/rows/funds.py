"""Funds (资金来源): the money of a project in a self-evaluation form, of which only one source has an amount.

“年度资金总额 90、其中：本年财政拨款 90、上年结转资金 blank、其他资金 blank”: the form lists every source there can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.tables.cells import Sheet
from evallib.audit.ledger.tables.distances import is_explained
from evallib.audit.reading.grid import MONEY_ROLES
from evallib.parsing.plain_text import squeeze

#: How sure a column is that another one bears out, and one that stands alone.
SURE, DOUBTED = 0.7, 0.45
_WHOLE = re.compile("资金(?:总额|总量|合计)")
_SOURCE = re.compile(
    "(?:财政|中央|省级?|市级?|区级?|县级?|镇级?|上级|本级|地方)[^，。]{0,4}(?:拨款|补助|配套)|配套|自筹|"
    "(?:财政|预算|专户|结转|其[他它]|单位|自有|上级|中央|省级|市级|区级|县级|本级|地方|专项|补助|社会|债券).{0,4}资金"
)
_NOTHING = re.compile("[-—–－/\\s0.]*")


def fund_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that all funds of a form are those of its sources, of which only one may have any.

    Args:
        sheet: the table.
    """
    for row in sheet.rows:
        sources = list(_sources(sheet, row)) if _WHOLE.search(sheet.labels[row]) else []
        columns = [c for c in sheet.columns if c.head.role in MONEY_ROLES and row in c.cells]
        filled = [r for r in sources if any(not _NOTHING.fullmatch(_text(sheet, r, c.index)) for c in columns)]
        if len(sources) < 2 or not filled:
            continue
        terms = [(c, [c.cells[r] for r in filled if r in c.cells]) for c in columns]
        relations = [
            make(c.cells[row], parts, SUM, "sum.table", f"“{c.head.label}”{sheet.labels[row]}")
            for c, parts in terms
            if parts and len({e.mention.unit for e in (c.cells[row], *parts)}) == 1
        ]
        yield from _claims(sheet, row, relations, alone=len(filled) == 1)


def _claims(sheet: Sheet, row: int, relations: list[Relation], *, alone: bool) -> Iterator[Claim]:
    held = sum(r.holds() and r.result.value != 0 for r in relations)
    empty = all(not r.result.value for r in relations)
    for at, relation in enumerate(relations):
        relation.strength = SURE if held >= 2 or (held and not relation.holds()) else DOUBTED
        # “0、0、0” over what was had: nobody filled in the whole, and that is told once.
        unfilled = empty and alone and not at and not relation.holds()
        if unfilled:
            relation.strength, relation.most = SURE, DOUBT
        # Of several sources some may be parts of others: one column has to say that they are not.
        if relation.holds() or unfilled or ((alone or held) and is_explained(relation)):
            yield Claim(relation.result, [relation], ("total", sheet.grid.block, row))


def _sources(sheet: Sheet, row: int) -> Iterator[int]:
    """The rows below the whole that name a source of funds, filled or not."""
    rows = sheet.grid.table.rows
    for at in range(row + 1, len(rows)):
        names = [squeeze(cell.text) for cell in rows[at] if cell.text.strip() and not cell.inherited]
        if not names or not any(_SOURCE.search(name) for name in names[:2]):
            return
        yield at


def _text(sheet: Sheet, row: int, column: int) -> str:
    return sheet.grid.table.rows[row][column].text
