"""Net changes (净增): “净增3家（新入规6家、退库3家）”, “新增743人，退出655人，净增88人”: what came less what went."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, make

_NET = re.compile(r"净(?P<way>增|减|流入|流出)[加少长量]?(?:了|为)?\s*$")
_CAME = re.compile(r"新|增|入|来|转正|升|出生|开业")
_WENT = re.compile(r"退|出(?!生)|减|销|关|停|迁走|死亡|离|失|[删剔拆]除|报废|取消|淘汰")
STRENGTH, BACK = 0.9, 12


def net_change(ledger: Ledger, entry: Entry) -> Relation | None:
    """A net change as the difference of what came and what went, None where the text does not tell both.

    Args:
        ledger: the figures.
        entry: an amount of change.
    """
    match = _NET.search(entry.spot.head) if entry.spot is not None else None
    if match is None:
        return None
    behind = [e for e in ledger.prose[entry.index + 1 : entry.index + 3] if e.depth > entry.depth]
    before = [e for e in ledger.prose[max(0, entry.index - BACK) : entry.index][::-1] if e.depth == entry.depth]
    pair = _pair(ledger, entry, behind) or _pair(ledger, entry, before)
    if pair is None:
        return None
    signs = (1, -1) if match["way"] in {"增", "流入"} else (-1, 1)
    return make(entry, pair, Formula("sum", signs=signs), "sum.difference", "净变动", STRENGTH)


def _pair(ledger: Ledger, net: Entry, near: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """What came and what went, of the sentence and the unit of their difference; None where more than one can be."""
    own = [(e, _name(ledger, e)) for e in near if e.sentence == net.sentence and e.mention.unit == net.mention.unit]
    came = [e for e, name in own if _CAME.search(name) and not _WENT.search(name)]
    went = [e for e, name in own if _WENT.search(name) and not _CAME.search(name)]
    return (came[0], went[0]) if len(came) == len(went) == 1 else None


def _name(ledger: Ledger, entry: Entry) -> str:
    """“新增1026户1743人”: the second number is called what the first one is."""
    if entry.label or entry.spot is None or entry.spot.gap.strip() or not entry.index:
        return entry.label
    return ledger.prose[entry.index - 1].label
