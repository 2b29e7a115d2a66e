"""Exact windows, variance between units, limits of a weighted index: each reckoned again from its source, point by point."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import binom, hypergeom

from evallib.indicators import dispersion, exact_windows, intervals, ranking

SERIES = [
    ([100, 99, 100, 98, 100, 99, 100, 99, 100, 98, 80, 100], [100] * 12), ([5, 9, 4, 30, 28, 31, 6, 5, 7, 4, 5, 6], [50, 90, 40, 100, 95, 100, 60, 50, 70, 45, 50, 60]),
    ([0, 1, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0], [40] * 12), ([3, 12, 2, 1, 2, 9, 9, 8, 1, 2, 1, 2], [20, 80, 10, 30, 25, 30, 28, 31, 20, 25, 20, 30]), ([2, 3], [10, 10]), ([50], [60]),
    ([60, 58, 61, 30, 59, 62], [80, 80, 80, 80, 80, 80]), ([5, math.nan, 6, 25, 5, 4, 6], [50, 50, 50, 50, 0, 50, 50]),
]  # fmt: skip
SHARES, LEAST = {1: 0.55, 2: 1.0, 3: 1.5}, 3


def by_hand(events, size, is_share, widen=1.0):
    """For each width and each window: is the exact tail of its rarer side below what is news; then its points on that side."""
    there = [at for at, (e, n) in enumerate(zip(events, size, strict=True)) if n > 0 and not math.isnan(e)]
    found = {key: set() for key in ("single up", "single down", "several up", "several down")}
    if len(there) < 2:
        return found
    some, whole = sum(events[at] for at in there), sum(size[at] for at in there)
    rare = not is_share or 2 * some <= whole
    counted = {at: events[at] if rare else size[at] - events[at] for at in there}
    total = sum(counted.values())
    news = min(0.001 + 0.0045 / (total / len(there) + 0.45), 0.008)
    for width in (1, 2, 3):
        if width > len(there) - 1:
            break
        cut = NormalDist().cdf(max(widen, 1.0) * NormalDist().inv_cdf(SHARES[width] * news))
        for start in range(len(there) - width + 1):
            window = there[start : start + width]
            x, n = sum(counted[at] for at in window), sum(size[at] for at in window)
            law = hypergeom(whole, total, n) if is_share else binom(total, n / whole)
            many, few = law.sf(x - 1) <= cut * (1 + 1e-9) and x >= LEAST, law.cdf(x) <= cut * (1 + 1e-9)
            for at in window if many or few else ():
                odds, usual = counted[at] * whole, size[at] * total
                if (many and odds > usual) or (not many and odds < usual):
                    name = "single" if width == 1 else "several"
                    found[f"{name} {'up' if many == rare else 'down'}"].add(at)
    return found


@pytest.mark.parametrize(("events", "size"), SERIES)
@pytest.mark.parametrize("is_share", [True, False])
@pytest.mark.parametrize("widen", [0.5, 1.0, 1.4])
def test_windows_that_are_news_by_the_exact_tails(events, size, is_share, widen):
    single, several = exact_windows.exact_windows(np.array(events, float), np.array(size, float), is_share, widen)
    told = {
        f"{name} {way}": set(np.flatnonzero(flags).tolist())
        for name, pair in (("single", single), ("several", several)) for way, flags in zip(("up", "down"), pair, strict=True)
    }  # fmt: skip
    assert told == by_hand(events, size, is_share, widen)


def test_some_of_these_series_have_news():
    assert any(by_hand(events, size, True)["single down"] for events, size in SERIES)
    assert any(by_hand(events, size, True)["several up"] for events, size in SERIES)


@pytest.mark.parametrize(("scores", "errors"), [
    ([-3, 0, 3, 1], [0.1] * 4), ([-3, 0, 3, 1], [0.1, 0.2, 0.3, 0.4]), ([0.1, -0.1, 0.2], [1, 1, 1]), ([5], [1]), ([5, math.nan], [1, 1]), ([5, 6], [1, 0]),
    ([1, -1], [1, 1]), ([3, -3], [1, 2]), ([0.5, 0.4], [1, 1]),
])  # fmt: skip
def test_the_variance_between_units_by_its_moments(scores, errors):
    known = [(s, e) for s, e in zip(scores, errors, strict=True) if not math.isnan(s) and e > 0]
    wanted = 0.0
    if len(known) > 1:
        pulled = [s for s, _ in known]
        weights = [1 / e**2 for _, e in known]
        spread = sum(weights) - sum(w * w for w in weights) / sum(weights)
        wanted = max(0.0, (sum(s * s for s in pulled) - (len(known) - 1)) / spread)
    got = dispersion.between_variance(np.array(scores, float), np.array(errors, float), 0.0)
    assert got == pytest.approx(wanted)


@pytest.mark.parametrize("weights", [[1, 0.7, 0.4, 0], [1, 0], [1, 1, 1], [0, 0], [0.5], [1, 1, 1, 0.7, 0.7, 0]])
@pytest.mark.parametrize("effective", [None, 7.5])
def test_limits_of_a_weighted_index_are_wilsons_at_the_size_that_its_answers_are_worth(weights, effective):
    n = len(weights)
    mean, square = sum(weights) / n, sum(w * w for w in weights) / n
    padded = [*weights]
    middle = (sum(padded) + 0.5) / (n + 1)
    spread = (sum(w * w for w in padded) + 0.5) / (n + 1) - middle**2
    worth = (effective or n) / min(max(spread / (middle * (1 - middle)), 1e-12), 1.0)
    z = NormalDist().inv_cdf(0.975)
    a, b, c = 1 + z * z / worth, -2 * mean - z * z / worth, mean * mean
    root = math.sqrt(max(b * b - 4 * a * c, 0))
    given = None if effective is None else np.array([effective])
    low, high = intervals.weighted_index(np.array([mean]), np.array([square]), np.array([float(n)]), 0.95, given)
    assert (low[0], high[0]) == pytest.approx(((-b - root) / (2 * a), (-b + root) / (2 * a)), abs=1e-6)


RANKED = (
    np.array([450.0, 600, 610, 700, 705, 900, 905, 30]),
    np.array([1000.0, 1000, 1010, 1000, 1000, 1000, 1000, 60]),
)


@pytest.mark.parametrize("better", ["increase", "decrease"])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_many_units_are_ranked_by_the_normal_of_the_arcsine_as_by_the_beta(monkeypatch, better, confidence):
    exact = ranking.rank_intervals(*RANKED, better, confidence, draws=4000)
    monkeypatch.setattr(ranking, "MOST_BETA", 0)
    near = ranking.rank_intervals(*RANKED, better, confidence, draws=4000)
    for side, other in zip(exact, near, strict=True):
        assert all(abs(one - two) <= 1 for one, two in zip(side, other, strict=True))
        assert sum(one != two for one, two in zip(side, other, strict=True)) <= 1
    assert exact != ([1] * 8, [8] * 8), "such differences are no chance"


@pytest.mark.parametrize(("draws", "count"), [(4000, 10), (4000, 10**9), (100, 10**9), (4000, 0), (50, 10)])
def test_fewer_draws_for_very_many_units(draws, count):
    least, most = ranking.LEAST_DRAWS, ranking.MOST_DRAWN
    wanted = draws if draws * max(count, 1) <= most else max(most // count, min(draws, least))
    assert ranking._times(draws, count) == wanted
