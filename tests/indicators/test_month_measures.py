"""What the month report computes: states, what was left over, repeated matters, words, rises and who stands out, by hand."""

from __future__ import annotations

from datetime import date, datetime

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import binomtest, fisher_exact
from statsmodels.stats.multitest import multipletests

from evallib.indicators import (
    SEASON_OUT,
    SEASON_UNKNOWN,
    adjusted_volume,
    frozen,
    repeated,
    repeated_by,
    state_counts,
    volume_chart,
    with_missing_columns,
)
from evallib.indicators.carried_over import carried_over, requests_by_clock
from evallib.indicators.hot_words import hot_words, words_of
from evallib.indicators.stand_outs import ALIKE, BETTER, FEW, WORSE, stand_outs
from evallib.indicators.sudden_rises import holm, sudden_rises
from evallib.model import month

JUNE, MAY = month(2024, 6), month(2024, 5)


def requests(*rows, **columns):
    """Requests of (received, limit, closed, is_closed); further columns by name, one value per row."""
    names = ("requested_datetime", "expected_datetime", "closed_datetime", "is_closed")
    parts = dict(zip(names, zip(*rows, strict=True), strict=True))
    types = {"is_closed": pa.bool_()} | {
        name: pa.bool_()
        if name.startswith("is_")
        else pa.timestamp("us")
        if name.endswith("_datetime")
        else pa.string()
        for name in columns
    }
    table = {
        name: pa.array(list(values), types.get(name, pa.timestamp("us"))) for name, values in (parts | columns).items()
    }
    table["service_request_id"] = pa.array([f"R{place}" for place in range(len(rows))])
    return with_missing_columns(ibis.memtable(pa.table(table)))


def at(day, of=6, hour=9):
    return datetime(2024, of, day, hour)


END = datetime(2024, 7, 1)
STATES = [
    ((at(1), at(10), at(8), True), "on_time_count"),
    ((at(1), at(10), at(10), True), "on_time_count"),  # to the second
    ((at(1), at(10), at(11), True), "closed_late_count"),
    ((at(1), at(10), None, True), None),  # closed without a time: neither
    ((at(1), None, at(9), True), None),
    ((at(1), at(10), None, False), "open_overdue_count"),
    ((at(1), END, None, False), "open_overdue_count"),  # its limit is this moment
    ((at(1), datetime(2024, 7, 1, 0, 0, 1), None, False), "open_in_limit_count"),
    ((at(1), None, None, False), "open_without_limit_count"),
    ((at(1), at(10), None, None), "unknown_state_count"),
]


@pytest.mark.parametrize(("row", "counted"), STATES)
def test_where_one_request_stands(row, counted):
    counts = state_counts(requests(row), END).to_pyarrow().to_pylist()[0]
    expected = {"cases_count"} | ({"closed_count"} if row[3] else set()) | ({counted} if counted else set())
    assert {name for name, number in counts.items() if number} == expected
    assert set(counts.values()) <= {0, 1}


def test_what_went_back_or_is_excused_is_not_overdue():
    row = (at(1), at(10), None, False)
    closed = (at(1), at(10), at(9), True)
    cases = requests(row, row, row, closed, state=["returned", None, "returned", "returned"],
                     is_excused=[None, True, True, True])  # fmt: skip
    counts = state_counts(cases, END).to_pyarrow().to_pylist()[0]
    assert (counts["sent_back_count"], counts["excused_count"], counts["open_overdue_count"]) == (2, 1, 0)
    assert (counts["closed_count"], counts["on_time_count"], counts["cases_count"]) == (1, 1, 4)


def test_states_by_group_and_period():
    rows = [(at(1), at(10), None, False), (at(2), at(3), at(3), True), (at(30, 5), at(3), None, False)]
    cases = requests(*rows, unit=["甲", "乙", "甲"])
    june = state_counts(cases, END, ["unit"], JUNE).to_pyarrow().to_pandas().set_index("unit")
    assert june["cases_count"].to_dict() == {"甲": 1, "乙": 1}
    assert june["open_overdue_count"].to_dict() == {"甲": 1, "乙": 0}


def test_a_past_moment_knows_nothing_of_what_came_later():
    rows = [
        (at(1), at(10), at(20), True),  # closed after the moment: open then
        (at(1), at(10), at(15, hour=0), True),  # closed at the moment
        (at(16), at(30), None, False),  # received later: not there
        (at(15, hour=0), at(30), None, False),  # received at the moment
        (None, at(10), None, None),  # nobody knows when
    ]
    answers = {"satisfaction": ["满意", "不满意", "满意", "满意", None], "resolution": ["实际解决", "未解决", None, None, None],
               "sampled_datetime": [at(20), at(15, hour=0), None, None, None]}  # fmt: skip
    then = frozen(requests(*rows, **answers), at(15, hour=0)).to_pyarrow().to_pandas().sort_values("service_request_id")
    assert then["service_request_id"].tolist() == ["R0", "R1", "R3", "R4"]
    assert [bool(flag) if flag is not None else None for flag in then["is_closed"]] == [False, True, False, None]
    assert then["closed_datetime"].notna().tolist() == [False, True, False, False]
    assert then["satisfaction"].fillna("").tolist() == ["", "不满意", "满意", ""]
    assert then["resolution"].fillna("").tolist() == ["", "未解决", "", ""]


def test_an_answer_without_its_time_is_given_after_the_closing():
    rows = [
        (at(1), at(10), at(20), True),
        (at(1), at(10), at(20), True),
        (at(1), at(10), at(9), True),
        (at(1), at(10), None, False),
    ]
    cases = requests(
        *rows,
        satisfaction=["满意"] * 4,
        resolution=["未解决"] * 4,
        sampled_datetime=[None, at(14), None, None],  # the second one was asked before it was closed (again)
    ).mutate(was_contacted=ibis.literal(True))
    then = frozen(cases, at(15, hour=0)).to_pyarrow().to_pandas().sort_values("service_request_id")
    for name in ("satisfaction", "resolution"):
        assert then[name].notna().tolist() == [False, True, True, True], name
    assert then["was_contacted"].tolist() == [True] * 4, "a call before the closing"


def test_what_became_of_the_failures_of_the_month_before():
    rows = [
        (at(1, 5), at(20, 5), None, False),  # overdue, still open
        (at(1, 5), at(20, 5), at(12), True),  # overdue, closed in June
        (at(1, 5), at(20, 5), at(30, 5), True),  # closed in May, if late
        (at(1, 5), datetime(2024, 6, 1), None, False),  # overdue with the month's last moment
        (at(1, 5), at(5), None, False),  # not yet
        (at(2, 5), at(20, 5), at(3, 5), True),  # 不满意, comes again
        (at(2, 5), at(20, 5), at(3, 5), True),  # 不满意, does not
        (at(2, 5), at(20, 5), at(3, 5), True),  # 非常不满意 of nobody known, 未解决
        (at(2, 5), at(20, 5), at(3, 5), True),  # 满意
        (at(4), at(20), at(9), True),  # the caller who comes again
        (at(2, 4), at(20, 4), at(3, 4), True),  # 不满意 in April: of another month
    ]
    cases = requests(
        *rows,
        caller_id=[None] * 5 + ["a", "b", None, "d", "a", "e"],
        satisfaction=[None] * 5 + ["不满意", "不满意", "非常不满意", "满意", None, "不满意"],
        resolution=[None] * 5 + ["实际解决", None, "未解决", None, None, None],
        service_name=["噪音"] * 11,
        service_subtype=[None, "", None, None, None, "施工", "施工", "施工", "施工", "施工", "施工"],
    )
    found = carried_over(cases, JUNE, END).set_index("what")
    assert found[["failed_count", "settled_count", "left_count"]].values.tolist() == [[3, 1, 2], [3, 2, 1], [1, 1, 0]]
    assert found["settled_rate"].tolist() == pytest.approx([1 / 3, 2 / 3, 1.0])
    assert [bool(note) for note in found["note"]] == [False, True, True] and "1 件" in found["note"].iloc[1]
    nothing = carried_over(cases.filter(cases.service_request_id == "R8"), JUNE, END)
    assert nothing["settled_rate"].isna().all() and nothing["failed_count"].tolist() == [0, 0, 0]


def test_excused_requests_are_not_carried_over():
    row = (at(1, 5), at(20, 5), None, False)
    cases = requests(row, row, row, row, state=["returned", None, None, "open"], is_excused=[None, True, None, False],
                     caller_id=[None] * 4, service_name=["噪音"] * 4, service_subtype=[None] * 4)  # fmt: skip
    assert carried_over(cases, JUNE, END)["failed_count"].tolist() == [2, 0, 0]


def test_every_hour_of_every_weekday_is_there():
    rows = [(at(3, hour=9), None, None, None)] * 2 + [(at(9, hour=23), None, None, None), (at(1, 7), None, None, None)]
    clock = requests_by_clock(requests(*rows), JUNE)
    assert clock.shape == (168, 3) and clock["cases_count"].sum() == 3
    assert clock[clock["cases_count"] > 0].values.tolist() == [[0, 9, 2], [6, 23, 1]]  # a Monday, a Sunday


def test_a_matter_is_repeated_where_its_caller_had_it_before():
    rows = [(moment, None, None, None) for moment in (
        at(2, 3), at(3, 3), at(3), at(4), at(5), at(6), at(7), at(8), at(9))]  # fmt: skip
    callers = ["a", "b", "a", "b", "c", "c", None, "d", "d"]
    marked = [None, None, None, None, None, None, True, None, False]
    types = ["噪音"] * 7 + ["", None]
    cases = requests(
        *rows, caller_id=callers, service_name=types, service_subtype=["施工"] * 2 + [None] * 7, is_repeated=marked
    )
    cases = cases.mutate(service_subtype=ibis.ifelse(cases.service_name == "噪音", "施工", cases.service_subtype))
    # 3 March is 90 days before 1 June, 2 March is 91.
    found = repeated(cases, JUNE).to_pyarrow().to_pandas().sort_values("service_request_id")
    assert found["service_request_id"].tolist() == ["R3", "R4", "R5", "R6"]
    assert found["times"].tolist() == [2, 2, 2, 1]
    wider = repeated(cases, JUNE, 91).to_pyarrow().to_pandas()
    assert sorted(wider["service_request_id"]) == ["R2", "R3", "R4", "R5", "R6"]
    table = repeated_by(repeated(cases, JUNE), [])
    assert table.values.tolist() == [[4, 2, 1]], "requests, matters of known callers, marked ones"
    grouped = repeated_by(repeated(cases, JUNE).mutate(hall=ibis.ifelse(ibis._.caller_id == "c", "乙", "甲")), ["hall"])
    assert grouped.fillna("").values.tolist() == [["乙", 2, 1, 0], ["甲", 2, 1, 1]]


NOISE, LIGHT, STAIRS = "夜间噪音扰民", "路灯损坏", "楼道堆物"


def test_words_that_tell_a_matter():
    assert words_of("市民反映路灯损坏，请ABC部门138****1234尽快处理") == {"路灯", "损坏"}
    assert words_of("") == set()


def test_hot_words_against_fisher_and_holm():
    now = [LIGHT] * 12 + [STAIRS] * 11 + [NOISE] * 5 + [""] * 2
    before = [LIGHT] * 12 + [NOISE] * 14 + [""] * 14
    table = hot_words(now, before, least=5).set_index("word")
    assert (table.loc["路灯", "now_count"], table.loc["堆物", "now_count"], table.loc["堆物", "before_count"]) == (
        12,
        11,
        0,
    )
    assert table.loc["路灯", "now_rate"] == 12 / 30 and table.loc["路灯", "before_rate"] == 12 / 40
    assert table.loc["路灯", "change_pp"] == pytest.approx(10)
    assert table["now_count"].is_monotonic_decreasing
    plain = {word: min(1.0, 2 * min(fisher_exact([[a, 30 - a], [b, 40 - b]], side)[1] for side in ("greater", "less")))
             for word, a, b in table[["now_count", "before_count"]].itertuples()}  # fmt: skip
    assert table["p_adjusted"].tolist() == pytest.approx(list(multipletests(list(plain.values()), method="holm")[1]))
    assert table.index[table["is_rise"]].tolist() == sorted(["堆物", "楼道"])


def test_words_of_few_requests_of_the_form_and_beyond_the_top():
    assert hot_words([STAIRS] * 4 + [LIGHT] * 5, [], least=5)["word"].tolist() == ["损坏", "路灯"]
    assert hot_words([STAIRS] * 5 + [LIGHT] * 5, [], least=5)["is_rise"].tolist() == [False] * 4
    always = hot_words([STAIRS + LIGHT] * 9 + [LIGHT], [LIGHT] * 10, least=5)
    assert always["word"].tolist() == ["堆物", "楼道"], "a word of nearly all requests in both periods is of the form"
    assert "路灯" in set(hot_words([LIGHT] * 9 + [STAIRS], [LIGHT] * 8 + [STAIRS] * 2, least=1)["word"])
    many = [LIGHT] * 30 + [STAIRS] * 8
    short = hot_words(many, [LIGHT] * 40, least=5, top=1)
    assert short["word"].tolist() == ["损坏", "堆物", "楼道"], "what rose comes in beside the top"
    assert hot_words([LIGHT] * 30 + [STAIRS] * 8, [LIGHT] * 30 + [STAIRS] * 8, least=5, top=1)["word"].tolist() == [
        "损坏"
    ]
    assert hot_words([], [], least=5).empty


def test_rises_against_the_exact_test_and_holm():
    cells = pd.DataFrame(
        {"place": list("甲乙丙丁戊"), "now_count": [15, 12, 3, 0, 0], "before_count": [9, 30, 9, 9, 0]}
    )
    found = sudden_rises(cells, ["place"], 30, 92, level=2)
    share = 30 / 122
    plain = [binomtest(n, n + b, share, "greater").pvalue for n, b in [(15, 9), (12, 30), (3, 9), (0, 9)]]
    adjusted = multipletests(plain, method="holm")[1]
    assert found["place"].tolist() == ["甲", "乙", "丙"] and set(found["looked_at"]) == {4}
    assert found["p_value"].tolist() == pytest.approx(plain[:3])
    assert found["p_adjusted"].tolist() == pytest.approx(list(adjusted[:3]))
    assert found["expected_count"].tolist() == pytest.approx([9 * 30 / 92, 30 * 30 / 92, 9 * 30 / 92])
    assert sudden_rises(cells, ["place"], 30, 92)["place"].tolist() == ["甲"]
    assert sudden_rises(cells, ["place"], 30, 92, least=16).empty
    assert sudden_rises(cells, ["place"], 30, 92, least=15)["place"].tolist() == ["甲"]
    assert sudden_rises(cells, ["place"], 30, 0, level=2)["expected_count"].isna().all()


def test_equal_evidence_is_told_by_size():
    cells = pd.DataFrame({"place": list("甲乙"), "now_count": [2, 3], "before_count": [0, 0]})
    assert sudden_rises(cells, ["place"], 30, 0, level=2)["place"].tolist() == ["乙", "甲"]


@pytest.mark.parametrize("seed", range(3))
def test_holm_is_that_of_statsmodels(seed):
    p_values = np.random.default_rng(seed).uniform(0, 0.4, 8)
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
    assert holm(np.array([])).tolist() == []


def test_who_stands_out_is_told_by_the_exact_test_within_a_group():
    rates = pd.DataFrame({
        "unit": list("甲乙丙丁戊己庚辛"), "group": ["部门"] * 5 + ["居村"] * 2 + [None],
        "numerator": [98, 90, 60, 10, 9, 20, 19, 5], "denominator": [100, 100, 100, 10, 9, 20, 20, 50],
    })  # fmt: skip
    told = stand_outs(rates, "unit", "group").set_index("unit")
    assert told["verdict"].tolist() == [BETTER, ALIKE, WORSE, ALIKE, FEW, ALIKE, ALIKE, FEW]
    assert told["rank"].tolist()[:4] == [2, 3, 4, 1] and pd.isna(told["rank"].iloc[4])
    assert told["ranked_count"].tolist() == [4, 4, 4, 4, 0, 2, 2, 0]
    whole, good = 319, 267
    plain = []
    for x, n in [(98, 100), (90, 100), (60, 100), (10, 10)]:
        table = [[x, n - x], [good - x, whole - n - (good - x)]]
        plain.append(min(1.0, 2 * min(fisher_exact(table, side)[1] for side in ("greater", "less"))))
    assert told["p_adjusted"].tolist()[:4] == pytest.approx(list(multipletests(plain, method="holm")[1]))
    assert told["value"].tolist()[:3] == [0.98, 0.9, 0.6]


def test_equal_rates_share_a_rank_and_one_alone_is_like_all():
    rates = pd.DataFrame({"unit": list("甲乙丙"), "group": "部门", "numerator": [9, 9, 5], "denominator": [10, 10, 10]})
    assert stand_outs(rates, "unit", "group")["rank"].tolist() == [1, 1, 3]
    alone = stand_outs(rates.head(1), "unit", "group")
    assert alone["verdict"].tolist() == [ALIKE] and alone["p_adjusted"].tolist() == [1.0]
    assert stand_outs(rates, "unit", "group", least=11)["verdict"].tolist() == [FEW] * 3
    empty = stand_outs(rates.assign(denominator=0, numerator=0), "unit", "group")
    assert empty["value"].isna().all()


class EveryDay:
    """A calendar in which every day counts."""

    def workdays(self, start, end):
        return (end - start).days


def months(count, size, first=2021):
    days = [date(first + place // 12, place % 12 + 1, 1) for place in range(count)]
    return pd.DataFrame({"month": days, "cases_count": [size(day) for day in days]})


def days_of(day):
    return (date(day.year + day.month // 12, day.month % 12 + 1, 1) - day).days


def test_a_season_known_from_earlier_years_is_taken_out():
    summer = {7: 2.0, 8: 2.0}
    known = adjusted_volume(months(36, lambda day: round(10 * days_of(day) * summer.get(day.month, 1))), EveryDay())
    assert known["workdays_count"].tolist()[:3] == [31, 28, 31]
    assert known["per_workday"].tolist()[:8] == pytest.approx([10] * 6 + [20, 20])
    assert known["years_count"].tolist()[:6] == [0] * 6 and known["years_count"].iloc[-1] == 2
    factors = known["season_factor"].tolist()
    assert factors[:12] == [1.0] * 12
    mean = (10 * 10 + 2 * 20) / 12  # twelve months of one year
    assert factors[24 + 6] == pytest.approx(20 / mean) and factors[24 + 2] == pytest.approx(10 / mean)
    assert known["adjusted_per_workday"].iloc[24 + 6] == pytest.approx(mean)
    late = known.iloc[24:].reset_index(drop=True)
    chart = volume_chart(late)
    assert all(note.startswith(SEASON_OUT) for note in chart["note"])
    early = volume_chart(known.iloc[:12].reset_index(drop=True))
    assert all(note.startswith(SEASON_UNKNOWN) for note in early["note"])


def test_of_the_last_month_only_the_days_with_data_count():
    table = months(3, lambda day: 310)
    cut = adjusted_volume(table, EveryDay(), as_of=datetime(2021, 3, 10, 18))
    assert cut["workdays_count"].tolist() == [31, 28, 10]
    whole = adjusted_volume(table, EveryDay(), as_of=datetime(2021, 3, 31, 18))
    assert whole["workdays_count"].tolist() == [31, 28, 31]
    assert adjusted_volume(table, EveryDay(), as_of=datetime(2021, 3, 1, 8))["workdays_count"].tolist() == [31, 28, 1]
    assert adjusted_volume(table.head(0), EveryDay()).empty


def test_only_a_month_beyond_the_limits_is_news_where_no_season_is_known():
    level = months(12, lambda day: (100 if day.month < 7 else 110) * days_of(day))
    assert not volume_chart(adjusted_volume(level, EveryDay()))["special"].any(), "a shift may be the season"
    spike = months(12, lambda day: (101 if day.month % 2 else 99) * days_of(day) * (3 if day.month == 6 else 1))
    chart = volume_chart(adjusted_volume(spike, EveryDay()))
    assert chart.index[chart["special"]].tolist() == [5]
    row = chart.iloc[0]
    values = np.array([101 if m % 2 else 99 for m in range(1, 13)], dtype=float) * [
        3 if m == 6 else 1 for m in range(1, 13)
    ]
    sigma = values.std(ddof=1) * (4 * 12 - 3) / (4 * 12 - 4)
    assert row["centre"] == pytest.approx(values.mean()) and row["upper_limit"] == pytest.approx(
        values.mean() + 3 * sigma
    )
