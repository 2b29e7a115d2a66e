"""Columns (表内各栏): what a column follows from, told by its header and confirmed by most of its rows.

Every sensible combination of the other columns is tried on all rows; the one that most rows confirm is the meaning of
the column, and only then can a row be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallib.audit.ledger import HUNDRED, Claim, Relation
from evallib.audit.ledger.movements.other_bases import is_real
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.further_columns import is_elsewhere
from evallib.audit.ledger.tables.meanings import Reading, amount_readings, prior_of, rate_readings
from evallib.audit.ledger.tables.named_columns import named_readings
from evallib.audit.ledger.tables.rows.borne_out import most_sure
from evallib.audit.ledger.tables.rows.read_by_header import of_one_row, read_by_header
from evallib.audit.ledger.tables.rows.row_relations import Rows, relation_in_row, tried
from evallib.audit.ledger.tables.wider_sums import NAMED, named_sum, with_empty_columns, without_stranger

#: The strength of a sum that a header names and one row denies.
NAMED_SUM = 0.85
#: So many rows of one rate are no accident.
EVERY = 3


def column_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the cells of every column that has a meaning."""
    claims: list[Claim] = []
    chosen = [(c, *_best(sheet, c)) for c in sheet.columns if c.cells]
    failed = {c.index: rows[1] for c, _, rows in chosen}
    sums = {c.index: {c.index, *r.sources} for c, r, _ in chosen if r is not None and r.code == "sum.table"}
    named = [c.index for c, r, _ in chosen if r is not None and c.index in sums and prior_of(sheet, c, r) >= NAMED]
    for column, reading, rows in chosen:
        mine = {column.index, *reading.sources} if reading is not None and reading.formula.kind == "sum" else {-1}
        if any(mine <= parts and failed[at] < failed[column.index] for at, parts in sums.items() if at != column.index):
            continue  # a sum that more rows confirm has the same parts, or one more
        if any(
            mine - {column.index} == parts - {at} and failed[at] < failed[column.index] for at, parts in sums.items()
        ):
            continue  # 调整后预算 is what was spent in most rows, and what was spent is B + C in all
        if reading is not None and reading.code == "sum.balance" and any(mine <= sums[at] for at in named):
            continue  # 合计 = B + C is told, and needs no B = 合计 − C
        claims += _claims(sheet, column, reading, rows)
        if (further := named_sum(sheet, column, reading)) is not None:
            claims += _told(sheet, column, *further, NAMED_SUM)
    return claims


def _best(sheet: Sheet, column: Column) -> tuple[Reading | None, Rows]:
    """The reading that most rows confirm, if any does, and its rows."""
    best, score, rows = None, (0, 0.0), (0, 0, 0)
    if column.is_rate and _is_set(column):
        return best, rows
    plain = (*amount_readings(sheet, column), *named_readings(sheet, column)) if not column.is_rate else ()
    options = rate_readings(sheet, column) if column.is_rate else plain
    for reading in options:
        held, failed, telling = tried(sheet, column, reading)
        if not held or held < failed or telling == 0:
            continue
        if (
            reading.formula.kind == "sum"
            and (telling < 2 or held < 3 * failed)
            and prior_of(sheet, column, reading) < 0.6
        ):
            continue
        if len(reading.formula.signs) == 3 and telling < 3:
            continue
        rank = (telling * 4 - failed * 3, prior_of(sheet, column, reading))
        if rank > score:
            best, score, rows = reading, rank, (held, failed, telling)
    if best is not None and (fewer := without_stranger(sheet, column, best, rows)) is not best:
        return fewer, tried(sheet, column, fewer)
    if best is not None and (wider := with_empty_columns(sheet, column, best)) is not best:
        return wider, tried(sheet, column, wider)
    return best, rows


def _is_set(column: Column) -> bool:
    """Whether one rate is set for every row, as a goal (75% by autumn) or a price; all of it (100%) is reckoned."""
    values = {e.value for e in column.cells.values()}
    return len(column.cells) >= EVERY and len(values) == 1 and values != {HUNDRED}


def _claims(sheet: Sheet, column: Column, best: Reading | None, rows: Rows) -> Iterator[Claim]:
    if best is None:
        return (yield from read_by_header(sheet, column))
    held, failed, telling = rows
    prior, alone = prior_of(sheet, column, best), held + failed == 1
    if telling < 2 and (prior < 0.5 or (alone and best.code == "sum.table")):  # of one row see `single_rows`
        return (yield from read_by_header(sheet, column))
    strength = (
        of_one_row(sheet, column, best, prior)
        if alone
        else 0.95
        if telling >= 3 and failed * 3 <= held
        else 0.85
        if telling >= 2 and failed <= 1
        else 0.45
    )
    if strength == 0.45:
        # Two rows that fail beside two or three that hold are of another rate: 按时结案率 beside 结案率.
        strength = 0.3 if failed > 1 else 0.7 if prior >= 0.6 else strength
    if best.formula.kind in {"sum", "rest"} and prior < 0.5 and (failed > 1 or telling < 5):
        strength = min(strength, 0.55)  # the headers do not say so
    yield from _told(sheet, column, best, rows, strength)


def _told(sheet: Sheet, column: Column, reading: Reading, rows: Rows, strength: float) -> Iterator[Claim]:
    for row, entry in column.cells.items():
        relation = relation_in_row(sheet, column, reading, row, strength)
        if relation is None or (not relation.holds() and is_elsewhere(sheet, column, reading, row, relation)):
            continue
        if reading.code == "rate.share" and not relation.holds() and _make_hundred(sheet, column, reading, row):
            continue
        if not relation.holds() and (_is_passed_on(relation) or (relation.formula.kind == "change" and is_real(entry))):
            continue
        if (
            sheet.kinds[row] == "total"
            and not relation.holds()
            and _adds_lines(sheet, (column.index, *reading.sources), row)
        ):
            continue  # every column of the total adds up: what it lacks, a row above it lacks
        most = 1.0 if relation.holds() else most_sure(sheet, column, reading, rows, row, relation)
        if not most:
            continue
        relation.most = most
        yield Claim(entry, [relation], ("column", sheet.grid.block, column.index))


def _is_passed_on(relation: Relation) -> bool:
    """Whether a whole is each of its parts: what one level hands to the next (转移支付) is told at both."""
    added = relation.formula.kind == "sum" and not relation.formula.signs and len(relation.terms) > 1
    return added and all(t.value == relation.result.value for t in relation.terms)


def _make_hundred(sheet: Sheet, column: Column, reading: Reading, row: int) -> bool:
    """“短期债务 36.17%、长期债务 63.83%” among shares of all debts: of what the two make up, and not of all either."""
    share = column.cells[row]
    for beside in (row - 1, row + 1):
        other = column.cells.get(beside)
        if other is None or not 0 < abs(share.value - other.value) < HUNDRED:
            continue
        if abs(share.value + other.value - HUNDRED) <= share.half + other.half:
            told = relation_in_row(sheet, column, reading, beside, 0.0)
            if told is None or not told.holds():
                return True
    return False


def _adds_lines(sheet: Sheet, columns: Iterable[int], row: int) -> bool:
    """Whether a total is in each of some columns exactly what its lines add up to."""
    lines = [r for r in sheet.rows if sheet.kinds[r] == "line"]
    for cells in (sheet.by_index[c].cells for c in columns):
        unit = cells[row].mention.unit if row in cells else None
        own = [cells[r].value for r in lines if r in cells and cells[r].mention.unit == unit]
        if len(own) < 2 or sum(own) != cells[row].value:
            return False
    return True
