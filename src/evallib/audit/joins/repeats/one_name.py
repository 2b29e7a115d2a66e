"""One name (同一名称): figures that two paragraphs tell of the same thing, each in its own words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evallib.audit.joins.repeats.apart import (
    are_apart,
    are_near,
    are_of_one_thing,
    are_of_two_parts,
    are_told_of,
    is_row,
    scope_of,
    siblings_agree,
)
from evallib.audit.joins.repeats.identity import Identity, identity_of
from evallib.audit.joins.repeats.three_expenses import NAMES, same_names
from evallib.audit.ledger import HUNDRED, SUM, Entry, Ledger, Relation, likeness, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.slips import digit_count
from evallib.parsing.years import first_year

#: So alike two names are; so many digits are no accident, and so many of a name that may be of many things.
ALIKE, DIGITS, MANY, SHORT = 0.85, 2, 4, 3
#: A doubt, and where a name of so many characters and another figure beside are the same.
DOUBTED, OWN, TOLD, LONG = 0.46, 0.52, 0.62, 4
#: How sure it can be at most: two figures of one name may be told of two things for all that.
MOST = 0.8
#: Figures of one name with more values than the two that are compared are told of one place after the other.
VALUES = 2
#: Two paragraphs one below the other, and so many figures of one kind in a sentence, tell of one thing after the other.
APART, ITEMS = 1, 3

#: What a summary tells is told again right below it.
_SUMMARY = re.compile(r"\s*[【\[（(]?(?:内容)?(?:摘要|要点|提要|概要|导读|核心数据)[】\]）)：:]")


class Names:
    """The figures of a document by what they are told of.

    Args:
        ledger: the figures.
        known: ids of figures that other repeats claim already.
    """

    most = 24

    def __init__(self, ledger: Ledger, known: set[int]) -> None:
        self._ledger, self._known = ledger, known
        found = dict(_named(ledger))
        self._values: dict[tuple[object, ...], set[object]] = defaultdict(set)
        self._stages: dict[str, set[str]] = defaultdict(set)
        for index, identity in found.items():
            self._values[_series(identity)].add(ledger.prose[index].value)
            self._stages[identity.name].add(identity.stage)
        self._told = {i: one for i, one in found.items() if len(self._values[_series(one)]) <= VALUES}
        self.told: Sequence[Entry] = [ledger.prose[index] for index in self._told]

    def partner(self, entry: Entry, near: Iterable[Entry]) -> Entry | None:
        """Another figure of one name: an equal one, or the only one that differs."""
        told = [o for o in near if are_near(entry, o) and self._are_one(entry, o)]
        equal = [o for o in told if o.value == entry.value]
        if not equal and (len({o.value for o in told}) != 1 or max(entry.index, told[0].index) in self._known):
            return None
        return (equal or told)[0]

    def relation(self, earlier: Entry, later: Entry) -> Relation:
        """That two figures are equal, as surely as their name is that of one thing."""
        name = self._told[later.index].name
        sure = digit_count(later.mention) >= MANY and len(name) >= LONG
        sure = sure and are_of_one_thing(self._ledger, earlier, later)
        strength = TOLD if sure else OWN if name in NAMES else DOUBTED
        relation = make(later, (earlier,), SUM, "same.sentence", f"“{name}”前后两处", strength)
        relation.most = MOST
        return relation

    def _are_one(self, a: Entry, b: Entry) -> bool:
        """Whether two figures are told of one thing, in two paragraphs."""
        ledger, mine, theirs = self._ledger, self._told[a.index], self._told[b.index]
        if a.paragraph == b.paragraph or not mine.may_be(theirs) or (a.is_base != b.is_base and a.role == "plain"):
            return False
        if _likeness(mine.name, theirs.name, mine.role) < ALIKE:
            return False
        if a.value != b.value and mine.of and theirs.of and mine.of != theirs.of:
            return False  # each is told of an amount of its own
        if min(len(mine.name), len(theirs.name)) < SHORT and (digit_count(a.mention) < MANY or a.dimension != "count"):
            return False  # “投诉83件” is told of many things, “投诉4127件” of one
        if len(self._values[_series(mine)] | self._values[_series(theirs)]) > VALUES:
            return False
        if mine.stage != theirs.stage and len((self._stages[mine.name] | self._stages[theirs.name]) - {""}) > 1:
            return False  # planned and done: where a document tells both of a name its words must say which
        if is_row(ledger, a) or is_row(ledger, b) or are_apart(ledger, a, b) or are_told_of(ledger, a, b):
            return False
        summed_up = any(_SUMMARY.match(paragraph_of(ledger.document, e)) for e in (a, b))
        if _is_item(ledger, a) and _is_item(ledger, b) and not (summed_up or siblings_agree(ledger, a, b)):
            return False  # “甲片区17件、乙片区16件” of two kinds of things
        if _are_of_two_years(ledger, a, b) or are_of_two_parts(ledger, a, b):
            return False
        near = abs(a.paragraph - b.paragraph) <= APART and mine.name not in NAMES and not summed_up
        return not near or scope_of(ledger, a) == scope_of(ledger, b) != "" or _tell_the_same(ledger, a, b)


def _named(ledger: Ledger) -> Iterator[tuple[int, Identity]]:
    """The figures that are told of something, the parts of an expense that are all of it under its name."""
    found = [(entry, identity) for entry in ledger.prose if (identity := identity_of(ledger, entry))]
    names = same_names([(identity.name, entry) for entry, identity in found])
    for entry, identity in found:
        if entry.value and (digit_count(entry.mention) >= DIGITS or identity.name in NAMES):
            yield entry.index, replace(identity, name=names.get(identity.name, identity.name))


def _are_of_two_years(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """A year beside the year that is reported."""
    reported = str(ledger.year or "")
    first, second = (e.period[:4] or str(first_year(e.section) or "") or reported for e in (a, b))
    return a.role == "plain" and "" != first != second != ""


def _is_item(ledger: Ledger, entry: Entry) -> bool:
    """Whether a figure stands among others of its kind in one sentence."""
    mine = [e for e in ledger.by_sentence[entry.sentence] if e.role == entry.role and e.dimension == entry.dimension]
    return len(mine) >= ITEMS


def _tell_the_same(ledger: Ledger, a: Entry, b: Entry) -> bool:
    """Whether two paragraphs have another figure in common: one below the other they tell of two things else."""
    mine, theirs = (
        {
            (e.dimension, e.value)
            for e in ledger.by_paragraph[entry.paragraph]
            if e is not entry and e.value and (e.is_amount or a.is_amount)  # rates of two things often agree
        }
        for entry in (a, b)
    )
    return any(value not in {1, HUNDRED} for _, value in mine & theirs)


def _likeness(a: str, b: str, role: str) -> float:
    """How alike two names are; what is told of an amount is told of its whole name."""
    alike = likeness(a, b)
    return alike if role == "plain" or alike == 1 or (alike > ALIKE and min(len(a), len(b)) >= LONG) else 0.0


def _series(identity: Identity) -> tuple[object, ...]:
    return (identity.name, identity.kind, identity.stage)
