"""Columns (表内各栏): what a column follows from, told by its header and confirmed by most of its rows.

Every sensible combination of the other columns is tried on all rows; the one that most rows confirm is the meaning of the column, and only then can a row be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from evallib.audit.ledger.cells import Column, Sheet
from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.formulas import HUNDRED, Formula
from evallib.audit.ledger.labels import likeness
from evallib.audit.ledger.rates import stem_of
from evallib.audit.ledger.relations import Relation, make

RATIO = Formula("ratio", factor=HUNDRED)
REST = Formula("rest", factor=HUNDRED)
CHANGE = Formula("change", factor=HUNDRED)
_GROWTH = re.compile(r"增|减|同比|环比|较|比上|幅|变动|升|降")
_NEW_OLD = re.compile(r"上年|去年|上月|上期|期初|年初|同期")


@dataclass(frozen=True, slots=True)
class Reading:
    """A column as a formula of others; `whole` is a row that is the denominator of all rows."""

    formula: Formula
    sources: tuple[int, ...]
    whole: int | None = None
    code: str = "rate.table"
    sign: int = 1


def column_claims(sheet: Sheet) -> list[Claim]:
    """Claims about the cells of every column that has a meaning."""
    claims: list[Claim] = []
    for column in sheet.columns:
        if len(column.cells) == 0:
            continue
        claims += _claims(sheet, column)
    return claims


def _claims(sheet: Sheet, column: Column) -> Iterator[Claim]:
    best, score = None, (0, 0.0)
    options = _rate_readings(sheet, column) if column.is_rate else _amount_readings(sheet, column)
    for reading in options:
        held, failed, telling = _try(sheet, column, reading)
        if not held or held < failed or telling == 0:
            continue
        if reading.formula.kind == "sum" and (telling < 2 or held < 3 * failed) and _prior(sheet, column, reading) < 0.6:
            continue
        rank = (telling * 4 - failed * 3, _prior(sheet, column, reading))
        if rank > score:
            best, score = reading, rank
    if best is None:
        yield from _named_only(sheet, column)
        return
    held, failed, telling = _try(sheet, column, best)
    prior = _prior(sheet, column, best)
    alone = held + failed == 1
    if telling < 2 and prior < 0.5:
        return
    strength = 0.0 if alone else 0.95 if telling >= 3 and failed * 3 <= held else 0.85 if telling >= 2 and failed <= 1 else 0.45
    for row, entry in column.cells.items():
        relation = _relation(sheet, column, best, row, strength)
        if relation is None:
            continue
        claim = Claim(entry, [relation], ("column", sheet.grid.block, column.index))
        claim.judge()
        yield claim


def _try(sheet: Sheet, column: Column, reading: Reading) -> tuple[int, int, int]:
    """Rows that hold, rows that fail, and rows that hold and would not hold by chance."""
    held = failed = telling = 0
    for row in column.cells:
        relation = _relation(sheet, column, reading, row, 0.0)
        if relation is None:
            continue
        if relation.holds():
            held += 1
            telling += _tells(relation)
        else:
            failed += 1
        if held == 0 and failed >= 3:
            break
    return held, failed, telling


def _tells(relation: Relation) -> bool:
    """Whether a row that holds says something: no sum with nothing added, no 0% and no 100%."""
    values = [abs(t.rough) for t in relation.terms]
    if relation.formula.kind == "sum":
        return sum(v > 0 for v in values) >= 2 and abs(relation.result.rough) not in values
    if relation.formula.kind == "product":
        return all(v not in (0.0, 1.0) for v in values) or (relation.result.rough not in values)
    return 0 < abs(relation.result.rough) != 100


def _relation(sheet: Sheet, column: Column, reading: Reading, row: int, strength: float) -> Relation | None:
    by_index = sheet.by_index
    terms = []
    for n, source in enumerate(reading.sources):
        at = reading.whole if reading.whole is not None and n == len(reading.sources) - 1 else row
        cell = by_index[source].cells.get(at)
        if cell is None:
            return None
        terms.append(cell)
    entry = column.cells[row]
    formula = reading.formula
    if formula.kind == "sum" and entry.dimension == "percent" and not column.is_rate:
        return None
    if formula.kind in {"ratio", "rest", "change"} and sum((t.value for t in terms[formula.split :]), Fraction(0)) <= 0:
        return None
    if formula.kind == "change" and not entry.mention.signed and entry.value >= 0 and terms[0].value < terms[1].value and reading.sign < 0:
        formula = Formula("change", factor=-HUNDRED)
    what = f"{sheet.labels.get(row, '')}“{column.head.label}”".strip()
    return make(entry, terms, formula, reading.code, what, strength)


def _rate_readings(sheet: Sheet, column: Column) -> Iterator[Reading]:
    plain = [c for c in sheet.columns if c is not column and not c.is_rate]
    code = "growth.table" if _GROWTH.search(column.label) else "rate.score" if "得分" in column.label else "rate.table"
    wholes = [r for r in sheet.rows if sheet.kinds[r] == "total"]
    for a in plain:
        for whole in wholes[:1] + wholes[-1:]:
            yield Reading(RATIO, (a.index, a.index), whole, "rate.share")
        for b in plain:
            if a is b:
                continue
            yield Reading(RATIO, (a.index, b.index), code=code)
            yield Reading(REST, (a.index, b.index), code=code)
            yield Reading(CHANGE, (a.index, b.index), code="growth.table", sign=-1)
    for a, b in zip(plain, plain[1:], strict=False):
        for c in plain:
            if c not in (a, b):
                yield Reading(Formula("ratio", 2, factor=HUNDRED), (a.index, b.index, c.index), code=code)
                yield Reading(Formula("ratio", 1, factor=HUNDRED), (c.index, a.index, b.index), code=code)
    rates = [c for c in sheet.columns if c is not column and c.is_rate]
    for a in rates[:6]:
        for b in rates[:6]:
            if a is not b:
                yield Reading(Formula("sum", signs=(1, -1)), (a.index, b.index), code="growth.points")


def _amount_readings(sheet: Sheet, column: Column) -> Iterator[Reading]:
    plain = [c for c in sheet.columns if c is not column and not c.is_rate]
    order = sorted(plain, key=lambda c: c.index)
    left = [c for c in order if c.index < column.index]
    right = [c for c in order if c.index > column.index]
    for side in (left, right):
        for i in range(len(side)):
            for j in range(i + 2, min(len(side), i + 16) + 1):
                run = side[i:j]
                yield Reading(Formula("sum"), tuple(c.index for c in run), code="sum.table")
    for a in plain:
        for b in plain:
            if a is b:
                continue
            yield Reading(Formula("sum", signs=(1, -1)), (a.index, b.index), code="sum.balance")
            if a.index < b.index < column.index and not _same_unit(a, b) and _is_product(column, a, b):
                yield Reading(Formula("product"), (a.index, b.index), code="product.table")
    for i in range(len(plain)):
        for j in range(i + 1, len(plain)):
            for k in range(len(plain)):
                if k not in (i, j) and len(plain) <= 9:
                    yield Reading(Formula("sum", signs=(1, 1, -1)), (plain[i].index, plain[j].index, plain[k].index), code="sum.balance")
    for rate in (c for c in sheet.columns if c.is_rate and re.search(r"系数|完成率|得分率|执行率|费率|折扣", c.label)):
        for a in plain:
            if "执行" in column.label and "得分" not in column.label:
                continue
            if not re.search(r"权重|分值", a.label) if "得分" in column.label else not re.search(r"金额|费", column.label):
                continue
            yield Reading(Formula("product", factor=1 / HUNDRED), (a.index, rate.index), code="score.rule" if "得分" in column.label else "product.table")


def _same_unit(a: Column, b: Column) -> bool:
    first, second = next(iter(a.cells.values())), next(iter(b.cells.values()))
    return first.dimension == second.dimension == "money"


def _is_product(column: Column, a: Column, b: Column) -> bool:
    """Whether headers speak of a price, a count and an amount, in whatever words."""
    words = a.label + b.label
    priced = bool(re.search(r"单价|标准|单位成本|均价|费率|单位价格", words))
    return priced or (bool(re.search(r"金额|总价|合价|小计|费用|应补|合计", column.label)) and bool(re.search(r"价|数|量|面积|人|月", words)))


def _prior(sheet: Sheet, column: Column, reading: Reading) -> float:
    """How well the headers say so."""
    by_index = {c.index: c for c in sheet.columns}
    heads = [by_index[s] for s in reading.sources]
    near = 1 / (1 + max(abs(h.index - column.index) for h in heads))
    role = column.head.role
    if column.is_rate:
        stem = stem_of(column.label)
        score = likeness(stem, heads[0].label) if reading.formula.kind != "change" else 0.0
        roles = tuple(h.head.role for h in heads)
        if role == "execution_rate" and roles[:1] == ("executed",) and roles[-1:] in {("adjusted_budget",), ("initial_budget",)}:
            score = 0.95 if roles[-1] == "adjusted_budget" else 0.7
        if role == "score_rate" and roles == ("score", "weight"):
            score = 1.0
        if reading.whole is not None and role == "share":
            score = 0.9
        if reading.formula.kind == "change" and _GROWTH.search(column.label):
            score = 0.8
        return score + 0.1 * near
    if role in {"amount"} and reading.formula.kind == "product":
        return 0.8 + 0.1 * near
    if reading.code == "score.rule" and "得分" in column.label:
        return 0.7
    if reading.code == "sum.balance":
        return (0.7 if re.search(r"增减|差|结余|余额|未|变动|调整", column.label) else 0.2) + 0.1 * near
    if reading.code == "sum.table":
        return (0.6 if re.search(r"合计|小计|总|共", column.label) else 0.2) + 0.02 * len(heads)
    return 0.1


def _named_only(sheet: Sheet, column: Column) -> Iterable[Claim]:
    """A rate column in which no row holds is read by its header; the denominator is the one the other rates of the table use."""
    if not column.is_rate or _GROWTH.search(column.label):
        return
    plain = [c for c in sheet.columns if not c.is_rate]
    tops = [c for c in plain if likeness(stem_of(column.label), c.label) >= 0.9]
    wholes = [c for c in plain if re.search(r"总数|合计|应|派遣|受理|立案|预算", c.label) and c not in tops]
    role = column.head.role
    if role == "execution_rate":
        tops = [c for c in plain if c.head.role == "executed"]
        wholes = [c for c in plain if c.head.role == "adjusted_budget"] or [c for c in plain if c.head.role == "initial_budget"]
    if len(tops) != 1 or not wholes:
        return
    reading = Reading(RATIO, (tops[0].index, wholes[0].index))
    rows = [r for r in column.cells if _relation(sheet, column, reading, r, 0.0) is not None]
    sure = 0.8 if role == "execution_rate" or len(rows) >= 3 else 0.5
    if len(wholes) > 1 and role != "execution_rate":
        sure = 0.5
    for row in rows:
        relation = _relation(sheet, column, reading, row, sure)
        if relation is not None and relation.result.value:
            claim = Claim(column.cells[row], [relation], ("column", sheet.grid.block, column.index))
            claim.judge()
            yield claim


def cells_in(column: Column, rows: Iterable[int]) -> list[Entry]:
    """The entries of a column in some rows."""
    return [column.cells[r] for r in rows if r in column.cells]
