"""Named months (月份): which month of a year a file, a title or a cell is about."""

from __future__ import annotations

import re
from pathlib import Path

from evallib.publish.release.opened_pages import Opened

MONTH = re.compile(r"(?:20\d\d\s*[年/.-]\s*)?(0?[1-9]|1[0-2])\s*月?(?:份)?(?:[-/.]0?1(?:[ T]00:00(?::00)?(?:\.0+)?)?)?")
MONTH_OF_FILE = re.compile(r"(20\d\d)[-_年](0[1-9]|1[0-2]|[1-9])(?:月|(?!\d))")
SPAN = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*[—–~～至到-]\s*(\d{1,2})\s*月")
ONE_MONTH = re.compile(r"(?<![\d—–~～至到-])(1[0-2]|[1-9])\s*月(?!\s*[—–~～至到-])")
NAMED_SPANS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}


def month_of(path: Path, opened: Opened) -> int | None:
    """The month that a file is about, by its name or its title; None for a whole year."""
    for text in (*path.parts[-3:], *opened.texts[:3]):
        found = MONTH_OF_FILE.search(text)
        if found:
            return int(found[2])
    return None


def months_of(text: str) -> tuple[int, ...]:
    """Months that a title names; empty if none.

    >>> months_of("2023年1—3月各类型"), months_of("3月份"), months_of("上半年"), months_of("全年")
    ((1, 2, 3), (3,), (1, 2, 3, 4, 5, 6), ())
    """
    for name, (first, last) in NAMED_SPANS.items():
        if name in text:
            return tuple(range(first, last + 1))
    if (span := SPAN.search(text)) and 1 <= int(span[1]) < int(span[2]) <= 12:
        return tuple(range(int(span[1]), int(span[2]) + 1))
    single = ONE_MONTH.findall(text)
    return (int(single[0]),) if len(set(single)) == 1 else ()


def is_month(text: str) -> bool:
    """Whether a text names a month, and is no bare number."""
    return bool(MONTH.fullmatch(text.strip())) and not text.strip().isdecimal()


def month_beside(texts: list[str], first: str, head: str) -> int | None:
    """The month that stands in a row or above a column; a bare number is one only under a header that says so."""
    for text in texts:
        if is_month(text) and (found := MONTH.fullmatch(text.strip())):
            return int(found[1])
    found = MONTH.fullmatch(first.strip()) if "月" in head or head.lower() == "month" else None
    return int(found[1]) if found else None
