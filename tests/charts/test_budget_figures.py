"""Bars of the budget: lengths in 万元, in the order of the lines, and colours that tell the direction."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.charts import GREEN, RED, STEPS, budget_adjustments, budget_steps
from evallib.indicators import budget_execution

LINES = budget_execution(
    pd.DataFrame(
        {
            "line_name": ["人员经费", "公用经费", "项目支出"],
            "initial_budget_yuan": [Decimal(1_234_500), Decimal(200_000), None],
            "adjusted_budget_yuan": [Decimal(1_000_000), Decimal(250_000), Decimal(90_000)],
            "executed_yuan": [Decimal(999_900), Decimal(0), Decimal(45_000)],
        }
    )
)


def test_three_bars_per_line_in_wan_yuan():
    bars = budget_steps(LINES, "line_name").data
    assert [bar.name for bar in bars] == ["年初预算", "调整后预算", "执行金额"] == [name for _, name, _ in STEPS]
    assert [list(bar.x) for bar in bars] == [[123.45, 20.0, None], [100.0, 25.0, 9.0], [99.99, 0.0, 4.5]]
    for bar in bars:
        assert list(bar.y) == ["人员经费", "公用经费", "项目支出"] and bar.orientation == "h"
        assert bar.hovertemplate == f"{bar.name}：%{{x:,.2f}} 万元<extra>%{{y}}</extra>"
    assert len({bar.marker.color for bar in bars}) == 3


def test_the_axis_says_the_unit_and_the_first_line_is_on_top():
    layout = budget_steps(LINES, "line_name").layout
    assert layout.xaxis.title.text == "万元" and layout.barmode == "group"
    assert layout.yaxis.autorange == "reversed" and layout.yaxis.type == "category"


def test_adjustments_show_amount_and_rate_of_the_initial_budget():
    figure = budget_adjustments(LINES, "line_name")
    (bar,) = figure.data
    assert list(bar.x) == [-23.45, 5.0], "a line without an initial budget has no adjustment to draw"
    assert list(figure.layout.yaxis.ticktext) == ["人员经费<br>-23.45（-19.00%）", "公用经费<br>+5.00（+25.00%）"]
    assert list(figure.layout.yaxis.tickvals) == list(bar.y) == [0, 1]
    assert list(bar.customdata) == ["人员经费", "公用经费"]


@pytest.mark.parametrize(("adjusted", "color"), [(30, GREEN), (20, GREEN), (10, RED)])
def test_more_is_green_and_less_is_red(adjusted, color):
    lines = budget_execution(
        pd.DataFrame(
            {"line_name": ["甲"], "initial_budget_yuan": [Decimal(20)], "adjusted_budget_yuan": [Decimal(adjusted)],
             "executed_yuan": [Decimal(1)]}
        )
    )  # fmt: skip
    assert list(budget_adjustments(lines, "line_name").data[0].marker.color) == [color]


def test_a_line_that_began_with_nothing_says_so():
    lines = budget_execution(
        pd.DataFrame(
            {"line_name": ["新增项目"], "initial_budget_yuan": [Decimal(0)], "adjusted_budget_yuan": [Decimal(50_000)],
             "executed_yuan": [Decimal(50_000)]}
        )
    )  # fmt: skip
    assert list(budget_adjustments(lines, "line_name").layout.yaxis.ticktext) == ["新增项目<br>+5.00（无年初预算）"]


def test_more_lines_take_more_room():
    heights = [budget_steps(LINES.head(count), "line_name").layout.height for count in (1, 2, 3)]
    assert heights == sorted(heights) and heights[2] > heights[1]
