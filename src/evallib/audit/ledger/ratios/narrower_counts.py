"""Narrower counts (另有所计): a rate of what was done in time or since January counts less than what was done."""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, Relation

_NARROWER = re.compile(r"累计|[按限准]期|[按限准]时|及时|首次|一次性?|网上|线上")

_CLAUSE = re.compile("[，,。；;（(]")


def counts_less(entry: Entry, reading: Relation) -> bool:
    """“已办结A件，按期办结率P%”, “累计办结率”: what was done in time or since the year began is another count."""
    assert entry.spot is not None
    match = _NARROWER.search(entry.spot.head)
    if match is None or any(match[0][0] in (t.spot.head if t.spot else t.label) for t in reading.terms):
        return False
    # “72个项目按期完成，完成及时率”: what was done in time is told behind its count.
    part = reading.terms[0]
    return part.spot is None or not _NARROWER.search(_CLAUSE.split(part.spot.tail)[0])
