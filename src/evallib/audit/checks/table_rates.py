"""Table rates (表内比率): 执行率, 得分率, 占比, 增长率 and 结余, row by row.

A header seldom says what a rate divides. Each plausible pair of columns is tried on all rows; the pair that most rows
confirm is the definition that the table uses, and the rows that it does not fit are the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evallib.audit.checks.score_rows import has_codes
from evallib.audit.document import Figure
from evallib.audit.facts import Facts
from evallib.audit.formulas import Change, Formula, Ratio, Sum
from evallib.audit.grid import Grid, GridRow
from evallib.audit.identities import Identity, judge
from evallib.audit.roles import RATE_ROLES

# role of the result → pairs of roles (first operand, second operand), most usual first
RATIOS: dict[str, tuple[tuple[str, str], ...]] = {
    "execution_rate": (("executed", "adjusted_budget"), ("executed", "initial_budget")),
    "score_rate": (("score", "weight"),),
    "closing_rate": (("closed_count", "accepted_count"),),
}
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "adjustment_rate": (("adjusted_budget", "initial_budget"),),
    "growth": (("closing", "opening"),),
}
DIFFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "balance": (("adjusted_budget", "executed"), ("initial_budget", "executed")),
    "difference": (("closing", "opening"), ("adjusted_budget", "initial_budget")),
}
NAMES = {
    "execution_rate": "执行率",
    "score_rate": "得分率",
    "closing_rate": "办结率",
    "adjustment_rate": "调整率",
    "growth": "增长率",
    "balance": "结余",
    "difference": "增减额",
    "share": "占比",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to read a column: two columns and a formula."""

    first: int
    second: int
    formula: Formula
    typed: bool


def check(facts: Facts) -> Iterator[Identity]:
    """Rates and differences of every table, by column and, where fields stand below each other, by row."""
    for grid in facts.grids:
        if has_codes(grid):
            continue
        for view in (grid, grid.transpose()):
            for column, head in view.heads.items():
                if head.role in RATIOS or head.role in CHANGES or head.role in DIFFERENCES or head.role == "rate":
                    yield from _column(view, column)
                elif head.role == "share":
                    yield from _shares(view, column)


def _column(grid: Grid, column: int) -> Iterator[Identity]:
    rows = [row for row in grid.rows if column in row.figures]
    rules = list(_rules(grid, column))
    if not rows or not rules:
        return
    scored = []
    for order, rule in enumerate(rules):
        identities = [i for row in rows if (i := _identity(grid, row, column, rule))]
        agree = sum(judge(i) in {"agrees", "rounding", "truncated"} for i in identities)
        scored.append((agree, rule.typed, -order, identities))
    agree, typed, _, identities = max(scored, key=lambda item: item[:3])
    usable = [i for i in identities if judge(i) != "undefined"]
    if (typed and (agree * 2 >= len(usable) or len(usable) <= 2)) or (agree >= 3 and agree * 3 >= len(usable) * 2):
        yield from usable


def _rules(grid: Grid, column: int) -> Iterator[Rule]:
    head = grid.heads[column]
    for table, formula in (
        (RATIOS, Ratio()),
        (CHANGES, Change(absolute=False)),
        (DIFFERENCES, Sum((1, -1))),
    ):
        for first_role, second_role in table.get(head.role, ()):
            for first in _near(grid, column, first_role):
                for second in _near(grid, column, second_role):
                    yield Rule(first, second, formula, typed=True)
    if head.role in {"rate", "closing_rate", "growth"}:
        plain = [
            c
            for c, h in grid.heads.items()
            if h.role not in RATE_ROLES | {"sequence", "target"}
            and c != column
            and any(c in row.figures for row in grid.rows)
        ]
        for first in plain:
            for second in plain:
                if first != second:
                    yield Rule(first, second, Ratio() if head.role != "growth" else Change(absolute=False), typed=False)


def _near(grid: Grid, column: int, role: str) -> list[int]:
    """Columns of a role in the same group (year); the nearest to the left first."""
    group = grid.heads[column].group
    found = [c for c in grid.columns(role) if grid.heads[c].group == group]
    return sorted(found or grid.columns(role), key=lambda c: (c > column, abs(c - column)))[:2]


def _identity(grid: Grid, row: GridRow, column: int, rule: Rule) -> Identity | None:
    first, second = row.figures.get(rule.first), row.figures.get(rule.second)
    if first is None or second is None:
        return None
    role = grid.heads[column].role
    name = NAMES.get(role, grid.heads[column].label)
    what = f"“{row.label}”的{name}应等于“{_head(grid, rule.first)}”与“{_head(grid, rule.second)}”之"
    what += "差" if isinstance(rule.formula, Sum) else "增减比例" if isinstance(rule.formula, Change) else "比"
    code = (
        "sum.balance"
        if isinstance(rule.formula, Sum)
        else "growth.table"
        if isinstance(rule.formula, Change)
        else "rate.table"
    )
    exact = role == "score_rate"
    return Identity(
        code, what, row.figures[column], (first, second), rule.formula, "contradiction", "high", exact=exact
    )


def _head(grid: Grid, column: int) -> str:
    head = grid.heads[column]
    return (head.group + " " + head.label).strip()


def _shares(grid: Grid, column: int) -> Iterator[Identity]:
    """A share against its part and the total row of the column it belongs to; and the shares' own sum (table_sums)."""
    rows = [row for row in grid.rows if column in row.figures]
    best: list[Identity] = []
    best_agree = 0
    for base, head in grid.heads.items():
        if head.role in RATE_ROLES | {"sequence", "target"} or base == column:
            continue
        whole = _whole(grid.rows, base)
        if whole is None:
            continue
        what = f"“{grid.heads[column].label}”应等于本行“{head.label}”占合计的比例"
        identities = [
            Identity("rate.share", f"“{row.label}”的{what}", row.figures[column], (row.figures[base], whole), Ratio())
            for row in rows
            if base in row.figures
        ]
        agree = sum(judge(identity) in {"agrees", "rounding", "truncated"} for identity in identities)
        if agree > best_agree and agree * 2 >= len(identities):
            best, best_agree = identities, agree
    if best_agree >= 2 or best_agree == len(best) == 1:
        yield from best


def _whole(rows: Sequence[GridRow], column: int) -> Figure | None:
    totals = [row.figures[column] for row in rows if row.kind == "total" and column in row.figures]
    if totals:
        return totals[-1]
    figures = [row.figures[column] for row in rows if column in row.figures]
    largest = max(figures, key=lambda figure: figure.value, default=None)
    return largest if largest and largest.value > Decimal(0) else None
