"""Months (月份): a list or a table that goes month by month and leaves one out, or tells one twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.grid import Grid
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_MONTH = re.compile(r"(?:20\d\d\s*年)?\s*(?P<m>1[0-2]|[1-9])\s*月份?")
_LISTED = re.compile(r"(?<![\d年至到—~-])(?P<m>1[0-2]|[1-9])月份?\s*(?=\d[\d.,]*\s*(?:件|个|人|次|万|元|宗|起|%))")
LEAST = 4


def check(document: Document, grids: list[Grid]) -> Iterator[Finding]:
    """Every table whose rows are months, and every sentence that tells them one after the other."""
    for grid in grids:
        rows = [(int(m["m"]), row.index) for row in grid.rows if (m := _MONTH.fullmatch(normalise(row.label).strip()))]
        places = [document.place_in_table(grid.block, index, 0) for _, index in rows]
        yield from _judge([month for month, _ in rows], places)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for sentence in patterns.finditer(r"[^。！？\n]+", text) if "月" in text else ():
            found = list(_LISTED.finditer(sentence[0]))
            spots = [(sentence.start() + m.start(), sentence.start() + m.end()) for m in found]
            places = [document.place_in_paragraph(index, start, end) for start, end in spots]
            yield from _judge([int(m["m"]) for m in found], places)


def _judge(months: list[int], places: list[Place]) -> Iterator[Finding]:
    """A run of months with one gap or one repetition; a run that is not in order says nothing."""
    if len(months) < LEAST or any(b < a for a, b in pairwise(months)):
        return
    steps = [b - a for a, b in pairwise(months)]
    odd = [i for i, step in enumerate(steps) if step != 1]
    if len(odd) != 1 or steps[odd[0]] not in {0, 2}:
        return
    at = odd[0] + 1
    told = f"{months[at]}月"
    if steps[at - 1] == 2:
        missing = f"{months[at] - 1}月"
        yield Finding(
            "count.months",
            "contradiction",
            "medium",
            f"逐月列出的数中没有 {missing}",
            told,
            missing,
            "、".join(f"{m}月" for m in months),
            (places[at], places[at - 1]),
        )
    else:
        yield Finding(
            "count.months",
            "contradiction",
            "medium",
            f"逐月列出的数中 {told} 出现两次",
            told,
            f"{months[at] + 1}月",
            "、".join(f"{m}月" for m in months),
            (places[at], places[at - 1]),
        )
