"""Cut digits (舍位): where other sums of a table are out by a unit, its digits were cut off, and one is out by more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallib.audit.ledger import Relation
from evallib.audit.ledger.corrections import DOUBT, Correction


def doubt_cut_digits(corrections: Iterable[Correction], holding: Sequence[Relation]) -> None:
    """Doubt sums that are out by no more than a unit for each part, in a table of which other sums are out as well.

    Args:
        corrections: what is told of a document.
        holding: what holds in it.
    """
    rounded = {r.result.place.block for r in holding if _is_sum(r) and r.expected() != r.result.value}
    for correction in corrections:
        first = correction.mends[0].result
        if first.spot is None and first.place.block in rounded and all(map(_may_be_cut, correction.mends)):
            correction.evidence = min(correction.evidence, DOUBT)


def _is_sum(relation: Relation) -> bool:
    return relation.result.spot is None and relation.formula.kind == "sum" and len(relation.terms) > 1


def _may_be_cut(relation: Relation) -> bool:
    expected, unit = relation.expected(), 2 * max(e.half for e in relation.entries)
    if not _is_sum(relation) or expected is None:
        return False
    return abs(expected - relation.result.value) <= unit * len(relation.terms)
