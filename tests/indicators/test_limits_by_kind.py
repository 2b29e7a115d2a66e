"""Control limits of each kind of chart against the laws they stand for: geometric, root of a time, binomial, Poisson."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import nbinom, norm

from evallib.indicators import control_limits

SERIES = [
    [4.0, 0.0, 7.0, 2.0, 2.0, 30.0],
    [1.0, 1.0, 1.0],
    [0.0, 0.0, 0.0],
    [5.0, 3.0],
    [12.0, 4.0, 9.0, 60.0, 8.0, 3.0, 1.0],
]


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("left_out", [False, True])
def test_between_rare_events_a_geometric_law_has_the_tails(series, left_out):
    values = np.array([*series, math.nan])
    used = np.array([*[True] * (len(series) - left_out), *[False] * (left_out + 1)])
    found = control_limits.between_events(values, used)
    centre = sum(series[: len(series) - left_out]) / (len(series) - left_out)
    spread = math.sqrt(centre + centre * centre)
    assert found.centre.tolist() == pytest.approx([centre] * len(values))
    assert found.lower.tolist() == pytest.approx([centre - 3 * spread] * len(values))
    assert found.upper.tolist() == pytest.approx([centre + 3 * spread] * len(values))
    assert math.isnan(found.scores[-1]) and found.widen == 1
    law = nbinom(1, 1 / (centre + 1))
    for value, score in zip(series, found.scores, strict=False):
        if value > centre and centre > 0:
            assert score == pytest.approx(max(-norm.ppf(law.sf(value - 1)), 1e-9), abs=1e-7) and score > 0
        elif value < centre:
            assert score == pytest.approx(min(norm.ppf(law.cdf(value)), -1e-9), abs=1e-7) and score < 0
        elif value == centre:
            assert score <= 0


def by_hand(values, screen):
    """Montgomery: mean ± 2.66 mean moving range; ranges beyond 3.267 means are left out, if others are left."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = sum(ranges) / len(ranges)
    kept = [size for size in ranges if size < 3.267 * mean] if screen else ranges
    used = (sum(kept) / len(kept) if kept else 0) or mean
    centre = sum(values) / len(values)
    return centre, centre - 2.66 * used, centre + 2.66 * used


@pytest.mark.parametrize(
    "series",
    [*SERIES, [10.0, 12.0, 11.0, 13.0, 12.0], [5.0, 5.0, 5.0, 5.0, 50.0, 5.0], [1.0, 2.0, 1.0, 2.0, 1.0, 90.0, 91.0]],
)
@pytest.mark.parametrize("screen", [True, False])
def test_single_values_and_times_by_moving_ranges(series, screen):
    values, used = np.array(series), np.ones(len(series), bool)
    centre, lower, upper = by_hand(series, screen)
    assert control_limits.xmr_limits(series, screen) == pytest.approx((centre, lower, upper))
    flat = control_limits.single_values(values, used, screen)
    assert (flat.centre[0], flat.lower[0], flat.upper[0]) == pytest.approx((centre, lower, upper))
    for value, score in zip(series, flat.scores, strict=True):
        if upper > lower:
            assert score == pytest.approx((value - centre) / ((upper - centre) / 3))
        else:
            assert score == 0
    roots = [value ** (1 / 3.6) for value in series]
    times = control_limits.times_between(values, used, screen)
    wanted = [max(line, 0) ** 3.6 for line in by_hand(roots, screen)]
    assert [times.centre[0], times.lower[0], times.upper[0]] == pytest.approx(wanted, abs=1e-9)


def test_one_value_has_no_limits_and_a_time_below_nothing_is_nothing():
    assert control_limits.xmr_limits([7.0])[0] == 7 and all(map(math.isnan, control_limits.xmr_limits([7.0])[1:]))
    alone = control_limits.single_values(np.array([7.0, 9.0, 3.0]), np.array([True, False, False]))
    assert alone.scores.tolist() == [0, 1, -1] and math.isnan(alone.lower[0])
    below = control_limits.times_between(np.array([-1.0, 0.0, 4.0]), np.ones(3, bool))
    nothing = control_limits.times_between(np.array([0.0, 0.0, 4.0]), np.ones(3, bool))
    assert below.upper.tolist() == nothing.upper.tolist() and below.scores[0] == below.scores[1]


@pytest.mark.parametrize("series", [[3.0, 5.0, 4.0, 8.0], [3.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]])
def test_the_standard_deviation_of_few_points_is_made_right_on_average(series):
    size = len(series)
    mean = sum(series) / size
    deviation = math.sqrt(sum((value - mean) ** 2 for value in series) / (size - 1))
    # c4 is the mean of the sample's deviation in true ones: √(2 ÷ (n − 1)) Γ(n ÷ 2) ÷ Γ((n − 1) ÷ 2).
    c4 = math.sqrt(2 / (size - 1)) * math.gamma(size / 2) / math.gamma((size - 1) / 2)
    found = control_limits.single_values(np.array(series), np.ones(size, bool), spread="standard deviation")
    assert (found.upper[0] - mean) / 3 == pytest.approx(deviation / c4, rel=0.006)
    assert found.upper[0] - mean == pytest.approx(3 * deviation * (4 * size - 3) / (4 * size - 4))
    assert mean - found.lower[0] == pytest.approx(found.upper[0] - mean)
    lone = control_limits.single_values(np.array([3.0]), np.ones(1, bool), spread="standard deviation")
    assert math.isnan(lone.lower[0])


@pytest.mark.parametrize("share", [True, False])
@pytest.mark.parametrize("laney", [True, False])
@pytest.mark.parametrize(("events", "size"), [
    ([50, 60, 55, 70], [100, 120, 100, 130]), ([5, 90, 5, 95], [100, 100, 100, 100]), ([1, 0, 2, 1], [50, 0, 60, 40]), ([10, 20, 10, 20], [40, 40, 40, 40]),
])  # fmt: skip
def test_shares_and_counts_widen_where_months_differ_more_than_chance(share, laney, events, size):
    some, whole = np.array(events, float), np.array(size, float)
    used = whole > 0
    values = np.divide(some, whole, out=np.full(4, math.nan), where=whole > 0)
    found = control_limits.counts(values, some, whole, used, share, laney)
    centre = sum(e for e, s in zip(events, size, strict=True) if s) / sum(size)
    sigma = [math.sqrt((centre * (1 - centre) if share else centre) / s) if s else math.nan for s in size]
    scores = [(e / s - centre) / one if s else math.nan for e, s, one in zip(events, size, sigma, strict=True)]
    told = [score for score in scores if not math.isnan(score)]
    ranges = [abs(after - before) for before, after in pairwise(told)]
    widen = max(1.0, sum(ranges) / len(ranges) / 1.128) if laney else 1.0
    assert found.widen == pytest.approx(widen) and found.centre.tolist() == pytest.approx([centre] * 4)
    assert found.upper.tolist() == pytest.approx([centre + 3 * one * widen for one in sigma], nan_ok=True)
    assert found.lower.tolist() == pytest.approx([centre - 3 * one * widen for one in sigma], nan_ok=True)
    assert found.scores.tolist() == pytest.approx([score / widen for score in scores], nan_ok=True)
