"""Dates (日期): days that do not exist, periods that end before they begin, events outside the year that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from evallib.audit.findings import Agreement, Finding
from evallib.audit.reading.document import Document, Where
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import Span, spans_told

_DAY = r"(\d{4})\s*(?:年|[./-](?=\s*\d{1,2}\s*[./-]))\s*(\d{1,2})\s*(?:月|(?<=\d)[./-](?!\d+月))\s*(\d{1,2})\s*日?"
_DATE = re.compile(rf"(?<![\dA-Za-z.-]){_DAY}(?!\s?[\d.])")
#: Words around numbers that look like a day and are none: “项目编号：2023-15-42”, “版本2023.14.2”, “2020-35-12型”.
_CODE = re.compile(r"(?:号|版本?|型|系统|软件|地址|测点|坐标|图)[为是:：]?\s*$")
_KIND = re.compile(r"\s*[型号标版]")
_LUNAR = re.compile(r"农历|阴历|腊月|正月|旧历")
_TOLD = re.compile(
    r"^[^，,。；;]{0,12}?(?P<year>20\d\d)\s*年度?(?:内|中|以来)?[，,]?[^。；;]{0,30}?(?:完成|"
    "开展|召开|举办|组织|支付|实施|受理|处置)"
)
_PLAN = re.compile(r"计划|预计|将于|拟|截至|截止|合同|服务期|期限|有效期|规划|目标|至|尾款|评价|报告")

#: A span over the end of a year whose second year is not told is no longer.
HALF_YEAR = 8
#: What every date, period and year looked for here has in it.
_YEARS = re.compile(r"\d{4}\s*[年./．／－-]")
#: A day without its year: “截至6月35日”; each month may have its most days.
_DAY_OF_MONTH = re.compile(r"(?<![\d.年/．-])(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?![均内产]|照)")
#: “2019年至2021年”: the years alone.
_YEARS_SPAN = re.compile(r"(?<!\d)(?P<first>20[0-4]\d)年?\s?[至到]\s?(?P<last>20[0-4]\d)年(?!\d)")
_MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Every date of every paragraph and cell."""
    for raw, where, in_cell in document.texts:
        if "月" in raw and "日" in raw:
            yield from _no_day(normalise(raw), where)
        if not _YEARS.search(raw):
            continue
        text = normalise(raw)
        spans = list(spans_told(text))
        dated = _DATE.search(text) is not None
        if dated:
            yield from _impossible(text, where)
        yield from _reversed(text, spans, where)
        if dated and not in_cell:
            yield from _outside(text, where)


def _dates(text: str) -> Iterator[re.Match[str]]:
    """“2019年10月40城土地成交” is a month and a count, “2018年6.40万件” a year and an amount."""
    for match in _DATE.finditer(text):
        if "年" not in match[0] or ("月" in match[0] and match[0].endswith("日")):
            yield match


def _impossible(text: str, where: Where) -> Iterator[Finding]:
    for match in _dates(text):
        if "年" not in match[0] and (_CODE.search(text[: match.start()]) or _KIND.match(text[match.end() :])):
            continue
        if "年" not in match[0] and patterns.search(r"\s", match[0].strip()):
            continue  # “1183  -26.12” are two figures of a row
        if _read(match.groups()) is None:
            yield _impossible_day(match, where)


def _reversed(text: str, spans: Sequence[Span], where: Where) -> Iterator[Finding]:
    """Periods that end before they begin."""
    for span in spans:
        if span.last < span.first and _is_turned(span):
            told = text[span.start : span.end]
            yield Finding(
                "date.reversed",
                "contradiction",
                "high" if span.whole else "medium",
                f"期间 {told} 的结束日早于开始日",
                told,
                "—",
                f"{span.last} < {span.first}",
                (where(span.start, span.end),),
            )

    for match in _YEARS_SPAN.finditer(text):
        if match["last"] < match["first"]:
            yield Finding(
                "date.reversed",
                "contradiction",
                "medium",
                f"期间 {match[0]} 的结束年早于开始年",
                match[0],
                "—",
                f"{match['last']} < {match['first']}",
                (where(*match.span()),),
            )


def _no_day(text: str, where: Where) -> Iterator[Finding]:
    """Days of a month without a year that no year has."""
    for match in _DAY_OF_MONTH.finditer(text):
        month, day = int(match["m"]), int(match["d"])
        if _LUNAR.search(text[max(0, match.start() - 12) : match.end() + 6]):
            continue
        if not 1 <= month <= 12 or not 1 <= day <= _MOST_DAYS[month - 1]:
            yield _impossible_day(match, where)


def _impossible_day(match: re.Match[str], where: Where) -> Finding:
    return Finding(
        "date.impossible",
        "wording",
        "high",
        f"日期 {match[0]} 不存在",
        match[0],
        "—",
        "月份或日数超出范围",
        (where(match.start(), match.end()),),
    )


def _is_turned(span: Span) -> bool:
    """Whether a span that ends before it begins was meant for no later year, which many leave out."""
    if span.whole:
        return all(span.days) or not any(span.days)
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month
    # “2023年12月25日至1月5日”, “2023年11月至3月”: the winter; “2023年9月1日至8月31日”: a year of school.
    next_day = span.last + timedelta(days=1)
    whole_year = (next_day.month, next_day.day) == (span.first.month, span.first.day)
    return "至" in span.text and 12 + months > HALF_YEAR and not whole_year


def _read(parts: tuple[str | None, ...]) -> date | None:
    try:
        return date(*(int(part or 0) for part in parts[:3]))
    except ValueError:
        return None


def _outside(text: str, where: Where) -> Iterator[Finding]:
    """“2023 年完成 …，2024 年 3 月 5 日验收”: a later day in what is told of a year; shown as ambiguous."""
    for sentence in patterns.finditer(r"[^。；;！？]+", text):
        told = _TOLD.match(sentence[0])
        if not told:
            continue
        for match in _dates(sentence[0]):
            before = sentence[0][max(0, match.start() - 8) : match.start()]
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
