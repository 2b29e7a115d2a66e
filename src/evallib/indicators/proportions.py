"""Proportions (比率): numerator, denominator, value and Wilson interval in one frame row.

`proportions` is the vectorised kernel for frames; `proportion` and `ratio` make one row of the same columns.
Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference,
JASA 22(158), 209–212; interval without continuity correction.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.exact_numbers import exact, is_missing
from evallib.indicators.frames import By, as_pandas
from evallib.indicators.parts import (
    EXACT,
    FINITE,
    IMPOSSIBLE,
    METHOD,
    MISSING_PART,
    MORE_THAN_ALL,
    MORE_THAN_TOTAL,
    PROCESS,
    RATE_COLUMNS,
    ZERO_DENOMINATOR,
    Basis,
    RateParts,
    finite_sample,
    rate_limits,
    rate_rows,
    totals,
    with_reading,
)

__all__ = [
    "RATE_COLUMNS",
    "ZERO_DENOMINATOR",
    "empty_rate",
    "is_missing",
    "proportion",
    "proportions",
    "ratio",
    "wilson_interval",
]

#: A rate of which nothing is known, and the labels of its row, made once.
BLANK: dict[str, Any] = dict.fromkeys(RATE_COLUMNS, math.nan) | {
    "statistic": "proportion", "method": METHOD, "basis": "", "period": "", "n_missing": 0
}  # fmt: skip
RATE_INDEX = pd.Index(RATE_COLUMNS)


def wilson_interval(numerator: float, denominator: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a proportion (威尔逊区间).

    Args:
        numerator: events, 0 ≤ numerator ≤ denominator.
        denominator: trials, > 0; may be an effective, fractional number.
        confidence: two-sided level, between 0 and 1.

    Returns:
        Lower and upper limit as fractions between 0 and 1.

    Raises:
        ValueError: a count is negative, the numerator exceeds the denominator, the denominator is not
            positive, or the confidence is not inside (0, 1).

    >>> [round(limit, 4) for limit in wilson_interval(437, 602)]
    [0.6889, 0.76]
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    if numerator < 0:
        raise ValueError("numerator must not be negative")
    if numerator > denominator:
        raise ValueError("numerator must be less than or equal to denominator")
    share = np.array([numerator / denominator])
    lower, upper = intervals.wilson(share, np.array([float(denominator)]), confidence)
    return float(lower[0]), float(upper[0])


def empty_rate(note: str, **known: Any) -> pd.Series:
    """A row of `RATE_COLUMNS` without a value, that says why.

    >>> empty_rate("未提供", basis="抽样")["note"]
    '未提供'
    """
    row = BLANK | known | {"note": note}
    values = np.empty(len(RATE_COLUMNS), dtype=object)
    values[:] = [row[name] for name in RATE_COLUMNS]
    return pd.Series(values, index=RATE_INDEX, dtype=object)


def proportion(
    numerator: float | None,
    denominator: float | None,
    confidence: float | None = 0.95,
    *,
    basis: Basis = "抽样",
    population: float | None = None,
    process: bool = False,
    period: str = "",
) -> pd.Series:
    """One proportion (比率) with its interval, as a row of `RATE_COLUMNS`.

    What cannot be a proportion gives a missing value with the reason in `note`, never 0 or 1 and never an exception.

    Args:
        numerator: events.
        denominator: trials.
        confidence: level of the interval; None for none.
        basis: 全量, 抽样 or 回访; a full count has no interval unless `process`.
        population: known total from which the sample was drawn.
        process: give a full count the interval of its process, and say so.
        period: what the figure covers.

    Raises:
        ValueError: the confidence is not inside (0, 1), or the basis is none of the three.

    >>> row = proportion(437, 602)
    >>> round(row["value"], 4), row["method"], row["note"]
    (0.7259, 'Wilson', '')
    >>> proportion(0, 0)["note"]
    '分母为 0，无法计算'
    >>> proportion(38581, 38935, None)["lower"]
    nan
    """
    known = {"numerator": numerator, "denominator": denominator, "basis": basis, "period": period}
    rate_limits(np.array([]), confidence, basis, process, lambda level: (np.array([]), np.array([])))
    if is_missing(numerator) or is_missing(denominator):
        return empty_rate(MISSING_PART, n_missing=1, **known)
    try:
        top, bottom = float(numerator), float(denominator)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return empty_rate(IMPOSSIBLE, **known)
    if not (math.isfinite(top) and math.isfinite(bottom)) or top < 0 or bottom < 0:
        return empty_rate(IMPOSSIBLE, **known)
    if top > bottom:
        return empty_rate(MORE_THAN_ALL, **known)
    if bottom == 0:
        return empty_rate(ZERO_DENOMINATOR, **known)
    row = empty_rate("", value=top / bottom, **known)
    if confidence is not None and (basis != "全量" or process):
        size = np.array([bottom])
        if population is not None and not is_missing(population):
            size, wrong = finite_sample(size, np.array([float(population)]))
            if wrong[0]:
                row["note"] = MORE_THAN_TOTAL
                return row
            row["method"] = FINITE
        lower, upper = intervals.wilson(np.array([top / bottom]), size, confidence)
        row["lower"], row["upper"], row["confidence"] = float(lower[0]), float(upper[0]), confidence
        row["note"] = PROCESS if basis == "全量" else ""
    return row


def proportions(
    frame: Any,
    numerator: str,
    denominator: str,
    by: By = (),
    confidence: float | None = 0.95,
    *,
    basis: Basis = "抽样",
    population: str | float | None = None,
    process: bool = False,
    period: str = "",
) -> pd.DataFrame:
    """Proportions by group with Wilson limits (比例).

    Args:
        frame: a table (pandas, polars, pyarrow, Ibis) with one row per count.
        numerator: column with events.
        denominator: column with trials.
        by: grouping columns, or one; empty for one row in all, None for each row by itself.
        confidence: level of the interval; None for none.
        basis: 全量, 抽样 or 回访; a full count gets no interval.
        population: column with, or number of, all from which the sample was drawn (有限总体); where it is missing the
            interval is that of an endless one, where it is smaller than the sample there is none.
        process: give a full count the interval of its process, and say so.
        period: what the figures cover; by default what a column ``period`` tells of the rows of a group.

    Returns:
        The grouping columns and those that do not vary within a group, then `RATE_COLUMNS`; groups in order of first
        appearance. Rows without either part are left out and counted in ``n_missing``.

    Raises:
        ValueError: a column is not there, a grouping column is called like one of `RATE_COLUMNS`, the confidence is not
            inside (0, 1), or the basis is none of the three.

    >>> cases = pd.DataFrame({"town": ["A", "A", "B"], "solved": [8, None, 0], "rated": [10, 10, 0]})
    >>> proportions(cases, "solved", "rated", by=["town"])[["town", "value", "n_missing", "note"]].to_numpy().tolist()
    [['A', 0.8, 1, '1 行缺少分子或分母，未计入'], ['B', nan, 0, '分母为 0，无法计算']]
    """
    parts = RateParts(as_pandas(frame), numerator, denominator, by)
    more = parts.there & (parts.first > parts.second)
    share = parts.value(more)
    size, wrong, method = (
        parts.bottom,
        np.zeros(parts.groups.count, dtype=bool),
        np.full(parts.groups.count, METHOD, dtype=object),
    )
    if population is not None:
        total = totals(parts.table, parts.groups, population, parts.there)
        size, wrong = finite_sample(size, total)
        method[~np.isnan(total)] = FINITE
    lower, upper, shown = rate_limits(
        share, confidence, basis, process, lambda level: intervals.wilson(share, size, level)
    )
    notes = parts.notes(MORE_THAN_ALL, more)
    if shown is not None:
        notes[wrong & (notes == "")] = MORE_THAN_TOTAL
    return rate_rows(parts.table, parts.groups, share, parts.top, parts.bottom, lower, upper, shown, "proportion",
                 method, basis, period, parts.missing, with_reading(notes, basis, shown))  # fmt: skip


def ratio(numerator: Decimal | float | None, denominator: Decimal | float | None, period: str = "") -> pd.Series:
    """An exact ratio that is no sample (全量比值): no interval, method ``exact``.

    >>> ratio(Decimal("286.52"), Decimal("286.73"))["value"].quantize(Decimal("0.0001"))
    Decimal('0.9993')
    >>> ratio(Decimal(1), Decimal(0))["note"]
    '分母为 0，无法计算'
    """
    value, note, missing = None, "", 0
    top, bottom = exact(numerator), exact(denominator)
    if is_missing(numerator) or is_missing(denominator):
        note, missing = MISSING_PART, 1
    elif top is None or bottom is None:
        note = IMPOSSIBLE
    elif bottom == 0:
        note = ZERO_DENOMINATOR
    else:
        value = top / bottom
    return empty_rate(note, value=value, numerator=numerator, denominator=denominator, lower=None, upper=None,
                      confidence=None, statistic="ratio", method=EXACT, basis="全量", period=period,
                      n_missing=missing)  # fmt: skip
