"""The grid of the 项目支出绩效自评表 (财政部 layout): one list of cells that the xlsx and the docx both follow.

Nine columns: 绩效指标, 一级, 二级, 三级指标, 年度指标值, 实际完成值, 分值, 得分, 偏差原因分析及改进措施.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from evallib.model.problems import EvallibError, Problem
from evallib.model.rounding import round_half_up
from evallib.scoring.inputs.entries import Funds, Goal, Project
from evallib.scoring.scorecard import IndicatorScore, Scorecard

COLUMNS = (4.5, 8, 13, 19, 14, 14, 9, 9.5, 19)  # widths in characters; together the text width of A4 portrait
Kind = Literal["label", "text", "number", "score", "total"]


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell with its span; `score` cells are added up in the `total` cell."""

    row: int
    column: int
    text: str
    kind: Kind = "text"
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Title, year and cells of one form."""

    name: str
    title: str
    year: str
    cells: tuple[FormCell, ...]
    rows: int


def lay_out(card: Scorecard) -> Form:
    """The form of a scored project.

    Raises:
        EvallibError: the scorecard is not one of a project with funds and goals.
    """
    project = card.unit.project
    if project is None or not card.unit.goals:
        raise EvallibError(
            Problem("form.no_project", "这张评分表没有项目和绩效目标，不能生成绩效自评表",
                    advice="请在评分数据中填写 project 和 goals")
        )  # fmt: skip
    cells = [*_head(project), *_funds(project, card), *_aims(project)]
    row = 9
    cells += _indicator_head(row)
    goals, row = _goals(card, row + 1)
    cells += goals
    cells.append(FormCell(9, 0, "绩效指标", "label", rows=row - 9))
    cells += _foot(card, row)
    return Form(project.name, "项目支出绩效自评表", f"（{card.unit.year}年度）", tuple(cells), row + 2)


def points(value: Decimal | None) -> str:
    """Points with two decimals; open scores are said to be open.

    >>> points(Decimal("9.5")), points(None)
    ('9.50', '待补充')
    """
    return "待补充" if value is None else f"{round_half_up(value, 2):f}"


def _head(project: Project) -> Iterator[FormCell]:
    yield FormCell(0, 0, "项目名称", "label", columns=2)
    yield FormCell(0, 2, project.name, columns=7)
    yield FormCell(1, 0, "主管部门", "label", columns=2)
    yield FormCell(1, 2, project.department, columns=3)
    yield FormCell(1, 5, "实施单位", "label")
    yield FormCell(1, 6, project.unit, columns=3)


def _funds(project: Project, card: Scorecard) -> Iterator[FormCell]:
    yield FormCell(2, 0, f"项目资金\n（{project.money_unit}）", "label", rows=1 + len(project.funds), columns=2)
    yield FormCell(2, 2, "", "label")
    for column, label in enumerate(("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"), start=3):
        yield FormCell(2, column, label, "label")
    score = card.scores["A"]
    for row, line in enumerate(project.funds, start=3):
        yield FormCell(row, 2, line.name)
        for column, amount in enumerate((line.initial, line.adjusted, line.executed), start=3):
            yield FormCell(row, column, _money(amount), "number")
        yield FormCell(row, 7, _rate(line), "number")
        yield FormCell(row, 6, points(score.weight) if row == 3 else "—", "number")
        yield FormCell(row, 8, points(score.score) if row == 3 else "—", "score" if row == 3 else "number")


def _money(amount: str) -> str:
    return f"{Decimal(amount.replace(',', '')):,.2f}"


def _rate(line: Funds) -> str:
    adjusted = Decimal(line.adjusted.replace(",", ""))
    executed = Decimal(line.executed.replace(",", ""))
    return f"{round_half_up(executed / adjusted * 100, 2):f}%" if adjusted else "—"


def _aims(project: Project) -> Iterator[FormCell]:
    yield FormCell(7, 0, "年度\n总体\n目标", "label", rows=2, columns=2)
    yield FormCell(7, 2, "预期目标", "label", columns=3)
    yield FormCell(7, 5, "实际完成情况", "label", columns=4)
    yield FormCell(8, 2, project.planned, columns=3)
    yield FormCell(8, 5, project.achieved, columns=4)


def _indicator_head(row: int) -> list[FormCell]:
    labels = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    return [FormCell(row, column, label, "label") for column, label in enumerate(labels, start=1)]


def _goals(card: Scorecard, row: int) -> tuple[list[FormCell], int]:
    cells: list[FormCell] = []
    leaves = {code: score for code, score in card.scores.items() if len(card.framework.path(code)) == 3}
    goals = {(goal.level1, goal.level2, goal.name): goal for goal in card.unit.goals}
    for level1, group in groupby(leaves, key=lambda code: card.framework.path(code)[0].name):
        codes = list(group)
        cells.append(FormCell(row, 1, level1.replace("指标", "\n指标"), "label", rows=len(codes)))
        for level2, inner in groupby(codes, key=lambda code: card.framework.path(code)[1].name):
            members = list(inner)
            cells.append(FormCell(row, 2, level2, "label", rows=len(members)))
            for code in members:
                goal = goals[level1, level2, leaves[code].indicator.name]
                cells += _goal_line(row, goal, leaves[code])
                row += 1
    return cells, row


def _goal_line(row: int, goal: Goal, score: IndicatorScore) -> Iterator[FormCell]:
    yield FormCell(row, 3, goal.name)
    yield FormCell(row, 4, goal.target)
    yield FormCell(row, 5, str(goal.value.value) if goal.value and goal.value.value is not None else "")
    yield FormCell(row, 6, points(goal.weight), "number")
    yield FormCell(row, 7, points(score.score), "score")
    yield FormCell(row, 8, goal.deviation)


def _foot(card: Scorecard, row: int) -> Iterator[FormCell]:
    yield FormCell(row, 0, "总分", "label", columns=6)
    yield FormCell(row, 6, points(card.framework.full_score), "number")
    yield FormCell(row, 7, points(card.total), "total")
    yield FormCell(row, 8, "")
    yield FormCell(row + 1, 0, "评分等级", "label", columns=6)
    yield FormCell(row + 1, 6, card.grade or "待定", "label", columns=3)
