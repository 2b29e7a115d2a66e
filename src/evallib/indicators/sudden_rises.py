"""Sudden rises (突增): cells of place and type with more requests than their own past, having looked at all of them.

Whoever looks at a thousand cells finds fifty "significant" ones in any month. The p-value of each cell is exact and
holds for the smallest counts; all cells that were looked at are then accounted for together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

LEVEL = 0.05


def sudden_rises(
    counts: pd.DataFrame, by: Sequence[str], days: float, before_days: float, level: float = LEVEL, least: int = 1
) -> pd.DataFrame:
    """Cells whose rate of requests per day is higher now than before.

    Args:
        counts: one row per cell with `by`, ``now_count`` and ``before_count``; cells with 0 now count as looked at.
        by: what makes a cell.
        days: days of the period.
        before_days: days of the time before.
        level: chance of any false alarm among all cells together.
        least: cells with fewer requests now are looked at and not told.

    Returns:
        The cells that rose, strongest evidence first: `by`, ``now_count``, ``before_count``, ``expected_count`` (of the
        past, over as many days), ``p_value`` (exact conditional test of two Poisson rates), ``p_adjusted`` (Holm, over
        all cells with any request), ``looked_at`` (how many those are).

    Source: Przyborowski & Wilenski (1940), Biometrika 31, 313–323; Holm (1979), Scandinavian Journal of Statistics 6,
    65–70.

    >>> cells = pd.DataFrame({"place": list("甲乙丙"), "now_count": [12, 3, 0], "before_count": [6, 9, 9]})
    >>> found = sudden_rises(cells, ["place"], 30, 90)
    >>> found["place"].tolist(), float(found["expected_count"][0]), int(found["looked_at"][0])
    (['甲'], 2.0, 3)
    """
    from scipy.stats import binom

    cells = counts[(counts["now_count"] + counts["before_count"]) > 0].copy()
    now, before = cells["now_count"].to_numpy(dtype=float), cells["before_count"].to_numpy(dtype=float)
    share = days / (days + before_days) if before_days else 1.0
    cells["expected_count"] = before * days / before_days if before_days else np.nan
    cells["p_value"] = binom.sf(now - 1, now + before, share)
    cells["p_adjusted"] = holm(cells["p_value"].to_numpy())
    cells["looked_at"] = len(cells)
    rose = cells[(cells["p_adjusted"] < level) & (cells["now_count"] >= least)]
    columns = [*by, "now_count", "before_count", "expected_count", "p_value", "p_adjusted", "looked_at"]
    return rose[columns].sort_values(["p_value", "now_count"], ascending=[True, False], ignore_index=True)


def holm(p_values: np.ndarray) -> np.ndarray:
    """p-values adjusted for all tests together (Holm's step-down).

    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = np.arange(len(p_values), 0, -1)
    raised = np.minimum(np.maximum.accumulate(p_values[order] * steps), 1.0)
    adjusted = np.empty(len(p_values))
    adjusted[order] = raised
    return adjusted
