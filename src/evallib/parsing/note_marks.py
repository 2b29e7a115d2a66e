"""Note marks (注释标记): 567.21① is 567.21 with a mark that points to a note below the table; ²³ alone is no 23."""

from __future__ import annotations

import re

MARKS = "①-⑳㉑-㉟㊱-㊿⓪❶-❿⑴-⒇㈠-㈩¹²³⁰⁴-⁹₀-₉※†‡"
MARKED = re.compile(
    r"(?P<figure>(?:[≥≤<>=≧≦＜＞＝]\s*)?[+\-−]?[0-9０-９][0-9０-９,，.．]*\s*(?:%|％|‰|亿元|万元|千元|元|件|人|"
    rf"分|个)?)\s*(?:[{MARKS}]{{1,3}}|\*{{1,3}}|[\[（(]注?\s?\d{{1,2}}[\]）)]|注\d{{1,2}})"
)


_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: 10⁴元, 30①名: what would be digits of the figure in front of them.
MARKED_INSIDE = re.compile(rf"[0-9０-９][{MARKS}]")


def raised(text: str) -> str:
    """A text that is set high, in the characters for that: its digit is a mark or a power, none of the figure before.

    >>> raised("2)")
    '²)'
    """
    return text.translate(_HIGH)


def without_mark(text: str) -> str:
    """The figure of a cell without the mark of a note; other texts stay as they are.

    >>> (
    ...     without_mark("567.21①"),
    ...     without_mark("≥97.33%²"),
    ...     without_mark("1,200 [1]"),
    ...     without_mark("²³"),
    ...     without_mark("第①项"),
    ... )
    ('567.21', '≥97.33%', '1,200', '²³', '第①项')
    """
    found = MARKED.fullmatch(text.strip())
    return found["figure"].strip() if found else text
