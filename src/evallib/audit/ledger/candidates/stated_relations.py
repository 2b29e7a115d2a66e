"""Stated relations (文字说出的关系): which of its readings a claim means, and how plainly."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from evallib.audit.ledger import RATE, Claim, Entry, Ledger, Relation, alike, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.likelihood import (
    UNPRINTED,
    alone_before,
    are_told_together,
    common_wholes,
    likelihood,
    likelihoods,
    votes_of,
)
from evallib.audit.ledger.candidates.other_kinds import is_of_another_kind
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.claims import SURE
from evallib.audit.ledger.ratios.rate_names import defined_by_name, is_defined_part
from evallib.audit.ledger.ratios.rates import rate_readings
from evallib.model import patterns

#: A cue of 0 is a reading that is meant once in seventeen.
EVEN = 2.0
#: (45×68.4%+45×31.6%×60%)÷45: a factor of a printed calculation is told of nothing.
IN_FORMULA = re.compile(r"[*×✕/÷=+(（]\s*$")
#: “日人均20条的工作量要求”, “90%以上”: what is asked for and not what was done.
_REQUIRED = re.compile(
    r"[^，。；、（(\d]{0,6}(?:要求|标准|目标|任务)|\s*(?:（含）|\(含\))?\s*(?:以上|以下|以内|[—－~～至-])"
)
FEW_TERMS, MOST_TERMS = 3, 6
#: A reading that is told needs no likelihood, nor one that is no less likely than none; fifty times is much likelier.
TOLD, NATURAL, MUCH_LIKELIER = 0.5, 0.5, 1.7
#: The cue of what nobody means.
NEVER = -9.0
#: What was told where another reading holds is weighed against all others.
EXCUSED = 0.35


def stated_relations(
    ledger: Ledger, claims: Sequence[Claim], votes: Mapping[int, set[int]], common: Sequence[Entry]
) -> Iterator[CandidateRelation]:
    """What a rate, a mean or a change is told of.

    Args:
        ledger: the figures.
        claims: all claims, judged.
        votes: of how many figures each whole is the whole, see `likelihood.votes_of`.
        common: the wholes of most.
    """
    settled = {id(c.entry) for c in claims if c.holding and c.group[0] in UNPRINTED}
    for claim in claims:
        entry = claim.entry
        if (
            id(entry) in settled
            or not _is_stated(claim)
            or (entry.spot is not None and IN_FORMULA.search(entry.spot.head))
        ):
            continue
        pairs = list(_pairs(ledger, claim, common))
        if any(r.holds() for r in pairs) or _is_of_another_part(ledger, claim, pairs):
            continue
        for cue, reading in _weighed(ledger, claim, [*claim.readings, *pairs], votes):
            if len(reading.terms) <= (
                MOST_TERMS if are_told_together(claim.entry, reading) else FEW_TERMS
            ) and not is_of_another_kind(ledger, claim, reading):
                yield CandidateRelation(reading, cue)


def _is_of_another_part(ledger: Ledger, claim: Claim, pairs: Sequence[Relation]) -> bool:
    """“自助借还51360册，人工12840册，自助率80%”: what one would give by a slip the other does."""
    wholes = {id(r.terms[-1]): r.terms[-1] for r in [*claim.readings, *pairs] if len(r.terms) == 2}
    own = [e for e in ledger.by_sentence[claim.entry.sentence] if e.role == "plain" and e.index < claim.entry.index]
    told = (make(claim.entry, (part, w), RATE, "", "") for part in own for w in wholes.values() if alike(part, w))
    return claim.group[0] == "rate" and any(r.terms[0] is not r.terms[1] and r.holds() for r in told)


def _is_by_name(rate: Entry, relation: Relation) -> bool:
    """“立案4000件…结案3640件，结案率91%”: the name of the rate says what is divided by what."""
    told = defined_by_name(rate.spot.head) if rate.spot is not None and len(relation.terms) == 2 else None
    if told is None:
        return False
    part, whole = relation.terms
    named = patterns.search(f"(?:{told[1]})[^，。；]{{0,4}}$", whole.label)
    return is_defined_part(told[0], part.label) and bool(named)


def held_by_cues(
    ledger: Ledger, claims: Sequence[Claim], votes: Mapping[int, set[int]], common: Sequence[Entry]
) -> Iterator[CandidateRelation]:
    """What holds of a rate, a mean or a change though no words say of what it is told; see `stated_relations`."""
    for claim in claims:
        if claim.holding and not claim.holding[0].strength and _is_stated(claim):
            held = claim.holding[0]
            if is_of_another_kind(ledger, claim, held):
                yield CandidateRelation(held, NEVER)  # if it failed it would not be told
                continue
            readings = [held, *_readings(ledger, claim), *_pairs(ledger, claim, common)]
            yield from (CandidateRelation(held, c) for c, r in _weighed(ledger, claim, readings, votes) if r is held)


def _readings(ledger: Ledger, claim: Claim) -> list[Relation]:
    """All readings of a claim; of a rate that holds those are left out at first which cannot hold."""
    return list(rate_readings(ledger, claim.entry, likely=False)) if claim.group[0] == "rate" else claim.readings


def _weighed(
    ledger: Ledger, claim: Claim, readings: Sequence[Relation], votes: Mapping[int, set[int]]
) -> Iterator[tuple[float, Relation]]:
    """Every reading with how plainly it is meant, as a power of ten."""
    likely = likelihoods(ledger, claim, readings, votes)
    total = sum([one for one, _ in likely]) + 10 ** UNPRINTED[str(claim.group[0])]
    for one, reading in likely:
        yield math.log10(one / (total - one)) + EVEN, reading


def drop_accidents(ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Drop readings that hold though another is much likelier and fails by a slip: of many figures one always fits."""
    slips = SlippedFigures()
    votes = votes_of(claims)
    common = common_wholes(ledger, votes)
    for claim in claims:
        if not claim.holding or not _is_stated(claim) or max(r.strength for r in claim.holding) >= TOLD:
            continue
        if any(_is_of_pair_before(claim.entry, r) or _is_by_name(claim.entry, r) for r in claim.holding):
            continue
        alone = alone_before(ledger, claim.entry)
        held = max(likelihood(claim, r, votes, alone) for r in claim.holding)
        if held >= UNPRINTED[str(claim.group[0])] - NATURAL:
            continue
        readings = _readings(ledger, claim)
        likely = likelihoods(ledger, claim, [*readings, *_pairs(ledger, claim, common)], votes)
        one, best = max(likely, key=lambda found: found[0])
        if math.log10(one) < held + MUCH_LIKELIER or best.holds():
            continue
        if claim.group[0] == "rate" and best.terms[0].value > best.terms[-1].value:
            continue  # more was closed than there were
        if best.strength >= TOLD and not _is_farther(claim, best):
            continue
        if any(True for _ in slips.mending(best, best.entries)):
            claim.holding, claim.readings = [], [r for r in readings if not r.holds()]
            for reading in claim.readings:
                reading.strength = min(reading.strength, EXCUSED)


def _is_of_pair_before(entry: Entry, reading: Relation) -> bool:
    """“年末累计A，执行率Q%，四季度支出B，占全年支出的P%”: seldom by accident that of the one before it."""
    part, whole = reading.terms[0], reading.terms[-1]
    sharp = entry.mention.decimals and len(reading.terms) == 2 and reading.formula.kind == "ratio"
    return bool(sharp) and part.index == entry.index - 1 and part.sentence == whole.sentence == entry.sentence


def _is_farther(claim: Claim, told: Relation) -> bool:
    """Whether what is told stands in the sentence of a figure, and what excuses it in others, or is of another part.

    “结余0.71亿元；支出预算B，实际支出A，为预算的P%”: two small amounts give nearly any rate.
    """
    own, part = claim.entry.sentence, told.terms[0]
    if told.strength >= SURE and part.index == claim.entry.index - 1:
        return all(t is not part for r in claim.holding for t in r.terms)
    away = all(len(r.terms) == 2 and any(t.sentence != own for t in r.terms) for r in claim.holding)
    return away and all(t.sentence == own for t in told.terms)


def _is_stated(claim: Claim) -> bool:
    spot = claim.entry.spot
    if claim.group[0] not in UNPRINTED or spot is None or claim.entry.mention.hedge:
        return False
    return not _REQUIRED.match(spot.tail)


def _pairs(ledger: Ledger, claim: Claim, common: Sequence[Entry]) -> Iterator[Relation]:
    """The amount beside a rate by those told before and by common wholes: a slip may make the part the greater one."""
    entry = claim.entry
    if claim.group[0] not in {"rate", "share"}:
        return
    code = "rate.share" if claim.group[0] == "share" else "rate.prose"
    for part in _beside(ledger, entry):
        known = {id(r.terms[1]) for r in claim.readings if r.terms[0] is part and len(r.terms) == 2}
        told = [e for e in ledger.before(part, 5) if e.paragraph == entry.paragraph]
        for whole in [e for e in (*told, *common) if e is not part and alike(e, part) and e.value > 0]:
            if whole.sentence != entry.sentence and part.value < 10 > whole.value:
                continue  # one digit away from any other
            if part.is_whole and whole.value < part.value:
                continue  # “县级配套100万元，共计800万元，到位率100%”: an item is no whole of its total
            if id(whole) not in known:
                known.add(id(whole))
                # “21.3万人，目标20万人，完成率106.5%”: what was reached by what was planned.
                pair = (whole, part) if part.is_budget else (part, whole)
                yield make(entry, pair, RATE, code, f"“{entry.label or part.label}”")


def _beside(ledger: Ledger, entry: Entry) -> Iterator[Entry]:
    """The amount right before a rate, and the one in a bracket right behind it: “接通率92.1%（接通12622个）”."""
    for at in (entry.index - 1, entry.index + 1):
        part = ledger.prose[at] if 0 <= at < len(ledger.prose) else None
        if part is None or not part.is_amount or part.role != "plain" or part.sentence != entry.sentence:
            continue
        if at < entry.index or part.depth > entry.depth:
            yield part
