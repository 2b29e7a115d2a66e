"""Periods (时段): the months or days that figures speak of, out of a title, a header or a cell.

>>> [parse_period(text)[0].value.label for text in ("2022年11月至2023年9月", "2023年度", "2023年1-9月", "2024年上半年")]
['2022年11月—2023年9月', '2023年', '2023年1月—2023年9月', '2024年1月—2024年6月']
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from evallib.model.periods import Period, add_months
from evallib.parsing.dates import arabic_dates
from evallib.parsing.readings import Reading

_Y = r"(?<![\d.])((?:19|20)\d{2})"
_TO = r"(?:-{1,2}|~|—+|–|至|到)"
_D = r"(\d{1,2})[月.\-/](\d{1,2})日?(?:\d{1,2}[:时]\d{0,2}分?)?"
_M = r"(\d{1,2})月?(?:份)?"
#: 2022年, 2022预算, 2022华漕镇; not 2022万元, 2000平方米, 2022件 or 2022号.
_YEAR_END = (
    r"(?=年|预算|决算|$|[)\]”\"、,，;；:：_\-—.]|"
    "(?![万亿千百余多元个件人户份台套次张辆米公平号项条组处岁分块把只座期页字例"
    r"支票笔宗起名位家款本册吨盏棵株栋间层%\d])[一-鿿])"
)
_PATTERNS = (
    ("days", re.compile(rf"{_Y}[年.\-/]{_D}{_TO}(?:{_Y}[年.\-/])?{_D}")),
    ("days", re.compile(rf"{_Y}年度?(\d{{1,2}})月(?:份)?(){_TO}(?:{_Y}年)?(\d{{1,2}})月(\d{{1,2}})日")),
    ("months_years", re.compile(rf"{_Y}[年.\-/]?{_M}{_TO}{_Y}[年.\-/]?{_M}(?!\d|[日.\-/]\d)")),
    ("years", re.compile(rf"{_Y}(?:年度?)?{_TO}((?:19|20)?\d{{2}})年")),
    ("months", re.compile(rf"{_Y}年度?{_M}{_TO}{_M.replace('月?', '月')}")),
    ("half", re.compile(rf"{_Y}年?度?[(]?(上半年|下半年|前[三3]季度)")),
    ("quarters", re.compile(rf"{_Y}年?度?第?([1-4一二三四])(?:季度?)?{_TO}第?([1-4一二三四])季度")),
    ("quarter", re.compile(rf"{_Y}年?度?第?([1-4一二三四])季度?")),
    ("quarter_q", re.compile(rf"{_Y}年?[Qq]([1-4])")),
    ("to_day", re.compile(rf"截[至止]到?{_Y}[年.\-/]{_D}")),
    ("to_month", re.compile(rf"截[至止]到?{_Y}年(1[0-2]|0?[1-9])月(?:[份底末]|(?!\d))")),
    ("day", re.compile(rf"{_Y}[年.\-/]{_D}(?!\d)")),
    ("month", re.compile(rf"{_Y}(?:年度?|[.\-/])(1[0-2]|0?[1-9])(?:月(?!\d|底)|(?![\d.\-/年日件万元%]))")),
    ("compact", re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)")),
    ("year", re.compile(rf"{_Y}(?:年度?|{_YEAR_END})")),
)
_WITHOUT_YEAR = (
    ("days", re.compile(rf"(?<!\d)(\d{{1,2}})月(\d{{1,2}})日{_TO}()(\d{{1,2}})月(\d{{1,2}})日")),
    ("days", re.compile(rf"(?<!\d)(\d{{1,2}})月(?:份)?(){_TO}()(\d{{1,2}})月(\d{{1,2}})日")),
    ("months", re.compile(rf"(?<!\d){_M}{_TO}{_M.replace('月?', '月')}")),
    ("half", re.compile(r"(上半年|下半年|前[三3]季度)")),
    ("quarters", re.compile(rf"第?([1-4一二三四])(?:季度?)?{_TO}第?([1-4一二三四])季度")),
    ("quarter", re.compile(r"第?([1-4一二三四])季度")),
    ("month", re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])月(?:份)?(?![\d底末])")),
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
_DOCUMENT = re.compile(r"\[(?:19|20)\d{2}\]\d*号?|[(](?:19|20)\d{2}[)]\d+号")
#: 表1 2022年, 2. 2023年: the number of the table is no part of the year.
_NUMBERED = re.compile(r"(?<=[\d.．])\s+(?=(?:19|20)\d{2}\s*年)")
#: 22年度, 22年1-9月, 22年决算; 20年 alone may be a span.
_SHORT_YEAR = re.compile(
    r"(?<![\d.近第满])(?=1[5-9]|[23]\d)(\d{2}年)(?=度|\d{1,2}(?:月|[-—~至]\d{1,2}月)|"
    "[上下]半年|第?[一二三四1-4]季度|前[三3]季度|[预决]算)"
)
_LAST_YEARS = re.compile(r"近(\d{1,2}|[二两三四五六七八九十])个?年")


def parse_period(text: str, *, year: int | None = None) -> list[Reading]:
    """The period that a text speaks of.

    Args:
        text: a title, a header, a cell, a file name.
        year: the year that is meant where the text names only months.

    Returns:
        Readings, the most exact first: `low` and `high` are the first and last day, `value` a Period of whole months (a
        tuple of the two days where it is none), `rest` the text around. Several periods side by side ("2022年 |
        2023年") give a reading each. Numbers of documents (〔2020〕10号) and counts (2022件) are no years.

    >>> [(str(r.low), str(r.high)) for r in parse_period("截至2023年9月30日")]
    [('2023-01-01', '2023-09-30')]
    >>> [(str(r.low), str(r.high)) for r in parse_period("截至2023年10月末")]
    [('2023-01-01', '2023-10-31')]
    >>> [(str(r.low), str(r.high)) for r in parse_period("2023年1月至10月18日受理情况")]
    [('2023-01-01', '2023-10-18')]
    >>> parse_period("附件1 2023年度预算")[0].value.label, parse_period("22年1-9月", year=2023)[0].value.label
    ('2023年', '2022年1月—2022年9月')
    >>> parse_period("沪财预〔2020〕10号"), parse_period("共2022万元"), parse_period("8月份", year=2024)[0].value.label
    ([], [], '2024年8月')
    """
    short = _SHORT_YEAR.sub(r"20\1", _DOCUMENT.sub("", arabic_dates(_NUMBERED.sub("、", text))))
    found = _scan(short, _PATTERNS, None)
    if not found and year is not None:
        found = _scan(short, _WITHOUT_YEAR, year)
    if found and (last := _LAST_YEARS.search(short)):
        count = int(last[1]) if last[1].isdigit() else "二三四五六七八九十".find(last[1].replace("两", "二")) + 2
        end = max(reading.high for reading in found)
        return [_reading(date(end.year - count + 1, 1, 1), date(end.year, 12, 31), "近几年", short, "years")]
    return found


def _scan(short: str, patterns: tuple[tuple[str, re.Pattern[str]], ...], year: int | None) -> list[Reading]:
    readings: list[tuple[int, Reading]] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in patterns:
        for found in pattern.finditer(short):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            span = _span(name, list(found.groups()), year)
            if span is None:
                continue
            taken.append(found.span())
            rest = (short[: found.start()] + short[found.end() :]).strip("()")
            kind = "years" if name == "years" else "period"
            readings.append((found.start(), _reading(*span, found[0], rest, kind)))
    unique: dict[tuple[date, date], Reading] = {}
    for _, reading in sorted(readings, key=lambda item: item[0]):
        unique.setdefault((reading.low, reading.high), reading)
    return list(unique.values())


def _span(name: str, groups: list[str | None], year: int | None) -> tuple[date, date] | None:
    if year is not None:
        groups = [str(year), *groups]
    numbers = [int(g) if g and g.isdigit() else _CHINESE.get(g or "", 0) for g in groups]
    first = numbers[0]
    try:
        match name:
            case "days":
                end_year = numbers[3] or first
                return _ordered(date(first, numbers[1], numbers[2] or 1), date(end_year, numbers[4], numbers[5]))
            case "months_years":
                return _ordered(date(first, numbers[1], 1), _month_end(numbers[2], numbers[3]))
            case "years":
                last = numbers[1] if numbers[1] > 100 else first // 100 * 100 + numbers[1]
                return _ordered(date(first, 1, 1), date(last, 12, 31))
            case "months":
                return _ordered(date(first, numbers[1], 1), _month_end(first, numbers[2]))
            case "half":
                start, end = {"上半年": (1, 6), "下半年": (7, 12), "前3季度": (1, 9)}[
                    (groups[1] or "").replace("三", "3")
                ]
                return date(first, start, 1), _month_end(first, end)
            case "quarters" | "quarter" | "quarter_q":
                return _ordered(date(first, numbers[1] * 3 - 2, 1), _month_end(first, numbers[-1] * 3))
            case "to_day":
                return date(first, 1, 1), date(first, numbers[1], numbers[2])
            case "day":
                day = date(first, numbers[1], numbers[2])
                return day, day
            case "month" | "compact" | "to_month":
                return date(first, 1 if name == "to_month" else numbers[1], 1), _month_end(first, numbers[1])
            case _:
                return date(first, 1, 1), date(first, 12, 31)
    except ValueError:
        return None


def _ordered(first: date, last: date) -> tuple[date, date] | None:
    return (first, last) if first <= last else None


def _month_end(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1) - timedelta(days=1)


def _reading(first: date, last: date, words: str, rest: str, kind: str) -> Reading:
    after = last + timedelta(days=1)
    whole = first.day == 1 and after.day == 1
    value: object = Period(first, after) if whole else (first, last)
    return Reading(value, "", first, last, kind, (f"写有“{words}”",), rest)


def told_years(text: str) -> set[int]:
    """The years that a title speaks of; the first and the last of a range.

    >>> sorted(told_years("2021—2023年预算执行情况")), sorted(told_years("2023年度近三年支出"))
    ([2021, 2023], [2021, 2023])
    >>> told_years("2022预算"), told_years("共2022万元"), told_years("2023 年")
    ({2022}, set(), {2023})
    """
    return {day.year for reading in parse_period(text) for day in (reading.low, reading.high)}
