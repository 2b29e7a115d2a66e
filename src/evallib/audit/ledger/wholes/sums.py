"""Sums (合计与分项): “共A，其中B、C、D”, lists with a total before or behind, stages that are no parts, balances."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Claim, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.wholes.behind import told_behind
from evallib.audit.ledger.wholes.completeness import REST
from evallib.audit.ledger.wholes.counted import named_whole
from evallib.audit.ledger.wholes.lists import LONGEST, is_limit
from evallib.audit.ledger.wholes.partitions import is_complete
from evallib.audit.ledger.wholes.told import BESIDE, OPENS, told_wholes, what_of
from evallib.model import patterns

#: A list told as the whole of what was told before.
PLAIN = 0.78
#: A sum of less, in half units of its last place, is met by accident: where no list is closed, by the very list that is
#: told of another whole, and by any other amounts.
SMALL, MANY, RARE = 200, 600, 4000
#: So many figures may stand between a count and the list that takes it apart.
FAR = 8
_ANEW = re.compile("(?:^|[。；;，,])\\s*其中[，,：:]?[^，。；]*$")


def sum_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list of amounts that has a whole, printed before it or behind it."""
    claims: list[Claim] = []
    for run in _runs(ledger):
        claims += _claims_of(ledger, run)
    return claims


def _runs(ledger: Ledger) -> Iterator[list[Entry]]:
    """Stretches of a paragraph with alike amounts and nothing but rates and changes in between."""
    run: list[Entry] = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.role in {"change", "mean"} or entry.mention.hedge or is_limit(entry):
            continue
        if run and not entry.value and not entry.dimension:
            continue  # “补正材料0，不予受理64笔”: of nothing the unit may be left out
        if run and (entry.paragraph != run[-1].paragraph or not addable(entry, run[-1])):
            yield from _long_enough(run)
            run = _counted_before(ledger, entry)
        run.append(entry)
    yield from _long_enough(run)


def _counted_before(ledger: Ledger, entry: Entry) -> list[Entry]:
    """“完成项目72个，送审86万元，审减5万元。其中，学校61个、…”: the count that “其中” takes apart."""
    if entry.spot is None or not _ANEW.search(entry.spot.gap) or entry.depth:
        return []
    before = [e for e in ledger.back(entry, FAR) if e.is_amount and e.role == "plain" and not e.depth]
    before = [e for e in before if entry.sentence - e.sentence <= 1 and e.paragraph == entry.paragraph]
    own = [e for e in before if e.sentence == before[-1].sentence]
    same = [e for e in own if addable(e, entry)]
    return same if len(same) == 1 and not same[0].is_base and not same[0].mention.hedge else []


def _long_enough(run: list[Entry]) -> Iterator[list[Entry]]:
    if len(run) >= 2:
        yield run


def _claims_of(ledger: Ledger, run: list[Entry]) -> Iterator[Claim]:
    """Segments of a run against every whole that is near."""
    starts = [i for i, e in enumerate(run) if i == 0 or _opens(run, i)]
    starts = sorted({*starts, *(i + 1 for i in starts)})
    for start in (i for i in starts if i < len(run) - 1):  # the last amount is no list
        readings = list(_held(ledger, run, start))
        readings += told_wholes(ledger, run, start)
        named = named_whole(ledger, run, start)
        if named is not None:
            readings.append(named)
        behind_list = told_behind(run, start)
        if behind_list is not None:
            # That the first of the items make up the total is the fault of a total that leaves one out.
            told_parts = behind_list.terms
            readings = [
                r
                for r in readings
                if r.result is not behind_list.result or r.terms != told_parts[: len(r.terms)] or r.terms == told_parts
            ]
            readings.append(behind_list)
        told = max(readings, key=lambda r: r.strength, default=None)
        if told is not None and told.strength >= BESIDE and not told.holds():
            readings = [r for r in readings if r.strength or _excuses(r, told) or _is_taken_apart(ledger, r, told)]
        if told is not None and told.strength >= 0.3:
            # That two of three parts give another figure does not answer whether all three give the whole.
            parts = {id(t) for t in told.terms}
            apart = [r for r in readings if r.result is not told.result and {id(t) for t in r.terms} < parts]
            if apart:
                readings = [r for r in readings if r not in apart]
                yield Claim(apart[0].result, apart, ("sum", run[start].index))
            if told.strength >= PLAIN:
                # Nor does it answer that some of the parts already give the whole.
                readings = [
                    r for r in readings if r.strength or not {id(t) for t in r.terms} < parts or _ends_sooner(r, told)
                ]
        if readings:
            # What words tell and what holds stands for the list, however many amounts more some other one takes in.
            readings.sort(
                key=lambda r: (not (r.strength and r.holds()), -len(r.terms), abs(r.result.index - r.terms[0].index))
            )
            yield Claim(readings[0].result, readings, ("sum", run[start].index))


def _held(ledger: Ledger, run: list[Entry], start: int) -> Iterator[Relation]:
    """Stretches that add up to an amount around them, whatever the words say."""
    outside = _wholes(ledger, run, start)
    total = room = 0.0
    near = [(e.rough, e.step, e) for e in outside]
    widest = max([step for _, step, _ in near], default=0.0)
    values = sorted([rough for rough, _, _ in near])
    for stop in range(start, min(start + LONGEST, len(run))):
        total += run[stop].rough
        room += run[stop].rough_half
        count = stop - start + 1
        if run[stop].depth < run[start].depth or _leaves_bracket(run, start, stop):
            break  # what a bracket lists ends with it
        if count < 2:
            continue
        spread = room + 1e-6 * abs(total)
        reach = 1.001 * (widest * (count + 1) + spread)
        first = bisect_left(values, total - reach)
        likely = near if first < len(values) and values[first] <= total + reach else []
        for value, step, whole in [*likely, *[(e.rough, e.step, e) for e in run[stop + 1 : stop + 3]]]:
            if abs(value - total) > step * (count + 1) + spread:
                continue
            if total >= SMALL * step or _is_list(run, start, stop):
                yield make(whole, run[start : stop + 1], SUM, "sum.prose", what_of(whole))


def _leaves_bracket(run: Sequence[Entry], start: int, at: int) -> bool:
    """“微博52个（甲22个，乙30个）；客户端2个（甲2个）”: an amount in another bracket than the list before it."""
    if at < start + 2 or not run[at - 1].depth:
        return False
    before, spot = run[at - 1].spot, run[at].spot
    return before is not None and spot is not None and ")" not in before.gap and ")" in spot.gap


def _is_list(run: Sequence[Entry], start: int, stop: int) -> bool:
    """Whether a stretch begins where a list is opened and ends where its sentence or its bracket does, or a rest."""
    last, after = run[stop], run[stop + 1] if stop + 1 < len(run) else None
    assert run[start].spot is not None
    if start and not _opens(run, start):
        return False
    if after is None or after.sentence != last.sentence or after.depth != last.depth or REST.match(last.label):
        return run[start].sentence == last.sentence
    assert after.spot is not None
    return bool(OPENS.search(after.spot.gap) or patterns.search("[；;。]", after.spot.gap) or after.is_whole)


def _excuses(reading: Relation, told: Relation) -> bool:
    """Whether a sum that holds answers for a told one that fails: few digits and many amounts always fit somewhere."""
    least = MANY if reading.terms == told.terms else RARE
    return reading.result is told.result or reading.result.rough >= least * reading.result.step


def _ends_sooner(reading: Relation, told: Relation) -> bool:
    """“在办535宗，其中未到期475宗，已超期60宗，涉及甲局4宗、乙局14宗”: the first items are all there is."""
    first = reading.terms == told.terms[: len(reading.terms)] and reading.result is told.result
    return first and not REST.match(told.terms[-1].label) and not is_complete([t.label for t in told.terms])


def _is_taken_apart(ledger: Ledger, reading: Relation, told: Relation) -> bool:
    """“发现A个，整改B个，整改率P%；其中甲、乙、丙”, “受理A件，办结B件，分别为”: it is A that is taken apart."""
    if {id(t) for t in reading.terms} != {id(t) for t in told.terms} or len(told.terms) < 3:
        return False
    whole, nearer, first = reading.result, told.result, told.terms[0]
    row = whole.sentence == nearer.sentence == first.sentence and whole.index == nearer.index - 1
    between = ledger.prose[nearer.index + 1 : first.index]
    return row and whole.rough > nearer.rough and [e.role for e in between] in ([], ["rate"])


def _opens(run: Sequence[Entry], index: int) -> bool:
    entry = run[index]
    assert entry.spot is not None
    return bool(OPENS.search(entry.spot.gap)) or entry.sentence != run[index - 1].sentence


def _wholes(ledger: Ledger, run: list[Entry], start: int) -> list[Entry]:
    first = run[start]
    return [
        e
        for e in ledger.around(first, first, first.rough)
        if ((e.role != "change" and e.index < first.index) or e.role == "cell") and addable(e, first)
    ][:28]


def triple_claims(ledger: Ledger) -> list[Claim]:
    """A = b + c among neighbours: remainders, two halves, what is left; only told when it holds."""
    claims = []
    recent: list[Entry] = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.role in {"change", "mean"} or entry.mention.hedge:
            continue
        recent = [e for e in recent if entry.index - e.index <= 12 and entry.paragraph - e.paragraph <= 1]
        found = list(_triples(entry, [e for e in recent if addable(e, entry)][-7:]))
        recent.append(entry)
        if found:
            claim = Claim(entry, found, ("triple", entry.index))
            if claim.holding:
                claims.append(claim)
    return claims


def _triples(entry: Entry, pool: list[Entry]) -> Iterator[Relation]:
    x, half = entry.rough, entry.rough_half + 2e-9 * abs(entry.rough)
    size = abs(x)
    known = [(e, e.rough, e.rough_half + 2e-9 * abs(e.rough)) for e in pool]
    for i, (a, y, near) in enumerate(known):
        for j, (b, z, far) in enumerate(known[i + 1 :], i + 1):
            room = half + near + far
            if abs(x - y - z) > room and abs(abs(y - z) - size) > room:
                continue  # neither is the whole of the other two; looked at more closely below
            for whole, one, two in ((entry, a, b), (a, b, entry), (b, a, entry)):
                slack = whole.rough_half + one.rough_half + two.rough_half + 1e-9 * abs(whole.rough)
                if abs(whole.rough - one.rough - two.rough) > slack or min(one.rough, two.rough) <= 0:
                    continue
                row = j == i + 1 == len(pool) - 1  # one after the other
                told = row and whole.sentence == entry.sentence
                if whole.rough < (60 if told else 400 if row else 6000) * whole.step:
                    continue  # among few digits and many neighbours three figures fit by accident
                yield make(whole, (one, two), SUM, "sum.prose", what_of(whole))
