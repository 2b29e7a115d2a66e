"""Rates (各类率): “结案率94.00%” against the counts of its sentence; a rate names what it counts, seldom of what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.audit.ledger import HUNDRED, RATE, REST, Claim, Entry, Formula, Ledger, Relation, alike, make
from evallib.audit.ledger.ratios.bases.no_rates import is_in_row_of_shares, is_of_each
from evallib.audit.ledger.ratios.complements import complement_readings, is_done
from evallib.audit.ledger.ratios.completion import goal_readings
from evallib.audit.ledger.ratios.explicit_pairs import explicit_pairs
from evallib.audit.ledger.ratios.one_whole import is_voted
from evallib.audit.ledger.ratios.rate_names import (
    FAILED,
    by_definition,
    defined_by_name,
    is_of_the_extreme,
    likely_part,
    stem_of,
)
from evallib.audit.ledger.ratios.row_rates import grows, in_ranking, in_row, row_name, row_rates
from evallib.audit.ledger.ratios.shared_denominators import GUESS, share_denominators
from evallib.audit.ledger.silence.items_apart import is_of_item_before
from evallib.audit.ledger.silence.narrower_counts import counts_less
from evallib.model import patterns
from evallib.parsing.claims.measures import CASE_WORDS

TOGETHER = {count: Formula("ratio", count, factor=HUNDRED) for count in (2, 3)}
#: Births and deaths are told of the mean of a year's people, 贡献率 of growths at fixed prices, which are not printed.
_NOT_A_RATE = re.compile(
    r"每[^，]{0,6}$|税率|利率|汇率|频率|时间进度|序时|概率|权重|控制在|目标|指标值|要求|标准|达标线|(?:出生|死亡|自然增长|贡献)率"
)
_ALONE = re.compile(r"\s*[\u4e00-\u9fff]{2,10}率[为达到]{0,2}\s*")
_DUE = re.compile(r"应|到期|受理|立案|派")


def rate_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every printed rate with a name."""
    claims = []
    for entry in ledger.prose:
        if (
            entry.dimension != "percent"
            or entry.role not in {"rate", "bare", "completion"}
            or entry.spot is None
            or entry.mention.hedge
        ):
            continue
        nameless = (not entry.spot.head.strip() or is_voted(entry)) and entry.spot.gap.strip() not in {"(", "，"}
        if (
            grows(ledger, entry)
            or _NOT_A_RATE.search(entry.spot.head)
            or (nameless and not in_row(ledger, entry))
            or in_ranking(ledger, entry)
            or is_in_row_of_shares(ledger, entry)
        ):
            continue
        claims.append(_claim(ledger, entry))
    share_denominators(claims)
    return claims


def _claim(ledger: Ledger, entry: Entry) -> Claim:
    """A rate with the readings that can hold; with all of them where none does, for a slip may be what is wrong."""
    for likely in (True, False):
        readings = list(rate_readings(ledger, entry, likely))
        for reading in readings:
            if reading.strength > GUESS and (
                counts_less(entry, reading)
                or _is_of_plan(ledger, entry, reading)
                or is_of_item_before(ledger, entry, reading)
                or is_of_the_extreme(entry)
            ):
                reading.strength = GUESS
            reading.strength = 0.0 if is_of_each(entry) else reading.strength
        claim = Claim(entry, readings, ("rate", entry.sentence))
        if claim.holding and len(claim.holding[0].terms) <= 2:
            break
    return claim


def _is_of_plan(ledger: Ledger, entry: Entry, reading: Relation) -> bool:
    """“整合36亿元，为计划的101.7%，支出34亿元，支出进度95.2%”: it may be that of the plan."""
    behind = ledger.prose[reading.terms[-1].index + 1 : entry.index][:1]
    return entry.label.endswith("进度") and any(e.role == "completion" for e in behind)


def rate_readings(ledger: Ledger, entry: Entry, likely: bool) -> Iterator[Relation]:
    """What a rate can be told of; only what may hold where `likely`."""
    spot = entry.spot
    assert spot is not None
    name = entry.label or spot.head
    stem = stem_of(spot.head if "率" in spot.head else name)
    before = ledger.before(entry, 14)
    near = [e for e in before if abs(e.sentence - entry.sentence) <= 2 or e.paragraph == entry.paragraph]
    near += [e for e in ledger.after(entry, 5) if e.paragraph == entry.paragraph]
    what = f"“{name if name.strip('、和与及 ') else row_name(ledger, entry)}”"
    own = [e for e in near if e.sentence == entry.sentence] or _sentence_before(near, entry)
    scores = {id(e): likely_part(stem, e.label) for e in near}
    parts = sorted((e for e in near if e.role in {"plain", "mean"}), key=lambda e: -scores[id(e)])
    nearest = next((e for e in near if e.index < entry.index and scores[id(e)] >= 0.8), None)
    if defined := defined_by_name(spot.head):
        yield from by_definition(entry, own, defined, what)
    yield from _pair_before(ledger, entry, stem, what)
    yield from explicit_pairs(ledger, entry, stem, what)
    yield from row_rates(ledger, entry, what)
    yield from complement_readings(ledger, entry, what)
    yield from goal_readings(ledger, entry, what)
    exact = next((e for e in own if e.index < entry.index and scores[id(e)] == 1.0), None)
    failed = bool(FAILED.search(stem))
    far: list[Entry] | None = None
    for part in parts:
        score = scores[id(part)]
        if exact is not None and part is not exact and entry.mention.decimals:
            continue  # the sentence prints what the rate counts
        turned = bool(FAILED.search(part.label)) != failed and (part in own or score >= 0.6)
        if far is None and entry.mention.decimals and score >= 0.6:
            far = _far(ledger, entry, near, min(p.rough for p in parts))
        least = part.rough
        for whole in near if far is None or score < 0.6 else far:
            if whole.rough < least and (likely or not _is_counted(entry, part, whole, score)):
                continue
            if whole is part or whole.rough <= 0 or not alike(whole, part):
                continue
            if score < 0.6 and entry.index < part.index and entry.index < whole.index and part.depth <= entry.depth:
                continue  # “完工率60%；平均42天，超过合同约定的30天”: the next item has figures of its own
            told = part is nearest and whole.sentence >= part.sentence - 1 and _one_kind(part, whole)
            strength = _strength(entry, part, whole, own) if told else 0.0
            if likely and not strength and not _can_be(entry, part.rough, part.rough_half, whole):
                continue
            if not failed or score >= 0.6:
                yield make(entry, (part, whole), RATE, "rate.prose", what, strength)
            if turned and whole.rough >= part.rough and not ("未" in part.label and is_done(whole)):
                yield make(entry, (part, whole), REST, "rate.prose", what)
    yield from _added(entry, own if own else near, near, what, exact, likely)


def _sentence_before(near: list[Entry], rate: Entry) -> list[Entry]:
    """“已办结398件。办结率94.1%”: what stands before a sentence that tells nothing but a rate."""
    if rate.spot is None or not _ALONE.fullmatch(rate.spot.gap):
        return []
    return [e for e in near if e.paragraph == rate.paragraph and e.sentence == rate.sentence - 1]


def _is_counted(entry: Entry, part: Entry, whole: Entry, score: float) -> bool:
    """Whether what a rate counts stands right before it: that it is more than its whole is a slip of one of them."""
    # “批捕9400人，不捕2万人，不捕率P%” is of both together.
    if (
        FAILED.search(part.label)
        or part.sentence != entry.sentence
        or part.index != entry.index - 1
        or part.role != "plain"
        or part.is_whole  # “县级配套100万元，共计800万元，到位率100%”: of its items none is what it is of
        or score < 0.8
    ):
        return False
    return entry.value <= 100 and part.rough <= 10 * whole.rough and _one_kind(part, whole)


def _strength(entry: Entry, part: Entry, whole: Entry, own: list[Entry]) -> float:
    """How plainly a sentence tells a rate of the part nearest to it in a whole before it."""
    if whole.index >= entry.index or not part.value:
        return 0.0
    if part in own and whole in own:
        between = [e for e in own if whole.index < e.index < part.index and e.depth <= part.depth]
        return 0.7 if not between and whole.index < part.index and _DUE.search(whole.label) else 0.5
    return 0.35 if abs(part.sentence - entry.sentence) <= 1 and whole.sentence >= part.sentence - 1 else 0.0


def _can_be(entry: Entry, part: float, half: float, whole: Entry) -> bool:
    """Whether a rate, or what it leaves of 100%, can be that of a part in a whole; wide on purpose."""
    if (least := whole.rough - whole.rough_half) <= 0:
        return True
    share = 100 * part / whole.rough
    room = 120 * (half + abs(share) / 100 * whole.rough_half) / least + 2 * entry.step + 1e-9 * (abs(share) + 100)
    return abs(share - entry.rough) <= room or abs(100 - share - entry.rough) <= room


def _far(ledger: Ledger, entry: Entry, near: list[Entry], least: float) -> list[Entry]:
    """Figures that a rate can be of: those near it, then all others that its paragraph can refer to."""
    return list(dict.fromkeys([*near, *ledger.around(entry, least=least)]))


def _pair_before(ledger: Ledger, entry: Entry, stem: str, what: str) -> Iterator[Relation]:
    """“发现A个，整改B个，整改率P%”: what the rate counts stands right before it, and but one count that it can be of.

    The denominator may be another that is not printed, so that only a slip of the pen makes it a finding.
    """
    part = ledger.just_before(entry)
    if part is None or not part.is_amount or part.role != "plain" or part.sentence != entry.sentence:
        return
    counted = patterns.sub(r"(?:面积|人数|户数|资金|金额|数量|问卷)$", "", part.label)
    named = max(likely_part(stem, part.label), likely_part(stem, counted)) >= 0.8
    if bool(FAILED.search(part.label)) != bool(FAILED.search(stem)):
        return
    told = [
        e
        for e in ledger.back(part, 12)
        if e.is_amount and e.role == "plain" and e.paragraph == part.paragraph and not e.mention.hedge
    ]
    told = [e for e in told if alike(e, part) and _one_kind(part, e) and e.depth <= part.depth]
    own = [e for e in told if e.sentence == part.sentence]
    apart = part.spot is not None and patterns.search("[；;]", part.spot.gap)
    wholes = [e for e in own if not apart or e.is_whole] or [e for e in told if e.is_whole][-1:]
    if named and len(wholes) == 1 and wholes[0].value > 0:
        yield make(entry, (part, wholes[0]), RATE, "rate.prose", what, 0.55 if wholes[0] in own and not apart else 0.42)


def _one_kind(part: Entry, whole: Entry) -> bool:
    """Whether both count the same kind of thing: people and cases make no rate."""
    a, b = part.mention.unit, whole.mention.unit
    return a == b or part.dimension != "count" or {a, b} <= CASE_WORDS | {"个", "单"} or {a, b} == {"个", "家"}


def _added(
    entry: Entry, own: list[Entry], near: list[Entry], what: str, exact: Entry | None, likely: bool
) -> Iterator[Relation]:
    """Two or three neighbouring counts together: closed in time and late, answered at once and closed later."""
    plain = sorted((e for e in own if e.role == "plain" and e.index < entry.index), key=lambda e: e.index)
    for i, first in enumerate(plain):
        for j, second in enumerate(plain[i + 1 : i + 4], i + 1):
            if exact is not None and exact is not first and exact is not second:
                continue
            if not alike(first, second) or not _one_kind(first, second):
                continue
            sums: list[tuple[Entry, ...]] = [(first, second)]
            if j == i + 1 and j + 1 < len(plain) and alike(second, plain[j + 1]):
                sums.append((first, second, plain[j + 1]))
            for parts in sums:
                total, half = sum(p.rough for p in parts), sum(p.rough_half for p in parts)
                for whole in near:
                    if whole.rough < total * (1 - 1e-12) or whole in parts or not alike(whole, first):
                        continue
                    if not _one_kind(first, whole) and exact is None:
                        continue  # meetings and talks make no reports
                    if likely and not _can_be(entry, total, half, whole):
                        continue
                    yield make(entry, (*parts, whole), TOGETHER[len(parts)], "rate.prose", what)
