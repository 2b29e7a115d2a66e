"""Months (月份): a list or a table that goes month by month and leaves one out, or tells one twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from evallib.audit.findings import Confidence, Finding
from evallib.audit.reading.document import Document, Place
from evallib.audit.reading.grid import Grid
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_MONTH = re.compile(r"(?:20\d\d\s*年)?\s*(?P<m>1[0-2]|[1-9])\s*月份?")
_LISTED = re.compile(r"(?<![\d年至到—~-])(?P<m>1[0-2]|[1-9])月份?\s*(?=\d[\d.,]*\s*(?:件|个|人|次|万|元|宗|起|%))")
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
        rows = [(int(m["m"]), row.index) for row in grid.rows if (m := _MONTH.fullmatch(normalise(row.label).strip()))]
        places = [document.place_in_table(grid.block, index, 0) for _, index in rows]
        notes = " ".join(getattr(b, "text", "") for b in document.blocks[grid.block + 1 : grid.block + 1 + NOTES])
        yield from _judge([month for month, _ in rows], places, {int(m["m"]) for m in _MONTH.finditer(notes)})
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for sentence in patterns.finditer(r"[^。！？\n]+", text) if "月" in text else ():
            found = list(_LISTED.finditer(sentence[0]))
            spots = [(sentence.start() + m.start(), sentence.start() + m.end()) for m in found]
            places = [document.place_in_paragraph(index, start, end) for start, end in spots]
            months = [int(m["m"]) for m in found]
            if months[:1] == [1] or (found and _ALL.search(sentence[0][: found[0].start()])):
                named = {int(m["m"]) for m in _MONTH.finditer(sentence[0])}
                yield from _judge(months, places, named)


def _judge(months: list[int], places: list[Place], named: Collection[int] = ()) -> Iterator[Finding]:
    """A run of months with one gap or one repetition; a run that is not in order says nothing.

    Nor does one whose missing month is `named` beside it: “4月因平台升级暂停受理”.
    """
    if len(months) < LEAST or any(b < a for a, b in pairwise(months)):
        return
    steps = [b - a for a, b in pairwise(months)]
    odd = [i for i, step in enumerate(steps) if step != 1]
    if len(odd) != 1 or steps[odd[0]] not in {0, 2}:
        return
    at = odd[0] + 1
    told = f"{months[at]}月"
    if months[at] - 1 in named and steps[at - 1] == 2:
        return
    if steps[at - 1] == 2:
        sure: Confidence = "medium" if len(months) >= MOST else "low"
        missing = f"{months[at] - 1}月"
        yield Finding(
            "count.months",
            "contradiction",
            sure,
            f"逐月列出的数中没有 {missing}",
            told,
            missing,
            "、".join(f"{m}月" for m in months),
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
            f"{months[at] + 1}月",
            "、".join(f"{m}月" for m in months),
            (places[at], places[at - 1]),
        )
