"""Meanings (栏目含义): every sensible way in which a column can follow from others, and how well the headers say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

from evallib.audit.ledger import HUNDRED, LESS, PRODUCT, RATE, REST, SUM, Formula, likeness
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.ledger.tables.outline import of_which
from evallib.audit.ledger.tables.points import has_full
from evallib.audit.reading.grid import is_form
from evallib.audit.reading.roles import RATE_ROLES
from evallib.model import patterns

MOST_PARTS = 5  # amounts that one row divides among them: 同意、反对、弃权
WIDE = 16  # columns; of more, all that stand on one side are tried
CHANGE, BALANCE = Formula("change", factor=HUNDRED), Formula("sum", signs=(1, 1, -1))
GROWTH = re.compile(r"增|减|同比|环比|较|比上|幅|变动|升|降")
#: What a balance is called; what the last year left over is none of this one.
_LEFT_OVER = re.compile(r"增减|差|(?<!上[年期月])(?<!年初)结余|余额|未|变动|调整")
#: What is left of an opening amount, what came and what went; a change (增减) is of two amounts.
LEAST_APART = 2
_CLOSING = re.compile(r"(?<!上[年期月])(?<!年初)(?:结余|节余)|余额|结存|结转|库存|[期年月季]末|未|现有")
_OPENING = re.compile(r"(?<!比)(?<!较)(?:[期年月季]初|上[年期月季]|结转|原有)")
#: What `named_columns` reads from headers.
_NAMED = frozenset({"rate.average", "rate.weighted", "growth.points"})
_LESS = re.compile(r"(?<![加增])[减扣]分|倒扣")


@dataclass(frozen=True, slots=True)
class Reading:
    """A column as a formula of others; `whole` is a row that is the denominator of all rows."""

    formula: Formula
    sources: tuple[int, ...]
    whole: int | None = None
    code: str = "rate.table"
    sign: int = 1


def rate_readings(sheet: Sheet, column: Column) -> Iterator[Reading]:
    """What a column of percentages can be: a ratio, a remainder, a share of a total, a change, a rate difference."""
    scored = bool(patterns.search("得分|分值|权重", column.label))
    plain = [
        c
        for c in sheet.columns
        if c is not column and not c.is_rate and (scored or c.head.role not in {"weight", "score"})
    ]
    if column.head.role == "execution_rate":
        spent = [c for c in plain if c.head.role == "executed"]
        planned = [c for c in plain if c.head.role in {"adjusted_budget", "initial_budget"} or "预算" in c.label]
        if len(spent) == 1 and planned:
            # The headers say what is divided by what; only an amount that they leave unnamed can stand for the budget.
            unnamed = [c for c in plain if not c.head.role and c not in planned]
            yield from (Reading(RATE, (spent[0].index, c.index)) for c in planned + unnamed)
            return
    form = is_form(sheet.grid.table)
    if form and column.head.role not in RATE_ROLES:
        return  # targets and values of indicators follow from nothing in their table
    if column.head.role == "share" or not form:
        yield from _shares(sheet, column, plain)
    yield from _quotients(column, plain)
    rates = [c for c in sheet.columns if c is not column and c.is_rate]
    for a, b in permutations(rates[:6], 2):
        yield Reading(LESS, (a.index, b.index), code="growth.points")


def _shares(sheet: Sheet, column: Column, plain: list[Column]) -> Iterator[Reading]:
    wholes = [r for r in sheet.rows if sheet.kinds[r] == "total"]
    full = [r for r, e in column.cells.items() if e.value == HUNDRED]
    full = full if len(full) == 1 else []  # there is one whole; several rows of 100% are rates
    full += [r for r in sheet.rows[:1] if of_which(sheet, r)]
    for a in plain:
        if has_full(sheet, column, a) or ("权重" in column.label and a.head.role != "weight"):
            continue  # points that can be had, in per cent, and those that were: no shares
        for whole in dict.fromkeys(wholes[:1] + wholes[-1:] + full):
            yield Reading(RATE, (a.index, a.index), whole, "rate.share")


def _quotients(column: Column, plain: list[Column]) -> Iterator[Reading]:
    code = "growth.table" if GROWTH.search(column.label) else "rate.score" if "得分" in column.label else "rate.table"
    for a, b in permutations(plain, 2):
        yield Reading(RATE, (a.index, b.index), code=code)
        yield Reading(REST, (a.index, b.index), code=code)
        yield Reading(CHANGE, (a.index, b.index), code="growth.table", sign=-1)
    for a, b in permutations(plain, 2):
        yield Reading(Formula("ratio", 1, factor=HUNDRED), (a.index, a.index, b.index), code=code)  # 男 of 男、女
    if LEAST_APART < len(plain) <= MOST_PARTS:
        others = tuple(c.index for c in plain)
        yield from (Reading(Formula("ratio", 1, factor=HUNDRED), (a.index, *others), code=code) for a in plain)
    for a, b in pairwise(plain):
        for c in plain:
            if c not in (a, b):
                yield Reading(Formula("ratio", 2, factor=HUNDRED), (a.index, b.index, c.index), code=code)
                yield Reading(Formula("ratio", 1, factor=HUNDRED), (c.index, a.index, b.index), code=code)


def amount_readings(sheet: Sheet, column: Column) -> Iterator[Reading]:
    """What a column of amounts can be: a sum of neighbours, a difference, a balance, a product."""
    plain = [c for c in sheet.columns if c is not column and not c.is_rate]
    order = sorted(plain, key=lambda c: c.index)
    left = [c for c in order if c.index < column.index]
    right = [c for c in order if c.index > column.index]
    for side in (left, right):
        for i in range(len(side)):
            for j in (*range(i + 2, min(len(side), i + WIDE) + 1), *range(len(side), i + WIDE, -len(side))):
                run = side[i:j]
                yield Reading(_sum_of(run), tuple(c.index for c in run), code="sum.table")
    alike = _in_other_groups(column, plain)
    if alike:
        yield Reading(_sum_of(alike), tuple(c.index for c in alike), code="sum.table")
    for a in plain:
        for b in plain:
            if a is b:
                continue
            yield Reading(LESS, (a.index, b.index), code="sum.balance")
            if a.index < b.index < column.index and _is_product(column, a, b):
                yield Reading(PRODUCT, (a.index, b.index), code="product.table")
    if len(plain) <= 9:
        for first, second in combinations(plain, 2):
            for less in plain:
                if less is not first and less is not second:
                    terms = (first.index, second.index, less.index)
                    yield Reading(BALANCE, terms, code="sum.balance")
    yield from _shares_of(sheet, column, plain)


_COUNTED = frozenset("数额件人的量率")
_TOTALS = re.compile(r"^(?:合计|总计|小计|共计|总数|全[市区县省州镇]|总体)(?:情况|数)?$")


def _in_other_groups(column: Column, others: list[Column]) -> list[Column]:
    """Columns of its name under the other wide headers, for one under “合计”: 本地菜本月 and 外地菜本月 of 合计本月."""
    if not _TOTALS.match(column.head.group):
        return []
    alike = [c for c in others if c.head.label == column.head.label and c.head.group]
    groups = {c.head.group for c in alike}
    return alike if len(alike) >= 2 and len(groups) == len(alike) and column.head.group not in groups else []


def _sum_of(run: list[Column]) -> Formula:
    """A sum in which a column of marks taken off (减分, 扣分) counts against the others."""
    less = [bool(_LESS.search(c.label)) and _is_plain_loss(c) for c in run]
    return Formula("sum", signs=tuple(-1 if x else 1 for x in less)) if any(less) and not all(less) else SUM


def _is_plain_loss(column: Column) -> bool:
    """Whether marks that were taken off stand without a sign, and some row lost none."""
    values = [e.value for e in column.cells.values()]
    return any(not v for v in values) and all(v >= 0 for v in values)


def _shares_of(sheet: Sheet, column: Column, plain: list[Column]) -> Iterator[Reading]:
    """得分 = 分值 × 系数, 费用 = 金额 × 费率."""
    for rate in (c for c in sheet.columns if c.is_rate and patterns.search(r"系数|完成率|执行率|费率|折扣", c.label)):
        for a in plain:
            if "执行" in column.label and "得分" not in column.label:
                continue
            if (
                not patterns.search(r"权重|分值", a.label)
                if "得分" in column.label
                else not patterns.search(r"金额|费", column.label)
            ):
                continue
            yield Reading(
                Formula("product", factor=1 / HUNDRED),
                (a.index, rate.index),
                code="score.rule" if "得分" in column.label else "product.table",
            )


def _is_product(column: Column, a: Column, b: Column) -> bool:
    """Whether headers speak of a price, a count and an amount, in whatever words."""
    words = a.label + b.label
    priced = bool(patterns.search(r"单价|标准|单位成本|均价|费率|单位价格", words))
    return priced or (
        bool(patterns.search(r"金额|总价|合价|小计|费用|应补|合计", column.label))
        and bool(patterns.search(r"价|数|量|面积|人|月", words))
    )


def prior_of(sheet: Sheet, column: Column, reading: Reading) -> float:
    """How well the headers say so."""
    by_index = {c.index: c for c in sheet.columns}
    heads = [by_index[s] for s in reading.sources]
    near = 1 / (1 + max(abs(h.index - column.index) for h in heads))
    role = column.head.role
    if column.is_rate:
        stem = stem_of(column.label)
        score = likeness(stem, heads[0].label) if reading.formula.kind != "change" else 0.0
        roles = tuple(h.head.role for h in heads)
        if (
            role == "execution_rate"
            and roles[:1] == ("executed",)
            and roles[-1:] in {("adjusted_budget",), ("initial_budget",)}
        ):
            score = 0.95 if roles[-1] == "adjusted_budget" else 0.7
        if role == "score_rate" and roles == ("score", "weight"):
            score = 1.0
        if reading.whole is not None and role == "share":
            score = 0.9
        if reading.formula.kind == "change" and GROWTH.search(column.label):
            score = 0.8
        return score + 0.1 * near
    if reading.code in _NAMED or reading.formula.constant:
        return 0.8  # the header is what led to the reading
    if role in {"amount"} and reading.formula.kind == "product":
        return 0.8 + 0.1 * near
    if reading.code == "score.rule" and "得分" in column.label:
        return 0.7
    if reading.code == "sum.balance" and len(heads) > LEAST_APART:
        closes = _CLOSING.search(column.head.label) and any(_OPENING.search(h.label) for h in heads)
        return (0.7 if closes else 0.2) + 0.1 * near
    if reading.code == "sum.balance":
        left = _LEFT_OVER.search(column.head.label) and not _is_not_done_of_another(column, heads[-1])
        return (0.7 if left else 0.2) + 0.1 * near
    if reading.code == "sum.table" and _TOTALS.match(column.head.group) and len({h.head.label for h in heads}) == 1:
        return 0.9
    if reading.code == "sum.table":
        named = patterns.search(r"合计|小计|总|共", column.label) or _is_all_below(sheet, column, reading)
        return (0.6 if named else 0.2) + 0.02 * len(heads)
    return 0.1


def is_total(label: str) -> bool:
    """Whether a header is nothing but the name of a total; 总学分 may have parts that are not printed."""
    return bool(_TOTALS.match(label))


def _is_not_done_of_another(column: Column, done: Column) -> bool:
    """Whether 未按时毕业 stands beside 授予学位: what was not done is what all others did only of one doing."""
    label = column.head.label
    return label.startswith("未") and not set(label[1:]) & set(done.head.label) - _COUNTED


def _is_all_below(sheet: Sheet, column: Column, reading: Reading) -> bool:
    """Whether a column adds all that stands under the wide headers beside it: 派件数 of 热线 and of 信箱."""
    grouped = [c for c in sheet.columns if c.head.group and not c.is_rate]
    several = len({c.head.group for c in grouped}) > 1
    return several and not column.head.group and {c.index for c in grouped} == set(reading.sources)
