"""Lists and rows (文中所列与表中各行): “甲县得分145.89分、乙县145.20分” beside a table whose rows are 甲县 and 乙县."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, make
from evallib.audit.ledger.entries import are_equal
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.model import patterns

NEAR = 4


def row_claims(ledger: Ledger, sheets: Sequence[Sheet]) -> Iterator[Claim]:
    """Claims about figures of a sentence that a column of a near table tells of the same names.

    The column is the one that most of the sentence agrees with; two figures that agree make a third that does not a
    finding.
    """
    by_block: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_block[sheet.grid.block].append(sheet)
    labelled: dict[int, dict[str, int]] = {}
    for entries in ledger.by_sentence.values():
        block = entries[0].paragraph
        near = [s for n in range(block - NEAR, block + NEAR + 1) for s in by_block.get(n, ())]
        for sheet in near:
            if id(sheet) not in labelled:
                labelled[id(sheet)] = {sheet.labels[r]: r for r in sheet.rows if len(sheet.labels[r]) >= 2}
            rows = labelled[id(sheet)]
            told = [(e, r) for e in entries if e.role in {"plain", "rate"} and (r := _row(e, rows)) is not None]
            for kind in dict.fromkeys(e.dimension for e, _ in told):
                alike = [(e, r) for e, r in told if e.dimension == kind]
                if len(alike) >= 3:
                    yield from _claims(sheet, alike)


def _row(entry: Entry, rows: dict[str, int]) -> int | None:
    """The row that the words before a figure begin with or name."""
    name = entry.label
    if not (name.startswith(labels := tuple(rows)) or name.endswith(labels)):
        return None  # most figures
    found = [(len(label), row) for label, row in rows.items() if name.startswith(label) or name.endswith(label)]
    length, row = max(found)
    # “四星以上” is more than the row 四星.
    return None if patterns.match(r"(?:及其?)?以[上下内外]|[及和与]", name[length:]) else row


def _claims(sheet: Sheet, told: list[tuple[Entry, int]]) -> Iterator[Claim]:
    best: tuple[int, Column] | None = None
    for column in sheet.columns:
        agreed = sum(are_equal(e, column.cells[r]) for e, r in told if r in column.cells)
        if best is None or agreed > best[0]:
            best = agreed, column
    if best is None or best[0] < 2 or best[0] * 2 < len(told):
        return
    held, column = best
    for entry, row in told:
        if row not in column.cells:
            continue
        strength = 0.85 if held >= 3 else 0.7
        what = f"“{sheet.labels[row]}”的{column.head.label}，文字与表"
        yield Claim(entry, [make(entry, (column.cells[row],), SUM, "same.row", what, strength)], ("row", entry.index))
