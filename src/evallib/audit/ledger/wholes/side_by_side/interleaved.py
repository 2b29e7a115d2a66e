"""Interleaved items (交错的分项): “114个项目中，甲52个，金额7.3亿元，乙36个，金额0.6亿元；丙26个，金额2.1亿元”.

Each item tells an amount of another unit as well, which the whole need not: the items are those of one unit.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.wholes.completeness import is_open
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

#: Not “其中”, behind which an item or two may be left out.
_OPENS = re.compile(r"(?:[^，。；\d其]中[，,]|(?:分别|具体)[^，。；\d]{0,4}[：:])[^。；;\d]*$")
LEAST, BACK, STRENGTH = 3, 6, 0.55


def interleaved_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every count that items of its unit, each with another amount behind it, make up."""
    claims = []
    for first in ledger.prose[1:]:
        if first.dimension != "count" or first.role != "plain" or first.spot is None or first.mention.hedge:
            continue
        if not _OPENS.search(first.spot.gap):
            continue
        items = _items(ledger, first)
        if len(items) < LEAST or is_open(items) or may_overlap(ledger, first):
            continue
        relation = _of_whole(ledger, items)
        if relation is not None:
            relation.most = DOUBT
            claims.append(Claim(relation.result, [relation], ("sum", first.index)))
    return claims


def _items(ledger: Ledger, first: Entry) -> list[Entry]:
    """The amounts of one unit to the end of the sentence; none where two of them stand side by side."""
    items = [first]
    for entry in ledger.onward(first):
        if entry is first or not entry.is_amount or entry.role == "change":
            continue
        if entry.sentence != first.sentence or entry.depth != first.depth or entry.role != "plain":
            break
        if entry.mention.unit == first.mention.unit:
            if entry.mention.hedge or entry.is_whole or entry.index == items[-1].index + 1:
                return []
            items.append(entry)
        elif addable(entry, first):
            return []
    return items


def _of_whole(ledger: Ledger, items: list[Entry]) -> Relation | None:
    first, most = items[0], max(e.value for e in items)
    for whole in reversed(ledger.back(first, BACK)):
        plain = whole.is_amount and whole.role == "plain" and whole.depth == first.depth and not whole.mention.hedge
        if first.sentence - whole.sentence > 1 or whole.paragraph != first.paragraph or whole.is_base:
            return None
        if plain and whole.mention.unit == first.mention.unit and whole.value > most:
            relation = make(whole, items, SUM, "sum.prose", what_of(whole), STRENGTH)
            return relation if relation.holds() or one_digit_mends(relation) else None
    return None
