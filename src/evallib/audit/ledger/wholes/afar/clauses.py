"""Clauses of a list (逐句分项): “全镇517人。在编316人，其中：甲97人，乙219人；编外41人；临聘8人；退休152人”.

What each clause between semicolons begins with makes up the amount told right before; what a clause takes apart again
is no item beside it. “甲、乙、丙及丁各1件” are so many items as it has names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.wholes.completeness import is_open
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns

_ENDS = re.compile("[；;]")
_AMONG = re.compile(r"其中|涉及|分别|包括|[:：]|来自")
_EACH = re.compile(r"各(?:有|为|占)?$")
_NAMES = re.compile(r"、|以及|[和与及]")
#: Another amount of the same thing, at another time or of another kind.
_BESIDE = re.compile(r"另|此外|同比|环比|上年|去年|其中")
_ALL = re.compile("[全总共]|供养|合计")
LEAST, STRENGTH, TOLD = 3, 0.5, 0.62
SMALL = 1000


def clause_claims(ledger: Ledger) -> list[Claim]:
    """Claims about what the clauses behind a total begin with, and about lists with so many for each."""
    claims = []
    for entries in ledger.by_sentence.values():
        for relation in (_of_clauses(ledger, entries), _of_each(ledger, entries)):
            if relation is not None and (relation.holds() or one_slip_mends(relation)):
                claims.append(Claim(relation.result, [relation], ("sum", relation.result.index)))
    return claims


def _of_clauses(ledger: Ledger, entries: Sequence[Entry]) -> Relation | None:
    first = entries[0]
    whole = ledger.just_before(first)
    if whole is None or whole.paragraph != first.paragraph or whole.sentence == first.sentence:
        return None
    items = list(_firsts(entries))
    taken_apart = any(e.spot is not None and "其中" in e.spot.gap for e in entries)
    if len(items) <= LEAST or not taken_apart or not _are_parts(ledger, whole, items):
        return None
    alone = all(not e.is_amount or e is whole for e in ledger.by_sentence[whole.sentence])
    if not alone or may_overlap(ledger, first):
        return None
    if whole.rough < SMALL * 2 * whole.step and not _ALL.search(whole.label):
        return None  # of few digits one of so many figures is often a slip away
    relation = make(whole, items, Formula("sum"), "sum.prose", what_of(whole), STRENGTH)
    relation.most = DOUBT
    return relation


def _firsts(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The first amount of each clause."""
    begins = True
    for entry in entries:
        gap = entry.spot.gap if entry.spot is not None else ""
        begins = begins or bool(_ENDS.search(gap))
        if begins and entry.is_amount:
            begins = False
            yield entry


def _are_parts(ledger: Ledger, whole: Entry, items: Sequence[Entry]) -> bool:
    plain = all(
        e.role == "plain" and not (e.mention.hedge or e.is_base or e.is_whole or e.depth) and addable(e, whole)
        for e in items
    )
    told = whole.role == "plain" and not whole.mention.hedge and not whole.is_base
    return plain and told and not any(e.spot is not None and _BESIDE.search(e.spot.gap) for e in items)


def _of_each(ledger: Ledger, entries: Sequence[Entry]) -> Relation | None:
    """“14件逾期，其中甲5件，乙3件，丙、丁、戊各2件”: the last one as often as there are names."""
    last = next((e for e in entries if e.spot is not None and _EACH.search(e.spot.head) and e.is_amount), None)
    if last is None:
        return None
    at = next(i for i, e in enumerate(entries) if e is last)
    opened = [i for i in range(1, at + 1) if (s := entries[i].spot) is not None and _AMONG.search(s.gap)]
    if not opened or any(e.role != "plain" or not addable(e, last) for e in entries[opened[-1] - 1 : at]):
        return None
    behind = entries[at + 1 : at + 2]
    if any(e.is_amount and addable(e, last) for e in behind):
        return None
    whole, items = entries[opened[-1] - 1], entries[opened[-1] : at + 1]
    if whole.mention.hedge or whole.is_base or whole.depth > items[0].depth or is_open(list(items)):
        return None
    counts = [len(_names(e)) if _EACH.search(e.spot.head if e.spot else "") else 1 for e in items]
    if counts[-1] < 2 or not whole.value:
        return None
    relation = make(whole, items, Formula("sum", signs=tuple(counts)), "sum.prose", what_of(whole), TOLD)
    relation.most = DOUBT
    return relation


def _names(entry: Entry) -> list[str]:
    words = patterns.split(_AMONG, entry.spot.gap)[-1] if entry.spot is not None else ""
    words = patterns.split("[，,；;。]", words.rstrip())[-1]
    return [w for w in patterns.split(_NAMES, patterns.sub(r"[（(][^）)]*[）)]", "", words)) if w.strip("各 ")]
