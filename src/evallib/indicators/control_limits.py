"""Control limits (控制限): centre and three-sigma limits of each kind of process chart, before they are clamped.

Sources: Montgomery (2019), Introduction to Statistical Quality Control, 8th ed., chapters 6–7; Laney (2002), Quality
Engineering 14, 531–537 (``p_laney``, ``u_laney``); Benneyan (2001), Health Care Management Science 4, 305–318 (``g``);
Nelson (1994), Journal of Quality Technology 26, 239–240 (``t``: the 3.6th root of a time between events is nearly
normal).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evallib.indicators.arrays import Array, Flags

#: XmR: 2.66 = 3 / d2, 3.267 = D4, for moving ranges of two (Montgomery 2019, appendix VI).
LIMIT_FACTOR, RANGE_FACTOR, D2 = 2.66, 3.267, 1.128
ROOT = 3.6


@dataclass(frozen=True)
class Limits:
    """Centre and limits of each point, and how far it lies from the centre.

    Args:
        centre: centre line.
        lower: limit at three sigma below, not clamped; of a skewed law what three sigma are worth there.
        upper: limit at three sigma above.
        scores: distance of the value from the centre in sigma.
        widen: how much wider the limits are than chance alone would have them (Laney).
    """

    centre: Array
    lower: Array
    upper: Array
    scores: Array
    widen: float = 1.0


def moving_ranges(values: Sequence[float]) -> list[float]:
    """Absolute differences of neighbours (移动极差).

    >>> moving_ranges([3.0, 5.0, 4.0])
    [2.0, 1.0]
    """
    return [abs(after - before) for before, after in pairwise(values)]


def xmr_limits(values: Sequence[float], screen_ranges: bool = True) -> tuple[float, float, float]:
    """Centre and natural process limits of an XmR chart.

    >>> [round(limit, 2) for limit in xmr_limits([10, 12, 11, 13, 12])]
    [11.6, 7.61, 15.59]
    """
    centre = float(np.mean(values))
    ranges = moving_ranges(values)
    if not ranges:
        return centre, math.nan, math.nan
    mean = float(np.mean(ranges))
    if screen_ranges:
        kept = [size for size in ranges if size < RANGE_FACTOR * mean]
        mean = (
            float(np.mean(kept)) if kept else 0.0
        ) or mean  # one jump in a flat series must not leave limits of no width
    return centre, centre - LIMIT_FACTOR * mean, centre + LIMIT_FACTOR * mean


def single_values(values: Array, used: Flags, screen_ranges: bool = True, spread: str = "moving range") -> Limits:
    """XmR (单值—移动极差); with the standard deviation of all points where a slow swing is no news."""
    centre, lower, upper = xmr_limits(values[used].tolist(), screen_ranges)
    if spread == "standard deviation":
        size = int(used.sum())
        # c4 ≈ 4 (n − 1) ÷ (4 n − 3) makes the standard deviation of few points right on average.
        sigma = float(np.std(values[used], ddof=1)) * (4 * size - 3) / (4 * size - 4) if size > 1 else math.nan
        lower, upper = centre - 3 * sigma, centre + 3 * sigma
    return _even(values, centre, lower, upper)


def counts(values: Array, events: Array, size: Array, used: Flags, is_share: bool, laney: bool) -> Limits:
    """P and u charts: binomial or Poisson limits, widened where months differ by more (Laney, never narrower)."""
    some, all_of = float(events[used].sum()), float(size[used].sum())
    centre = some / all_of
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.sqrt((centre * (1 - centre) if is_share else centre) / np.where(size > 0, size, np.nan))
        # By whole numbers: which side a point lies on must not hang on the last bit of a quotient.
        scores = (events * all_of - size * some) / (size * all_of) / sigma
    ranges = moving_ranges(scores[used & np.isfinite(scores)].tolist()) if laney else []
    widen = max(float(np.mean(ranges)) / D2, 1.0) if ranges else 1.0
    three = 3 * sigma * widen
    return Limits(np.full(len(values), centre), centre - three, centre + three, scores / widen, widen)


def between_events(values: Array, used: Flags) -> Limits:
    """G chart: how many requests, or days, lie between two rare events; a geometric law gives its own tails."""
    from scipy.stats import norm

    centre = float(values[used].mean())
    spread = math.sqrt(centre * (centre + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        stay = np.log(centre / (centre + 1)) if centre > 0 else -math.inf
        at_least, at_most = np.exp(values * stay), -np.expm1((values + 1) * stay)
        scores = np.where(values > centre, np.maximum(-norm.ppf(at_least), 0.0), np.minimum(norm.ppf(at_most), 0.0))
    scores = np.where(
        (values < centre) & (scores == 0), -1e-9, np.where((values > centre) & (scores == 0), 1e-9, scores)
    )
    full = np.full(len(values), centre)
    return Limits(full, full - 3 * spread, full + 3 * spread, np.where(np.isnan(values), np.nan, scores))


def times_between(values: Array, used: Flags, screen_ranges: bool = True) -> Limits:
    """T chart: times between rare events, as XmR of their 3.6th root, drawn in their own unit."""
    rooted = np.maximum(values, 0.0) ** (1 / ROOT)
    flat = single_values(rooted, used, screen_ranges)
    back = [np.maximum(line, 0.0) ** ROOT for line in (flat.centre, flat.lower, flat.upper)]
    return Limits(back[0], back[1], back[2], flat.scores)


def _even(values: Array, centre: float, lower: float, upper: float) -> Limits:
    length = len(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = values - centre
        scores = (
            np.where(gap == 0, 0.0, gap / ((upper - lower) / 6))
            if upper > lower
            else np.where(gap == 0, 0.0, np.sign(gap) * np.inf)
        )
    if math.isnan(lower):
        scores = np.sign(values - centre)
    return Limits(
        np.full(length, centre),
        np.full(length, lower),
        np.full(length, upper),
        np.where(np.isnan(values), np.nan, scores),
    )
