"""Item numbers (序号): the numbers in front of headings and items, as words, digits, and several in one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = "一二三四五六七八九十"
#: “（二）（三）合并说明”, “（二）至（四）略”: further numbers of the same heading.
_FURTHER = re.compile(r"\s*[、和与及]?\s*(?P<to>[至到—～~-]*)\s*[（(](?P<n>[1-9]\d?|十?[一二三四五六七八九]|十)[)）]")


def number_of(words: str) -> int:
    """The number that an item bears.

    >>> number_of("十二"), number_of("三"), number_of("14")
    (12, 3, 14)
    """
    if words.isdigit():
        return int(words)
    return sum(10 if c == "十" else _DIGITS.index(c) + 1 for c in words)


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
        number = number_of(match["n"])
        if number != first + 1 and not (match["to"] and number > first):
            return
        yield from range(first + 1, number + 1)
        first, at = number, match.end()
