"""Shares (占比): “A件，占P%”, with one whole for all shares of a list; it is named, told before, or not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from evallib.audit.ledger import HUNDRED, RATE, SUM, Claim, Entry, Formula, Ledger, Relation, likeness, make
from evallib.audit.ledger.claims import SURE
from evallib.audit.ledger.corrections import DOUBT
from evallib.audit.ledger.entries import stand_in_row
from evallib.audit.ledger.ratios.bases.agreed import back_shares
from evallib.audit.ledger.ratios.bases.no_rates import can_have_shares
from evallib.audit.ledger.ratios.one_whole import (
    agree_on_wholes,
    in_step,
    is_only_named,
    is_voted,
    name_of,
    of_other_time,
    unprinted_part,
)
from evallib.audit.ledger.ratios.other_wholes import spoken_of
from evallib.audit.ledger.ratios.paired import (
    is_approved_before,
    is_budget_of_shares,
    is_last_of_row,
    is_of_each,
    is_of_share,
    is_whole_of_joined,
    joined_parts,
    paired_with,
    tells_apart,
    whole_behind,
)
from evallib.audit.ledger.ratios.remainders import rest_of
from evallib.audit.ledger.silence.uncounted_subjects import is_of_uncounted
from evallib.audit.ledger.wholes.lists import is_limit, items_before, whole_before
from evallib.model import patterns
from evallib.parsing.numerals import read_count

TOGETHER = 0.9
#: “甲、乙两类合计占P%” is of both and of neither alone.
OF_SEVERAL = re.compile(
    r"[两二三四五六七八九十](?:项|类|者|个|家|地|[区县市镇])[^，。；]{0,4}合计|、[^，。；]{1,12}合计"
)
_COUNT = "[两二三四五六七八九十]+"
_SUMMED = re.compile(
    rf"合计|共计|{_COUNT}(?:[税项类个者种处]|方面)|{_COUNT}(?:家|地|部门|单位)(?=[^，。；]{{0,2}}占|$)|前[三五十]|之和"
)
#: What follows the count of such a sum.
_ITEMS = "前税项类个者种处方面家地部门单位"


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
    in_step(ledger, claims)
    agree_on_wholes(claims)
    back_shares(claims)
    return claims


def _is_share(entry: Entry, ledger: Ledger) -> bool:
    if entry.dimension != "percent" or entry.spot is None:
        return False
    if entry.role == "share":
        return True
    if paired_with(ledger, entry) is not None:
        return True
    # “A件（38.2%）”: a bare percentage in brackets right behind an amount; “知道[53票] 88.33%”: behind its bracket.
    return entry.role == "bare" and (is_voted(entry) or entry.spot.gap.strip() in {"(", "(约"})


def numerators(ledger: Ledger, entry: Entry) -> list[tuple[Entry, ...]]:
    """What the share can be a share of: the amount before it, the one its subject names, or a sum of a list."""
    spot = entry.spot
    assert spot is not None
    paired = paired_with(ledger, entry)
    if paired is not None:
        return [(paired,)]
    if tells_apart(entry):
        return []  # shares of things that are named and not counted
    behind = ledger.just_behind(entry)
    if behind is not None and is_of_share(ledger, behind):
        return [(behind,)]
    before = [e for e in ledger.before(entry, 24) if e.dimension != "age" and not is_limit(e)]
    before = [e for e in before if not is_of_share(ledger, e)]
    if (joined := joined_parts(entry, before)) is not None:
        return [joined] if joined else []
    same = [e for e in before if e.sentence == entry.sentence]
    found: list[tuple[Entry, ...]] = []
    direct = before[:1] and before[0].index == entry.index - 1 and before[0].role == "plain" and before[0] in same
    if direct and patterns.fullmatch(r"\s*[，,]?\s*[（(]?约?占比?(?:为|约)?\s*|[]】]\s*", spot.gap):
        twin = before[1] if len(before) > 1 and before[1].index == before[0].index - 1 else None
        if twin is not None and before[0].spot is not None and not before[0].spot.gap.strip():
            return [(twin,), (before[0],)]  # “231批594人次，占P%”: either may be meant
        return [(before[0],)]  # “A件，占P%” is a share of nothing else
    if before and (told := _before_bracket(entry, before)) is not None:
        return [(told,)]
    subject = patterns.sub(r"占.*$|占?(?:比重?|比例).*$", "", spot.head).strip()
    if subject and len(subject) >= 2:
        scored = sorted(
            ((likeness(subject, e.label), -i, e) for i, e in enumerate(before) if e.label), key=lambda s: (-s[0], -s[1])
        )
        found += [(e,) for score, _, e in scored[:2] if score >= 0.6]
    lists: list[tuple[Entry, ...]] = [tuple(items) for items in items_before(ledger, entry)]
    summed = _SUMMED.search(spot.head) or _SUMMED.search(subject)
    if summed:  # “甲（412件）、乙（203件）、丙（166件）。三类合计占”: the list of as many items as are told
        lists.sort(key=lambda items: len(items) != read_count(summed[0].strip(_ITEMS)))
    found += lists if summed else []
    found += [(e,) for e in same if e.role in {"plain", "mean"}][:3]
    found += lists if entry.whole and not summed else []
    if (
        not found and len(subject) < 2
    ):  # “一日游游客243.83万人次。省外游客占31.4%”: what is named is none of those before
        found += [(e,) for e in before if e.role == "plain"][:2]
    if OF_SEVERAL.search(spot.head):
        found = [parts for parts in found if len(parts) > 1]
    return [parts for parts in dict.fromkeys(found) if len(parts) > 1 or not is_last_of_row(ledger, parts[0])]


def _before_bracket(entry: Entry, before: Sequence[Entry]) -> Entry | None:
    """“甲362件（其中乙223件），占P%”: the amount in front of the bracket that was closed right before a share."""
    spot, inside = entry.spot, before[0]
    closes = spot is not None and patterns.fullmatch(r"\s*[)）]\s*[，,]?\s*占[^，。；、]*", spot.gap)
    if not closes or inside.index != entry.index - 1 or inside.depth != entry.depth + 1:
        return None
    outer = next((e for e in before if e.depth <= entry.depth), None)
    opened = [e for e in before if outer is not None and e.index > outer.index]
    right = outer is not None and outer.role == "plain" and outer.is_amount and outer.sentence == entry.sentence
    first = opened[-1].spot if right and outer is not None and opened[-1].index == outer.index + 1 else None
    return outer if first is not None and patterns.match(r"\s*[(（]", first.gap) else None


def _readings(ledger: Ledger, entry: Entry) -> list[Relation]:
    spot = entry.spot
    assert spot is not None
    readings: list[Relation] = []
    before = ledger.just_before(entry)
    # “占举报量近三成（29.35%）”: the exact share in the bracket is of the same whole.
    hedged = (
        before is not None and before.role == "share" and before.mention.hedge and before.sentence == entry.sentence
    )
    named = entry.whole or (before.whole if before is not None and hedged else "")
    loose = entry.mention.decimals == 0 or bool(entry.mention.hedge)
    unprinted = of_other_time(entry) or unprinted_part(entry) or is_of_each(before, entry)
    plain_share = not (named or unprinted)
    behind = whole_behind(ledger, entry)
    readings += [*rest_of(ledger, entry), *_of_shares(ledger, entry)]
    for rank, parts in enumerate(numerators(ledger, entry)):
        part = parts[0]
        listed = whole_before(ledger, part) if plain_share and rank == 0 and len(parts) == 1 else None
        wholes = [e for e in ledger.around(entry, part) if e not in parts and e.value > 0 and not stand_in_row(e, part)]
        wholes = [e for e in wholes if can_have_shares(entry, part, e)]
        # “知道[53票] 88.33%”: no answer is a share of another one.
        wholes = [e for e in wholes if not (is_voted(entry) and is_voted(ledger.just_behind(e)))]
        # “优良天数26天，比例86.7%（去年11月优良23天）”: what was last year is no whole of this one.
        wholes = [e for e in wholes if not e.is_base or part.is_base or e.value >= part.value]
        if loose:
            wholes = [e for e in wholes if abs(e.sentence - entry.sentence) <= 4 or e.is_whole]
        total = sum((p.value for p in parts), Fraction(0))
        formula = RATE if len(parts) == 1 else Formula("ratio", len(parts), factor=HUNDRED)
        spoken = spoken_of(ledger, entry, named, part, wholes) if rank == 0 and len(parts) == 1 else None
        for whole in wholes:
            if whole.value * 20 < total or (named.endswith("预算") and not is_budget_of_shares(whole)):
                continue
            strength = 0.0
            if unprinted or is_of_uncounted(entry, part):
                strength = 0.0
            elif whole is behind:
                strength = 0.3 if rank else 0.8
            elif named and rank == 0 and likeness(named, whole.label) >= 0.85:
                # “占预算的144.8%”: a budget of another paragraph is another one.
                beside = whole.index < part.index == entry.index - 1 and whole.sentence == entry.sentence
                strength = 0.0 if named.endswith("预算") and whole.paragraph != entry.paragraph else 0.55
                strength = SURE if beside and strength and is_only_named(ledger, named, whole, part) else strength
            elif (
                rank == 0
                and named.endswith("预算")
                and whole.index == part.index - 1
                and is_approved_before(whole, part)
            ):
                strength = 0.6
            elif rank == 0 and (_among(whole, part, entry) or is_whole_of_joined(ledger, entry, parts, whole)):
                strength = 0.7
            elif whole is listed and part.paragraph == entry.paragraph and _goes_on(ledger, whole, part):
                strength = 0.5
            said = whole is spoken and not strength and not unprinted
            what = f"“{name_of(part)}”占比"
            readings.append(make(entry, (*parts, whole), formula, "rate.share", what, 0.5 if said else strength))
            readings[-1].most = DOUBT if said else 1.0
        items = items_before(ledger, part, including=True)
        for others in items:
            if len(others) > 1 and part in others and len(parts) == 1:
                readings.append(make(entry, (part, *others), RATE, "rate.share", f"“{name_of(part)}”占各项之和的比重"))
    return readings


def _goes_on(ledger: Ledger, whole: Entry, part: Entry) -> bool:
    """Whether every sentence from a whole to a part of it tells figures: one without any begins another subject."""
    return all(ledger.by_sentence.get(n) for n in range(whole.sentence + 1, part.sentence))


def _of_shares(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“两类合计占70.0%”: as many shares of the paragraph as it says, or all of them, added up."""
    if entry.spot is None or not (told := _SUMMED.search(entry.spot.head)):
        return
    before = [e for e in ledger.back(entry, 20) if e.paragraph == entry.paragraph]
    shares = [e for e in before if e.dimension == "percent" and e.role in {"share", "bare"}][-8:]
    count = read_count(told[0].strip(_ITEMS))
    # “上述五类占P%” behind a list of five shares says which; two of three may be any two.
    all_of_them = bool(count) and len(shares) == count
    for size in {count} if count else {2, 3, len(shares)}:
        if 2 <= size <= len(shares):
            for terms in combinations(shares, size):
                strength = TOGETHER if _are_listed(terms, entry) else 0.6 if all_of_them else 0.0
                yield make(entry, terms, SUM, "rate.share", "占比之和", strength)


def _are_listed(shares: Sequence[Entry], entry: Entry) -> bool:
    """“占比分别为a、b、c、d和e，合计占P%”: a row of shares right before what they make up."""
    first, *others = shares
    row = len(shares) > 2 and shares[-1].index == entry.index - 1 and first.index == entry.index - len(shares)
    opened = first.spot is not None and "分别" in first.spot.head
    joined = all(e.spot is not None and patterns.fullmatch(r"\s*[、和与及]\s*", e.spot.gap) for e in others)
    return row and opened and joined and first.sentence == entry.sentence


def _among(whole: Entry, part: Entry, entry: Entry) -> bool:
    """“接报的N起警情中，A起…，占P%”: the sentence opens with what the share is of."""
    return (
        whole.sentence == part.sentence == entry.sentence
        and whole.index < part.index
        and whole.spot is not None
        and bool(patterns.match(r"[^，。；、]{0,10}(?:中|里|之中)[，,:：]", whole.spot.tail))
    )
