"""Compared amounts (两项相比): “下半年比上半年多1139件”, “年末余额224.11亿元，比限额低7.39亿元”: both are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, alike, core, make

_NAMED = re.compile(
    r"(?P<new>[\u4e00-\u9fff]{2,10})?(?:比|较)(?P<old>[\u4e00-\u9fff]{2,8}?)(?:的)?"
    r"(?P<way>多|少|高|低|增加|减少|提高|降低|高出|低出|上升|下降)(?:了|出)?\s*$"
)
_TIMES = re.compile(r"上年|去年|同期|上月|上周|上季|预算|年初|前年|往年|上期|环比|同比|平均|均值")
_ANEW = re.compile(r"(?:^|[，。；])(?P<new>[\u4e00-\u9fff]{3,12}?)(?:比|较)[\u4e00-\u9fff]{2,6}$")
_LESS = frozenset({"少", "低", "减少", "降低", "低出", "下降"})
_BACK, _PARAGRAPHS = 24, 2


def compared_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every amount by which one named thing is said to lie above or below another."""
    claims = []
    for entry in ledger.prose:
        if entry.dimension == "percent" or entry.spot is None or entry.mention.hedge:
            continue
        head = entry.spot.head
        match = _NAMED.search(head) if "比" in head or "较" in head else None
        if match is None or _TIMES.search(match["old"]):
            readings = list(_valued(ledger, entry))
        else:
            readings = list(_readings(ledger, entry, match))
        if readings:
            claims.append(Claim(entry, readings, ("compared", entry.index)))
    return claims


def _readings(ledger: Ledger, entry: Entry, match: re.Match[str]) -> Iterator[Relation]:
    pool = [
        e
        for e in ledger.back(entry, _BACK)
        if entry.paragraph - e.paragraph <= _PARAGRAPHS and e.role != "change" and _comparable(e, entry)
    ]
    old = only_of_name(pool, match["old"])
    new = only_of_name(pool, match["new"]) if match["new"] else _before(pool, entry)
    if old is None or new is None or old is new:
        return
    if entry.dimension == "points" and old.role != new.role:
        return  # “失业率5.3%，比一季度下降0.2个百分点” says nothing of the growth of that quarter
    sign = -1 if match["way"] in _LESS else 1
    formula = Formula("sum", signs=(1, -1), factor=Fraction(sign))
    code = "growth.points" if entry.dimension == "points" else "sum.difference"
    yield make(entry, (new, old), formula, code, f"与“{match['old']}”相比", 0.9)


def _valued(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“实际采购584万元。实际采购比上年同期的669万元减少85万元”: named anew, with what it was before."""
    old = ledger.prose[entry.index - 1] if entry.index else entry
    if entry.role != "change" or not entry.direction or old.spot is None or old.sentence != entry.sentence:
        return
    match = _ANEW.search(old.spot.head)
    if match is None or not old.is_base or not old.is_amount or old.role == "change" or not alike(old, entry):
        return  # “接待费20万元，接待费较上年减少2.5万元，较年初预算数减少1万元”: no amount of the year before
    pool = [e for e in ledger.back(old, _BACK) if e.paragraph == entry.paragraph]
    named = [e for e in pool if e.label == match["new"] and alike(e, entry) and e.role == "plain" and not e.is_base]
    if len(named) == 1:
        formula = Formula("sum", signs=(1, -1), factor=Fraction(entry.direction))
        yield make(entry, (named[0], old), formula, "sum.difference", f"“{match['new']}”增减额", 0.9)


def _comparable(e: Entry, entry: Entry) -> bool:
    if e.mention.hedge:
        return False
    return e.dimension == "percent" if entry.dimension == "points" else e.is_amount and alike(e, entry)


def only_of_name(pool: Sequence[Entry], name: str) -> Entry | None:
    """The one amount of a name, or whose name begins with it.

    Args:
        pool: amounts that it can be.
        name: as the words of another figure call it.
    """
    words = core(name)
    found = [e for e in pool if e.label == name or (len(words) >= 2 and core(e.label) == words)]
    found = found or [e for e in pool if e.label.startswith(name)]
    return found[0] if len(found) == 1 else None


def _before(pool: list[Entry], entry: Entry) -> Entry | None:
    """The last amount of the sentence in front of it that is no base."""
    own = [e for e in pool if e.sentence == entry.sentence and not e.is_base and e.depth == entry.depth]
    return own[-1] if own and entry.index - own[-1].index <= 2 else None
