"""Printed places (印出的位数): what rounding to the places in which figures are printed may explain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evallib.model.rounding import round_half_up

TEN_THOUSAND = Decimal(10000)


def rounding_room(values: Sequence[Decimal], unit: str = "万元") -> Decimal:
    """What rounding alone may make of a sum: half a unit of the last place per amount.

    Only amounts in 万元 are known to be rounded, to two places; to one place where none has a second. Others have to
    add up exactly, and of one place no more than one unit is forgiven: round thousands of 元 look the same.

    >>> (
    ...     rounding_room([Decimal(603000), Decimal(201000), Decimal(197000), Decimal(1000000)]),
    ...     rounding_room([Decimal(605100)]),
    ... )
    (Decimal('1000'), Decimal('50'))
    """
    if unit != "万元" or any(value % 100 for value in values):
        return Decimal(0)
    if all(value % 1000 == 0 for value in values) and any(value % TEN_THOUSAND for value in values):
        return min(Decimal(500) * len(values), Decimal(1000))
    return Decimal(50) * len(values)


def agrees_as_printed(printed: Decimal, recomputed: Decimal) -> bool:
    """Whether a rate agrees at the places at which it is printed: 98% and 98.27%."""
    places = max(2, -int(printed.normalize().as_tuple().exponent))
    return places < 4 and round_half_up(recomputed, places) == printed


def named_by(column: str, value: object) -> str:
    """What a column that names a row's group says in a sentence; a year that pandas made a decimal of is a year.

    >>> named_by("year", 2023.0), named_by("year", float("nan")), named_by("organisation", "民政局")
    ('2023年', '', '民政局')
    """
    text = str(value)
    if column != "year":
        return text
    return "" if text in {"nan", "<NA>", "None"} else f"{text.removesuffix('.0')}年"
