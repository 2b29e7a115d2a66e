"""Sequences (先后排列): dates told one after the other in a sentence or down a column, of which one is out of line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.ledger.slips import is_slip
from evallib.audit.reading.document import Document, Paragraph
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.claims.spans import spans_told

When = tuple[int, int, int]

_DATE = re.compile(
    r"(?<![\d.])(?P<y>20[0-4]\d)\s*(?:年|(?P<s>[./-]))\s*(?P<m>1[0-2]|0?[1-9])\s*(?(s)[./-]\s*(?P<e>[12]\d|3[01]|0?[1-9])"
    r"(?!\s?[\d.])|月(?:\s*(?P<d>[12]\d|3[01]|0?[1-9])\s*日)?(?!度|份?(?:至|到|-|—|~)))"
)
#: A date that is compared with, the number of a document, a rule: none of what is told one after the other.
_ASIDE = re.compile(
    r"(?:[较比与]|截[至止]到?|同期|上年|去年|根据|依据|按照|《[^》]*|[〔\[(（][^〕\])）]*)[^，。；]{0,6}$"
)
#: What heads a column that goes on from day to day.
_LINE = re.compile(r"(?:起止|计划|实施|完成|工作)?(?:时间|日期|进度|节点|时间节点|阶段)(?:安排)?$")
#: So many dates make a line in a sentence, in a column, there for sure; so many whose months and days are held against
#: each other.
IN_SENTENCE, IN_COLUMN, IN_ROW, IN_ORDER = 4, 3, 5, 6
#: A cell that holds more is no date alone.
CELL = 18


def check(document: Document) -> Iterator[Finding]:
    """Dates of paragraphs and of columns."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            yield from _sentence(document, index, normalise(block.text))
        else:
            yield from _columns(document, index, [[cell.text for cell in row] for row in block.rows])


def _sentence(document: Document, index: int, text: str) -> Iterator[Finding]:
    """Dates told one after the other, of which one is of another year and would be in line in that of the others."""
    found = [m for m in _DATE.finditer(text) if not _ASIDE.search(text[: m.start()])]
    if len(found) < IN_SENTENCE:
        return
    spans = list(spans_told(text))  # where a term ends is no next step
    found = [m for m in found if not any(span.start <= m.start() < span.end for span in spans)]
    if len(found) < IN_SENTENCE:
        return
    whole = all(m["d"] or m["e"] for m in found)  # between a day and its month nothing can be said of the order
    days = [_when(m) if whole else (*_when(m)[:2], 0) for m in found]
    year, count = Counter(day[0] for day in days).most_common(1)[0]
    odd = [n for n, day in enumerate(days) if day[0] != year]
    if count != len(found) - 1 or len(odd) != 1 or abs(days[odd[0]][0] - year) != 1:
        return
    at = odd[0]
    line = [*days[:at], (year, *days[at][1:]), *days[at + 1 :]]
    if line == sorted(line) and days != sorted(days):
        right = found[at][0].replace(str(days[at][0]), str(year), 1)
        place = document.place_in_paragraph(index, *found[at].span())
        yield Finding(
            "date.outside",
            "contradiction",
            "medium",
            f"按日期先后叙述的事项中，{found[at][0]} 与前后不接，疑为 {year} 年",
            found[at][0],
            right,
            "、".join(m[0] for m in found[:8]),
            (place,),
            (),
            ("可能年份写错",),
        )


def _columns(document: Document, index: int, rows: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Columns of dates that go on from row to row but for one, and what it should be."""
    for column in range(min((len(row) for row in rows), default=0)):
        found = [
            (r, m)
            for r, row in enumerate(rows)
            if "20" in row[column] and len(row[column]) <= CELL and (m := _DATE.match(normalise(row[column]).strip()))
        ]
        days = [_when(match) for _, match in found]
        if len(days) < IN_COLUMN or days == sorted(days):
            continue
        if len(days) < IN_ORDER and not _LINE.match(normalise(rows[0][column]).strip()):
            continue  # a few dates of purchase or of contracts are in order by accident
        told: tuple[int, When | None] | None = _other_year(days) or _other_day(days)
        if told is None:
            continue
        at, right = told
        row, match = found[at]
        # What is listed by weight or by kind is in order of days by accident.
        year = right is not None and right[1:] == days[at][1:]
        sure: Confidence = "medium" if len(days) >= IN_ROW and (year or not right) else "low"
        proper = _written(right) if right else f"{_written(days[at - 1])}至{_written(days[at + 1])}之间"
        yield Finding(
            "date.outside",
            "contradiction",
            sure,
            f"按日期先后排列的一栏中，{match[0]} 与前后不接，疑为 {proper}",
            match[0],
            proper,
            "、".join(m[0] for _, m in found[max(0, at - 4) : at + 4]),
            (document.place_in_table(index, row, column),),
            () if sure == "medium" else ("可能年份写错", "可能不按先后排列"),
            ("可能年、月或日写错",),
        )


def _other_year(days: Sequence[When]) -> tuple[int, When] | None:
    """The one day that another year would put in line."""
    for at, day in enumerate(days):
        rest = [*days[:at], *days[at + 1 :]]
        years = {other[0] for other in (*days[max(0, at - 1) : at], *days[at + 1 : at + 2])}
        if rest != sorted(rest) or len(years) != 1 or len(set(rest)) != len(rest):
            continue
        right = (years.pop(), *day[1:])
        line = [*days[:at], right, *days[at + 1 :]]
        known = sum(other[0] == right[0] for other in days) >= 2  # of two years in three rows the one that comes twice
        if known and right != day and all(a <= b for a, b in pairwise(line)):
            return at, right
    return None


def _other_day(days: Sequence[When]) -> tuple[int, When | None] | None:
    """The one day that a slip in its month or its day puts out of a long line, and which it should be if only one can.

    >>> _other_day([(2024, 1, 5), (2024, 2, 6), (2024, 3, 4), (2024, 6, 3), (2024, 5, 2), (2024, 5, 8)])
    (3, (2024, 4, 3))
    """
    if len(days) < IN_ORDER:
        return None
    odd = [
        at
        for at in range(1, len(days) - 1)
        if all(a < b for a, b in pairwise([*days[:at], *days[at + 1 :]]))
        and not days[at - 1] <= days[at] <= days[at + 1]
    ]
    if len(odd) != 1:
        return None
    (at,) = odd
    year, month, day = days[at]
    others = [(year, m, day) for m in range(1, 13)] + [(year, month, d) for d in range(1, 32) if day]
    within = [
        other
        for other in others
        if days[at - 1] <= other <= days[at + 1] and is_slip(f"{other[1]}.{other[2]}", f"{month}.{day}")
    ]
    return (at, within[0] if len(within) == 1 else None) if within else None


def _when(match: re.Match[str]) -> When:
    return int(match["y"]), int(match["m"]), int(match["d"] or match["e"] or 0)


def _written(when: When) -> str:
    year, month, day = when
    return f"{year}年{month}月" + (f"{day}日" if day else "")
