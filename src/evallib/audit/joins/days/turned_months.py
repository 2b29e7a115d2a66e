"""Turned months (月日倒置): “7月11日至6月20日”, “12月8日至7日”, periods whose end lies before their start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Confidence, Finding
from evallib.audit.joins.days.reported import reported
from evallib.audit.reading.document import Document, Place
from evallib.parsing.claims.mentions import normalise

_TO = r"\s*[至到—~-]+\s*"
_MONTHS = re.compile(
    rf"(?<![\d年.])(?P<a>1[0-2]|[1-9])月(?:(?P<b>\d{{1,2}})日)?{_TO}(?P<c>1[0-2]|[1-9])月(?:(?P<d>\d{{1,2}})日)?(?!\d)"
)
_DAYS = re.compile(rf"(?P<a>1[0-2]|[1-9])月(?P<b>\d{{1,2}})日{_TO}(?P<d>\d{{1,2}})日(?!内|前)")
#: What was looked into for some months, and not for a whole year: “于2023年5月至4月对该项目开展评价”.
_WORKED = re.compile(
    rf"(?:[，,。于]|^)(?P<span>20\d\d年(?P<a>1[0-2]|[1-9])月{_TO}(?P<c>1[0-2]|[1-9])月)(?=[，,]?[^，。；]{{0,8}}(?:对|开展|进行|安排|实施|派出))"
)
#: A time that goes over the end of a year by its nature.
_OVER = re.compile(
    r"次年|翌年|跨年|下一?年|第二年|明年|学年|学期|[采供取]暖|供热|冬|秋|春节|旱季|征缴|合同|服务期|农历|周期|年度|禁|休"
)
#: A span over the end of a year is no longer, in months.
LONGEST = 8
#: Up to such a day a period of December may have gone into January, whose name was left out.
NEW_YEAR = 10


def check(document: Document) -> Iterator[Finding]:
    """Every period without years, and every one within a month."""
    own = reported(document)
    part = own is not None and own.in_head and not own.is_year
    for raw, where, _ in document.worded:
        if "月" not in raw:
            continue
        text = normalise(raw)
        for match in _MONTHS.finditer(text):
            first, last = int(match["a"]), int(match["c"])
            turned = first > last or (first == last and _is_before(match["d"], match["b"]))
            around = text[max(0, match.start() - 16) : match.end() + 10]
            if not turned or _OVER.search(around):
                continue
            whole_year = first == last + 1 and (not match["b"] or match["b"] == "1")
            if (part and (first, last) != (12, 1)) or (12 + last - first > LONGEST and not whole_year):
                yield _finding(match, where(*match.span()), "medium" if first == last else "low")
        for match in _WORKED.finditer(text):
            if int(match["a"]) == int(match["c"]) + 1 and not _OVER.search(text[match.end() : match.end() + 10]):
                yield _finding(match, where(*match.span("span")), "low")
        for match in _DAYS.finditer(text):
            if _is_before(match["d"], match["b"]) and not _OVER.search(text[max(0, match.start() - 16) : match.end()]):
                new_year = match["a"] == "12" and int(match["d"]) <= NEW_YEAR
                yield _finding(match, where(*match.span()), "low" if new_year else "medium")


def _is_before(day: str | None, other: str | None) -> bool:
    return bool(day and other) and int(day or 0) < int(other or 0) <= 31


def _finding(match: re.Match[str], place: Place, sure: Confidence) -> Finding:
    told = match.groupdict().get("span") or match[0]
    return Finding(
        "date.reversed",
        "contradiction",
        sure,
        f"期间 {told} 的结束日早于开始日",
        told,
        "—",
        f"{told}：后者在前者之前",
        (place,),
        () if sure == "medium" else ("月份写错", "确实跨年"),
        ("可能月份或日写错",),
    )
