"""Years in titles (标题里的年份): the first one that is written as a year."""

from __future__ import annotations

import re

from evallib.parsing.plain_text import half_width

_FIRST = re.compile(r"(20\d\d)\s*年")


def first_year(text: str) -> int:
    """The first year of a text that is written as one, or 0.

    >>> first_year("２０２３ 年度示例区"), first_year("2023件")
    (2023, 0)
    """
    match = _FIRST.search(half_width(text))
    return int(match[1]) if match else 0
