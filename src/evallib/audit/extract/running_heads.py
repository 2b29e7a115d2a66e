"""Running heads (页眉页脚): lines that every page of a PDF repeats at its edge, which would part a table over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evallib.audit.extract.layout import PAGE_NUMBER

#: How many of its outer lines a page gives to head and foot, how far apart they may lie from page
#: to page, and how far from all other lines they do lie, in points.
OUTER, SAME_HEIGHT, APART = 2, 4.0, 2.0
_DIGITS, _NUMBER = re.compile(r"\d+"), re.compile(r"\s+(?:#|[IVX]{1,5})$")


@dataclass(slots=True)
class Item:
    """What stands on a page: a text line with its parts, or the rows of a ruled table.

    Args:
        page: its number.
        top: how far it stands below the upper edge, in points.
        line: of pdfplumber, with the parts that wide gaps set apart.
        rows: of a table.
    """

    page: int
    top: float
    line: tuple[Any, list[tuple[float, float, str]]] | None = None
    rows: Sequence[Sequence[str | None]] | None = None


def without_running_heads(items: Sequence[Item], pages: int) -> Iterator[Item]:
    """The items without what most pages repeat at one height above all other lines, or below all of them.

    Numbers of pages may differ.

    Args:
        items: of all pages, in order.
        pages: how many there are.
    """
    by_page: dict[int, list[Item]] = {}
    for item in items:
        by_page.setdefault(item.page, []).append(item)
    edges = [edge for own in by_page.values() for edge in _edges(own)]
    counts = Counter(key for _, key in edges)
    often = max(2, pages // 2)
    repeated = {
        id(item)
        for item, (text, height) in edges
        if sum(counts[text, near] for near in (height - 1, height, height + 1)) >= often
    }
    others = [item.top for item in items if id(item) not in repeated]
    first, last = min(others, default=0.0) - APART, max(others, default=0.0) + APART
    return (item for item in items if id(item) not in repeated or first <= item.top <= last)


def _edges(items: Sequence[Item]) -> Iterator[tuple[Item, tuple[str, int]]]:
    """The outer lines of a page with their words and their height."""
    for outer, foot in ((items[:OUTER], False), (items[max(OUTER, len(items) - OUTER) :], True)):
        for item in outer:
            words = item.line[0]["text"] if item.line else ""
            # What stands in columns at the top may be the header of a table that every page repeats.
            if item.line and (foot or len(item.line[1]) < 3 or PAGE_NUMBER.match(words)):
                text = _DIGITS.sub("#", words)
                text = _NUMBER.sub("", text)  # the pages at the beginning may have none, or a Roman one
                yield item, (text, round(item.top / SAME_HEIGHT))
