"""Excused figures (另有读法成立): figures of a relation that holds which are not missed where they are wrong.

“占受理量的30%” holds of the total of this sentence and of that of another one: one of the two may be wrong, and the
share is right of the other. What every reading needs is tied; an amount printed a second time under its name is as well
where it has digits enough, since there the twin tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from evallib.audit.ledger import Claim, Entry, Relation, likeness
from evallib.audit.ledger.candidates.twins import ALIKE, DIGITS
from evallib.audit.ledger.claims import SURE
from evallib.audit.ledger.slips import digit_count


def excused_figures(claims: Sequence[Claim]) -> dict[tuple[object, ...], frozenset[int]]:
    """Of each relation that holds the figures that some other reading excuses.

    Args:
        claims: all claims, judged.
    """
    found: dict[tuple[object, ...], frozenset[int]] = {}
    for claim in claims:
        if not claim.holding:
            continue
        relation = claim.holding[0]
        key = tuple(map(id, relation.entries))
        mine = frozenset(id(e) for e in relation.terms if _is_excused(claim, e)) if claim.holding[1:] else frozenset()
        found[key] = found[key] & mine if key in found else mine  # another claim may need what this one does not
    return found


def _is_excused(claim: Claim, figure: Entry) -> bool:
    told = max(claim.holding, key=lambda r: r.strength)
    beside = told.strength >= SURE and told.terms[0].index == claim.entry.index - 1
    # What is told of the amount right before it is excused by no rate of others, see `drop_accidents`.
    left = [r for r in claim.without(figure) if not beside or any(t is told.terms[0] for t in r.terms)]
    return any(not _has_twin(r, figure) for r in left)


def _has_twin(relation: Relation, figure: Entry) -> bool:
    """Whether a relation holds of the same amount, printed once more in another paragraph."""
    if digit_count(figure.mention, telling=True) < DIGITS:
        return False
    return any(
        e.value == figure.value and e.paragraph != figure.paragraph and likeness(e.label, figure.label) >= ALIKE
        for e in relation.entries
    )
