"""Bars of the budget: lengths in 万元, the largest first, and colours that do not judge."""

from decimal import Decimal

import pandas as pd

from evallib.charts import budget_steps
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


def test_a_bar_for_what_was_executed_and_a_tick_for_the_initial_budget_in_wan_yuan():
    bar, tick = budget_steps(LINES, "line_name").data
    assert (bar.name, tick.name) == ("执行金额", "年初预算")
    assert list(bar.y) == ["人员经费", "公用经费", "项目支出"] and bar.orientation == "h"
    assert list(bar.x) == [99.99, 0.0, 4.5]
    assert (list(tick.y), list(tick.x)) == (["人员经费", "公用经费"], [123.45, 20.0])


def test_the_adjustment_stands_beside_the_amount_and_a_cut_looks_like_an_increase():
    (bar, _) = budget_steps(LINES, "line_name").data
    assert list(bar.text) == ["99.99（−19.00%）", "0.00（+25.00%）", "4.50"]
    assert bar.marker.color == "#1f5a8c"


def test_the_largest_line_is_on_top_and_the_axis_says_the_unit():
    figure = budget_steps(LINES.iloc[::-1], "line_name")
    assert list(figure.data[0].y) == ["人员经费", "公用经费", "项目支出"]
    assert figure.layout.xaxis.title.text == "万元"
    assert figure.layout.yaxis.autorange == "reversed" and figure.layout.yaxis.type == "category"


def test_a_line_that_began_with_nothing_says_so():
    lines = budget_execution(
        pd.DataFrame(
            {"line_name": ["新增项目"], "initial_budget_yuan": [Decimal(0)], "adjusted_budget_yuan": [Decimal(50_000)],
             "executed_yuan": [Decimal(50_000)]}
        )
    )  # fmt: skip
    assert list(budget_steps(lines, "line_name").data[0].text) == ["5.00（无年初预算）"]


def test_an_amount_that_was_not_handed_in_is_neither_zero_nor_unspent():
    amounts = {"initial_budget_yuan": [Decimal(50_000)], "adjusted_budget_yuan": [None], "executed_yuan": [None]}
    lines = budget_execution(pd.DataFrame({"line_name": ["运维费"], **amounts}, dtype=object))
    assert list(budget_steps(lines, "line_name").data[0].text) == ["未提供"]


def test_more_lines_take_more_room():
    heights = [budget_steps(LINES.head(count), "line_name").layout.height for count in (1, 2, 3)]
    assert heights == sorted(heights)
