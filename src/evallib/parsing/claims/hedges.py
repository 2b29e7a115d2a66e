"""Hedges (约数): words that make a figure inexact, and how far they let it lie from what is printed."""

from __future__ import annotations

import re
from fractions import Fraction

_HEDGE_BEFORE = re.compile(
    "((?<![违预解签条合毁爽失节履续集特制契公租])约|(?<![附邻临就最靠新])近|接近|将近|超过|突破|达到约|超|不足|不到|不低于|不少于|不高于|不超过|大于等于|小于等于|大于|小于|"
    r"高于|低于|至少|最多|最高|最低不少于|逾|以上|≥|≤|＞|＜|>|<|±)\s*(?:为|至|约)?\s*$"
)
#: What the words before a figure end with.
_LAST = frozenset("约近过破超足到于少多高逾上≥≤＞＜><±为至")
_HEDGE_AFTER = re.compile(
    r"^\s*(左右|以上|以内|以下|之内|余|多(?=[家件人个次户份万起宗条名元例（(，,。；;、的]|$)|之间|"
    r"内(?=[，。；、]|[接办回响签答处反到送付][\u4e00-\u9fff]))"
)
#: “超过七成” is anything up to eight tenths; “近七成”, “七成左右” lies near.
_OVER = frozenset(
    {"超过", "突破", "超", "不足", "不到", "逾", "以上", "余", "多", "高于", "低于", "至少", "最多", "以下", "以内"}
)
#: “公厕不足38条、停车难97条”: so many complaints about what there is too little of, behind a name of its own.
_LACK = re.compile(r"[\u4e00-\u9fff]不足\s*$")
_BEFORE_ITEM = re.compile(r"\d(?P<unit>[\u4e00-\u9fff])[\u4e00-\u9fff]?[、，,；;][\u4e00-\u9fff]{2,8}不足\s*$")
_COUNTED = re.compile(r"(?P<digits>\d+)\s*(?P<unit>[条件宗起处个项例批])次?")
_OF_THOSE = re.compile(r"[\u4e00-\u9fff]{0,2}[的以]")
#: So many digits are no estimate.
PRECISE = 4
_BEYOND, _ABOUT = Fraction(10), Fraction(3)


def hedge_of(text: str, start: int, end: int) -> str:
    """The word before or behind a figure that makes it inexact, "" if none."""
    before = text[max(0, start - 8) : start]
    hedged = _HEDGE_BEFORE.search(before) if before.rstrip()[-1:] in _LAST else None
    match = hedged or _HEDGE_AFTER.match(text[end : end + 4])
    if match is None or (match[1] == "不足" and _is_lack(text, start, end)):
        return ""
    return match[1]


def _is_lack(text: str, start: int, end: int) -> bool:
    """Whether “不足” ends the name of what is counted: of an odd number, or of an item of a list."""
    before, counted = text[max(0, start - 16) : start], _COUNTED.match(text, start)
    if counted is None or not _LACK.search(before) or _OF_THOSE.match(text, counted.end()):
        return False
    item = _BEFORE_ITEM.search(before)
    return len(counted["digits"].strip("0")) > 1 or (item is not None and item["unit"] == counted["unit"])


def is_precise(hedge: str, digits: str) -> bool:
    """Whether a figure is printed too precisely for its hedge to mean anything: 约18.64亿元.

    >>> is_precise("约", "18.64"), is_precise("约", "1800"), is_precise("超过", "18.64")
    (True, False, False)
    """
    return hedge == "约" and len(digits.replace(".", "").strip("0")) >= PRECISE


def room_of(hedge: str) -> Fraction:
    """How many points a share told in tenths may lie off.

    >>> room_of("超过"), room_of("近")
    (Fraction(10, 1), Fraction(3, 1))
    """
    return _BEYOND if hedge in _OVER else _ABOUT
