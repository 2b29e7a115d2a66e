"""Rates, means, changes and products of the figures right beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import Claim, Formula, Ledger, Relation, alike, likeness, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.ratios.rates import RATE, stem_of
from evallib.audit.ledger.wholes.told import SUM
from evallib.model import patterns

#: (45×68.4%+45×31.6%×60%)÷45: a factor of a printed calculation is told of nothing.
IN_FORMULA = re.compile(r"[*×✕/÷=+(（]\s*$")
#: A rate of two amounts of one name, last year's and this year's, is a change.
ONE_NAME = 0.95
#: How many figures behind its two terms a rate may stand; how alike a name has to be to be the one that words tell.
AFTER, NAMED = 4, 0.8
RATES = frozenset({"share", "rate", "completion", "growth", "portion", "mean", "multiple", "change"})


def near_rates(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[CandidateRelation]:
    """What a rate, a mean or a change is told of: readings whose first figure stands right beside it or has its name."""
    for claim in claims:
        if claim.group[0] not in RATES or claim.holding or claim.entry.spot is None or claim.entry.mention.hedge:
            continue
        entry = claim.entry
        head = entry.spot.head if entry.spot is not None else ""
        if IN_FORMULA.search(head):
            continue
        stem = stem_of(head)
        kept: list[tuple[float, Relation]] = []
        for reading in [*_likeliest(claim), *_pairs(ledger, claim)]:
            part = reading.terms[0]
            if part.paragraph != entry.paragraph or len(reading.terms) > 3 or not part.is_amount:
                continue
            if _is_of_another_kind(claim, reading, head):
                continue
            near = part.sentence == entry.sentence and abs(entry.index - part.index) <= 1
            between = ledger.prose[part.index + 1 : entry.index] if part.spot is not None else []
            # “A，同比增长P%，占比Q%”: rates in between are told of the same amount.
            near = near or (part.sentence == entry.sentence and bool(between) and not any(e.is_amount for e in between))
            called = likeness(stem, part.label) >= 0.6 or (claim.group[0] == "growth" and near)
            if not near and not called and not _in_one_sentence(reading):
                continue
            cue = 2.0 * reading.strength + 0.6 * near + 0.5 * called
            others = reading.terms[1:]
            cue += 0.4 * all(t.sentence == entry.sentence for t in others)
            if entry.whole and others and likeness(entry.whole, others[-1].label) >= 0.8:
                cue += 0.7
            if len(others) == 1 and (others[0].is_whole or others[0] is ledger.by_paragraph[entry.paragraph][0]):
                cue += 0.4
            if others and others[0].mention.unit == part.mention.unit:
                cue += 0.2
            kept.append((cue, reading))
        kept.sort(key=lambda k: -k[0])
        for rank, (cue, reading) in enumerate(kept[:8]):
            yield CandidateRelation(reading, cue, rank + 1)


MOST_READINGS = 60


def _likeliest(claim: Claim) -> list[Relation]:
    """The readings to be tried: of what the words name as the whole first, then those that stand nearest."""
    readings = claim.readings
    if claim.entry.whole and len(readings) > MOST_READINGS:
        readings = sorted(readings, key=lambda r: likeness(claim.entry.whole, r.terms[-1].label) < NAMED)
    return readings[:MOST_READINGS]


def _is_of_another_kind(claim: Claim, reading: Relation, head: str) -> bool:
    """Whether a rate or a mean cannot be told of the first figure of a reading."""
    entry, part = claim.entry, reading.terms[0]
    if entry.role == "mean" and part.mention.unit[-1:] != entry.mention.unit[-1:]:
        return True
    if part.dimension == "score" and "分" not in head:
        return True  # marks make no rate but that of marks
    # What was planned is not what was done, nor last year's a whole of this year's.
    return claim.group[0] == "rate" and (part.is_budget or _of_one_name(reading))


def _in_one_sentence(reading: Relation) -> bool:
    """Whether a rate stands a few figures behind the two alike ones of its sentence that it may be told of."""
    entry, terms = reading.result, reading.terms
    return (
        len(terms) == 2
        and reading.formula.kind == "ratio"
        and terms[0].dimension != "score"
        and all(t.sentence == entry.sentence and 0 < entry.index - t.index <= AFTER for t in terms)
        and terms[0].mention.unit == terms[1].mention.unit
    )


def _pairs(ledger: Ledger, claim: Claim) -> Iterator[Relation]:
    """The amount right before a rate by the amounts told before it: a slip may make the part the greater one."""
    entry = claim.entry
    part = ledger.prose[entry.index - 1] if entry.index else None
    if claim.group[0] not in {"rate", "share"} or part is None or not part.is_amount or part.role != "plain":
        return
    known = {id(r.terms[1]) for r in claim.readings if r.terms[0] is part and len(r.terms) == 2}
    code = "rate.share" if claim.group[0] == "share" else "rate.prose"
    for whole in [e for e in ledger.before(part, 5) if alike(e, part) and e.value > 0]:
        if id(whole) not in known and whole.paragraph == entry.paragraph:
            # “21.3万人，目标20万人，完成率106.5%”: what was reached by what was planned.
            pair = (whole, part) if part.is_budget else (part, whole)
            yield make(entry, pair, RATE, code, f"“{entry.label or part.label}”")


def _of_one_name(reading: Relation) -> bool:
    """Whether two amounts of one name stand for part and whole."""
    return len(reading.terms) == 2 and likeness(reading.terms[0].label, reading.terms[1].label) >= ONE_NAME


def near_products(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“46个座席，单价6850元，12个月，合同金额…”: the amounts right before an amount multiplied."""
    for entry in ledger.prose:
        if entry.dimension != "money" or entry.role != "plain" or entry.mention.hedge:
            continue
        for size in (2, 3):
            terms = ledger.prose[max(0, entry.index - size) : entry.index]
            if len(terms) < size or terms[0].sentence != entry.sentence or any(not t.is_amount for t in terms):
                continue
            if sum(t.dimension == "money" for t in terms) != 1 or any(t.value in (0, 1) for t in terms):
                continue
            relation = make(entry, terms, Formula("product"), "product.amount", "单价×数量")
            priced = any(t.spot is not None and patterns.search("单价|每|标准", t.spot.head) for t in terms)
            if not relation.holds():
                yield CandidateRelation(relation, 1.0 if priced else 0.0)


_THAT_IS = re.compile(r"^\s*[，,(（]?\s*(?:折合|约?合|即|共?计|合计)(?:人民币)?\s*$")


def converted_amounts(ledger: Ledger) -> Iterator[CandidateRelation]:
    """“3781200元，折合378.12万元”: one amount in two units."""
    for entry in ledger.prose:
        before = ledger.prose[entry.index - 1] if entry.index else None
        if before is None or entry.spot is None or not entry.is_amount or before.dimension != entry.dimension:
            continue
        if before.mention.scale == entry.mention.scale or not _THAT_IS.match(entry.spot.gap):
            continue
        relation = make(entry, (before,), SUM, "unit.slip", "同一金额的两种写法")
        if not relation.holds():
            yield CandidateRelation(relation, 2.0)
