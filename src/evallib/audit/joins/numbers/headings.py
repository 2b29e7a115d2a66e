"""Headings (标题 ↔ 目录): a heading whose number in the contents is not the one that it has in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from evallib.audit.findings import Finding
from evallib.audit.joins.numbers.marks import Mark, marks_of
from evallib.audit.reading.document import CONTENTS, Document, Place
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import squeeze

#: A heading is no longer.
LONGEST = 40


def check(document: Document, told: Collection[Place]) -> Iterator[Finding]:
    """Headings that stand in the contents and in the text equally often, and differ in their number alone.

    Args:
        document: the report.
        told: places of numbers that are told to be wrong already.
    """
    listed: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    printed: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for index, paragraph in document.paragraphs:
        if len(paragraph.text) > LONGEST or not (listed or paragraph.section == CONTENTS):
            continue
        mark = next(marks_of(document, index, normalise(paragraph.text)), None)
        if mark is not None and mark.place.start <= 2:
            words = squeeze(paragraph.text[mark.place.end :])
            (listed if paragraph.section == CONTENTS else printed)[mark.style, words].append(mark)
    for heading, marks in listed.items():
        others = printed[heading]
        if not heading[1] or len(others) != len(marks):
            continue
        for entry, mark in zip(marks, others, strict=True):
            if entry.number != mark.number and not {entry.place, mark.place} & set(told):
                yield Finding(
                    "name.numbering",
                    "wording",
                    "medium",
                    f"“{heading[1]}”的序号两处不一：目录为“{entry.text}”，正文为“{mark.text}”",
                    mark.text,
                    entry.text,
                    f"{mark.text}（{mark.place}） ≠ {entry.text}（{entry.place}）",
                    (mark.place, entry.place),
                )
