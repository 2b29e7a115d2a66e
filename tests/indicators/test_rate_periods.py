"""One figure stands for a year; months, halves and totals are told apart by their days, not by their words."""

import pandas as pd
import pytest

from evallib.indicators import four_rates, split_periods

JAN, FEB = ("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29")
BOTH, YEAR = ("2024-01-01", "2024-02-29"), ("2024-01-01", "2024-12-31")


def rates(*rows):
    columns = ["rate", "period_start", "period_end", "row_kind", "period", "period_text"]
    frame = pd.DataFrame([(rate, *days, kind, period, period) for rate, days, kind, period in rows], columns=columns)
    return frame.assign(indicator="群众满意率", year=2024, average_rate=None, average_label=None)


@pytest.mark.parametrize(
    ("rows", "whole", "parts"),
    [
        ([(".9", JAN, "line", "1月"), (".8", FEB, "line", "2月"), (".85", BOTH, "total", "合计")], [".85"], [".9", ".8"]),
        ([(".9", JAN, "line", "1月"), (".8", FEB, "line", "2月")], [".8"], [".9"]),
        ([(".8", FEB, "line", "2月"), (".9", JAN, "line", "1月")], [".8"], [".9"]),
        ([(".9", YEAR, "line", "全年"), (".8", JAN, "line", "1月")], [".9"], [".8"]),
        ([(".9", YEAR, "line", "区抽查"), (".8", YEAR, "line", "市抽查")], [".9", ".8"], []),
        ([(".9", YEAR, "line", ""), (".8", YEAR, "total", "合计")], [".8"], [".9"]),
        ([(".9", (None, None), "line", "")], [".9"], []),
    ],
)  # fmt: skip
def test_one_figure_stands_for_the_year(rows, whole, parts):
    found = split_periods(rates(*rows))
    assert [list(frame["rate"]) for frame in found] == [whole, parts]


def test_names_of_one_rate_are_one_rate():
    frame = rates((".9", YEAR, "line", ""), (".8", JAN, "line", "1月"))
    frame["indicator"] = ["市民满意率", "群众满意率"]
    assert list(split_periods(frame)[0]["rate"]) == [".9"]


def test_a_total_is_named_by_its_period_and_not_by_its_word():
    frame = rates((".85", BOTH, "total", "合计"))
    assert list(
        four_rates.four_rates(frame.assign(period_text="1月至2月", sampled_count=None, failed_count=None))["period"]
    ) == ["1月至2月"]
