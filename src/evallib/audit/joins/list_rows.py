"""Lists and rows (文中所列与表中各行): “甲县得分145.89分、乙县145.20分” beside a table whose rows are 甲县 and 乙县."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.entries import are_equal
from evallib.audit.ledger.tables.cells import Sheet
from evallib.model import patterns

NEAR = 4
#: Rows by their names, each in its part of the table.
_Rows = dict[str, tuple[Sheet, int]]


def row_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims about figures of a sentence that a column of a near table tells of the same names.

    The column is the one that most of the sentence agrees with; two figures that agree make a third that does not a
    finding.
    """
    by_block: dict[int, list[_Rows]] = defaultdict(list)
    for parts in _lists(sheets):
        if rows := _named(parts):
            by_block[parts[0].grid.block].append(rows)
    for entries in ledger.by_sentence.values():
        block = entries[0].paragraph
        for rows in [rows for n in range(block - NEAR, block + NEAR + 1) for rows in by_block.get(n, ())]:
            told = [(e, r) for e in entries if e.role in {"plain", "rate"} and (r := _row(e, rows)) is not None]
            for kind in dict.fromkeys(e.dimension for e, _ in told):
                alike = [(e, r) for e, r in told if e.dimension == kind]
                if len(alike) >= 3:
                    yield from _claims(rows, alike)


def _lists(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, ...]]:
    """The parts of tables that make one list: those of one table that have the same columns, such as its two halves."""
    lists: dict[tuple[int, tuple[str, ...]], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        lists[sheet.grid.block, tuple(column.label for column in sheet.columns)].append(sheet)
    yield from map(tuple, lists.values())


def _named(parts: Sequence[Sheet]) -> _Rows:
    """The rows of a list by their names, without a name that two of its parts have."""
    rows: _Rows = {}
    for sheet in parts:
        own = {sheet.labels[r]: (sheet, r) for r in sheet.rows if len(sheet.labels[r]) >= 2}
        twice = rows.keys() & own.keys()
        rows = {name: row for name, row in (rows | own).items() if name not in twice}
    return rows


def _row(entry: Entry, rows: _Rows) -> str | None:
    """The row that the words before a figure begin with or name, by its name."""
    name = entry.label
    if not (name.startswith(labels := tuple(rows)) or name.endswith(labels)):
        return None  # most figures
    found = max((len(label), label) for label in rows if name.startswith(label) or name.endswith(label))
    # “四星以上” is more than the row 四星.
    return None if patterns.match(r"(?:及其?)?以[上下内外]|[及和与]", name[found[0] :]) else found[1]


def _claims(rows: _Rows, told: list[tuple[Entry, str]]) -> Iterator[Claim]:
    best: tuple[int, int] | None = None
    first, _ = next(iter(rows.values()))
    for at in range(len(first.columns)):
        agreed = sum(are_equal(e, cell) for e, name in told if (cell := _cell(rows[name], at)) is not None)
        if best is None or agreed > best[0]:
            best = agreed, at
    if best is None or best[0] < 2 or best[0] * 2 < len(told):
        return
    held, at = best
    for entry, name in told:
        if (cell := _cell(rows[name], at)) is None:
            continue
        strength = 0.85 if held >= 3 else 0.7
        what = f"“{name}”的{first.columns[at].head.label}，文字与表"
        yield Claim(entry, [make(entry, (cell,), SUM, "same.row", what, strength)], ("row", entry.index))


def _cell(row: tuple[Sheet, int], at: int) -> Entry | None:
    """The figure of a row in the column of that place."""
    sheet, index = row
    return sheet.columns[at].cells.get(index)
