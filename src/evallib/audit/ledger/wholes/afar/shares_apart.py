"""Shares taken apart (占比再分): “64.3%的居民认为达到，其中完全达到的占21.6%，基本达到的占42.7%”, “两项合计64.3%”.

No share is an amount, so that lists of amounts leave them alone. Behind 其中 the words may leave something out: it is
told only where one wrong digit explains what is missing; “两项合计” says itself what it adds up.
"""

from __future__ import annotations

import re

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import digit_count, one_slip_mends
from evallib.audit.ledger.wholes.completeness import is_open
from evallib.audit.ledger.wholes.told import what_of

_AMONG = re.compile(r"(?:^|[，,。；;）)])\s*其中[^。；;]*$")
_ADDED = re.compile(
    r"(?P<count>[两二三四五])(?:项|者|类|部分)(?:占比)?(?:合计|相加|之和|共计|加起来)[占为达共计约至到]*$"
)
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_APART = re.compile("[。；;]")
_OTHERWISE = re.compile(
    r"[比较](?:上|去|前)|同比|环比|提[高升]|上升|下降|增[加长]|[高低]于|目标|以[上下内]|分别提|超过|不足|未|率[^，。]{0,3}$"
)
_ROLES = frozenset({"bare", "share", "rate", "plain", "growth"})
#: So far before its parts a whole stands, so many parts it has, of so many digits.
NEAR, LEAST, MOST, DIGITS = 2, 2, 6, 3
APART, ADDED = 0.5, 0.78


def shares_apart_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every share that the next ones of its sentence, or the ones before it, make up."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension != "percent" or entry.spot is None:
            continue
        relation = _added(ledger, entry) or _taken_apart(ledger, entry)
        if relation is not None:
            claims.append(Claim(relation.result, [relation], ("shares_apart", entry.index)))
    return claims


def _added(ledger: Ledger, total: Entry) -> Relation | None:
    """“认为明显和比较明显的分别为26.3%和48.4%，两项合计74.7%”."""
    match = _ADDED.search(total.spot.head) if total.spot is not None else None
    if match is None:
        return None
    count = _COUNTS[match["count"]]
    parts = ledger.prose[max(0, total.index - count) : total.index]
    if len(parts) < count or any(not _is_share(p) or p.sentence != total.sentence for p in parts):
        return None
    return make(total, parts, SUM, "sum.prose", what_of(total), ADDED)


def _taken_apart(ledger: Ledger, first: Entry) -> Relation | None:
    assert first.spot is not None
    if not _AMONG.search(first.spot.gap) or not _is_fine(first):
        return None
    parts = _parts(ledger, first)
    if not LEAST <= len(parts) <= MOST or is_open(parts):
        return None
    whole = _whole(ledger, first)
    if whole is None:
        return None
    relation = make(whole, parts, SUM, "sum.prose", what_of(whole), APART)
    relation.most = DOUBT
    return relation if relation.holds() or one_slip_mends(relation) else None


def _whole(ledger: Ledger, first: Entry) -> Entry | None:
    """The share right before 其中, in its sentence or at the end of the one before."""
    before = ledger.prose[max(0, first.index - NEAR) : first.index]
    for entry in reversed(before):
        if entry.paragraph != first.paragraph or first.sentence - entry.sentence > 1:
            return None
        if entry.dimension == "percent":
            return entry if _is_fine(entry) and not entry.depth else None
    return None


def _parts(ledger: Ledger, first: Entry) -> list[Entry]:
    """The shares up to the next semicolon or full stop; none where something else stands among them."""
    parts = [first]
    for entry in ledger.onward(first):
        if entry is first:
            continue
        text = paragraph_of(ledger.document, entry)
        if entry.paragraph != first.paragraph or _APART.search(text[parts[-1].place.end : entry.place.start]):
            break
        if not _is_fine(entry):
            return []
        parts.append(entry)
    return parts


def _is_share(entry: Entry) -> bool:
    if entry.dimension != "percent" or entry.role not in _ROLES or entry.spot is None or entry.mention.hedge:
        return False
    return not _OTHERWISE.search(entry.spot.gap)


def _is_fine(entry: Entry) -> bool:
    return _is_share(entry) and entry.mention.decimals > 0 and digit_count(entry.mention) >= DIGITS - 1
