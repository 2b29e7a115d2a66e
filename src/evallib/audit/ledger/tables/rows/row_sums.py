"""Row sums (各行之和): the sum of some rows of a column as a relation, and which other rows it may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import HUNDRED, SUM, Entry, Relation, make
from evallib.audit.ledger.exact_sums import exact_sum
from evallib.audit.ledger.slips import slip_from
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import is_level
from evallib.audit.ledger.tables.groups import adds_groups
from evallib.audit.ledger.tables.points import stacked_points

#: Two columns that hold without a row tell that the others do.
LEAST_HELD = 2
_DASH = re.compile("[-—–－/]+")
_OF_A_PLAN = re.compile(r"完成|[占为].{0,6}(?:预算|计划|任务|上年)")


def row_sum(
    sheet: Sheet, column: Column, row: int, rows: Sequence[int], strength: float, above: Sequence[Sheet] = ()
) -> Relation | None:
    """The sum of some rows as what a row of their column tells; None where they make none.

    Args:
        sheet: the table.
        column: whose cells are added.
        row: the total.
        rows: what it may add.
        strength: how sure that is.
        above: the tables that a form stacks on it.
    """
    cell = column.cells[row]
    terms: list[Entry] = [*stacked_points(column, above), *(column.cells[r] for r in rows if r in column.cells)]
    # Of two lists side by side the longer one goes on; a merged cell is the figure of its whole group of rows.
    named = [r for r in rows if sheet.labels[r] or r in column.cells]
    few = len(terms) * 3 < len(named) * 2 and not adds_groups(sheet, column, rows)
    shifted = [r for r in rows if r not in column.cells and _is_longer(sheet, r, row)]
    total = exact_sum([t.value for t in terms])
    if total != cell.value and any(_is_longer(sheet, r, row) for r in rows):
        # “小计｜65” in a row of fewer cells: the sum stands in another column.
        shifted += [row for c in sheet.columns if row in c.cells and c.cells[row].value == total]
    if few or shifted or is_level(terms, cell):
        strength = 0.0
    if len(terms) < 2 or (column.is_rate and abs(cell.rough - 100) >= 0.5 and not _misses_hundred(column, terms, cell)):
        return None
    if len({t.mention.unit for t in terms} | {cell.mention.unit}) > 1:
        return None  # 亩 and 只 make no sum, nor does what tells its unit alone among figures that do not
    code = cell.mention.digits
    if len(code) >= 3 and all(t.mention.digits.startswith(code) and t.mention.digits != code for t in terms):
        return None  # 20805 over 2080505 and 2080506: numbers of accounts
    code = "sum.score" if column.head.role == "score" else "sum.weight" if column.head.role == "weight" else "sum.table"
    if column.is_rate and _OF_A_PLAN.search(column.label):
        return None  # 完成预算的百分数 of the rows are no parts of that of all
    if column.is_rate:
        code = "share.total"
        strength = min(strength, 0.5)
    if column.dimension == "points":
        strength = 0.0  # differences of rounded shares
    what = f"“{column.head.label or sheet.grid.table.title}”{sheet.labels[row]}"
    return make(cell, terms, SUM, code, what, strength)


def sole_part(sheet: Sheet, column: Column, row: int, rows: Sequence[int], strength: float) -> Relation | None:
    """A total of one part, the others of which have a dash in its column: 小计 6.50, 其他费用 —, 合计 6.50.

    Args:
        sheet: the table.
        column: whose cells are added.
        row: the total.
        rows: what it adds in other columns.
        strength: how sure that is.
    """
    cells = {r: sheet.grid.table.rows[r][column.index].text.strip() for r in rows if r not in column.cells}
    parts = [column.cells[r] for r in rows if r in column.cells]
    if len(parts) != 1 or not cells or not all(_DASH.fullmatch(text) for text in cells.values()) or column.is_rate:
        return None
    if parts[0].mention.unit != column.cells[row].mention.unit or column.head.role in {"weight", "score"}:
        return None
    return make(column.cells[row], parts, SUM, "sum.table", f"“{column.head.label}”{sheet.labels[row]}", strength)


def _is_longer(sheet: Sheet, row: int, than: int) -> bool:
    """Whether a row has a cell more, a merged one for a group: its figure stands one column further on."""
    last = [
        max((n for n, cell in enumerate(sheet.grid.table.rows[r]) if cell.text.strip()), default=0) for r in (row, than)
    ]
    return last[0] > last[1] and any(row in c.cells for c in sheet.columns)


def _misses_hundred(column: Column, terms: Sequence[Entry], cell: Entry) -> bool:
    """Whether shares make up all, and the total of them is printed as something else by one slip."""
    if column.head.role != "share" or abs(sum(t.value for t in terms) - HUNDRED) > sum(t.half for t in terms):
        return False
    return bool(slip_from(cell.mention, HUNDRED))


def is_telling(relation: Relation) -> bool:
    """Whether a sum has more than one term that is not nought."""
    return sum([bool(t.value) for t in relation.terms]) >= 2


def open_rows(
    sheet: Sheet, columns: Sequence[Column], row: int, rows: Sequence[int], above: Sequence[Sheet]
) -> list[int]:
    """The rows left out of a total that it may hold: not those without which it adds up in other columns.

    Args:
        sheet: the table.
        columns: those that the total has a figure in.
        row: the total.
        rows: what it adds.
        above: the tables that a form stacks on it.
    """
    sums = ((c, row_sum(sheet, c, row, rows, 0.0, above)) for c in columns)
    held = [c for c, r in sums if r is not None and r.holds() and is_telling(r)]
    left = (r for r in sheet.rows if r != row and r not in rows)
    return [r for r in left if sum([r in c.cells and bool(c.cells[r].value) for c in held]) < LEAST_HELD]
