"""Dates (日期): days that do not exist, periods that end before they begin, events outside the year that is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from evallib.audit.document import Place
from evallib.audit.facts import Facts
from evallib.audit.findings import Finding
from evallib.audit.numerals import normalise

_DAY = r"(\d{4})\s*(?:年|[./-](?=\s*\d{1,2}\s*[./-]))\s*(\d{1,2})\s*(?:月|(?<=\d)[./-](?!\d+月))\s*(\d{1,2})\s*日?"
_DATE = re.compile(rf"(?<![\d.]){_DAY}(?!\s?[\d.])")
_RANGE = re.compile(rf"(?<![\d.]){_DAY}\s*(?:-|—|~|至|到|－|–)+\s*{_DAY}(?!\s?[\d.])")
_TOLD = re.compile(
    r"^[^，,。；;]{0,12}?(?P<year>20\d\d)\s*年度?(?:内|中|以来)?[，,]?[^。；;]{0,30}?(?:完成|开展|召开|举办|组织|支付|实施|受理|处置)"
)
_PLAN = re.compile(r"计划|预计|将于|拟|截至|截止|合同|服务期|期限|有效期|规划|目标|至|尾款|评价|报告")

Where = Callable[[int, int], Place]


def check(facts: Facts) -> Iterator[Finding]:
    """Every date of every paragraph and cell."""
    for raw, where, in_cell in facts.document.texts():
        text = normalise(raw)
        yield from _impossible(text, where)
        if not in_cell:
            yield from _outside(text, where)


def _impossible(text: str, where: Where) -> Iterator[Finding]:
    for match in _DATE.finditer(text):
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


def _read(parts: tuple[str | None, ...]) -> date | None:
    try:
        return date(*(int(part or 0) for part in parts[:3]))
    except ValueError:
        return None


def _outside(text: str, where: Where) -> Iterator[Finding]:
    """“2023 年完成 …，2024 年 3 月 5 日验收”: a later day in what is told of a year; shown as ambiguous."""
    for sentence in re.finditer(r"[^。；;！？]+", text):
        told = _TOLD.match(sentence[0])
        if not told:
            continue
        for match in _DATE.finditer(sentence[0]):
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
