"""Said growth of rows (文字与逐期表的增幅): “二季度新收环比增长25%” where the table has a row for every quarter.

The words name the row and the column; what it grew from is the row above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, Relation, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.movements.period_rows import STEPS, PeriodRows, period_rows
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

#: Of another time, of a part of the row, or of a change of a change.
_OTHER = re.compile("其中|占比|比重|预计|计划|增速|增幅|降幅|累计")
#: So far away the table stands; so sure it is where the row and the column are named, and where the row is the last.
NEAR, SURE, LAST = 12, 0.8, 0.62


def row_growth_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims about rates of growth whose two amounts stand in two rows of a table.

    Args:
        ledger: the figures.
        sheets: the tables.
    """
    dated = [(sheet, periods) for sheet in sheets if (periods := period_rows(sheet)) is not None]
    for entry in ledger.prose if dated else ():
        if entry.role != "growth" or entry.dimension != "percent" or entry.mention.hedge or entry.spot is None:
            continue
        before = normalise(paragraph_of(ledger.document, entry))[: entry.place.start]
        sentence = patterns.split("[。；;\n]", before)[-1]
        if _OTHER.search(clause := patterns.split("[，,]", sentence)[-1]):
            continue
        for sheet, periods in dated:
            if abs(sheet.grid.block - entry.paragraph) <= NEAR:
                reading = _reading(entry, sheet, periods, (sentence, clause))
                if reading is not None:
                    yield Claim(entry, [reading], ("row_growth", entry.index))


def _reading(entry: Entry, sheet: Sheet, periods: PeriodRows, said: tuple[str, str]) -> Relation | None:
    sentence, clause = said
    if not patterns.search(STEPS[periods.unit], clause):
        return None
    order = list(periods.rows)
    named = [(sentence.rfind(name), name) for name in order if name in sentence]
    at = order.index(max(named)[1] if named else order[-1])
    columns = [c for c in sheet.columns if not c.is_rate and (words := _bare(c)) and words in clause]
    if len(columns) != 1 or at == 0:
        return None
    new, old = (columns[0].cells.get(periods.rows[order[n]]) for n in (at, at - 1))
    if new is None or old is None or old.value <= 0:
        return None
    formula = Formula("change", factor=(entry.direction or 1) * HUNDRED)
    return make(entry, (new, old), formula, "growth.prose", f"“{_bare(columns[0])}”增长率", SURE if named else LAST)


def _bare(column: Column) -> str:
    """The name of a column without its unit."""
    return patterns.sub(r"[（(][^）)]*[)）]|\s", "", column.head.label)
