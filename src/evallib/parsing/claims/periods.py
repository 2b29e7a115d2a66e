"""Lengths of printed periods (期间天数): how many days “7月8日—7月14日” or “2023年第三季度” has.

>>> list(days_told("第28周（7月8日—7月14日），热线共受理71400件", sure=True))
[(7, '7月8日—7月14日共7天', True), (7, '一周7天', False)]
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from evallib.model import patterns

_DASH = r"\s*[-—–~～至到]+\s*"
_DAYS = re.compile(
    rf"(?:(?P<y1>\d{{4}})\s*年\s*)?(?P<m1>\d{{1,2}})\s*月\s*(?P<d1>\d{{1,2}})\s*日{_DASH}"
    rf"(?:(?P<y2>\d{{4}})\s*年\s*)?(?:(?P<m2>\d{{1,2}})\s*月\s*)?(?P<d2>\d{{1,2}})\s*日"
)
_SHORT = re.compile(rf"(?<![\d月])(?P<d1>\d{{1,2}})\s*日?{_DASH}(?P<d2>\d{{1,2}})\s*日")
_MONTH = re.compile(r"(?:(?P<y>\d{4})\s*年\s*)?(?<!\d)(?P<m>\d{1,2})\s*月(?!\s*\d|\s*[-—–~至到])")
_QUARTER = re.compile(r"(?:(?P<y>\d{4})\s*年[^，。]{0,4})?(?P<q>[一二三四])季度")
_WEEK = re.compile(r"本周|第\s*\d+\s*周|周报")
_WORDS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SPOKEN = re.compile(r"(?<![一二三四五六七八九十百])(?P<n>[两三四五六七八九十])天")


def days_told(text: str, sure: bool) -> Iterator[tuple[int, str, bool]]:
    """Lengths in days that a text tells: number of days, how they are counted, whether the days themselves are printed.

    Args:
        text: a paragraph.
        sure: whether printed days are to be believed to be those of the figure.
    """
    ranges = list(_DAYS.finditer(text))
    for match in ranges:
        year = int(match["y1"] or match["y2"] or 2023)
        try:
            first = date(year, int(match["m1"]), int(match["d1"]))
            last = date(int(match["y2"] or year), int(match["m2"] or match["m1"]), int(match["d2"]))
            if last < first and not match["y2"]:
                last = last.replace(year=last.year + 1)
        except ValueError:  # a day that does not exist, in this year or in the next
            continue
        if last > first:
            days = (last - first).days + 1
            yield days, f"{match[0].strip()}共{days}天", sure and len(ranges) == 1
    if not ranges:
        for match in _SHORT.finditer(text):
            days = int(match["d2"]) - int(match["d1"]) + 1
            if 1 < days <= 31:
                yield days, f"{match[0].strip()}共{days}天", False
    yield from _named_lengths(text)


_MONTHS = re.compile(
    r"(?:1|一|元)\s*月?份?\s*[—\-－~至到]\s*(?P<last>1[0-2]|[2-9])\s*月|"
    r"(?:截[至止](?:到|20\d\d年)?|(?<![至起])到)\s*(?P<until>1[0-2]|[2-9])\s*月(?:底|末|份|(?:28|29|30|31)日)|"
    "(?P<nine>前三个?季度)|(?P<half>[上下]半年)|(?P<quarter>季度)|(?P<year>全年|年度)"
)
_NAMED_MONTHS = {"nine": 9, "half": 6, "quarter": 3, "year": 12}


def months_told(text: str) -> int:
    """How many months the one period of a text has, 0 where it names none or several.

    >>> months_told("1—9月支出617万元，月均69万元"), months_told("全年受理2.4万件"), months_told("一季度和全年")
    (9, 12, 0)
    >>> months_told("截至8月底，今年累计受理"), months_told("元至5月完成"), months_told("到4月末")
    (8, 5, 4)
    """
    found = {
        int(m["last"] or m["until"] or next(n for name, n in _NAMED_MONTHS.items() if m[name]))
        for m in _MONTHS.finditer(text)
    }
    return found.pop() if len(found) == 1 else 0


def _named_lengths(text: str) -> Iterator[tuple[int, str, bool]]:
    """Lengths of weeks, months, quarters and years that are named and not counted in days."""
    for match in _SPOKEN.finditer(text):
        yield _WORDS[match["n"]], match[0], False
    if _WEEK.search(text):
        yield 7, "一周7天", False
    for match in _MONTH.finditer(text):
        month = int(match["m"])
        if 1 <= month <= 12:
            for year in {int(match["y"])} if match["y"] else {2023, 2024}:
                days = monthrange(year, month)[1]
                yield days, f"{month}月{days}天", False
    for match in _QUARTER.finditer(text):
        number = _WORDS[match["q"]]
        for year in {int(match["y"])} if match["y"] else {2023, 2024}:
            days = sum(monthrange(year, m)[1] for m in range(3 * number - 2, 3 * number + 1))
            yield days, f"{match['q']}季度{days}天", False
    if patterns.search(r"全年|年度", text):
        yield 365, "全年365天", False
        yield 366, "全年366天", False
    if patterns.search(r"上半年", text):
        yield 181, "上半年181天", False
