"""Panels (并列的几栏): one list printed beside itself, “省份｜数量｜省份｜数量”, with one total for all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, make
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.roles import total_kind
from evallib.model import patterns
from evallib.parsing.plain_text import squeeze

#: So many items at least, and so sure is a total of all of them that one digit parts from it.
LEAST, SURE = 5, 0.6
_WHOLE = r"全[国省市区县镇州盟旗]|总体"


def panel_claims(sheet: Sheet) -> Iterator[Claim]:
    """Claims that the only total of a list that goes on beside itself is the sum of all its items.

    Args:
        sheet: the table.
    """
    for columns in _repeated(sheet):
        items, totals = _taken_apart(sheet, columns)
        if len(totals) != 1 or len(items) < LEAST or len({e.mention.unit for e in (*items, *totals)}) > 1:
            continue
        what = f"“{columns[0].head.label}”各栏合计"
        relation = make(totals[0], items, SUM, "sum.table", what, SURE)
        yield Claim(totals[0], [relation], ("panels", sheet.grid.block, columns[0].index))


def panel_lists(sheet: Sheet) -> Iterator[tuple[list[Entry], str]]:
    """Every list that goes on beside itself and has no total: its items and what they are called.

    Args:
        sheet: the table.
    """
    for columns in _repeated(sheet):
        items, totals = _taken_apart(sheet, columns)
        if not totals and len(items) >= LEAST:
            yield items, columns[0].head.label


def _repeated(sheet: Sheet) -> Iterator[list[Column]]:
    """Columns of amounts of one name, each behind a column of names that is called the same."""
    alike: dict[tuple[str, str, str], list[Column]] = defaultdict(list)
    for column in sheet.columns:
        left = sheet.grid.heads.get(column.index - 1)
        named = left is not None and left.label and not left.group and not column.head.group
        if named and column.index - 1 not in sheet.by_index and not column.is_rate and left is not None:
            alike[column.head.label, left.label, column.head.unit].append(column)
    yield from (found for found in alike.values() if len(found) > 1)


def _taken_apart(sheet: Sheet, columns: list[Column]) -> tuple[list[Entry], list[Entry]]:
    """The items of all panels, and what the cell to the left calls a total."""
    items: list[Entry] = []
    totals: list[Entry] = []
    for column in columns:
        for row, entry in column.cells.items():
            name = squeeze(sheet.grid.table.rows[row][column.index - 1].text)
            whole = total_kind(name) != "line" or patterns.fullmatch(_WHOLE, name)
            (totals if whole else items).append(entry)
    return items, totals
