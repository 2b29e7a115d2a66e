"""Columns (表内各栏): what a column follows from, told by its header and confirmed by most of its rows.

Every sensible combination of the other columns is tried on all rows; the one that most rows confirm is the meaning of
the column, and only then can a row be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallib.audit.ledger import HUNDRED, Claim, Formula, Relation, likeness, make
from evallib.audit.ledger.ratios.rates import stem_of
from evallib.audit.ledger.slips import is_slip
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.further_columns import is_elsewhere
from evallib.audit.ledger.tables.meanings import GROWTH, RATIO, Reading, amount_readings, prior_of, rate_readings
from evallib.model import patterns

PERCENT = 100.0
#: The strength of a reading that is only tried and never told, and of one that is told as a doubt.
TRIED, DOUBTED = -1.0, 0.45
#: Rows that hold, rows that fail, and rows that hold and would not hold by chance.
Rows = tuple[int, int, int]


def column_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the cells of every column that has a meaning."""
    claims: list[Claim] = []
    chosen = [(c, *_best(sheet, c)) for c in sheet.columns if c.cells]
    failed = {c.index: rows[1] for c, _, rows in chosen}
    sums = {c.index: {c.index, *r.sources} for c, r, _ in chosen if r is not None and r.code == "sum.table"}
    for column, reading, rows in chosen:
        mine = {column.index, *reading.sources} if reading is not None and reading.formula.kind == "sum" else {-1}
        if any(mine <= parts and failed[at] < failed[column.index] for at, parts in sums.items() if at != column.index):
            continue  # a sum that more rows confirm has the same parts, or one more
        claims += _claims(sheet, column, reading, rows)
    return claims


def _best(sheet: Sheet, column: Column) -> tuple[Reading | None, Rows]:
    """The reading that most rows confirm, if any does, and its rows."""
    best, score, rows = None, (0, 0.0), (0, 0, 0)
    options = rate_readings(sheet, column) if column.is_rate else amount_readings(sheet, column)
    for reading in options:
        held, failed, telling = _try(sheet, column, reading)
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
    return best, rows


def _claims(sheet: Sheet, column: Column, best: Reading | None, rows: Rows) -> Iterator[Claim]:
    if best is None:
        return (yield from _named_only(sheet, column))
    held, failed, telling = rows
    prior = prior_of(sheet, column, best)
    alone = held + failed == 1
    if telling < 2 and prior < 0.5:
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
    if best.formula.kind == "sum" and prior < 0.5 and (failed > 1 or telling < 5):
        strength = min(strength, 0.55)  # the headers do not say so
    for row, entry in column.cells.items():
        relation = _relation(sheet, column, best, row, strength)
        if relation is None or (not relation.holds() and is_elsewhere(sheet, column, best, row, relation)):
            continue
        yield Claim(entry, [relation], ("column", sheet.grid.block, column.index))


def _alone(sheet: Sheet, column: Column, reading: Reading, prior: float) -> float:
    """How sure a reading is that one row must prove: only where headers say it in full and no amount is unread."""
    if prior < 0.95 or reading.formula.kind != "ratio" or column.head.role != "execution_rate":
        return 0.0
    unread = [c for c in sheet.columns if not c.is_rate and not c.head.role and c is not column]
    return 0.6 if unread else 0.8


def _try(sheet: Sheet, column: Column, reading: Reading) -> Rows:
    """How the rows of a column agree with a reading."""
    held = failed = telling = 0
    named, seen = reading.code == "sum.balance" and prior_of(sheet, column, reading) >= 0.7, list[Relation]()
    for row in column.cells:
        relation = _relation(sheet, column, reading, row, TRIED)
        if relation is None:
            continue
        if relation.holds():
            held += 1
            again = relation.formula.kind == "sum" and any(_tells_the_same(relation, r) for r in seen)
            telling += not again and (_tells(relation) or (named and not relation.result.rough))
            seen.append(relation)
        else:
            failed += 1
        if held == 0 and failed >= 3:
            break
    return held, failed, telling


def _tells_the_same(a: Relation, b: Relation) -> bool:
    """Whether two rows are one witness: columns of full marks (10.00, 4.99, 5.00) add up by accident in every row."""
    return a.result.mention.decimals > 0 and all(
        abs(x.rough - y.rough) <= 6 * x.step for x, y in zip(a.entries, b.entries, strict=True)
    )


def _tells(relation: Relation) -> bool:
    """Whether a row that holds says something: no sum with nothing added, no 0% and no 100%."""
    values = [abs(t.rough) for t in relation.terms]
    if relation.formula.kind == "sum":
        if relation.formula.signs and not relation.result.rough:
            return False  # what is equal differs by nothing in any column
        return sum(v > 0 for v in values) >= 2 and abs(relation.result.rough) not in values
    if relation.formula.kind == "product":
        return relation.result.rough not in values  # all of what can be had, times 100%, says nothing of a rule
    if relation.formula.kind == "ratio" and len(values) == 2 and abs(relation.result.rough) == values[0]:
        return False  # of a whole near 100 every share is its own percentage: a weight in per cent looks like that
    return 0 < abs(relation.result.rough) != 100


def _relation(sheet: Sheet, column: Column, reading: Reading, row: int, strength: float) -> Relation | None:
    terms = []
    for n, source in enumerate(reading.sources):
        at = reading.whole if reading.whole is not None and n == len(reading.sources) - 1 else row
        cell = sheet.by_index[source].cells.get(at)
        if cell is None:
            return None
        terms.append(cell)
    entry = column.cells[row]
    formula = reading.formula
    if formula.kind == "sum" and any(t.mention.unit != entry.mention.unit for t in terms):
        return None  # people and points make no sum
    if formula.kind != "sum" and formula.rough[0] == PERCENT:
        if entry.dimension != "percent":
            return None  # a count among percentages
        if "money" in (known := {t.dimension for t in terms}) and len(known) > 1:
            return None  # one of the columns does not tell its unit
    rated = formula.kind == "sum" and entry.dimension == "percent" and not column.is_rate
    if rated or (reading.code == "score.rule" and sheet.kinds[row] == "total"):
        return None
    if formula.kind in {"ratio", "rest", "change"} and sum(t.rough for t in terms[formula.split :]) <= 0:
        return None
    if (
        formula.kind == "change"
        and not entry.mention.signed
        and entry.rough >= 0
        and terms[0].rough < terms[1].rough
        and reading.sign < 0
    ):
        formula = Formula("change", factor=-HUNDRED)
    what = f"{sheet.labels.get(row, '')}“{column.head.label}”".strip() if strength >= 0 else ""
    relation = make(entry, terms, formula, reading.code, what, strength)
    rate = bool(patterns.search(r"(?:率|比重|比例|占比)(?:[（(][^）)]*[)）])?$", sheet.labels.get(row, "")))
    return None if _is_fraction(relation) or _is_points(relation, rate) else relation


def _is_points(relation: Relation, named: bool = False) -> bool:
    """Whether a rate that grew is printed with its growth in points: a row of percentages among amounts."""
    new, *old = relation.terms
    if relation.formula.kind != "change" or not (named or new.dimension == "percent"):
        return False
    return abs(new.value - old[0].value - relation.result.value) <= relation.result.half + new.half + old[0].half


def _is_fraction(relation: Relation) -> bool:
    """Whether a rate stands as a fraction (0.6) among percentages: it says nothing wrong, in another way."""
    if relation.formula.rough[0] != PERCENT or relation.result.rough > 2:
        return False
    expected = relation.expected()
    return expected is not None and abs(expected - 100 * relation.result.value) <= 200 * relation.result.half


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
    reading = Reading(RATIO, (tops[0].index, wholes[0].index))
    rows = [r for r in column.cells if _relation(sheet, column, reading, r, 0.0) is not None]
    # Where no row of several holds, it is the reading that is wrong; one or two can be wrong themselves.
    sure = _alone(sheet, column, reading, 0.95) if len(rows) <= 2 else 0.5
    for row in rows:
        relation = _relation(sheet, column, reading, row, sure)
        if relation is not None and relation.result.value:
            yield Claim(column.cells[row], [relation], ("column", sheet.grid.block, column.index))


def _slipped(relation: Relation) -> bool:
    """Whether one wrong digit of the result explains that a relation does not hold."""
    value = relation.expected()
    return value is not None and bool(
        is_slip(relation.result.mention.text, relation.result.mention.printed_with(value))
    )


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
        reading = Reading(Formula("sum", signs=(1, -1)), (budget.index, roles["executed"].index), code="sum.balance")
    elif column.head.role == "amount" and "unit_price" in roles and "quantity" in roles:
        of = roles["quantity"].index, roles["unit_price"].index
        reading = Reading(Formula("product"), of, code="product.table")
    elif column.head.role == "score" and {"weight", "execution_rate"} <= roles.keys():
        of = roles["weight"].index, roles["execution_rate"].index
        reading = Reading(Formula("product", factor=1 / HUNDRED), of, code="score.rule")
    if reading is None:
        return
    by_rule = reading.code == "score.rule"  # other rules give full marks, or steps: told only where a slip explains it
    for row, entry in column.cells.items():
        relation = _relation(sheet, column, reading, row, DOUBTED if by_rule else 0.76)
        if relation is not None and not (by_rule and not relation.holds() and not _slipped(relation)):
            yield Claim(entry, [relation], ("column", sheet.grid.block, column.index))
