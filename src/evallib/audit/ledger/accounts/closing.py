"""Closing totals (收支平衡): “收入7.1亿元，上级补助2.3亿元（其中…），上年结转0.4亿元，收入总计9.8亿元”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.wholes.told import what_of

_TOTAL = re.compile(r"总计|合计|总量|总财力|可用财力|总[收支][入出]")
#: “上年结转” comes into this year's money, other amounts of last year do not.
_CARRIED = re.compile(r"结转|结余|滚存")
LONGEST, SHORTEST = 24, 3


def closing_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every total at the end of a sentence that its items, brackets left out, make up."""
    claims = []
    for entry in ledger.prose:
        if entry.spot is None or entry.dimension != "money" or not _TOTAL.search(entry.spot.head):
            continue
        for items in _lists(ledger, entry):
            relation = make(entry, items, SUM, "sum.prose", what_of(entry))
            if relation.holds():
                claims.append(Claim(entry, [relation], ("total", entry.index)))
                break
    return claims


def _lists(ledger: Ledger, total: Entry) -> Iterator[list[Entry]]:
    """The amounts of its level before a total, back to each of them, the longest list first."""
    items: list[Entry] = []
    for entry in reversed(ledger.back(total, 2 * LONGEST)):
        if entry.sentence != total.sentence or len(items) == LONGEST:
            break
        told = entry.depth == total.depth and entry.is_amount and entry.role == "plain"
        if told and (not entry.is_base or _CARRIED.search(entry.label)):
            if not addable(entry, total):
                break
            items.append(entry)
    items.reverse()
    for start in range(len(items) - SHORTEST + 1):
        yield items[start:]
