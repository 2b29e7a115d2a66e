"""Seen through others (由别的数看出的): figures too short to be told by themselves, in a list that would be.

“受理11706件次。其中电话10711件次，微信971件次，来信17件次，留言7件次”: of the 7 nobody asks what it should be, but with
any other digit the list is told, since one digit of another figure would mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from evallib.audit.ledger import Entry, Relation
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.slips import digits_of, step_of

#: So many of the figures around it have to be told: with a single one the list may be another one's.
LEAST, NEARLY_ALL = 2, 0.9


def seen_through(
    relation: Relation, told: AbstractSet[int], holding: Sequence[Relation], slips: SlippedFigures
) -> frozenset[int]:
    """The ids of the other figures of a list of which nearly every wrong digit would be told.

    Args:
        relation: a sum that holds.
        told: the ids of its figures of which a slip is told by itself.
        holding: all relations that hold: an amount that two of them give is sought in neither.
        slips: what the figures would be with one slip.
    """
    if relation.formula.signs or len(told) < LEAST:
        return frozenset()
    if any(r.result is relation.result and r is not relation and r.code == relation.code for r in holding):
        return frozenset()
    loose = [e for e in relation.entries if id(e) in told]
    short = [t for t in relation.terms if id(t) not in told]
    return frozenset(id(t) for t in short if _is_seen(relation, t, loose, slips))


def _is_seen(relation: Relation, figure: Entry, loose: Sequence[Entry], slips: SlippedFigures) -> bool:
    """Whether nearly every other digit of a figure would be mended by one of another figure."""
    mended = [_some_mends(relation, loose, by, slips) for by in _other_digits(figure)]
    return sum(mended) >= NEARLY_ALL * len(mended)


def _other_digits(entry: Entry) -> Iterator[Fraction]:
    """By how much a figure is more with any other digit in any of its places."""
    digits, step = digits_of(entry.mention.text).replace(".", ""), step_of(entry.mention)
    for at, digit in enumerate(digits):
        for other in range(at == 0 < len(digits) - 1, 10):
            if other != int(digit):
                yield (other - int(digit)) * 10 ** (len(digits) - 1 - at) * step


def _some_mends(relation: Relation, loose: Sequence[Entry], by: Fraction, slips: SlippedFigures) -> bool:
    """Whether one digit of another figure makes up for so much more."""
    moved = ((e, by if e is relation.result else -by) for e in loose)
    return any(e.value + more in slips.near(e, float(e.value + more), e.step) for e, more in moved)
