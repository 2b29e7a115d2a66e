"""Unmissed relations (错了也不会发现的): what holds though no words tell it, and would not be told if it failed.

Of many figures some always fit. “核对相符” says that a wrong digit would have been seen, so that a relation counts only
if, failing by one, it would have been told or listed as a doubt: the same scales weigh both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Ledger, Relation
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.doubts import would_be_doubted
from evallib.audit.ledger.candidates.loose_sums import cue_of_sum, is_telling
from evallib.audit.ledger.candidates.neighbouring_products import told_products
from evallib.audit.ledger.candidates.neighbouring_sums import cue_of_list
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.candidates.stated_relations import held_by_cues
from evallib.audit.ledger.wholes.partitions import is_complete

#: What is only told where words say so: nobody weighs whether shares nearly make up a hundred, what two figures of one
#: name differ by, and whether rates of growth nearly agree.
_BY_WORDS = frozenset({"same.sentence", "share.total", "growth.parts"})
#: Among the amounts beside a figure so many sums are tried.
TRIED = 16


def without_unmissed(ledger: Ledger, claims: Sequence[Claim], holding: Sequence[Relation]) -> list[Relation]:
    """The relations that hold and would be missed.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: one relation for every claim that holds.
    """
    slips = SlippedFigures()
    told = {_key(r) for c in claims for r in c.holding if r.strength}
    untold = [r for r in holding if not r.strength and _key(r) not in told]
    unmissed = {id(r) for r in _unlikely(ledger, claims, slips)}
    products = {_key(c.relation): c for c in told_products(ledger)}
    for relation in untold:
        product = products.get(_key(relation))
        if (
            relation.code in _BY_WORDS
            or (relation.code == "product.amount" and not (product and would_be_doubted(product, slips)))
            or _is_untold_sum(ledger, relation, slips)
        ):
            unmissed.add(id(relation))
    return [r for r in holding if id(r) not in unmissed]


def _key(relation: Relation) -> tuple[object, ...]:
    return relation.formula, *map(id, relation.entries)


def _unlikely(ledger: Ledger, claims: Sequence[Claim], slips: SlippedFigures) -> Iterator[Relation]:
    """Rates, means and changes of figures that nobody would take them to be of."""
    for held in held_by_cues(ledger, claims):
        if not would_be_doubted(held, slips):
            yield held.relation


def _is_untold_sum(ledger: Ledger, relation: Relation, slips: SlippedFigures) -> bool:
    """Whether amounts add up, which neither words nor names nor places tell: a cell and a sentence far from it."""
    if relation.code != "sum.prose" or is_complete([t.label for t in relation.terms]):
        return False
    if len({e.spot is None for e in relation.entries}) > 1:
        return True
    whole, parts = relation.result, relation.terms
    if whole.label in {p.label for p in parts} or (parts[0].spot is not None and "分别" in parts[0].spot.gap):
        return False  # the same thing before and after, or a list that words open
    listed = CandidateRelation(relation, cue_of_list(ledger, relation))
    loose = CandidateRelation(relation, cue_of_sum(whole, parts), TRIED)
    return not (would_be_doubted(listed, slips) or (is_telling(whole) and would_be_doubted(loose, slips)))
