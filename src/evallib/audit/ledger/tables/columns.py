"""Columns (表内各栏): what a column follows from, told by its header and confirmed by most of its rows.

Every sensible combination of the other columns is tried on all rows; the one that most rows confirm is the meaning of
the column, and only then can a row be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallib.audit.ledger import HUNDRED, LESS, PRODUCT, RATE, Claim, Formula, Relation, likeness
from evallib.audit.ledger.movements.other_bases import is_real
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.slips import is_slip, slip_from
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.further_columns import is_elsewhere
from evallib.audit.ledger.tables.meanings import GROWTH, Reading, amount_readings, prior_of, rate_readings
from evallib.audit.ledger.tables.named_columns import named_readings
from evallib.audit.ledger.tables.points import FOR_FUNDS
from evallib.audit.ledger.tables.rows.borne_out import most_sure
from evallib.audit.ledger.tables.rows.row_relations import Rows, relation_in_row, tried
from evallib.audit.ledger.tables.wider_sums import NAMED, named_sum, with_empty_columns, without_stranger
from evallib.model import patterns

#: The strength of a reading that is told as a doubt, of a sum that a header names and one row denies, and of points
#: that the rate beside them gives but for one digit.
DOUBTED, NAMED_SUM, RULED = 0.45, 0.85, 0.5
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
        return (yield from _named_only(sheet, column))
    held, failed, telling = rows
    prior, alone = prior_of(sheet, column, best), held + failed == 1
    if telling < 2 and (prior < 0.5 or (alone and best.code == "sum.table")):  # of one row see `single_rows`
        return (yield from _named_only(sheet, column))
    strength = (
        _alone(sheet, column, best, prior)
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


def _alone(sheet: Sheet, column: Column, reading: Reading, prior: float) -> float:
    """How sure a reading is that one row must prove: only where headers say it in full and no amount is unread."""
    if prior < 0.95 or reading.formula.kind != "ratio" or column.head.role != "execution_rate":
        return 0.0
    unread = [c for c in sheet.columns if not c.is_rate and not c.head.role and c is not column]
    return 0.6 if unread else 0.8


def _named_only(sheet: Sheet, column: Column) -> Iterable[Claim]:
    """A rate column in which no row holds is read by its header, with the denominator of the table's other rates."""
    if not column.is_rate:
        yield from _named_amount(sheet, column)
    if not column.is_rate or GROWTH.search(column.label):
        return
    plain = [c for c in sheet.columns if not c.is_rate]
    tops = [c for c in plain if likeness(stem_of(column.label), c.label) >= 0.9]
    wholes = [c for c in plain if patterns.search(r"总数|合计|应|派遣|受理|立案|预算", c.label) and c not in tops]
    if column.head.role == "execution_rate":
        tops = [c for c in plain if c.head.role == "executed"]
        wholes = [c for c in plain if c.head.role == "adjusted_budget"] or [
            c for c in plain if c.head.role == "initial_budget"
        ]
    if len(tops) != 1 or not wholes:
        return
    reading = Reading(RATE, (tops[0].index, wholes[0].index))
    rows = [r for r in column.cells if relation_in_row(sheet, column, reading, r, 0.0) is not None]
    # Where no row of several holds, it is the reading that is wrong, unless a like slip explains them all (every rate a
    # point too high); one or two can be wrong themselves.
    sure = _alone(sheet, column, reading, 0.95) if len(rows) <= 2 else 0.5
    relations = {r: relation_in_row(sheet, column, reading, r, sure) for r in rows}
    if len(rows) > 2 and not all(r is not None and _is_slipped(r) for r in relations.values()):
        return
    for row, relation in relations.items():
        if relation is not None and relation.result.value:
            yield Claim(column.cells[row], [relation], ("column", sheet.grid.block, column.index))


def _is_slipped(relation: Relation) -> bool:
    """Whether one wrong digit explains the result."""
    value = relation.expected()
    return value is not None and bool(slip_from(relation.result.mention, value))


def _slipped(relation: Relation) -> bool:
    """Whether one wrong digit explains that points are not those of a rate: theirs, or that of the full points."""
    given, full = _is_slipped(relation), relation.solved(relation.terms[0])
    printed = relation.terms[0].mention.printed_with(full) if full is not None else ""
    had = printed in {str(points) for points in FOR_FUNDS} and is_slip(relation.terms[0].mention.text, printed)
    return bool(given or had)


def _named_amount(sheet: Sheet, column: Column) -> Iterable[Claim]:
    """结余 = 预算 − 支出 and 金额 = 数量 × 单价 where the headers leave no choice and no row holds."""
    roles = {c.head.role: c for c in sheet.columns if c is not column}
    reading: Reading | None = None
    if (
        column.head.role == "balance"
        and patterns.search("结余|节余", column.label)
        and "executed" in roles
        and ("adjusted_budget" in roles) != ("initial_budget" in roles)
    ):
        budget = roles.get("adjusted_budget") or roles["initial_budget"]
        reading = Reading(LESS, (budget.index, roles["executed"].index), code="sum.balance")
    elif column.head.role == "amount" and "unit_price" in roles and "quantity" in roles:
        of = roles["quantity"].index, roles["unit_price"].index
        reading = Reading(PRODUCT, of, code="product.table")
    elif column.head.role == "score" and {"weight", "execution_rate"} <= roles.keys():
        of = roles["weight"].index, roles["execution_rate"].index
        reading = Reading(Formula("product", factor=1 / HUNDRED), of, code="score.rule")
    if reading is None:
        return
    rows = tried(sheet, column, reading)
    by_rule = reading.code == "score.rule"  # other rules give full marks, or steps: told only where a slip explains it
    for row, entry in column.cells.items():
        stepped = not entry.mention.decimals  # 8 of 10 points for 92.87% are those of a step
        sure = 0.76 if not by_rule else DOUBTED if stepped else RULED
        relation = relation_in_row(sheet, column, reading, row, sure)
        if relation is not None and not (by_rule and not relation.holds() and not _slipped(relation)):
            relation.most = 1.0 if relation.holds() else most_sure(sheet, column, reading, rows, row, relation)
            yield Claim(entry, [relation], ("column", sheet.grid.block, column.index))
