"""Dated bases (注明时期的基数): “同比上升13.6%。…去年9月为24106件” says of what in another sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Ledger, likeness
from evallib.audit.ledger.entries import paragraph_of

_PERIODS = (
    (re.compile(r"同比"), re.compile(r"去年|上年|同期")),
    (re.compile(r"环比"), re.compile(r"上[一个]{0,2}(?:月|周|季|期)|前一[月周季期]")),
)

_TIME = r"[一二三四]季度|[上下]半年|\d{1,2}月份?|20\d\d年"
#: “，三季度有效信件比二季度多”
_NOW_AND_THEN = re.compile(rf"(?P<now>{_TIME})[^，,。；;]{{0,10}}[比较](?P<then>{_TIME})[^，,。；;]*$")
#: “，今年三季度比上年同期多”, and what says that the amounts before it are of earlier years.
_ANEW = re.compile(
    r"(?:今年|本年|本期|本[月季]度?)[^，,。；;]{0,10}[比较](?:上年|去年|上[月季]度?|前一年)[^，,。；;]*$"
)
_EARLIER, _NOW = re.compile(r"同期|上年|去年|上[月季]"), re.compile("今年|本年|本期|本[月季]")


def dated_base(entry: Entry, near: Sequence[Entry]) -> Entry | None:
    """The only amount of the paragraph that is told of the period that a rate of growth compares with."""
    assert entry.spot is not None
    for word, period in _PERIODS:
        if word.search(entry.spot.head):
            told = [
                e
                for e in near
                if e.is_base and e.paragraph == entry.paragraph and e.spot is not None and period.search(e.spot.gap)
            ]
            return told[0] if len({id(e) for e in told}) == 1 else None
    return None


def is_of_then(ledger: Ledger, old: Entry, change: Entry) -> bool:
    """“二季度收到B件，三季度比二季度多D件”: the amount before a change is of the period that it is compared with."""
    if old.index != change.index - 1 or old.sentence != change.sentence or change.spot is None:
        return False
    before = paragraph_of(ledger.document, old)[: old.place.start].rpartition("。")[2]
    if _ANEW.search(change.spot.gap):
        return bool(_EARLIER.search(before)) and not _NOW.search(before)
    told = _NOW_AND_THEN.search(change.spot.gap)
    if told is None or told["now"] == told["then"]:
        return False
    return told["then"] in before and told["now"] not in before


def same_series(new: Entry, old: Entry) -> bool:
    """“2022年共受理…件。2023年共受理…件”: the same words a year earlier."""
    if not (new.period and old.period) or new.period == old.period or old.index > new.index:
        return False
    if int(new.period[:4]) - int(old.period[:4]) != 1 or new.period[4:] != old.period[4:]:
        return False
    return likeness(new.label, old.label) >= 0.95 and old.paragraph >= new.paragraph - 1
