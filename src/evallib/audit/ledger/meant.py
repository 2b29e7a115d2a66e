"""Meant relations (该有的关系): relations of the usual shapes among neighbouring figures that do not hold as printed.

Each comes with a cue: how plainly words and places say that it is meant, as a power of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry, addable, alike
from evallib.audit.ledger.formulas import Formula
from evallib.audit.ledger.labels import core, likeness
from evallib.audit.ledger.ratios.rates import RATE, stem_of
from evallib.audit.ledger.relations import Relation, make
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import OPENS, STAGE, SUM, what_of

LONGEST = 14
RATES = frozenset({"share", "rate", "completion", "growth", "portion", "mean", "multiple", "change"})
_REST = re.compile(
    r"(?:还需|尚需|还差|尚差|尚有|尚余)|^(?:其余|剩余|余下|余款|结余|结存|另|尚|还|差额|未|没|不|其他|其它|多|少)|(?:差|剩余?|结余|结存|相差|净增)(?:额|数)?为?$"
)
_TOTAL = re.compile(r"合计|总计|共计|累计|共|小计|总")
_OPEN_END = re.compile(
    r"主要|排名|前[一二三四五六七八九十\d]+|热点|集中(?!采购|支付|供养)|较多|较高|突出|居首|最多|例如|比如"
)


@dataclass(slots=True)
class Meant:
    """A relation that fails, how plainly it is meant, and how many others of its kind could be meant instead."""

    relation: Relation
    cue: float
    rivals: int = 1


def meant_relations(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[Meant]:
    """All of a document."""
    yield from _rates(ledger, claims)
    yield from _sums(ledger)
    yield from _products(ledger)
    yield from _converted(ledger)


def _rates(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[Meant]:
    """What a rate, a mean or a change is told of: readings whose first figure stands right beside it or has its name."""
    for claim in claims:
        if claim.group[0] not in RATES or claim.holding or claim.entry.spot is None or claim.entry.mention.hedge:
            continue
        entry = claim.entry
        stem = stem_of(entry.spot.head) if entry.spot is not None else ""
        kept: list[tuple[float, Relation]] = []
        for reading in [*claim.readings[:60], *_pairs(ledger, claim)]:
            part = reading.terms[0]
            if part.paragraph != entry.paragraph or len(reading.terms) > 3 or not part.is_amount:
                continue
            if entry.role == "mean" and part.mention.unit[-1:] != entry.mention.unit[-1:]:
                continue
            if part.is_budget and claim.group[0] == "rate":
                continue  # what was planned is not what was done
            near = part.sentence == entry.sentence and abs(entry.index - part.index) <= 1
            between = ledger.prose[part.index + 1 : entry.index] if part.spot is not None else []
            # “A，同比增长P%，占比Q%”: rates in between are told of the same amount.
            near = near or (part.sentence == entry.sentence and bool(between) and not any(e.is_amount for e in between))
            called = likeness(stem, part.label) >= 0.6 or (claim.group[0] == "growth" and near)
            if not near and not called:
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
            yield Meant(reading, cue, rank + 1)


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


def _sums(ledger: Ledger) -> Iterator[Meant]:
    """Lists of a paragraph with the amounts that they may make up."""
    for entries in ledger.by_paragraph.values():
        plain = [e for e in entries if e.is_amount and e.role == "plain" and not e.mention.hedge]
        plain = [e for e in plain if e.dimension != "score" or e.mention.decimals]  # limits of grades are no scores
        while plain:
            kind = [e for e in plain if _one_kind(e, plain[0])]
            mine = {id(e) for e in kind}
            plain = [e for e in plain if id(e) not in mine]
            yield from _of_kind(ledger, kind)


def _one_kind(a: Entry, b: Entry) -> bool:
    """Whether two amounts can stand in one list: in “612、588和640个” the unit is told once."""
    return addable(a, b) or ("" in {a.dimension, b.dimension} and {a.dimension, b.dimension} <= {"", "count"})


def _of_kind(ledger: Ledger, run: list[Entry]) -> Iterator[Meant]:
    for start in range(len(run)):
        for stop in range(start + 2, min(start + LONGEST, len(run)) + 1):
            parts = run[start:stop]
            if len(parts) > 2 and not _is_list(run, start, stop):
                continue
            cues = [(_sum_cue(run, start, stop, whole), whole) for whole in _wholes(ledger, run, start, stop)]
            cues.sort(key=lambda c: -c[0])
            for rank, (cue, whole) in enumerate(cues):
                relation = make(whole, parts, SUM, "sum.prose", what_of(whole))
                if cue >= 0 and not relation.holds():
                    yield Meant(relation, cue, rank + 1)


def _is_list(run: list[Entry], start: int, stop: int) -> bool:
    """Whether a stretch begins where a list is opened and ends where it is closed."""
    first, last = run[start], run[stop - 1]
    if first.sentence != last.sentence or first.spot is None:
        return False
    opened = start == 0 or run[start - 1].sentence != first.sentence or bool(OPENS.search(first.spot.gap))
    opened = opened or run[start - 1].is_whole or start == 1
    closed = stop == len(run) or run[stop].sentence != last.sentence
    if not closed:
        spot = run[stop].spot
        closed = spot is not None and bool(_TOTAL.search(spot.head) or OPENS.search(spot.gap))
        # “分别为a、b和c，…”: joined by “、” and “和” up to the comma.
        joined = all(p.spot is not None and _JOINED.match(p.spot.gap) for p in run[start + 1 : stop])
        closed = closed or (joined and spot is not None and not _JOINED.match(spot.gap))
    return opened and closed


_JOINED = re.compile(r"^[^，。；,]{0,2}(?:、|和|与|及)")


def _wholes(ledger: Ledger, run: list[Entry], start: int, stop: int) -> list[Entry]:
    first = run[start]
    found = [run[start - 1]] if start else []
    found += run[stop : stop + 1]
    found += [e for e in run[max(0, start - 8) : start] if e.is_whole]
    found += run[:1] if start else []
    before = [e for e in ledger.before(first, 14) if e.role == "plain" and addable(e, first) and not e.mention.hedge]
    if stop - start > 2 or is_complete([e.label for e in run[start:stop]]):
        found += [e for e in before if e.is_whole][:2] + before[:4]
        if _REST.search(run[stop - 1].label):
            found += [e for e in ledger.around(first, first) if e.is_whole and addable(e, first)][:3]
    else:
        found += before[:4] + [e for e in before if e.is_whole][:1]
    least = sum(e.rough for e in run[start:stop])
    kept = {id(e): e for e in found if 0.1 * least < e.rough < 10 * least}
    return list(kept.values())


def _are_flat(parts: Sequence[Entry]) -> bool:
    """Whether the items stand on one level: in no or in one bracket, one no stage or whole of what follows it."""
    if len({p.depth for p in parts}) > 1 or len({m[0] for p in parts if (m := STAGE.search(p.label))}) > 2:
        return False
    if parts[0].depth and any(p.spot is not None and ")" in p.spot.gap for p in parts[1:]):
        return False
    rest = Fraction(0)
    for at, part in enumerate(reversed(parts)):
        if at >= 2 and part.value == rest:
            return False
        rest += part.value
    return True


def _sum_cue(run: list[Entry], start: int, stop: int, whole: Entry) -> float:
    parts = run[start:stop]
    first, last = parts[0], parts[-1]
    assert first.spot is not None and last.spot is not None
    gap = first.spot.gap
    if _OPEN_END.search(gap) or last.spot.tail.startswith("等"):
        return -1.0
    if not _are_flat(parts):
        return -1.0
    labels = [p.label for p in parts]
    cue = 0.0
    if is_complete(labels) or _REST.search(last.label):
        cue += 1.5
    behind = whole.index > last.index
    ahead = bool(start) and whole is run[start - 1]
    if ahead and not cue and re.match(r"\s*[、；]", gap):
        return -1.0  # the item before them in their own list
    beside = ahead or (stop < len(run) and whole is run[stop])
    cue += 0.5 * bool(beside)
    cue += 0.6 * bool(whole.is_whole and (behind or beside))
    if not behind and re.search(r"其中|分别|：|:|包括|[(（]", gap):
        cue += 0.8
    mine = {id(p) for p in parts}
    # The two or three amounts of a sentence, and the last one told before it.
    around = run[max(0, start - 2) : stop + 2]
    alone = all(id(e) in mine for e in around if e.sentence == first.sentence) and whole.sentence != first.sentence
    cue += 0.5 * (alone and not behind and first.sentence - whole.sentence <= 2)
    name = core(whole.label)
    if len(name) >= 2 and all(name in label or likeness(name, label) >= 0.6 for label in labels):
        cue += 0.8
    if behind and whole.spot is not None and _REST.search(whole.label):
        return -1.0  # what is left is no sum of what was told
    return cue if cue or len(parts) > 2 else -1.0


def _products(ledger: Ledger) -> Iterator[Meant]:
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
            priced = any(t.spot is not None and re.search("单价|每|标准", t.spot.head) for t in terms)
            if not relation.holds():
                yield Meant(relation, 1.0 if priced else 0.0)


_THAT_IS = re.compile(r"^\s*[，,(（]?\s*(?:折合|约?合|即|共?计|合计)(?:人民币)?\s*$")


def _converted(ledger: Ledger) -> Iterator[Meant]:
    """“3781200元，折合378.12万元”: one amount in two units."""
    for entry in ledger.prose:
        before = ledger.prose[entry.index - 1] if entry.index else None
        if before is None or entry.spot is None or not entry.is_amount or before.dimension != entry.dimension:
            continue
        if before.mention.scale == entry.mention.scale or not _THAT_IS.match(entry.spot.gap):
            continue
        relation = make(entry, (before,), SUM, "unit.slip", "同一金额的两种写法")
        if not relation.holds():
            yield Meant(relation, 2.0)
