"""Gaps (差距): “最高93.8分，最低82.6分，相差11.2分”, “约定1200小时，完成1268小时，超额68小时”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import LESS, Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.model import patterns

_APART = re.compile(r"(?:相差|差距|极差|差值|差额|差)(?:达|为|了)?\s*$")
_BEYOND = re.compile(r"(?:超额|超产|超收|超支|短收|短缺|缺口|缺额|还差|尚差)(?:完成|达|为|了)?\s*$")
_EXTREME = (re.compile(r"最高|最多|最大|第一|首位"), re.compile(r"最低|最少|最小|末位|最后"))
#: “依次为83.94分、83.46分、…、80.65分，最高与最低相差3.29分”: of a list of three and more.
_FARTHEST, LIST = re.compile(r"最[高多大][^，。；]{0,6}最[低少小]|首尾|头尾"), 3
_ORDERED = {False: LESS, True: Formula("sum", signs=(-1, 1))}


def gap_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every amount that is called the distance of two others."""
    claims = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.spot is None or entry.mention.hedge:
            continue
        apart = _APART.search(entry.spot.head)
        if apart or _BEYOND.search(entry.spot.head):
            readings = list(_readings(ledger, entry, apart is not None))
            if readings:
                claims.append(Claim(entry, readings, ("gap", entry.index)))
    return claims


def _readings(ledger: Ledger, entry: Entry, apart: bool) -> Iterator[Relation]:
    pool = [
        e
        for e in ledger.back(entry, 8)
        if e.paragraph == entry.paragraph and e.is_amount and e.role != "change" and addable(e, entry)
    ][-5:]
    own = [e for e in pool if e.sentence == entry.sentence]
    if apart and entry.spot is not None and _FARTHEST.search(entry.spot.head):
        row = _list_before(ledger, entry)
        if len(row) >= LIST:
            ends = (max(row, key=lambda e: e.value), min(row, key=lambda e: e.value))
            yield make(entry, ends, _ORDERED[False], "sum.difference", "最高与最低之差", 0.8)
    for i, a in enumerate(pool):
        for b in pool[i + 1 :]:
            told = apart and a in own and b in own and (_are_extremes(a, b) or _are_bracketed(a, b, entry))
            sure = 0.85 if told else 0.6 if own[-2:] == [a, b] and b.index == entry.index - 1 and not apart else 0.0
            yield make(entry, (a, b), _ORDERED[a.rough < b.rough], "sum.difference", "两数之差", sure)


def _list_before(ledger: Ledger, entry: Entry) -> list[Entry]:
    """The amounts right before a distance that 、 joins, from the last one back."""
    row: list[Entry] = []
    for other in reversed(ledger.prose[: entry.index]):
        if other.sentence != entry.sentence or not addable(other, entry) or other.spot is None:
            break
        row.append(other)
        if not patterns.match(r"\s*、", other.spot.gap):
            break
    return row


def _are_bracketed(a: Entry, b: Entry, apart: Entry) -> bool:
    """“前两名为甲（89.1分）、乙（88.6分），相差0.5分”: brackets right before their distance."""
    row = a.index + 1 == b.index == apart.index - 1
    return (
        row
        and a.depth == b.depth == apart.depth + 1
        and patterns.match(r"\s*[)）]", a.spot.tail if a.spot else "") is not None
    )


def _are_extremes(a: Entry, b: Entry) -> bool:
    words = [e.spot.gap if e.spot is not None else "" for e in (a, b)]
    return any(_EXTREME[0].search(x) and _EXTREME[1].search(y) for x, y in (words, words[::-1]))
