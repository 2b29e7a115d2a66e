"""Wider sums (合计栏): what a column of totals adds beyond what its rows confirm best.

A column of noughts confirms nothing: a sum holds with it and without it. Where the headers say that it belongs to the
sum (under the same wide header, or between the parts and “合计”), a figure in it is held against the total.
"""

from __future__ import annotations

from dataclasses import replace

from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import Reading, amount_readings, prior_of
from evallib.audit.ledger.tables.rows.row_relations import Rows, tried

#: The header calls a column a total.
NAMED = 0.6
#: So many rows show that a sum is meant.
TELLING = 2


def with_empty_columns(sheet: Sheet, column: Column, reading: Reading) -> Reading:
    """A sum of neighbours with the columns beside them that hold nothing in all rows but one.

    Args:
        sheet: the table.
        column: whose cells are the totals.
        reading: what most rows confirm.
    """
    if reading.code != "sum.table" or reading.formula.signs or reading.whole is not None:
        return reading
    plain = [c for c in sorted(sheet.columns, key=lambda c: c.index) if not c.is_rate]
    at = {c.index: n for n, c in enumerate(plain)}
    first, last, own = at[reading.sources[0]], at[reading.sources[-1]], at.get(column.index, -1)
    if last - first + 1 != len(reading.sources):
        return reading
    between = plain[own + 1 : first] if own < first else plain[last + 1 : own]
    named = prior_of(sheet, column, reading) >= NAMED and all(_is_empty(c) for c in between)
    found = [c.index for c in between] if named else []
    for step, edge in ((1, last), (-1, first)):
        group, n = plain[edge].head.group, edge + step
        while group and 0 <= n < len(plain) and plain[n].head.group == group and n != own and _is_empty(plain[n]):
            found.append(plain[n].index)
            n += step
    if not found:
        return reading
    wider = replace(reading, sources=tuple(sorted({*reading.sources, *found})))
    held, failed, telling = tried(sheet, column, wider)
    return wider if telling >= TELLING and failed <= 1 < held else reading


def without_stranger(sheet: Sheet, column: Column, reading: Reading, rows: Rows) -> Reading:
    """A sum without the column by which every row that has a figure in it fails: it is told beside the others.

    Args:
        sheet: the table.
        column: whose cells are the totals.
        reading: what most rows confirm.
        rows: how they do.
    """
    if reading.code != "sum.table" or reading.formula.signs or rows[1] < TELLING or len(reading.sources) <= TELLING:
        return reading
    for source in reading.sources:
        fewer = replace(reading, sources=tuple(s for s in reading.sources if s != source))
        held, failed, telling = tried(sheet, column, fewer)
        if failed <= rows[1] - TELLING and held >= rows[0] and telling >= TELLING:
            return fewer
    return reading


def _is_empty(column: Column) -> bool:
    """Whether nothing stands in it but in one row."""
    return len(column.cells) > TELLING and sum(bool(e.value) for e in column.cells.values()) <= 1


def named_sum(sheet: Sheet, column: Column, best: Reading | None) -> tuple[Reading, Rows] | None:
    """A sum that the header names and that one row alone denies, where another reading holds in every row.

    “合计、小计、购置、运行、接待”: of 小计 = 合计 − 接待 nothing is wrong where 购置 is.

    Args:
        sheet: the table.
        column: whose cells are the totals.
        best: what most rows confirm.
    """
    found: tuple[Reading, Rows] | None = None
    if column.is_rate:
        return None
    for reading in amount_readings(sheet, column):
        if reading.code != "sum.table" or prior_of(sheet, column, reading) < NAMED:
            continue
        if best is not None and set(reading.sources) <= set(best.sources):
            continue
        rows = tried(sheet, column, reading)
        if rows[1] == 1 and rows[2] >= TELLING and (found is None or rows[2] > found[1][2]):
            found = reading, rows
    return found
