"""Items of a cell (单元格内逐项列出): “包括以下三项：（1）…（2）…” told within one cell of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.counted.miscounts import miscounted
from evallib.audit.joins.numbers.marks import Mark, marks_in
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

_SAID = (
    r"(?<![\d.第前一二三四五六七八九十百两])(?P<n>\d{1,2}|[二三四五六七八九十两]{1,2})个?(?P<unit>方面|项|类|条|点|步|部分|个|种)"
    r"[\u4e00-\u9fff]{0,6}[：:]$"
)
#: Every such cell has the first two items.
_ITEMS = r"[（(][1一][)）].*[（(][2-3二三][)）]|一是.*[二三]是|1[、.．)）].*[23][、.．)）]|①.*[②③]"


def check(document: Document) -> Iterator[Finding | Agreement]:
    """A count in front of the items of its cell."""
    for raw, where, in_cell in document.worded:
        if not in_cell or not patterns.search(_ITEMS, raw):
            continue
        text = normalise(raw)
        lists: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks_in(text, 0, where):
            lists[mark.style].append(mark)
        for marks in lists.values():
            said = patterns.search(_SAID, text[: marks[0].place.start].rstrip())
            if said and _is_whole(marks) and "等" not in said[0]:
                place = where(said.start("n"), said.end("unit"))
                printed, told = said["n"] + said["unit"], len(marks)
                if read_count(said["n"]) == told:
                    yield Agreement("count.list", printed, f"逐项列出 {told} 项", (place,))
                elif abs(read_count(said["n"]) - told) == 1:
                    shown = "、".join(mark.text for mark in marks)
                    yield miscounted(printed, told, said["unit"], shown, (place, *(m.place for m in marks)))


def _is_whole(marks: Sequence[Mark]) -> bool:
    """Whether a list begins with its first item and leaves none out."""
    numbers = [mark.number for mark in marks]
    return len(numbers) > 1 and numbers[0] == 1 and all(b == a + 1 for a, b in pairwise(numbers))
