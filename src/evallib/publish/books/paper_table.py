"""The score table (评分表) of the 评价底稿: scores linked to their blocks, subtotals, total and grade as formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evallib.model import palette
from evallib.model.books.pen import Pen, quoted
from evallib.publish.books.index_numbers import block_number
from evallib.publish.books.paper_block import OPEN, Places, shown_literal
from evallib.scoring.framework.definition import Framework
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.calculation import VALUE as RATE_VALUE
from evallib.scoring.scorecard import LevelScore, Scorecard

SCORE_SHEET = "评分表"
HEAD = (("一级指标", 12), ("二级指标", 15), ("三级指标", 20), ("四级指标", 20), ("分值", 7), ("业绩值", 13),
        ("按规则得分", 9), ("采用得分", 9), ("得分率", 9), ("公布得分", 9), ("方式", 9),
        ("理由、说明", 28), ("底稿索引号", 9), ("失分", 8), ("失分位次", 8), ("指标", 28))  # fmt: skip
WEIGHT, VALUE, LITERAL, SCORE, RATE, PUBLISHED, STATUS, REASON, INDEX, LOST, PLACE, NAME = range(4, 16)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Where the results stand, for the sheets that show them again.

    Attributes:
        total, grade: addresses with the sheet's name.
        levels: the row of each level-1 indicator.
        last: the last row of an indicator; rows count from 1, as Excel shows them.
    """

    total: str
    grade: str
    levels: dict[str, int]
    last: int

    def cell(self, column: str, row: int) -> str:
        """An address with the sheet's name."""
        return f"{quoted(SCORE_SHEET)}!{column}{row}"

    def column(self, column: str) -> str:
        """The cells of all indicators in a column."""
        return f"{quoted(SCORE_SHEET)}!${column}$3:${column}${self.last}"


def write_score_table(pen: Pen, card: Scorecard, places: dict[str, Places]) -> ScoreTable:
    """Write the table."""
    pen.open(f"{card.title} 评分表", HEAD, frozen_columns=4)
    row, subtotals = 2, []
    lines: dict[int, IndicatorScore] = {}
    levels: dict[str, int] = {}
    rows = {item["code"]: item for item in card.rows()}
    for level in card.framework.indicators:
        first = row
        for code, score in card.scores.items():
            if card.framework.path(code)[0].code == level.code:
                _line(pen, row, rows[code], score, places[code])
                lines[row] = score
                row += 1
        if level.rule is None:
            _sum_line(pen, row, first, card.levels[level.code])
            subtotals.append(row)
            row += 1
        else:
            subtotals.append(first)
        levels[level.code] = subtotals[-1] + 1
    last = row
    _losses(pen, lines, last)
    for adjustment in card.framework.adjustments:
        score = card.adjustments[adjustment.code]
        pen.put(row, 0, "加分项" if adjustment.kind == "bonus" else "扣分项")
        pen.put(row, 1, adjustment.name)
        sign = "" if adjustment.kind == "bonus" else "-"
        moved = score.score if adjustment.kind == "bonus" or score.score is None else -score.score
        pen.put_formula(row, SCORE, f"{sign}{places[adjustment.code].score}", moved, "points")
        subtotals.append(row)
        row += 1
    total, grade = _total(pen, card, row, subtotals)
    return ScoreTable(total, grade, levels, last)


def _losses(pen: Pen, lines: dict[int, IndicatorScore], last: int) -> None:
    """How much each indicator lost and its place among them, which follow every change of the data; 汇总 lists them."""
    by_loss = sorted(lines, key=lambda row: (-(lines[row].lost or 0), row))
    for row, score in lines.items():
        lost = score.lost or Decimal(0)
        here = f"N{row + 1}"
        earlier = f"COUNTIF(N$3:N{row},{here})" if row > 2 else "0"
        place = by_loss.index(row) + 1 if lost > 0 else ""
        pen.put_formula(row, LOST, f"IF(ISNUMBER(H{row + 1}),ROUND(E{row + 1}-H{row + 1},9),0)", lost, "points")
        pen.put_formula(row, PLACE, f'IF({here}>0,RANK({here},N$3:N${last})+{earlier},"")', place, "number")
        pen.put(row, NAME, f"{score.indicator.code} {score.indicator.name}")
    pen.sheet.set_column(PLACE, NAME, None, None, {"hidden": True})


def _line(pen: Pen, row: int, item: dict[str, Any], score: IndicatorScore, at: Places) -> None:
    for column in range(4):
        pen.put(row, column, item[f"level{column + 1}"])
    pen.put(row, WEIGHT, item["weight"], "points")
    if at.value:  # a rate follows its data cell
        pen.put_formula(row, VALUE, at.value, score.state[RATE_VALUE], "percent", num_format="0.00%")
    else:
        pen.put(row, VALUE, item["value"])
    literal = shown_literal(score)
    pen.put_formula(row, LITERAL, at.literal, literal, "points")
    adopted = literal if score.score is None else score.score
    pen.put_formula(row, SCORE, at.score, adopted, "points", bold=True)
    _rate(pen, row, score.rate)
    pen.put(row, PUBLISHED, item["published"], "points")
    pen.put(row, STATUS, item["status_label"])
    pen.put(row, REASON, item["reason"])
    pen.put(row, INDEX, block_number(item["code"]))


def _sum_line(pen: Pen, row: int, first: int, level: LevelScore) -> None:
    shade: dict[str, Any] = {"bold": True, "bg_color": palette.SUBTOTAL_FILL}
    label = f"{level.code} {level.name} 小计"
    for column in range(len(HEAD)):
        pen.put(row, column, label if column == 0 else "", **shade)
    weights, scores = f"E{first + 1}:E{row}", f"H{first + 1}:H{row}"
    pen.put_formula(row, WEIGHT, f"SUM({weights})", level.weight, "points", **shade)
    total = OPEN if level.score is None else level.score
    pen.put_formula(row, SCORE, _open_or(scores, f"SUM({scores})"), total, "points", **shade)
    _rate(pen, row, level.rate, **shade)


def _total(pen: Pen, card: Scorecard, row: int, parts: list[int]) -> tuple[str, str]:
    framework = card.framework
    shade: dict[str, Any] = {"bold": True, "bg_color": palette.TOTAL_FILL}
    for column in range(len(HEAD)):
        pen.put(row, column, "合计" if column == 0 else "", **shade)
        pen.put(row + 1, column, "评价等级" if column == 0 else "", **shade)
    cells = [f"H{part + 1}" for part in parts]
    known = f"MIN(MAX({'+'.join(cells)},0),{framework.full_score:f})"
    formula = f'IF(COUNT({",".join(cells)})<{len(cells)},"{OPEN}",ROUND({known},{framework.rounding.places}))'
    pen.put(row, WEIGHT, framework.full_score, "points", **shade)
    pen.put_formula(row, SCORE, formula, OPEN if card.total is None else card.total, "points", **shade)
    _rate(pen, row, None if card.total is None else card.total / framework.full_score, **shade)
    total = f"H{row + 1}"
    pen.put_formula(row + 1, SCORE, _grade(framework, total), card.grade or "待定", "text", **shade)
    scale = "；".join(f"{grade.name} {grade.range}" for grade in framework.grades)
    pen.put(row + 1, REASON, f"等级标准：{scale}", **shade)
    return f"{quoted(SCORE_SHEET)}!{total}", f"{quoted(SCORE_SHEET)}!H{row + 2}"


def _rate(pen: Pen, row: int, rate: Any, **look: Any) -> None:
    score, weight = f"H{row + 1}", f"E{row + 1}"
    formula = f'IF(AND(ISNUMBER({score}),{weight}>0),{score}/{weight},"")'
    pen.put_formula(row, RATE, formula, rate, "percent", num_format="0.00%", **look)


def _open_or(cells: str, formula: str) -> str:
    return f'IF(SUMPRODUCT(--(LEFT({cells},1)="待"))>0,"{OPEN}",{formula})'


def _grade(framework: Framework, total: str) -> str:
    formula = '""'
    for grade in reversed(framework.grades):
        sign = ">=" if grade.range.low_closed else ">"
        formula = f'IF(ROUND({total}-{grade.range.low:f},9){sign}0,"{grade.name}",{formula})'
    return f'IF(ISNUMBER({total}),{formula},"待定")'
