"""Rounding (四舍五入): halves go up, away from zero, as the trade does it; the only place that rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

GUARD = Decimal("1E-12")  # what is left of a division beyond this is no part of the value


def round_half_up(value: Any, places: int = 2) -> Decimal:
    """A number at so many places, halves up, after dropping the residue of divisions beyond 12 decimals.

    Args:
        value: a Decimal, or anything whose text is a number.
        places: decimals that stay; negative ones round before the point.

    >>> round_half_up(Decimal("4.3055")), round_half_up(Decimal(1) / 3 * Decimal("0.015")), round_half_up("2.675")
    (Decimal('4.31'), Decimal('0.01'), Decimal('2.68'))
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if places < 12:
        number = number.quantize(GUARD, ROUND_HALF_UP)
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
