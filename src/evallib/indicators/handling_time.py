"""Handling time (办理时长): median, 90th percentile, share within a limit, and open cases not thrown away.

A mean of closed cases alone flatters: the hard ones are still open. `survival_curve` keeps them, as censored.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evallib.indicators.frames import as_names, as_pandas
from evallib.indicators.intervals import normal_quantile
from evallib.indicators.request_counts import Cohort, count_metrics, in_cohort, with_missing_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir


def hours(cases: ir.Table) -> ir.Value:
    """Hours (小时) between request and closing; missing for open cases."""
    return cases.closed_datetime.delta(cases.requested_datetime, unit="second") / 3600.0


def handling_times(
    cases: Any,
    by: Sequence[str] | str = (),
    limit_hours: float = 72.0,
    cohort: Cohort = "closed",
    with_counts: bool | Sequence[str] = False,
    as_of: datetime | None = None,
) -> ir.Table:
    """Exact quantiles of the handling time of closed cases, by group.

    Args:
        cases: clean service requests.
        by: grouping columns; ``month`` is the first day of the cohort's month.
        limit_hours: the limit of ``within_limit_count``.
        cohort: see `evallib.indicators.request_counts.COHORTS`.
        with_counts: add the counts of `count_requests`, all or those named, in the same pass over the data.
        as_of: the data's end; with it, only requests whose limit has passed count (see `count_requests`): of a month
            that is not due yet, the quick ones are closed first.

    Returns:
        An expression: `by`, ``timed_count``, ``median_hours``, ``p90_hours``, ``within_limit_count``. Quantiles
        interpolate linearly between order statistics (Hyndman & Fan 1996, type 7, as numpy does).
    """
    import ibis

    by, chosen = as_names(by), in_cohort(cases, cohort)
    if "month" in by:
        chosen = chosen.mutate(month=chosen[f"{cohort}_datetime"].truncate("M").date())
    chosen = chosen.mutate(handling_hours=hours(chosen))
    taken = chosen.handling_hours
    if as_of is not None:
        taken = ibis.ifelse(chosen.expected_datetime > ibis.literal(as_of), ibis.null().cast("float64"), taken)
    metrics = {
        "timed_count": taken.count().cast("int64"),
        # Both quantiles at once: the engine keeps the values of a group only once.
        "quantiles": taken.quantile([0.5, 0.9]),
        # Spark counts nothing of a condition as null, not as 0.
        "within_limit_count": chosen.count(where=taken <= limit_hours).cast("int64").fill_null(0),
    }
    if with_counts:
        metrics |= count_metrics(chosen, as_of, None if isinstance(with_counts, bool) else with_counts)
    table = chosen.group_by(list(by)).aggregate(**metrics) if by else chosen.aggregate(**metrics)
    table = table.mutate(median_hours=table.quantiles[0], p90_hours=table.quantiles[1])
    rest = [name for name in metrics if name not in {"timed_count", "quantiles"}]
    return table.select(*by, "timed_count", "median_hours", "p90_hours", *rest)


def survival_table(cases: Any, as_of: datetime, step_hours: float = 1.0) -> ir.Table:
    """How many cases closed, and how many were still open, after each number of steps: input of `survival_curve`.

    Args:
        cases: clean service requests.
        as_of: the moment of the export; open cases are censored there.
        step_hours: width of a step; durations are rounded up to whole steps.

    Returns:
        An expression: ``duration_hours``, ``closed_count``, ``open_count``.
    """
    import ibis

    # What went back to the city ended otherwise; it is neither closed by the town nor waiting for it.
    cases = with_missing_columns(cases)
    waiting = cases.filter(~cases.is_returned.fill_null(False) | cases.closed_datetime.notnull())
    end = waiting.closed_datetime.fill_null(ibis.literal(as_of))
    seconds = end.delta(waiting.requested_datetime, unit="second")
    step = (seconds / (3600.0 * step_hours)).ceil().cast("int64")
    timed = waiting.mutate(duration_hours=step * step_hours, is_event=waiting.closed_datetime.notnull())
    timed = timed.filter(timed.duration_hours >= 0)
    return timed.group_by("duration_hours").aggregate(
        closed_count=timed.count(where=timed.is_event).cast("int64").fill_null(0),
        open_count=timed.count(where=~timed.is_event).cast("int64").fill_null(0),
    )


def survival_curve(durations: Any, confidence: float | None = 0.95) -> pd.DataFrame:
    """Share of cases that are still open after a time (Kaplan–Meier 曲线), with a log-log interval.

    Args:
        durations: ``duration_hours``, ``closed_count`` and ``open_count`` (censored), one row per duration.
        confidence: level of the pointwise interval; None for none.

    Returns:
        ``duration_hours``, ``at_risk_count``, ``closed_count``, ``open_count``, ``value`` (share still open),
        ``lower``, ``upper``.

    Source: Kaplan & Meier (1958), JASA 53, 457–481; variance of Greenwood (1926), log-log interval as in
    Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., section 1.4.

    >>> frame = pd.DataFrame({"duration_hours": [1, 2, 3], "closed_count": [1, 1, 1], "open_count": [0, 1, 0]})
    >>> survival_curve(frame)["value"].round(4).tolist()
    [0.75, 0.5, 0.0]
    """
    table = (
        as_pandas(durations).groupby("duration_hours", sort=True)[["closed_count", "open_count"]].sum().reset_index()
    )
    closed = table["closed_count"].to_numpy(dtype=float)
    leaving = closed + table["open_count"].to_numpy(dtype=float)
    at_risk = leaving[::-1].cumsum()[::-1]
    value = np.cumprod(1 - closed / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(at_risk > closed, closed / (at_risk * (at_risk - closed)), np.nan))
        width = normal_quantile(confidence) * np.sqrt(greenwood) / np.log(value)
        lower, upper = value ** np.exp(-width), value ** np.exp(width)
    settled = ((value <= 0) | (value >= 1)) & (confidence is not None)
    table["at_risk_count"] = at_risk.astype("int64")
    table["value"] = value
    table["lower"] = np.where(settled, value, lower)
    table["upper"] = np.where(settled, value, upper)
    return table[["duration_hours", "at_risk_count", "closed_count", "open_count", "value", "lower", "upper"]]


def survival_quantile(curve: pd.DataFrame, share: float = 0.5) -> float:
    """Time by which `share` of all cases are closed, open ones included; NaN where the curve does not get there.

    >>> frame = pd.DataFrame({"duration_hours": [1, 2, 3], "closed_count": [1, 1, 0], "open_count": [0, 0, 2]})
    >>> survival_quantile(survival_curve(frame), 0.5), survival_quantile(survival_curve(frame), 0.9)
    (2.0, nan)
    """
    reached = curve[curve["value"] <= 1 - share + 1e-12]
    return float(reached["duration_hours"].iloc[0]) if len(reached) else math.nan
