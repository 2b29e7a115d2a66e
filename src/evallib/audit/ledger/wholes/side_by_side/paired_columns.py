"""Paired columns (成对的分项): “发放217笔4286万元，其中个人209笔2686万元、企业8笔1600万元”.

Each item of such a list has a figure of every unit that the whole has. Where the figures of one unit add up, the items
are all there is, and those of the other have to add up as well, of however few digits they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns

_OPENS = re.compile(r"其中|分别|[(（：:]")
_ENDS = re.compile(r"[；;]|其中")
WIDEST, LEAST, MOST, TOLD = 3, 2, 12, 0.8
#: So many shares and rates may stand between the amounts and what makes them up.
ASIDE = 2


def column_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every column of the items behind amounts of several units."""
    claims: list[Claim] = []
    for first in ledger.prose[LEAST:]:
        if first.spot is None or not _OPENS.search(first.spot.gap):
            continue
        for width in range(WIDEST, LEAST - 1, -1):
            wholes = _amounts_before(ledger, first)[-width:]
            if len(wholes) == width and _is_row(wholes, wholes) and first.sentence - wholes[0].sentence <= 1:
                rows = _rows(ledger, first, wholes)
                columns = [[row[i] for row in rows] for i in range(width)] if rows else []
                found = [make(w, c, SUM, "sum.prose", what_of(w)) for w, c in zip(wholes, columns, strict=False)]
                held = [r for r in found if r.holds() and r.result.value]
                for relation in found if len(held) == len(found) - 1 else held:
                    # Where all hold, a wrong digit of one would be told.
                    relation.strength = TOLD if relation not in held or len(held) == len(found) else 0.0
                    claims.append(Claim(relation.result, [relation], ("columns", first.index)))
                if held:
                    break
    return claims


def _amounts_before(ledger: Ledger, first: Entry) -> list[Entry]:
    """The amounts before a list: “126户，入库21.5亿元，占税收的57.5%，其中” tells of what share in between."""
    before = ledger.prose[max(0, first.index - WIDEST - ASIDE) : first.index]
    return [e for e in before if e.is_amount or e.dimension != "percent"]


def _is_row(row: Sequence[Entry], wholes: Sequence[Entry]) -> bool:
    """Whether amounts stand one behind the other, with the units of a row of totals."""
    plain = all(e.is_amount and e.role == "plain" and not e.mention.hedge and e.depth == row[0].depth for e in row)
    units = len({e.mention.unit for e in wholes}) == len(wholes)
    alike = all(addable(a, b) and a.mention.unit == b.mention.unit for a, b in zip(row, wholes, strict=True))
    return plain and units and alike and row[0].sentence == row[-1].sentence


def _rows(ledger: Ledger, first: Entry, wholes: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The items, as long as each has a figure of every unit; none where fewer than two have."""
    rows: list[Sequence[Entry]] = []
    width = len(wholes)
    for at in range(first.index, first.index + width * MOST, width):
        row = ledger.prose[at : at + width]
        if len(row) < width or row[0].sentence != first.sentence or not _is_row(row, wholes):
            break
        gap = row[0].spot.gap if row[0].spot is not None else ""
        if rows and (row[0].depth != first.depth or patterns.search(_ENDS, gap)):
            break
        rows.append(row)
    return rows if len(rows) >= LEAST else []
