"""Where a condition of a measure begins and ends: the last value on each side, nothing at all, a gap; reckoned by hand."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from evallib.indicators import (
    HUACAO_RULES,
    ChartOptions,
    adjusted_volume,
    as_ibis,
    cochran_armitage,
    control_limits,
    coordinate_grid,
    count_requests,
    fetch,
    find_causes,
    implied_denominators,
    intervals,
    league_table,
    measures,
    places,
    process_chart,
    proportions,
    published_request_rates,
    ranking,
    rate_change,
    rates_from_counts,
    rebasing,
    response_bounds,
    rule_set,
    rules,
    score_chances,
    shares,
    survival_table,
    volume,
    volume_change,
    weighted_satisfaction,
    withhold,
)
from evallib.indicators.complete_months import complete_months, with_every_month
from evallib.indicators.funnel import funnel
from evallib.indicators.pareto import pareto
from evallib.indicators.stand_outs import FEW, stand_outs
from evallib.model import Period, WorkingCalendar

MARCH = Period(date(2024, 3, 1), date(2024, 4, 1))


def request(**told):
    """A request of which nothing is known but what is told."""
    blank = dict.fromkeys(["requested_datetime", "expected_datetime", "closed_datetime", "sampled_datetime", "is_closed",
                           "was_reached", "satisfaction", "resolution"])  # fmt: skip
    return blank | told


def counted(rows, **how):
    return fetch(count_requests(pd.DataFrame(rows), **how), how.get("by", ())).to_dict("records")


def test_who_was_reached_is_told_by_the_call_or_by_the_answer():
    rows = [request(was_reached=True), request(was_reached=False), request(was_reached=False, satisfaction="满意"),
            request(was_reached=None, satisfaction="满意"), request(was_reached=None)]  # fmt: skip
    found = counted(rows)[0]
    assert (found["reached_count"], found["known_reach_count"], found["rated_count"]) == (2, 3, 2)


def test_a_request_belongs_to_a_cohort_by_its_own_time():
    day = datetime(2024, 3, 5)
    rows = [
        request(requested_datetime=day),
        request(requested_datetime=day, closed_datetime=day),
        request(closed_datetime=day),
    ]
    assert [counted(rows, cohort=name)[0]["cases_count"] for name in ("requested", "closed", "expected")] == [3, 2, 0]
    assert [counted(rows, cohort=name, period=MARCH)[0]["cases_count"] for name in ("requested", "closed")] == [2, 2]


def test_a_month_that_begins_on_the_day_of_the_export_is_there():
    rows = [request(requested_datetime=datetime(2024, 1, 9))]
    for as_of, months in ((datetime(2024, 3, 1), 3), (datetime(2024, 2, 29, 23), 2)):
        found = counted(rows, by=["month"], period=Period(date(2024, 1, 1), date(2024, 5, 1)), as_of=as_of)
        assert [row["cases_count"] for row in found] == [1] + [0] * (months - 1)


def test_months_without_a_period_are_those_that_are_told():
    rows = [request(requested_datetime=datetime(2024, 1, 9)), request(requested_datetime=datetime(2024, 3, 9))]
    assert [row["cases_count"] for row in counted(rows, by=["month"])] == [1, 0, 1]


@pytest.mark.parametrize("as_dates", [True, False])
def test_gaps_of_a_group_are_filled_though_others_have_the_month(as_dates):
    months = [date(2024, 1, 1), date(2024, 3, 1), date(2024, 2, 1)]
    given = pd.DataFrame(
        {
            "unit": ["甲", "甲", "乙"],
            "month": months if as_dates else pd.to_datetime(months),
            "cases_count": [1, 2, 3],
            "name": ["a", "b", "c"],
        }
    )
    told = complete_months(given, ["unit", "month"]).sort_values(["unit", "month"])
    assert (
        told["cases_count"].tolist() == [0, 3, 0, 1, 0, 2] and told["cases_count"].dtype == given["cases_count"].dtype
    )
    assert told["name"].isna().sum() == 3 and list(told.columns) == list(given.columns)
    assert isinstance(told["month"].iloc[0], date) and (told["month"].dtype == given["month"].dtype)
    whole = given[given["unit"] == "甲"].assign(month=months[:2] if as_dates else pd.to_datetime(months[:2]))
    assert complete_months(whole[whole["month"] == whole["month"].min()], ["unit", "month"])[
        "cases_count"
    ].tolist() == [1]
    assert complete_months(given.assign(month=None), ["unit", "month"])["cases_count"].tolist() == [1, 2, 3]


def test_counts_of_all_months_come_back_as_they_are():
    given = pd.DataFrame({"month": [date(2024, 2, 1), date(2024, 1, 1)], "cases_count": [1, 2]})
    assert complete_months(given) is given
    counts = as_ibis(given.assign(unit="甲"))
    assert with_every_month(counts, ["unit", "month"], MARCH, datetime(2024, 2, 1)) is counts


def test_a_frame_keeps_its_columns_whatever_its_rows_are_called():
    given = pd.DataFrame({"n": [1, 2]}, index=["a", "b"])
    assert as_ibis(given).columns == ("n",)


def change(rows, **how):
    cases = pd.DataFrame([request(requested_datetime=datetime(*day), unit=unit) for day, unit in rows])
    return volume_change(cases, MARCH, ["unit"], calendar=WorkingCalendar(), comparable=lambda span: True, **how)


def test_growth_per_working_day_takes_the_length_of_the_months_out():
    """21 working days in March 2024, 18 in February (with the days that were made up), 23 in March 2023."""
    days = WorkingCalendar()
    lengths = [
        days.workdays(*span)
        for span in (
            (date(2024, 3, 1), date(2024, 4, 1)),
            (date(2024, 2, 1), date(2024, 3, 1)),
            (date(2023, 3, 1), date(2023, 4, 1)),
        )
    ]
    rows = (
        [((2024, 3, 5), "甲")] * 6
        + [((2024, 2, 5), "甲")] * 4
        + [((2023, 3, 5), "甲")] * 5
        + [((2024, 3, 7), "乙")]
        + [((2024, 2, 7), "丙")]
    )
    found = change(rows).set_index("unit")
    assert found.index[0] == "甲" and found.loc["甲", "share_rate"] == 6 / 7
    assert (found.loc["甲", "year_on_year_rate"], found.loc["甲", "period_on_period_rate"]) == (pytest.approx(0.2), 0.5)
    per_day = [6 / lengths[0] / (5 / lengths[2]) - 1, 6 / lengths[0] / (4 / lengths[1]) - 1]
    assert found.loc[
        "甲", ["year_on_year_per_workday_rate", "period_on_period_per_workday_rate"]
    ].tolist() == pytest.approx(per_day)
    assert found["note"].to_dict() == {"甲": "", "乙": "上期没有数据", "丙": "上期没有数据"}
    assert found.loc["丙", "cases_count"] == 0 and math.isnan(found.loc["乙", "year_on_year_rate"])


def test_one_request_before_is_a_basis():
    rows = [((2024, 3, 5), "甲"), ((2024, 2, 5), "甲"), ((2023, 3, 5), "甲")]
    assert change(rows)["note"].tolist() == [""] and change(rows)["year_on_year_rate"].tolist() == [0.0]


LEVELS = {"good": 1.0, "fair": 0.6, "bad": 0.0}


@pytest.mark.parametrize(
    ("process", "confidence", "told"), [(True, 0.9, True), (True, None, False), (False, 0.9, False)]
)
@pytest.mark.parametrize("measure", ["proportions", "rates_per", "weighted_indices"])
def test_a_full_count_has_limits_of_its_process_only_and_says_so(measure, process, confidence, told):
    frame = pd.DataFrame({"good": [8], "bad": [10]})
    how = {"basis": "全量", "process": process, "confidence": confidence}
    if measure == "weighted_indices":
        row = measures.weighted_indices(frame, {"good": 1, "bad": 0}, **how).iloc[0]
    else:
        row = (proportions.proportions if measure == "proportions" else measures.rates_per)(
            frame, "good", "bad", **how
        ).iloc[0]
    assert (row["note"] == "区间表示过程波动，不是抽样误差") is told
    assert bool(row["lower"] < row["value"] < row["upper"]) is told and math.isnan(row["lower"]) is not told
    assert bool(row["confidence"] == 0.9) is told


def test_equal_weights_and_no_answers_have_no_limits():
    frame = pd.DataFrame({"town": list("甲乙"), "good": [5, 0], "fair": [5, 0], "bad": [0, 0]})
    even = measures.weighted_indices(frame, dict.fromkeys(LEVELS, 0.5), ["town"])
    assert even["value"].tolist()[0] == 0.5 and even[["lower", "upper", "confidence"]].isna().all(axis=None)
    usual = measures.weighted_indices(frame, LEVELS, ["town"])
    assert usual["value"].tolist()[0] == 0.8 and usual["lower"].notna().tolist() == [True, False]
    assert usual["note"].tolist() == ["", "分母为 0，无法计算"] and math.isnan(usual["value"][1])


def test_means_of_nothing_of_one_and_of_two():
    frame = pd.DataFrame({"town": list("甲乙乙丙丙丁"), "hours": [None, 4.0, None, 4.0, 6.0, 3.0]})
    found = measures.means(frame, "hours", ["town"]).set_index("town")
    assert found["value"].tolist()[1:] == [4.0, 5.0, 3.0] and math.isnan(found["value"]["甲"])
    assert found["note"].tolist() == ["没有数值", "1 行没有数值，未计入", "", ""] and found["n_missing"].tolist() == [
        1,
        1,
        0,
        0,
    ]
    half = 12.706204736 * math.sqrt(2 / 2)  # Student with one degree of freedom
    assert found.loc["丙", ["lower", "upper"]].tolist() == pytest.approx([5 - half, 5 + half])
    assert found["lower"].notna().tolist() == [False, False, True, False]


def test_ratios_may_be_negative_and_go_without_limits():
    frame = pd.DataFrame({"town": list("甲乙丙丁"), "spent": [-3.0, 5, 4, None], "plan": [6.0, 2, 0, 1]})
    found = measures.ratios(frame, "spent", "plan", ["town"])
    assert found["value"].tolist()[:2] == [-0.5, 2.5] and found["lower"].isna().all()
    assert found["note"].tolist() == ["", "", "分母为 0，无法计算", "缺少分子或分母"]


@pytest.mark.parametrize(
    ("top", "bottom", "note", "missing"),
    [
        (1, 4, "", 0),
        (None, 4, "缺少分子或分母", 1),
        (1, None, "缺少分子或分母", 1),
        ("约三", 4, "有不是数或为负的数", 0),
        (1, 0, "分母为 0，无法计算", 0),
    ],
)
def test_one_ratio_says_what_is_wrong(top, bottom, note, missing):
    row = proportions.ratio(top, bottom)
    assert (row["note"], row["n_missing"], row["value"] is not None) == (note, missing, note == "")


@pytest.mark.parametrize("share", [-0.01, 1.01, math.nan])
@pytest.mark.parametrize("size", [10.0, 0.0, -1.0, math.nan])
def test_no_limits_of_what_is_no_share_of_anything(share, size):
    for s, n in ((share, 10.0), (0.5, size), (share, size)):
        low, high = intervals.wilson(np.array([s]), np.array([n]), 0.95)
        assert (math.isnan(low[0]), math.isnan(high[0])) == ((not 0 <= s <= 1 or not n > 0),) * 2


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.1])
def test_a_level_that_is_none_is_refused_by_one_interval_too(level):
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        proportions.wilson_interval(1, 2, level)


def test_a_period_without_cases_is_no_period_of_a_trend():
    years = pd.DataFrame({"good": [480, 0, 410, 300], "asked": [600, 0, 600, 0]})
    row = cochran_armitage(years, "good", "asked")
    assert (row["periods_count"], row["trend_word"]) == (2, "不足三期，不判断趋势")


@pytest.mark.parametrize("sign", [1, -1])
def test_points_infinitely_far_are_beyond_on_their_own_side(sign):
    scores = np.array([0.5, math.inf, -0.5, math.nan]) * sign
    found = find_causes(np.array([1.0, 2, 3, 4]), scores, rule_set("MDC"))
    assert found.rules == ["", "超出控制限", "", ""]
    assert (found.up[1], found.down[1]) == (sign > 0, sign < 0) and not (found.up[3] or found.down[3])


@pytest.mark.parametrize(("luck", "news"), [(1.0, True), (7.5 / 8, False), (8.0 / 8 - 1e-12, True), (7.99 / 8, False)])
def test_a_run_of_counts_is_as_improbable_as_one_toss_more_than_its_length(luck, news):
    scores = np.array([*[1.0] * 8, -1.0])
    calm = [(np.zeros(9, bool), np.zeros(9, bool))] * 2
    found = find_causes(scores, scores, rule_set("MDC"), luck=(luck, luck), windows=calm)
    assert ("连续同侧" in found.rules[0]) is news and found.rules[8] == ""


def test_who_can_be_told_apart_where_pairs_are_named_and_where_not(monkeypatch):
    towns = pd.DataFrame({"town": list("甲乙丙"), "solved": [90, 88, 40], "asked": [100, 100, 100]})
    for most, named in ((3, True), (2, False)):
        monkeypatch.setattr(ranking, "MOST_PAIRED", most)
        table = league_table(towns, "town", "solved", "asked", draws=50)
        assert table["same_as_next"].tolist() == [True, False, False]
        assert table["tied_with"].tolist() == (["乙", "甲", ""] if named else ["", "", ""])


def test_a_mark_is_withheld_only_where_something_was_counted():
    names = ["completion_rate", "timeliness_rate"]
    rates = pd.DataFrame({"unit": ["甲", "甲", "乙", "乙"], "rate": names * 2, "value": [0.5, 1.0, 0.5, 1.0], "lower": 0.4, "upper": 1.0,
                          "denominator": [9, 9, 0, 0], "note": ""})  # fmt: skip
    counts = pd.DataFrame({"unit": ["甲"], "unknown_state_count": [0], "limited_count": [0]})
    found = withhold(rates, counts, HUACAO_RULES, ["unit"])
    assert found["note"].tolist() == ["", "工单没有处置时限，不计算", "", ""]
    assert found["value"].isna().tolist() == [False, True, False, False]


def test_shares_are_of_two_lines_or_more_and_of_a_total():
    def told(lines, total=None):
        rows = [
            {"category": f"第{n}类", "subcategory": None, "cases_count": count, "row_kind": "line"}
            for n, count in enumerate(lines)
        ]
        rows += (
            []
            if total is None
            else [{"category": "合计", "subcategory": None, "cases_count": total, "row_kind": "total"}]
        )
        found = shares(pd.DataFrame(rows).assign(topic="督查", dimension="类型"))
        return found["share_rate"].tolist(), set(found["note"])

    assert told([3, 1]) == ([0.75, 0.25], {""}) and told([3, 1], 4) == ([0.75, 0.25], {""})
    assert told([3, 1], 8) == ([0.375, 0.125], {"列出 4 件，合计 8 件"})
    assert told([3]) == told([0, 0]) == told([3, 1], 0) == ([], set())
    both = pd.DataFrame({"topic": ["甲", "甲", "乙", "乙"], "dimension": "类型", "category": list("abcd"), "subcategory": None,
                         "cases_count": [1, 1, 1, 3], "row_kind": "line"})  # fmt: skip
    assert shares(both)["topic"].tolist() == ["甲", "甲", "乙", "乙"]  # as the tables stand


def test_no_failures_have_no_vital_few():
    assert pareto(pd.DataFrame({"t": ["a", "b"], "n": [0, 0]}), "t", "n").empty
    table = pareto(pd.DataFrame({"t": ["a", "b", "c"], "n": [4, 4, 2]}), "t", "n", vital_share=0.8)
    assert table["is_vital"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("failed", "printed", "fits"),
    [(0, 0.9, []), (1, 0.9, [10]), (1, 1.0, [*range(200, 2001)]), (3, 0.0, [3]), (5, 0.9, [*range(48, 53)])],
)
def test_every_denominator_that_a_printed_rate_allows(failed, printed, fits):
    """1 of n gives 90% for 10 only (9: 88.9%, 11: 90.9%); printed 100% hides one of 200 or more."""
    by_hand = [n for n in range(max(failed, 1), 2001) if failed and abs((n - failed) / n - printed) <= 0.005 + 1e-12]
    assert implied_denominators(printed, failed) == fits == by_hand


@pytest.mark.parametrize(
    ("x", "y", "in_degrees"),
    [((-180.0, 180.0), (-90.0, 90.0), True), ((0.0, 180.1), (0.0, 1.0), False), ((0.0, 1.0), (0.0, 90.1), False)],
)
def test_degrees_reach_to_the_poles_and_the_date_line(x, y, in_degrees):
    assert places.in_degrees({"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}) is in_degrees
    frame, left = coordinate_grid(as_ibis(pd.DataFrame({"longitude": [None], "latitude": [1.0]})))
    assert (len(frame), left) == (0, 1)


def test_what_is_not_due_is_counted_beside_a_rate_that_a_limit_decides():
    table = pd.DataFrame({"due_count": [8], "on_time_count": [6], "overdue_count": [2], "cases_count": [10], "ripe_count": [8], "unripe_count": [2],
                          "solved_count": [3], "unsolved_count": [1], "closed_count": [6], "ripe_closed_count": [6], "limited_count": [10]})  # fmt: skip
    found = rates_from_counts(table, (), rules(rates=["on_time_completion_rate", "resolution_rate"])).set_index("rate")
    assert found["unripe_count"].to_dict() == {"on_time_completion_rate": 2, "resolution_rate": 0}
    assert (
        "未到期 2 件，不计" in found.loc["on_time_completion_rate", "note"]
        and found.loc["resolution_rate", "note"] == ""
    )


IMPOSSIBLE, MORE = "有不是数或为负的数", "分子大于分母，不是比例"


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([(-1, 5)], IMPOSSIBLE), ([(1, 5), (-1, 5)], IMPOSSIBLE), ([(1, 5), ("约三", 5)], IMPOSSIBLE), ([(1, 5), (6, 5)], MORE), ([(6, 5), (-1, 5)], IMPOSSIBLE),
        ([(6, 5)], MORE), ([(None, 5)], "缺少分子或分母"), ([(0, 0)], "分母为 0，无法计算"), ([(1, 5), (None, 5)], "1 行缺少分子或分母，未计入"), ([(0, 0), (None, 1)], "分母为 0，无法计算；1 行缺少分子或分母，未计入"),
        ([(1, 5), (2, 5)], ""),
    ],
)  # fmt: skip
def test_one_row_of_a_group_is_enough_to_say_what_is_wrong(rows, note):
    found = proportions.proportions(pd.DataFrame(rows, columns=["x", "n"], dtype=object), "x", "n").iloc[0]
    assert found["note"] == note and bool(pd.isna(found["value"])) is (note not in {"", "1 行缺少分子或分母，未计入"})


def test_a_single_failure_is_a_category_and_none_is_not():
    table = pareto(pd.DataFrame({"t": list("abc"), "n": [1, 0, 3]}), "t", "n")
    assert table["t"].tolist() == ["c", "a"] and table["cumulative_rate"].tolist() == [0.75, 1.0]


def test_a_season_of_less_than_one_request_a_working_day_is_known_too():
    months = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(24)]
    counts = [4 if n == 6 else 2 for n in range(24)]
    told = adjusted_volume(pd.DataFrame({"month": months, "cases_count": counts}))
    july = told.iloc[18]
    assert july["years_count"] == 1
    assert july["season_factor"] == pytest.approx(told["per_workday"][6] / told["per_workday"][:12].mean())


def test_months_out_of_order_are_put_in_order_and_numbered_anew():
    told = adjusted_volume(pd.DataFrame({"month": [date(2023, 2, 1), date(2023, 1, 1)], "cases_count": [7, 5]}))
    assert list(told.index) == [0, 1] and told["cases_count"].tolist() == [5, 7]


@pytest.mark.parametrize(("sizes", "low", "high"), [([10, 1000], 7.0, 1100.0), ([1, 4], 1.0, 4.4)])
def test_the_curves_of_a_funnel_reach_a_little_beyond_its_units(sizes, low, high):
    units = pd.DataFrame({"unit": ["甲", "乙", "丙"], "x": [1, 1, 0], "n": [*sizes, 0]})
    grid = funnel(units, "unit", "x", "n").limits["denominator"]
    assert (grid.min(), grid.max(), len(grid.unique())) == (pytest.approx(low), pytest.approx(high), 120)


def test_between_events_of_a_part_of_a_day_a_point_above_the_centre_is_above():
    """0.2 lies above the mean of 0.1, though such a gap is likelier than not."""
    found = control_limits.between_events(np.array([0.0, 0.0, 0.0, 0.2, 0.3]), np.ones(5, dtype=bool))
    assert (found.scores > 0).tolist() == [False, False, False, True, True] and found.scores[3] == 1e-9


@pytest.mark.parametrize(("waiting", "told"), [(0, True), (5, True), (6, False), (40, False)])
def test_a_rate_of_which_more_than_a_twentieth_is_not_due_is_compared_with_nothing(waiting, told):
    """95 requests that are due, of which 80 are on time, and some whose limit lies behind the export."""
    due = {"requested_datetime": datetime(2024, 3, 5), "expected_datetime": datetime(2024, 3, 9), "is_closed": True}
    rows = [request(**due, closed_datetime=datetime(2024, 3, 8)) for _ in range(80)] + [
        request(**due, closed_datetime=datetime(2024, 3, 10)) for _ in range(15)
    ]
    rows += [
        request(requested_datetime=datetime(2024, 3, 20), expected_datetime=datetime(2024, 4, 20), is_closed=False)
        for _ in range(waiting)
    ]
    before = {"requested_datetime": datetime(2024, 2, 5), "expected_datetime": datetime(2024, 2, 9), "is_closed": True}
    rows += [request(**before, closed_datetime=datetime(2024, 2, 8)) for _ in range(60)] + [
        request(**before, closed_datetime=datetime(2024, 2, 10)) for _ in range(40)
    ]
    rule = rules(rates=["on_time_completion_rate"])
    (found,) = rate_change(pd.DataFrame(rows), MARCH, rules=rule, as_of=datetime(2024, 3, 31)).to_dict("records")
    assert found["unripe_count"] == waiting and found["period_before_value"] == 0.6
    assert found["period_on_period_word"] == ("上升" if told else "未到期")
    assert math.isnan(found["period_on_period_pp"]) is not told and (
        not told or found["period_on_period_pp"] == pytest.approx((80 / 95 - 0.6) * 100)
    )
    assert found["year_on_year_word"] in {"无法比较", "未到期"} and math.isnan(found["year_on_year_pp"])


def test_twenty_thousand_pairs_are_judged_as_one():
    tops, bottoms = np.array([80.0, 60, 10]), np.array([100.0, 100, 50])
    few = score_chances(tops, bottoms, tops[::-1], bottoms[::-1])
    many = score_chances(*(np.resize(part, 20_001) for part in (tops, bottoms, tops[::-1], bottoms[::-1])))
    assert many[:3] == pytest.approx(few) and few[1] == 1.0


def test_points_out_of_order_are_put_in_order_and_others_left():
    frame = pd.DataFrame({"m": ["2024年2月", "2024年1月", "2023年12月"], "v": [3.0, 2.0, 1.0]})
    assert rebasing.in_order(frame, "m")["v"].tolist() == [1.0, 2.0, 3.0]
    assert rebasing.in_order(frame.assign(m=["二月", "2024年1月", "2023年12月"]), "m")["v"].tolist() == [3.0, 2.0, 1.0]
    with pytest.raises(ValueError, match="two points are called"):
        rebasing.in_order(frame.assign(m="2024年1月"), "m")
    assert len(rebasing.in_order(frame.assign(m="2024年1月"), "m", distinct=False)) == 3


@pytest.mark.parametrize(
    ("good", "rated", "sampled", "worst", "best", "note"),
    [
        (8, 10, 20, 0.4, 0.9, ""), (8, 10, 10, 0.8, 0.8, ""), (0, 1, 1, 0.0, 0.0, ""), (1, 1, 1, 1.0, 1.0, ""), (8, 10, 9, None, None, "表态数多于抽查数，请核对"), (8, 10, 0, None, None, ""),
        (8, 10, None, None, None, "抽查数未知，无法给出上下界"), (11, 10, 20, None, None, MORE), (-1, 10, 20, None, None, IMPOSSIBLE), (None, 10, 20, None, None, "缺少分子或分母"),
    ],
)  # fmt: skip
def test_bounds_of_a_rate_by_those_who_did_not_answer(good, rated, sampled, worst, best, note):
    row = response_bounds(good, rated, sampled)
    told = [None if math.isnan(row[name]) else row[name] for name in ("worst_value", "best_value")]
    assert (told, row["note"]) == ([worst, best], note)


def test_a_unit_with_too_few_requests_has_no_rank():
    rates = pd.DataFrame(
        {"unit": list("甲乙丙丁"), "group": "部门", "numerator": [9, 9, 5, 3], "denominator": [10, 10, 10, 9]}
    )
    found = stand_outs(rates, "unit", "group")
    assert found["rank"].fillna(0).tolist() == [1, 1, 3, 0] and found["ranked_count"].tolist() == [3, 3, 3, 0]
    assert found["verdict"].iloc[3] == FEW and found["p_adjusted"].isna().tolist() == [False, False, False, True]


def test_an_open_request_is_overdue_where_nobody_says_that_it_is_excused():
    open_ = request(expected_datetime=datetime(2024, 3, 1), is_closed=False, state="open", is_excused=None)
    rows = [
        open_,
        open_ | {"is_excused": True},
        open_ | {"is_excused": False},
        open_ | {"state": "returned"},
        open_ | {"state": None},
    ]
    assert counted(rows, as_of=datetime(2024, 3, 31))[0]["overdue_count"] == 3


def test_rates_of_several_groups_and_rules_are_numbered_from_the_top():
    table = pd.DataFrame(
        {
            "unit": list("乙甲"),
            "solved_count": [1, 2],
            "unsolved_count": [1, 1],
            "cases_count": [4, 4],
            "closed_count": [2, 3],
            "unknown_state_count": 0,
        }
    )
    found = rates_from_counts(table, ["unit"], rules(rates=["resolution_rate", "closing_rate"]))
    assert list(found.index) == [0, 1, 2, 3] and found["unit"].tolist() == ["乙", "乙", "甲", "甲"]


@pytest.mark.parametrize(
    ("amounts", "note"),
    [
        ([5, 0], ""),
        ([-1, 5], IMPOSSIBLE),
        ([math.inf, 5], IMPOSSIBLE),
        ([0, 0], "分母为 0，无法计算"),
        ([None, None], "缺少分子或分母"),
        ([None, 4], ""),
    ],
)
def test_answers_that_cannot_be_have_no_index(amounts, note):
    frame = pd.DataFrame({"answers_count": amounts, "weight_rate": [1, 0]}, dtype=object)
    row = weighted_satisfaction(frame)
    assert row["note"] == note and (row["value"] is None) is bool(note)


@pytest.mark.parametrize(
    ("kind", "wrong"), [("g", [True, False, False, False]), ("t", [True, False, False, False]), ("xmr", [False] * 4)]
)
def test_a_time_between_events_may_be_part_of_a_day_and_not_less_than_none(kind, wrong):
    frame = pd.DataFrame({"m": range(4), "v": [-1.0, 0.0, 0.5, 2.0]})
    chart = process_chart(frame, "m", "v", options=ChartOptions(kind))
    assert chart["value"].isna().tolist() == wrong and (chart["note"] == IMPOSSIBLE).tolist() == wrong


@pytest.mark.parametrize(
    ("x", "n", "note"),
    [
        ("约三", 5, IMPOSSIBLE),
        (1, "约五", IMPOSSIBLE),
        (-1, 5, IMPOSSIBLE),
        (1, -5, IMPOSSIBLE),
        (None, 5, "缺少分子或分母"),
        (1, None, "缺少分子或分母"),
        (6, 5, MORE),
        (0, 0, "分母为 0，无法计算"),
        (0, 5, ""),
    ],
)
def test_a_point_of_a_chart_says_what_is_wrong_with_it(x, n, note):
    frame = pd.DataFrame({"m": range(13), "x": [x, *[3] * 12], "n": [n, *[5] * 12]}, dtype=object)
    chart = process_chart(frame, "m", numerator="x", denominator="n")
    assert (chart["note"].iloc[0] == note or note == "") and set(chart["note"].iloc[1:]) <= {"", chart["note"].iloc[1]}
    assert bool(pd.isna(chart["value"].iloc[0])) is (note != "")


def test_a_mark_that_nobody_keeps_is_withheld_where_requests_were_counted():
    rates = pd.DataFrame(
        {
            "rate": "red_light_rate",
            "value": [0.0, math.nan, math.nan],
            "lower": 0.0,
            "upper": 0.1,
            "denominator": [9, 0, None],
            "note": ["", "分母为 0", "缺"],
        }
    )
    found = withhold(rates, pd.DataFrame({"known_red_light_count": [0, 0]}), rules(rates=["red_light_rate"]))
    assert found["note"].tolist() == ["工单没有是否红灯的标记，不计算", "分母为 0", "缺"]
    assert rates["note"].tolist() == ["", "分母为 0", "缺"]  # what was handed in stays
    told = withhold(rates, pd.DataFrame({"known_red_light_count": [0, 1]}), rules(rates=["red_light_rate"]))
    assert told["note"].tolist() == ["", "分母为 0", "缺"]


@pytest.mark.parametrize(
    ("by", "period", "found"),
    [
        (["month"], None, [1, 0, 2]), (["unit"], None, [2, 1]), ((), None, [3]), (["unit"], MARCH, [1, 1]), ((), MARCH, [2]), (["month"], MARCH, [2]),
        (["month"], Period(date(2024, 3, 1), date(2024, 6, 1)), [2, 0]), (["unit", "month"], Period(date(2024, 3, 1), date(2024, 5, 1)), [1, 0, 1, 0]),
    ],
)  # fmt: skip
def test_numbers_of_requests_by_month_and_unit(by, period, found):
    rows = [("甲", 1), ("甲", 3), ("乙", 3)]
    cases = pd.DataFrame([request(unit=unit, requested_datetime=datetime(2024, month, 9)) for unit, month in rows])
    assert sorted(fetch(volume(cases, by, period=period, as_of=datetime(2024, 4, 30)), by)["cases_count"]) == sorted(
        found
    )


@pytest.mark.parametrize(
    ("rows", "total", "method"),
    [
        ([("甲", 5, 10, 100)], 100, "Wilson, finite population"), ([("甲", 5, 10, 100), ("甲", 5, 10, 100)], 100, "Wilson, finite population"), ([("甲", 5, 10, 100), ("甲", 5, 10, 40)], 140, "Wilson, finite population"),
        ([("甲", 5, 10, 100), ("甲", 5, 10, None)], None, "Wilson"), ([("甲", 5, 10, 0)], None, "Wilson"), ([("甲", 5, 10, -3)], None, "Wilson"), ([("甲", None, 10, 100)], None, "Wilson"), ([("甲", 5, 10, 100), ("甲", None, 10, 30)], 100, "Wilson, finite population"),
        ([("甲", 1, 1, 1)], 1, "Wilson, finite population"),
    ],
)  # fmt: skip
def test_the_total_from_which_a_sample_was_drawn(rows, total, method):
    """One number in every row is the whole; different ones are those of its parts."""
    frame = pd.DataFrame(rows, columns=["unit", "x", "n", "all"], dtype=object)
    row = proportions.proportions(frame, "x", "n", ["unit"], population="all").iloc[0]
    assert row["method"] == method
    size = sum(n for _, x, n, _ in rows if x is not None)
    if not size:
        assert math.isnan(row["lower"])
    elif total == size:
        assert row["lower"] == row["upper"] == row["value"]
    else:
        worth = size if total is None else size * (total - 1) / (total - size)
        low, high = proportion_confint(row["value"] * worth, worth, method="wilson")
        assert [row["lower"], row["upper"]] == pytest.approx([low, high])


def test_rates_for_each_of_nobody_are_open():
    frame = pd.DataFrame({"town": list("甲乙丙"), "orders": [3, 0, 0], "people": [0, 0, 10]})
    found = measures.rates_per(frame, "orders", "people", ["town"])
    assert found["value"].isna().tolist() == [True, True, False] and found["lower"].isna().tolist() == [
        True,
        True,
        False,
    ]
    assert found["note"].tolist() == ["分母为 0，无法计算", "分母为 0，无法计算", ""] and found["upper"].iloc[
        2
    ] == pytest.approx(-math.log(0.025) * 100)


def test_what_closed_at_once_is_a_duration_and_what_closed_before_it_came_is_none():
    start = datetime(2024, 3, 1, 8)
    rows = [request(requested_datetime=start, closed_datetime=start), request(requested_datetime=start, closed_datetime=start - timedelta(hours=1)),
            request(requested_datetime=start, closed_datetime=start + timedelta(minutes=61)), request(requested_datetime=start)]  # fmt: skip
    table = fetch(survival_table(pd.DataFrame(rows), start + timedelta(hours=5)), ["duration_hours"])
    assert table[["duration_hours", "closed_count", "open_count"]].values.tolist() == [[0, 1, 0], [2, 1, 0], [5, 0, 1]]


@pytest.mark.parametrize(
    ("printed", "note"),
    [
        (0.9, ""),
        (0.90, ""),
        (0.8, "公布值与立案率（立案 ÷ 上报，80.00%）相符，不是办结 ÷ 立案"),
        (0.75, "公布值与按件数计算的不同"),
        (None, ""),
    ],
)
@pytest.mark.parametrize("reported", [True, False])
def test_what_a_printed_rate_of_completion_is(printed, note, reported):
    rows = [("立案", 80, None), ("已结案", 72, printed)] + ([("上报", 100, None)] if reported else [])
    table = pd.DataFrame(rows, columns=["category", "cases_count", "printed_rate"]).assign(
        topic="处置", dimension="案件状态", subcategory=None, row_kind="line"
    )
    found = published_request_rates(table)
    expected = note if reported or "立案率" not in note else "公布值与按件数计算的不同"
    assert found["note"].iloc[0] == expected and found["value"].iloc[0] == 0.9
    assert found["name"].tolist() == ["处置·办结率", "处置·立案率"][: 1 + reported]
