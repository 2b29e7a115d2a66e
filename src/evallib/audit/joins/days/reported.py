"""The reported period (报告期): the month, quarter, half year or year that the head of a report tells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import squeeze

_YEAR = r"(?P<y>20[0-4]\d)\s*年度?"
_PART = (
    r"(?:(?P<f>1[0-2]|[1-9])月?\s?[—至到~-]\s?(?P<e>1[0-2]|[1-9])月份?|(?P<m>1[0-2]|[1-9])月份?(?!\d)|"
    r"第?(?P<q>[一二三四])季度|(?P<h>[上下])半年|(?P<t>前三季度))"
)
_PERIOD = re.compile(
    rf"(?<![\d—至~-])(?:{_YEAR}\s*(?:{_PART})?(?!\s?[—至~-])|(?:第?[一二三四]季度|\d{{1,2}}月|[上下]半年))"
)
#: What is told of time to come, or of what went on over years.
_AHEAD = re.compile(r"计划|方案|规划|目标|要点|安排|草案|预算(?!执行|绩效)|工程|合同|竣工|建设|以来")
_QUARTERS = "一二三四"
#: The head stands among so many lines, none of them longer.
LINES, LONGEST = 3, 50
#: So often at least a year is told, and so great a part of all, where it is the one that a text is about.
LEAST, MOST = 3, 0.6
_ANY_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)年")


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report is about.

    Args:
        year: the year.
        first, last: its first and its last month.
        block: the paragraph that tells it.
        start, end: where.
        text: its words.
        in_head: whether the head tells it, and not only most of the text.
    """

    year: int
    first: int
    last: int
    block: int
    start: int
    end: int
    text: str
    in_head: bool = True

    @property
    def is_year(self) -> bool:
        """Whether it is the whole year."""
        return (self.first, self.last) == (1, 12)

    def months_behind(self, when: date) -> int:
        """How many months a day lies behind the last month of the period; below zero before its end.

        >>> Reported(2023, 4, 6, 0, 0, 0, "").months_behind(date(2023, 8, 1))
        2
        """
        return (when.year - self.year) * 12 + when.month - self.last

    def months_before(self, when: date) -> int:
        """How many months a day lies before the first month of the period."""
        return (self.year - when.year) * 12 + self.first - when.month


def reported(document: Document) -> Reported | None:
    """The only period that the head of a report tells with its year; none of a plan or a work over years."""
    for index, paragraph in document.paragraphs[:LINES]:
        text = normalise(paragraph.first_line)
        if len(text) > LONGEST or patterns.search("[。；]", text):
            continue
        found = list(_PERIOD.finditer(text))
        if not found or len(found[0][0]) >= len(text.strip(" ()（）")):
            continue  # a line that is a date: when it was published
        if len(found) > 1 or not found[0]["y"] or _AHEAD.search(text):
            return None
        (match,) = found
        return Reported(int(match["y"]), *_months(match), index, *match.span(), squeeze(match[0]))
    return _usual(document)


def _usual(document: Document) -> Reported | None:
    """The year that most of a text is about, where its head tells none."""
    found = [(index, m) for index, p in document.paragraphs for m in _ANY_YEAR.finditer(normalise(p.text))]
    counted = Counter(m["y"] for _, m in found)
    year, often = counted.most_common(1)[0] if counted else ("", 0)
    if often < LEAST or often < MOST * len(found):
        return None
    index, match = next((index, m) for index, m in found if m["y"] == year)
    return Reported(int(year), 1, 12, index, *match.span(), squeeze(match[0]), in_head=False)


def _months(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    if groups.get("f"):
        return int(groups["f"]), int(groups["e"])
    if groups.get("m"):
        return int(groups["m"]), int(groups["m"])
    if groups.get("q"):
        last = 3 * (_QUARTERS.index(groups["q"]) + 1)
        return last - 2, last
    if groups.get("h"):
        return (1, 6) if groups["h"] == "上" else (7, 12)
    return (1, 9) if groups.get("t") else (1, 12)
