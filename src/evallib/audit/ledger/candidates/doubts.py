"""Doubts (值得存疑): whether a relation that one slip makes fail would be told, and by a slip of which figure.

The same scales weigh what fails and what holds: a relation ties its figures only where its failing would be a doubt.
"""

from __future__ import annotations

from evallib.audit.ledger import Entry
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.misfits import is_misfit
from evallib.audit.ledger.candidates.rarity import least_of, rarity_of
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures

#: Below this some slip always fits; it is told only of what words or places tell plainly, the more so of less than
#: three digits.
LEAST, PLAIN, CERTAIN, TELLING = 0.1, 1.0, 2.0, 3
#: What is less telling adds nothing.
WORTH = 0.4


def rarity_if_meant(candidate: CandidateRelation, slips: SlippedFigures) -> float | None:
    """How seldom a relation would be found by accident; None where nobody would mean it."""
    if any(e.mention.hedge for e in candidate.relation.terms):
        return None  # “突破300家大关，达到309家”: a mark that was passed is part of nothing
    rarity = rarity_of(candidate, slips)
    if rarity + candidate.cue < WORTH:
        return None
    if not candidate.twin and is_misfit(candidate.relation, candidate.cue, rarity):
        return None
    return rarity


def some_slip_fits(candidate: CandidateRelation, entry: Entry, rarity: float, slips: SlippedFigures) -> bool:
    """Whether some slip of a figure always makes such a relation hold, and no words tell it plainly."""
    return rarity < LEAST and candidate.cue < (PLAIN if slips.digits(entry) >= TELLING else CERTAIN)


def doubtful_figures(candidate: CandidateRelation, slips: SlippedFigures) -> frozenset[int]:
    """The ids of the figures of a relation that holds, of which a slip would be listed as a doubt."""
    rarity, relation = rarity_if_meant(candidate, slips), candidate.relation
    if rarity is None or rarity + candidate.cue < least_of(relation):
        return frozenset()
    figures = {id(e): e for e in relation.entries if slips.can_slip(relation, e)}
    return frozenset(i for i, e in figures.items() if not some_slip_fits(candidate, e, rarity, slips))
