"""Dated bases (注明时期的基数): “同比上升13.6%。…去年9月为24106件” says of what in another sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, likeness

_PERIODS = (
    (re.compile(r"同比"), re.compile(r"去年|上年|同期")),
    (re.compile(r"环比"), re.compile(r"上[一个]{0,2}(?:月|周|季|期)|前一[月周季期]")),
)


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


def same_series(new: Entry, old: Entry) -> bool:
    """“2022年共受理…件。2023年共受理…件”: the same words a year earlier."""
    if not (new.period and old.period) or new.period == old.period or old.index > new.index:
        return False
    if int(new.period[:4]) - int(old.period[:4]) != 1 or new.period[4:] != old.period[4:]:
        return False
    return likeness(new.label, old.label) >= 0.95 and old.paragraph >= new.paragraph - 1
