"""Ties (勾稽相符): relations that hold, each with those of its figures of which a wrong digit would be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evallib.audit.ledger import Claim, Entry, Ledger, Relation
from evallib.audit.ledger.silence.chance import tied_by
from evallib.audit.ledger.tied.excused import excused_figures
from evallib.audit.ledger.tied.unmissed import missed_figures


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that holds, and the figures that it ties, its result first."""

    relation: Relation
    figures: tuple[Entry, ...]


def ties_of(ledger: Ledger, claims: Sequence[Claim], holding: Sequence[Relation]) -> Iterator[Tie]:
    """The relations of which a wrong digit would be told.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        holding: one relation for every claim that holds.
    """
    missed, excused = missed_figures(ledger, claims, holding), excused_figures(claims)
    for relation in holding:
        told = missed.get(id(relation))
        if told is None or told:
            without = excused.get(tuple(map(id, relation.entries)), frozenset())
            figures = (e for e in tied_by(relation) if id(e) not in without and (told is None or id(e) in told))
            yield Tie(relation, tuple({id(e): e for e in (relation.result, *figures)}.values()))
