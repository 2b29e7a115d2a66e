"""Lone readings (孤证): what words alone claim, and no slip of the pen and no other relation bears out.

Words are read wrongly now and then: a rate of something that is not printed is held against its neighbour. What is
then reckoned has nothing to do with what is printed, while a figure that is really wrong lies near the right one, or
one digit away. So a single reading that no slip bears out is a doubt where it lies near or where its words leave no
choice, and is not told at all where it misses by far. It is told for sure only where the same whole holds for siblings
and it lies near or right behind its amount (A件，占P%), where a list is read by its own words, where the words name the
sample (抽查N件，其中不合格M件), or where the amount of a change stands right beside its rate (A，比上年增加D，增长P%).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from evallib.audit.ledger import Entry, Formula, Relation, core, make
from evallib.audit.ledger.claims import SURE
from evallib.audit.ledger.corrections import DOUBT, UNIT_SLIP, Correction
from evallib.audit.ledger.means.named_means import is_mean_of_others
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.parsing.claims.cues import DOWN, UP

#: Printed and reckoned lie no further apart than this, as a ratio.
NEAR, NEAR_SUM, EXPLICIT = 1.25, 1.35, 0.8
#: “，比上年增加”: a change of what was told last, without a name of its own.
_NOTHING_NEW = re.compile(rf"[，,)）\s]*(?:[比较同环与][^。；]{{0,14}}?)?(?:{UP}|{DOWN})[了额]?为?\s*$")
_SHARE_OF = re.compile(r"[，,]\s*(?:仅|约|已)?(?:占|为|完成|相当于)")
_BESIDE = re.compile(r"\s*[，,]?\s*[（(]?约?占?比?(?:为|约)?\s*")
SIBLINGS = 2
#: Nothing grows to so many times what it was: one of the two is another amount.
FAR = 20
GUESS = 0.45
#: What the rate of a pair of figures is that have another rate already, right by its name: one of something else.
OTHERS = 0.2


def doubt_shared_terms(failing: Sequence[Relation], holding: Sequence[Relation]) -> None:
    """Two figures of which the same is claimed of the same terms: one of them at least is read wrongly.

    “整改9658条，整改率99.1%，重大隐患整改率100%”: the pair is that of the first rate. A rate told twice has one name.
    """
    told: dict[tuple[object, ...], list[Relation]] = defaultdict(list)
    for relation in (*failing, *holding):
        if relation.result.spot is not None and (relation.formula.kind != "sum" or relation.code == "growth.points"):
            told[claimed(relation)].append(relation)
    held = {id(r) for r in holding}
    for relation in failing:
        others = [r for r in told.get(claimed(relation), ()) if r.result.value != relation.result.value]
        if any(id(r) in held and core(r.result.label) != core(relation.result.label) for r in others):
            relation.strength = min(relation.strength, OTHERS)
        elif any(
            core(r.result.label) != core(relation.result.label) or r.result.paragraph == relation.result.paragraph
            for r in others
        ):
            relation.strength = min(relation.strength, GUESS)


def claimed(relation: Relation) -> tuple[object, ...]:
    """What is claimed of which figures, whatever it comes to."""
    return relation.formula.kind, *(t.index for t in relation.terms)


def silence_lone_readings(corrections: Iterable[Correction], holding: Sequence[Relation]) -> None:
    """Take the evidence from corrections that rest on one reading alone, and no slip explains."""
    held = Counter(id(r.terms[-1]) for r in holding if r.formula.kind == "ratio")
    for correction in corrections:
        relation = correction.mends[0]
        if correction.cause == UNIT_SLIP and all(map(is_mean_of_others, correction.mends)):
            correction.evidence = min(correction.evidence, DOUBT)  # any amount is some mean of some count in 万
        if len(correction.mends) == 1 and _is_of_the_base(relation):
            correction.evidence = min(correction.evidence, DOUBT)
        alone = len(correction.mends) == 1 and not correction.cause
        if alone and relation.formula.is_list and not _is_near(relation, NEAR_SUM):
            correction.evidence = min(correction.evidence, DOUBT)  # what misses a total by far adds up another one
        alone = alone and relation.result.spot is not None
        explicit = _is_explicit(relation)
        if not alone or relation.code == "rate.sampled" or (explicit and relation.formula.kind == "change_by"):
            continue
        near = _is_near(relation)
        sibling = relation.formula.kind == "ratio" and held[id(relation.terms[-1])] >= SIBLINGS
        if sibling and (near or _is_beside_its_share(relation)):
            continue
        if near and relation.strength >= EXPLICIT and relation.formula.kind == "sum" and len(relation.terms) > 2:
            continue
        doubtful = near or explicit or not relation.expected() or _is_list_of_all(relation)
        correction.evidence = min(correction.evidence, DOUBT) if doubtful else 0.0


def _is_of_the_base(relation: Relation) -> bool:
    """“接警A，2022年多D，增长P%”: where P is just D of A, A is as likely what it grew from as a wrong base is."""
    if relation.formula.kind != "change_by" or not relation.result.value:
        return False
    of_it = Formula("ratio", factor=abs(relation.formula.factor))
    return make(relation.result, relation.terms, of_it, relation.code, relation.what).holds()


def _is_beside_its_share(relation: Relation) -> bool:
    """“A件，占P%”: a share of nothing else."""
    spot = relation.result.spot
    beside = relation.terms[0].index == relation.result.index - 1
    return beside and spot is not None and bool(_BESIDE.fullmatch(spot.gap))


def _is_list_of_all(relation: Relation) -> bool:
    """A list whose names leave nothing out, or that misses its total by no more than an item or two.

    “收入59.6亿元，支出58.0亿元，当年结余1.6亿元，累计结余63.7亿元”: what misses by far was no list.
    """
    if relation.formula.kind != "sum" or relation.strength < DOUBT:
        return False
    return _is_near(relation, NEAR_SUM) or is_complete([t.label for t in relation.terms])


def _is_near(relation: Relation, most: float = NEAR) -> bool:
    value = relation.expected()
    if value is None or value * relation.result.value <= 0:
        return False
    printed, right = abs(float(relation.result.value)), abs(float(value))
    return max(printed, right) <= most * min(printed, right)


def _is_explicit(relation: Relation) -> bool:
    """“A，比上年B增长P%”, “A，比上年增加D，增长P%”: two amounts right before a rate of growth, nothing new named."""
    if relation.formula.kind == "ratio" and len(relation.terms) == 2 and relation.strength >= SURE:
        return _is_of_told(relation)
    if relation.formula.kind not in {"change", "change_by"} or len(relation.terms) != 2:
        return False
    first, second = sorted(relation.terms, key=lambda t: t.index)
    if second is relation.terms[0] and second.index == relation.result.index + 1 and relation.strength >= SURE:
        # “A，同比增长P%，增支D”: nothing but the amount of the change can stand right behind its rate.
        return second.spot is not None and bool(_NOTHING_NEW.match(second.spot.gap))
    if not _are_beside(relation.result, first, second):
        return False
    if relation.formula.kind == "change":
        low, high = sorted(abs(t.rough) for t in relation.terms)
        return not relation.terms[0].is_base and high <= FAR * low
    return second is relation.terms[0] and second.spot is not None and bool(_NOTHING_NEW.match(second.spot.gap))


def _is_of_told(relation: Relation) -> bool:
    """“A，占全部债务余额B的P%”: one after the other, and no other subject in between."""
    part, whole = relation.terms
    row = part.index == whole.index - 1 == relation.result.index - 2 and part.sentence == relation.result.sentence
    if not row or whole.spot is None or relation.result.spot is None or part.role != "plain":
        return False
    return bool(_SHARE_OF.match(whole.spot.gap)) and relation.result.spot.gap.strip() == "的"


def _are_beside(result: Entry, *terms: Entry) -> bool:
    near = all(t.sentence == result.sentence and abs(t.index - result.index) <= len(terms) + 1 for t in terms)
    return near and all(t.index < result.index or t.depth > result.depth for t in terms)
