"""Groups (合并的组): a merged cell beside the rows of its group (县 over its towns), and what it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from evallib.audit.ledger import SUM, Claim, Relation, make
from evallib.audit.ledger.tables.cells import Column, Sheet

#: So many groups have to hold; with more of them one that fails is the surer.
LEAST, MANY = 2, 3
SURE, LIKELY = 0.95, 0.85


def begins_groups(sheet: Sheet, column: Column, rows: Sequence[int]) -> bool:
    """Whether a column is filled in the rows that begin a group, and only there.

    Args:
        sheet: the table; its first column names the groups.
        column: the column.
        rows: the rows to look at.
    """
    starts = group_starts(sheet, rows)
    return LEAST <= len(starts) < len(rows) and starts == [r for r in rows if r in column.cells]


def group_starts(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """The rows that begin a group: those in which the first cell of the table is filled.

    Args:
        sheet: the table; its first column names the groups.
        rows: the rows to look at.
    """
    printed = sheet.grid.table.rows
    first = {r: printed[r][0] for r in rows if r < len(printed)}  # of a table that is turned its rows are columns
    return [r for r, cell in first.items() if cell.text.strip() and not cell.inherited]


def of_group(sheet: Sheet, row: int, below: Sequence[int]) -> list[int]:
    """Rows down to the next group of a table of groups: “渠道｜其他” is made of no “满意度｜满意”.

    Args:
        sheet: the table.
        row: a row of the group.
        below: the rows behind it.
    """
    groups = {r.index: r.path[:-1] for r in sheet.grid.rows}
    own = groups.get(row, ())
    if sum(group == own for group in groups.values()) < LEAST:
        return list(below)  # its number, or a name of its own
    return list(takewhile(lambda r: groups.get(r, ())[: len(own)] == own, below))


def adds_groups(sheet: Sheet, column: Column, rows: Sequence[int]) -> bool:
    """Whether the figures of a column that begin groups are sums of another column over their rows.

    Args:
        sheet: the table.
        column: the column.
        rows: the rows to look at.
    """
    if not begins_groups(sheet, column, rows):
        return False
    full = [c for c in sheet.columns if c is not column and not c.is_rate and all(r in c.cells for r in rows)]
    return any(sum(r.holds() for r in _sums(column, parts, rows)) >= LEAST for parts in full)


def group_claims(sheet: Sheet) -> list[Claim]:
    """Claims that the figure of a group is the sum of a column over its rows.

    Args:
        sheet: the table.
    """
    lines = [r for r in sheet.rows if sheet.kinds[r] == "line"]
    claims: list[Claim] = []
    for whole in sheet.columns:
        if whole.is_rate or not begins_groups(sheet, whole, lines):
            continue
        for parts in sheet.columns:
            full = all(r in parts.cells and parts.cells[r].dimension == whole.dimension for r in lines)
            if full and not parts.is_rate:
                claims += _judged(sheet, whole, list(_sums(whole, parts, lines)))
    return claims


def _sums(whole: Column, parts: Column, lines: Sequence[int]) -> Iterator[Relation]:
    starts = [i for i, r in enumerate(lines) if r in whole.cells]
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        cell, terms = whole.cells[lines[start]], [parts.cells[r] for r in lines[start:stop]]
        if len(terms) >= LEAST:
            yield make(cell, terms, SUM, "sum.table", f"“{whole.head.label}”{cell.label}")


def _judged(sheet: Sheet, whole: Column, sums: Sequence[Relation]) -> Iterator[Claim]:
    held = sum(r.holds() for r in sums)
    failed = len(sums) - held
    if held < max(LEAST, 2 * failed):
        return
    for relation in sums:
        relation.strength = SURE if held >= MANY else LIKELY
        yield Claim(relation.result, [relation], ("group", sheet.grid.block, whole.index))
