"""Figures (数字): a printed number as the checks compare it, and what a mention of a text is to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from evallib.audit.reading.document import Place
from evallib.parsing.claims.mentions import Mention

_ALIASES = {"个百分点": "百分点"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number (数字) with what is known about it.

    Args:
        value: as printed, without unit conversion (12.5% is 12.5).
        text: the digits as printed.
        unit: "%", "百分点", "万元", "件", … or "".
        decimals: places after the point, as printed.
        label: the words it belongs to.
        period: the year it belongs to ("2023"), or "".
        hedge: words that make it inexact ("约", "以上", "余", "≥"), or "".
    """

    value: Decimal
    text: str
    unit: str
    decimals: int
    place: Place
    label: str = field(default="", compare=False)
    period: str = field(default="", compare=False)
    hedge: str = field(default="", compare=False)

    @property
    def step(self) -> Decimal:
        """The last printed place as a number: 0.01 for 12.34."""
        return Decimal(1).scaleb(-self.decimals)

    def __str__(self) -> str:
        return self.text + self.unit


def figure_of(mention: Mention, place: Place, unit: str = "", label: str = "", period: str = "") -> Figure:
    """A printed number with its place; `unit` where the number itself prints none."""
    own = _ALIASES.get(mention.unit, mention.unit)
    return Figure(mention.number, mention.digits, own or unit, mention.decimals, place, label, period, mention.hedge)
