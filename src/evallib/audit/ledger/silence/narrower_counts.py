"""Narrower counts (另有所计): a rate of what was done in time or since January counts less than what was done."""

from __future__ import annotations

import re

from evallib.audit.ledger import Entry, Relation

_NARROWER = re.compile(r"累计|[按限准]期|[按限准]时|及时|首次|一次性?|网上|线上")
#: “15秒接通率” counts what was answered within 15 seconds.
_WITHIN = re.compile(r"(\d+\s*(?:秒|分钟|小时|天|日|个?工作日))钟?(?:以?内)?(?=[^，。；\d]{0,6}率)")

_CLAUSE = re.compile("[，,。；;（(]")

_IN_TIME = re.compile(r"(?:工作日|[日天时钟])(?:之|以)?内")


def counts_less(entry: Entry, reading: Relation) -> bool:
    """“已办结A件，按期办结率P%”, “累计办结率”: what was done in time or since the year began is another count."""
    assert entry.spot is not None
    within = _WITHIN.search(entry.label) or _WITHIN.search(entry.spot.head)
    if within is not None:
        told = (t.spot.gap if t.spot else t.label for t in reading.terms)
        # In “（15秒内接通A个）” the limit is a figure of its own, and the words of the count begin behind it.
        return not any(within[1] in words or words.startswith(("内", "以内")) for words in told)
    match = _NARROWER.search(entry.spot.head)
    if match is None or any(match[0][0] in (t.spot.head if t.spot else t.label) for t in reading.terms):
        return False
    # “72个项目按期完成，完成及时率”: what was done in time is told behind its count.
    part = reading.terms[0]
    if part.spot is not None and _IN_TIME.search(part.spot.gap):
        return False  # “3日内登记421件，及时登记率”
    return part.spot is None or not _NARROWER.search(_CLAUSE.split(part.spot.tail)[0])
