"""Frequencies (频次): so many times a period, 1次/季度, 每月不少于2次, and how many times that makes a year.

>>> [str(parse_frequency(text).a_year) for text in ("1次/季度", "每月不少于2次", "全年4次", "每周二次")]
['4', '24', '4', '104']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evallib.parsing.numerals import DIGITS, split_numeral
from evallib.parsing.plain_text import plain
from evallib.parsing.quantities import unit_of

#: Periods of a year, by their words. 每日 and 每周 are counted in full; who works five days a week has to be asked.
A_YEAR = {"年": 1, "年度": 1, "半年": 2, "季度": 4, "季": 4, "月": 12, "周": 52, "天": 365, "日": 365}
#: Of these a year has so many that a few less may still be every one.
OFTEN = 52
_PERIOD = r"(?P<period>半年|年度?|季度?|个?月|周|天|日)"
_COUNT = (
    rf"(?P<op>不少于|不低于|至少|≥|=|各)?(?P<count>{DIGITS}|[一二两三四五六七八九十]{{1,3}})"
    rf"(?P<unit>[^\d/日号时点内前后]{{1,3}}?)"
)
_WRITTEN = (
    re.compile(
        rf"^(?P<op>≥|=|不少于|不低于|至少)?(?P<count>{DIGITS}|[一二两三四五六七八九十]{{1,3}})"
        rf"(?P<unit>[^\d/每日号时点内前后]{{1,3}})(?:/|每){_PERIOD}$"
    ),
    re.compile(rf"^(?:每|一|1){_PERIOD}(?:开展|组织|进行|完成)?{_COUNT}(?:以上)?$"),
    re.compile(rf"^全(?P<period>年)度?(?:共|累计|开展|完成|共计|组织)*{_COUNT}$"),
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """So many of something in a period; `a_year` is what that makes in twelve months."""

    count: Decimal
    unit: str
    period: str

    @property
    def a_year(self) -> Decimal:
        """Times a year."""
        return self.count * A_YEAR[self.period]

    @property
    def often(self) -> bool:
        """Whether the period is so short that a year's number is no exact one."""
        return A_YEAR[self.period] >= OFTEN


def parse_frequency(text: str) -> Frequency | None:
    """A frequency, None where the text is none.

    Args:
        text: a target or a value as written.

    >>> parse_frequency("4次"), parse_frequency("2000元/月")
    (None, None)
    """
    short = plain(text)
    for pattern in _WRITTEN:
        if (found := pattern.match(short)) is None:
            continue
        number, unit = split_numeral(found["count"]), unit_of(found["unit"])
        if number is None or number[1] or unit is None or unit.dimension != "count":
            return None
        return Frequency(number[0], unit.base, found["period"].removeprefix("个"))
    return None
