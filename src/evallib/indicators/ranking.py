"""Ranks (位次) with what they are worth: rank intervals by simulation, and neighbours that cannot be told apart.

Sources: Goldstein & Spiegelhalter (1996), League tables and their limitations, JRSS A 159, 385–443; Marshall &
Spiegelhalter (1998), Reliability of league tables, BMJ 316, 1701–1704; Newcombe (1998), Interval estimation for the
difference between independent proportions, Statistics in Medicine 17, 873–890 (method 10).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from evallib.indicators.proportions import ZERO_DENOMINATOR, proportion, wilson_interval

DRAWS = 10_000
#: Jeffreys prior: half a success and half a failure before any case is seen.
PRIOR = 0.5
SMALL = 30


def league_table(
    frame: pd.DataFrame,
    unit: str,
    numerator: str,
    denominator: str,
    better: str = "increase",
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20230101,
) -> pd.DataFrame:
    """Units by rate, with rank intervals and the neighbours that the data cannot tell apart.

    Args:
        frame: one row per unit.
        unit: column with its name.
        numerator: column with events.
        denominator: column with cases.
        better: ``increase`` if a high rate is good, ``decrease`` if a low one is.
        confidence: level of all intervals.
        draws: number of simulated rankings.
        seed: the same seed gives the same intervals.

    Returns:
        Best first: `unit`, ``rank`` (ties share the smaller rank), value … note of `proportion`, ``rank_lower``,
        ``rank_upper`` (interval of the rank), ``tied_with`` (units from which it does not differ significantly,
        joined by 、), ``same_as_next`` (bool). Units without cases stand last, without a rank; fewer than 30 cases
        are noted.

    >>> towns = pd.DataFrame({"town": ["甲", "乙", "丙"], "solved": [90, 88, 40], "asked": [100, 100, 100]})
    >>> table = league_table(towns, "town", "solved", "asked")
    >>> table[["town", "rank", "tied_with"]].to_dict("list")
    {'town': ['甲', '乙', '丙'], 'rank': [1, 2, 3], 'tied_with': ['乙', '甲', '']}
    """
    sign = 1.0 if better == "increase" else -1.0
    rates = pd.DataFrame(
        [proportion(*pair, confidence) for pair in zip(frame[numerator], frame[denominator], strict=True)]
    )
    table = pd.concat([frame[[unit]].reset_index(drop=True), rates.reset_index(drop=True)], axis=1)
    for column in ("value", "lower", "upper"):
        table[column] = table[column].astype(float)
    table["rank"] = (-sign * table["value"]).rank(method="min").astype("Int64")
    table = table.sort_values(["rank", unit], kind="stable", na_position="last", ignore_index=True)
    counted = table["value"].notna().to_numpy()
    events = table.loc[counted, "numerator"].to_numpy(dtype=float)
    cases = table.loc[counted, "denominator"].to_numpy(dtype=float)
    low, high = rank_intervals(events, cases, better, confidence, draws, seed)
    table.loc[counted, "rank_lower"], table.loc[counted, "rank_upper"] = low, high
    table = table.astype({"rank_lower": "Int64", "rank_upper": "Int64"})
    same = _same(events, cases, confidence)
    names = table.loc[counted, unit].astype(str).tolist()
    ties = ["、".join(name for name, tie in zip(names, row, strict=True) if tie) for row in same]
    table["tied_with"] = ties + [""] * int((~counted).sum())
    table["same_as_next"] = [bool(same[i, i + 1]) for i in range(len(names) - 1)] + [False] * (
        len(table) - max(len(names) - 1, 0)
    )
    small = counted & (table["denominator"].astype(float) < SMALL).to_numpy()
    table.loc[small, "note"] = f"不足 {SMALL} 件，位次仅供参考"
    table.loc[~counted, "note"] = ZERO_DENOMINATOR
    return table


def rank_intervals(
    numerators: np.ndarray[tuple[int], np.dtype[np.float64]],
    denominators: np.ndarray[tuple[int], np.dtype[np.float64]],
    better: str = "increase",
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20230101,
) -> tuple[list[int], list[int]]:
    """Intervals of ranks: rates are drawn from their Beta posteriors and ranked, again and again.

    >>> rank_intervals(np.array([990.0, 10.0]), np.array([1000.0, 1000.0]))
    ([1, 2], [1, 2])
    """
    if not len(numerators):
        return [], []
    rng = np.random.default_rng(seed)
    rates = rng.beta(numerators + PRIOR, denominators - numerators + PRIOR, size=(draws, len(numerators)))
    order = np.argsort(-rates if better == "increase" else rates, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(numerators) + 1)[None, :], axis=1)
    tail = (1 - confidence) / 2
    # Ranks are whole: the interval must hold at least `confidence`, so it ends at observed ranks.
    low = np.quantile(ranks, tail, axis=0, method="lower")
    high = np.quantile(ranks, 1 - tail, axis=0, method="higher")
    return low.astype(int).tolist(), high.astype(int).tolist()


def difference_interval(
    first: tuple[float, float], second: tuple[float, float], confidence: float = 0.95
) -> tuple[float, float]:
    """Interval of a difference of two proportions, each (numerator, denominator): Newcombe's hybrid score method.

    >>> [round(limit, 4) for limit in difference_interval((56, 70), (48, 80))]
    [0.0524, 0.3339]
    """
    p, q = first[0] / first[1], second[0] / second[1]
    (p_low, p_high), (q_low, q_high) = wilson_interval(*first, confidence), wilson_interval(*second, confidence)
    gap = p - q
    return (
        gap - math.sqrt((p - p_low) ** 2 + (q_high - q) ** 2),
        gap + math.sqrt((p_high - p) ** 2 + (q - q_low) ** 2),
    )


def differ(first: Mapping[str, float], second: Mapping[str, float], confidence: float = 0.95) -> bool:
    """Whether two rates (rows with numerator and denominator) differ by more than their samples' chance.

    >>> differ({"numerator": 437, "denominator": 602}, {"numerator": 478, "denominator": 599})
    True
    """
    low, high = difference_interval(
        (first["numerator"], first["denominator"]), (second["numerator"], second["denominator"]), confidence
    )
    return low > 0 or high < 0


def _same(
    events: np.ndarray[tuple[int], np.dtype[np.float64]],
    cases: np.ndarray[tuple[int], np.dtype[np.float64]],
    confidence: float,
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which pairs do not differ, without the diagonal."""
    count = len(events)
    same = np.zeros((count, count), dtype=bool)
    for i in range(count):
        for j in range(i + 1, count):
            low, high = difference_interval((events[i], cases[i]), (events[j], cases[j]), confidence)
            same[i, j] = same[j, i] = low <= 0 <= high
    return same
