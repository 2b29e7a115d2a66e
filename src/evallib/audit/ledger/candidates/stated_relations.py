"""Stated relations (文字说出的关系): which of its readings a failing claim means, and how likely.

The words of a rate, a mean or a change leave open which figures it is told of, and often these are not printed at all.
How often readings of such a shape held was counted over 3,500 claims of consistent texts (a conditional logit, one
option more for “not printed”); the weights are the logarithms to base 10 of how much likelier a feature makes a
reading.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evallib.audit.ledger import RATE, Claim, Entry, Ledger, Relation, alike, core, likeness, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.candidates.other_kinds import ONE_NAME, is_of_another_kind
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.means.named_means import is_named_divisor
from evallib.audit.ledger.ratios.rate_names import stem_of
from evallib.audit.ledger.ratios.rates import rate_readings

#: How likely it is, by the kind of a claim, that what it is told of is not printed.
UNPRINTED: Mapping[str, float] = {
    "share": 1.3, "rate": 1.8, "completion": 2.8, "growth": 3.2, "change": 3.0, "points": 2.7, "multiple": 2.2,
    "mean": 1.0, "portion": -1.3, "balance": 0.1, "gap": 0.5, "compared": 0.0, "counted": 0.4, "added": 0.7,
    "bracket": 1.4,
}  # fmt: skip
STRENGTH, COMMON, PER_STEP, PER_PARAGRAPH, FAR = 2.7, 2.2, -0.24, -0.1, 3
#: A cue of 0 is a reading that is meant once in seventeen.
EVEN = 2.0
#: (45×68.4%+45×31.6%×60%)÷45: a factor of a printed calculation is told of nothing.
IN_FORMULA = re.compile(r"[*×✕/÷=+(（]\s*$")
#: “日人均20条的工作量要求”, “90%以上”: what is asked for and not what was done.
_REQUIRED = re.compile(
    r"[^，。；、（(\d]{0,6}(?:要求|标准|目标|任务)|\s*(?:（含）|\(含\))?\s*(?:以上|以下|以内|[—－~～至-])"
)
FEW_TERMS, MOST_TERMS, MOST_VOTES = 3, 6, 4
OFTEN, MOST_COMMON = 3, 3
#: “甲A件、乙B件、丙C件，合计占P%”: all amounts of the list together.
_TOGETHER = re.compile(r"合计|共计?|总计|[两二三四五六七八九十]+(?:项|类|者|个|家|地|[区县市镇])[^，。；]{0,6}占")
TOGETHER = 1.5
#: A reading that is told needs no likelihood, nor one that is no less likely than none; fifty times is much likelier.
TOLD, NATURAL, MUCH_LIKELIER = 0.5, 0.5, 1.7
#: What was told where another reading holds is weighed against all others.
EXCUSED = 0.35


def stated_relations(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[CandidateRelation]:
    """What a rate, a mean or a change is told of."""
    votes = votes_of(claims)
    common = common_wholes(ledger, votes)
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
        if any(r.holds() for r in pairs):
            continue
        likely = _likelihoods(ledger, claim, [*claim.readings, *pairs], votes)
        total = sum([one for one, _ in likely]) + 10 ** UNPRINTED[str(claim.group[0])]
        for one, reading in likely:
            if len(reading.terms) <= (
                MOST_TERMS if _are_told_together(claim.entry, reading) else FEW_TERMS
            ) and not is_of_another_kind(ledger, claim, reading):
                yield CandidateRelation(reading, math.log10(one / (total - one)) + EVEN)


def drop_accidents(ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Drop readings that hold though another is much likelier and fails by a slip: of many figures one always fits."""
    slips = SlippedFigures()
    votes = votes_of(claims)
    common = common_wholes(ledger, votes)
    for claim in claims:
        if not claim.holding or not _is_stated(claim) or max(r.strength for r in claim.holding) >= TOLD:
            continue
        if any(_is_of_pair_before(claim.entry, r) for r in claim.holding):
            continue
        alone = _alone(ledger, claim.entry)
        held = max(_likelihood(claim, r, votes, alone) for r in claim.holding)
        if held >= UNPRINTED[str(claim.group[0])] - NATURAL:
            continue
        readings = (
            list(rate_readings(ledger, claim.entry, likely=False)) if claim.group[0] == "rate" else claim.readings
        )
        likely = _likelihoods(ledger, claim, [*readings, *_pairs(ledger, claim, common)], votes)
        one, best = max(likely, key=lambda found: found[0])
        if math.log10(one) < held + MUCH_LIKELIER or best.holds():
            continue
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
    """Whether what is told stands in the sentence of a figure, and what excuses it is a pair that stands in others."""
    own = claim.entry.sentence
    away = all(len(r.terms) == 2 and any(t.sentence != own for t in r.terms) for r in claim.holding)
    return away and all(t.sentence == own for t in told.terms)


def _is_stated(claim: Claim) -> bool:
    spot = claim.entry.spot
    if claim.group[0] not in UNPRINTED or spot is None or claim.entry.mention.hedge:
        return False
    return not _REQUIRED.match(spot.tail)


def _alone(ledger: Ledger, entry: Entry) -> list[int]:
    """The amounts of a sentence before a figure."""
    own = ledger.by_sentence[entry.sentence]
    return [id(e) for e in own if e.is_amount and e.role in {"plain", "mean"} and e.index < entry.index]


def _likelihoods(
    ledger: Ledger, claim: Claim, readings: Sequence[Relation], votes: Mapping[int, set[int]]
) -> list[tuple[float, Relation]]:
    """Every reading once, and how likely it is against the others."""
    found: dict[tuple[object, ...], Relation] = {}
    for reading in readings:
        key = (*(id(t) for t in reading.terms), reading.formula.kind)
        if key not in found or found[key].strength < reading.strength:
            found[key] = reading
    alone = _alone(ledger, claim.entry)
    return [(10 ** _likelihood(claim, r, votes, alone), r) for r in found.values()]


def common_wholes(ledger: Ledger, votes: Mapping[int, set[int]]) -> list[Entry]:
    """What most rates and shares of a document are told of, most often first."""
    often = [e for e in ledger.prose if len(votes.get(id(e), ())) >= OFTEN]
    return sorted(often, key=lambda e: -len(votes[id(e)]))[:MOST_COMMON]


def votes_of(claims: Sequence[Claim]) -> dict[int, set[int]]:
    """Of how many figures each whole is known to be the whole."""
    votes: dict[int, set[int]] = defaultdict(set)
    for claim in claims:
        if claim.holding and claim.holding[0].formula.kind == "ratio" and len(claim.holding[0].terms) > 1:
            votes[id(claim.holding[0].terms[-1])].add(claim.entry.index)
    return votes


def _likelihood(claim: Claim, reading: Relation, votes: Mapping[int, set[int]], own: Sequence[int]) -> float:
    """The logarithm of how likely a reading is meant, against others of the same claim."""
    entry, terms = claim.entry, reading.terms
    part, whole = terms[0], terms[-1]
    assert entry.spot is not None
    same = part.sentence == entry.sentence
    found = STRENGTH * reading.strength + PER_STEP * math.log2(1 + max(abs(t.index - entry.index) for t in terms))
    found += PER_PARAGRAPH * min(2, max(abs(t.paragraph - entry.paragraph) for t in terms))
    found -= 0.9 * (max(t.index for t in terms) < entry.index - FAR)
    found += 1.1 * same + 0.4 * (same and abs(entry.index - part.index) <= 1)
    found -= 0.4 * any(t.index == entry.index + 1 for t in (part, whole))
    found += 0.6 * (likeness(_counted_by(entry), part.label) >= 0.6)
    found -= 1.0 * (part.role == "plain") + 0.2 * any(t.role == "cell" for t in terms)
    if len(terms) > 2 and reading.formula.kind != "sum":
        found += TOGETHER if _are_told_together(entry, reading) else -1.4
    found -= 0.7 * _is_mean_of_another_unit(entry, part)
    found += 0.8 * (part.role == "change" and abs(entry.index - part.index) == 1 and same)
    # What is printed without decimals is a goal as often as a rate; nothing is done as exactly as 100%.
    found += 0.6 * (entry.dimension == "percent" and entry.value in (0, 100)) - 0.4 * (not entry.mention.decimals)
    mine = {id(t) for t in terms}
    found += 0.4 * (len(own) == 2 and set(own) == mine) + 0.2 * (len(own) > 1 and set(own[-2:]) == mine)
    return found + (_likelihood_of_whole(entry, part, whole, votes) if len(terms) > 1 else 0.0)


def _counted_by(entry: Entry) -> str:
    """What a rate or a mean counts: “车均运行费” is told of 运行费."""
    assert entry.spot is not None
    head = entry.spot.head
    return head.rpartition("均")[2] or head if entry.role == "mean" else stem_of(head)


def _likelihood_of_whole(entry: Entry, part: Entry, whole: Entry, votes: Mapping[int, set[int]]) -> float:
    assert entry.spot is not None
    found = COMMON * min(len(votes.get(id(whole), set()) - {entry.index}), MOST_VOTES) / MOST_VOTES
    if entry.role == "mean":
        found += 1.3 * is_named_divisor(entry.spot.head, whole.mention.unit)
    if entry.whole:
        found -= 0.1 if likeness(entry.whole, whole.label) >= 0.8 else 0.5
    found += 0.7 * (whole.mention.unit == part.mention.unit) + 0.5 * whole.is_budget + 0.2 * whole.is_base
    found += 0.2 * (whole.index == part.index - 1)
    if part.label and whole.label:
        found += 0.7 * (core(whole.label) in part.label) - 0.4 * (likeness(whole.label, part.label) >= ONE_NAME)
    return found - 0.5 * (bool(whole.period and part.period) and whole.period != part.period)


def _are_told_together(entry: Entry, reading: Relation) -> bool:
    """Whether a share is told of the whole list right before it."""
    parts = sorted(t.index for t in reading.terms[:-1])
    if len(parts) < 2 or entry.spot is None or parts != list(range(entry.index - len(parts), entry.index)):
        return False
    return bool(_TOGETHER.search(entry.spot.gap))


def _is_mean_of_another_unit(mean: Entry, whole: Entry) -> bool:
    """“人均2.9小时” is no mean of cases."""
    return mean.role == "mean" and (whole.mention.unit[-1:] or "件") != mean.mention.unit.partition("/")[0][-1:]


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
