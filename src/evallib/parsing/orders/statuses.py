"""Statuses (工单状态): the words of an export → one of the states, by a table that the schema and mapping files declare.

What exports add to a word is taken off step by step (``[结案]``, ``已办结（满意）``, ``7-已结案``); a word that is then
in no group stays unknown and is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_OUTER = re.compile(r"^[\[(【<〔「](.*)[\])】>〕」]$")
_TAIL = re.compile(r"[\[(【].*[\])】]$")
_NUMBERED = re.compile(r"^\d{1,2}\s*[-.、:_]\s*(?=\D)")


def spelling(text: str) -> str:
    """A value without what exports vary: width, case, spaces.

    >>> spelling(" ＹＥＳ ")
    'yes'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def status_words(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """State by spelling of every word of the groups; a state's own name is a word of it.

    >>> status_words({"closed": ["已结案"], "void": ["作废"]})["作废"]
    'void'
    """
    return {spelling(text): state for state, texts in groups.items() for text in (state, *texts)}


def read_status(text: str, words: Mapping[str, str]) -> str | None:
    """The state that a word stands for, or None if no group has it.

    Args:
        text: what was written.
        words: see `status_words`.

    >>> words = status_words({"closed": ["已结案", "办结", "已办结"], "duplicate": ["closed (duplicate)"]})
    >>> [read_status(text, words) for text in ("[已结案]", "已办结（满意）", "7-已结案", "Closed (Duplicate)", "阅示")]
    ['closed', 'closed', 'closed', 'duplicate', None]
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    tried = [bare]
    inside = _OUTER.match(bare)
    tried += [inside[1]] if inside else []
    tried += [_TAIL.sub("", word) for word in list(tried)]
    tried += [_NUMBERED.sub("", word) for word in list(tried)]
    tried += [word.removesuffix("状态").removesuffix("阶段").removesuffix("环节") for word in list(tried)]
    return next((words[key] for word in tried if (key := spelling(word)) in words), None)
