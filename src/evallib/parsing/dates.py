"""Dates (日期): days, months and years as people write them, exact or as a deadline.

A month or a year is a date whose first and last day are both kept: `low` and `high`.

>>> [
...     r.high.isoformat()
...     for text in ("2023年12月31日24时前", "2023年12月", "12月底前", "2023.9")
...     for r in parse_date(text, year=2023)[:1]
... ]
['2023-12-31', '2023-12-31', '2023-12-31', '2023-09-30']
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from evallib.model import patterns
from evallib.parsing.numerals import CHINESE, chinese_number
from evallib.parsing.plain_text import plain
from evallib.parsing.readings import Reading

_CHINESE_YEAR = re.compile(r"(?:一九|二[〇零○O0])[〇零○O0一二三四五六七八九]{2}(?=年)")
_CHINESE_PART = re.compile(rf"({CHINESE})(?=[年月日号季])")
_CLOCK = r"(?:T?\d{1,2}(?:[:时点]\d{0,2}(?::\d{2})?分?(?:\d{2}秒)?)?(?:\.\d+)?)?"
_BEFORE = r"(?P<before>之前|以前|前)?"
_DONE = r"(?:已|全部|均|按时|按期)*(?:完成|完工|竣工|办结|验收|发放完毕|交付|到位|建成|结束)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = re.compile(
    rf"^[=≤]?(?:于|在|至)?(?:{_YEAR}[年\-/.]|"
    rf"(?P<this>当年|本年|年度?内?的?))?(?P<month>\d{{1,2}})[月\-/.](?P<day>\d{{1,2}})"
    rf"[日号]?{_CLOCK}{_BEFORE}{_DONE}$"
)
_COMPACT = re.compile(r"^=?(?P<year>(?:19|20)\d{2})(?P<month>0\d|1[0-2])(?P<day>[0-2]\d|3[01])?$")
_MONTH = re.compile(
    rf"^[=≤]?(?:于|在|至)?(?:{_YEAR}[年\-/.]|(?P<this>当年|本年))?(?P<month>\d{{1,2}})"
    rf"(?:月(?:份)?|(?<=\d{{4}}[\-/.]\d)|(?<=\d{{4}}[\-/.]\d{{2}}))"
    rf"(?P<part>上旬|中旬|下旬|底|末)?{_BEFORE}{_DONE}$"
)
_QUARTER = re.compile(rf"^[=≤]?(?:于|在)?(?:{_YEAR}年?)?第?(?P<quarter>[1-4])季度?(?P<part>底|末|内)?{_BEFORE}{_DONE}$")
_HALF = re.compile(rf"^[=≤]?(?:{_YEAR}年?)?(?P<half>上半年|下半年)(?P<part>内|底|末)?{_BEFORE}{_DONE}$")
_WHOLE = re.compile(
    rf"^[=≤]?(?:于|在)?(?:{_YEAR}年度?|(?P<this>当年度?|本年度?|年))(?P<part>底|末|内|全年|终)?{_BEFORE}{_DONE}$"
)


def arabic_dates(text: str) -> str:
    """A plain text with the Chinese numerals of its dates in digits.

    >>> arabic_dates("二〇二三年十二月三十一日")
    '2023年12月31日'
    """
    digits = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(digits), plain(text))

    def number(found: re.Match[str]) -> str:
        value = chinese_number(found[1])
        return found[1] if value is None or value > 31 else str(int(value))

    return _CHINESE_PART.sub(number, text)


def parse_date(text: str, *, year: int | None = None) -> list[Reading]:
    """A day, a month, a quarter, a year, or a deadline.

    Args:
        text: what is written.
        year: the year of the form or table, for a date that names none.

    Returns:
        Readings whose `low` and `high` are the first and the last day that the words cover; for a deadline (…前) `op`
        is ≤ and `value` the last day that still meets it. "9月前" has two readings: before September begins, and by its
        end. None where there is no year to be had, or no such day.

    >>> [r.value.isoformat() for r in parse_date("9月前", year=2023)]
    ['2023-08-31', '2023-09-30']
    >>> parse_date("2023年2月30日"), parse_date("9月前"), parse_date("及时")
    ([], [], [])
    """
    short = arabic_dates(text).removesuffix("。")
    for pattern in (_DAY, _COMPACT, _MONTH, _QUARTER, _HALF, _WHOLE):
        found = pattern.match(short)
        if found is None:
            continue
        parts = found.groupdict()
        if not parts.get("year") and not patterns.search(r"[月年季]", short):
            continue  # 6/6 is six of six
        own = int(parts["year"]) if parts.get("year") else year
        if own is None:
            return []
        evidence = "写明年份" if parts.get("year") else "年份取自表格"
        try:
            low, high = _covered(parts, own)
        except ValueError:
            return []
        return _readings(low, high, parts, evidence)
    return []


def _covered(parts: dict[str, str | None], year: int) -> tuple[date, date]:
    part = parts.get("part") or ""
    if parts.get("quarter"):
        first = int(parts["quarter"] or 1) * 3 - 2
        low, high = date(year, first, 1), _last_day(year, first + 2)
    elif parts.get("half"):
        first = 1 if parts["half"] == "上半年" else 7
        low, high = date(year, first, 1), _last_day(year, first + 5)
    elif not parts.get("month"):
        low, high = date(year, 1, 1), date(year, 12, 31)
    else:
        month = int(parts["month"] or 0)
        if parts.get("day"):
            low = high = date(year, month, int(parts["day"] or 0))
        else:
            low, high = date(year, month, 1), _last_day(year, month)
            if part in {"上旬", "中旬"}:
                low, high = (low, low.replace(day=10)) if part == "上旬" else (low.replace(day=11), low.replace(day=20))
            elif part == "下旬":
                low = low.replace(day=21)
    return (high, high) if part in {"底", "末", "终"} else (low, high)


def _readings(low: date, high: date, parts: dict[str, str | None], evidence: str) -> list[Reading]:
    if not parts.get("before"):
        return [Reading(high, "", low, high, "date", (evidence,))]
    by_end = Reading(high, "", low, high, "date", (evidence, "到期末为止"), op="≤")
    if low == high or parts.get("part"):
        return [by_end]
    eve = low - timedelta(days=1)
    return [Reading(eve, "", None, eve, "date", (evidence, "在期初之前"), op="≤"), by_end]


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
