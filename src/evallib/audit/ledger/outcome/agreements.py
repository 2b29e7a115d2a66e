"""Agreements (相符): every relation that holds and of which a wrong digit would be told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.findings import Agreement
from evallib.audit.ledger import Claim
from evallib.audit.ledger.choose import Choice
from evallib.audit.ledger.outcome.writing import arithmetic_of


def agreements_of(choice: Choice) -> list[Agreement]:
    """One agreement for every relation that holds and would be missed, however many ways of reading lead to it."""
    found: dict[tuple[object, ...], Agreement] = {}
    for tie in choice.agreed:
        relation = tie.relation
        arithmetic = arithmetic_of(relation, holds=True)
        key = arithmetic, *map(id, relation.entries)
        if key not in found:
            places = tuple(dict.fromkeys(e.place for e in tie.figures))
            found[key] = Agreement(relation.code, str(relation.result), arithmetic, places)
    return [*found.values(), *map(_common, choice.common)]


def _common(group: Sequence[Claim]) -> Agreement:
    pairs = [(c.readings[0].terms[0], c.entry) for c in group]
    words = "、".join(f"{part} 占 {share}" for part, share in pairs[:6])
    part, share = pairs[0]
    whole = Fraction(part.value) * 100 / share.value
    places = tuple(e.place for pair in pairs for e in pair)
    return Agreement(
        "rate.share", str(share), f"{words}：可由同一总数（约 {float(whole):.0f}）得出，总数未印出", places
    )
