"""Outside the reported period (报告期之外): days and months long before or behind what a report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evallib.audit.findings import Finding
from evallib.audit.joins.days.reported import Reported, reported
from evallib.audit.reading.document import Document, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_WHEN = re.compile(
    r"(?<![\d—~-])(?P<y>20[0-4]\d)\s*年(?:\s*(?P<m>1[0-2]|0?[1-9])\s*月份?(?:\s*(?P<d>[12]\d|3[01]|0?[1-9])\s*日)?|(?P<end>[底末]))"
)
_YEARS = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)(?!\d)")
#: What is to come, or runs on.
_TO_COME = re.compile(
    r"计划|预计|将|拟|应于|要求|规划|目标|合同|协议|期限|服务期|有效期|期内|到期|任期|止$|[^截][至到]$|[—~-]$|^底?(?:之?前|以前)|届|力争|确保|"
    r"完成时限|达峰|安排|下一?[年月步季]|^起|实施|执行期|免征|延[长续期]|修订|印发|施行|会议|审议|批准|通过|〔|《|公布|发布|预算|交付|竣工"
)
_CLOSING = re.compile(r"截[至止]{1,2}[^，。；\d]{0,4}$")
#: The span that a report itself says its figures are of.
_OF_ITSELF = re.compile(
    r"(?:统计|数据|报告|评价)(?:的)?(?:期限|时限|时间|时段|范围|期间|期)[^，。；\d]{0,6}(?P<y>20[0-4]\d)年1月1日起?\s*[至到—~-]\s*"
    r"(?:(?P<z>20[0-4]\d)年)?12月31日"
)
#: So many months behind its period a report may be written, and tell what was done since.
SLACK = 10


@dataclass(frozen=True, slots=True)
class _When:
    match: re.Match[str]
    place: Place
    before: str
    behind: str
    alone: bool  # a line of its own: the day of the report

    @property
    def day(self) -> date:
        return date(int(self.match["y"]), int(self.match["m"] or 12), 1)


def check(document: Document) -> Iterator[Finding]:
    """Every day and every month with its year; one whose year is told elsewhere, too, is no slip."""
    own = reported(document)
    if own is None:
        return
    years = Counter(int(m["y"]) for m in _YEARS.finditer(document.whole))
    yield from _of_itself(document, own)
    told = list(_told(document))
    if own.in_head and (other := _other_year(own, told, years)) is not None:
        yield _head_doubt(document, own, other)
        return
    for when in told:
        year = int(when.match["y"])
        if _is_in_head(when, own) or (years[year] > 1 and not _closes_last(when, told, own)):
            continue
        behind, before = own.months_behind(when.day), own.months_before(when.day)
        if when.alone:
            odd = before > 0 or behind > (18 if own.is_year else SLACK)
        elif behind > 0:
            odd = _is_too_late(when, own, behind)
        else:
            odd = _is_too_early(when, own, before)
        if odd:
            yield _doubt(document, own, when)


def _is_in_head(when: _When, own: Reported) -> bool:
    return when.place.block == own.block and when.place.start < own.end


def _other_year(own: Reported, told: list[_When], years: Counter[int]) -> _When | None:
    """What the text tells of the period of its head in another year, where it never tells the year of the head."""
    if years[own.year] > 1:
        return None
    body = [w for w in told if not _is_in_head(w, own) and not w.alone and not _TO_COME.search(w.before[-14:])]
    same = [w for w in body if own.is_year or (w.match["m"] and own.first <= w.day.month <= own.last)]
    if not same or len({w.day.year for w in body}) > 1 or (own.is_year and len(same) < 2):
        return None
    if own.is_year and same[0].day.year == own.year + 1:
        return None  # what was found of a year is mended in the next
    return same[0]


def _closes_last(when: _When, told: list[_When], own: Reported) -> bool:
    """Whether a cut-off lies behind everything else of its year that a report tells, at the end of the year after."""
    late = own.is_year and own.months_behind(when.day) == 12 and bool(_CLOSING.search(when.before))
    return late and not any(w is not when and w.day.year == when.day.year and w.day.month > 6 for w in told)


def _is_too_late(when: _When, own: Reported, behind: int) -> bool:
    if _TO_COME.search(when.before[-14:]) or _TO_COME.search(when.behind[:14]):
        return False
    if own.is_year:
        # Of the year behind it only its end is too late for what a report of a year tells as done.
        return behind > 12 or (behind == 12 and bool(_CLOSING.search(when.before)))
    return behind > SLACK


def _is_too_early(when: _When, own: Reported, before: int) -> bool:
    """The same month of years before, or a cut-off long before."""
    if before < 13:
        return False
    if _CLOSING.search(when.before):
        return True
    months = {own.first, own.last, own.first - 1 or 12}
    return not own.is_year and not when.match["d"] and when.day.month in months and bool(when.match["m"])


def _told(document: Document) -> Iterator[_When]:
    for raw, where, in_cell in document.worded:
        if "年" not in raw:
            continue
        text = normalise(raw)
        for match in _WHEN.finditer(text):
            before = patterns.split(r"[。；]", text[: match.start()])[-1]
            behind = patterns.split(r"[。；]", text[match.end() :])[0]
            alone = not in_cell and not before.strip() and not text[match.end() :].strip() and bool(match["m"])
            yield _When(match, where(*match.span()), before, behind, alone)


def _of_itself(document: Document, own: Reported) -> Iterator[Finding]:
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in _OF_ITSELF.finditer(text) if "31日" in text else ():
            if own.is_year and int(match["y"]) != own.year:
                place = document.place_in_paragraph(index, match.start("y"), match.end("y") + 1)
                yield Finding(
                    "date.outside",
                    "contradiction",
                    "medium",
                    f"所列数据的期间为 {match['y']} 年，标题写 {own.text}",
                    f"{match['y']}年",
                    f"{own.year}年",
                    f"{match['y']} ≠ {own.year}",
                    (place, document.place_in_paragraph(own.block, own.start, own.end)),
                    (),
                    ("可能年份写错",),
                )


def _head_doubt(document: Document, own: Reported, when: _When) -> Finding:
    head = document.place_in_paragraph(own.block, own.start, own.end)
    return Finding(
        "date.outside",
        "contradiction",
        "low",
        f"标题所写的期间是 {own.text}，正文写的都是 {when.day.year} 年",
        own.text,
        f"{when.day.year}年",
        f"{own.text} ≠ {when.match[0]}",
        (head, when.place),
        ("可能年份写错", "可能确实说的是别的时间"),
    )


def _doubt(document: Document, own: Reported, when: _When) -> Finding:
    return Finding(
        "date.outside",
        "contradiction",
        "low",
        f"标题所写的期间是 {own.text}，此处的 {when.match[0]} 离它很远，全文只出现一次",
        when.match[0],
        own.text,
        f"{when.match[0]} 不在 {own.text} 前后",
        (when.place, document.place_in_paragraph(own.block, own.start, own.end)),
        ("可能年份写错", "可能确实说的是别的时间"),
    )
