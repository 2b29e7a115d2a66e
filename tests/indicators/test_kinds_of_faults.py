"""Kinds of faults that misled readers: each kind with several members, none told apart by its name."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from evallib.indicators import (
    ChartOptions,
    RateRule,
    case_rates,
    count_requests,
    decompose_change,
    fetch,
    growth,
    league_table,
    means,
    process_chart,
    proportion,
    rank_intervals,
    rates_from_counts,
    rates_per,
    ratio,
    ratios,
    rules,
    satisfaction_rule,
    sum_counts,
    weighted_indices,
    weighted_satisfaction,
    with_missing_columns,
)
from evallib.indicators.complete_months import complete_months
from evallib.indicators.four_rates import four_rates
from evallib.indicators.funnel import funnel
from evallib.indicators.proportions import proportions
from evallib.model import Period, evaluation_year


def entry(**changes: Any) -> pd.DataFrame:
    row = {"year": 2023, "indicator": "市民满意率", "rate": Decimal("0.72"), "average_rate": None, "average_label": None,
           "rank": None, "sampled_count": None, "failed_count": None}  # fmt: skip
    return pd.DataFrame([row | changes], dtype=object)


# A missing part is never 0.


@pytest.mark.parametrize(("solved", "rated"), [([8, None], [10, 10]), ([8, 3], [10, None]), ([8, None], [10, None])])
def test_a_missing_part_takes_its_partner_with_it(solved: list[Any], rated: list[Any]) -> None:
    frame = pd.DataFrame({"town": ["A", "A"], "solved": solved, "rated": rated})
    for row in (proportions(frame, "solved", "rated", ["town"]).iloc[0], rates_per(frame, "solved", "rated", ["town"], per=1).iloc[0],
                ratios(frame, "solved", "rated", ["town"]).iloc[0]):  # fmt: skip
        assert row["value"] == pytest.approx(0.8) and row["n_missing"] == 1 and "未计入" in row["note"]
    assert means(frame, "solved", ["town"]).iloc[0]["value"] == pytest.approx(
        np.nanmean(pd.Series(solved, dtype=float))
    )


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_gap_in_a_decomposition_is_no_effect(side: str) -> None:
    whole = pd.DataFrame({"g": ["A", "B"], "s": [8.0, 8.0], "n": [10, 10]})
    gap = whole.assign(s=[8.0, None])
    parts = decompose_change(*((gap, whole) if side == "before" else (whole, gap)), ["g"], "s", "n")
    assert parts["total_effect_pp"].abs().max() < 1e-9 and parts.set_index("g").loc["B", "note"]


@pytest.mark.parametrize(
    ("s", "n"),
    [([8, 9, 5], [10, None, 10]), ([8, None, 5], [10, 10, 10]), ([8, 12, 5], [10, 10, 10]), ([8, -1, 5], [10, 10, 10])],
)
def test_a_unit_with_a_gap_moves_nobody_else_in_a_funnel(s: list[Any], n: list[Any]) -> None:
    for kind in (False, True, "additive"):
        result = funnel(pd.DataFrame({"u": list("ABC"), "s": s, "n": n}), "u", "s", "n", overdispersion=kind)  # type: ignore[arg-type]
        assert result.target == pytest.approx(0.65)
        assert result.units["position"].tolist() == ["界内", "", "界内"] and result.units.loc[1, "note"]


def test_a_sum_with_a_gap_is_not_the_sum_of_the_rest() -> None:
    cube = pd.DataFrame({"unit": ["A", "A", "B"], "cases_count": [3, None, 4]})
    assert sum_counts(cube, ["unit"])["cases_count"].isna().tolist() == [True, False]
    assert sum_counts(cube)["cases_count"].isna().all()


# One row that cannot be right leaves a note and stops nothing.


@pytest.mark.parametrize("bad", [(12, 10), (-1, 10), (3, -2), (float("inf"), 5), ("约三十", 10)])
def test_an_impossible_row_leaves_a_note(bad: tuple[Any, Any]) -> None:
    frame = pd.DataFrame({"u": ["A", "B"], "s": [8, bad[0]], "n": [10, bad[1]]}, dtype=object)
    rows = proportions(frame, "s", "n", ["u"])
    assert rows["value"].tolist()[0] == 0.8 and np.isnan(rows["value"][1]) and rows["note"][1] and not rows["note"][0]
    single = proportion(*bad)
    assert np.isnan(single["value"]) and single["note"]
    table = league_table(frame, "u", "s", "n", draws=400)
    assert table["rank"].tolist()[0] == 1 and pd.isna(table["rank"][1])


@pytest.mark.parametrize(("sampled", "failed"), [(0, 0), (5, 9), (None, 3), (3, None)])
def test_an_impossible_sample_leaves_a_note(sampled: Any, failed: Any) -> None:
    row = four_rates(entry(sampled_count=sampled, failed_count=failed)).iloc[0]
    assert row["note"] and pd.isna(row["lower"]) and row["printed_rate"] == Decimal("0.72")


def test_a_ratio_of_text_leaves_a_note() -> None:
    assert ratio("约五十", 3)["note"] and ratio(Decimal("NaN"), 3)["note"]  # type: ignore[arg-type]


# An interval stands where it belongs.


@pytest.mark.parametrize("numerator", [0, 38581, 38935])
def test_a_full_count_has_no_interval(numerator: int) -> None:
    for row in (proportion(numerator, 38935, None), proportion(numerator, 38935, basis="全量")):
        assert np.isnan(row["lower"]) and np.isnan(row["confidence"])
    process = proportion(numerator, 38935, basis="全量", process=True)
    assert process["lower"] <= process["value"] <= process["upper"] and "过程" in process["note"]
    with pytest.raises(ValueError, match="confidence must lie"):
        proportion(1, 2, 95)


def test_a_sample_of_a_known_total_is_surer() -> None:
    widths = [
        row["upper"] - row["lower"]
        for row in (proportion(80, 100), proportion(80, 100, population=1000), proportion(80, 100, population=101))
    ]
    assert widths[0] > widths[1] > widths[2]
    census = proportion(80, 100, population=100)
    assert census["upper"] - census["lower"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("credit", "below", "given"),
    [({"cases_count": 1, "overdue_count": -1}, ("cases_count",), {"cases_count": 38935, "overdue_count": 739}),
     ({"cases_count": 1, "returned_count": -1, "red_light_count": -1}, ("cases_count",),
      {"cases_count": 38935, "returned_count": 700, "red_light_count": 39}),
     ({"closed_count": 1}, ("closed_count", "unsolved_count"), {"closed_count": 38196, "unsolved_count": 739})],
)  # fmt: skip
@pytest.mark.parametrize("name", ["timeliness_rate", "my_rate"])
def test_a_count_is_a_count_under_any_name(
    name: str, credit: dict[str, float], below: tuple[str, ...], given: dict[str, int]
) -> None:
    row = rates_from_counts(pd.DataFrame([given]), rules=[RateRule(name, "某率", credit, below)]).iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx((0.979616, 0.982328), abs=1e-6)


@pytest.mark.parametrize("counts", [[5, 0, 0, 0], [0, 0, 0, 5], [0, 3, 0, 0], [1, 0, 0, 0]])
def test_equal_answers_claim_no_certainty(counts: list[int]) -> None:
    rule = satisfaction_rule({"满意": 1, "基本满意": 0.7, "一般": 0.4, "不满意": 0})
    columns = ["satisfied_count", "mostly_satisfied_count", "neutral_count", "dissatisfied_count"]
    row = rates_from_counts(pd.DataFrame([counts], columns=columns), rules=[rule]).iloc[0]
    assert (
        row["upper"] - row["lower"] > 0.3
        and row["lower"] <= row["value"] + 1e-12
        and row["value"] <= row["upper"] + 1e-12
    )
    weights = [Decimal(1), Decimal("0.7"), Decimal("0.4"), Decimal(0)]
    exact = weighted_satisfaction(pd.DataFrame({"answers_count": counts, "weight_rate": weights}, dtype=object))
    assert (exact["lower"], exact["upper"]) == pytest.approx((row["lower"], row["upper"]))


def test_weights_that_are_no_levels_get_no_interval() -> None:
    rule = RateRule("x", "某率", {"closed_count": 1, "overdue_count": -0.5}, ("cases_count",))
    row = rates_from_counts(
        pd.DataFrame({"closed_count": [90], "overdue_count": [10], "cases_count": [100]}), rules=[rule]
    ).iloc[0]
    assert row["value"] == pytest.approx(0.85) and np.isnan(row["lower"]) and row["note"]


# Printed precision is part of a figure, and an interval belongs to its own rate.


@pytest.mark.parametrize(
    ("printed", "sampled", "failed"),
    [("0.67", 30, 10), ("0.97", 33, 1), ("0.667", 30, 10), ("1", 12, 0), ("0.6667", 30, 10)],
)
def test_a_rounded_rate_is_the_same_figure(printed: str, sampled: int, failed: int) -> None:
    row = four_rates(entry(rate=Decimal(printed), sampled_count=sampled, failed_count=failed)).iloc[0]
    assert row["note"] == "" and row["denominator"] == sampled


@pytest.mark.parametrize(
    ("printed", "sampled", "failed", "implied"),
    [("0.6412", 616, 197, 549), ("0.8021", 480, 95, 480), ("0.7013", 400, 89, 298)],
)
def test_the_denominator_that_a_printed_rate_implies(printed: str, sampled: int, failed: int, implied: int) -> None:
    row = four_rates(entry(rate=Decimal(printed), sampled_count=sampled, failed_count=failed)).iloc[0]
    assert row["denominator"] == implied and row["lower"] <= float(printed) <= row["upper"]
    assert (row["note"] == "") == (implied == sampled) and row["basis"] == ("抽样" if implied == sampled else "回访")


def test_no_interval_where_no_denominator_fits() -> None:
    row = four_rates(entry(rate=Decimal("0.9123"), sampled_count=40, failed_count=9)).iloc[0]
    assert np.isnan(row["lower"]) and "没有与两者都相符的分母" in row["note"]


@pytest.mark.parametrize(
    ("shares", "answers"),
    [(("0.684", "0.316"), 19), (("0.842", "0.158"), 19), (("0.5", "0.5"), None), (("0.684", "0.2"), None)],
)
def test_answers_are_deduced_where_one_number_fits(shares: tuple[str, str], answers: int | None) -> None:
    frame = pd.DataFrame(
        {"answers_rate": [Decimal(share) for share in shares], "weight_rate": [Decimal(1), Decimal(0)]}, dtype=object
    )
    row = weighted_satisfaction(frame, "answers_rate")
    assert row["value"] == Decimal(shares[0])
    assert pd.isna(row["lower"]) == (answers is None)
    assert answers is None or f"{answers} 人" in row["note"]


# Every figure carries its period, every month is there.


@pytest.mark.parametrize("period", ["2022年11月至2023年9月", None, "2023年1—6月"])
def test_a_rate_carries_its_period(period: str | None) -> None:
    row = four_rates(entry(period=period)).iloc[0]
    assert row["period"] == (period or "2023年")


@pytest.mark.sampled(4)
@pytest.mark.parametrize("empty", [{5}, {1}, {12}, {6, 7, 8}])
@pytest.mark.parametrize("by", [["month"], ["source", "month"]])
def test_a_month_without_requests_is_zero(empty: set[int], by: list[str]) -> None:
    days = [datetime(2023, month, 10) for month in range(1, 13) if month not in empty for _ in range(5)]
    table = pa.table(
        {"requested_datetime": days, "source": ["12345", None] * (len(days) // 2) + ["12345"] * (len(days) % 2)}
    )
    requests = with_missing_columns(ibis.memtable(table))
    counts = fetch(count_requests(requests, by, "requested", evaluation_year(2023)), by)
    groups = counts["source"].nunique(dropna=False) if "source" in by else 1
    assert len(counts) == 12 * groups and counts["cases_count"].sum() == len(days)
    zero = counts[[pd.Timestamp(month).month in empty for month in counts["month"]]]
    assert len(zero) == len(empty) * groups and (zero["cases_count"] == 0).all()


def test_months_after_the_data_are_not_zero() -> None:
    days = [datetime(2023, month, 10) for month in (1, 2, 4)]
    requests = with_missing_columns(ibis.memtable(pa.table({"requested_datetime": days})))
    counts = fetch(
        count_requests(requests, ["month"], "requested", evaluation_year(2023), datetime(2023, 4, 30)), ["month"]
    )
    assert counts["cases_count"].tolist() == [1, 1, 0, 1]
    gap = complete_months(
        pd.DataFrame(
            {
                "month": [pd.Timestamp(2022, 11, 1), pd.Timestamp(2023, 2, 1)],
                "cases_count": [1, 2],
                "median_hours": [3.0, 4.0],
            }
        )
    )
    assert gap["cases_count"].tolist() == [1, 0, 0, 2] and gap["median_hours"].isna().sum() == 2


# What is not due yet does not read as better.


def aging(limit_days: int, late_each: int, as_of: datetime) -> Any:
    rows = []
    for month in range(1, 13):
        for i in range(300):
            start = (
                datetime(2023, month, 1) + timedelta(hours=2 * i) + (timedelta(days=5) if month == 12 else timedelta(0))
            )
            end = start + timedelta(
                days=limit_days + 4 if i % late_each == 0 else 3 if i % late_each < 3 else limit_days - 1
            )
            rows.append((start, start + timedelta(days=limit_days), end if end <= as_of else None))
    frame = pd.DataFrame(rows, columns=["requested_datetime", "expected_datetime", "closed_datetime"])
    frame["is_closed"] = frame["closed_datetime"].notna()
    return with_missing_columns(ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False)))


@pytest.mark.parametrize(("limit", "late_each"), [(10, 5), (5, 4), (20, 10)])
def test_an_unripe_month_is_no_better_month(limit: int, late_each: int) -> None:
    as_of = datetime(2023, 12, 31, 23, 59, 59)
    own = RateRule("any_name", "未超时率", {"cases_count": 1, "overdue_count": -1}, ("cases_count",))
    chosen = [
        *(rule.with_cohort("requested") for rule in rules(rates=("on_time_completion_rate", "overdue_rate"))),
        own,
    ]
    rates = case_rates(aging(limit, late_each, as_of), ["month"], chosen, evaluation_year(2023), as_of)
    for _, series in rates.groupby("rate"):
        last, first = series["value"].iloc[-1], series["value"].iloc[0]
        assert np.isnan(last) or abs(last - first) < 0.03
        assert series["unripe_count"].iloc[-1] > 0 and "未到期" in series["note"].iloc[-1]
        assert (series["unripe_count"].iloc[:-2] == 0).all()
    chart = process_chart(
        rates[rates["rate"] == "any_name"],
        "month",
        numerator="numerator",
        denominator="denominator",
        unripe="unripe_count",
    )
    assert not chart["is_ripe"].iloc[-1] and not chart["special"].iloc[-1]


# Stable high rates are not news; names that name nothing are refused.


@pytest.mark.parametrize(
    "good",
    [
        [100, 100, 99, 98, 100, 99, 100, 97, 100, 99, 100, 98],
        [100] * 11 + [99],
        [99, 100] * 6,
        [100, 100, 100, 100, 100, 100, 100, 98, 100, 100, 100, 100],
    ],
)
@pytest.mark.parametrize("kind", ["p", "p_laney"])
def test_a_stable_high_rate_is_not_flagged(good: list[int], kind: Any) -> None:
    frame = pd.DataFrame({"m": [f"2023-{i:02d}" for i in range(1, 13)], "x": good, "n": 100})
    chart = process_chart(frame, "m", numerator="x", denominator="n", options=ChartOptions(kind))
    assert not chart["special"].any() and (chart["upper_limit"] <= 1).all()


@pytest.mark.parametrize("label", ["2023-7", "2024-01", "7月", 7])
def test_a_rebasing_label_that_names_nothing_is_refused(label: Any) -> None:
    frame = pd.DataFrame(
        {"m": [f"2023-{i:02d}" for i in range(1, 13)], "v": [5.0, 6, 5, 7, 6, 5, 15, 16, 15, 17, 16, 15]}
    )
    with pytest.raises(ValueError, match="names no point"):
        process_chart(frame, "m", "v", options=ChartOptions("xmr", rebase_at=(label,)))
    for start in ("2023-07", pd.Timestamp(2023, 7, 1)):
        assert process_chart(frame, "m", "v", options=ChartOptions("xmr", rebase_at=(start,)))["phase"].max() == 2


@pytest.mark.parametrize("better", ["higher", "up", "", "Increase"])
def test_a_direction_that_does_not_exist_is_refused(better: str) -> None:
    frame = pd.DataFrame({"u": ["A", "B"], "s": [80, 50], "n": [100, 100]})
    with pytest.raises(ValueError, match="better must be"):
        league_table(frame, "u", "s", "n", better=better)
    with pytest.raises(ValueError, match="better must be"):
        rank_intervals(np.array([1.0]), np.array([2.0]), better)
    with pytest.raises(ValueError, match="unknown rule set"):
        ChartOptions("p", rules=better or "none")


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("s", "n"), [([0, 0, 0], [1, 1, 31]), ([5, 5, 5], [5, 5, 5]), ([1, 2, 4], [3, 6, 12]), ([0, 1, 500], [1, 1, 1000])]
)
@pytest.mark.parametrize("better", ["increase", "decrease"])
def test_the_interval_of_a_rank_holds_it(s: list[int], n: list[int], better: str) -> None:
    table = league_table(pd.DataFrame({"u": list("ABC"), "s": s, "n": n}), "u", "s", "n", better)
    assert (table["rank_lower"] <= table["rank"]).all() and (table["rank"] <= table["rank_upper"]).all()
    equal = table.groupby("value")["rank"].nunique()
    assert (equal == 1).all()


def test_a_period_of_eleven_months_crosses_the_year() -> None:
    """浦锦's year runs from November; leap day, midnight and months without requests count where they belong."""
    days = [
        datetime(2023, 11, 1),
        datetime(2024, 2, 29, 23, 59, 59),
        datetime(2024, 3, 1),
        datetime(2024, 9, 30, 23, 59, 59),
        datetime(2024, 10, 1),
    ]
    requests = with_missing_columns(ibis.memtable(pa.table({"requested_datetime": days})))
    span = Period(datetime(2023, 11, 1).date(), datetime(2024, 10, 1).date())
    counts = fetch(count_requests(requests, ["month"], "requested", span), ["month"])
    assert len(counts) == 11 and counts["cases_count"].tolist() == [1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1]


def test_levels_of_weights_beyond_one_scale() -> None:
    row = weighted_indices(pd.DataFrame({"good": [3], "bad": [1]}), {"good": 5.0, "bad": 1.0}).iloc[0]
    assert row["value"] == 4.0 and 1 <= row["lower"] < 4 < row["upper"] <= 5


def test_a_negative_base_gives_no_growth() -> None:
    row = growth(5, -10)
    assert row["value"] is None and "上期为负" in row["note"] and growth(-5, 10)["value"] == Decimal("-1.5")


def test_failures_alone_imply_the_sample_where_one_number_fits() -> None:
    row = four_rates(entry(rate=Decimal("0.6412"), failed_count=197)).iloc[0]
    assert row["denominator"] == 549 and row["lower"] <= 0.6412 <= row["upper"] and "未提供抽查数" in row["note"]
