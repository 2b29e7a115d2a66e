"""Dated bases (注明时期的基数): “同比上升13.6%。…去年9月为24106件” says of what in another sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry

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
