"""Funnel plots (漏斗图): units of different size against limits that widen as a unit gets smaller.

A league table invites reading rank as quality; a funnel shows which units differ by more than chance, and, with
over-dispersion (过度离散), by more than the usual differences between units: multiplied (φ), or added as a variance
between units (τ²), which does not widen the limits of small units out of proportion.

Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
1185–1202 (limits: section 2 and appendix A; over-dispersion: section 4); τ² on the scale of arcsin √p as FunnelPlotR.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import pandas as pd

from evallib.indicators.arrays import Array
from evallib.indicators.dispersion import between_variance, dispersion
from evallib.indicators.frames import as_pandas, check_names
from evallib.indicators.parts import RATE_COLUMNS
from evallib.indicators.proportions import proportions

__all__ = ["LEVELS", "Funnel", "dispersion", "funnel", "funnel_limits"]

LEVELS = (0.95, 0.998)
Overdispersion = bool | Literal["multiplicative", "additive"]


@dataclass(frozen=True)
class Funnel:
    """A funnel plot as frames.

    Args:
        units: one row per unit: name, other columns that do not vary within it, numerator, denominator, value, z,
            z_adjusted, position (界内, 高于/低于 95%, 高于/低于 99.8%; empty where there is no value), note.
        limits: ``denominator``, ``level``, ``lower``, ``upper``: the curves, over-dispersion included.
        target: the common rate.
        phi: over-dispersion factor; 1 where none was found or asked for.
        dispersed: whether limits were widened.
        tau2: variance between units on the scale of arcsin √p; 0 where none was found or asked for.
    """

    units: pd.DataFrame
    limits: pd.DataFrame
    target: float
    phi: float
    dispersed: bool
    tau2: float = field(default=0.0)


def funnel(
    frame: Any,
    unit: str,
    numerator: str,
    denominator: str,
    target: float | None = None,
    overdispersion: Overdispersion = True,
    winsorise: float = 0.1,
) -> Funnel:
    """Compare the proportions of units with a common target.

    Args:
        frame: a table (pandas, polars, pyarrow, Ibis); several rows of one unit are summed and then divided.
        unit: column with its name.
        numerator: column with events.
        denominator: column with cases.
        target: the rate to compare with; the rate over all units with both parts by default.
        overdispersion: widen the limits where units differ by more than chance: ``multiplicative`` (True),
            ``additive``, or False.
        winsorise: share of the z scores that is pulled in at either end before φ or τ² is estimated.

    Returns:
        See `Funnel`. Units without a part, without cases or with impossible counts stay, with a missing value and a
        note; they move neither the target nor anybody's position.

    Raises:
        ValueError: no unit has any cases, or the kind of over-dispersion is not known.

    >>> towns = pd.DataFrame({"town": list("ABC"), "solved": [80, 75, 30], "asked": [100, 100, 100]})
    >>> result = funnel(towns, "town", "solved", "asked", target=0.75, overdispersion=False)
    >>> result.units["position"].tolist()
    ['界内', '界内', '低于99.8%界']
    """
    if overdispersion not in {True, False, "multiplicative", "additive"}:
        raise ValueError("overdispersion must be True, False, multiplicative or additive")
    table = as_pandas(frame)
    check_names(table, [unit, numerator, denominator])
    if unit in RATE_COLUMNS:
        raise ValueError(f"the column of units is called {unit}, like a column of every rate; rename it")
    units = proportions(table, numerator, denominator, [unit], None)
    some = units["value"].notna().to_numpy()
    events, size = (units[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    if not some.any():
        raise ValueError("no unit has any cases")
    common = float(events[some].sum() / size[some].sum()) if target is None else target
    if not 0 <= common <= 1:
        raise ValueError("target must lie between 0 and 1")
    sizes = np.where(some, size, math.nan)
    value = events / sizes
    additive = overdispersion == "additive"
    scores, error = _scores(value, sizes, common, additive)
    phi, tau2, dispersed = 1.0, 0.0, False
    if overdispersion and np.isfinite(scores).any():
        phi, dispersed = dispersion(scores, winsorise)
        if additive:
            tau2 = between_variance(scores, error, winsorise)
            dispersed = tau2 > 0
    adjusted = (
        scores * error / np.sqrt(error**2 + tau2) if additive else scores / (math.sqrt(phi) if dispersed else 1.0)
    )
    labels = [name for name in units.columns if name not in RATE_COLUMNS]
    note = units["note"]
    units = units[[*labels, "numerator", "denominator"]].assign(value=value, z=scores, z_adjusted=adjusted)
    units = units.assign(position=[_position(score) for score in adjusted], note=note)
    # Close together where the funnel is narrow and steep.
    grid = np.geomspace(max(np.nanmin(sizes) * 0.7, 1.0), np.nanmax(sizes) * 1.1, 120)
    limits = funnel_limits(grid, common, phi=phi if dispersed and not additive else 1.0, tau2=tau2, additive=additive)
    return Funnel(units, limits, common, phi, dispersed, tau2)


def funnel_limits(
    sizes: Any,
    target: float,
    levels: tuple[float, ...] = LEVELS,
    *,
    phi: float = 1.0,
    tau2: float = 0.0,
    additive: bool = False,
) -> pd.DataFrame:
    """Limits of a funnel at any numbers of cases.

    Args:
        sizes: numbers of cases; there are no limits where there are none.
        target: the common rate.
        levels: two-sided levels.
        phi: factor of over-dispersion.
        tau2: variance between units on the scale of arcsin √p.
        additive: limits on that scale; without it, on the scale of the rate itself.

    Returns:
        ``denominator``, ``level``, ``lower``, ``upper``, between 0 and 1.

    >>> funnel_limits([100], 0.8, (0.95,)).round(4).to_dict("records")
    [{'denominator': 100.0, 'level': 0.95, 'lower': 0.7216, 'upper': 0.8784}]
    """
    grid = np.asarray(sizes, dtype=float)
    grid = np.where(grid > 0, grid, math.nan)
    parts = []
    for level in levels:
        z = NormalDist().inv_cdf(0.5 + level / 2)
        if additive:
            middle, half = math.asin(math.sqrt(target)), z * np.sqrt(1 / (4 * grid) + tau2)
            lower = np.sin(np.maximum(middle - half, 0.0)) ** 2
            upper = np.sin(np.minimum(middle + half, math.pi / 2)) ** 2
        else:
            half = z * math.sqrt(phi) * np.sqrt(target * (1 - target) / grid)
            lower, upper = np.maximum(target - half, 0.0), np.minimum(target + half, 1.0)
        parts.append(pd.DataFrame({"denominator": grid, "level": level, "lower": lower, "upper": upper}))
    return pd.concat(parts, ignore_index=True)


def _scores(value: Array, size: Array, target: float, additive: bool) -> tuple[Array, Array]:
    if additive:
        error = 1 / (2 * np.sqrt(size))
        return (np.arcsin(np.sqrt(value)) - math.asin(math.sqrt(target))) / error, error
    spread = math.sqrt(target * (1 - target))
    if not spread:  # where nobody fails, or everybody, one that differs is beyond all chance
        gap = np.where(np.isnan(value), math.nan, np.sign(value - target))
        beyond = np.select([gap > 0, gap < 0, gap == 0], [math.inf, -math.inf, 0.0], math.nan)
        return beyond, np.full(len(value), math.nan)
    error = spread / np.sqrt(size)
    return (value - target) / error, error


def _position(score: float) -> str:
    if math.isnan(score):
        return ""
    for level in sorted(LEVELS, reverse=True):
        if abs(score) > NormalDist().inv_cdf(0.5 + level / 2):
            return f"{'高于' if score > 0 else '低于'}{level * 100:g}%界"
    return "界内"
