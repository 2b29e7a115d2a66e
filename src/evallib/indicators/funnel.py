"""Funnel plots (漏斗图): units of different size against limits that widen as a unit gets smaller.

A league table invites reading rank as quality; a funnel shows which units differ by more than chance, and, with
over-dispersion (过度离散), by more than the usual differences between units.

Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
1185–1202 (limits: section 2 and appendix A; winsorised over-dispersion: section 4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Funnel:
    """A funnel plot as frames.

    Args:
        units: one row per unit: name, numerator, denominator, value, z, z_adjusted, position (界内, 高于/低于 95%,
            高于/低于 99.8%), note.
        limits: ``denominator``, ``level``, ``lower``, ``upper``: the curves, over-dispersion included.
        target: the common rate.
        phi: over-dispersion factor; 1 where none was found or asked for.
        dispersed: whether limits were widened.
    """

    units: pd.DataFrame
    limits: pd.DataFrame
    target: float
    phi: float
    dispersed: bool


def funnel(
    frame: pd.DataFrame,
    unit: str,
    numerator: str,
    denominator: str,
    target: float | None = None,
    overdispersion: bool = True,
    winsorise: float = 0.1,
) -> Funnel:
    """Compare the proportions of units with a common target.

    Args:
        frame: one row per unit.
        unit: column with its name.
        numerator: column with events.
        denominator: column with cases.
        target: the rate to compare with; the rate over all units by default.
        overdispersion: widen the limits where units differ by more than chance.
        winsorise: share of the z scores that is pulled in at either end before φ is estimated.

    Returns:
        See `Funnel`. Units without cases stay, with a missing value and a note.

    >>> towns = pd.DataFrame({"town": list("ABC"), "solved": [80, 75, 30], "asked": [100, 100, 100]})
    >>> result = funnel(towns, "town", "solved", "asked", target=0.75, overdispersion=False)
    >>> result.units["position"].tolist()
    ['界内', '界内', '低于99.8%界']
    """
    units = frame[[unit, numerator, denominator]].rename(columns={numerator: "numerator", denominator: "denominator"})
    units = units.reset_index(drop=True)
    if (units["numerator"] > units["denominator"]).any():
        raise ValueError("numerators must be less than or equal to denominators")
    size = units["denominator"].to_numpy(dtype=float)
    some = size > 0
    if not some.any():
        raise ValueError("no unit has any cases")
    common = float(units["numerator"].sum() / size.sum()) if target is None else target
    spread = math.sqrt(common * (1 - common))
    units["value"] = np.where(some, units["numerator"] / np.where(some, size, 1), math.nan)
    units["z"] = (units["value"] - common) / (spread / np.sqrt(np.where(some, size, math.nan))) if spread else math.nan
    phi, dispersed = 1.0, False
    if overdispersion and spread:
        phi, dispersed = dispersion(units.loc[some, "z"].to_numpy(dtype=float), winsorise)
    factor = math.sqrt(phi) if dispersed else 1.0
    units["z_adjusted"] = units["z"] / factor
    units["position"] = [_position(score) for score in units["z_adjusted"]]
    units["note"] = np.where(some, "", "分母为 0，无法计算")
    return Funnel(units, _curves(size[some], common, factor), common, phi, dispersed)


def dispersion(scores: npt.NDArray[np.float64], winsorise: float = 0.1) -> tuple[float, bool]:
    """Over-dispersion φ of z scores, after winsorising, and whether it is more than chance (φ > 1 + 2√(2/n)).

    >>> phi, dispersed = dispersion(np.array([-1.0, 1.0, -1.0, 1.0]), 0.0)
    >>> phi, dispersed
    (1.0, False)
    """
    low, high = np.quantile(scores, [winsorise, 1 - winsorise])
    phi = float(np.mean(np.clip(scores, low, high) ** 2))
    return phi, phi > 1 + 2 * math.sqrt(2 / len(scores))


def _position(score: float) -> str:
    if math.isnan(score):
        return ""
    for level in sorted(LEVELS, reverse=True):
        if abs(score) > NormalDist().inv_cdf(0.5 + level / 2):
            return f"{'高于' if score > 0 else '低于'}{level * 100:g}%界"
    return "界内"


def _curves(sizes: npt.NDArray[np.float64], target: float, factor: float) -> pd.DataFrame:
    # Close together where the funnel is narrow and steep.
    grid = np.geomspace(max(sizes.min() * 0.7, 1.0), sizes.max() * 1.1, 120)
    parts = []
    for level in LEVELS:
        half = NormalDist().inv_cdf(0.5 + level / 2) * factor * np.sqrt(target * (1 - target) / grid)
        parts.append(pd.DataFrame({"denominator": grid, "level": level, "lower": np.maximum(target - half, 0.0),
                                   "upper": np.minimum(target + half, 1.0)}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)
