"""Enumerations (列举): lists of a sentence near a total told before, without words that say that they make it up.

They are never a finding by themselves: only where one slip of the pen in the list or in its total would make them
agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT_SLIP
from evallib.audit.ledger.entries import listed_together
from evallib.audit.ledger.labels import stages_of
from evallib.audit.ledger.silence.items_apart import is_of_several, may_overlap
from evallib.audit.ledger.wholes.completeness import ASIDE, completeness, holds_a_whole, is_open
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import OPENS, one_digit_mends, what_of
from evallib.model import patterns

MOST = 60
SURE = 0.5
_TAKEN = re.compile(r"立案|登记|发现|派发|转派|派单|呼入|受理|接到|收到|接收|接听|承办|交办|收集|发放|支出|收入|安排")
#: “从车型看，小型汽车…”, “其中按目的分类：…”: all there is, by one way to divide it.
_DIVIDED = re.compile(r"(?:^|[，,；;])\s*(?:其中)?[，,：:]?(?:从|按)[^，。；]{1,10}(?:[看分]|分类|划分)[，,：:]")
#: So many paragraphs further on a whole is taken apart; so many where each tells another way to divide it.
FURTHER, DIVIDED = 3, 6
_REST = re.compile(r"^(?:其余|剩余|余下|另)")


def enumeration_claims(ledger: Ledger, sums: Sequence[Claim]) -> list[Claim]:
    """Claims about lists that no sum explains.

    Args:
        ledger: the figures.
        sums: the claims about sums that have been read, told or found.
    """
    explained = {id(t) for c in sums for r in c.holding[:1] for t in r.terms if len(r.terms) >= 2}
    unsaid = {_ids(c.holding[0].terms) for c in sums if c.holding and not c.holding[0].strength}
    told = {id(best.terms[0]) for c in sums if not c.holding and (best := c.best_failing) is not None}
    claims = []
    for items in _lists(ledger):
        known = sum(id(e) in explained for e in items) * 2 > len(items) or id(items[0]) in told
        if (known and _ids(items) not in unsaid) or may_overlap(ledger, items[0]) or is_of_several(items[0]):
            continue
        readings = _readings(ledger, items)
        if known:
            # It was found to hold, whatever the words say; what they say ties it, since a wrong digit would be told.
            readings = [r for r in readings if r.strength >= DOUBT_SLIP and r.holds()][:1]
        if readings:
            claims.append(Claim(readings[0].result, readings, ("enumeration", items[0].index)))
    return claims


def _ids(items: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(map(id, items))


def _lists(ledger: Ledger) -> Iterator[list[Entry]]:
    """Runs of items of one sentence, cut where a word opens a list within the list."""
    for entries in ledger.by_sentence.values():
        run: list[Entry] = []
        for entry in entries:
            if not entry.is_amount or entry.role in {"change", "mean"}:
                continue
            opens = entry.spot is not None and bool(OPENS.search(entry.spot.gap))
            staged = bool(stages_of(entry.label)) and not any(stages_of(e.label) for e in run)
            cut = opens or staged or entry.depth != (run[-1].depth if run else 0)
            if run and (cut or not listed_together(entry, run[-1]) or not is_item(entry)):
                yield from _enough(run)
                run = []
            if is_item(entry) and not entry.is_whole and not entry.mention.hedge:
                run.append(entry)
        yield from _enough(run)


def _enough(run: list[Entry]) -> Iterator[list[Entry]]:
    if len(run) >= 3 or (len(run) == 2 and (is_complete([e.label for e in run]) or _REST.match(run[1].label))):
        yield run[:MOST]


def _readings(ledger: Ledger, items: list[Entry]) -> list[Relation]:
    """The list with each whole; where one slip mends one of them, it is of no other."""
    found = [
        make(whole, items, SUM, "sum.prose", what_of(whole), _strength(ledger, whole, items))
        for whole in _wholes(ledger, items)
    ]
    near = [r for r in found if one_digit_mends(r)] if len(found) > 1 else []
    for relation in found:
        if near and relation not in near:
            relation.strength = min(relation.strength, 0.1)
    return found


def _strength(ledger: Ledger, whole: Entry, items: list[Entry]) -> float:
    total = sum(e.rough for e in items)
    if holds_a_whole(items):
        return 0.1
    if len(items) == 2 and not 0.4 * whole.rough <= total <= 2.5 * whole.rough:
        return 0.1
    if not whole.dimension:
        return min(SURE, completeness(ledger, whole, items))  # bare numbers may be an outline that was read as text
    if completeness(ledger, whole, items) >= 0.8 or _is_counted(ledger, items) or _REST.match(items[-1].label):
        return 0.62
    near = 0.98 if is_open(items) else 0.85
    if is_open(items) and not (len(items) >= 5 and near * whole.rough <= total <= whole.rough / near):
        return min(SURE if whole.sentence == items[0].sentence else 0.1, completeness(ledger, whole, items))
    if divides(items[0]):
        return SURE
    if len(items) >= 5 and near * whole.rough <= total <= whole.rough / near:
        return SURE
    return min(SURE, completeness(ledger, whole, items))


def is_divided(relation: Relation) -> bool:
    """Whether words in front of a list say that it takes apart a total which was told before it.

    Args:
        relation: a sum.
    """
    whole, parts = relation.result, relation.terms
    told = whole.index < parts[0].index and (whole.is_whole or bool(_TAKEN.search(whole.label)))
    return told and len(parts) > 2 and divides(parts[0]) and not whole.mention.hedge


def divides(first: Entry) -> bool:
    """Whether words in front of a list say that it takes something apart.

    Args:
        first: the first item of the list.
    """
    return first.spot is not None and bool(_DIVIDED.search(first.spot.gap))


def _is_counted(ledger: Ledger, items: list[Entry]) -> bool:
    """“涉及34个单位，其中甲17件…”: as many items as are announced."""
    before = ledger.just_before(items[0])
    return (
        before is not None
        and before.sentence == items[0].sentence
        and before.value == len(items)
        and len(items) >= 4
        and before.dimension == "count"
    )


def _wholes(ledger: Ledger, items: list[Entry]) -> list[Entry]:
    """What the list may make up: the amount before it, and the totals told last; greater than each item."""
    first = items[0]
    least = max(e.rough for e in items)
    found: list[Entry] = []
    if first.spot is not None and ASIDE.search(first.spot.gap):
        return found
    for other in ledger.before(first, 16):
        near = first.paragraph - other.paragraph <= (DIVIDED if divides(first) else FURTHER)
        if not near or other.role != "plain" or not addable(other, first) or other.mention.hedge:
            continue
        if first.depth and other.depth >= first.depth:
            continue  # of another bracket
        if other.index == first.index - 1 and first.spot is not None and patterns.match(r"\s*、", first.spot.gap):
            continue  # an item of the same list
        beside = first.index - (2 if _is_counted(ledger, items) else 1)  # “31件涉及6个单位，分别是…”
        told = other.is_whole or _TAKEN.search(other.label) or other.index == beside
        if told and (other.rough > least or divides(first)) and other.depth <= first.depth:
            found.append(other)
        if len(found) == 3:
            break
    return found
