"""Agreed bases (互证的基数): shares that bear each other out, so that a wrong digit of any of them would be told.

“甲A件，占P%；乙B件，占Q%” are of one whole that no words name: where one of them fails, the others say of what it is.
“占全市收入的P%” in three places is of one amount, whatever that is called where it is printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, RATE, Claim, Entry, Relation, addable, by_group, core, likeness, make
from evallib.audit.ledger.ratios.one_whole import (
    HALVES,
    NAMED,
    is_beside,
    is_of_others,
    name_of,
    of_other_time,
    part_of,
    unprinted_part,
)

#: So sure is what one, two and more other shares are of.
ONE, TWO, MANY = 0.6, 0.85, 0.95
#: A name that tells one thing from another.
SHORTEST = 2
#: “批准的收入A，调整为B，实际完成C，占收入的P%” is of what was done, unless it says 预算.
_PLANNED = re.compile(r"批准|年初|年度预算|调整|计划|任务|目标|同期|上年")


def back_shares(claims: Sequence[Claim]) -> None:
    """Give the shares that hold of one whole the strength that each of them would have if it failed.

    Args:
        claims: all shares, judged.
    """
    for group in by_group(claims).values():
        _of_one_breath(group)
        _of_both(group)
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if len(name := core(claim.entry.whole)) >= SHORTEST:
            named[name].append(claim)
    for group in named.values():
        _of_one_name(group)


def _of_one_breath(group: Sequence[Claim]) -> None:
    held, parts = [_held_by(claim) for claim in group], _parts_of(group)
    votes = Counter(id(r.terms[1]) for r in held if r is not None)
    for before, claim, relation in zip([None, *group], group, held, strict=False):
        if relation is None or relation.strength or all(is_of_others(claim.entry, r.terms[-1]) for r in claim.readings):
            continue
        others = votes[id(relation.terms[1])] - 1
        if others < 1 or _others_named(claim, relation, parts):
            continue
        beside = before is not None and is_beside(before, claim, (id(relation.terms[1]),))
        relation.strength = MANY if others > 2 else TWO if others == 2 or beside else ONE


def _of_both(group: Sequence[Claim]) -> None:
    """“基金A，占77.8%；债券B，占22.2%”: two that leave nothing out are each of both together."""
    parts = [part for c in group if (part := part_of(c)) is not None]
    if len(group) != len(parts) or len(parts) != HALVES or not addable(*parts) or parts[0] is parts[1]:
        return
    for claim, part in zip(group, parts, strict=True):
        entry, held = claim.entry, claim.holding[0] if claim.holding else None
        alone = part.index == entry.index - 1 and part.sentence == entry.sentence and part.role == "plain"
        if not alone or entry.whole or entry.mention.hedge or part.mention.hedge or not entry.mention.decimals:
            return
        if of_other_time(entry) or unprinted_part(entry) or (held is not None and not _is_of_these(held, parts)):
            return
    own = [
        make(c.entry, (p, *parts), RATE, "rate.share", f"“{name_of(p)}”占两项之和的比重", ONE)
        for c, p in zip(group, parts, strict=True)
    ]
    closed = sum((c.entry.value for c in group), Fraction(0)) == HUNDRED
    holding = [r.holds() for r in own]
    for claim, relation in zip(group, own, strict=True) if closed or any(holding) else ():
        if all(holding) or not relation.holds():  # of one that holds alone nothing would be told
            claim.readings = [relation, *claim.readings]
            claim.holding = [relation] if all(holding) else claim.holding


def _is_of_these(held: Relation, parts: Sequence[Entry]) -> bool:
    return {id(t) for t in held.terms} == {id(p) for p in parts} and len(held.terms) > HALVES


def _of_one_name(group: Sequence[Claim]) -> None:
    """Shares that say the same of what they are, in several sentences; each paragraph may have a whole of its own."""
    held, parts = {id(c): r for c in group if (r := _held_by(c)) is not None}, _parts_of(group)
    votes: Counter[int] = Counter()
    told: dict[int, set[int]] = defaultdict(set)
    seen: set[tuple[int, int]] = set()
    for claim in group:
        if (relation := held.get(id(claim))) is not None:
            part, whole = map(id, relation.terms)
            votes[whole] += (part, whole) not in seen
            told[claim.entry.paragraph].add(whole)
            seen.add((part, whole))
    for whole, count in votes.most_common(1):
        for claim in group:
            if told[claim.entry.paragraph] <= {whole}:
                _of_that_whole(claim, whole, count, held.get(id(claim)), parts)


def _of_that_whole(claim: Claim, whole: int, count: int, held: Relation | None, parts: Container[int]) -> None:
    part = part_of(claim)
    for relation in claim.readings:
        if len(relation.terms) != 2 or relation.terms[0] is not part or id(relation.terms[1]) != whole:
            continue
        others = count - (held is relation)
        if others >= 2 and _is_plain(claim, relation) and not _others_named(claim, relation, parts):
            relation.strength = max(relation.strength, MANY if others > 2 else TWO)


def _held_by(claim: Claim) -> Relation | None:
    """The first reading that holds, if it is of the amount that the share is told of."""
    if not claim.holding or len(claim.holding[0].terms) != 2 or claim.holding[0].terms[0] is not part_of(claim):
        return None
    return claim.holding[0] if _is_plain(claim, claim.holding[0]) else None


def _is_plain(claim: Claim, relation: Relation) -> bool:
    entry = claim.entry
    whole = relation.terms[1]
    told = entry.sentence >= 0 and not of_other_time(entry) and not unprinted_part(entry) and not entry.mention.hedge
    return told and _is_amount(whole) and addable(*relation.terms)


def _is_amount(whole: Entry) -> bool:
    return whole.role in {"plain", "cell"} and not whole.mention.hedge


def _parts_of(group: Sequence[Claim]) -> set[int]:
    return {id(part) for claim in group if (part := part_of(claim)) is not None}


def _others_named(claim: Claim, relation: Relation, parts: Container[int]) -> bool:
    """Whether another amount, and none that has a share itself, bears the name of what the share says it is of."""
    name, whole = claim.entry.whole, relation.terms[1]
    if not name or likeness(name, whole.label) >= NAMED:
        return False
    others = {id(w): w for r in claim.readings if (w := r.terms[-1]).value != whole.value}
    return any(likeness(name, w.label) >= NAMED and i not in parts and not _is_planned(w) for i, w in others.items())


def _is_planned(whole: Entry) -> bool:
    return whole.is_base or (whole.spot is not None and bool(_PLANNED.search(whole.label + whole.spot.head)))
