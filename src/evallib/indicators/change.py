"""Change (同比、环比): growth of amounts and counts in per cent, of rates in percentage points (百分点)."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from evallib.indicators.exact_numbers import exact, is_missing
from evallib.indicators.proportions import ratio

NEGATIVE_BASE = "上期为负，增长率没有意义"


def growth(current: Decimal | float | None, previous: Decimal | float | None) -> pd.Series:
    """Growth (同比/环比增长率) = (本期 − 上期) ÷ 上期, as a row with value, numerator, denominator and note.

    A missing or zero basis gives a missing value with the reason, never 0 or 100%.

    >>> growth(Decimal("783.99"), Decimal("286.73"))["value"].quantize(Decimal("0.0001"))
    Decimal('1.7342')
    >>> growth(5, 0)["note"]
    '分母为 0，无法计算'
    """
    now, then = exact(current), exact(previous)
    if now is None or then is None:
        # What is missing, and what is no number, says so.
        return ratio(current if now is None else None, previous)
    row = ratio(now - then, then)
    if row["value"] is not None and then < 0:
        row["value"], row["note"] = None, NEGATIVE_BASE
    return row


def difference_pp(current: Decimal | float | None, previous: Decimal | float | None) -> Decimal | None:
    """Difference of two rates in percentage points (百分点); None where one is missing.

    >>> difference_pp(Decimal("0.7227"), Decimal("0.8138"))
    Decimal('-9.1100')
    """
    if current is None or previous is None or is_missing(current) or is_missing(previous):
        return None
    return (Decimal(str(current)) - Decimal(str(previous))) * 100
