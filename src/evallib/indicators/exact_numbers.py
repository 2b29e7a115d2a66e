"""Exact numbers (精确数): a figure of a table without loss, and whether there is one."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd


def is_missing(value: object) -> bool:
    """Whether a value is None, NaN or NA.

    >>> is_missing(float("nan")), is_missing(None), is_missing(0)
    (True, True, False)
    """
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def exact(value: object) -> Decimal | None:
    """A number without loss; None where it is missing or none.

    >>> exact(0.1), exact("约五十"), exact(None)
    (Decimal('0.1'), None, None)
    """
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if is_missing(value):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
