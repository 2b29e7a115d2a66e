"""Ordinals (第一批、第二批): “资金分两批下达：第一批…，第二批…，第三批…”, so many told one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.reading.document import Document
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_UNIT = "批|期|轮|次|类|位|名|阶段|部分|步|档"
_SAID = re.compile(
    rf"(?<![\d一二三四五六七八九十两第])(?P<n>\d{{1,2}}|[二三四五六七八九十两])个?(?P<unit>{_UNIT})"
    rf"(?=[^。\d]{{0,14}}[：:，,]?[^。；\d]{{0,8}}第一(?P=unit))"
)
_ONE = re.compile(rf"第(?P<n>[一二三四五六七八九十])(?P<unit>{_UNIT})")


def check(document: Document) -> Iterator[Finding | Agreement]:
    """Counts right in front of a first, a second and so on, each told once in the paragraph."""
    for index, paragraph in document.paragraphs:
        if "第一" not in paragraph.text or "第二" not in paragraph.text:
            continue
        text = normalise(paragraph.text)
        for match in _SAID.finditer(text):
            ones = [m for m in _ONE.finditer(text, match.end()) if m["unit"] == match["unit"]]
            numbers = [read_count(m["n"]) for m in ones]
            announced, told = read_count(match["n"]), len(numbers)
            if told < 2 or numbers != list(range(1, told + 1)):
                continue
            place = document.place_in_paragraph(index, match.start("n"), match.end("unit"))
            printed = match["n"] + match["unit"]
            if announced == told:
                yield Agreement("count.list", printed, f"逐项列出 {told} 项", (place,))
            elif abs(announced - told) == 1:
                # What is to come may not be told yet; what is told beyond the count has come.
                sure: Confidence = "medium" if told > announced else "low"
                yield Finding(
                    "count.list",
                    "contradiction",
                    sure,
                    f"所说的项数与列出的不符：说 {printed}，列出 {told} 项",
                    printed,
                    f"{told}{match['unit']}",
                    "、".join(m[0] for m in ones),
                    (place, *(document.place_in_paragraph(index, *m.span()) for m in ones)),
                    () if sure != "low" else ("项数写错", "还有一项没有说到"),
                )
