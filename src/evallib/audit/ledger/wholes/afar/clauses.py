"""Clauses of a list (逐句分项): “全镇517人。在编316人，其中：甲97人，乙219人；编外41人；临聘8人；退休152人”.

What each clause between semicolons begins with makes up the amount told right before; what a clause takes apart again
is no item beside it. “甲、乙、丙及丁各1件” are so many items as it has names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product

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
_JOINS = re.compile(r"以及|[和与及]")
#: Another amount of the same thing, at another time or of another kind.
_BESIDE = re.compile(r"另|此外|同比|环比|上年|去年|其中")
_ALL = re.compile("[全总共]|供养|合计")
LEAST, STRENGTH, TOLD = 3, 0.5, 0.62
SMALL = 1000
#: So many ways to count the names are tried.
MOST_WAYS = 16


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
    """“14件逾期，其中甲5件，乙3件，丙、丁、戊各2件”: the last ones as often as there are names."""
    each = [i for i, e in enumerate(entries) if e.is_amount and _is_each(e)]
    if not each:
        return None
    opened = [i for i in range(each[0] + 1) if (s := entries[i].spot) is not None and _AMONG.search(s.gap)]
    whole = _whole_of(ledger, entries, opened[-1]) if opened else None
    if whole is None or opened[-1] == each[0] == each[-1]:
        return None
    stop = next((i for i in range(opened[-1], len(entries)) if not _is_one_more(entries, each, whole, i)), len(entries))
    items = entries[opened[-1] : stop]
    behind = entries[stop : stop + 1]
    if not items or not _is_each(items[-1]) or any(e.is_amount and addable(e, whole) for e in behind):
        return None
    if whole.mention.hedge or whole.is_base or whole.depth > items[0].depth or is_open(list(items)) or not whole.value:
        return None
    counts = [_numbers_of_names(e) if _is_each(e) else (1,) for e in items]
    if max(counts[-1]) < 2:
        return None
    relations = [
        make(whole, items, Formula("sum", signs=signs), "sum.prose", what_of(whole), TOLD)
        for signs in islice(product(*counts), MOST_WAYS)
    ]
    near = (r for r in relations if r.holds()), (r for r in relations if one_slip_mends(r)), iter(relations)
    relation = next(chain(*near))
    relation.most = DOUBT
    return relation


def _is_each(entry: Entry) -> bool:
    return entry.spot is not None and bool(_EACH.search(entry.spot.head))


def _whole_of(ledger: Ledger, entries: Sequence[Entry], first: int) -> Entry | None:
    """The amount right before a list, which “其中” may tell in the sentence before."""
    before = entries[first - 1] if first else ledger.just_before(entries[0])
    spot = entries[first].spot
    if before is None or before.role != "plain" or before.paragraph != entries[first].paragraph or spot is None:
        return None
    return before if first or spot.gap.lstrip("。；; ").startswith("其中") else None


def _is_one_more(entries: Sequence[Entry], each: Sequence[int], whole: Entry, index: int) -> bool:
    """Whether an amount goes on with the list; behind the first “各”, only one of which each has so many."""
    entry = entries[index]
    return entry.role == "plain" and addable(entry, whole) and (index <= each[0] or index in each)


def _numbers_of_names(entry: Entry) -> tuple[int, ...]:
    """How many names stand before “各”: “和” between the last two may be part of one (住房和城乡建设局)."""
    words = patterns.split(_AMONG, entry.spot.gap)[-1] if entry.spot is not None else ""
    words = patterns.split("[，,；;。]", words.rstrip())[-1]
    words = patterns.sub(r"[（(][^）)]*[）)]", "", words)
    names = [w for w in words.split("、") if w.strip("各 ")]
    last = len([w for w in patterns.split(_JOINS, names[-1]) if w.strip("各 ")]) if names else 0
    if len(names) < 2 or "及" in names[-1]:
        return (max(len(names) - 1, 0) + last,)
    return tuple(dict.fromkeys((len(names) - 1 + last, len(names))))
