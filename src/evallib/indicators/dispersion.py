"""Dispersion (过度离散): how much more units differ than chance, as a factor φ and as a variance τ² between them.

Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202, section 4 (winsorised φ); DerSimonian & Laird
(1986), Controlled Clinical Trials 7, 177–188 (τ²), as in NHS Digital's SHMI and the R package FunnelPlotR.
"""

from __future__ import annotations

import math

import numpy as np

from evallib.indicators.arrays import Array


def dispersion(scores: Array, winsorise: float = 0.1) -> tuple[float, bool]:
    """Over-dispersion φ of z scores, after winsorising, and whether it is more than chance (φ > 1 + 2√(2/n)).

    >>> phi, dispersed = dispersion(np.array([-1.0, 1.0, -1.0, 1.0]), 0.0)
    >>> phi, dispersed
    (1.0, False)
    """
    known = scores[np.isfinite(scores)]
    if not len(known):
        return 1.0, False
    phi = float(np.mean(winsorised(known, winsorise) ** 2))
    return phi, phi > 1 + 2 * math.sqrt(2 / len(known))


def winsorised(scores: Array, share: float = 0.1) -> Array:
    """Scores with the outer `share` at either end pulled in."""
    low, high = np.quantile(scores, [share, 1 - share])
    return np.clip(scores, low, high)


def between_variance(scores: Array, errors: Array, winsorise: float = 0.1) -> float:
    """Variance τ² between units, beside the errors within them; 0 where chance explains all.

    Args:
        scores: z scores of the units.
        errors: their standard errors.
        winsorise: share of the scores pulled in at either end.

    >>> round(between_variance(np.array([-3.0, 0.0, 3.0, 1.0]), np.full(4, 0.1), 0.0), 4)
    0.0533
    """
    known = np.isfinite(scores) & (errors > 0)
    count = int(known.sum())
    if count < 2:
        return 0.0
    weight = 1 / errors[known] ** 2
    excess = float(np.sum(winsorised(scores[known], winsorise) ** 2)) - (count - 1)
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(excess / spread, 0.0)


def shrunken(values: Array, sizes: Array) -> tuple[Array, Array]:
    """Empirical Bayes estimates of proportions, drawn towards the whole, and their standard deviations.

    A unit of few requests tells little, so it is drawn in most; where chance explains all differences, everybody is the
    whole. Source: Efron & Morris (1975), JASA 70, 311–319; τ² by DerSimonian & Laird without winsorising.

    >>> mean, deviation = shrunken(np.array([0.5, 0.9, 0.8]), np.array([10.0, 1000.0, 1000.0]))
    >>> mean.round(2).tolist()
    [0.74, 0.9, 0.8]
    """
    known = (sizes > 0) & np.isfinite(values)
    if not known.any():
        return values.copy(), np.full(len(values), math.nan)
    whole = float(np.sum(values[known] * sizes[known]) / np.sum(sizes[known]))
    error = np.sqrt(np.maximum(whole * (1 - whole), 1e-12) / np.where(known, sizes, math.nan))
    between = between_variance((values - whole) / error, error, 0.0)
    keep = between / (between + error**2)
    return whole + keep * (values - whole), np.sqrt(keep) * error
