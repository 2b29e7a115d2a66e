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
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import one_digit_mends, what_of

_OPENS = re.compile(r"其中|[:：]")
_ENDS = re.compile(r"[；;。]")
#: What belongs to an item and is none: its parts, what it is held against, what it was spent on.
_PARTS = re.compile(r"其中|用于|主要|包括|[(（]")
_OF_ITEM = re.compile(rf"{_PARTS.pattern}|[占为比较]|完成|(?<!新)增|[减降]")
_CARRIED = re.compile(r"结转|结余|滚存")
SHORTEST, LONGEST, DIGITS, STRENGTH = 3, 24, 4, 0.62
#: How many rates of a whole may stand between it and its list.
RATES = 4
#: What is carried over ends an account of all that came in or went out.
BALANCED = 0.75


def nested_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every total with a list behind it whose items have amounts of their own."""
    claims = []
    for first in ledger.prose[1:]:
        if first.spot is None or not _OPENS.search(first.spot.gap):
            continue
        whole = _told_before(ledger, first)
        if not _is_whole_of(whole, first):
            continue
        items = _outer(ledger, list(_items(ledger, first)))
        simple = items[-1].index - first.index < len(items) if items else True
        if len(items) < SHORTEST or simple or is_open(items) or _is_made_up(whole, items):
            continue
        relation = make(whole, items, SUM, "sum.prose", what_of(whole))
        sure = BALANCED if _CARRIED.search(items[-1].label) else STRENGTH
        named = whole.is_whole or is_complete([e.label for e in items])
        relation.strength = sure if named and (relation.holds() or one_digit_mends(relation)) else 0.0
        if relation.strength or relation.holds():
            claims.append(Claim(whole, [relation], ("nested", first.index)))
    return claims


def _outer(ledger: Ledger, items: list[Entry]) -> list[Entry]:
    """“第一产业A；第二产业B，其中工业C；建筑业D。第三产业E”: D is of B, where the other names leave nothing out."""
    between = ledger.prose[items[0].index + 1 : items[-1].index] if items else ()
    inner = {e.sentence: e.index for e in between if e.spot is not None and "其中" in e.spot.gap}
    outer = [e for e in items if e.index <= inner.get(e.sentence, e.index)]
    return outer if len(outer) < len(items) and is_complete([e.label for e in outer]) else items


def _told_before(ledger: Ledger, first: Entry) -> Entry:
    """“A，增长P%，完成预算的Q%。其中：甲B”: the amount before its rates."""
    told = ledger.prose[max(0, first.index - 1 - RATES) : first.index]
    return next((e for e in reversed(told) if e.is_amount and e.role != "change"), told[-1])


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
    for entry in ledger.onward(first):
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
