"""Narrower counts (另有所计): a rate of what was done in time or since January counts less than what was done."""

from __future__ import annotations

import re
from functools import lru_cache

from evallib.audit.ledger import Entry, Relation

_NARROWER = re.compile(r"累计|[按限准]期|[按限准]时|及时|首次|一次性?|网上|线上")
#: “15秒接通率” counts what was answered within 15 seconds.
_WITHIN = re.compile(r"(\d+\s*(?:秒|分钟|小时|天|日|个?工作日))钟?(?:以?内)?(?=[^，。；\d]{0,6}率)")

_CLAUSE = re.compile("[，,。；;（(]")

_IN_TIME = re.compile(r"(?:工作日|[日天时钟])(?:之|以)?内")


@lru_cache(maxsize=4096)
def _counted_in(label: str, head: str) -> tuple[str, str]:
    """The time within which a rate counts, and the word that makes it count less, "" for none."""
    within, narrower = _WITHIN.search(label) or _WITHIN.search(head), _NARROWER.search(head)
    return within[1] if within else "", narrower[0] if narrower else ""


def counts_less(entry: Entry, reading: Relation) -> bool:
    """“已办结A件，按期办结率P%”, “累计办结率”: what was done in time or since the year began is another count."""
    assert entry.spot is not None
    within, narrower = _counted_in(entry.label, entry.spot.head)
    if within:
        told = (t.spot.gap if t.spot else t.label for t in reading.terms)
        # In “（15秒内接通A个）” the limit is a figure of its own, and the words of the count begin behind it.
        return not any(within in words or words.startswith(("内", "以内")) for words in told)
    if not narrower or any(narrower[0] in (t.spot.head if t.spot else t.label) for t in reading.terms):
        return False
    # “72个项目按期完成，完成及时率”: what was done in time is told behind its count.
    part = reading.terms[0]
    if part.spot is not None and _IN_TIME.search(part.spot.gap):
        return False  # “3日内登记421件，及时登记率”
    return part.spot is None or not _NARROWER.search(_CLAUSE.split(part.spot.tail)[0])
