"""Spans (起止期间): a period told by its first and its last day or month, with the length that is told beside it.

>>> [
...     (s.first.isoformat(), s.last.isoformat(), s.printed, s.months)
...     for s in spans_told("自2024年2月起至2024年10月止，共12个月")
... ]
[('2024-02-01', '2024-10-31', '12个月', 12)]
>>> [(s.first.isoformat(), s.last.isoformat()) for s in spans_told("2024.1.1-2024.12.31，2024年3月至5月")]
[('2024-01-01', '2024-12-31'), ('2024-03-01', '2024-05-31')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from evallib.parsing.numerals import chinese_number

_TO = r"\s*[起开始]{0,2}\s*[，,]?(?:持续|延续|一直)?(?:-|—|–|－|~|～|至|到|——)+\s*"
_FIRST = (
    r"(?P<y1>(?:19|20)\d{2})\s*(?:年|[./-])\s*(?P<m1>\d{1,2})\s*(?:月\s*(?:(?P<d1>\d{1,2})\s*[日号])?|"
    r"[./-]\s*(?P<e1>\d{1,2})\s*日?(?!\d))"
)
_LAST = (
    r"(?:(?P<y2>(?:19|20)\d{2})\s*(?:年|[./-])\s*)?(?P<m2>\d{1,2})\s*(?:月\s*(?:(?P<d2>\d{1,2})\s*[日号])?|"
    r"[./-]\s*(?P<e2>\d{1,2})\s*日?(?!\s?[\d.]))"
)
_LENGTH = (
    r"(?:止|期间)?[，,（(）)\s]{0,2}(?:共计?|计|为期|合计|(?:服务|合同|履约|租赁)?期限?为?)\s*"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>个月|年(?![度内\d]))"
)
_DASH = re.compile(r"\d\s*——\s*\d")
_SPAN = re.compile(rf"(?<![\d.]){_FIRST}{_TO}{_LAST}(?P<told>{_LENGTH})?")


@dataclass(frozen=True, slots=True)
class Span:
    """A period as told.

    Args:
        start, end: the characters of its days.
        first, last: its first and its last day; a month counts whole.
        days: the printed day of each end, 0 where only its month is printed.
        whole: whether the year of the last day is printed.
        printed: the length as printed ("12个月"), "" where none is told; `spot` are its characters.
        months: the printed length in months, None where it is not told or not read.
        text: the whole passage.
    """

    start: int
    end: int
    first: date
    last: date
    days: tuple[int, int]
    whole: bool
    printed: str
    spot: tuple[int, int]
    months: int | None
    text: str


def spans_told(text: str) -> Iterator[Span]:
    """The periods of a text in order; days that do not exist make none.

    Args:
        text: with half-width digits, see `evallib.parsing.claims.mentions.normalise`.

    >>> [
    ...     (str(one.first), str(one.last), one.months, one.whole)
    ...     for one in spans_told("2023年10月至12月；2022年12月至2024年1月，为期两年")
    ... ]
    [('2023-10-01', '2023-12-31', None, False), ('2022-12-01', '2024-01-31', 24, True)]
    >>> [
    ...     (str(one.first), str(one.last), one.days)
    ...     for one in spans_told("2023年2月30日至2023年3月1日；2023年2月1日至2023年2月28日")
    ... ]
    [('2023-02-01', '2023-02-28', (1, 28))]
    """
    return iter(_spans(text))


@lru_cache(maxsize=8192)
def _spans(text: str) -> tuple[Span, ...]:
    """The periods of a text: several checks ask for them."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Span]:
    for match in _SPAN.finditer(text):
        year = int(match["y1"])
        if _DASH.search(match[0]) and match["e1"] and match["d2"]:
            continue  # “发布时间：2024-03-06 ——2024年3月1日在…会议上”: a date, and the dash of a subtitle
        days = match["d1"] or match["e1"], match["d2"] or match["e2"]
        try:
            first = date(year, int(match["m1"]), int(days[0] or 1))
            last = _last_day(int(match["y2"] or year), int(match["m2"]), days[1])
        except ValueError:
            continue
        count = months = None
        if match["told"]:
            count = int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
        if count is not None:
            months = int(count) * (12 if match["unit"] == "年" else 1)
        end = match.start("told") if match["told"] else match.end()
        printed = match["n"] + match["unit"] if match["told"] else ""
        spot = (match.start("n"), match.end("unit")) if match["told"] else (match.start(), end)
        printed_days = int(days[0] or 0), int(days[1] or 0)
        yield Span(match.start(), end, first, last, printed_days, bool(match["y2"]), printed, spot, months, match[0])


def _last_day(year: int, month: int, day: str | None) -> date:
    if day is not None:
        return date(year, month, int(day))
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
