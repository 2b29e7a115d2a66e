"""Readings (读法): one way to understand a text, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a text.

    Args:
        value: what was read: a Decimal, a date, a Period, a text, or a tuple of readings for several things at once.
        unit: base unit of the value (元, %, 分钟, 天, 平方米 …; percentages are fractions); empty for a bare number.
        low: smallest value that the text admits, None where it is open below.
        high: largest value that the text admits, None where it is open above.
        kind: number, percent, money, quantity, date, period, range, compound, phrase or concept.
        evidence: why it was read so, in Chinese, strongest first.
        rest: what of the text this reading does not explain.
        op: how the text compares: ≥, ≤, >, <, =, ≈ (an approximation), or empty for a plain value.
    """

    value: Any
    unit: str = ""
    low: Any = None
    high: Any = None
    kind: str = "number"
    evidence: tuple[str, ...] = ()
    rest: str = ""
    op: str = ""

    def because(self, *evidence: str) -> Reading:
        """The same reading with more evidence.

        >>> Reading(1).because("表头写明单位").evidence
        ('表头写明单位',)
        """
        return replace(self, evidence=(*self.evidence, *evidence))
