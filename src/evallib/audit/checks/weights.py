"""Weights and scores (权重与得分的加总): indicators against their headings, their level and the total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.checks.score_rows import EXTRA, ScoreRow
from evallib.audit.identities import Identity
from evallib.audit.ledger import RATE, SUM
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.grid import Grid


def check(facts: Facts) -> Iterator[Identity]:
    """All sums inside indicator tables, and score ≤ weight, 得分率 = 得分 ÷ 权重 row by row."""
    of_hundred = any(_total(rows) == 100 for rows in facts.score_rows)
    for rows in facts.score_rows:
        yield from _headings(rows)
        if of_hundred:
            yield from _level_shares(rows)
        yield from _rates(rows)
    for grid in facts.grids:
        rows = [row for rows in facts.score_rows for row in rows if row.grid is grid]
        if rows:
            yield from _totals(grid, rows)


def _headings(rows: list[ScoreRow]) -> Iterator[Identity]:
    """Points in a heading, "C32 …（10分）", against the weights of the indicators below it."""
    headings = {heading.code: heading for row in rows for heading in row.headings if heading.points}
    for code, heading in headings.items():
        weights = tuple(row.weight for row in rows if row.weight and row.code.startswith(code) and row.code != code)
        if weights and heading.points:
            what = f"标题“{code} {heading.name}”写明的分值应等于其下指标权重之和"
            yield Identity("weight.heading", what, heading.points, weights, SUM, "contradiction", "high", exact=True)


def _level_shares(rows: list[ScoreRow]) -> Iterator[Identity]:
    """A weight in percent beside a level-one heading, "A 部门决策 14%", against its share of all weights."""
    for row in rows:
        level = next((heading for heading in row.headings if len(heading.code) == 1), None)
        share = next((f for f in _figures(row) if f.unit == "%" and f.label.startswith("权重")), None)
        if level and share:
            weights = tuple(r.weight for r in rows if r.weight and r.code.startswith(level.code))
            what = f"“{level.code} {level.name}”的权重应等于其下指标权重之和"
            yield Identity("weight.level", what, share, weights, SUM, "contradiction", "high", exact=True)


def _total(rows: list[ScoreRow]) -> Decimal:
    return sum((row.weight.value for row in rows if row.weight), Decimal(0))


def _figures(row: ScoreRow) -> list[Figure]:
    return [figure for r in row.grid.rows if r.index == row.row for figure in r.figures.values()]


def _rates(rows: list[ScoreRow]) -> Iterator[Identity]:
    for row in rows:
        if row.rate and row.weight and row.score:
            what = f"{row.code} 得分率应等于得分 ÷ 权重"
            yield Identity(
                "rate.score", what, row.rate, (row.score, row.weight), RATE, "contradiction", "high", exact=True
            )


def _totals(grid: Grid, rows: list[ScoreRow]) -> Iterator[Identity]:
    """小计 of each level, then 合计 from the levels (or from all indicators)."""
    start, subtotals = -1, list[dict[str, Figure]]()
    for row in grid.rows:
        if row.kind == "line" or not row.figures:
            continue
        mine = {
            role: f for c, f in row.figures.items() if (role := grid.heads[c].role) in {"weight", "score", "score_rate"}
        }
        if {"weight", "score", "score_rate"} <= mine.keys():
            what = f"“{row.label}”的得分率应等于得分 ÷ 权重"
            yield Identity("rate.score", what, mine["score_rate"], (mine["score"], mine["weight"]), RATE, exact=True)
        total = row.kind == "total"
        if total and any(EXTRA.match(line.label) for line in grid.rows[: grid.rows.index(row)]):
            continue  # bonus points have no code, and stand in the total
        inside = [r for r in rows if r.row < row.index and (total or r.row > start)]
        for role, figure in mine.items():
            if role == "score_rate" or figure.unit == "%":
                continue
            parts = tuple(f for r in inside if (f := r.weight if role == "weight" else r.score))
            if total and subtotals:
                parts = tuple(s[role] for s in subtotals if role in s)
            name = "权重" if role == "weight" else "得分"
            if len(parts) >= 2:
                what = f"“{row.label}”的{name}应等于各项之和"
                yield Identity(f"sum.{role}", what, figure, parts, SUM, "score", "high", exact=True)
        if not total:
            subtotals.append(mine)
            start = row.index
