from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from evallib.indicators import proportion, ratio, wilson_interval
from evallib.indicators.proportions import proportions

COUNTS = st.integers(1, 100_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_statsmodels(counts, confidence):
    events, trials = counts
    lower, upper = wilson_interval(events, trials, confidence)
    expected = proportion_confint(events, trials, alpha=1 - confidence, method="wilson")
    assert (lower, upper) == pytest.approx(expected, abs=1e-9)
    assert 0 <= lower <= events / trials <= upper <= 1


@pytest.mark.parametrize(
    ("events", "trials", "confidence", "message"),
    [
        (5, 0, 0.95, "denominator must be positive"),
        (-1, 5, 0.95, "numerator must not be negative"),
        (6, 5, 0.95, "numerator must be less than or equal to denominator"),
        (1, 5, 1.0, "confidence must lie between 0 and 1"),
    ],
)
def test_impossible_counts_are_refused(events, trials, confidence, message):
    with pytest.raises(ValueError, match=message):
        wilson_interval(events, trials, confidence)


@pytest.mark.parametrize(("events", "trials"), [(None, 10), (3, None), (0, 0), (float("nan"), 3)])
def test_nothing_to_divide_gives_missing_with_a_reason(events, trials):
    row = proportion(events, trials)
    assert pd.isna(row["value"]) and pd.isna(row["lower"]) and pd.isna(row["upper"])
    assert row["note"]


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_a_rate_over_groups_is_the_rate_over_the_union(groups):
    frame = pd.DataFrame(groups, columns=["events", "trials"])
    whole = proportions(frame, "events", "trials").iloc[0]
    assert whole["value"] == sum(e for e, _ in groups) / sum(t for _, t in groups)


def test_groups_are_summed_then_divided():
    frame = pd.DataFrame({"town": ["A", "A", "B"], "events": [1, 99, 1], "trials": [2, 198, 4]})
    rates = proportions(frame, "events", "trials", by=["town"]).set_index("town")["value"]
    assert rates.to_dict() == {"A": 0.5, "B": 0.25}  # an average of rates would hide the sizes


@given(st.decimals(-1000, 1000, places=2), st.decimals(0, 1000, places=2))
def test_ratio_is_exact(numerator, denominator):
    row = ratio(numerator, denominator)
    if denominator == 0:
        assert row["value"] is None and row["note"]
    else:
        assert row["value"] == numerator / denominator
        assert isinstance(row["value"], Decimal)
