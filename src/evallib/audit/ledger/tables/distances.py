"""Distances (差额): how far the sum of some rows lies from a total, and what that tells of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Relation
from evallib.audit.ledger.slips import slip_from
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns

#: So many units of the last place a long sum of rounded figures may lie off.
ROUNDED = 2
#: A mean of two rows is hardly one digit away from their sum where it is printed with so many.
DIGITS = 4
_CHANGED = re.compile("增减|变动|增加|减少")
_FIGURE = re.compile(r"-|—|-?\d{1,3}(?:,\d{3})*(?:\.\d+%?|%)|-?\d{1,3}(?:,\d{3})+")
#: So many columns settle what a total adds.
BORNE_OUT = 2
_TIME = re.compile("[天日年月秒周]|分钟?|小时|工作日")


def is_in_row(column: Column, left: Sequence[int], relation: Relation) -> bool:
    """Whether what a failing sum lacks is the figure of a row that it leaves out."""
    expected = relation.expected()
    rest = 0 if expected is None else abs(expected - relation.result.value)
    cells = (column.cells[r] for r in left if r in column.cells)
    return bool(rest) and any(abs(abs(c.value) - rest) <= relation.result.half for c in cells)


def miss(columns: Sequence[Column], row: int, rows: Sequence[int]) -> float:
    """How far the sums of some rows lie from a total, from 0 to 1."""
    column = next((c for c in columns if not c.is_rate and row in c.cells and c.cells[row].value), None)
    if column is None:
        return 0.0
    total = sum(column.cells[r].rough for r in rows if r in column.cells)
    return min(1.0, abs(total / column.cells[row].rough - 1))


def near(columns: Sequence[Column], row: int, rows: Sequence[int]) -> bool:
    """Whether every row has a figure and their sum comes near the total: then no row is missing."""
    column = next((c for c in columns if row in c.cells and sum(r in c.cells for r in rows) >= 2), None)
    if column is None or any(r not in column.cells for r in rows):
        return False
    total = sum(column.cells[r].rough for r in rows)
    return abs(total - column.cells[row].rough) <= 0.2 * abs(column.cells[row].rough)


def is_level(terms: Sequence[Entry], whole: Entry) -> bool:
    """Whether every part is of the size of the whole: a rate or a price, which make no sum."""
    return all(2 * whole.rough >= t.rough > 0.6 * whole.rough > 0 for t in terms)


def is_slipped_level(relation: Relation, held: int) -> bool:
    """Whether parts are of the size of their whole only for one wrong digit: 20.57 + 26.32 over 16.89.

    Whole numbers that so many other columns say to be parts are no rates, though they have fewer digits.
    """
    if not is_level(relation.terms, relation.result):
        return False
    if held >= BORNE_OUT and all(_is_counted(e) for e in relation.entries):
        able = [relation.result]
    else:
        short = len(relation.terms) <= 2 and relation.result.half
        able = [e for e in relation.entries if short and len(e.mention.digits.replace(".", "")) >= DIGITS]
    solved = [(e, relation.solved(e)) for e in able]
    return any(v is not None and v > 0 and slip_from(e.mention, v) for e, v in solved)


def _is_counted(entry: Entry) -> bool:
    """Whether a figure counts things, of which no mean is told: 家, 件, 户, and not days."""
    return entry.dimension == "count" and entry.mention.exact and not _TIME.fullmatch(entry.mention.unit)


def is_cut_list(relation: Relation, least: int) -> bool:
    """Whether so many parts make up less than their whole, and no wrong digit of any figure explains it.

    Then rows are left out that the whole holds: accounts that are kept secret, reserves that no row tells.
    """
    expected = relation.expected()
    if expected is None or relation.holds() or len(relation.terms) < least or expected >= relation.result.value:
        return False
    return not is_explained(relation)


def is_between(relation: Relation) -> bool:
    """Whether a total lies among its parts, as a mean does (生师比), and no slip explains that it is no more."""
    values = [t.rough for t in relation.terms]
    among = len(values) > 2 and 0 < min(values) <= relation.result.rough <= max(values)
    return among and not is_explained(relation)


def is_explained(relation: Relation, room: int = ROUNDED) -> bool:
    """Whether one wrong digit of a part or of the whole explains why a sum fails, but for so many units of rounding."""
    unit = 2 * relation.result.mention.half
    return any(
        (value := relation.solved(entry)) is not None
        and value * entry.value >= 0
        and slip_from(entry.mention, value + near * unit)
        for entry in relation.entries
        for near in range(-room, room + 1)
    )


def is_torn(sheet: Sheet, column: Column, rows: Sequence[int]) -> bool:
    """Whether figures of a column were not read: several in one cell, one run into a page number, a change left out."""
    cells = {r: row[column.index] for r, row in enumerate(sheet.grid.table.rows) if column.index < len(row)}
    texts = {r: cell.text for r, cell in cells.items() if not cell.inherited}
    lost = [r for r in rows if r not in column.cells and r in texts]
    if any(patterns.match(r"\s*-?\d[\d,.]*\s+[^\d\s]", texts[r]) for r in lost):  # “22860 第 6”
        return True
    # What nothing was held against is told as a blank.
    if _CHANGED.search(column.label) and any(_is_told(sheet, column, r) for r in lost):
        return True
    # “400 000 00” is one figure of which the commas are gone.
    words = (text.split() for text in texts.values())
    return any(len(several) > 2 and all(map(_FIGURE.fullmatch, several)) for several in words)


def _is_told(sheet: Sheet, column: Column, row: int) -> bool:
    return any(row in c.cells and c.cells[row].value for c in sheet.columns if c is not column and not c.is_rate)


def counts_twice(columns: Sequence[Column], column: Column, row: int, rows: Sequence[int]) -> bool:
    """Whether a sum is too large by a part that the parts right before it make up: a subtotal under another name.

    A subtotal is one in every column that is filled in its rows.
    """
    filled = [r for r in rows if r in column.cells]
    rest = sum(column.cells[r].value for r in filled) - column.cells[row].value
    return rest > 0 and any(
        column.cells[filled[at]].value == rest
        and any(_is_subtotal(columns, column, filled[first : at + 1]) for first in range(at - 1))
        for at in range(len(filled))
    )


def _is_subtotal(columns: Sequence[Column], column: Column, rows: Sequence[int]) -> bool:
    own = [column, *(c for c in columns if c is not column and not c.is_rate and all(r in c.cells for r in rows))]
    return all(sum(c.cells[r].value for r in rows[:-1]) == c.cells[rows[-1]].value for c in own)
