r"""Regular expressions (正则表达式) by their text, compiled once a process and never forgotten.

``re`` keeps the last 512 patterns that it compiled. The readers of rules, headers and documents use three times as
many, so that a call of ``re.search("…", text)`` would compile anew what the same worker knew a moment before.

>>> from evallib.model import patterns
>>> patterns.search(r"\d+", "共12件").group()
'12'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

Expression = str | re.Pattern[str]
Replacement = str | Callable[[re.Match[str]], str]


@cache
def pattern(expression: Expression, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern of an expression.

    Raises:
        re.error: the expression is no regular expression.
    """
    return re.compile(expression, flags)


def search(expression: Expression, text: str, flags: int = 0) -> re.Match[str] | None:
    """``re.search`` with a pattern that is kept."""
    return (pattern(expression, flags) if flags else pattern(expression)).search(text)


def match(expression: Expression, text: str, flags: int = 0) -> re.Match[str] | None:
    """``re.match`` with a pattern that is kept."""
    return (pattern(expression, flags) if flags else pattern(expression)).match(text)


def fullmatch(expression: Expression, text: str, flags: int = 0) -> re.Match[str] | None:
    """``re.fullmatch`` with a pattern that is kept."""
    return pattern(expression, flags).fullmatch(text)


def sub(expression: Expression, replacement: Replacement, text: str, count: int = 0, flags: int = 0) -> str:
    """``re.sub`` with a pattern that is kept."""
    return pattern(expression, flags).sub(replacement, text, count)


def findall(expression: Expression, text: str, flags: int = 0) -> list[Any]:
    """``re.findall`` with a pattern that is kept."""
    return pattern(expression, flags).findall(text)


def finditer(expression: Expression, text: str, flags: int = 0) -> Iterator[re.Match[str]]:
    """``re.finditer`` with a pattern that is kept."""
    return pattern(expression, flags).finditer(text)


def split(expression: Expression, text: str, maxsplit: int = 0) -> list[str | Any]:
    """``re.split`` with a pattern that is kept."""
    return pattern(expression).split(text, maxsplit)
