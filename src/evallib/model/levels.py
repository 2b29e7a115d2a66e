"""Levels of budget lines (科目层级), by the way they are numbered."""

from __future__ import annotations

import re

SECOND_LEVEL = re.compile(r"[(（]\s*(?:\d+|[一二三四五六七八九十]+)\s*[)）]|\d+\.\d+")


def line_level(line_no: str | None) -> int:
    """Level of a budget line by its number: 1 for 1、2、一, 2 for (1)、（二）、1.1; 1 where there is none.

    >>> [line_level(number) for number in ("1", "(1)", "（2）", "1.1", None)]
    [1, 2, 2, 2, 1]
    """
    return 2 if isinstance(line_no, str) and SECOND_LEVEL.fullmatch(line_no.strip()) else 1
