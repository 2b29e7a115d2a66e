"""Unmissed relations (错了也不会发现的): what holds though no words tell it, and would not be told if it failed.

Of many figures some always fit. “核对相符” says that a wrong digit would have been seen, so that a relation counts only
if, failing by one, it would have been told or listed as a doubt: the same scales weigh both.
"""

from __future__ import annotations

from collections.abc import Sequence

from evallib.audit.ledger import Claim, Entry, Ledger, Relation
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.doubts import doubtful_figures
from evallib.audit.ledger.candidates.likelihood import common_wholes, votes_of
from evallib.audit.ledger.candidates.loose_sums import loose_sum_of
from evallib.audit.ledger.candidates.neighbouring_products import told_products
from evallib.audit.ledger.candidates.neighbouring_sums import cue_of_list
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.candidates.stated_relations import held_by_cues
from evallib.audit.ledger.tied.seen_through import seen_through
from evallib.audit.ledger.wholes.enumerations import is_divided
from evallib.audit.ledger.wholes.partitions import is_complete

#: What is only told where words say so: nobody weighs whether shares nearly make up a hundred, what two figures of one
#: name differ by, and whether rates of growth nearly agree.
_BY_WORDS = frozenset({"same.sentence", "share.total", "growth.parts"})


def missed_figures(ledger: Ledger, claims: Sequence[Claim], holding: Sequence[Relation]) -> dict[int, frozenset[int]]:
    """Of relations that no words tell, by id, the ids of the figures whose slip would be told; none where it is missed.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: one relation for every claim that holds.
    """
    slips = SlippedFigures()
    told = {_key(r) for c in claims for r in c.holding if r.strength}
    products = {_key(c.relation): c for c in told_products(ledger)}
    votes = votes_of(claims)
    common = common_wholes(ledger, votes)
    found = {id(h.relation): doubtful_figures(h, slips) for h in held_by_cues(ledger, claims, votes, common)}
    for relation in holding:
        if relation.strength or _key(relation) in told:
            continue
        if relation.code in _BY_WORDS:
            found[id(relation)] = frozenset()
        elif relation.code == "product.amount":
            product = products.get(_key(relation))
            found[id(relation)] = doubtful_figures(product, slips) if product else frozenset()
        elif relation.code == "sum.prose" and not is_complete([t.label for t in relation.terms]):
            mixed = len({e.spot is None for e in relation.entries}) > 1  # a cell, and a sentence far from it
            found[id(relation)] = frozenset() if mixed else _of_sum(ledger, relation, holding, common, slips)
    return found


def _of_sum(
    ledger: Ledger, relation: Relation, holding: Sequence[Relation], common: Sequence[Entry], slips: SlippedFigures
) -> frozenset[int]:
    """The figures of a sum of which a slip would be told, as a list or as one of the sums beside a figure."""
    if is_divided(relation):
        return frozenset(map(id, relation.entries))
    listed = doubtful_figures(CandidateRelation(relation, cue_of_list(ledger, relation, common)), slips)
    listed |= seen_through(relation, listed, holding, slips)
    loose = loose_sum_of(ledger, relation)
    return listed | (doubtful_figures(loose, slips) if loose is not None else frozenset())


def _key(relation: Relation) -> tuple[object, ...]:
    return relation.formula, *map(id, relation.entries)
