"""Shared denominators (同一分母): rates of one sentence are of one whole, unless they are told of other people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evallib.audit.ledger import Claim, Entry, Relation
from evallib.model import patterns

#: What a rate may count and most likely does not.
GUESS = 0.3


def _spoken_of(claim: Claim) -> tuple[int, bool]:
    """The sentence of a rate, and whether it tells what people said."""
    spot = claim.entry.spot
    return claim.entry.sentence, spot is not None and bool(patterns.search("满意|知晓|认可|认同", spot.head))


def _pair(relation: Relation) -> tuple[int, ...]:
    return tuple(id(t) for t in relation.terms)


def share_denominators(claims: Sequence[Claim]) -> None:
    """A rate that fails where a rate of the same sentence holds is read with the denominator that held there.

    What people said is of those who were asked, and of no cases that were due.
    """
    held: dict[tuple[int, bool], list[Entry]] = {}
    for claim in claims:
        wholes = {id(r.terms[-1]): r.terms[-1] for r in claim.holding}
        if len(wholes) == 1 or (wholes and claim.entry.mention.decimals):
            held.setdefault(_spoken_of(claim), []).append(claim.holding[0].terms[-1])
    held = {key: wholes for key, wholes in held.items() if len({id(w) for w in wholes}) == 1}
    told = Counter(_pair(best) for c in claims if not c.holding and (best := c.best_failing) is not None)
    for claim in claims:
        best = claim.best_failing
        if not claim.holding and best is not None and told[_pair(best)] > 1:
            # Two rates cannot both be one quotient: the sentence does not print what they count.
            for reading in claim.readings:
                reading.strength = 0.0
    _repeat_pattern(claims)
    for claim in claims:
        best = claim.best_failing
        if claim.holding or (best and best.strength >= 0.5 and best.terms[-1].index == best.terms[0].index - 1):
            continue  # “参评402件，满意371件，满意率” has a pair of its own
        for reading in claim.readings:
            if reading.strength > GUESS and reading.terms[-1] in held.get(_spoken_of(claim), []):
                reading.strength = max(reading.strength, 0.85)


def _repeat_pattern(claims: Sequence[Claim]) -> None:
    """“接种A剂次，报告一般反应B例，发生率P‰；异常反应C例，发生率Q‰”: as the one is of A, so is the other."""
    held: dict[tuple[int, str], Relation] = {}
    for claim in claims:
        if claim.entry.mention.decimals and claim.entry.label:
            told = [r for r in claim.holding if len(r.terms) == 2 and r.terms[0].index == claim.entry.index - 1]
            if told:
                held[claim.entry.sentence, claim.entry.label] = told[0]
    for claim in claims:
        pattern = None if claim.holding else held.get((claim.entry.sentence, claim.entry.label))
        if pattern is None or not claim.entry.mention.decimals:
            continue
        for reading in claim.readings:
            part, whole = reading.terms[0], reading.terms[-1]
            same = part.mention.unit == pattern.terms[0].mention.unit and reading.formula == pattern.formula
            if same and part.index == claim.entry.index - 1 and whole is pattern.terms[-1]:
                reading.strength = max(reading.strength, 0.85)
