"""Periods of published rates (统计时段): which row of a rate stands for its year, and which tell parts of it.

Towns publish a rate month by month, by half-years, or with a total behind; a year's page shows one figure for the year.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from evallib.indicators.exact_numbers import is_missing
from evallib.indicators.four_rates import standard_name

DAYS_OF_A_MONTH = 30.44


def split_periods(published: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that stand for their year, and rows of parts of it (全年与分段).

    Of a rate and year the longest period stands for the year, a row of totals before others; where all are equally long
    (months without a total) the latest does. Rows of one and the same period, say of two samples, all stay.

    Args:
        published: clean four_rates; ``indicator``, ``year`` and, where known, ``period_start``, ``period_end`` (ISO
            dates), ``row_kind``.

    Returns:
        Both with the columns and the order of `published`; the parts by their first day. What stands for the year may
        be a month: its own period says so.

    >>> frame = pd.DataFrame({"indicator": ["市民满意率"] * 3, "year": [2024] * 3, "rate": ["0.9", "0.91", "0.905"],
    ...     "period_start": ["2024-01-01", "2024-02-01", "2024-01-01"],
    ...     "period_end": ["2024-01-31", "2024-02-29", "2024-12-31"], "row_kind": ["line", "line", "total"]})
    >>> whole, parts = split_periods(frame)
    >>> list(whole["rate"]), list(parts["rate"])
    (['0.905'], ['0.9', '0.91'])
    """
    if published.empty or "period_start" not in published:
        return published, published.iloc[:0]
    entries = published.to_dict("records")
    best: dict[tuple[Any, str], tuple[int, int, bool, str, str]] = {}
    ranks = [_rank(entry) for entry in entries]
    names = [(entry["year"], standard_name(str(entry["indicator"]))) for entry in entries]
    for name, rank in zip(names, ranks, strict=True):
        best[name] = max(best.get(name, rank), rank)
    chosen = pd.Series([rank == best[name] for name, rank in zip(names, ranks, strict=True)], index=published.index)
    parts = published[~chosen]
    return published[chosen], parts.sort_values(["year", "period_start", "period_end"], kind="stable")


def _rank(entry: dict[Any, Any]) -> tuple[int, int, bool, str, str]:
    """How well a row stands for its year: by its months, or days where it is none, then totals, then the later one."""
    start, end = entry.get("period_start"), entry.get("period_end")
    if is_missing(start) or is_missing(end):
        return 0, 0, False, "", ""
    first, last = (date.fromisoformat(str(day)[:10]) for day in (start, end))
    days = (last - first).days + 1
    months = round(days / DAYS_OF_A_MONTH)  # January is no longer than February
    return (
        months,
        0 if months else days,
        entry.get("row_kind") == "total",
        last.isoformat(),
        first.isoformat(),
    )
