"""The grid of the 项目支出绩效自评表 (财政部 layout): one list of cells, filled or blank, that xlsx and docx follow.

Nine columns: 绩效指标, 一级, 二级, 三级指标, 年度指标值, 实际完成值, 分值, 得分, 偏差原因分析及改进措施.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Literal

from evallib.model.problems import EvallibError, Problem
from evallib.model.rounding import round_half_up
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.inputs.entries import Funds, Goal
from evallib.scoring.scorecard import Scorecard

COLUMNS = (4.5, 8, 13, 19, 14, 14, 9, 9.5, 19)  # widths in characters; together the text width of A4 portrait
Kind = Literal["label", "text", "number", "rate", "score", "total"]
TITLE, WHOLE_TITLE = "财政项目支出绩效自评表", "部门整体支出绩效自评表"
FOOT = "填报人：　　　　　　审核：　　　　　　（盖章）　　　　　　填报日期：　　年　　月　　日"
FUNDS_HEAD = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
FUNDS_ITEMS = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
INDICATOR_HEAD = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"
)  # fmt: skip
RATE_COLUMN, FUNDS_ROW = 7, 2  # 执行率; the grid's row of funds, before its lines, the aims, the indicators


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
class FundsLine:
    """A line of the funds block as it is printed; empty texts are for a person to fill in."""

    name: str
    initial: str = ""
    adjusted: str = ""
    executed: str = ""
    weight: str = ""
    rate: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Title, year and cells of one form.

    Args:
        name: the project.
        title: title of the form.
        year: the line under the title.
        cells: every cell of the grid.
        rows: how many rows the grid has.
        indicator_row: row of the header of the indicators.
    """

    name: str
    title: str
    year: str
    cells: tuple[FormCell, ...]
    rows: int
    indicator_row: int


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
    score = card.scores["A"]
    weights, scores = ([points(value), *["—"] * len(project.funds)] for value in (score.weight, own_score(score)))
    funds = [
        FundsLine(
            line.name, _money(line.initial), _money(line.adjusted), _money(line.executed), weight, _rate(line), own
        )
        for line, weight, own in zip(project.funds, weights, scores, strict=False)
    ]
    head = _head(project.name, project.department, project.unit)
    top, row = _top(head, project.money_unit, funds, project.planned, project.achieved)
    goals, end = _goals(card, row + 1)
    total = own_total(card)
    grade = card.framework.grade(total) if total is not None else ""
    foot = _foot(end, points(card.framework.full_score), points(total), grade or "待定")
    form = _form(project.name, f"（{card.unit.year}年度）", top, row, [*goals, *foot], end)
    return _of_department(form) if project.is_whole_department else form


def _of_department(form: Form) -> Form:
    """The same grid in the words of a whole department's form."""
    words = {"项目名称": "部门名称", "实施单位": "填报单位"}
    cells = tuple(replace(cell, text=words.get(cell.text, cell.text.replace("项目资金", "部门资金")))
                  if cell.kind == "label" else cell for cell in form.cells)  # fmt: skip
    return replace(form, title=WHOLE_TITLE, cells=cells)


def own_score(score: IndicatorScore) -> Decimal | None:
    """The score that the official wrote into the form; the adopted one where the form has none."""
    return score.entry.published[0].score if score.entry.published else score.score


def own_total(card: Scorecard) -> Decimal | None:
    """The sum of the scores that the form shows; None while one is missing."""
    shown = [own_score(score) for score in card.scores.values()]
    if shown == [score.score for score in card.scores.values()]:
        return card.total
    return None if None in shown else sum((score for score in shown if score is not None), Decimal(0))


def lay_out_blank(unit_name: str, year: int, indicators: int = 25) -> Form:
    """The empty form, to be filled in: the same grid with rows to write in.

    Args:
        unit_name: what the unit is called.
        year: the year of the form.
        indicators: how many rows there are for indicators; rows that stay empty are not read.
    """
    funds = [FundsLine(name) for name in FUNDS_ITEMS]
    top, row = _top(_head("", "", ""), "万元", funds, "", "")
    end = row + 1 + indicators
    lines = [
        FormCell(line, column, "", "score" if column == 7 else "number" if column == 6 else "text")
        for line in range(row + 1, end)
        for column in range(1, 9)
    ]
    return _form("", f"（{year}年度，{unit_name}）", top, row, [*lines, *_foot(end, "", "", "")], end)


def _top(
    head: list[FormCell], unit: str, funds: list[FundsLine], planned: str, achieved: str
) -> tuple[list[FormCell], int]:
    """Everything above the indicators, and the row of their header."""
    aims = FUNDS_ROW + 1 + len(funds)
    return [*head, *_funds(unit, funds), *_aims(aims, planned, achieved)], aims + 2


def _form(name: str, year: str, top: list[FormCell], row: int, below: list[FormCell], end: int) -> Form:
    labels = [FormCell(row, column, label, "label") for column, label in enumerate(INDICATOR_HEAD, start=1)]
    side = FormCell(row, 0, "绩效指标", "label", rows=end - row)
    return Form(name, TITLE, year, (*top, *labels, *below, side), end + 2, row)


def points(value: Decimal | None) -> str:
    """Points with two decimals; open scores are said to be open.

    >>> points(Decimal("9.5")), points(None)
    ('9.50', '待补充')
    """
    return "待补充" if value is None else f"{round_half_up(value, 2):f}"


def _head(name: str, department: str, unit: str) -> list[FormCell]:
    return [
        FormCell(0, 0, "项目名称", "label", columns=2),
        FormCell(0, 2, name, columns=7),
        FormCell(1, 0, "主管部门", "label", columns=2),
        FormCell(1, 2, department, columns=3),
        FormCell(1, 5, "实施单位", "label"),
        FormCell(1, 6, unit, columns=3),
    ]


def _funds(unit: str, lines: list[FundsLine]) -> Iterator[FormCell]:
    yield FormCell(FUNDS_ROW, 0, f"项目资金\n（{unit}）", "label", rows=1 + len(lines), columns=2)
    yield FormCell(FUNDS_ROW, 2, "", "label")
    for column, label in enumerate(FUNDS_HEAD, start=3):
        yield FormCell(FUNDS_ROW, column, label, "label")
    for row, line in enumerate(lines, start=FUNDS_ROW + 1):
        yield FormCell(row, 2, line.name)
        amounts = (line.initial, line.adjusted, line.executed, line.weight, line.rate)
        for column, text in enumerate(amounts, start=3):
            yield FormCell(row, column, text, "rate" if column == RATE_COLUMN else "number")
        yield FormCell(row, 8, line.score, "score" if row == FUNDS_ROW + 1 else "number")


def _money(amount: str) -> str:
    return f"{Decimal(amount.replace(',', '')):,.2f}" if amount else ""


def _rate(line: Funds) -> str:
    adjusted, executed = (amount.replace(",", "") for amount in (line.adjusted, line.executed))
    if not executed or not adjusted or not Decimal(adjusted):
        return "—"
    return f"{round_half_up(Decimal(executed) / Decimal(adjusted) * 100, 2):f}%"


def _aims(row: int, planned: str, achieved: str) -> Iterator[FormCell]:
    yield FormCell(row, 0, "年度\n总体\n目标", "label", rows=2, columns=2)
    yield FormCell(row, 2, "预期目标", "label", columns=3)
    yield FormCell(row, 5, "实际完成情况", "label", columns=4)
    yield FormCell(row + 1, 2, planned, columns=3)
    yield FormCell(row + 1, 5, achieved, columns=4)


def _goals(card: Scorecard, row: int) -> tuple[list[FormCell], int]:
    cells, waiting = list[FormCell](), list(card.unit.goals)
    level1 = {code: path[0].name for code in card.scores if len(path := card.framework.path(code)) == 3}
    # In the order of the form that was handed in: 履职效能 may stand before 满意度 there.
    first = {name: next(n for n, goal in enumerate(waiting) if goal.level1 in name) for name in level1.values()}
    for top, group in groupby(sorted(level1, key=lambda code: first[level1[code]]), key=level1.__getitem__):
        own = list(group)
        cells.append(FormCell(row, 1, top.replace("指标", "\n指标"), "label", rows=len(own)))
        for level2, inner in groupby(own, key=lambda code: card.framework.path(code)[1].name):
            members = list(inner)
            cells.append(FormCell(row, 2, level2, "label", rows=len(members)))
            for code in members:
                # 产出 stands under 产出指标; of two goals of one name the first comes first.
                named = (level2, card.scores[code].indicator.name)
                goal = next(one for one in waiting if one.level1 in top and (one.level2, one.name) == named)
                waiting.remove(goal)
                cells += _goal_line(row, goal, card.scores[code])
                row += 1
    return cells, row


def _goal_line(row: int, goal: Goal, score: IndicatorScore) -> Iterator[FormCell]:
    yield FormCell(row, 3, goal.name)
    yield FormCell(row, 4, goal.target)
    yield FormCell(row, 5, str(goal.value.value) if goal.value and goal.value.value is not None else "")
    yield FormCell(row, 6, points(goal.weight), "number")
    yield FormCell(row, 7, points(own_score(score)), "score")
    yield FormCell(row, 8, goal.deviation)


def _foot(row: int, full: str, total: str, grade: str) -> Iterator[FormCell]:
    yield FormCell(row, 0, "总分", "label", columns=6)
    yield FormCell(row, 6, full, "number")
    yield FormCell(row, 7, total, "total")
    yield FormCell(row, 8, "")
    yield FormCell(row + 1, 0, "评分等级", "label", columns=6)
    yield FormCell(row + 1, 6, grade, "label", columns=3)
