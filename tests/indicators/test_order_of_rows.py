"""Order, names and numbers of the rows that a table comes with: groups as they stand in the sheet, most first, ties as given."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evallib.indicators import (
    RateRule,
    compare_rates,
    decompose_change,
    funnel_limits,
    rates_from_counts,
    rules,
    sum_counts,
    survey_indices,
    survival_curve,
    totals_by_year,
    withhold,
)
from evallib.indicators.pareto import pareto
from evallib.indicators.proportions import proportions
from evallib.indicators.stand_outs import stand_outs

D = Decimal


def numbered(frame: pd.DataFrame) -> bool:
    return frame.index.tolist() == list(range(len(frame)))


def test_categories_as_frequent_stand_as_they_were_given_and_one_without_a_name_is_one() -> None:
    given = pd.DataFrame(
        {"kind": ["乙", None, "甲", "丙", "乙", "丁", "其他"], "n": [2, 5, 4, 5, 2, 0, 9]}, index=[9, 8, 7, 6, 5, 4, 3]
    )
    told = pareto(given, "kind", "n", rest="其他")
    assert [None if pd.isna(kind) else kind for kind in told["kind"]] == [None, "丙", "乙", "甲", "其他"]
    assert told["failures_count"].tolist() == [5, 5, 4, 4, 9] and numbered(told)
    assert told["cumulative_rate"].tolist() == pytest.approx([5 / 27, 10 / 27, 14 / 27, 18 / 27, 1])
    assert told["is_vital"].tolist() == [True, True, True, True, True]
    assert pareto(given, "kind", "n", vital_share=5 / 27)["is_vital"].tolist() == [True, False, False, False, False]
    assert pareto(given.iloc[:0], "kind", "n").empty


def test_years_come_in_order_and_lines_of_the_first_level_stand_for_a_total_that_is_not_printed() -> None:
    rows = [(2023, "line", 1, 30, 40, 20), (2022, "line", None, 7, 8, None), (2022, "line", 2, 5, 5, 5), (2022, "line", 1, 1, 2, 3),
            (2023, "line", 1, 5, 5, 5), (2023, "total", None, 99, 88, 77)]  # fmt: skip
    names = ["year", "row_kind", "level", "initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan"]
    told = totals_by_year(pd.DataFrame([[None if cell is None else D(cell) if at > 2 else cell for at, cell in enumerate(row)] for row in rows],
                                       columns=names))  # fmt: skip
    assert told["year"].tolist() == [2022, 2023] and numbered(told)
    assert told[names[3:]].to_numpy().tolist() == [[8, 10, 3], [99, 88, 77]]
    assert told["adjustment_yuan"].tolist() == [2, -11]


def test_surveys_come_as_they_stand_without_their_totals() -> None:
    rows = [
        ("乙", "好", 8, 1, "line"),
        ("甲", "好", 1, 1, "line"),
        ("乙", "差", 2, 0, "line"),
        ("甲", "差", 3, 0, "line"),
        ("乙", "合计", 10, None, "total"),
    ]
    told = survey_indices(
        pd.DataFrame(rows, columns=["survey", "option", "answers_count", "weight_rate", "row_kind"], dtype=object)
    )
    assert (
        told["survey"].tolist() == ["乙", "甲"]
        and [float(value) for value in told["value"]] == [0.8, 0.25]
        and numbered(told)
    )


def test_durations_are_put_in_order_and_those_of_one_length_together() -> None:
    told = survival_curve(
        pd.DataFrame({"duration_hours": [3, 1, 2, 1], "closed_count": [1, 1, 0, 1], "open_count": [0, 0, 1, 1]})
    )
    assert (
        told["duration_hours"].tolist() == [1, 2, 3] and told["at_risk_count"].tolist() == [5, 2, 1] and numbered(told)
    )
    assert told["value"].tolist() == pytest.approx([3 / 5, 3 / 5, 0])
    plain = survival_curve(pd.DataFrame({"duration_hours": [1], "closed_count": [1], "open_count": [1]}), None)
    assert math.isnan(plain["lower"][0])


def test_effects_come_by_size_ties_as_given_and_what_is_left_out_last() -> None:
    before = pd.DataFrame({"a": list("QPRSTU"), "s": [5, 5, 9, 1, None, 2], "n": [10, 10, 10, 10, 5, 1]})
    after = pd.DataFrame({"a": list("PQRSTU"), "s": [5, 5, 5, 5, 2, 1], "n": [10, 10, 10, 10, 5, 4]})
    told = decompose_change(before, after, "a", "s", "n")
    assert set(told["a"][:4]) == set("PQRS") and told["a"].tolist()[4:] == ["T", "U"] and numbered(told)
    sizes = told["total_effect_pp"][:4].abs()
    assert (
        sizes.is_monotonic_decreasing
        and told["a"].tolist()[2:4] == ["P", "Q"]
        and sizes.iloc[2:].max() == pytest.approx(0)
    )
    assert told["note"].tolist()[4:] == ["上期缺少分子或分母，两期都不计入"] * 2 and not told["note"][:4].any()
    assert told["total_effect_pp"][:4].sum() == pytest.approx(0)


def test_limits_of_several_levels_stand_below_each_other() -> None:
    told = funnel_limits([100, 0, 400], 0.5, (0.95, 0.998))
    assert numbered(told) and told["level"].tolist() == [0.95] * 3 + [0.998] * 3
    assert told["lower"].isna().tolist() == [False, True, False] * 2
    assert told["lower"][[0, 2]].tolist() == pytest.approx([0.5 - 1.959964 / 20, 0.5 - 1.959964 / 40], abs=1e-6)


def test_a_comparison_keeps_the_order_of_now() -> None:
    now = proportions(pd.DataFrame({"u": list("CAB"), "s": [1, 2, 3], "n": [4, 4, 4]}), "s", "n", "u")
    before = proportions(pd.DataFrame({"u": list("BCX"), "s": [1, 2, 3], "n": [4, 4, 4]}), "s", "n", "u")
    told = compare_rates(now, before, ["u"])
    assert told["u"].tolist() == list("CAB") and told["before_value"].fillna(-1).tolist() == [0.5, -1, 0.25]
    assert told["change"].fillna(-9).tolist() == [-0.25, -9, 0.5]


def test_coarser_counts_come_sorted_with_a_group_without_a_name() -> None:
    cube = pd.DataFrame({"unit": ["B", None, "A", "B"], "cases_count": [1, 2, 3, 4], "closed_count": [1, 1, None, 1]})
    told = sum_counts(cube, "unit")
    assert [None if pd.isna(name) else name for name in told["unit"]] == ["A", "B", None] and numbered(told)
    assert told["cases_count"].tolist() == [3, 5, 2] and told["closed_count"].fillna(-1).tolist() == [-1, 2, 1]


def test_rates_come_by_group_and_within_it_by_rule() -> None:
    counts = pd.DataFrame({"u": ["B", "A", None], "a": [1, 2, 3], "b": [3, 2, 1]}, index=[5, 5, 7])
    two = [RateRule("second", "乙", {"b": 1}, ("a", "b")), RateRule("first", "甲", {"a": 1}, ("a", "b"))]
    told = rates_from_counts(counts, "u", two)
    assert numbered(told) and told["rate"].tolist() == ["second", "first"] * 3
    assert [None if pd.isna(name) else name for name in told["u"]] == ["A", "A", "B", "B", None, None]
    assert told["value"].tolist() == [0.5, 0.5, 0.75, 0.25, 0.25, 0.75]


def test_what_is_not_known_is_withheld_in_its_group_also_where_that_has_no_name() -> None:
    rates = pd.DataFrame({"u": ["A", None], "rate": "completion_rate", "value": 0.5, "lower": 0.4, "upper": 0.6, "denominator": 9, "note": ""},
                         index=[4, 2])  # fmt: skip
    counts = pd.DataFrame({"u": ["A", None, None], "unknown_state_count": [0, 1, 2], "limited_count": [1, 1, 1]})
    told = withhold(rates, counts, rules("huacao-2023"), ["u"])
    assert told["value"].isna().tolist() == [False, True] and told.index.tolist() == [4, 2]
    assert told["note"][4] == "" and told["note"][2].startswith("3 件")


@pytest.mark.parametrize("index", [[3, 2, 1, 0], [0, 0, 0, 0]])
def test_ranks_within_a_group_whatever_the_rows_are_called(index: list[int]) -> None:
    rates: Any = pd.DataFrame({"unit": list("甲乙丙丁"), "group": ["x", "y", "x", "x"], "numerator": [50, 9, 90, 50], "denominator": [100, 9, 100, 100]},
                              index=index)  # fmt: skip
    told = stand_outs(rates, "unit", "group")
    assert told["unit"].tolist() == list("甲乙丙丁") and numbered(told)
    assert told["rank"].fillna(0).tolist() == [2, 0, 1, 2] and told["ranked_count"].tolist() == [3, 0, 3, 3]
    assert told["verdict"].tolist() == ["黑榜", "件数少，不列榜", "红榜", "黑榜"] and np.isnan(told["p_adjusted"][1])
