"""Figures (数字): what a mention of a text is to the checks that compare printed numbers."""

from __future__ import annotations

from evallib.audit.reading.document import Figure, Place
from evallib.parsing.claims.mentions import Mention

_ALIASES = {"个百分点": "百分点"}


def figure_of(mention: Mention, place: Place, unit: str = "", label: str = "", period: str = "") -> Figure:
    """A printed number with its place; `unit` where the number itself prints none."""
    own = _ALIASES.get(mention.unit, mention.unit)
    return Figure(mention.number, mention.digits, own or unit, mention.decimals, place, label, period, mention.hedge)
