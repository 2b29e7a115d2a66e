"""Comparisons (比较): differences of rates with Newcombe's interval, and which of many differences are to be believed.

Sources: Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine
17, 873–890 (method 10); Benjamini & Hochberg (1995), JRSS B 57, 289–300; for pairs of units Williams, Jones & Tukey
(1999), Journal of Educational and Behavioral Statistics 24, 42–69.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from evallib.indicators import intervals
from evallib.indicators.arrays import Array, Flags
from evallib.indicators.frames import as_names, as_pandas, check_names, numbers
from evallib.indicators.parts import FINITE

#: Share of called differences that may be chance.
DISCOVERY = 0.10
UP, DOWN, SAME, UNKNOWN = "上升", "下降", "无显著变化", "无法比较"
#: Where no level was asked for, nothing is called a change.
UNTESTED = "未检验"


def difference_interval(
    first: tuple[float | None, float | None], second: tuple[float | None, float | None], confidence: float | None = 0.95
) -> tuple[float, float]:
    """Interval of a difference of two proportions, each (numerator, denominator): Newcombe's hybrid score method.

    NaN where a part is missing, cannot be one of a proportion, or no level is asked for.

    >>> [round(limit, 4) for limit in difference_interval((56, 70), (48, 80))]
    [0.0524, 0.3339]
    """
    parts = [tuple(numbers(pd.Series([part], dtype=object))[0] for part in pair) for pair in (first, second)]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = [top / bottom for top, bottom in parts]
    limits = [intervals.wilson(share, bottom, confidence) for share, (_, bottom) in zip(shares, parts, strict=True)]
    low, high = intervals.difference(shares[0], limits[0], shares[1], limits[1])
    return float(low[0]), float(high[0])


def differ(first: Mapping[str, Any], second: Mapping[str, Any], confidence: float = 0.95) -> bool:
    """Whether two rates (rows with numerator and denominator) differ by more than their samples' chance.

    >>> differ({"numerator": 437, "denominator": 602}, {"numerator": 478, "denominator": 599})
    True
    """
    low, high = difference_interval(
        (first["numerator"], first["denominator"]), (second["numerator"], second["denominator"]), confidence
    )
    return low > 0 or high < 0


def compare_rates(
    now: Any,
    before: Any,
    on: Sequence[Hashable] | str,
    confidence: float | None = 0.95,
    measure: Literal["difference", "ratio"] = "difference",
) -> pd.DataFrame:
    """Rates of two periods (环比、同比) or of two groups: how far they lie apart, with an interval, and in a word.

    Proportions are compared by Newcombe's method from their parts, whatever interval they are shown with; samples of a
    known total, weighted indices and means from their own limits (MOVER). The parts of a full count stand for the
    process behind them.

    Args:
        now: rows of a measure (`RATE_COLUMNS`), one per `on`.
        before: the same for the period, or group, that it is compared with.
        on: columns that name a rate, each of which stands once on either side.
        confidence: level of the interval; None for none, and then for no verdict.
        measure: the difference of the values, or their ratio (proportions only).

    Returns:
        `on`, ``value``, ``before_value``, ``before_denominator``, ``change`` (difference or ratio), ``change_lower``,
        ``change_upper``, ``change_word`` (上升, 下降, 无显著变化, 无法比较 or 未检验).

    Raises:
        ValueError: a column is not there, or a rate stands twice in ``before``.

    >>> rows = pd.DataFrame({"rate": ["满意率"], "value": [0.72], "numerator": [72], "denominator": [100]})
    >>> later = rows.assign(value=0.75, numerator=75)
    >>> compare_rates(later, rows, ["rate"])["change_word"].tolist()
    ['无显著变化']
    """
    keys, later, sooner = as_names(on), as_pandas(now), as_pandas(before)
    for table in (later, sooner):
        check_names(table, [*keys, "value", "numerator", "denominator"])
    if sooner.duplicated(keys).any():
        raise ValueError(f"before has more than one row of the same {'、'.join(map(str, keys))}")
    pair = later.merge(sooner, on=keys, how="left", suffixes=("", "_before"), sort=False)
    value, earlier = (numbers(pair[name])[0] for name in ("value", "value_before"))
    plain = pair["statistic"].eq("proportion").to_numpy() if "statistic" in pair else np.ones(len(pair), dtype=bool)
    top, bottom, top_before, bottom_before = (
        numbers(pair[name])[0] for name in ("numerator", "denominator", "numerator_before", "denominator_before")
    )
    if measure == "ratio":
        with np.errstate(invalid="ignore", divide="ignore"):
            change = value / earlier
        low, high = intervals.proportion_ratio((top, bottom), (top_before, bottom_before), confidence)
        low, high, even = np.where(plain, low, math.nan), np.where(plain, high, math.nan), 1.0
    else:
        change, even = value - earlier, 0.0
        own = [
            _limits(pair, share, size, plain, suffix, confidence)
            for share, size, suffix in ((value, bottom, ""), (earlier, bottom_before, "_before"))
        ]
        low, high = intervals.difference(value, own[0], earlier, own[1])
    known = ~np.isnan(low) & ~np.isnan(change)
    words = np.select([known & (low > even), known & (high < even), known], [UP, DOWN, SAME], UNKNOWN)
    if confidence is None:
        words = np.where(np.isnan(change), UNKNOWN, UNTESTED)
    result = pair[keys].copy()
    result["value"], result["before_value"], result["before_denominator"] = value, earlier, bottom_before
    result["change"], result["change_lower"], result["change_upper"] = change, low, high
    return result.assign(change_word=words)


def _limits(
    pair: pd.DataFrame, share: Array, size: Array, plain: Flags, suffix: str, confidence: float | None
) -> tuple[Array, Array]:
    low, high = intervals.wilson(share, size, confidence)
    if f"method{suffix}" in pair and f"confidence{suffix}" in pair:
        finite = pair[f"method{suffix}"].eq(FINITE) & (numbers(pair[f"confidence{suffix}"])[0] == confidence)
        plain = plain & ~finite.to_numpy()
    if plain.all() or f"lower{suffix}" not in pair:
        return np.where(plain, low, math.nan), np.where(plain, high, math.nan)
    own = [numbers(pair[f"{side}{suffix}"])[0] for side in ("lower", "upper")]
    return np.where(plain, low, own[0]), np.where(plain, high, own[1])


def pair_chances(events: Array, cases: Array) -> Array:
    """Two-sided chance of a difference as large, for every pair of units (score test); upper triangle, row by row.

    >>> pair_chances(np.array([80.0, 60.0]), np.array([100.0, 100.0])).round(4).tolist()
    [0.002]
    """
    first, second = np.triu_indices(len(events), 1)
    return score_chances(events[first], cases[first], events[second], cases[second])


def score_chances(events: Array, cases: Array, other_events: Array, other_cases: Array) -> Array:
    """Two-sided chance of a difference as large between two proportions whose common rate is pooled."""
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (events + other_events) / (cases + other_cases)
        error = np.sqrt(pooled * (1 - pooled) * (1 / cases + 1 / other_cases))
        z = np.abs(events / cases - other_events / other_cases) / error
    z = np.nan_to_num(z, nan=0.0)
    # erfc(z/√2), by the complementary error function that numpy lacks and math has.
    return np.array([math.erfc(score / math.sqrt(2)) for score in z]) if len(z) < 20_000 else _erfc(z)


def _erfc(z: Array) -> Array:
    from scipy.special import erfc

    result: Array = erfc(z / math.sqrt(2))
    return result


def discoveries(chances: Array, share: float = DISCOVERY) -> Flags:
    """Which differences to call, so that at most `share` of the called ones are chance (Benjamini & Hochberg).

    >>> discoveries(np.array([0.001, 0.04, 0.8]), 0.1).tolist()
    [True, True, False]
    """
    count = len(chances)
    if not count:
        return np.zeros(0, dtype=bool)
    order = np.argsort(chances)
    passed = np.flatnonzero(chances[order] <= share * np.arange(1, count + 1) / count)
    found = np.zeros(count, dtype=bool)
    if len(passed):
        found[order[: passed[-1] + 1]] = True
    return found
