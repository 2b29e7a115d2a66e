"""Dates (日期): days that do not exist, periods that end before they begin, events outside the year that is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Document, Place
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import chinese_number

_DAY = r"(\d{4})\s*(?:年|[./-](?=\s*\d{1,2}\s*[./-]))\s*(\d{1,2})\s*(?:月|(?<=\d)[./-](?!\d+月))\s*(\d{1,2})\s*日?"
_DATE = re.compile(rf"(?<![\d.]){_DAY}(?!\s?[\d.])")
_RANGE = re.compile(rf"(?<![\d.]){_DAY}\s*(?:-|—|~|至|到|－|–)+\s*{_DAY}(?!\s?[\d.])")
_TOLD = re.compile(
    r"^[^，,。；;]{0,12}?(?P<year>20\d\d)\s*年度?(?:内|中|以来)?[，,]?[^。；;]{0,30}?(?:完成|开展|召开|举办|组织|支付|实施|受理|处置)"
)
_PLAN = re.compile(r"计划|预计|将于|拟|截至|截止|合同|服务期|期限|有效期|规划|目标|至|尾款|评价|报告")

Where = Callable[[int, int], Place]
LEAST_DATES = 4
#: What every date, period and year looked for here has in it.
_YEARS = re.compile(r"\d{4}\s*[年./-]")


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Every date of every paragraph and cell."""
    for raw, where, in_cell in document.texts():
        text = normalise(raw)
        if not _YEARS.search(text):
            continue
        yield from _impossible(text, where)
        yield from _lengths(text, where)
        if not in_cell:
            yield from _outside(text, where)
            yield from _evidence(text, where, document.year)
            yield from _out_of_line(text, where)


def _impossible(text: str, where: Where) -> Iterator[Finding]:
    for match in _DATE.finditer(text):
        if "年" in match[0] and "月" not in match[0]:
            continue  # “2018年6.40万件” is a year and an amount
        if _read(match.groups()) is None:
            yield Finding(
                "date.impossible",
                "wording",
                "high",
                f"日期 {match[0]} 不存在",
                match[0],
                "—",
                "月份或日数超出范围",
                (where(match.start(), match.end()),),
            )
    for match in _RANGE.finditer(text):
        first, last = _read(match.groups()[:3]), _read(match.groups()[3:])
        if first and last and last < first:
            yield Finding(
                "date.reversed",
                "contradiction",
                "high",
                f"期间 {match[0]} 的结束日早于开始日",
                match[0],
                "—",
                f"{last} < {first}",
                (where(match.start(), match.end()),),
            )


def _out_of_line(text: str, where: Where) -> Iterator[Finding]:
    """Days told one after the other, of which one is of another year and would stand in line with the year of the others."""
    found = [(m, day) for m in _DATE.finditer(text) if (day := _read(m.groups())) is not None]
    if len(found) < LEAST_DATES:
        return
    years = Counter(day.year for _, day in found)
    year, count = years.most_common(1)[0]
    odd = [(n, m, day) for n, (m, day) in enumerate(found) if day.year != year]
    if count != len(found) - 1 or len(odd) != 1 or abs(odd[0][2].year - year) != 1:
        return
    at, match, day = odd[0]
    try:
        line = [day.replace(year=year) if n == at else d for n, (_, d) in enumerate(found)]
    except ValueError:
        return
    days = [d for _, d in found]
    if line == sorted(line) and days != sorted(days):
        yield Finding(
            "date.outside", "contradiction", "medium", f"按日期先后叙述的事项中，{match[0]} 与前后不接，疑为 {year} 年",
            match[0], f"{year}年{day.month}月{day.day}日", "、".join(m[0] for m, _ in found[:8]), (where(match.start(), match.end()),),
            (), ("可能年份写错",),
        )  # fmt: skip


def _read(parts: tuple[str | None, ...]) -> date | None:
    try:
        return date(*(int(part or 0) for part in parts[:3]))
    except ValueError:
        return None


_MONTHS = re.compile(
    r"(?P<y1>\d{4})\s*年\s*(?P<m1>\d{1,2})\s*月(?:\s*(?P<d1>\d{1,2})\s*日)?\s*起?\s*(?:-|—|~|至|到|－|–)+\s*(?:(?P<y2>\d{4})\s*年\s*)?(?P<m2>\d{1,2})\s*月(?:\s*(?P<d2>\d{1,2})\s*日)?"
    r"(?:止|期间)?[，,（(）)\s]{0,2}(?:共计?|计|为期|合计|(?:服务|合同|履约|租赁)?期限?为?)\s*(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>个月|年(?![度内\d]))"
)


def _lengths(text: str, where: Where) -> Iterator[Finding | Agreement]:
    """“2024年2月至2024年10月，共12个月”."""
    for match in _MONTHS.finditer(text):
        months = (int(match["y2"] or match["y1"]) - int(match["y1"])) * 12 + int(match["m2"]) - int(match["m1"])
        # A month is full on the day before; a last day of the month closes it; between two months both count.
        closed = bool(match["d1"] and match["d2"]) and int(match["d2"]) >= int(match["d1"]) - 1
        fits = {months + 1} if not match["d1"] else {months, months + 1}
        read = int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
        place = where(match.start("n"), match.end())
        printed = match["n"] + match["unit"]
        if read is None or months < 0:
            continue
        if read * (12 if match["unit"] == "年" else 1) in fits:
            yield Agreement("date.length", printed, match[0], (place,))
            continue
        right = f"{months + 1 if not match['d1'] or closed else months}个月"
        yield Finding(
            "date.length", "contradiction", "high", f"期间长度不符：{match[0]}，应为 {right}", printed, right, match[0], (place,)
        )  # fmt: skip


_WHEN = re.compile(r"(?P<y>20\d\d)\s*年(?:\s*\d{1,2}\s*月)?(?!度)")


def _evidence(text: str, where: Where, year: int) -> Iterator[Finding]:
    """An event of another year for which marks of this year were lost."""
    if not year:
        return
    for sentence in re.finditer(r"[^。！？\n]+", text):
        lost = re.search(r"扣\s*\d+(?:\.\d+)?\s*分|不得分", sentence[0])
        if not lost:
            continue
        years = {int(m["y"]) for m in _WHEN.finditer(sentence[0])}
        if not years or year in years:
            continue
        for match in _WHEN.finditer(sentence[0][: lost.start()]):
            before = sentence[0][max(0, match.start() - 10) : match.start()]
            if int(match["y"]) == year or re.search(r"根据|依据|按照|合同|印发|〔|《|较|比", before):
                continue
            start = sentence.start() + match.start()
            yield Finding(
                "date.outside", "score", "low", f"以 {match[0]} 的事项扣 {year} 年度的分", match[0], f"{year}年度",
                f"{match['y']} ≠ {year}", (where(start, start + len(match[0])),), ("可能年份写错", "可能评价期包含该时间"),
            )  # fmt: skip
            break


def _outside(text: str, where: Where) -> Iterator[Finding]:
    """“2023 年完成 …，2024 年 3 月 5 日验收”: a later day in what is told of a year; shown as ambiguous."""
    for sentence in re.finditer(r"[^。；;！？]+", text):
        told = _TOLD.match(sentence[0])
        if not told:
            continue
        for match in _DATE.finditer(sentence[0]):
            before = sentence[0][max(0, match.start() - 8) : match.start()]
            if "年" in match[0] and "月" not in match[0]:
                continue
            if (
                int(match[1]) > int(told["year"])
                and not _PLAN.search(before)
                and not _PLAN.search(sentence[0][: match.start()])
            ):
                start = sentence.start() + match.start()
                yield Finding(
                    "date.outside",
                    "contradiction",
                    "low",
                    f"叙述 {told['year']} 年的工作，其中的日期 {match[0]} 在该年之后",
                    match[0],
                    f"{told['year']}年",
                    f"{match[1]} > {told['year']}",
                    (where(start, start + len(match[0])),),
                    ("可能是年份写错", "可能是跨年完成的事项"),
                )
