from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.indicators import adjustment_rate, budget_execution, execution_rate, totals_by_year
from evallib.model import line_level

MONEY = st.decimals(0, 10_000_000, places=2)


@given(MONEY, MONEY)
def test_rates_undo_themselves(initial, adjusted):
    rate = adjustment_rate(initial, adjusted)["value"]
    if initial == 0:
        assert rate is None
    else:
        assert abs(initial * (1 + rate) - adjusted) < Decimal("1e-9")


@pytest.mark.parametrize(
    ("executed", "budget", "value", "note"),
    [
        (Decimal(50), Decimal(100), Decimal("0.5"), ""),
        (Decimal(0), Decimal(0), None, "分母为 0，无法计算"),
        (None, Decimal(10), None, "缺少分子或分母"),
        (Decimal(10), None, None, "缺少分子或分母"),
        (Decimal(120), Decimal(100), Decimal("1.2"), ""),  # over-execution is shown, not capped
    ],
)
def test_execution_rate(executed, budget, value, note):
    row = execution_rate(executed, budget)
    assert (row["value"], row["note"]) == (value, note)


def lines(*rows):
    names = ["year", "level", "row_kind", "initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan"]
    return pd.DataFrame([[2023, *row] for row in rows], columns=names, dtype=object)


def test_totals_add_first_level_lines_where_no_total_is_printed():
    frame = lines(
        (1, "line", Decimal(10), Decimal(20), Decimal(20)),
        (2, "line", Decimal(10), Decimal(20), Decimal(20)),
        (1, "line", Decimal(30), Decimal(30), Decimal(15)),
    )
    total = totals_by_year(frame).iloc[0]
    assert (total["initial_budget_yuan"], total["adjusted_budget_yuan"]) == (Decimal(40), Decimal(50))
    assert total["execution_rate"] == Decimal("0.7")


def test_a_printed_total_is_shown_as_printed():
    frame = lines((1, "line", Decimal(1), Decimal(1), Decimal(1)), (None, "total", Decimal(9), Decimal(9), Decimal(9)))
    assert totals_by_year(frame).iloc[0]["initial_budget_yuan"] == Decimal(9)


def test_missing_amounts_say_why():
    row = budget_execution(lines((1, "line", None, Decimal(5), Decimal(5)))).iloc[0]
    assert row["adjustment_rate"] is None
    assert row["note"] == "调整率：缺少分子或分母"


@pytest.mark.parametrize(("number", "level"), [("1", 1), ("(12)", 2), ("（三）", 2), ("2.1", 2), ("", 1), (None, 1)])
def test_line_level(number, level):
    assert line_level(number) == level
