from __future__ import annotations

from datetime import datetime
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from evallib.indicators import (
    COUNTS,
    FOUR_RATE_RULES,
    HUACAO_RULES,
    OTHER_RULES,
    RateRule,
    case_rates,
    count_requests,
    fetch,
    rate_change,
    rates_from_counts,
    resolution_rule,
    satisfaction_rule,
    sum_counts,
    volume,
    volume_change,
    with_missing_columns,
)
from evallib.intake import as_clean, clean_schema, generate_requests
from evallib.model import evaluation_year, load_plan, month, scale_totals

AS_OF = datetime(2023, 12, 31, 23, 59, 59)
DIMENSIONS = ["unit", "month", "service_name", "agency_responsible", "source"]


@pytest.fixture(scope="module")
def cases() -> ir.Table:
    plan = load_plan()
    parts = [generate_requests(plan, plan.units, scale_totals(plan.totals, 15_000), year, np.random.default_rng(year), first=year)
             for year in (2022, 2023)]  # fmt: skip
    import pyarrow as pa

    return ibis.memtable(pa.concat_tables([as_clean(part, "x", clean_schema()) for part in parts]))


@pytest.fixture(scope="module")
def frame(cases: ir.Table) -> pd.DataFrame:
    return fetch(cases)


@pytest.mark.parametrize("cohort", ["requested", "expected", "closed", "sampled"])
def test_counts_agree_with_pandas(cases: ir.Table, frame: pd.DataFrame, cohort: Any) -> None:
    period = evaluation_year(2023, 11)
    found = fetch(count_requests(cases, ["unit"], cohort, period, AS_OF), ["unit"]).set_index("unit")
    moment = frame[f"{cohort}_datetime"]
    chosen = frame[(moment >= pd.Timestamp("2022-11-01")) & (moment < pd.Timestamp("2023-11-01"))]
    late = (chosen["closed_datetime"] > chosen["expected_datetime"]) | (
        chosen["closed_datetime"].isna() & (chosen["expected_datetime"] <= AS_OF)
    )
    on_time = chosen["closed_datetime"] <= chosen["expected_datetime"]
    oracle = {
        "cases_count": chosen["unit"].notna(),
        "closed_count": chosen["is_closed"],
        "overdue_count": late,
        "due_count": late | on_time,
        "contacted_count": chosen["was_contacted"].eq(True),
        "not_contacted_count": chosen["was_contacted"].eq(False),
        "solved_count": chosen["resolution"].eq("实际解决"),
        "explained_count": chosen["resolution"].eq("解释说明"),
        "dissatisfied_count": chosen["satisfaction"].eq("不满意"),
        "mostly_satisfied_count": chosen["satisfaction"].eq("基本满意"),
        "red_light_count": chosen["is_red_light"].eq(True),
        "returned_count": chosen["is_returned"],
    }
    for name, mask in oracle.items():
        expected = mask.fillna(False).astype(bool).groupby(chosen["unit"]).sum()
        assert found[name].to_dict() == expected.to_dict(), name


@pytest.mark.slow
def test_a_cube_gives_what_the_cases_give(cases: ir.Table) -> None:
    cube = fetch(count_requests(cases, DIMENSIONS, as_of=AS_OF))
    rules = (*HUACAO_RULES, *[rule.with_cohort("requested") for rule in FOUR_RATE_RULES], *OTHER_RULES)
    for by in ([], ["unit"], ["unit", "month"], ["agency_responsible", "service_name"]):
        from_cases = case_rates(cases, by, rules, as_of=AS_OF)
        from_cube = rates_from_counts(cube, by, rules)
        pd.testing.assert_frame_equal(
            from_cases.sort_values([*by, "rate"], ignore_index=True),
            from_cube.sort_values([*by, "rate"], ignore_index=True),
        )


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(st.data())
def test_a_rate_over_groups_is_the_rate_over_the_union(data: st.DataObject) -> None:
    names = [name for name in COUNTS if name != "cases_count"]
    rows = data.draw(
        st.lists(st.fixed_dictionaries({name: st.integers(0, 50) for name in names}), min_size=1, max_size=6)
    )
    counts = pd.DataFrame(rows)
    counts["due_count"] = counts["on_time_count"] + counts["overdue_count"]
    counts["cases_count"] = counts[
        ["closed_count", "due_count", "red_light_count", "repeated_count", "returned_count"]
    ].max(axis=1)
    counts["ripe_count"], counts["ripe_closed_count"], counts["unripe_count"] = (
        counts["cases_count"],
        counts["closed_count"],
        0,
    )
    # What is withheld is tested beside it; here every state is known and every request has a limit.
    counts["unknown_state_count"], counts["limited_count"] = 0, counts["cases_count"].clip(lower=1)
    counts["group"] = [f"g{i % 3}" for i in range(len(counts))]
    rules = (*HUACAO_RULES, *FOUR_RATE_RULES)
    whole = rates_from_counts(counts, (), rules).set_index("rate")
    groups = rates_from_counts(counts, ["group"], rules)
    for name, part in groups.groupby("rate"):
        assert part["numerator"].sum() == pytest.approx(whole.loc[name, "numerator"])
        assert part["denominator"].sum() == whole.loc[name, "denominator"]
        known = part[part["denominator"] > 0]
        if len(known):
            weighted = (known["value"] * known["denominator"]).sum() / known["denominator"].sum()
            assert weighted == pytest.approx(whole.loc[name, "value"])
            inside = (known["lower"] <= known["value"] + 1e-9) & (known["upper"] >= known["value"] - 1e-9)
            assert inside.all() or known["basis"].eq("全量").all()
    pd.testing.assert_frame_equal(sum_counts(sum_counts(counts, ["group"])), sum_counts(counts))


def test_intervals_agree_with_statsmodels() -> None:
    counts = pd.DataFrame({"solved_count": [437], "unsolved_count": [165], "explained_count": [30]})
    row = rates_from_counts(counts, rules=[resolution_rule()]).iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx(proportion_confint(437, 602, method="wilson"))


def test_a_weighted_mean_has_the_interval_of_a_mean() -> None:
    import statsmodels.stats.weightstats as sw

    counts = pd.DataFrame(
        {
            "satisfied_count": [2740],
            "mostly_satisfied_count": [116],
            "neutral_count": [65],
            "dissatisfied_count": [1183],
        }
    )
    row = rates_from_counts(counts, rules=[HUACAO_RULES[2]]).iloc[0]
    oracle = sw.DescrStatsW([1, 0.7, 0.4, 0], weights=[2740, 116, 65, 1183])
    assert row["value"] == pytest.approx(oracle.mean)
    # A score interval draws in towards the middle; of 4,104 answers by less than a twentieth of a point.
    assert (row["lower"], row["upper"]) == pytest.approx(oracle.zconfint_mean(), abs=5e-4)


def test_rules_say_what_counts() -> None:
    counts = pd.DataFrame({"solved_count": [6], "unsolved_count": [2], "explained_count": [2], "satisfied_count": [0]})
    values = [
        rates_from_counts(counts, rules=[resolution_rule(how)])["value"][0] for how in ("outside", "solved", "unsolved")
    ]
    assert values == [0.75, 0.8, 0.6]
    empty = RateRule("x", "某率", {"satisfied_count": 1}, ("satisfied_count",), when_empty="不考核")
    row = rates_from_counts(counts, rules=[empty]).iloc[0]
    assert np.isnan(row["value"]) and row["note"] == "分母为 0，无法计算，按“不考核”处理"
    with pytest.raises(ValueError, match="unknown satisfaction levels: 还行"):
        satisfaction_rule({"还行": 1})
    with pytest.raises(ValueError, match="cohort must be one of"):
        count_requests(with_missing_columns(ibis.memtable({"a": [1]})), cohort="rated")  # type: ignore[arg-type]


def test_volume_and_its_change(cases: ir.Table, frame: pd.DataFrame) -> None:
    march = month(2023, 3)
    change = volume_change(cases, march, ["source"]).set_index("source")
    count = frame.groupby([frame["requested_datetime"].dt.to_period("M").astype(str), "source"]).size()
    assert change.loc["12345", "cases_count"] == count["2023-03", "12345"]
    growth = count["2023-03", "12345"] / count["2022-03", "12345"] - 1
    assert change.loc["12345", "year_on_year_rate"] == pytest.approx(growth)
    growth = count["2023-03", "12345"] / count["2023-02", "12345"] - 1
    assert change.loc["12345", "period_on_period_rate"] == pytest.approx(growth)
    assert change["share_rate"].sum() == pytest.approx(1)
    nothing = volume_change(cases, month(2020, 1))
    assert nothing["cases_count"].tolist() == [0] and nothing["note"].tolist() == ["上期没有数据"]
    assert np.isnan(nothing["year_on_year_rate"][0])
    assert fetch(volume(cases, ["month"], period=evaluation_year(2023)))["cases_count"].sum() == 15_000


def test_rates_change_in_percentage_points(cases: ir.Table) -> None:
    change = rate_change(cases, month(2023, 6), rules=HUACAO_RULES, as_of=AS_OF).set_index("rate")
    now, before = (
        case_rates(cases, (), HUACAO_RULES, period, AS_OF).set_index("rate")["value"]
        for period in (month(2023, 6), month(2022, 6))
    )
    for name in now.index:
        assert change.loc[name, "year_on_year_pp"] == pytest.approx((now[name] - before[name]) * 100)
