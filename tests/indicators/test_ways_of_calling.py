"""Kinds of calls that a stranger makes: other tables, one name for a list, no interval, several rows of a unit, impossible totals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evallib.indicators import (
    ChartOptions,
    RateRule,
    adjusted_volume,
    adjustment_rate,
    agrees,
    budget_execution,
    case_rates,
    cochran_armitage,
    compare_rates,
    count_requests,
    decompose_change,
    differ,
    difference_interval,
    fetch,
    funnel_limits,
    growth,
    handling_times,
    league_table,
    leverage,
    means,
    process_chart,
    proportion,
    rank_intervals,
    rates_from_counts,
    rates_per,
    ratios,
    request_counts_by,
    resolution_rule,
    response_bounds,
    satisfaction_rule,
    stratified_rate,
    sum_counts,
    survey_indices,
    survival_curve,
    volume,
    volume_change,
    weighted_indices,
    weighted_satisfaction,
)
from evallib.indicators.four_rates import four_rates
from evallib.indicators.funnel import funnel
from evallib.indicators.pareto import pareto
from evallib.indicators.proportions import proportions
from evallib.indicators.stand_outs import stand_outs
from evallib.model import Period, evaluation_year

pytestmark = pytest.mark.slow

TOWNS = {"town": ["甲", "乙", "丙"], "district": ["东", "西", "东"], "good": [80, 50, None], "asked": [100, 100, 100]}
TABLES: list[Callable[[dict[str, Any]], Any]] = [
    pd.DataFrame,
    pl.DataFrame,
    lambda columns: pl.DataFrame(columns).lazy(),
    pa.table,
    lambda columns: ibis.memtable(pa.table(columns)),
]
MEASURES: list[Callable[[Any, Any], pd.DataFrame]] = [
    lambda frame, by: proportions(frame, "good", "asked", by),
    lambda frame, by: rates_per(frame, "good", "asked", by, per=100),
    lambda frame, by: ratios(frame, "good", "asked", by),
    lambda frame, by: means(frame, "good", by),
    lambda frame, by: weighted_indices(frame, {"good": 1, "asked": 0}, by),
    lambda frame, by: funnel(frame, "town", "good", "asked").units.drop(columns="z"),
    lambda frame, by: league_table(frame, "town", "good", "asked", draws=400),
    lambda frame, by: decompose_change(frame, frame, by, "good", "asked"),
    lambda frame, by: leverage(frame, by, "good", "asked"),
]


@pytest.mark.parametrize("measure", MEASURES)
def test_every_table_and_one_name_give_the_same(measure: Callable[[Any, Any], pd.DataFrame]) -> None:
    whole = measure(pd.DataFrame(TOWNS), ["town"])
    for table in TABLES:
        given = measure(table(TOWNS), "town")
        pd.testing.assert_frame_equal(given, whole, check_dtype=False)
    moved = pd.DataFrame(TOWNS).set_index(pd.Index([7, 3, 5]))
    pd.testing.assert_frame_equal(measure(moved, ["town"]), whole, check_dtype=False)


@pytest.mark.parametrize("measure", MEASURES[:7])
def test_other_columns_stay(measure: Callable[[Any, Any], pd.DataFrame]) -> None:
    found = measure(pd.DataFrame(TOWNS), ["town"]).set_index("town")
    assert found["district"].to_dict() == {"甲": "东", "乙": "西", "丙": "东"}


@pytest.mark.parametrize("measure", MEASURES)
def test_a_column_that_is_not_there_is_named(measure: Callable[[Any, Any], pd.DataFrame]) -> None:
    with pytest.raises(ValueError, match="good"):
        measure(pd.DataFrame(TOWNS).rename(columns={"good": "solved"}), ["town"])


def test_several_rows_of_a_unit_are_one_unit() -> None:
    frame = pd.DataFrame({"town": ["甲", "甲", "乙"], "month": [1, 2, 1], "good": [8, 2, 9], "asked": [10, 10, 10]})
    table = league_table(frame, "town", "good", "asked")
    assert table["town"].tolist() == ["乙", "甲"] and table["value"].tolist() == [0.9, 0.5]
    assert funnel(frame, "town", "good", "asked").units["value"].tolist() == [0.5, 0.9]


@pytest.mark.parametrize("name", ["note", "value", "basis", "lower"])
def test_a_group_called_like_a_column_of_rates_is_refused(name: str) -> None:
    frame = pd.DataFrame({name: ["A", "B"], "good": [8, 9], "asked": [10, 10]})
    with pytest.raises(ValueError, match="rename"):
        proportions(frame, "good", "asked", [name])
    with pytest.raises(ValueError, match="rename"):
        league_table(frame, name, "good", "asked")


# No level: no interval and no verdict, and nothing breaks.


def test_without_a_level_nothing_is_judged() -> None:
    rates = pd.DataFrame({"rate": ["满意率"], "value": [0.72], "numerator": [72], "denominator": [100]})
    compared = compare_rates(rates.assign(value=0.9, numerator=90), rates, "rate", confidence=None).iloc[0]
    assert compared["change"] == pytest.approx(0.18) and np.isnan(compared["change_lower"])
    assert compared["change_word"] == "未检验"
    assert np.isnan(difference_interval((56, 70), (48, 80), None)).all()
    years = pd.DataFrame({"year": [2021, 2022, 2023], "good": [480, 450, 410], "asked": [600, 600, 600]})
    trend = cochran_armitage(years, "good", "asked", "year", confidence=None)
    assert trend["z"] == pytest.approx(-4.63, abs=0.01) and trend["trend_word"] == "未检验"
    table = league_table(years, "year", "good", "asked", confidence=None)
    assert table["rank"].tolist() == [1, 2, 3] and table[["lower", "rank_lower", "rank_upper"]].isna().all(axis=None)
    types = pd.DataFrame({"good": [90, 10], "rated": [100, 20], "all": [500, 500]})
    weighted = stratified_rate(types, "good", "rated", "all", confidence=None)
    assert weighted["value"] == pytest.approx(0.7) and np.isnan(weighted["lower"])
    durations = pd.DataFrame({"duration_hours": [1, 2], "closed_count": [1, 1], "open_count": [0, 0]})
    assert survival_curve(durations, None)["lower"].isna().all()
    printed = {
        "year": 2023,
        "indicator": "市民满意率",
        "rate": Decimal("0.6412"),
        "sampled_count": 616,
        "failed_count": 197,
    }
    assert np.isnan(four_rates(pd.DataFrame([printed]), None).iloc[0]["lower"])


# A known total is no census where it is not known, and nothing where it is smaller than the sample.


@pytest.mark.parametrize("measure", [
    lambda frame: proportions(frame, "good", "asked", ["town"], population="all"),
    lambda frame: weighted_indices(frame.assign(bad=frame["asked"] - frame["good"]), {"good": 1, "bad": 0}, ["town"], population="all"),
])  # fmt: skip
def test_totals_that_are_missing_or_too_small(measure: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    frame = pd.DataFrame({"town": list("ABCD"), "good": [80] * 4, "asked": [100] * 4, "all": [None, 50, 1000, 100]})
    rows = measure(frame)
    endless, wrong, known, census = (rows.iloc[place] for place in range(4))
    assert endless["lower"] == pytest.approx(0.7112, abs=1e-4) and endless["note"] == ""
    assert np.isnan(wrong["lower"]) and "样本多于总数" in wrong["note"] and wrong["value"] == 0.8
    assert endless["lower"] < known["lower"] < 0.8
    assert census["lower"] == pytest.approx(0.8) and census["upper"] == pytest.approx(0.8)
    assert proportion(80, 100, population=50)["note"] and np.isnan(proportion(80, 100, population=50)["lower"])


def test_totals_of_parts_add_up_and_one_total_does_not() -> None:
    frame = pd.DataFrame({"town": ["A", "A"], "good": [40, 40], "asked": [50, 50]})
    for totals, whole in (([100, 120], 220), ([500, 500], 500)):
        row = proportions(frame.assign(all=totals), "good", "asked", ["town"], population="all").iloc[0]
        assert row["lower"] == pytest.approx(proportion(80, 100, population=whole)["lower"])


def test_samples_of_known_totals_are_compared_by_what_they_leave_open() -> None:
    now, before = (proportions(pd.DataFrame({"rate": ["x"], "good": [good], "asked": [100]}), "good", "asked", ["rate"],
                               population=101) for good in (80, 75))  # fmt: skip
    assert compare_rates(now, before, ["rate"])["change_word"].tolist() == ["上升"]
    loose = [frame.drop(columns="method") for frame in (now, before)]
    assert compare_rates(*loose, ["rate"])["change_word"].tolist() == ["无显著变化"]


def test_a_rate_that_stands_twice_is_not_compared_twice() -> None:
    rates = pd.DataFrame({"rate": ["x", "x"], "value": [0.7, 0.8], "numerator": [7, 8], "denominator": [10, 10]})
    with pytest.raises(ValueError, match="more than one row"):
        compare_rates(rates, rates, ["rate"])


# A funnel whose common rate is 0 or 1 has no width, and still tells who differs.


@pytest.mark.parametrize("kind", [False, True])
def test_positions_where_nobody_fails(kind: bool) -> None:
    frame = pd.DataFrame({"u": list("ABC"), "s": [10, 20, 30], "n": [10, 20, 30]})
    assert funnel(frame, "u", "s", "n", overdispersion=kind).units["position"].tolist() == ["界内"] * 3
    none = frame.assign(s=0)
    assert funnel(none, "u", "s", "n", overdispersion=kind).units["position"].tolist() == ["界内"] * 3
    late = frame.assign(s=[10, 12, 30])
    found = funnel(late, "u", "s", "n", target=1.0, overdispersion=False).units["position"].tolist()
    assert found == ["界内", "低于99.8%界", "界内"]
    limits = funnel_limits([0, 50, None], 0.8)
    assert limits["lower"].notna().tolist() == [False, True, False] * 2


def test_ranks_of_units_that_cannot_be_ranked() -> None:
    low, high = rank_intervals([990, None, 10, 5], [1000, 100, 1000, 0])
    assert (low, high) == ([1, None, 2, None], [1, None, 2, None])


# Periods do not vanish.


@pytest.mark.parametrize(("told", "shown"), [
    (["2023年上半年", "2023年下半年"], "2023年上半年、2023年下半年"), (["2023年", "2023年"], "2023年"),
    (["2023年1月", None], "2023年1月"), ([f"{month}月" for month in range(1, 6)], "1月…5月（5 个时段）"),
])  # fmt: skip
def test_the_periods_of_a_group_are_told(told: list[Any], shown: str) -> None:
    frame = pd.DataFrame({"u": "A", "period": told, "s": 8, "n": 10})
    assert proportions(frame, "s", "n", ["u"])["period"].tolist() == [shown]
    assert proportions(frame, "s", "n", ["u"], period="全年")["period"].tolist() == ["全年"]


def requests(**columns: Any) -> dict[str, Any]:
    days = [datetime(2023, 1, 5), datetime(2023, 1, 31, 23, 59, 59), datetime(2023, 3, 1)]
    return {"requested_datetime": days, "was_contacted": [True, None, False], "unit": ["A", "A", "B"]} | columns


@pytest.mark.sampled(5)
@pytest.mark.parametrize("table", TABLES)
def test_requests_are_counted_in_any_table(table: Callable[[dict[str, Any]], Any]) -> None:
    year, given = evaluation_year(2023), table(requests())
    counts = fetch(count_requests(given, "month", "requested", year), "month")
    assert counts["cases_count"].tolist() == [2, 0, 1] + [0] * 9
    rates = case_rates(
        given, "month", RateRule("x", "某率", {"contacted_count": 1}, ("contacted_count", "not_contacted_count")), year
    )
    assert rates["period"].tolist() == [f"2023年{month}月" for month in range(1, 13)]
    assert rates["value"].dropna().tolist() == [1.0, 0.0]
    whole = case_rates(given, (), period=year)
    assert whole["period"].eq(year.label).all()
    change = volume_change(given, Period(date(2023, 3, 1), date(2023, 4, 1)))
    assert np.isnan(change["year_on_year_rate"].iloc[0])
    assert fetch(volume(given, "unit"), "unit")["cases_count"].tolist() == [2, 1]
    assert fetch(handling_times(given, "unit", cohort="requested", as_of=datetime(2023, 12, 31)), "unit")[
        "timed_count"
    ].tolist() == [0, 0]


def test_columns_without_values_dates_and_numbers_for_yes() -> None:
    odd = pd.DataFrame(requests(was_contacted=[1, 0, 0], closed_datetime=[None] * 3, expected_datetime=[None] * 3))
    odd["requested_datetime"] = [moment.date() for moment in odd["requested_datetime"]]
    counts = fetch(count_requests(odd, ["unit"], as_of=datetime(2023, 6, 1)), ["unit"])
    assert counts["contacted_count"].tolist() == [1, 0] and counts["due_count"].tolist() == [0, 0]


def test_counts_of_any_table_and_one_rule() -> None:
    counts = {"unit": ["A", "B"], "solved_count": [8, 9], "unsolved_count": [2, 1]}
    for table in (pd.DataFrame, pl.DataFrame, pa.table):
        assert rates_from_counts(table(counts), "unit", resolution_rule())["value"].tolist() == [0.8, 0.9]
        assert sum_counts(table(counts), "unit")["solved_count"].tolist() == [8, 9]
    with pytest.raises(ValueError, match="unsolved_count"):
        rates_from_counts(pd.DataFrame({"solved_count": [8]}), rules=[resolution_rule()])


@pytest.mark.parametrize("weights", [{"满意": 100, "不满意": 0}, {"满意": 1.2}, {"满意": 1, "不满意": -1}])
def test_weights_of_a_rate_are_fractions(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        satisfaction_rule(weights)


# Charts: order, doubles, units of the target, points that cannot be.


def test_points_come_in_order_of_time() -> None:
    order = [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]
    for label in (
        lambda month: f"2023年{month}月",
        lambda month: f"2023-{month:02d}",
        lambda month: date(2023, month, 1),
    ):
        frame = pd.DataFrame({"m": [label(month) for month in order], "v": [float(month % 3) for month in order]})
        chart = process_chart(frame, "m", "v", options=ChartOptions("xmr", rebase_at=label(7)))
        assert chart["m"].tolist() == [label(month) for month in range(1, 13)]
        assert chart["phase"].tolist() == [1] * 6 + [2] * 6
    named = pd.DataFrame({"m": ["乙", "甲"], "v": [1.0, 2.0]})
    assert process_chart(named, "m", "v", options=ChartOptions("xmr"))["m"].tolist() == ["乙", "甲"]


def test_two_points_of_one_name_are_refused() -> None:
    frame = pd.DataFrame({"m": ["1月", "1月"], "s": [8, 9], "n": [10, 10], "v": [1.0, 2.0]})
    with pytest.raises(ValueError, match="two points are called 1月"):
        process_chart(frame, "m", numerator="s", denominator="n")
    assert len(process_chart(frame, "m", "v", options=ChartOptions("t"))) == 2


def test_a_target_in_per_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="fraction"):
        ChartOptions("p", target=95)
    assert ChartOptions("xmr", target=95).target == 95


@pytest.mark.parametrize(
    ("s", "n", "said"),
    [(None, 100, "缺少"), (-1, 100, "为负"), (5, 0, "分子大于"), (0, 0, "分母为 0"), ("约五", 9, "不是数")],
)
def test_a_point_says_what_is_wrong_with_it(s: Any, n: Any, said: str) -> None:
    frame = pd.DataFrame({"m": range(13), "s": [95] * 12 + [s], "n": [100] * 12 + [n]}, dtype=object)
    chart = process_chart(frame, "m", numerator="s", denominator="n")
    assert (
        np.isnan(chart["value"].iloc[-1])
        and said in chart["note"].iloc[-1]
        and chart["centre"].iloc[0] == pytest.approx(0.95)
    )
    gaps = process_chart(pd.DataFrame({"m": range(4), "v": [5.0, 3.0, -2.0, 4.0]}), "m", "v", options=ChartOptions("t"))
    assert gaps["value"].isna().tolist() == [False, False, True, False] and "为负" in gaps["note"].iloc[2]


# Kinds of numbers meet: decimals, floats, text.


@pytest.mark.parametrize(
    ("now", "before"), [(Decimal(5), 4.0), (5.0, Decimal(4)), (np.int64(5), np.int64(4)), ("5", "4"), (0.5, "0.4")]
)
def test_growth_of_any_numbers(now: Any, before: Any) -> None:
    assert float(growth(now, before)["value"]) == pytest.approx(0.25)
    assert float(adjustment_rate(before, now)["value"]) == pytest.approx(0.25)


@pytest.mark.parametrize(("now", "before"), [("约五十", 40), (40, "约五十"), (None, 40), (40, float("nan"))])
def test_growth_of_no_numbers_says_so(now: Any, before: Any) -> None:
    row = growth(now, before)
    assert row["value"] is None and row["note"]


def test_budgets_of_any_table() -> None:
    lines = {"initial_budget_yuan": [10.0], "adjusted_budget_yuan": [20.0], "executed_yuan": [10.0]}
    assert float(budget_execution(pl.DataFrame(lines))["execution_rate"].iloc[0]) == 0.5


@pytest.mark.parametrize(("printed", "top", "bottom", "same"), [
    (0.67, 20, 30, True), ("0.67", 20, 30, True), (64.12 / 100, 352, 549, True), (Decimal("0.66"), 20, 30, False), (1.0, 30, 30, True),
    (0.0, 0, 30, True), (None, 20, 30, False), (Decimal("0.5"), None, 30, False), ("约半", 15, 30, False), (Decimal("0.12"), 1, 8, True),
])  # fmt: skip
def test_printed_figures_of_any_kind(printed: Any, top: Any, bottom: Any, same: bool) -> None:
    assert agrees(printed, top, bottom) is same


@pytest.mark.parametrize("given", [
    {"rate": Decimal("64.12"), "sampled_count": 616}, {"rate": Decimal("-0.1"), "sampled_count": 616}, {"sampled_count": -5},
    {"sampled_count": "六百"}, {"sampled_count": 616, "failed_count": "约二百"}, {"sampled_count": 616, "failed_count": -2},
])  # fmt: skip
def test_a_published_row_that_cannot_be_leaves_a_note(given: dict[str, Any]) -> None:
    row = {"year": 2023, "indicator": "市民满意率", "rate": Decimal("0.64"), "failed_count": 197} | given
    told = four_rates(pd.DataFrame([row], dtype=object)).iloc[0]
    assert told["note"] and pd.isna(told["lower"]) and pd.isna(told["value"]) and told["printed_rate"] == row["rate"]


def test_parts_that_cannot_be_in_the_response() -> None:
    for bad in ((352, 549, 500), (None, 549, 616), (352, 549, None)):
        row = response_bounds(*bad)
        assert np.isnan(row["worst_value"]) and np.isnan(row["best_value"]) and row["note"]
    types = pd.DataFrame({"good": [120, 10], "rated": [100, 20], "all": [500, 500]})
    row = stratified_rate(types, "good", "rated", "all")
    assert row["value"] == 0.5 and "50.0%" in row["note"]


def test_a_unit_with_a_gap_has_no_leverage_and_a_period_that_cannot_be_no_trend() -> None:
    table = leverage(
        pd.DataFrame({"g": list("ABC"), "s": [8, None, 5], "n": [10, 10, 10]}), "g", "s", "n", 0.9
    ).set_index("g")
    assert table.loc["B", ["value", "gain_pp"]].isna().all() and table.loc["C", "gain_pp"] == pytest.approx(20.0)
    years = pd.DataFrame({"year": [2021, 2022, 2023], "good": [480, 700, 410], "asked": [600, 600, 600]})
    assert cochran_armitage(years, "good", "asked", "year")["periods_count"] == 2
    assert not differ({"numerator": None, "denominator": 10}, {"numerator": 5, "denominator": 10})


def test_what_is_missing_shows_no_zero() -> None:
    row = proportions(pd.DataFrame({"s": [9], "n": [None]}), "s", "n").iloc[0]
    assert np.isnan(row["numerator"]) and np.isnan(row["denominator"]) and row["n_missing"] == 1
    answers = pl.DataFrame({"answers_count": [5, None, 1], "weight_rate": [1.0, 0.6, 0.0]})
    assert float(weighted_satisfaction(answers)["value"]) == pytest.approx(5 / 6)  # type: ignore[arg-type]


@pytest.mark.parametrize("fill", ["", "00", "00000000000000000"])
def test_zeros_of_a_store_are_no_printed_places(fill: str) -> None:
    """A column of fixed places (Decimal(38, 20) of a Parquet file) fills up with zeros; two of them may be printed."""
    padded = len(fill) != 2
    assert agrees(Decimal("0.67" + fill), 20, 30) is padded and agrees(Decimal("1." + "00" + fill), 30, 30)
    shares = pd.DataFrame(
        {"answers_rate": [Decimal("0.842" + fill), Decimal("0.158" + fill)], "weight_rate": [1, 0]}, dtype=object
    )
    assert pd.isna(weighted_satisfaction(shares, "answers_rate")["lower"]) is not padded
    row = {
        "year": 2023,
        "indicator": "市民满意率",
        "rate": Decimal("0.6412" + fill),
        "sampled_count": 616,
        "failed_count": 197,
    }
    found = four_rates(pd.DataFrame([row], dtype=object)).iloc[0]
    assert (found["denominator"] == 549) is padded


@pytest.mark.parametrize("by", ["town", ["town"], ("town",), pd.Index(["town"]), np.array(["town"])])
def test_names_of_groups_in_any_list(by: Any) -> None:
    assert proportions(pd.DataFrame(TOWNS), "good", "asked", by)["value"].tolist()[:2] == [0.8, 0.5]


def test_relations_and_batches_are_tables() -> None:
    import duckdb

    relation = duckdb.sql("select '甲' town, 8 good, 10 asked")
    batch = pa.table({"town": ["甲"], "good": [8], "asked": [10]}).to_batches()[0]
    coded = pa.table({"town": pa.array(["甲"]).dictionary_encode(), "good": [8], "asked": [10]})
    for table in (relation, batch, coded):
        assert proportions(table, "good", "asked", "town")["value"].tolist() == [0.8]


def test_months_of_times_with_a_zone_are_those_of_the_place() -> None:
    moments = pd.to_datetime(["2023-01-31 23:30", "2023-02-01 00:30"])
    for given in (moments, moments.tz_localize("Asia/Shanghai"), moments.strftime("%Y-%m-%d %H:%M:%S")):
        counts = fetch(count_requests(pd.DataFrame({"requested_datetime": given}), "month"), "month")
        assert [(f"{month:%Y-%m}", count) for month, count in zip(counts["month"], counts["cases_count"], strict=True)] == [
            ("2023-01", 1), ("2023-02", 1)
        ]  # fmt: skip
    with pytest.raises(ValueError, match="no column town"):
        count_requests(pd.DataFrame({"requested_datetime": moments}), "town")


def test_the_smaller_measures_take_any_table() -> None:
    for table in TABLES:
        kinds = pareto(table({"kind": ["噪音", "违建"], "n": [5, None]}), "kind", "n")
        assert kinds["failures_count"].tolist() == [5]
        answers = {
            "survey": ["居民"] * 2,
            "option": ["满意", "不满意"],
            "answers_count": [5, 1],
            "weight_rate": [1.0, 0.0],
        }
        assert float(survey_indices(table(answers))["value"].iloc[0]) == pytest.approx(5 / 6)
        months = adjusted_volume(table({"month": [date(2023, 1, 1), date(2023, 3, 1)], "cases_count": [100, 120]}))
        assert months["cases_count"].tolist() == [100, 0, 120]
        calls = fetch(request_counts_by(table({"caller_id": ["a", "a", None]}), "caller_id"))
        assert calls["cases_count"].tolist() == [2]
        places = {"unit": list("甲乙丙"), "group": ["居村"] * 3, "numerator": [99, 120, 40], "denominator": [100] * 3}
        listed = stand_outs(table(places), "unit", "group").set_index("unit")
        assert listed["verdict"].to_dict() == {"甲": "红榜", "乙": "件数少，不列榜", "丙": "黑榜"}
        assert listed["rank"].isna().to_dict() == {"甲": False, "乙": True, "丙": False}


def test_the_earlier_name_of_a_module_does_not_hide_the_function() -> None:
    room, earlier = import_module("evallib.indicators"), import_module("evallib.indicators.case_rates")
    given = pd.DataFrame(requests())
    for called in (earlier, room.case_rates):  # whichever the import has left there
        pd.testing.assert_frame_equal(called(given, "month"), case_rates(given, "month"))
