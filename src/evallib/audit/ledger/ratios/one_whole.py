"""One whole (同一分母): the shares of one breath are shares of one thing, which most of them settle for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import RATE, SUM, Claim, Entry, Ledger, Relation, addable, by_group, core, likeness, make
from evallib.audit.ledger.ratios.other_wholes import drop_other_wholes
from evallib.audit.ledger.ratios.remainders import round_to_hundred, whole_of
from evallib.model import patterns

#: So few shares of one breath are two halves of what was told before.
HALVES = 2
NAMED = 0.6
#: A whole of which so many characters tell what it is counts nothing of another name.
AT_LENGTH, UNLIKE = 5, 0.4
#: So many items of a list make up what most of their shares are of; how sure that is of the one that is not.
LIST, SUMMED = 3, 0.75
#: So sure is it that items whose shares fill a hundred make up the whole; the more so where shares are of their sum.
MADE_UP, ALL_OF_IT = 0.8, 0.9
#: So many shares settle the whole of the others, beside which other readings are guesses.
SETTLED, GUESS = 3, 0.3


def of_other_time(entry: Entry) -> bool:
    """Whether the share is that of an earlier time (“占比由11.6%提高到35.5%”)."""
    return entry.spot is not None and bool(patterns.search(r"(?:由|从)$|同期|上年|去年|上月", entry.spot.head))


def unprinted_part(entry: Entry) -> bool:
    """“居首的是食品（占投诉的18%）”: a name in front of the bracket and no amount of its own."""
    gap = entry.spot.gap if entry.spot is not None else ""
    before, bracket, _ = gap.rpartition("(") if "(" in gap else gap.rpartition("（")
    return bool(bracket) and bool(patterns.search(r"[\u4e00-\u9fff]{2,}$", patterns.split(r"[，、；：]", before)[-1]))


def name_of(entry: Entry) -> str:
    """What a figure is called, or the figure itself."""
    return entry.label or str(entry)


def is_only_named(ledger: Ledger, named: str, whole: Entry, part: Entry) -> bool:
    """Whether no other amount of the sentence bears the name of a whole: “应反馈A件，按时反馈B件；…，占应反馈的P%”.

    What has a share of its own is another item of the list.
    """
    own = [e for e in ledger.by_sentence[whole.sentence] if e.is_amount and likeness(named, e.label) >= NAMED]
    item = ledger.prose[whole.index + 1].role == "share" or whole.value < part.value
    item = item or (named[:1] in {"总", "全"} and len(core(whole.label)) > len(core(named)))  # 劳动人口 of 总人口
    item = item or whole.is_budget  # “收入完成预算B的P%；税收C，占收入的Q%”: of what came in, not of what was planned
    return own == [whole] and not item and whole.mention.unit == part.mention.unit and len(core(named)) >= 2


def is_voted(share: Entry | None) -> bool:
    """Whether a share stands behind the bracket of its amount: “知道[53票] 88.33%”."""
    return share is not None and share.spot is not None and share.spot.gap.strip() in {"]", "】"}


def in_step(ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Paragraphs that follow each other and each begin “A件，占P%” are one list; a question begins another one."""
    last, run = -9, 0
    alone = Counter(c.entry.paragraph for c in claims)
    asked = {number for number, p in ledger.document.paragraphs if p.text.rstrip().endswith(("？", "?"))}
    for claim in claims:
        entry = claim.entry
        voted = is_voted(entry)  # some lines are joined to the one before
        if alone[entry.paragraph] > 1 and not voted:
            continue
        first = claim.readings[0].terms[0] if claim.readings else None
        if first is None or first.paragraph != entry.paragraph or entry.index - first.index != 1:
            continue
        if entry.whole or not (voted or _opens_paragraph(first)):
            continue
        goes_on = entry.paragraph - last <= 2 and (voted or entry.paragraph != last)
        goes_on = goes_on and (entry.paragraph == last or entry.paragraph - 1 not in asked)
        run = run if goes_on else run + 1
        last = entry.paragraph
        claim.group = ("share", "step", run)


def _opens_paragraph(entry: Entry) -> bool:
    return entry.spot is not None and entry.place.start <= 24 and entry.spot.sentence == 0


def agree_on_wholes(claims: list[Claim]) -> None:
    """Among the shares of one breath the whole that most of them confirm is that of all."""
    for group in by_group(claims).values():
        votes = Counter(whole for claim in group for whole in {whole_of(r) for r in claim.holding})
        for claim in group:
            claim.holding.sort(key=lambda r: -votes[whole_of(r)])
        if len(group) < 2:
            continue
        drop_other_wholes(group, votes)
        _of_their_sum(group)
        round_to_hundred(group, votes)
        _of_a_sibling(group, votes)
        if _of_two_halves(group):
            continue
        other = False
        for before, claim in zip([None, *group], group, strict=False):
            wholes = [r.terms[-1] for r in claim.readings if len(r.terms) > 1]
            other = not claim.holding and (other or all(is_of_others(claim.entry, w) for w in wholes))
            if claim.holding or other:
                continue
            first = part_of(claim)
            named = [r for r in claim.readings if len(r.terms) == 2 and _is_named(claim.entry, r.terms[1])]
            meant = [r for r in claim.readings if len(r.terms) == 2 and r.terms[0] is first and votes[whole_of(r)]]
            meant = [r for r in meant if r.terms[0].mention.unit == "票" or addable(*r.terms)]  # no hospitals of beds
            if of_other_time(claim.entry) or unprinted_part(claim.entry):
                continue
            beside = [r for r in meant if before is not None and is_beside(before, claim, whole_of(r))]
            meant = beside or meant
            # What several shares with the same words are of is meant, whatever else bears the name.
            settled = [r for r in meant if votes[whole_of(r)] >= SETTLED]
            for reading in claim.readings if settled else ():
                reading.strength = min(reading.strength, GUESS)
            for reading in meant if settled or not named else [r for r in meant if r in named]:
                count = votes[whole_of(reading)]
                grown = 0.95 if count >= 3 else 0.85 if count == 2 or beside else 0.6
                reading.strength = max(reading.strength, grown)


def is_beside(before: Claim, claim: Claim, whole: tuple[int, ...]) -> bool:
    """“1990年，全县A人。其中，男B人，占P%；女C人，占Q%”: both are of one whole."""
    return (
        bool(before.holding) and before.entry.sentence == claim.entry.sentence and whole_of(before.holding[0]) == whole
    )


def part_of(claim: Claim) -> Entry | None:
    """What a share is told of: the amount right before it, else that of the first reading."""
    parts = [r.terms[0] for r in claim.readings]
    return next((p for p in parts if p.index == claim.entry.index - 1), parts[0] if parts else None)


def _of_their_sum(group: Sequence[Claim]) -> None:
    """“甲3120件，占62.4%；乙1180件，占26.3%；丙700件，占14.0%”: each is of all of them, if all shares but one are.

    If all are, the words may name another total: what the items make up is what they are shares of.
    """
    parts = [part for c in group if (part := part_of(c)) is not None and part.dimension != "percent"]
    voted = all(c.group[:2] == ("share", "step") and is_voted(c.entry) for c in group)
    if not (HALVES if voted else LIST) <= len(parts) == len(group) == len({id(e) for e in parts}):
        return
    own = []
    for claim, part in zip(group, parts, strict=True):
        what = f"“{name_of(part)}”占各项之和的比重"
        own.append((claim, make(claim.entry, (part, *parts), RATE, "rate.share", what, SUMMED)))
    missed = [(claim, relation) for claim, relation in own if not relation.holds()]
    if not missed:
        for claim, relation in own:
            claim.readings += [] if claim.holding else [relation]
            claim.holding = claim.holding or [relation]
    named = any(c.entry.whole or of_other_time(c.entry) for c in group)
    if len(missed) == 1 and not named and not missed[0][0].holding:
        claim, relation = missed[0]
        claim.readings.append(relation)


def is_of_others(share: Entry, whole: Entry) -> bool:
    """“4588人查体。高血脂801人，占实抽血总人数的18.2%”: of what the words name at length, and not of what was told."""
    return len(share.whole) >= AT_LENGTH and likeness(share.whole, whole.label) < UNLIKE


def _is_named(share: Entry, whole: Entry) -> bool:
    return bool(share.whole) and likeness(share.whole, whole.label) >= 0.85


def _of_a_sibling(group: Sequence[Claim], votes: Counter[tuple[int, ...]]) -> None:
    """A share that only another item of the list gives says nothing, where the items make up the others' whole."""
    best, count = max(votes.items(), key=lambda v: v[1], default=((), 0))
    for claim in group[:-1]:
        if (
            count > 1
            and claim.holding
            and all(2 < len(r.terms) <= len(group) and r.formula.split == 1 for r in claim.holding)
        ):
            claim.holding = []  # the items before one are no whole of it where more of them follow
    parts = {id(c.readings[0].terms[0]): c.readings[0].terms[0] for c in group if c.readings}
    if count < 2 or len(best) != 1 or len(parts) < len(group):
        return
    whole = next((r.terms[1] for c in group for r in c.readings if whole_of(r) == best), None)
    if whole is None or sum((p.value for p in parts.values()), Fraction(0)) != whole.value:
        return
    for claim in group:
        if claim.holding and all(len(r.terms) == 2 and id(r.terms[1]) in parts for r in claim.holding):
            claim.holding = []


def _of_two_halves(group: Sequence[Claim]) -> bool:
    """“税收占收入的67.0%；非税占33.0%”: where both amounts make up the whole of the one, it is that of the other."""
    held = [c for c in group if c.holding and len(c.holding[0].terms) == 2]
    if len(group) != HALVES or len(held) != 1 or sum(bool(c.holding) for c in group) != 1:
        return False
    whole = held[0].holding[0].terms[1]
    other = next(c for c in group if c is not held[0])
    part = part_of(other)
    if part is None or part.value + held[0].holding[0].terms[0].value != whole.value:
        return False
    for reading in other.readings:
        meant = reading.terms[0] is part and whole_of(reading) == (id(whole),)
        reading.strength = 0.95 if meant else min(reading.strength, 0.3)
    return True


def whole_claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Shares of one whole that add up to 100% leave nothing out: then their amounts add up to the whole."""
    for group in by_group(claims).values():
        held = [c for c in group if c.holding and len(c.holding[0].terms) == 2]
        if (told := _told_whole(group)) is not None:
            parts = [claim.holding[0].terms[0] for claim in group]
            yield Claim(told, [_made_up(told, parts, ALL_OF_IT)], ("whole", told.index))
            continue
        # Two halves of which the sentence before tells the whole: the first share follows from the second.
        if len(held) < (1 if len(group) == HALVES else 2) or len(held) * 2 < len(group):
            continue
        whole = Counter(c.holding[0].terms[1] for c in held).most_common(1)[0][0]
        parts, shares, slack = [], Fraction(0), Fraction(0)
        for claim in group:
            of_whole = (r for r in claim.readings if r.terms[1:] == (whole,) and r.terms[0] is part_of(claim))
            own = claim.holding[0] if claim in held else next(of_whole, None) if claim.holding else claim.best_failing
            if own is None or len(own.terms) != 2 or own.terms[1] is not whole:
                continue
            parts.append(own.terms[0])
            shares += claim.entry.value
            slack += claim.entry.mention.half
        if len(parts) < min(3, len(group)) or len(set(map(id, parts))) < len(parts) or abs(shares - 100) > slack:
            continue
        # “受理38.62，办结38.59。其中甲29.47，占76.3%；乙9.15，占23.7%”: of two amounts that fit, the one they make up.
        wholes = {id(w): w for c in held for r in c.holding if (w := r.terms[-1]) is not whole}
        whole = next((w for w in wholes.values() if w.value == sum(p.value for p in parts)), whole)
        of_sum = sum(bool(c.holding) and len(c.holding[0].terms) > len(group) for c in group)
        strength = ALL_OF_IT if of_sum >= HALVES else MADE_UP
        yield Claim(whole, [_made_up(whole, parts, strength)], ("whole", whole.index))


def _told_whole(group: Sequence[Claim]) -> Entry | None:
    """The whole that the words give to most shares of a list, each of which is one of the list's sum."""
    if not all(c.holding and len(c.holding[0].terms) == len(group) + 1 > LIST for c in group):
        return None
    plain = [max((r for r in c.readings if len(r.terms) == 2), key=lambda r: r.strength, default=None) for c in group]
    wholes = Counter(r.terms[1] for r in plain if r is not None and r.strength > 0)
    whole, count = wholes.most_common(1)[0] if wholes else (None, 0)
    return whole if count * 2 > len(group) else None


def _made_up(whole: Entry, parts: Sequence[Entry], strength: float) -> Relation:
    return make(whole, parts, SUM, "sum.prose", f"“{name_of(whole)}”与各项之和", strength)
