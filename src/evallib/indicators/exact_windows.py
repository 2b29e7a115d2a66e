"""Exact windows (小数量的精确检验): is one month, or two or three together, unlike the rest of the series?

Where few requests fail, a month's failures are far from normal: at 99% and 100 requests, sigma limits flag what chance
brings every other year. Given the failures of the whole series, those of a window are hypergeometric when nothing has
changed, whatever the rate is; for counts by size they are binomial. The window's own months do not blur the comparison.

How improbable a window has to be follows from the rate of false alarms that a reader can live with: at most one stable
year in twenty is flagged at all, runs and trends included (`news_tail`).

Source: Fisher (1935), JRSS 98, 39–82 (conditional test); as a scan over short windows: Naus (1965), JASA 60, 532–538.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from evallib.indicators.arrays import Array, Flags

#: Two failures in one month are no news, however few there are else: in a year with two, every twelfth has them so.
LEAST_EVENTS = 3
#: A window of so many months together is news below `news_tail` times its share: three months outweigh one, since a
#: shift stays.
SHARES = {1: 0.55, 2: 1.0, 3: 1.5}
#: `news_tail`: its floor, its slope over the expected events, where the slope begins to flatten, its ceiling. Chosen by
#: simulation so that at most 5% of stable 12-month series are flagged by any rule (docs/methods.md, tests/indicators).
FLOOR, SLOPE, OFFSET, CEILING = 0.001, 0.0045, 0.45, 0.008


def exact_windows(events: Array, size: Array, is_share: bool, widen: float = 1.0) -> list[tuple[Flags, Flags]]:
    """Points that lie up and down: by single months, and by windows of two and three.

    Args:
        events: events of each point.
        size: trials (shares) or exposure (counts); NaN or 0 for a gap.
        is_share: events are some of the trials.
        widen: how much more than by chance months differ (Laney), 1 or more; tails shrink accordingly.

    >>> calm = np.array([100.0, 99, 100, 98, 100, 99, 100, 99, 100, 98, 80, 100])
    >>> (up, down), _ = exact_windows(calm, np.full(12, 100.0), True)
    >>> down.tolist().index(True), int(down.sum()), int(up.sum())
    (10, 1, 0)
    """
    there = np.flatnonzero((size > 0) & ~np.isnan(events))
    length = len(events)
    single, several = _none(length), _none(length)
    if not len(there):
        return [single, several]
    x, n = np.round(events[there]).astype(float), np.round(size[there]) if is_share else size[there].astype(float)
    # The rarer side is counted, so that failures and successes give the same signals to the last bit.
    rare = not is_share or 2 * x.sum() <= n.sum()
    x = x if rare else n - x
    total_events, total = float(x.sum()), float(n.sum())
    tail = news_tail(total_events / len(there))
    for width in range(1, min(max(SHARES), len(there) - 1) + 1):
        cut = NormalDist().cdf(max(widen, 1.0) * NormalDist().inv_cdf(SHARES[width] * tail)) * (1 + 1e-9)
        sums, sizes = (np.convolve(part, np.ones(width), "valid") for part in (x, n))
        high, low = _tails(sums, sizes, total_events, total, is_share)
        target = single if width == 1 else several
        for start in np.flatnonzero(((high <= cut) & (sums >= LEAST_EVENTS)) | (low <= cut)):
            window = slice(start, start + width)
            more = x[window] * total > n[window] * total_events
            less = x[window] * total < n[window] * total_events
            many = high[start] <= cut
            target[0 if many == rare else 1][there[window]] |= more if many else less
    return [single, several]


def news_tail(expected: float) -> float:
    """How improbable two months together have to be to be news, by the events of the rarer kind expected in a month.

    Of rare events few sums are possible: a test at three sigma then flags far fewer stable years than of frequent ones,
    and misses real shifts for it.

    >>> [round(news_tail(events), 4) for events in (0.1, 1.0, 10.0, 1000.0)]
    [0.008, 0.0041, 0.0014, 0.001]
    """
    return min(FLOOR + SLOPE / (expected + OFFSET), CEILING)


def _tails(sums: Array, sizes: Array, events: float, total: float, is_share: bool) -> tuple[Array, Array]:
    from scipy.stats import binom, hypergeom

    law = hypergeom(total, events, sizes) if is_share else binom(events, sizes / total)
    return law.sf(sums - 1), law.cdf(sums)


def run_luck(events: float, sizes: Array, is_share: bool) -> tuple[float, float]:
    """How many coin tosses a point above, and below, the centre is worth in a stable process.

    Args:
        events: all events of the series.
        sizes: trials or exposure of its points; NaN or 0 for a gap.
        is_share: events are some of the trials.

    >>> up, down = run_luck(12 * 50 - 2.0, np.full(12, 50.0), True)
    >>> round(up, 2), round(down, 2)
    (0.24, 2.7)
    """
    from scipy.stats import binom, poisson

    known = sizes[sizes > 0]
    if not len(known):
        return 1.0, 1.0
    total, size = float(known.sum()), float(np.median(known))
    if is_share:
        size = max(round(size), 1)
        if 2 * events > total:  # as in `exact_windows`: the rarer side is counted
            return run_luck(total - events, sizes, True)[::-1]
    expected = size * events / total
    law = binom(size, events / total) if is_share else poisson(expected)
    above, below = float(law.sf(math.floor(expected + 1e-9))), float(law.cdf(math.ceil(expected - 1e-9) - 1))
    return tuple(-math.log2(max(chance, 1e-9)) for chance in (above, below))  # type: ignore[return-value]


def _none(length: int) -> tuple[Flags, Flags]:
    return np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
