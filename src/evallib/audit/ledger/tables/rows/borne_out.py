"""Borne out (旁证): how sure a row that fails can be told, by what its siblings and its other cells say.

That most rows of a column follow from others says what the column means, and seldom that every row does: a rate is
capped at 100%, the last share takes what is left, a row of a longer course has parts of its own. What differs in kind
from its siblings is doubted, and what other cells of its row explain is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from evallib.audit.ledger import HUNDRED, Claim, Formula, Relation
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.movements.other_bases import is_value_added
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.distances import is_explained
from evallib.audit.ledger.tables.meanings import GROWTH, Reading, is_total, prior_of
from evallib.audit.ledger.tables.rows.row_relations import Rows, relation_in_row
from evallib.audit.reading.document import Cell
from evallib.parsing.claims.cell import cell_figure

#: From here on headers say what a column follows from.
NAMED = 0.6
#: Terms of a balance that a header can hardly leave unsaid, and units that a share may take of what is left.
LONG, LEFT = 3, 2
#: A part of one digit is less; so many siblings tell what a column holds.
FEW, LEAST = 10, 3
_SHARED = 3  # rows that a list of shares has at least
_SAID = re.compile(r"[\u4e00-\u9fff]")
_WHOLE_RATE = Formula("ratio", 2, factor=HUNDRED)


def most_sure(sheet: Sheet, column: Column, reading: Reading, rows: Rows, row: int, relation: Relation) -> float:
    """How sure a relation that fails in a row can be at most: 0 where other cells explain it, `DOUBT`, or 1.

    Args:
        sheet: the table.
        column: whose cell is the result.
        reading: what most rows confirm.
        rows: how they do.
        row: the row that fails.
        relation: the reading in that row.
    """
    if _is_capped(column, relation) or _takes_the_rest(sheet, column, relation):
        return 0.0
    kind, named = reading.formula.kind, prior_of(sheet, column, reading) >= NAMED
    if _has_other_parts(sheet, column, reading, row):
        return 0.0
    if not named and _is_idle_elsewhere(sheet, column, reading, row, relation):
        return 0.0
    amounts = kind in {"sum", "rest", "product"}
    # What was waived, returned or taken back leaves another balance than its header says.
    open_ended = (not named and kind != "product") or reading.code == "sum.balance"
    open_ended = open_ended or (reading.code == "sum.table" and not (is_total(column.head.label) or column.head.group))
    if amounts and (rows[1] > 1 or (open_ended and not is_explained(relation, room=0))):
        return DOUBT
    if kind == "sum" and not named and (len(reading.formula.signs) >= LONG or _is_small(relation)):
        return DOUBT
    cells = (sheet.by_index[i] for i in (column.index, *reading.sources))
    if _is_remarked(sheet, column, row) or _is_unlike(column, row, relation) or any(is_strange(c, row) for c in cells):
        return DOUBT
    if _is_pushed(sheet, column, row):
        return DOUBT
    if reading.code == "growth.points" and column.is_rate and not GROWTH.search(column.label):
        return DOUBT
    if kind in {"ratio", "change"} and rows[1] > 1:
        return DOUBT  # two rates of one column are hardly wrong both: they are of another base
    if reading.code == "growth.table" and any(is_value_added(name) for r in sheet.grid.rows for name in r.path):
        return DOUBT
    return DOUBT if _is_denied_beside(sheet, column, reading) else 1.0


def doubt_headless(sheet: Sheet, claims: Iterable[Claim]) -> None:
    """Doubt what a table says of which the header is lost: figures stand where its columns are named.

    Args:
        sheet: the table.
        claims: what it says.
    """
    named = [c.head.label for c in sheet.columns if c.head.label]
    if named and 2 * sum(cell_figure(label) is not None for label in named) >= len(named):
        for relation in (r for claim in claims for r in claim.readings):
            relation.most = min(relation.most, DOUBT)


def doubt_overlong(sheet: Sheet, claims: Iterable[Claim]) -> None:
    """Doubt what a row of a form with more figures than there are headers says: it has slipped, and no cell is sure.

    Args:
        sheet: the table.
        claims: what it says.
    """
    named = [c for c, head in sheet.grid.heads.items() if head.label]
    scored = {head.role for head in sheet.grid.heads.values()} & {"weight", "score"}
    if not scored or not named or named != list(range(named[-1] + 1)):
        return
    last = named[-1]
    rows = sheet.grid.table.rows
    long = {r for r in sheet.rows if any(cell_figure(cell.text) is not None for cell in rows[r][last + 1 :])}
    for relation in (r for claim in claims for r in claim.readings) if long else ():
        if relation.result.place.row - 1 in long:
            relation.most = min(relation.most, DOUBT)


def is_strange(column: Column, row: int) -> bool:
    """Whether a cell is no figure of its column: one with a fraction or a % among whole numbers, ten times the others.

    Args:
        column: the column.
        row: the row of the cell.
    """
    own, cells = column.cells.get(row), column.cells.values()
    if own is None or len(cells) <= LEAST:
        return False
    if own.mention.decimals and not any(e.mention.decimals for e in cells if e is not own):
        return True
    if "%" in own.mention.text and not any("%" in e.mention.text for e in cells if e is not own):
        return True
    return column.is_rate and own.value > HUNDRED and own.value > FEW * max(e.value for e in cells if e is not own)


def _is_unlike(column: Column, row: int, relation: Relation) -> bool:
    """Whether a rate or a mean would come to ten times as much or as little as all others of its column."""
    expected, others = relation.expected(), [e.value for r, e in column.cells.items() if r != row]
    if relation.formula.kind != "ratio" or expected is None or len(others) < LEAST or min(others) <= 0:
        return False
    return expected > FEW * max(others) or FEW * expected < min(others)


def _is_small(relation: Relation) -> bool:
    """Whether a sum with a part of one digit is off by as little: such parts fit and fail by accident."""
    expected, unit = relation.expected(), 2 * relation.result.mention.half
    if expected is None or abs(expected - relation.result.value) >= FEW * unit:
        return False
    return any(0 < abs(e.value) < FEW * unit for e in relation.entries)


def _is_capped(column: Column, relation: Relation) -> bool:
    """Whether a rate of more than all is printed as 100%, as every other of its column."""
    expected = relation.expected()
    capped = relation.result.dimension == "percent" and relation.result.value == HUNDRED
    return capped and expected is not None and expected > HUNDRED >= max(e.value for e in column.cells.values())


def _takes_the_rest(sheet: Sheet, column: Column, relation: Relation) -> bool:
    """Whether a share is off by what makes the shares of all rows together exactly a hundred."""
    expected, unit = relation.expected(), 2 * relation.result.mention.half
    if relation.code != "rate.share" or expected is None or abs(expected - relation.result.value) > (LEFT + 1) * unit:
        return False
    lines = [e.value for r, e in column.cells.items() if sheet.kinds[r] == "line"]
    return len(lines) >= _SHARED and sum(lines) == HUNDRED


def _has_other_parts(sheet: Sheet, column: Column, reading: Reading, row: int) -> bool:
    """Whether two amounts of the row make up the rate that all but a third one make up in the others."""
    if reading.formula.kind != "rest":
        return False
    whole = reading.sources[-1]
    plain = [c.index for c in sheet.columns if not c.is_rate and c.index != whole and row in c.cells]
    for pair in combinations(plain, 2):
        other = relation_in_row(sheet, column, Reading(_WHOLE_RATE, (*pair, whole)), row, 0.0)
        if other is not None and other.holds():
            return True
    return False


def _is_idle_elsewhere(sheet: Sheet, column: Column, reading: Reading, row: int, relation: Relation) -> bool:
    """Whether a sum fails by a part that is nought in every other row: nothing bears out that it is one."""
    expected = relation.expected()
    if reading.formula.kind != "sum" or reading.formula.signs or expected is None:
        return False
    over = expected - relation.result.value
    parts = [sheet.by_index[source].cells for source in reading.sources]
    over_by = [cells for cells in parts if row in cells and cells[row].value == over]
    return any(not any(e.value for r, e in cells.items() if r != row and r in column.cells) for cells in over_by)


def _is_remarked(sheet: Sheet, column: Column, row: int) -> bool:
    """Whether words stand in a cell of a row that most other rows leave blank: a remark says what is special in it."""
    table, own = sheet.grid.table.rows, column.cells[row].place
    others = [table[e.place.row - 1] for e in column.cells.values()]
    figures = {e.place.column - 1 for c in sheet.columns for e in c.cells.values()}
    for at, cell in enumerate(table[own.row - 1]):
        if at in figures or at < min(figures) or cell.inherited or not _SAID.search(cell.text):
            continue
        if 2 * sum(at < len(cells) and bool(cells[at].text.strip()) for cells in others) < len(others):
            return True
    return False


def _is_pushed(sheet: Sheet, column: Column, row: int) -> bool:
    """Whether a row has a cell more than all others: its figures stand one column further on."""
    table = sheet.grid.table.rows
    ends = {r: _end(table[e.place.row - 1]) for r, e in column.cells.items()}
    named = ends[row] in sheet.grid.heads and bool(sheet.grid.heads[ends[row]].label)
    return not named and len(ends) > LEAST and ends[row] > max(end for r, end in ends.items() if r != row)


def _end(cells: Sequence[Cell]) -> int:
    return max((n for n, cell in enumerate(cells) if cell.text.strip()), default=0)


def _is_denied_beside(sheet: Sheet, column: Column, reading: Reading) -> bool:
    """Whether no row of the same columns further on (a list that goes on beside itself) says the same."""
    labels = {c.index: (c.head.group, c.head.label) for c in sheet.columns}
    own = [column.index, *reading.sources]
    for step in {c.index - column.index for c in sheet.columns if labels[c.index] == labels[column.index]} - {0}:
        beside = [at + step for at in own]
        if any(labels.get(a) != labels.get(b) for a, b in zip(own, beside, strict=True)) or reading.whole is not None:
            continue
        other = sheet.by_index[beside[0]]
        same = Reading(reading.formula, tuple(beside[1:]), None, reading.code, reading.sign)
        found = [r for row in other.cells if (r := relation_in_row(sheet, other, same, row, 0.0)) is not None]
        if found and 2 * sum(r.holds() for r in found) < len(found):
            return True
    return False
