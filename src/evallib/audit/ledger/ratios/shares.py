"""Shares (占比): “A件，占P%”, with one whole for all shares of a list; the whole may be named, told before, or not printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from evallib.audit.ledger.claims import Claim, by_group
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.formulas import HUNDRED, Formula
from evallib.audit.ledger.labels import likeness
from evallib.audit.ledger.ratios.paired import paired_with, tells_apart
from evallib.audit.ledger.ratios.remainders import rest_of, round_to_hundred, whole_of
from evallib.audit.ledger.relations import Relation, make
from evallib.audit.ledger.wholes.lists import items_before, whole_before

SHARE = Formula("ratio", factor=HUNDRED)
_SUMMED = re.compile(r"合计|共计|[两二三四五六七八九十]+[税项类个者种处]|前[三五十]|之和")


def share_claims(ledger: Ledger) -> list[Claim]:
    """One claim for every share of the text, with the wholes it can be a share of."""
    claims = []
    run: tuple[int, str, int] = (-1, "", 0)
    for entry in ledger.prose:
        if not _is_share(entry, ledger):
            continue
        paragraph, whole, number = run
        named = entry.whole
        if paragraph != entry.paragraph or (named and whole and likeness(named, whole) < 0.8):
            number += 1
            whole = named
        run = (entry.paragraph, named or whole, number)
        claims.append(Claim(entry, _readings(ledger, entry), ("share", entry.paragraph, number)))
    _in_step(claims)
    _agree_on_wholes(claims)
    return claims


def _in_step(claims: list[Claim]) -> None:
    """Paragraphs that follow each other and each begin “A件，占P%” are one list."""
    last = -9
    run = 0
    alone = Counter(c.entry.paragraph for c in claims)
    for claim in claims:
        entry = claim.entry
        if alone[entry.paragraph] > 1:
            continue
        first = claim.readings[0].terms[0] if claim.readings else None
        leads = (
            first is not None
            and first.paragraph == entry.paragraph
            and entry.index - first.index == 1
            and _opens_paragraph(first)
        )
        if not leads or entry.whole:
            continue
        run = run if entry.paragraph - last <= 2 and entry.paragraph != last else run + 1
        last = entry.paragraph
        claim.group = ("share", "step", run)


def _opens_paragraph(entry: Entry) -> bool:
    return entry.spot is not None and entry.place.start <= 24 and entry.spot.sentence == 0


def _is_share(entry: Entry, ledger: Ledger) -> bool:
    if entry.dimension != "percent" or entry.spot is None:
        return False
    if entry.role == "share":
        return True
    if paired_with(ledger, entry) is not None:
        return True
    # “A件（38.2%）”: a bare percentage in brackets right behind an amount.
    return entry.role == "bare" and entry.spot.gap.strip() in {"(", "(约"}


def numerators(ledger: Ledger, entry: Entry) -> list[tuple[Entry, ...]]:
    """What the share can be a share of the whole for: the amount before it, the one its subject names, a sum of a list."""
    spot = entry.spot
    assert spot is not None
    paired = paired_with(ledger, entry)
    if paired is not None:
        return [(paired,)]
    if tells_apart(entry):
        return []  # shares of things that are named and not counted
    before = ledger.before(entry, 24)
    same = [e for e in before if e.sentence == entry.sentence]
    found: list[tuple[Entry, ...]] = []
    direct = before[:1] and before[0].index == entry.index - 1 and before[0].role == "plain" and before[0] in same
    if direct and re.fullmatch(r"\s*[，,]?\s*[（(]?约?占比?(?:为|约)?\s*", spot.gap):
        return [(before[0],)]  # “A件，占P%” is a share of nothing else
    subject = re.sub(r"占.*$|占?(?:比重?|比例).*$", "", spot.head).strip()
    if subject and len(subject) >= 2:
        scored = sorted(
            ((likeness(subject, e.label), -i, e) for i, e in enumerate(before) if e.label), key=lambda s: (-s[0], -s[1])
        )
        found += [(e,) for score, _, e in scored[:2] if score >= 0.6]
    lists: list[tuple[Entry, ...]] = [tuple(items) for items in items_before(ledger, entry)]
    summed = bool(_SUMMED.search(spot.head) or _SUMMED.search(subject))
    found += lists if summed else []
    found += [(e,) for e in same if e.role in {"plain", "mean"}][:3]
    found += lists if entry.whole and not summed else []
    if not found:
        found += [(e,) for e in before if e.role == "plain"][:2]
    return list(dict.fromkeys(found))


def _readings(ledger: Ledger, entry: Entry) -> list[Relation]:
    spot = entry.spot
    assert spot is not None
    bracket = spot.gap.strip() in {")的", ")", "的"} and entry.index > 0
    told = ledger.prose[entry.index - 1] if bracket else None
    readings: list[Relation] = []
    before = ledger.prose[entry.index - 1] if entry.index else None
    # “占举报量近三成（29.35%）”: the exact share in the bracket is of the same whole.
    hedged = (
        before is not None and before.role == "share" and before.mention.hedge and before.sentence == entry.sentence
    )
    named = entry.whole or (before.whole if before is not None and hedged else "")
    loose = entry.mention.decimals == 0 or bool(entry.mention.hedge)
    plain_share = not (named or _of_other_time(entry) or _unprinted_part(entry))
    readings += [*rest_of(ledger, entry), *_of_shares(ledger, entry)]
    for rank, parts in enumerate(numerators(ledger, entry)):
        if told in parts:
            continue
        part = parts[0]
        listed = whole_before(ledger, part) if plain_share and rank == 0 and len(parts) == 1 else None
        wholes = [e for e in ledger.around(entry, part) if e not in parts and e.value > 0]
        if loose:
            wholes = [e for e in wholes if abs(e.sentence - entry.sentence) <= 4 or e.is_whole]
        total = sum((p.value for p in parts), Fraction(0))
        formula = SHARE if len(parts) == 1 else Formula("ratio", len(parts), factor=HUNDRED)
        for whole in wholes:
            if whole.value * 20 < total:
                continue
            strength = 0.0
            if _of_other_time(entry) or _unprinted_part(entry):
                strength = 0.0
            elif whole is told:
                strength = 0.9 if rank == 0 else 0.3
            elif named and rank == 0 and likeness(named, whole.label) >= 0.85:
                strength = 0.55
            elif rank == 0 and _among(whole, part, entry):
                strength = 0.7
            elif whole is listed:
                strength = 0.5
            readings.append(make(entry, (*parts, whole), formula, "rate.share", f"“{name_of(part)}”占比", strength))
        items = items_before(ledger, part, including=True)
        for others in items:
            if len(others) > 1 and part in others and len(parts) == 1:
                readings.append(make(entry, (part, *others), SHARE, "rate.share", f"“{name_of(part)}”占各项之和的比重"))
    return readings


def _of_shares(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“两类合计占70.0%”: as many shares of the paragraph as it says, or all of them, added up."""
    if entry.spot is None or not (told := _SUMMED.search(entry.spot.head)):
        return
    before = [e for e in ledger.prose[max(0, entry.index - 20) : entry.index] if e.paragraph == entry.paragraph]
    shares = [e for e in before if e.dimension == "percent" and e.role in {"share", "bare"}][-8:]
    count = next((n for n, c in enumerate("两二三四五", 2) if c in told[0]), 0)
    count = count - 1 if count > 2 else count
    for size in {count} if count else {2, 3, len(shares)}:
        if 2 <= size <= len(shares):
            for terms in combinations(shares, size):
                yield make(entry, terms, Formula("sum"), "rate.share", "占比之和")


def _among(whole: Entry, part: Entry, entry: Entry) -> bool:
    """“接报的N起警情中，A起…，占P%”: the sentence opens with what the share is of."""
    return (
        whole.sentence == part.sentence == entry.sentence
        and whole.index < part.index
        and whole.spot is not None
        and bool(re.match(r"[^，。；、]{0,10}(?:中|里|之中)[，,:：]", whole.spot.tail))
    )


def _of_other_time(entry: Entry) -> bool:
    """Whether the share is that of an earlier time (“占比由11.6%提高到35.5%”)."""
    return entry.spot is not None and bool(re.search(r"(?:由|从)$|同期|上年|去年|上月", entry.spot.head))


def _unprinted_part(entry: Entry) -> bool:
    """“居首的是食品（占投诉的18%）”: a name in front of the bracket and no amount of its own."""
    gap = entry.spot.gap if entry.spot is not None else ""
    before, bracket, _ = gap.rpartition("(") if "(" in gap else gap.rpartition("（")
    return bool(bracket) and bool(re.search(r"[\u4e00-\u9fff]{2,}$", re.split(r"[，、；：]", before)[-1]))


def name_of(entry: Entry) -> str:
    """What a figure is called, or the figure itself."""
    return entry.label or str(entry)


def _agree_on_wholes(claims: list[Claim]) -> None:
    """Among the shares of one breath the whole that most of them confirm is that of all."""
    for group in by_group(claims).values():
        for claim in group:
            claim.judge()
        votes = Counter(whole for claim in group for whole in {whole_of(r) for r in claim.holding})
        for claim in group:
            claim.holding.sort(key=lambda r: -votes[whole_of(r)])
        if len(group) < 2:
            continue
        round_to_hundred(group, votes)
        _of_a_sibling(group, votes)
        for claim in group:
            if claim.holding:
                continue
            first = claim.readings[0].terms[0] if claim.readings else None
            for reading in claim.readings:
                count = votes[whole_of(reading)] if len(reading.terms) == 2 else 0
                if (
                    reading.terms[0] is first
                    and count
                    and not (_of_other_time(claim.entry) or _unprinted_part(claim.entry))
                ):
                    grown = 0.95 if count >= 3 else 0.85 if count == 2 else 0.6
                    reading.strength = max(reading.strength, grown)


def _of_a_sibling(group: Sequence[Claim], votes: Counter[tuple[int, ...]]) -> None:
    """A share that only another item of the list gives, where the items make up the whole of all the others, holds of nothing."""
    best, count = max(votes.items(), key=lambda v: v[1], default=((), 0))
    parts = {id(c.readings[0].terms[0]): c.readings[0].terms[0] for c in group if c.readings}
    if count < 2 or len(best) != 1 or len(parts) < len(group):
        return
    whole = next((r.terms[1] for c in group for r in c.readings if whole_of(r) == best), None)
    if whole is None or sum((p.value for p in parts.values()), Fraction(0)) != whole.value:
        return
    for claim in group:
        if claim.holding and all(len(r.terms) == 2 and id(r.terms[1]) in parts for r in claim.holding):
            claim.holding = []


def whole_claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Shares of one whole that add up to 100% leave nothing out: then their amounts add up to the whole."""
    for group in by_group(claims).values():
        held = [c for c in group if c.holding and len(c.holding[0].terms) == 2]
        if len(held) < 2 or len(held) * 2 < len(group):
            continue
        whole = Counter(c.holding[0].terms[1] for c in held).most_common(1)[0][0]
        parts, shares, slack = [], Fraction(0), Fraction(0)
        for claim in group:
            own = claim.holding[0] if claim in held else claim.best_failing
            if own is None or len(own.terms) != 2 or own.terms[1] is not whole:
                continue
            parts.append(own.terms[0])
            shares += claim.entry.value
            slack += claim.entry.mention.half
        if len(parts) < 3 or len(set(map(id, parts))) < len(parts) or abs(shares - 100) > slack:
            continue
        relation = make(whole, parts, Formula("sum"), "sum.prose", f"“{name_of(whole)}”与各项之和", 0.8)
        claim = Claim(whole, [relation], ("whole", whole.index))
        claim.judge()
        yield claim
