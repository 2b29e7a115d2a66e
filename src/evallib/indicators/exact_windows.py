"""Exact windows (小数量的精确检验): is one month, or two or three together, unlike the rest of the series?

Where few requests fail, a month's failures are far from normal: at 99% and 100 requests, sigma limits flag what chance
brings every other year. Given the failures of the whole series, those of a window are hypergeometric when nothing has
changed, whatever the rate is; for counts by size they are binomial. The window's own months do not blur the comparison.

Source: Fisher (1935), JRSS 98, 39–82 (conditional test); as a scan over short windows: Naus (1965), JASA 60, 532–538.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: One tail beyond three sigma of a normal variable.
TAIL = 0.00135
#: The same for two or three months together, so that all rules together flag at most 5% of stable years.
SEVERAL_TAIL = 0.0009
LONGEST = 3


def exact_windows(events: Values, size: Values, is_share: bool, widen: float = 1.0) -> list[tuple[Flags, Flags]]:
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
    if len(there) < 2:
        return [single, several]
    x, n = np.round(events[there]).astype(float), np.round(size[there]) if is_share else size[there]
    total_events, total = float(x.sum()), float(n.sum())
    for width in range(1, min(LONGEST, len(there) - 1) + 1):
        cut = NormalDist().cdf(max(widen, 1.0) * NormalDist().inv_cdf(TAIL if width == 1 else SEVERAL_TAIL))
        sums, sizes = (np.convolve(part, np.ones(width), "valid") for part in (x, n))
        high, low = _tails(sums, sizes, total_events, total, is_share)
        target = single if width == 1 else several
        average = total_events / total
        for start in np.flatnonzero((high <= cut) | (low <= cut)):
            window = there[start : start + width]
            rates = events[window] / size[window]
            if high[start] <= cut:
                target[0][window] |= rates > average
            else:
                target[1][window] |= rates < average
    return [single, several]


def _tails(sums: Values, sizes: Values, events: float, total: float, is_share: bool) -> tuple[Values, Values]:
    from scipy.stats import binom, hypergeom

    law = hypergeom(total, events, sizes) if is_share else binom(events, sizes / total)
    return law.sf(sums - 1), law.cdf(sums)


def run_luck(share: float, sizes: Values, is_share: bool) -> tuple[float, float]:
    """How many coin tosses a point above, and below, the centre is worth in a stable process.

    >>> up, down = run_luck(0.996, np.full(12, 50.0), True)
    >>> round(up, 2), round(down, 2)
    (0.29, 2.46)
    """
    from scipy.stats import binom, poisson

    known = sizes[sizes > 0]
    if not len(known):
        return 1.0, 1.0
    size = float(np.median(known))
    expected = share * size
    law = binom(max(round(size), 1), min(max(share, 0.0), 1.0)) if is_share else poisson(expected)
    above, below = float(law.sf(math.floor(expected))), float(law.cdf(math.ceil(expected) - 1))
    return tuple(-math.log2(min(max(chance, 1e-9), 1.0)) for chance in (above, below))  # type: ignore[return-value]


def _none(length: int) -> tuple[Flags, Flags]:
    return np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
