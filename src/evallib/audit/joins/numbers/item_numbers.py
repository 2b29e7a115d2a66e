"""Item numbers (序号): the numbers in front of headings and items, as words, digits, and several in one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.parsing.numerals import read_count

_DIGITS = "一二三四五六七八九十"
#: “（二）（三）合并说明”, “（二）至（四）略”: further numbers of the same heading.
_FURTHER = re.compile(r"\s*[、和与及]?\s*(?P<to>[至到—～~-]*)\s*[（(](?P<n>[1-9]\d?|十?[一二三四五六七八九]|十)[)）]")


def han_of(number: int) -> str:
    """A number in words.

    >>> han_of(12), han_of(10), han_of(3)
    ('十二', '十', '三')
    """
    return ("十" if number > 9 else "") + (_DIGITS[number % 10 - 1] if number % 10 else "")


def numbers_told_with(first: int, rest: str) -> Iterator[int]:
    """The further numbers of a heading in brackets that stands for several items.

    Args:
        first: its first number.
        rest: the paragraph behind that.

    >>> [list(numbers_told_with(2, rest)) for rest in ("（三）合并说明", "至（四）略", "（一）")]
    [[3], [3, 4], []]
    """
    at = 0
    while match := _FURTHER.match(rest, at):
        number = read_count(match["n"])
        if number != first + 1 and not (match["to"] and number > first):
            return
        yield from range(first + 1, number + 1)
        first, at = number, match.end()
