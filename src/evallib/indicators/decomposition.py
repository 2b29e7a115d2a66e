"""Decomposition (变动分解): did a rate change because cases were handled differently, or because they were other cases?

Source: Kitagawa (1955), Components of a difference between two rates, JASA 50, 1168–1194; the mix effect of a group is
taken relative to the overall rate, so that a group that grows helps only if it does better than the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from evallib.indicators.frames import as_names, as_pandas, check_names, numbers

PP = 100.0


def decompose_change(
    before: Any, after: Any, by: Sequence[str] | str, numerator: str, denominator: str
) -> pd.DataFrame:
    """Split the change of a rate between two periods into mix effects (结构效应) and rate effects (水平效应) by group.

    With shares w and rates r: rate effect = (r₁ − r₀) · (w₀ + w₁)/2, mix effect = (w₁ − w₀) · ((r₀ + r₁)/2 − R̄), where
    R̄ is the mean of both overall rates. All effects add up to the change exactly. A group that has no cases in one
    period takes its rate from the other: all its effect is mix. A group of which a part is missing in one period is no
    group without cases: it is left out of both periods, like for like, and stays in the frame with a note.

    Args:
        before: counts by group in the first period.
        after: counts by group in the second period.
        by: columns that name a group, e.g. ``agency_responsible``.
        numerator: column with events.
        denominator: column with cases.

    Returns:
        One row per group: `by`, ``before_value``, ``after_value``, ``before_share``, ``after_share``,
        ``rate_effect_pp``, ``mix_effect_pp``, ``total_effect_pp``, ``note``; the largest total effect, up or down,
        first, groups left out last.

    Raises:
        ValueError: a period has no cases.

    >>> old = pd.DataFrame({"agency": ["A", "B"], "solved": [80, 10], "asked": [100, 100]})
    >>> new = pd.DataFrame({"agency": ["A", "B"], "solved": [40, 15], "asked": [50, 150]})
    >>> parts = decompose_change(old, new, ["agency"], "solved", "asked")
    >>> float(parts["rate_effect_pp"].sum().round(6)), float(parts["mix_effect_pp"].sum().round(6))
    (0.0, -17.5)
    """
    keys = as_names(by)
    first, second = (_sums(frame, keys, numerator, denominator) for frame in (before, after))
    gaps = [frame.index[frame["gaps"] > 0] for frame in (first, second)]
    left_out = gaps[0].union(gaps[1], sort=False)
    first, second = (frame.drop(columns="gaps").drop(left_out, errors="ignore") for frame in (first, second))
    table = first.add_suffix("_0").join(second.add_suffix("_1"), how="outer").fillna(0.0)
    totals = table.sum()
    if not totals["size_0"] or not totals["size_1"]:
        raise ValueError("both periods need cases")
    overall = (totals["events_0"] / totals["size_0"] + totals["events_1"] / totals["size_1"]) / 2
    rate_0 = table["events_0"] / table["size_0"]
    rate_1 = table["events_1"] / table["size_1"]
    known_0, known_1 = rate_0.fillna(rate_1), rate_1.fillna(rate_0)
    share_0, share_1 = table["size_0"] / totals["size_0"], table["size_1"] / totals["size_1"]
    result = pd.DataFrame(
        {
            "before_value": rate_0,
            "after_value": rate_1,
            "before_share": share_0,
            "after_share": share_1,
            "rate_effect_pp": ((known_1 - known_0) * (share_0 + share_1) / 2).fillna(0.0) * PP,
            "mix_effect_pp": ((share_1 - share_0) * ((known_0 + known_1) / 2 - overall)).fillna(0.0) * PP,
        }
    )
    result["total_effect_pp"] = result["rate_effect_pp"] + result["mix_effect_pp"]
    result["note"] = ""
    order = result["total_effect_pp"].abs().sort_values(ascending=False, kind="stable").index
    whole = result.loc[order].reset_index()
    if not len(left_out):
        return whole
    rest = left_out.to_frame(index=False)
    rest["note"] = [("上期" if name in gaps[0] else "本期") + "缺少分子或分母，两期都不计入" for name in left_out]
    return pd.concat([whole, rest], ignore_index=True)


def leverage(
    counts: Any, by: Sequence[str] | str, numerator: str, denominator: str, goal: float | None = None
) -> pd.DataFrame:
    """Which group would move the overall rate most, if it reached the goal and all others stayed as they are.

    Args:
        counts: counts by group.
        by: columns that name a group, e.g. ``agency_responsible``.
        numerator: column with events.
        denominator: column with cases.
        goal: the rate to reach; the overall rate by default. Groups at or above it move nothing.

    Returns:
        One row per group: `by`, ``value``, ``share``, ``missing_count`` (events short of the goal), ``gain_pp`` (what
        the overall rate would gain, in 百分点); most first. A group of which a part is
        missing has no value and counts nowhere.

    >>> agencies = pd.DataFrame({"agency": ["A", "B"], "solved": [90, 5], "asked": [100, 10]})
    >>> leverage(agencies, ["agency"], "solved", "asked", goal=0.9)[["agency", "missing_count"]].to_dict("list")
    {'agency': ['B', 'A'], 'missing_count': [4.0, 0.0]}
    """
    table = _sums(counts, as_names(by), numerator, denominator)
    table = table.mask(table["gaps"] > 0).drop(columns="gaps")
    total = table["size"].sum()
    goal = float(table["events"].sum() / total) if goal is None else goal
    value = table["events"] / table["size"]
    short = (goal * table["size"] - table["events"]).clip(lower=0.0)
    result = pd.DataFrame(
        {"value": value, "share": table["size"] / total, "missing_count": short, "gain_pp": short / total * PP}
    )
    result.loc[value.isna(), ["missing_count", "gain_pp"]] = float("nan")
    return result.sort_values("gain_pp", ascending=False, kind="stable").reset_index()


def _sums(frame: Any, keys: list[str], numerator: str, denominator: str) -> pd.DataFrame:
    """Sums of whole pairs by group, and how many pairs have a gap."""
    table = as_pandas(frame)
    check_names(table, [*keys, numerator, denominator])
    parts = table[keys].copy()
    parts["events"], no_events, odd_events = numbers(table[numerator])
    parts["size"], no_size, odd_size = numbers(table[denominator])
    cannot = (parts["events"] < 0) | (parts["size"] < 0) | (parts["events"] > parts["size"])
    gap = no_events | no_size | odd_events | odd_size | cannot.to_numpy()
    parts.loc[gap, ["events", "size"]] = 0.0
    parts["gaps"] = gap.astype(int)
    return parts.groupby(keys, dropna=False)[["events", "size", "gaps"]].sum()
