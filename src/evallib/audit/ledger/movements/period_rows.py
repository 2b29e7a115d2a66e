"""Rows of periods (逐期的行): a row for each month, quarter or year, and how each grew from the one above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evallib.audit.ledger import HUNDRED, Claim, Formula, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns
from evallib.parsing.numerals import read_count

_ROW = re.compile(
    r"^(?:20\d\d年)?第?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})(?P<unit>月|季度|周)份?$|^(?P<year>20\d\d)年?度?$"
)
#: What compares a row with the one above it.
STEPS = {
    "月": r"环比|[较比]上个?月",
    "季度": r"环比|[较比]上个?季度?",
    "周": r"环比|[较比]上个?周",
    "年": r"同比|[较比](?:上|去)年|增[长幅速]",
}
#: So many rows agree at least, and no more than one fails.
LEAST, SURE, LIKELY = 2, 0.9, 0.76


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """The rows of a table that follow each other in time.

    Args:
        unit: 月, 季度, 周 or 年.
        rows: the index of each row by its name, the earliest first.
    """

    unit: str
    rows: dict[str, int]


def period_rows(sheet: Sheet) -> PeriodRows | None:
    """The rows of one kind of period, None where there are fewer than two or they do not follow each other."""
    told = [(m, sheet.labels[row], row) for row in sheet.rows if (m := _ROW.match(sheet.labels[row]))]
    numbers = [int(m["year"]) if m["year"] else read_count(m["n"]) for m, _, _ in told]
    units = {m["unit"] or "年" for m, _, _ in told}
    if len(told) < LEAST or len(units) != 1 or any(b != a + 1 for a, b in pairwise(numbers)):
        return None
    return PeriodRows(units.pop(), {name: row for _, name, row in told})


def growth_row_claims(sheet: Sheet) -> list[Claim]:
    """Claims that a column called 同比 or 环比 tells how the column beside it grew from row to row.

    Args:
        sheet: the table.
    """
    periods = period_rows(sheet)
    claims: list[Claim] = []
    for rate in sheet.columns if periods else ():
        if periods is None or not rate.is_rate or not patterns.search(STEPS[periods.unit], rate.label):
            continue
        # What came to be (累计) may stand between a rate and the amounts that it is of.
        for amount in sorted((c for c in sheet.columns if c.index < rate.index), key=lambda c: -c.index):
            told = [] if amount.is_rate else list(_steps(rate, amount, list(periods.rows.values())))
            held = sum(r.holds() for r in told)
            if held >= LEAST and len(told) - held <= 1:
                for relation in told:
                    relation.strength = SURE if held > LEAST else LIKELY
                claims += [Claim(r.result, [r], ("row_growth", sheet.grid.block, rate.index)) for r in told]
                break
    return claims


def _steps(rate: Column, amount: Column, rows: list[int]) -> Iterator[Relation]:
    for above, row in pairwise(rows):
        cells = (amount.cells.get(row), amount.cells.get(above))
        if row in rate.cells and cells[0] is not None and cells[1] is not None and cells[1].value > 0:
            entry = rate.cells[row]
            fell = not entry.mention.signed and entry.value >= 0 and cells[0].value < cells[1].value
            formula = Formula("change", factor=-HUNDRED if fell else HUNDRED)
            yield make(entry, (cells[0], cells[1]), formula, "growth.table", f"“{rate.head.label}”")
