"""Missed wholes (差一位的总数): shares of a column that all but agree on an amount which is printed beside them.

Either one row misses the amount that all others are of, or all agree on a whole that one digit parts from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, RATE, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.slips import slip_from, slips_of
from evallib.audit.ledger.tables.cells import Column, Sheet

#: So many paragraphs above a table its whole is told; so many rows have to agree; how sure that is. Figures of less
#: digits are often near by accident.
NEAR, LEAST, DOUBTED, DIGITS = 2, 3, 0.45, 4
Span = tuple[Fraction, Fraction]


def missed_claims(ledger: Ledger, sheet: Sheet, part: Column, shares: Mapping[int, Entry]) -> Iterator[Claim]:
    """Claims that the share of a row is of the amount printed beside the table, where one slip explains that it is not.

    Args:
        ledger: the figures.
        sheet: the table.
        part: the column of what the shares are told of.
        shares: the shares by row.
    """
    spans = {r: span_of(part.cells[r], e) for r, e in shares.items() if r in part.cells}
    spans = {r: span for r, span in spans.items() if span[0] > 0}
    largest = max(part.cells[r].value for r in spans)
    near = [e for e in _near(ledger, sheet, part) if e.value >= largest and addable(e, part.cells[next(iter(spans))])]
    for whole in near:
        apart = [r for r, (low, high) in spans.items() if not low - whole.half <= whole.value <= high + whole.half]
        if len(apart) == 1 and len(spans) > LEAST:
            claim = _claim(sheet, part.cells[apart[0]], shares[apart[0]], whole)
            value = claim.readings[0].expected()
            if value is not None and slip_from(claim.entry.mention, value):
                yield claim
                return
    low, high = max(s[0] for s in spans.values()), min(s[1] for s in spans.values())
    for whole in near:
        if low <= high and any(low <= value <= high for value in slips_of(whole.mention)):
            row = max(spans, key=lambda r: part.cells[r].value)
            yield _claim(sheet, part.cells[row], shares[row], whole)
            return


def span_of(part: Entry, share: Entry) -> Span:
    """The wholes of which a part is so many per cent; nothing where the share may be nought.

    Args:
        part: an amount.
        share: its share.
    """
    least, most = share.value - share.mention.half, share.value + share.mention.half
    if least <= 0 or part.value <= 0:
        return Fraction(0), Fraction(0)
    return HUNDRED * (part.value - part.half) / most, HUNDRED * (part.value + part.half) / least


def _near(ledger: Ledger, sheet: Sheet, part: Column) -> list[Entry]:
    """Amounts of other columns, and those told right above the table, the nearest first."""
    cells = [e for c in sheet.columns if c is not part for e in c.cells.values()]
    told = [e for e in ledger.prose if 0 < sheet.grid.block - e.paragraph <= NEAR]
    amounts = [e for e in (*cells, *reversed(told)) if e.is_amount and not e.mention.hedge and e.role != "change"]
    return [e for e in amounts if len(e.mention.digits.replace(".", "")) >= DIGITS]


def _claim(sheet: Sheet, cell: Entry, share: Entry, whole: Entry) -> Claim:
    what = f"{cell.label}占比"
    relation = make(share, (cell, whole), RATE, "rate.share", what, DOUBTED)
    return Claim(share, [relation], ("missed", sheet.grid.block, share.index))
