"""Remembered answers (记住的识别结果): what was found in a sheet is found once for its name and content, whoever asks.

A sheet is asked for its headers and forms when it is read, when it is corrected and when its columns are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from evallib.intake.files.sheet import Sheet

LARGEST, MOST = 50_000, 64  # cells of a sheet, sheets
P = ParamSpec("P")
T = TypeVar("T")


def once_per_content(find: Callable[Concatenate[Sheet, P], list[T]]) -> Callable[Concatenate[Sheet, P], list[T]]:
    """Let a function of a sheet's content and of plain arguments work once for them in a process.

    >>> from pathlib import Path
    >>> calls = []
    >>> @once_per_content
    ... def cells(sheet, kind=None):
    ...     calls.append(sheet.name)
    ...     return [value for row in sheet.rows for value in row]
    >>> one, other = (Sheet(Path("a.xlsx"), name, [["a", number]]) for name, number in (("甲", 1), ("乙", 1.0)))
    >>> cells(one), cells(one), cells(other), calls
    (['a', 1], ['a', 1], ['a', 1.0], ['甲', '乙'])
    """
    known: dict[tuple[str, bytes, str], list[T]] = {}

    @wraps(find)
    def remembered(sheet: Sheet, /, *args: P.args, **kwargs: P.kwargs) -> list[T]:
        if len(sheet.rows) * sheet.width > LARGEST:
            return find(sheet, *args, **kwargs)
        key = sheet.name, sheet.content(), repr((args, sorted(kwargs.items())))
        if key not in known:
            if len(known) >= MOST:
                known.clear()
            known[key] = find(sheet, *args, **kwargs)
        return list(known[key])

    return remembered
