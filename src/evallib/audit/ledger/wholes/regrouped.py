"""Regrouped (另一种分法): “其中一般A、专项B；按用途划分，新增C、再融资D”: a whole that is taken apart once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry

_BY = re.compile("[分按从依]")
#: “…，按照受理类型统计，甲类…”: behind a comma, too, where the words say by what it is taken apart.
_ONCE_MORE = re.compile(
    r"(?:^|[；;。])\s*(?:[分按从]|依照?)[^，。；;]{1,10}(?:划?分|看|统计)[，,：:]?|"
    r"[，,]\s*(?:按照?|依照?)[^，。；;]{1,10}(?:[划区]?分|分类|统计)[，,：:]"
)


def whole_before(run: Sequence[Entry], start: int) -> Entry | None:
    """The amount that the list before makes up, where words take it apart by something else.

    Args:
        run: amounts of one kind in the order of the text.
        start: where the second list begins.
    """
    first = run[start]
    if first.spot is None or not _BY.search(first.spot.gap) or not _ONCE_MORE.search(first.spot.gap):
        return None
    total = first.value * 0
    before = [e for e in run[:start] if e.depth <= first.depth]  # “多媒体46件（微博4件、微信42件）”
    for at in range(len(before) - 1, 0, -1):
        if before[at].paragraph != first.paragraph or before[at].depth != first.depth:
            return None
        total += before[at].value
        if at < len(before) - 1 and before[at - 1].value == total:
            return before[at - 1]
    return None
