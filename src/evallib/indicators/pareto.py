"""Pareto (帕累托分析): the few kinds of failure that make up most of them.

Source: Juran (1951), Quality Control Handbook (the vital few).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from evallib.indicators.frames import as_pandas, check_names, numbers

VITAL_SHARE = 0.8


def pareto(
    frame: Any, category: str, count: str, vital_share: float = VITAL_SHARE, rest: str | None = None
) -> pd.DataFrame:
    """Categories by count, with their cumulative share.

    Args:
        frame: one or more rows per category.
        category: column that names the kind of failure.
        count: column with the number of failures.
        vital_share: the categories needed to reach this share are the vital few (关键少数).
        rest: a category that stands last whatever its count, since it is none of its own (其他).

    Returns:
        Most first: `category`, ``failures_count``, ``share_rate``, ``cumulative_rate``, ``is_vital``; categories
        without a failure are left out.

    Raises:
        ValueError: a count is negative.

    >>> failures = pd.DataFrame({"type": ["噪音", "违建", "物业"], "n": [12, 17, 71]})
    >>> pareto(failures, "type", "n")[["type", "cumulative_rate", "is_vital"]].to_dict("list")
    {'type': ['物业', '违建', '噪音'], 'cumulative_rate': [0.71, 0.88, 1.0], 'is_vital': [True, True, False]}
    """
    table_of_kinds = as_pandas(frame)
    check_names(table_of_kinds, [category, count])
    if (numbers(table_of_kinds[count])[0] < 0).any():
        raise ValueError("counts must not be negative")
    sums = table_of_kinds.groupby(category, dropna=False, sort=False)[count].sum()
    sums = sums[sums > 0].sort_values(ascending=False, kind="stable")
    sums = pd.concat([sums[sums.index != rest], sums[sums.index == rest]])
    table: pd.DataFrame = sums.rename("failures_count").reset_index()
    total = table["failures_count"].sum()
    table["share_rate"] = table["failures_count"] / total
    table["cumulative_rate"] = table["failures_count"].cumsum() / total
    before = table["cumulative_rate"].shift(fill_value=0.0)
    table["is_vital"] = before < vital_share
    return table
