"""Rarity (偶合的机会): how seldom a slip of the pen would make a relation hold, and how much makes a doubt."""

from __future__ import annotations

import math

from evallib.audit.ledger import Relation
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.relations import AGREED

DOUBTFUL, DOUBTFUL_RATE = 0.5, 1.2
#: What can hardly happen by accident, yet not never: figures without a last place (all of them noughts) blur nothing.
NEVER = 1e-12


def least_of(relation: Relation) -> float:
    """What makes a doubt: a rate of what is not printed fits a slip of something else far more often than a sum."""
    return DOUBTFUL_RATE if relation.code == "rate.prose" else DOUBTFUL


def rarity_of(candidate: CandidateRelation, slips: SlippedFigures) -> float:
    """How seldom a slip of one of the figures would mend the relation by accident, as a power of ten."""
    relation = candidate.relation
    figures = [e for e in relation.entries if e.rough]
    if not figures:
        return 0.0  # nothing and nothing make nothing
    if relation.formula.kind == "sum":
        # “27.7%，目标25%，高出2.7个百分点”: where the result is printed finer, a nought was left out of the term.
        # “6亿元” beside 128620914.36元 was rounded.
        result = relation.result
        coarse = [e for e in figures if not relation.formula.signs or e.mention.scale > result.mention.scale]
        unit = max(2 * e.step for e in (result, *coarse))
        chance = sum(10 * slips.digits(e) * unit / abs(e.rough) for e in figures) / 2
    else:
        agreed = AGREED if relation.formula.kind == "product" else frozenset()
        rounded = [e for e in figures if not e.mention.exact and e.dimension not in agreed]
        if relation.formula.kind == "product" and relation.result.value and relation.result.mention.exact:
            rounded.append(relation.result)  # a slip gives some whole number, and may give just this one
        blur = sum(2 * e.step / abs(e.rough) for e in rounded)
        chance = sum(10 * slips.digits(e) for e in figures) / 2 * max(blur, 1e-6)
    return -math.log10(min(1.0, max(chance, NEVER) * max(1, candidate.rivals)))
