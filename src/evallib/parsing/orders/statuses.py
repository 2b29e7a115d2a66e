"""Statuses (工单状态): the words of an export → one of the states, by a table of the schema and mapping files.

What exports add to a word is taken off step by step (``[结案]``, ``已办结（满意）``, ``7-已结案``); a word that is then
in no group is read without its manner (过期未处理) or by its last step (已转办待回复); else it is unknown and asked
for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from evallib.model import patterns

_OUTER = re.compile(r"^[\[(【<〔「](.*)[\])】>〕」]$")
_TAIL = re.compile(r"[\[(【].*[\])】]$")
_NUMBERED = re.compile(r"^\d{1,2}\s*[-.、:_]\s*(?=\D)")
#: A bracket that contradicts its word: the reader is asked.
ASK = "?"
#: What tells how or by whom, and not where an order stands: 过期未处理, 异常办结, 正在办理.
_MANNER = re.compile(
    "^(?:已?(?:过期|逾期|超期|超时|临期|按时|按期|及时|正常|异常|特殊|直接|"
    "正在|当前|不属实|属实|解释|说明|现场|即时|提前)"
    r"|部门|单位|承办单位|街镇|区级|市级|热线)+(?=..)"
)
_ENDING = re.compile(r"(?<=..)(?:中|件|单|工单|案件)$")
#: The last of two steps is where it stands: 已转办待回复.
_LAST_STEP = re.compile(r"(?<=..)(?:待|未).{2,}$")
_ENGLISH: tuple[tuple[str, str], ...] = (
    ("duplicate", r"(?:closed|completed|resolved|open)\b.*\bdup.*"),
    ("transferred", r"(?:closed|completed|resolved)\b.*\b(?:transfer|referr).*"),
    ("void", r"(?:closed|completed)\b.*\b(?:cancel|invalid|void|withdr).*|cancell?ed\b.*"),
    ("closed", r"(?:closed|completed|resolved)\b.+"),
    ("waiting", r"(?:pending|awaiting|waiting)\b.+"),
)


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
    told = _look_up(tried, words) or _by_bracket(bare, words)
    if told:
        return None if told == ASK else told
    tried += [_TAIL.sub("", word) for word in list(tried)]
    tried += [_NUMBERED.sub("", word) for word in list(tried)]
    tried += [word.removesuffix("状态").removesuffix("阶段").removesuffix("环节") for word in list(tried)]
    known = _look_up(tried, words)
    return known or _by_parts(bare, tried, words)


def _by_bracket(bare: str, words: Mapping[str, str]) -> str | None:
    """What a bracket adds that changes the state: 已办结（作废）; 已办结（退回） is for the reader to say.

    >>> words = status_words({"closed": ["已办结"], "void": ["作废"], "returned": ["退回"]})
    >>> [_by_bracket(text, words) for text in ("已办结(作废)", "已办结(退回)", "已办结(满意)", "completed (dup of 12)")]
    ['void', '?', None, 'duplicate']
    """
    english = patterns.sub(r"[\s\-_/()]+", " ", bare.lower()).strip()
    for state, pattern in _ENGLISH[:3]:
        if patterns.fullmatch(pattern, english):
            return state
    tail = _TAIL.search(bare)
    inside = words.get(spelling(tail[0][1:-1])) if tail else None
    if inside in (None, "closed", "open", "waiting"):
        return None
    return ASK if inside in ("returned", "redispatched") else inside


def _look_up(tried: Sequence[str], words: Mapping[str, str]) -> str | None:
    return next((words[key] for word in tried if (key := spelling(word)) in words), None)


def _by_parts(bare: str, tried: Sequence[str], words: Mapping[str, str]) -> str | None:
    """The state by the parts of a wording that no group has: without its manner, or by its last step.

    >>> words = status_words({"open": ["未处理", "待回复"], "closed": ["办结"], "extended": ["延期"]})
    >>> [
    ...     _by_parts(text, [text], words)
    ...     for text in ("过期未处理", "已转办待回复", "不属实办结", "延期待审核", "Closed w/o action")
    ... ]
    ['open', 'open', 'closed', 'extended', 'closed']
    """
    shorter = [_MANNER.sub("", spelling(word)) for word in tried]
    found = _look_up([*shorter, *(_ENDING.sub("", word) for word in (*tried, *shorter))], words)
    if found or patterns.match("退|重", spelling(bare)):  # 退单待审核 waits to be taken back, not to be handled
        return found
    if patterns.fullmatch(r"(?:申请|已申请)?延期(?:申请)?(?:待|未|中|审).*", spelling(bare)):
        return "extended"
    steps = [step[0] for word in shorter if (step := _LAST_STEP.search(word))]
    english = patterns.sub(r"[\s\-_/()]+", " ", bare.lower()).strip()
    return _look_up(steps, words) or next(
        (state for state, pattern in _ENGLISH if patterns.fullmatch(pattern, english)), None
    )
