"""A condition on a number as a range with open or closed ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a number; `low_in`/`high_in` are None where the text does not say if the boundary belongs to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_in: bool | None = True
    high_in: bool | None = True
    unit: str = ""
    absolute: bool = False
    start: int = 0
    end: int = 0
    bare: bool = False

    @property
    def exact(self) -> bool:
        """One number."""
        return self.low is not None and self.low == self.high
