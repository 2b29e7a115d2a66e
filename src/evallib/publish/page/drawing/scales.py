"""Scales (刻度): where a value lies on a line of so many px, and which round values are written beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on px from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; what lies outside stays at the edge."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.start + min(max(share, 0), 1) * (self.end - self.start)

    def ticks(self, most: int = 4) -> list[float]:
        """Round values between its ends.

        >>> Scale(0, 97, 0, 100).ticks(), Scale(66, 73, 0, 100).ticks()
        ([0.0, 50.0], [66.0, 68.0, 70.0, 72.0])
        """
        span = (self.high - self.low) or 1
        size = 10 ** math.floor(math.log10(span / most))
        step = next(size * part for part in (1, 2, 5, 10) if span / (size * part) <= most)
        first = math.ceil(self.low / step - 1e-9) * step
        count = int((self.high - first) / step + 1e-9) + 1
        return [float(round(first + place * step, 10)) for place in range(count)]


def span_of(values: Sequence[float], axis: Mapping[str, Any], from_zero: bool) -> tuple[float, float]:
    """The ends of an axis: as the figure says, else from its values, with a little room."""
    if isinstance(given := axis.get("range"), list | tuple) and all(isinstance(end, int | float) for end in given):
        return float(min(given)), float(max(given))
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if from_zero:
        return min(low, 0.0), max(high, 0.0) or 1.0
    room = (high - low) * 0.06 or max(abs(high) * 0.05, 0.5)
    return low - room, high + room


def tick_text(value: float, axis: Mapping[str, Any]) -> str:
    """A tick as text, with the axis' suffix.

    >>> (
    ...     tick_text(2000.0, {"tickformat": ",d"}),
    ...     tick_text(95.0, {"ticksuffix": "%"}),
    ...     tick_text(0.5, {"tickformat": ".0%"}),
    ... )
    ('2,000', '95%', '50%')
    """
    if "%" in str(axis.get("tickformat", "")):
        return f"{value:.0%}"
    return f"{value:,.10g}{axis.get('ticksuffix', '')}"
