"""Intervals against statsmodels and scipy, and their coverage by simulation (fixed seeds)."""

from __future__ import annotations

import time

import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import DescrStatsW

from evallib.indicators import (
    RATE_COLUMNS,
    as_pandas,
    compare_rates,
    difference_interval,
    intervals,
    means,
    rates_per,
    ratios,
    weighted_indices,
)
from evallib.indicators.proportions import proportions

CASES = [(0, 10), (10, 10), (3, 7), (437, 602), (38581, 38935), (1, 100_000)]


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_wilson_is_that_of_statsmodels(confidence: float) -> None:
    x, n = (np.array(part, dtype=float) for part in zip(*CASES, strict=True))
    low, high = intervals.wilson(x / n, n, confidence)
    for place, (events, trials) in enumerate(CASES):
        assert (low[place], high[place]) == pytest.approx(
            proportion_confint(events, trials, 1 - confidence, "wilson"), abs=1e-12
        )


def test_poisson_is_exact_under_ten_and_close_above() -> None:
    counts = np.array([0.0, 1, 5, 9, 10, 65, 1000])
    low, high = intervals.poisson(counts, 0.95)
    for place, count in enumerate(counts):
        exact = confint_poisson(count, 1, method="exact-c")
        assert (low[place], high[place]) == pytest.approx(exact, rel=1e-9 if count < 10 else 2e-3, abs=1e-9)


def test_differences_and_ratios_are_those_of_statsmodels() -> None:
    for first, second in (((56, 70), (48, 80)), ((9, 10), (3, 10)), ((0, 20), (5, 30))):
        assert difference_interval(first, second) == pytest.approx(
            confint_proportions_2indep(*first, *second, compare="diff", method="newcomb"), abs=1e-9
        )
        parts = [(np.array([float(x)]), np.array([float(n)])) for x, n in (first, second)]
        ratio = intervals.proportion_ratio(parts[0], parts[1], 0.95)
        oracle = confint_proportions_2indep(*first, *second, compare="ratio", method="log-adjusted")
        assert (ratio[0][0], ratio[1][0]) == pytest.approx(oracle, rel=1e-9)


def test_newcombe_published_examples() -> None:
    """Newcombe (1998), table II, method 10, examples (a), (b) and (e)."""
    for first, second, low, high in (
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ):
        assert difference_interval(first, second) == pytest.approx((low, high), abs=5e-5)


def test_means_are_those_of_statsmodels() -> None:
    hours = pd.DataFrame({"hours": [4.0, 6.5, 7.0, 30.0, None]})
    row = means(hours, "hours").iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx(DescrStatsW(hours["hours"].dropna()).tconfint_mean())


SHAPES = [
    ([1, 0.7, 0.4, 0], [0.667, 0.028, 0.016, 0.289]), ([1, 0.7, 0.4, 0], [0.25, 0.25, 0.25, 0.25]), ([1, 0.7, 0.4, 0], [0.1, 0.05, 0.15, 0.7]),
    ([1, 0.8, 0.6, 0.3, 0], [0.85, 0.1, 0.03, 0.01, 0.01]), ([1, 0.8, 0.6, 0.3, 0], [0.95, 0.04, 0.01, 0, 0]), ([1, 0.8, 0.6, 0], [0.7, 0.15, 0.1, 0.05]),
    ([1, 0.8, 0.6, 0], [0, 0.6, 0.4, 0]),
]  # fmt: skip


@pytest.mark.parametrize("size", [10, 30, 100])
def test_a_weighted_index_covers_its_truth(size: int) -> None:
    """At least 93% of intervals hold the true index, whatever the shape; the most surveyed shapes at least 94%."""
    rng = np.random.default_rng(20231201)
    for weights, shares in SHAPES:
        counts = rng.multinomial(size, shares, size=4000)
        columns = [f"level_{place}" for place in range(len(weights))]
        rows = weighted_indices(pd.DataFrame(counts, columns=columns), dict(zip(columns, weights, strict=True)), None)
        truth = float(np.dot(weights, shares))
        held = ((rows["lower"] <= truth + 1e-9) & (truth - 1e-9 <= rows["upper"])).mean()
        assert held >= 0.925, (weights, shares, held)


@pytest.mark.parametrize(("sample", "population"), [(30, 60), (100, 150), (200, 1000)])
def test_a_finite_population_is_covered(sample: int, population: int) -> None:
    rng = np.random.default_rng(7)
    for share in (0.7, 0.9):
        good = round(share * population)
        x = rng.hypergeometric(good, population - good, sample, size=4000)
        rows = proportions(pd.DataFrame({"x": x, "n": sample}), "x", "n", None, population=population)
        held = ((rows["lower"] <= good / population) & (good / population <= rows["upper"])).mean()
        assert 0.925 <= held <= 0.985
        wide = proportions(pd.DataFrame({"x": x, "n": sample}), "x", "n", None)
        assert ((wide["upper"] - wide["lower"]) > (rows["upper"] - rows["lower"])).all()


def random_frame(rows: int, groups: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rated = rng.integers(0, 50, rows).astype(float)
    frame = pd.DataFrame(
        {
            "town": rng.integers(0, groups, rows),
            "solved": rng.binomial(rated.astype(int), 0.8).astype(float),
            "rated": rated,
        }
    )
    frame.loc[::97, "solved"] = np.nan
    frame.loc[5::89, "rated"] = np.nan
    return frame.assign(district="甲区")


def test_every_kind_of_table_gives_the_same_frame() -> None:
    frame = random_frame(2000, 60, 1)
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    tables = [pl.from_arrow(arrow), pl.from_arrow(arrow).lazy(), arrow, ibis.memtable(arrow), frame.to_dict("list")]
    for measure in (lambda table: proportions(table, "solved", "rated", ["town"]), lambda table: rates_per(table, "solved", "rated", ["town"]),
                    lambda table: ratios(table, "solved", "rated", ["town"]), lambda table: means(table, "solved", ["town"])):  # fmt: skip
        expected = measure(frame)
        assert list(expected.columns[-len(RATE_COLUMNS) :]) == RATE_COLUMNS and set(expected["district"]) == {"甲区"}
        for table in tables:
            pd.testing.assert_frame_equal(measure(table), expected, check_dtype=False)
    with pytest.raises(TypeError, match="not a table"):
        as_pandas(3)


def test_groups_are_summed_and_then_divided() -> None:
    frame = random_frame(3000, 40, 2)
    whole = frame.dropna(subset=["solved", "rated"]).groupby("town")[["solved", "rated"]].sum()
    rows = proportions(frame, "solved", "rated", ["town"]).set_index("town")
    assert rows["value"].to_dict() == pytest.approx((whole["solved"] / whole["rated"]).to_dict())
    assert rows["n_missing"].sum() == len(frame) - len(frame.dropna(subset=["solved", "rated"]))


@pytest.mark.slow
def test_200_000_groups_take_less_than_a_second() -> None:
    frame = random_frame(400_000, 200_000, 3)
    proportions(frame.head(), "solved", "rated", ["town"])
    spent = []
    for _ in range(3):
        start = time.process_time()
        proportions(frame, "solved", "rated", ["town"])
        spent.append(time.process_time() - start)
    assert min(spent) < 1.0


def test_periods_are_compared_in_a_word() -> None:
    rows = pd.DataFrame({"rate": ["满意率", "解决率", "空"], "numerator": [352, 437, 0], "denominator": [549, 602, 0]})
    before = rows.assign(numerator=[340, 520, 0])
    now = proportions(rows, "numerator", "denominator", ["rate"])
    then = proportions(before, "numerator", "denominator", ["rate"])
    compared = compare_rates(now, then, ["rate"])
    assert compared["change_word"].tolist() == ["无显著变化", "下降", "无法比较"]
    assert (compared["change_lower"][0], compared["change_upper"][0]) == pytest.approx(
        difference_interval((352, 549), (340, 549))
    )
    ratio = compare_rates(now, then, ["rate"], measure="ratio")
    assert ratio["change_word"].tolist() == ["无显著变化", "下降", "无法比较"] and ratio["change"][1] == pytest.approx(
        437 / 520
    )
    index = weighted_indices(pd.DataFrame({"rate": ["指数"], "a": [80], "b": [20]}), {"a": 1, "b": 0.4}, ["rate"])
    moved = weighted_indices(pd.DataFrame({"rate": ["指数"], "a": [60], "b": [40]}), {"a": 1, "b": 0.4}, ["rate"])
    assert compare_rates(moved, index, ["rate"])["change_word"].tolist() == ["下降"]
