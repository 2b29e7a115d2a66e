"""Readings by the header (按表头读): what a column follows from by its name alone, where no row of it tells."""

from __future__ import annotations

from collections.abc import Iterable

from evallib.audit.ledger import HUNDRED, LESS, PRODUCT, RATE, Claim, Formula, Relation, likeness
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.ratios.rate_names import FAILED, stem_of
from evallib.audit.ledger.slips import is_slip, slip_from
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.meanings import GROWTH, Reading
from evallib.audit.ledger.tables.points import FOR_FUNDS
from evallib.audit.ledger.tables.rows.borne_out import most_sure
from evallib.audit.ledger.tables.rows.row_relations import relation_in_row, tried
from evallib.model import patterns

#: The strength of a reading that is told as a doubt, and of points that the rate beside them gives but for one digit.
DOUBTED, RULED = 0.45, 0.5
#: So many rows of 100% say that a column is reckoned, and so sure that is.
FEW, EVERY, EVERY_ROW = 2, 3, 0.8
_DUE = r"总件?数|合计|应|派[遣单]|受理|立案|预算"


def of_one_row(sheet: Sheet, column: Column, reading: Reading, prior: float) -> float:
    """How sure a reading is that one row must prove: only where headers say it in full and no amount is unread.

    Args:
        sheet: the table.
        column: of the rate.
        reading: what it follows from.
        prior: how well the headers say so.
    """
    if prior < 0.95 or reading.formula.kind != "ratio" or column.head.role != "execution_rate":
        return 0.0
    unread = [c for c in sheet.columns if not c.is_rate and not c.head.role and c is not column]
    return 0.6 if unread else 0.8


def read_by_header(sheet: Sheet, column: Column) -> Iterable[Claim]:
    """A rate column in which no row holds, or every rate is 100%, with the denominator of the table's other rates.

    Args:
        sheet: the table.
        column: which follows from others by its name.
    """
    if not column.is_rate:
        yield from _named_amount(sheet, column)
    if not column.is_rate or GROWTH.search(column.label):
        return
    plain = [c for c in sheet.columns if not c.is_rate]
    failed = bool(FAILED.search(column.label))  # 不满意率 is of 不满意数, 满意率 of 满意数
    stem = stem_of(column.label)
    alike = [c for c in plain if bool(FAILED.search(c.label)) == failed]
    tops = [c for c in alike if likeness(stem, c.label) >= 0.9]
    tops = tops or [c for c in alike if len(stem) > 1 and c.label.startswith(stem)]  # 退回重办数 of 退回率
    wholes = [
        c for c in plain if patterns.search(r"总件?数|合计|应|派[遣单]|受理|立案|预算", c.label) and c not in tops
    ]
    if column.head.role == "execution_rate":
        tops = [c for c in plain if c.head.role == "executed"]
        wholes = [c for c in plain if c.head.role == "adjusted_budget"] or [
            c for c in plain if c.head.role == "initial_budget"
        ]
    wholes = wholes or [c for top in tops for c in plain if _is_told_before(c, top, column)]
    wholes = wholes or [c for top in tops[:1] for c in plain[:1] if _is_no_less(c, top)]  # 报修数｜修复数｜返修数
    if len(tops) != 1 or not wholes:
        return
    reading = Reading(RATE, (tops[0].index, wholes[0].index))
    found = {r: relation_in_row(sheet, column, reading, r, 0.0) for r in column.cells}
    relations = {r: relation for r, relation in found.items() if relation is not None}
    held = sum(r.holds() for r in relations.values())
    spent = column.head.role == "execution_rate" and len(relations) == EVERY and held == FEW
    if len(relations) <= FEW or spent:
        sure = of_one_row(sheet, column, reading, 0.95)  # either row can be wrong itself, or one of 总额、中央、地方
    else:
        sure = _of_all(relations) if held else _of_none(relations)
    for row, relation in relations.items() if sure else ():
        relation.strength = sure
        if held and not relation.holds():
            most = most_sure(sheet, column, reading, (held, 1, held), row, relation)
            # More than was planned can be done, and no more than was taken on can be closed.
            relation.most = most or (DOUBT if column.head.role == "closing_rate" else 0.0)
        if relation.result.value and relation.most:
            yield Claim(column.cells[row], [relation], ("column", sheet.grid.block, column.index))


def _is_told_before(whole: Column, top: Column, rate: Column) -> bool:
    """办结工单数｜退回重办数｜退回率: one after the other, and of none there are more than what they are of."""
    return whole.index + 1 == top.index == rate.index - 1 and _is_no_less(whole, top)


def _is_no_less(whole: Column, top: Column) -> bool:
    same = whole is not top and whole.dimension == top.dimension
    return same and all(r in whole.cells and whole.cells[r].value >= e.value for r, e in top.cells.items())


def _of_none(relations: dict[int, Relation]) -> float:
    """How sure a reading is that no row holds of.

    Where no row of several holds, it is the reading that is wrong, unless a like slip explains them all (every rate a
    point too high).
    """
    return 0.5 if all(_is_slipped(r) for r in relations.values()) or _are_shifted(relations) else 0.0


def _are_shifted(relations: dict[int, Relation]) -> bool:
    """5.00%、7.00%、10.00% printed as 4.00%、6.00%、9.00%: all by the same, a whole point or more."""
    away = [value - r.result.value for r in relations.values() if (value := r.expected()) is not None]
    step = max(2 * r.result.half for r in relations.values())
    same = len(away) == len(relations) >= EVERY and max(away) - min(away) <= step
    return same and abs(away[0]) >= 1 - step and len({r.result.value for r in relations.values()}) > 1


def _of_all(relations: dict[int, Relation]) -> float:
    """How sure a column is that of what was done all was due, in every row but one: 23件、23件、100%."""
    held = [r for r in relations.values() if r.holds()]
    if len(held) < EVERY or len(held) < len(relations) - 1 or any(r.result.value != HUNDRED for r in held):
        return 0.0
    return EVERY_ROW if len({r.terms[0].value for r in held}) > 1 else 0.0


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
        rate = sheet.by_index[reading.sources[1]].cells.get(row) if by_rule else None
        # 8 of 10 points for 92.87% are those of a step; all that was planned (100%) gives all of them.
        stepped = not entry.mention.decimals and (rate is None or rate.value != HUNDRED)
        sure = 0.76 if not by_rule else DOUBTED if stepped else RULED
        relation = relation_in_row(sheet, column, reading, row, sure)
        if relation is not None and not (by_rule and not relation.holds() and not _slipped(relation)):
            relation.most = 1.0 if relation.holds() else most_sure(sheet, column, reading, rows, row, relation)
            yield Claim(entry, [relation], ("column", sheet.grid.block, column.index))
