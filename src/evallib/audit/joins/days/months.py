"""Months (月份): a list or a table that goes month by month and leaves one out, or tells one twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Cell, Document, Place
from evallib.audit.reading.grid import Grid
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_N = "1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九]"
_MONTH = re.compile(rf"(?:20\d\d\s*年)?\s*(?P<m>{_N})\s*月份?")
_QUARTER = re.compile(r"(?:20\d\d\s*年)?\s*第?(?P<m>[一二三四1-4])季度")
_COUNTED = r"\s*(?=(?:[\u4e00-\u9fff]{0,6})\d[\d.,]*\s*(?:件|个|人|次|万|元|宗|起|%))"
_LISTED = re.compile(rf"(?<![\d年至到—~十-])(?P<m>{_N})月份?\s*(?=\d[\d.,]*\s*(?:件|个|人|次|万|元|宗|起|%))")
_QUARTERS = re.compile(rf"(?<![至到—~-])第?(?P<m>[一二三四])季度{_COUNTED}")
_HAN = "零一二三四五"
#: All quarters of a year are four.
ALL = 4
#: A sentence that tells of all months of a time, not only of some.
_ALL = re.compile("各月|逐月|每月|分月|按月|月度|上半年|下半年|全年|季度")
LEAST = 4
#: So many months make a table of every one; in fewer those without a case may be left out.
MOST = 7
#: So many paragraphs below a table may say why it has a gap.
NOTES = 3


def check(document: Document, grids: list[Grid]) -> Iterator[Finding]:
    """Every table whose rows are months, and every sentence that tells them one after the other."""
    for grid in grids:
        notes = " ".join(getattr(b, "text", "") for b in document.blocks[grid.block + 1 : grid.block + 1 + NOTES])
        for pattern, unit in ((_MONTH, "月"), (_QUARTER, "季度")):
            named = {read_count(m["m"]) for m in pattern.finditer(notes)}
            rows = [(m, row.index, 0) for row in grid.rows if (m := pattern.fullmatch(normalise(row.label).strip()))]
            heads = [(m, 0, c) for c, cell in enumerate(grid.table.rows[0]) if (m := _head(pattern, cell))]
            for told in (rows, heads):
                places = [document.place_in_table(grid.block, row, column) for _, row, column in told]
                yield from _judge([read_count(m["m"]) for m, _, _ in told], places, named, unit)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for sentence in patterns.finditer(r"[^。！？\n]+", text) if "月" in text else ():
            found = list(_LISTED.finditer(sentence[0]))
            spots = [(sentence.start() + m.start(), sentence.start() + m.end()) for m in found]
            places = [document.place_in_paragraph(index, start, end) for start, end in spots]
            months = [read_count(m["m"]) for m in found]
            if months[:1] == [1] or (found and _ALL.search(sentence[0][: found[0].start()])):
                named = {read_count(m["m"]) for m in _MONTH.finditer(sentence[0])}
                yield from _judge(months, places, named)
        for sentence in patterns.finditer(r"[^。！？\n]+", text) if "季度" in text else ():
            found = list(_QUARTERS.finditer(sentence[0]))
            spots = [(sentence.start() + m.start(), sentence.start() + m.end()) for m in found]
            places = [document.place_in_paragraph(index, start, end) for start, end in spots]
            if len(found) == ALL and read_count(found[-1]["m"]) == ALL:
                yield from _judge([read_count(m["m"]) for m in found], places, (), "季度")


def _head(pattern: re.Pattern[str], cell: Cell) -> re.Match[str] | None:
    return None if cell.inherited else pattern.fullmatch(normalise(cell.text).strip())


def _judge(months: list[int], places: list[Place], named: Collection[int] = (), unit: str = "月") -> Iterator[Finding]:
    """A run of months with one gap or one repetition; a run that is not in order says nothing.

    Nor does one whose missing month is `named` beside it: “4月因平台升级暂停受理”.
    """
    quarters = unit == "季度"
    odd = [n for n, month in enumerate(months) if months and month != months[0] + n]
    if len(odd) == 1 and len(months) >= LEAST and odd[0] < len(months) - 1:
        yield _misprinted(months, odd[0], places, unit)
        return
    if len(months) < (LEAST - quarters) or any(b < a for a, b in pairwise(months)):
        return
    steps = [b - a for a, b in pairwise(months)]
    odd = [i for i, step in enumerate(steps) if step != 1]
    if len(odd) != 1 or steps[odd[0]] not in {0, 2}:
        return
    at = odd[0] + 1
    told = _told(months[at], unit)
    if months[at] - 1 in named and steps[at - 1] == 2:
        return
    if steps[at - 1] == 2:
        sure: Confidence = "medium" if len(months) >= MOST else "low"
        missing = _told(months[at] - 1, unit)
        yield Finding(
            "count.months",
            "contradiction",
            sure,
            f"逐月列出的数中没有 {missing}",
            told,
            missing,
            "、".join(_told(m, unit) for m in months),
            (places[at], places[at - 1]),
            () if sure == "medium" else ("漏列一个月", "该月没有数"),
        )
    else:
        yield Finding(
            "count.months",
            "contradiction",
            "medium",
            f"逐月列出的数中 {told} 出现两次",
            told,
            _told(months[at] + 1, unit),
            "、".join(_told(m, unit) for m in months),
            (places[at], places[at - 1]),
        )


def _misprinted(months: list[int], at: int, places: list[Place], unit: str) -> Finding:
    """The one month that does not fit where all others follow each other: 1、2、2、4."""
    told, right = _told(months[at], unit), _told(months[0] + at, unit)
    return Finding(
        "count.months",
        "contradiction",
        "medium",
        f"逐月列出的数中 {told} 的位置应为 {right}",
        told,
        right,
        "、".join(_told(m, unit) for m in months),
        (places[at], places[at - 1]),
    )


def _told(number: int, unit: str) -> str:
    return f"{number}月" if unit == "月" else f"{_HAN[number % len(_HAN)]}季度"
