"""Unmissed relations (错了也不会发现的): what holds though no words tell it, and would not be told if it failed.

Of many figures some always fit. “核对相符” says that a wrong digit would have been seen, so that a relation counts only
if, failing by one, it would have been told or listed as a doubt: the same scales weigh both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Ledger, Relation
from evallib.audit.ledger.candidates.rarity import least_of, rarity_of
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.candidates.stated_relations import held_by_cues
from evallib.audit.ledger.wholes.partitions import is_complete

#: So many other figures stand among those of a list that is strewn.
STREWN = 4


def without_unmissed(ledger: Ledger, claims: Sequence[Claim], holding: Sequence[Relation]) -> list[Relation]:
    """The relations that hold and would be missed.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: one relation for every claim that holds.
    """
    unmissed = {id(r) for r in _unlikely(ledger, claims)}
    return [r for r in holding if id(r) not in unmissed and not _is_strewn(r)]


def _unlikely(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[Relation]:
    """Rates, means and changes of figures that nobody would take them to be of."""
    slips = SlippedFigures()
    for held in held_by_cues(ledger, claims):
        if held.cue + rarity_of(held, slips) < least_of(held.relation):
            yield held.relation


def _is_strewn(relation: Relation) -> bool:
    """Whether figures of several places add up, which neither words nor names tell.

    Two amounts of another paragraph, a cell and what a sentence far from it counts, or a list with others in between.
    """
    if relation.strength or relation.code != "sum.prose" or is_complete([t.label for t in relation.terms]):
        return False
    entries = relation.entries
    if len({e.spot is None for e in entries}) > 1:
        return True
    indices = [e.index for e in entries]
    far = len({e.paragraph for e in entries}) > 1 and relation.result.label not in {t.label for t in relation.terms}
    return (far and len(entries) == 3) or max(indices) - min(indices) >= len(entries) + STREWN
