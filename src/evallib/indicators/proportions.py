"""Proportions (比率): numerator, denominator, value and Wilson interval in one frame row.

Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference,
JASA 22(158), 209–212; interval without continuity correction.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from decimal import Decimal
from statistics import NormalDist

import pandas as pd

RATE_COLUMNS = ["value", "numerator", "denominator", "lower", "upper", "method", "note"]
METHOD = "Wilson"
EXACT = "exact"
ZERO_DENOMINATOR = "分母为 0，无法计算"
MISSING_PART = "缺少分子或分母"


def is_missing(value: object) -> bool:
    """Whether a value is None, NaN or NA.

    >>> is_missing(float("nan")), is_missing(None), is_missing(0)
    (True, True, False)
    """
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def wilson_interval(numerator: float, denominator: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a proportion (威尔逊区间).

    Args:
        numerator: events, 0 ≤ numerator ≤ denominator.
        denominator: trials, > 0.
        confidence: two-sided level, between 0 and 1.

    Returns:
        Lower and upper limit as fractions between 0 and 1.

    Raises:
        ValueError: a count is negative, the numerator exceeds the denominator, the denominator is not
            positive, or the confidence is not inside (0, 1).

    >>> [round(limit, 4) for limit in wilson_interval(437, 602)]
    [0.6889, 0.76]
    """
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    if numerator < 0:
        raise ValueError("numerator must not be negative")
    if numerator > denominator:
        raise ValueError("numerator must be less than or equal to denominator")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = numerator / denominator
    shrink = 1 + z * z / denominator
    centre = (share + z * z / (2 * denominator)) / shrink
    half = z * math.sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2)) / shrink
    lower = 0.0 if numerator == 0 else max(0.0, centre - half)
    upper = 1.0 if numerator == denominator else min(1.0, centre + half)
    return lower, upper


def proportion(numerator: float | None, denominator: float | None, confidence: float = 0.95) -> pd.Series:
    """One proportion (比率) with its interval, as a row of `RATE_COLUMNS`.

    An empty or missing denominator gives a missing value with the reason in `note`, never 0 or 1.

    >>> row = proportion(437, 602)
    >>> round(row["value"], 4), row["method"], row["note"]
    (0.7259, 'Wilson', '')
    >>> proportion(0, 0)["note"]
    '分母为 0，无法计算'
    """
    missing = is_missing(numerator) or is_missing(denominator)
    if missing or denominator == 0:
        note = MISSING_PART if missing else ZERO_DENOMINATOR
        row = [math.nan, numerator, denominator, math.nan, math.nan, METHOD, note]
    else:
        assert numerator is not None and denominator is not None
        lower, upper = wilson_interval(float(numerator), float(denominator), confidence)
        row = [float(numerator) / float(denominator), numerator, denominator, lower, upper, METHOD, ""]
    return pd.Series(row, index=RATE_COLUMNS, dtype=object)


def proportions(
    frame: pd.DataFrame,
    numerator: str,
    denominator: str,
    by: Sequence[Hashable] = (),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Proportions by group: groups are summed and then divided, never averaged (先合计，后相除).

    Args:
        frame: one row per count; columns `numerator` and `denominator`.
        numerator: column with events.
        denominator: column with trials.
        by: grouping columns; empty for one row in all.
        confidence: level of the Wilson interval.

    Returns:
        The grouping columns followed by `RATE_COLUMNS`, groups in order of first appearance.

    Raises:
        ValueError: a numerator exceeds its denominator or is negative.

    >>> cases = pd.DataFrame({"town": ["A", "A", "B"], "solved": [8, 9, 0], "rated": [10, 10, 0]})
    >>> proportions(cases, "solved", "rated", by=["town"])[["town", "value", "note"]].to_dict("list")
    {'town': ['A', 'B'], 'value': [0.85, nan], 'note': ['', '分母为 0，无法计算']}
    """
    by = list(by)
    if by:
        sums = frame.groupby(by, sort=False, dropna=False)[[numerator, denominator]].sum(min_count=1).reset_index()
    else:
        sums = frame[[numerator, denominator]].sum(min_count=1).to_frame().T
    rows = [
        proportion(events, trials, confidence)
        for events, trials in zip(sums[numerator], sums[denominator], strict=True)
    ]
    rates = pd.DataFrame(rows, columns=RATE_COLUMNS).reset_index(drop=True)
    for column in ("value", "lower", "upper"):
        rates[column] = rates[column].astype(float)
    return pd.concat([sums[by].reset_index(drop=True), rates], axis=1) if by else rates


def ratio(numerator: Decimal | int | None, denominator: Decimal | int | None) -> pd.Series:
    """An exact ratio that is no sample (全量比值): no interval, method ``exact``.

    >>> ratio(Decimal("286.52"), Decimal("286.73"))["value"].quantize(Decimal("0.0001"))
    Decimal('0.9993')
    >>> ratio(Decimal(1), Decimal(0))["note"]
    '分母为 0，无法计算'
    """
    missing = is_missing(numerator) or is_missing(denominator)
    value, note = None, ""
    if missing:
        note = MISSING_PART
    elif denominator == 0:
        note = ZERO_DENOMINATOR
    else:
        value = Decimal(str(numerator)) / Decimal(str(denominator))
    return pd.Series([value, numerator, denominator, None, None, EXACT, note], index=RATE_COLUMNS, dtype=object)
