"""Told dates (同一事项的日期): an event dated twice, a cut-off before the year it closes, a day out of line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Paragraph, Place
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_DATE = re.compile(
    r"(?<!\d)(?P<y>20[0-4]\d)\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>[12]\d|"
    r"3[01]|0?[1-9])\s*日)?(?!\s*(?:至|到|-|—|~|度))"
)
_YEAR = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)\s*年(?!\s*\d)")
_CLOSING = re.compile(r"截[至止]{1,2}[^，。；\d]{0,4}$")
_DONE = re.compile(r"执行|支出|支付|完成|到位|拨付|使用|受理|办结|结余")
_PUNCTUATION = re.compile(r"[\s，。；、：:“”\"（）()《》]")
#: So many characters behind (or before and behind) two dates make them dates of one event; shorter words come back in
#: many.
SAME = 14
LEAST = 3

When = tuple[int, int, int]


def check(document: Document) -> Iterator[Finding]:
    """Dates of paragraphs, and columns of dates."""
    by_words: dict[str, list[tuple[When, str, Place]]] = defaultdict(list)
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            yield from _column(document, index, [[normalise(cell.text) for cell in row] for row in block.rows])
            continue
        text = normalise(block.text)
        yield from _closed_early(document, index, text)
        for match in _DATE.finditer(text):
            words = _PUNCTUATION.sub("", patterns.split(r"[。；\n]", text[match.end() :])[0])[:SAME]
            if len(words) == SAME and not patterns.search(r"\d", words):
                by_words[words].append((_when(match), match[0], document.place_in_paragraph(index, *match.span())))
    for told in by_words.values():
        yield from _twice(told)


def _twice(told: Sequence[tuple[When, str, Place]]) -> Iterator[Finding]:
    """Two dates of the same words in two paragraphs that differ in their year, their month or their day alone."""
    dates = {when for when, _, _ in told}
    if len(dates) != 2 or len({place.block for _, _, place in told}) < 2:
        return
    first, second = sorted(dates, key=lambda d: sum(when == d for when, _, _ in told))
    if sum(a != b for a, b in zip(first, second, strict=True)) != 1 or (
        0 in {first[2], second[2]} and first[2] != second[2]
    ):
        return
    odd = [(text, place) for when, text, place in told if when == first]
    other = [(text, place) for when, text, place in told if when == second]
    if odd[0][1].block in {place.block for _, place in other}:
        return
    yield Finding(
        "date.same",
        "contradiction",
        "medium",
        f"同一事项的日期两处不一：{odd[0][0]} 与 {other[0][0]}",
        odd[0][0],
        other[0][0],
        f"{odd[0][0]}（{odd[0][1]}） ≠ {other[0][0]}（{other[0][1]}）",
        tuple(p for _, p in [*odd, *other]),
        (),
        ("可能年、月或日写错",),
    )


def _closed_early(document: Document, index: int, text: str) -> Iterator[Finding]:
    """“2023年……预算483.6万元，截至2022年12月31日，执行……”: what is done of a year is not closed before it begins."""
    for match in _DATE.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        told = {int(m["y"]) for m in _YEAR.finditer(before)}
        if told != {int(match["y"]) + 1} or not _CLOSING.search(before) or not _DONE.search(behind[:30]):
            continue
        if not patterns.search(r"上年|结转|去年", before):
            year = told.pop()
            yield Finding(
                "date.outside",
                "contradiction",
                "medium",
                f"叙述 {year} 年的事项，截止日 {match[0]} 却在该年之前",
                match[0],
                f"{year}年",
                f"{match['y']} < {year}",
                (document.place_in_paragraph(index, *match.span()),),
                (),
                ("可能年份写错",),
            )


def _column(document: Document, index: int, rows: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """A column of dates that go on from row to row, and one that would with another year."""
    for column in range(min((len(row) for row in rows), default=0)):
        found = [
            (r, m) for r, row in enumerate(rows) if (m := _DATE.match(row[column].strip())) and len(row[column]) <= 18
        ]
        days = [_when(match) for _, match in found]
        if len(days) < LEAST or days == sorted(days) or len({r for r, _ in found}) != len(found):
            continue
        for at, (row, match) in enumerate(found):
            rest = days[:at] + days[at + 1 :]
            years = {day[0] for day in days[max(0, at - 1) : at] + days[at + 1 : at + 2]}
            if rest != sorted(rest) or len(years) != 1 or len(set(rest)) != len(rest):
                continue
            right = (years.pop(), *days[at][1:])
            line = [*days[:at], right, *days[at + 1 :]]
            known = sum(day[0] == right[0] for day in days) >= 2  # of two years in three rows the one that stands twice
            if known and right != days[at] and all(a <= b for a, b in pairwise(line)):
                place = document.place_in_table(index, row, column)
                yield Finding(
                    "date.outside",
                    "contradiction",
                    "medium",
                    f"按日期先后排列的一栏中，{match[0]} 与前后不接，疑为 {right[0]} 年",
                    match[0],
                    f"{right[0]}年",
                    "、".join(m[0] for _, m in found[:8]),
                    (place,),
                    (),
                    ("可能年份写错",),
                )
                break


def _when(match: re.Match[str]) -> When:
    return int(match["y"]), int(match["m"]), int(match["d"] or 0)
