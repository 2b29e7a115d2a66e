"""Twins (一数两写): an amount that is one digit away from another of its name, with which a relation holds.

“支出合计5195.53万元，其中基本支出2926.48万元，占56.31%”, and elsewhere the total is 5197.53万元: the share holds with
the other one, which excuses nothing but tells what is wrong with the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from evallib.audit.ledger import Claim, Entry, Ledger, Relation, addable, core, likeness
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.corrections import REPORT, Correction
from evallib.audit.ledger.slips import digit_count, digits_of

#: Of so many digits two amounts of one name do not differ in one by accident.
DIGITS = 4
TOLD, ALIKE = 0.45, 0.85
#: The total of a table bears part of the name; so many relations of its paragraph need no name at all.
PARTLY, NEAR, MANY = 0.5, 6, 3
#: How plainly a twin is meant where words tell it, and where it bears the name.
BY_WORDS, BY_NAME = 1.2, 0.8


def twin_relations(
    ledger: Ledger, claims: Sequence[Claim], holding: Sequence[Relation], tied: Collection[int]
) -> Iterator[CandidateRelation]:
    """Relations that hold, told of a twin that nothing ties.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: the relations that hold.
        tied: ids of the entries that stand in one of them.
    """
    twins = _Twins(ledger, tied)
    found = [(r, pairs) for r in holding if len(r.terms) > 1 and (pairs := list(twins.of(r)))]
    if not found:
        return
    told: set[tuple[int, int]] = set()
    for claim in claims:
        for entry, other in twins.of(claim.holding[0]) if claim.holding and len(claim.holding[0].terms) > 1 else ():
            wrong = _told_of(claim.holding[0], entry, other)
            if any(r.strength >= TOLD and _is_same(r, wrong) for r in claim.readings):
                told.add((id(entry), id(other)))
    often: dict[tuple[int, int], set[int]] = defaultdict(set)
    for relation, pairs in found:
        for entry, other in pairs:
            if other.paragraph == relation.result.paragraph:
                often[id(entry), id(other)].add(id(relation.result))
    told |= {pair for pair, results in often.items() if len(results) >= MANY}
    for relation, pairs in found:
        if relation.code.startswith("same."):
            continue
        for entry, other in pairs:
            plain = (id(entry), id(other)) in told
            if plain or _bears_name(entry, other):
                yield CandidateRelation(_told_of(relation, entry, other), BY_WORDS if plain else BY_NAME, twin=True)


def without_repeats(told: Sequence[Correction], guesses: Sequence[Correction]) -> list[Correction]:
    """Corrections, without those that say of two figures only that they differ where a guess says which is wrong."""
    wrong = {id(c.entry) for c in guesses}
    kept = [
        c
        for c in told
        if c.evidence >= REPORT
        or not all(r.code.startswith("same.") and any(id(e) in wrong for e in r.entries) for r in c.mends)
    ]
    return [*kept, *guesses]


class _Twins:
    """Amounts by their digits with one left open."""

    def __init__(self, ledger: Ledger, tied: Collection[int]) -> None:
        self._open: dict[str, list[Entry]] = defaultdict(list)
        self._near: dict[int, list[Entry]] = {}
        for entry in ledger.prose:
            if id(entry) not in tied and entry.is_amount and entry.role == "plain" and not entry.mention.hedge:
                for key in _keys(entry):
                    self._open[key].append(entry)

    def of(self, relation: Relation) -> Iterator[tuple[Entry, Entry]]:
        """The figures of a relation, each with the amounts that are one digit away."""
        for entry in relation.entries:
            for other in self._of(entry):
                if other is not relation.result and other not in relation.terms:
                    yield entry, other

    def _of(self, entry: Entry) -> list[Entry]:
        if id(entry) not in self._near:
            keys = _keys(entry) if self._open and entry.is_amount and _is_telling(entry) else ()
            self._near[id(entry)] = [
                other
                for key in keys
                for other in self._open.get(key, ())
                # Two amounts of one paragraph are told as two.
                if other.paragraph != entry.paragraph and other.value != entry.value and addable(other, entry)
            ]
        return self._near[id(entry)]


def _keys(entry: Entry) -> list[str]:
    digits, scale = digits_of(entry.mention.text), entry.mention.scale
    if len(digits.replace(".", "")) < DIGITS:
        return []
    return [f"{scale}:{digits[:i]}?{digits[i + 1 :]}" for i, digit in enumerate(digits) if digit != "."]


def _is_telling(entry: Entry) -> bool:
    return digit_count(entry.mention, telling=True) >= DIGITS


def _bears_name(entry: Entry, other: Entry) -> bool:
    """Whether two amounts are called by one name, and are of one time."""
    if entry.is_base != other.is_base or entry.is_budget != other.is_budget:
        return False
    if entry.period and other.period and entry.period != other.period:
        return False
    if entry.role == "cell":
        near = entry.is_whole and entry.path and abs(entry.paragraph - other.paragraph) <= NEAR
        return bool(near) and likeness(entry.path[-1], other.label) >= PARTLY
    return len(core(other.label)) >= 2 and likeness(entry.label, other.label) >= ALIKE


def _told_of(relation: Relation, entry: Entry, other: Entry) -> Relation:
    terms = tuple(other if t is entry else t for t in relation.terms)
    return replace(relation, result=other if relation.result is entry else relation.result, terms=terms, strength=0.0)


def _is_same(a: Relation, b: Relation) -> bool:
    return [id(e) for e in a.entries] == [id(e) for e in b.entries]
