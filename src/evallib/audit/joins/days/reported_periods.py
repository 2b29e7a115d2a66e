"""Reported periods (所报告的期间): the month, quarter or half year that a title tells, and that of the first words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Finding
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_PERIOD = (
    r"(?:(?P<y>20[0-4]\d)年)?(?:(?P<m>1[0-2]|[1-9])月份?(?!\d)|第?(?P<q>[一二三四])季度|"
    r"(?P<h>[上下]半年)|(?P<t>前三季度))"
)
_TOLD = re.compile(rf"(?<![\d—至~-]){_PERIOD}")
_OPENS = re.compile(rf"\s*{_PERIOD}(?=[，,])")
#: “下月将…”: what comes next is told first.
_TO_COME = re.compile("[^。]{0,12}?(?:将|拟|计划|预计|安排)")
#: A title is no longer, and stands among the first lines; so many lines below it the text has begun.
TITLE, LINES = 45, 8


def check(document: Document) -> Iterator[Finding]:
    """A text whose first sentence begins with another month than that of its only title."""
    lines = [(index, normalise(p.text)) for index, p in document.paragraphs if p.text.strip()][:LINES]
    if not lines or len(lines[0][1]) > TITLE or patterns.search("[。；]", lines[0][1]):
        return
    at, title = lines[0]
    told = list(_TOLD.finditer(title))
    opening = next(((index, m) for index, text in lines[1:] if (m := _OPENS.match(text))), None)
    if len(told) != 1 or opening is None or patterns.search(r"[—至~-]\d{1,2}月", title):
        return
    (head,), (index, match) = told, opening
    kinds = [kind for kind in "mqht" if head[kind]]
    if not match[kinds[0]]:
        return
    years = head["y"] and match["y"] and head["y"] != match["y"]
    if head[kinds[0]] == match[kinds[0]] and not years:
        return
    if _TO_COME.match(
        patterns.split("[。；]", normalise(getattr(document.blocks[index], "text", ""))[match.end() :])[0]
    ):
        return
    yield Finding(
        "date.same",
        "wording",
        "medium",
        f"标题所写的期间是 {head[0]}，正文开头写 {match[0].strip()}",
        match[0].strip(),
        head[0],
        f"{head[0]} ≠ {match[0].strip()}",
        (document.place_in_paragraph(index, *match.span()), document.place_in_paragraph(at, *head.span())),
    )
