"""Withheld rates (暂不计算的率): what the data cannot tell is not computed low, or high; the reason stands beside it.

Without any limit nothing is late, and 处置及时率 would be 100%; an order whose status nobody understands is not "not
closed", and 结案率 would be too low.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from evallib.indicators.rate_rules import RateRule

UNKNOWN_STATES = "{count} 件的状态写法不认识或没有状态与办结时间，是否办结不明，暂不计算"
NO_LIMITS = "工单没有处置时限，不计算"
NO_REACH = "工单没有接通情况，不计算"
#: Marks that a city may not keep: what counts them → how many requests tell the mark at all, and why nothing is
#: computed.
MARKS = {
    "red_light_count": ("known_red_light_count", "工单没有是否红灯的标记，不计算"),
    "repeated_count": ("known_repeated_count", "工单没有是否重复的标记，不计算"),
    "returned_count": ("known_returned_count", "工单没有状态，也没有是否退回的标记，不计算"),
}


def counts_to_withhold(rules: Sequence[RateRule]) -> list[str]:
    """The counts that tell whether rates have to be withheld.

    >>> from evallib.indicators.rate_rules import rules
    >>> counts_to_withhold(rules(rates=["closing_rate", "satisfaction_rate"]))
    ['unknown_state_count']
    """
    needed = {
        "unknown_state_count": any(rule.needs_states for rule in rules),
        "limited_count": any(rule.needs_limits for rule in rules),
        "known_reach_count": any(rule.needs_reach for rule in rules),
    }
    marks = [known for count, (known, _) in MARKS.items() if any(count in rule.counts for rule in rules)]
    return [*(name for name, flag in needed.items() if flag), *marks]


def withhold(
    rates: pd.DataFrame, counts: pd.DataFrame, rules: Sequence[RateRule], by: Sequence[str] = ()
) -> pd.DataFrame:
    """Take out rates that rest on what is not known.

    A mark that no request of the whole file tells is not kept there, and nobody is told to have none of it; where some
    tell it, a blank means no.

    Args:
        rates: frame of `evallib.indicators.request_rates.rates_from_counts`.
        counts: the counts that it was made of; without ``unknown_state_count`` or ``limited_count`` nothing is withheld
            for that reason.
        rules: the rules of the rates; what they count decides, never what they are called.
        by: grouping columns of both.

    Returns:
        The rates, with value and interval missing and a note where they are withheld.

    >>> from evallib.indicators.rate_rules import rules
    >>> rates = pd.DataFrame({"rate": ["completion_rate", "timeliness_rate"], "value": [0.5, 1.0], "lower": [0.4, 0.9],
    ...                       "upper": [0.6, 1.0], "denominator": [9, 9], "note": ["", ""]})
    >>> counts = pd.DataFrame({"unknown_state_count": [3], "limited_count": [0]})
    >>> withhold(rates, counts, rules("huacao-2023"))[["value", "note"]].values.tolist()
    [[nan, '3 件的状态写法不认识或没有状态与办结时间，是否办结不明，暂不计算'], [nan, '工单没有处置时限，不计算']]
    """
    rates = _without_marks(rates, counts, rules)
    known = [name for name in ("unknown_state_count", "limited_count", "known_reach_count") if name in counts]
    need_states = {rule.name for rule in rules if rule.needs_states}
    absent = {
        "limited_count": (NO_LIMITS, {rule.name for rule in rules if rule.needs_limits}),
        "known_reach_count": (NO_REACH, {rule.name for rule in rules if rule.needs_reach}),
    }
    bound = rates["rate"].isin(need_states.union(*(names for _, names in absent.values())))
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
        rows = rates["rate"].isin(need_states) & (unknown > 0)
        _take_out(result, rows, [UNKNOWN_STATES.format(count=f"{count:,}") for count in unknown[rows]])
    for count, (reason, names) in absent.items():
        if count in told:
            rows = rates["rate"].isin(names) & told[count].fillna(0).eq(0) & (rates["denominator"].fillna(0) > 0)
            _take_out(result, rows, reason)
    return result


def _take_out(rates: pd.DataFrame, rows: pd.Series, note: str | list[str]) -> None:
    rates.loc[rows, "note"] = note
    rates.loc[rows, ["value", "lower", "upper"]] = math.nan


def _without_marks(rates: pd.DataFrame, counts: pd.DataFrame, rules: Sequence[RateRule]) -> pd.DataFrame:
    """Take out rates of marks that no request tells."""
    result = rates
    for count, (known, reason) in MARKS.items():
        names = {rule.name for rule in rules if count in rule.counts}
        if known not in counts or not names or counts[known].sum() > 0:
            continue
        rows = rates["rate"].isin(names) & (rates["denominator"].fillna(0) > 0)
        if rows.any():
            result = result.copy() if result is rates else result
            _take_out(result, rows, reason)
    return result
