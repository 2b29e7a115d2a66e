"""Withheld rates (暂不计算的率): what the data cannot tell is not computed low, or high; the reason stands beside it.

Without any limit nothing is late, and 处置及时率 would be 100%; an order whose status nobody understands is not "not
closed", and 结案率 would be too low.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

#: Rates that need to know whether each request is closed, and those that need limits.
NEED_STATES = frozenset({"completion_rate"})
NEED_LIMITS = frozenset({"timeliness_rate", "overdue_rate"})
UNKNOWN_STATES = "{count} 件的状态写法不认识或没有状态与办结时间，是否办结不明，暂不计算"
NO_LIMITS = "工单没有处置时限，不计算"


def counts_to_withhold(rates: Sequence[str]) -> list[str]:
    """The counts that tell whether rates have to be withheld.

    >>> counts_to_withhold(["completion_rate", "satisfaction_rate"])
    ['unknown_state_count']
    """
    pairs = ((NEED_STATES, "unknown_state_count"), (NEED_LIMITS, "limited_count"))
    return [count for names, count in pairs if names & set(rates)]


def withhold(rates: pd.DataFrame, counts: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Take out rates that rest on what is not known.

    Args:
        rates: frame of `evallib.indicators.request_rates.rates_from_counts`.
        counts: the counts that it was made of; without ``unknown_state_count`` or ``limited_count`` nothing is withheld
            for that reason.
        by: grouping columns of both.

    Returns:
        The rates, with value and interval missing and a note where they are withheld.

    >>> rates = pd.DataFrame({"rate": ["completion_rate", "timeliness_rate"], "value": [0.5, 1.0], "lower": [0.4, 0.9],
    ...                       "upper": [0.6, 1.0], "note": ["", ""]})
    >>> counts = pd.DataFrame({"unknown_state_count": [3], "limited_count": [0]})
    >>> withhold(rates, counts)[["value", "note"]].values.tolist()
    [[nan, '3 件的状态写法不认识或没有状态与办结时间，是否办结不明，暂不计算'], [nan, '工单没有处置时限，不计算']]
    """
    known = [name for name in ("unknown_state_count", "limited_count") if name in counts]
    bound = rates["rate"].isin(NEED_STATES | NEED_LIMITS)
    if not known or not bound.any():
        return rates
    if by:
        sums = counts.groupby(list(by), dropna=False)[known].sum().reset_index()
        told = rates[list(by)].merge(sums, on=list(by), how="left").set_index(rates.index)
    else:
        told = pd.DataFrame({name: [counts[name].sum()] * len(rates) for name in known}, index=rates.index)
    result = rates.copy()
    if "unknown_state_count" in told:
        unknown = told["unknown_state_count"].fillna(0).astype("int64")
        rows = rates["rate"].isin(NEED_STATES) & (unknown > 0)
        result.loc[rows, "note"] = [UNKNOWN_STATES.format(count=f"{count:,}") for count in unknown[rows]]
        result.loc[rows, ["value", "lower", "upper"]] = math.nan
    if "limited_count" in told:
        rows = rates["rate"].isin(NEED_LIMITS) & told["limited_count"].fillna(0).eq(0)
        result.loc[rows, "note"] = NO_LIMITS
        result.loc[rows, ["value", "lower", "upper"]] = math.nan
    return result
