"""Limits and usual values that have a name: what holds at each, and no longer just beyond it."""

from __future__ import annotations

import math
from dataclasses import astuple
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from evallib.indicators import (
    ChartOptions,
    answers_from_shares,
    as_ibis,
    cochran_armitage,
    compare_rates,
    coordinate_grid,
    count_growth,
    decompose_change,
    fetch,
    handling_times,
    implied_answers,
    intervals,
    league_table,
    lorenz_curve,
    place_tiles,
    process_chart,
    proportions,
    published_request_rates,
    rank_intervals,
    ranking,
    rebasing,
    repeated,
    rule_set,
    volume_chart,
    withhold,
    xmr_limits,
)
from evallib.indicators.four_rates import four_rates
from evallib.indicators.funnel import funnel
from evallib.indicators.hot_words import hot_words
from evallib.indicators.stand_outs import stand_outs
from evallib.indicators.sudden_rises import sudden_rises
from evallib.model import Period

D = Decimal


def test_rule_sets_are_those_of_their_sources():
    """Making Data Count: runs and trends of seven, two of three on one side; Western Electric: eight, no trends, four of five."""
    assert astuple(rule_set("MDC"))[1:6] == (7, 7, True, True, False)
    assert astuple(rule_set("Western Electric"))[1:6] == (8, 0, True, False, True)


def test_byars_limits_begin_with_ten():
    low, high = intervals.poisson(np.array([9.0, 10.0, math.nan]), 0.95)
    exact = [(chi2.ppf(0.025, 2 * n) / 2, chi2.ppf(0.975, 2 * n + 2) / 2) for n in (9, 10)]
    assert (low[0], high[0]) == pytest.approx(exact[0])
    assert (low[1], high[1]) != pytest.approx(exact[1]) and math.isnan(low[2])


@pytest.mark.parametrize(("part", "size", "found"), [(100, 199, [199]), (99, 200, [200]), (100, 201, [])])
def test_numbers_of_answers_are_looked_for_up_to_two_hundred(part, size, found):
    shares = [D(part) / size, D(size - part) / size]
    assert implied_answers([share.quantize(D("0.00000001")) for share in shares]) == found


@pytest.mark.parametrize(("size", "told"), [(9, False), (11, True), (10, True)])
def test_ten_answers_can_be_deduced(size, told):
    shares = pd.Series([(D(k) / size).quantize(D("0.000001")) for k in (1, size - 1)])
    assert (answers_from_shares(shares) is not None) is told


@pytest.mark.parametrize(("count", "named"), [(200, True), (201, False)])
def test_pairs_of_two_hundred_units_are_named(count, named):
    towns = pd.DataFrame({"town": [f"{n:03}" for n in range(count)], "solved": [80] * count, "asked": [100] * count})
    table = league_table(towns, "town", "solved", "asked", draws=5)
    assert bool((table["tied_with"] != "").all()) is named and bool((table["tied_with"] == "").all()) is not named


def test_of_six_units_each_is_among_the_worst_five_or_not_and_five_always_are():
    for count, certain in ((5, True), (6, False)):
        towns = pd.DataFrame({"town": list("甲乙丙丁戊己")[:count], "solved": [80] * count, "asked": [100] * count})
        rate = league_table(towns, "town", "solved", "asked", draws=60)["worst_five_rate"]
        assert bool((rate == 1).all()) is certain and rate.sum() == pytest.approx(5)


@pytest.mark.parametrize(("asked", "noted"), [(29, True), (30, False)])
def test_a_rank_of_less_than_thirty_is_noted(asked, noted):
    towns = pd.DataFrame({"town": ["甲", "乙"], "solved": [20, 20], "asked": [asked, 100]})
    note = league_table(towns, "town", "solved", "asked", draws=5).set_index("town")["note"]
    assert ("不足 30 件，位次仅供参考" in note["甲"]) is noted and note["乙"] == ""


def test_numbers_of_drawn_rankings():
    """Ten thousand; of many units as many as twelve million ranks allow, three hundred at least, never more than asked for."""
    assert [ranking._times(draws, count) for draws, count in ((10_000, 0), (10_000, 1200), (10_000, 2400), (10_000, 10**6), (100, 10**6), (300, 10**6), (400, 10**6))] == [
        10_000, 10_000, 5000, 300, 100, 300, 300,
    ]  # fmt: skip
    assert (ranking.DRAWS, ranking.MOST_BETA, ranking.PRIOR) == (10_000, 2000, 0.5)
    usual = rank_intervals([90, 80, 70, 65], [100, 100, 100, 100])
    assert usual == rank_intervals([90, 80, 70, 65], [100, 100, 100, 100], "increase", 0.95, 10_000, 20230101)


def test_two_points_more_or_less_make_a_warning():
    for count, warned in ((11, True), (12, False)):
        frame = pd.DataFrame({"m": range(count), "v": [1.0, 2.0] * 6 if count == 12 else [1.0, 2.0] * 5 + [1.0]})
        assert bool(process_chart(frame, "m", "v", options=ChartOptions("xmr"))["note"].iloc[0]) is warned


def test_ranges_of_single_values_are_screened_unless_asked_otherwise():
    series = [5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 50.0, 51.0]
    assert xmr_limits(series) == xmr_limits(series, True) != xmr_limits(series, False)
    frame = pd.DataFrame({"m": range(8), "v": series})
    usual, told, all_ranges = (process_chart(frame, "m", "v", options=options)["upper_limit"].iloc[0]
                               for options in (ChartOptions("xmr"), ChartOptions("xmr", screen_ranges=True), ChartOptions("xmr", screen_ranges=False)))  # fmt: skip
    assert usual == told < all_ranges


def test_three_periods_make_a_trend():
    years = pd.DataFrame({"good": [480, 450, 410], "asked": [600, 600, 600]})
    assert [cochran_armitage(years.head(n), "good", "asked")["trend_word"] for n in (2, 3)] == [
        "不足三期，不判断趋势",
        "逐年下降",
    ]


@pytest.mark.parametrize(("asked", "ranked"), [(9, False), (10, True)])
def test_ten_requests_make_a_rank_and_none_good_is_a_rate(asked, ranked):
    rates = pd.DataFrame({"unit": ["甲", "乙"], "group": "部门", "numerator": [0, 50], "denominator": [asked, 100]})
    found = stand_outs(rates, "unit", "group").set_index("unit")
    assert found.loc["甲", "value"] == 0 and (not pd.isna(found.loc["甲", "rank"])) is ranked


def cases(*rows):
    blank = dict.fromkeys(
        [
            "requested_datetime",
            "expected_datetime",
            "closed_datetime",
            "caller_id",
            "service_name",
            "service_subtype",
            "is_repeated",
        ]
    )
    return as_ibis(pd.DataFrame([blank | row for row in rows]))


@pytest.mark.parametrize(("days", "again"), [(90, True), (91, False)])
def test_a_matter_comes_again_within_ninety_days(days, again):
    month = Period(date(2024, 6, 1), date(2024, 7, 1))
    rows = [
        {"requested_datetime": datetime(2024, 6, 1) - timedelta(days=days), "caller_id": "A", "service_name": "噪音"},
        {"requested_datetime": datetime(2024, 6, 3), "caller_id": "A", "service_name": "噪音"},
    ]
    assert (len(repeated(cases(*rows), month).to_pyarrow()) == 1) is again


@pytest.mark.parametrize(("hours", "within"), [(72, 1), (72.5, 0)])
def test_the_usual_limit_is_of_seventy_two_hours(hours, within):
    start = datetime(2024, 6, 1)
    table = fetch(
        handling_times(cases({"requested_datetime": start, "closed_datetime": start + timedelta(hours=hours)}))
    )
    assert table["within_limit_count"].tolist() == [within] and list(table.columns) == [
        "timed_count",
        "median_hours",
        "p90_hours",
        "within_limit_count",
    ]


@pytest.mark.parametrize(("times", "told"), [(4, 0), (5, 2)])
def test_words_of_five_requests_are_told(times, told):
    assert len(hot_words(["楼道堆物"] * times + ["路灯不亮"] * 3, ["路灯不亮"] * 10)) == told


def test_twenty_words_are_told():
    names = [
        "楼道",
        "路灯",
        "噪音",
        "违建",
        "垃圾",
        "绿化",
        "井盖",
        "积水",
        "渣土",
        "油烟",
        "广告",
        "电梯",
        "消防",
        "燃气",
        "供水",
        "围墙",
        "宠物",
        "车位",
        "栏杆",
        "桥梁",
        "河道",
        "树木",
        "屋顶",
        "阳台",
    ]
    texts = [name for name in names for _ in range(6)]
    assert len(hot_words(texts, texts)) == 20


def test_a_cell_of_one_request_may_rise():
    cells = pd.DataFrame({"place": ["甲", "乙"], "now_count": [1, 0], "before_count": [0, 3000]})
    assert sudden_rises(cells, ["place"], 1, 1000)["place"].tolist() == ["甲"]
    assert sudden_rises(cells, ["place"], 1, 1000, least=2).empty


def test_a_curve_of_concentration_has_a_point_for_each_hundredth():
    curve = lorenz_curve([5, 3, 2])
    assert len(curve) == 101 and curve["keys_rate"].iloc[1] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("rate", "failed", "told"),
    [(0.8, 160, "分母为 781–820 件"), (0.9, 40, "可能的分母太多"), (0.9, 20, "分母为 191–210 件")],
)
def test_forty_denominators_give_an_interval_and_more_do_not(rate, failed, told):
    """160 of 781 to 820 are printed as 80%: forty of them; 40 of 381 to 421 as 90%: one more."""
    row = four_rates(
        pd.DataFrame(
            [{"year": 2023, "indicator": "市民满意率", "rate": rate, "sampled_count": 1000, "failed_count": failed}]
        )
    ).iloc[0]
    assert told in row["note"] and math.isnan(row["lower"]) is ("太多" in told)


def test_places_far_out_are_slips():
    """The middle half spans one; ten times that beyond it is near, more is not."""
    xs = [0.0, 0.0, 1.0, 1.0, 11.0]
    for far, left in ((11.0, 0), (11.1, 1)):
        frame = pd.DataFrame({"longitude": [*xs[:4], far], "latitude": 0.0})
        assert coordinate_grid(as_ibis(frame))[1] == left


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (9, 3)])
def test_tiles_of_few_places(count, rows):
    frame = pd.DataFrame({"place": list("甲乙丙丁戊己庚辛壬")[:count], "cases_count": range(count, 0, -1)})
    assert place_tiles(frame, "place")["tile_row"].nunique() == rows


def test_single_months_of_volumes_are_judged_alone():
    frame = pd.DataFrame(
        {
            "month": [date(2023, n + 1, 1) for n in range(12)],
            "adjusted_per_workday": [10.0] * 6 + [11.0] * 6,
            "years_count": 0,
        }
    )
    assert not volume_chart(frame)["special"].any()


def test_limits_are_withheld_where_one_request_was_counted():
    rates = pd.DataFrame(
        {
            "rate": "timeliness_rate",
            "value": [1.0, math.nan, math.nan],
            "lower": 0.9,
            "upper": 1.0,
            "denominator": [1, 0, None],
            "note": "",
        }
    )
    from evallib.indicators import HUACAO_RULES

    told = withhold(rates, pd.DataFrame({"limited_count": [0]}), HUACAO_RULES)["note"].tolist()
    assert told == ["工单没有处置时限，不计算", "", ""]


def test_labels_of_months_in_any_writing_are_in_order_of_time():
    labels = ["2023年10月", "2023-9", "2023/08", "2023.7.15"]
    assert rebasing.in_order(pd.DataFrame({"m": labels}), "m")["m"].tolist() == labels[::-1]


@pytest.mark.parametrize(
    ("before", "change", "previous", "source"),
    [
        (80, 20, 80, "上年表"),
        (None, 20, 80, "同比增减"),
        (math.nan, 20, 80, "同比增减"),
        (None, None, None, None),
        (80, None, 80, "上年表"),
        (0, 20, 0, "上年表"),
    ],
)
def test_the_count_of_the_year_before_comes_from_its_table_or_from_the_change(before, change, previous, source):
    rows = [
        {"year": 2023, "cases_count": 100, "change_count": change},
        {"year": 2022, "cases_count": before, "change_count": None},
    ]
    table = pd.DataFrame(rows, dtype=object).assign(topic="受理", category="投诉", subcategory=None, row_kind="line")
    found = count_growth(table, 2023)
    assert found[["previous_count", "source"]].values.tolist() == ([] if source is None else [[previous, source]])
    assert list(found["value"]) == ([] if source is None else [D("0.25") if previous else None])


@pytest.mark.parametrize(("value", "word"), [(0.5, "无显著变化"), (0.6, "上升"), (0.4, "下降")])
def test_two_countings_of_all_differ_where_their_rates_do(value, word):
    """Of a known total of which all were asked nothing is left to chance: equal rates are no change, others are one."""

    def census(good):
        return proportions.proportions(
            pd.DataFrame({"u": ["甲"], "x": [good], "n": [10], "all": [10]}), "x", "n", ["u"], population="all"
        )

    found = compare_rates(census(round(10 * value)), census(5), ["u"])
    assert found["change_word"].tolist() == [word] and found["change"].iloc[0] == pytest.approx(value - 0.5)


def test_parts_of_a_kind_are_no_stage_of_a_year():
    """What is told of one kind only stands first and counts nowhere; a total stays one though a kind is written beside it."""
    rows = [
        ("已结案", "重点", 5, "line"),
        ("立案", "重点", 6, "line"),
        ("超时", "重点", 4, "line"),
        ("合计", "全部", 80, "total"),
        ("已结案", None, 72, "line"),
        ("处理超时案件", None, 8, "line"),
    ]
    table = pd.DataFrame(rows, columns=["category", "subcategory", "cases_count", "row_kind"]).assign(
        topic="处置", dimension="案件状态", printed_rate=None
    )
    found = published_request_rates(table).set_index("name")["value"]
    assert found["处置·办结率"] == 0.9 and found.get("处置及时率", 0.9) == 0.9


def test_a_group_without_a_name_has_its_part_of_a_change():
    old = pd.DataFrame({"agency": ["甲", None], "solved": [8, 2], "asked": [10, 10]})
    new = pd.DataFrame({"agency": ["甲", None], "solved": [8, 7], "asked": [10, 10]})
    found = decompose_change(old, new, "agency", "solved", "asked")
    assert found["agency"].isna().tolist() == [True, False] and found["total_effect_pp"].tolist() == pytest.approx(
        [25.0, 0.0]
    )


@pytest.mark.parametrize(
    ("target", "events", "words"), [(0.0, [0, 1], ["界内", "高于99.8%界"]), (1.0, [10, 9], ["界内", "低于99.8%界"])]
)
def test_where_nobody_or_everybody_fails_one_that_differs_is_beyond_all_chance(target, events, words):
    units = pd.DataFrame({"unit": ["甲", "乙"], "x": events, "n": [10, 10]})
    assert funnel(units, "unit", "x", "n", target=target).units["position"].tolist() == words


def test_the_usual_seed_draws_the_usual_ranks():
    towns = pd.DataFrame({"town": [f"{n:02}" for n in range(30)], "solved": range(60, 90), "asked": 100})
    usual, named, other = (
        league_table(towns, "town", "solved", "asked", draws=40, **seed)
        for seed in ({}, {"seed": 20230101}, {"seed": 20230102})
    )
    drawn = ["rank_lower", "rank_upper", "worst_five_rate"]
    assert usual[drawn].equals(named[drawn]) and not usual[drawn].equals(other[drawn])
