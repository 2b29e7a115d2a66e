"""Lists with shares (各项带占比): “有效申诉17324件。涉及邮政295件，占1.7%；涉及快递17029件，占98.3%”.

Shares that make up a hundred say that a list leaves nothing out; then its amounts make up what the shares are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, SUM, Claim, Entry, Ledger, addable, make
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.slips import one_slip_mends
from evallib.audit.ledger.wholes.lists import is_item
from evallib.audit.ledger.wholes.told import what_of

LEAST, MOST, BACK, PARAGRAPHS = 2, 24, 10, 1
STRENGTH = 0.7


def shared_list_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list whose shares make up a hundred, with the total told before it."""
    claims = []
    for entries in ledger.by_sentence.values():
        items = list(_items(ledger, entries))
        if not LEAST <= len(items) <= MOST or may_overlap(ledger, items[0]) or not _is_all(ledger, items):
            continue
        found = [make(w, items, SUM, "sum.prose", what_of(w), STRENGTH) for w in _wholes(ledger, items)]
        told = [r for r in found if r.holds()] or [r for r in found if one_slip_mends(r)]
        if told:
            claims.append(Claim(told[0].result, told[:1], ("sum", items[0].index)))
    return claims


def _items(ledger: Ledger, entries: Sequence[Entry]) -> Iterator[Entry]:
    """The amounts of a sentence that have a share right behind them."""
    for entry in entries:
        behind = ledger.just_behind(entry)
        if behind is None or behind.sentence != entry.sentence or behind.role != "share" or not behind.value:
            continue
        if is_item(entry) and not entry.is_whole and not entry.mention.hedge:
            yield entry


def _is_all(ledger: Ledger, items: Sequence[Entry]) -> bool:
    shares = [ledger.prose[e.index + 1] for e in items]
    room = sum((s.mention.half for s in shares), Fraction(0))
    sharp = all(s.mention.decimals for s in shares) or len(shares) > LEAST
    flat = len({e.depth for e in items}) == 1 and all(addable(e, items[0]) for e in items)
    return sharp and flat and abs(sum((s.value for s in shares), -HUNDRED)) <= room


def _wholes(ledger: Ledger, items: Sequence[Entry]) -> Iterator[Entry]:
    """The totals told last before a list, of which a share of it is right."""
    first, most = items[0], max(items, key=lambda e: e.rough)
    share = ledger.prose[most.index + 1]
    for entry in ledger.before(first, BACK):
        if first.paragraph - entry.paragraph > PARAGRAPHS or entry.role != "plain" or entry.mention.hedge:
            continue
        if entry.is_base or not addable(entry, first) or entry.rough < most.rough or not entry.value:
            continue
        if any(_fits(ledger, e, entry) for e in items) or abs(most.value / entry.value * HUNDRED - share.value) <= 1:
            yield entry


def _fits(ledger: Ledger, item: Entry, whole: Entry) -> bool:
    share = ledger.prose[item.index + 1]
    return abs(item.value / whole.value * HUNDRED - share.value) <= share.mention.half
