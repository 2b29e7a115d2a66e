"""Concentration (集中度): few addresses or callers that cause many cases.

Sources: Gini (1912) in the form of Dixon et al. (1987), Ecology 68, 1548–1551, without bias correction; Herfindahl and
Hirschman in Hirschman (1964), American Economic Review 54, 761–762.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from evallib.indicators.frames import as_ibis, as_names

if TYPE_CHECKING:
    import ibis.expr.types as ir

TOP_SHARES = (0.01, 0.05, 0.10)


def request_counts_by(cases: Any, key: str, by: Sequence[str] | str = ()) -> ir.Table:
    """Number of cases of every caller (诉求人) or address (地址), as an expression; most first.

    Args:
        cases: clean service requests.
        key: ``caller_id``, ``address``, ….
        by: further columns to keep apart, e.g. ``unit``.
    """
    import ibis

    cases = as_ibis(cases)
    known = cases.filter(cases[key].notnull())
    counts = known.group_by([*as_names(by), key]).aggregate(cases_count=known.count().cast("int64"))
    return counts.order_by([ibis.desc("cases_count"), key])


def concentration(counts: Sequence[float] | npt.NDArray[np.float64] | pd.Series) -> pd.Series:
    """How concentrated cases are.

    Args:
        counts: cases per caller or address; those without a case do not count.

    Returns:
        ``keys_count``, ``cases_count``, ``gini_rate`` (0: all alike, towards 1: one causes all), ``herfindahl_rate``
        (1: one causes all), ``top_1_rate``, ``top_5_rate``, ``top_10_rate`` (share of cases of the busiest 1%, 5%,
        10%), ``repeat_rate`` (share of cases of those with more than one).

    >>> float(concentration([1, 1, 1, 1])["gini_rate"]), float(concentration([97, 1, 1, 1])["gini_rate"])
    (0.0, 0.72)
    """
    values = np.sort(np.asarray(counts, dtype=float))
    if (values < 0).any():
        raise ValueError("counts must not be negative")
    values = values[values > 0]
    total, size = values.sum(), len(values)
    row: dict[str, float] = {"keys_count": size, "cases_count": total}
    missing = float("nan")
    position = np.arange(1, size + 1)
    row["gini_rate"] = (
        round(float(((2 * position - size - 1) * values).sum() / (size * total)), 12) if size else missing
    )
    row["herfindahl_rate"] = float(((values / total) ** 2).sum()) if size else missing
    for share in TOP_SHARES:
        top = values[-max(1, int(np.ceil(size * share))) :] if size else values
        row[f"top_{share * 100:g}_rate"] = float(top.sum() / total) if size else missing
    row["repeat_rate"] = float(values[values > 1].sum() / total) if size else missing
    return pd.Series(row)


def lorenz_curve(counts: Sequence[float] | npt.NDArray[np.float64] | pd.Series, points: int = 101) -> pd.DataFrame:
    """Lorenz curve (洛伦兹曲线), from the busiest down: which share of callers causes which share of cases.

    Returns:
        ``keys_rate`` and ``cases_rate``, both from 0 to 1.

    >>> lorenz_curve([3, 1], points=3)["cases_rate"].tolist()
    [0.0, 0.75, 1.0]
    """
    values = np.sort(np.asarray(counts, dtype=float))[::-1]
    values = values[values > 0]
    shares = np.linspace(0, 1, points)
    cumulative = np.concatenate([[0.0], np.cumsum(values) / values.sum()]) if len(values) else np.zeros(1)
    reached = np.interp(shares, np.linspace(0, 1, len(cumulative)), cumulative) if len(values) else shares * 0
    return pd.DataFrame({"keys_rate": shares, "cases_rate": reached})
