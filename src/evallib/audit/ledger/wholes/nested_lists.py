"""Nested lists (逐级列举): “总支出A。其中：甲B，占预算C的P%；乙D，其中丙E；结转下年F”: the first amount of each clause.

Each item of such a list has its growth, its share of a plan and its own parts behind it, up to the next semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.slips import digits_of
from evallib.audit.ledger.wholes.completeness import is_open
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_OPENS = re.compile(r"其中|[:：]")
_ENDS = re.compile(r"[；;。]")
#: What belongs to an item and is none: its parts, what it is held against, what it was spent on.
_PARTS = re.compile(r"其中|用于|主要|包括|[(（]")
_OF_ITEM = re.compile(rf"{_PARTS.pattern}|[占为比较]|完成|(?<!新)增|[减降]")
_CARRIED = re.compile(r"结转|结余|滚存")
SHORTEST, LONGEST, DIGITS, STRENGTH = 3, 24, 4, 0.62
#: What is carried over ends an account of all that came in or went out.
BALANCED = 0.75


def nested_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every total with a list behind it whose items have amounts of their own."""
    claims = []
    for first in ledger.prose[1:]:
        whole = ledger.prose[first.index - 1]
        if first.spot is None or not _OPENS.search(first.spot.gap) or not _is_whole_of(whole, first):
            continue
        items = list(_items(ledger, first))
        simple = items[-1].index - first.index < len(items) if items else True
        if len(items) < SHORTEST or simple or is_open(items) or _is_made_up(whole, items):
            continue
        relation = make(whole, items, SUM, "sum.prose", what_of(whole))
        if not relation.holds():
            sure = BALANCED if _CARRIED.search(items[-1].label) else STRENGTH
            relation.strength = sure if whole.is_whole and one_digit_mends(relation) else 0.0
        if relation.strength or relation.holds():
            claims.append(Claim(whole, [relation], ("nested", first.index)))
    return claims


def _is_made_up(whole: Entry, items: Sequence[Entry]) -> bool:
    """Whether the first of some items make up a whole already: then what goes on is told of something else."""
    return any(total == whole.value for total in accumulate(e.value for e in items[:-1]))


def _is_whole_of(whole: Entry, first: Entry) -> bool:
    digits = len(digits_of(whole.mention.text).replace(".", ""))
    plain = whole.is_amount and whole.role == "plain" and not whole.mention.hedge and not whole.is_base
    near = whole.paragraph == first.paragraph and first.sentence - whole.sentence <= 1 and whole.depth == first.depth
    return plain and near and digits >= DIGITS and addable(whole, first)


def _items(ledger: Ledger, first: Entry) -> Iterator[Entry]:
    """The first amounts of each clause from the first item to the end of its paragraph."""
    closed, found, last = False, 0, first
    for entry in ledger.prose[first.index :]:
        if entry.paragraph != first.paragraph or entry.spot is None or found == LONGEST:
            return
        if entry.depth > first.depth:
            continue
        gap = entry.spot.gap
        begins = entry is first or entry.sentence != last.sentence or bool(_ENDS.search(gap))
        own = "" if entry is first else _ENDS.split(gap)[-1]
        closed = not begins and closed
        last = entry
        if closed or (_PARTS if begins else _OF_ITEM).search(own) or not is_item(entry) or not addable(entry, first):
            closed = True
            continue
        if entry.is_base and not _CARRIED.search(entry.label):
            closed = True
            continue
        found += 1
        yield entry
