"""A candidate relation (候选关系): a relation that fails, and how plainly it is meant."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.audit.ledger import Relation


@dataclass(slots=True)
class CandidateRelation:
    """A relation that fails, how plainly it is meant, and how many others of its kind could be meant instead.

    Args:
        relation: what would hold but for a slip.
        cue: how plainly words and places tell it, as a power of ten; 0 is once in seventeen.
        rivals: how many could be meant as well.
        twin: told of an amount that stands for another one, with which the relation holds.
    """

    relation: Relation
    cue: float
    rivals: int = 1
    twin: bool = False
