"""Targets (目标值): the goal table against the rule, achieved values in two tables, targets met or missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evallib.audit.checks.score_rows import ScoreRow
from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Document, Place, Table
from evallib.audit.reading.facts import Facts
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.plain_text import half_width, squeeze

Result = Iterator[Finding | Agreement]
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_THRESHOLD = re.compile(r"(\d+(?:\.\d+)?)%\s*(?:以上|及以上|的)?[，,]?得(?:满分|\d+(?:\.\d+)?分)")
_RISE = re.compile(r"上涨(\d+(?:\.\d+)?)%以上[，,]得满分")


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of a goal table: name, target, achieved value, with their places."""

    name: str
    target: str
    target_place: Place
    achieved: str = ""
    achieved_place: Place | None = None


def check(facts: Facts) -> Result:
    """Goals against rules and values."""
    goals = list(goals_of(facts))
    rows = {squeeze(row.name): row for table in facts.score_rows for row in table if row.rule or row.value}
    for goal in goals:
        row = rows.get(goal.name)
        if row:
            yield from _target(facts, goal, row)
            yield from _achieved(facts, goal, row)


def goals_of(facts: Facts) -> Iterator[Goal]:
    """The goals of every table that has names and targets."""
    document = facts.document
    for index, table in document.tables:
        heads = [squeeze(cell.text) for cell in table.rows[0]]
        name = _column(heads, r"目标名称|指标名称|三级指标")
        target = _column(heads, r"目标值|目标指标值|年度指标值|指标值$")
        achieved = _column(heads, r"实现度|完成值|实际值")
        if name < 0 or target < 0:
            continue
        yield from _goal_rows(document, index, (name, target, achieved))


def _goal_rows(document: Document, index: int, columns: tuple[int, int, int]) -> Iterator[Goal]:
    name, target, achieved = columns
    table = document.blocks[index]
    assert isinstance(table, Table)
    for r, row in enumerate(table.rows[1:], 1):
        if not row[name].text.strip() or not row[target].text.strip():
            continue
        has = achieved >= 0 and row[achieved].text.strip()
        yield Goal(
            squeeze(row[name].text),
            row[target].text.strip(),
            document.place_in_table(index, r, target),
            row[achieved].text.strip() if has else "",
            document.place_in_table(index, r, achieved) if has else None,
        )


def _column(heads: list[str], pattern: str) -> int:
    return next((i for i, head in enumerate(heads) if patterns.search(pattern, head)), -1)


def _target(facts: Facts, goal: Goal, row: ScoreRow) -> Result:
    mine = _PERCENT.search(half_width(goal.target))
    rule = squeeze(half_width(row.rule))
    told = [*_THRESHOLD.finditer(rule), *_RISE.finditer(rule)]
    # Of several steps the goal is the one that gives full marks; without it none is known to be.
    full = [m for m in told if "满分" in m[0]] or told
    if not mine or len(full) != 1 or row.rule_column < 0:
        return
    place, other = facts.document.place_in_table(row.grid.block, row.row, row.rule_column), full[0]
    if Decimal(mine[1]) == Decimal(other[1]):
        yield Agreement("target.rule", goal.target, f"{row.code} 目标值与评分标准一致", (goal.target_place, place))
        return
    yield Finding(
        "target.rule",
        "contradiction",
        "high",
        f"“{goal.name}”的目标值两处不一：目标表为 {goal.target}，评分标准为 {other[1]}%",
        goal.target,
        f"{other[1]}%",
        f"目标表 {goal.target} ≠ 评分标准“{other[0]}”",
        (goal.target_place, place),
    )


def _achieved(facts: Facts, goal: Goal, row: ScoreRow) -> Result:
    if not goal.achieved or not row.value or goal.achieved_place is None:
        return
    mine, other = squeeze(half_width(goal.achieved)), squeeze(half_width(row.value))
    place = facts.document.place_in_table(row.grid.block, row.row, row.value_column)
    if mine == other:
        yield Agreement(
            "target.value", goal.achieved, f"{row.code} 目标实现度与业绩值一致", (goal.achieved_place, place)
        )
        return
    if not _contradict(mine, other):
        return
    yield Finding(
        "target.value",
        "contradiction",
        "high",
        f"“{goal.name}”的实现情况两处不一：目标表为“{goal.achieved}”，指标体系表为“{row.value}”",
        goal.achieved,
        row.value,
        f"{goal.achieved} ≠ {row.value}（得分 {row.score} / {row.weight}）",
        (goal.achieved_place, place),
    )


def _contradict(mine: str, other: str) -> bool:
    """Whether what was achieved cannot be told both ways: 已完成 and 完成 are one thing, 0% and 健全 are not.

    >>> [_contradict(*told) for told in (("95%", "92%"), ("已完成", "完成"), ("100%", "完成"), ("0.00%", "健全"))]
    [True, False, False, True]
    """
    figures = [figure for figure in (cell_figure(mine), cell_figure(other)) if figure is not None]
    if len(figures) == 2:
        return figures[0].unit == figures[1].unit and figures[0].value != figures[1].value
    return len(figures) == 1 and not figures[0].value and not patterns.search("[未无不没]", mine + other)
