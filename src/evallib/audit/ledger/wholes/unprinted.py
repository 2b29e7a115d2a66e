"""Unprinted wholes (未印出的总数): shares of a list agree on one whole, which is not printed or printed with a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, RATE, Claim, Entry, Formula, Ledger, addable, by_group, make
from evallib.audit.ledger.ratios.one_whole import is_of_others, name_of
from evallib.audit.ledger.slips import slips_of

#: How sure it is that a share is of the whole that three others agree on, and that four or more do.
TOLD, SURE, MANY = 0.55, 0.7, 4


def slipped_wholes(ledger: Ledger, groups: Sequence[list[Claim]]) -> Iterator[Claim]:
    """Shares that agree on a whole, where a printed amount is one slip away: then that amount is their whole."""
    for group in groups:
        low, high = _limits(group)
        first = group[0].entry
        near = [e for e in ledger.around(first, group[0].readings[0].terms[0]) if e.index < first.index or e.is_whole]
        parts = {id(c.readings[0].terms[0]) for c in group}
        part = group[0].readings[0].terms[0]
        # Complaints are no share of people.
        for whole in [e for e in near if id(e) not in parts and addable(e, part) and not _has_share(ledger, e)][:12]:
            if any(is_of_others(c.entry, whole) for c in group):
                continue
            if any(low <= value <= high for value in slips_of(whole.mention)):
                for claim in group:
                    part = claim.readings[0].terms[0]
                    relation = make(claim.entry, (part, whole), RATE, "rate.share", f"“{name_of(part)}”占比", 0.5)
                    yield Claim(claim.entry, [relation], ("slipped", whole.index))
                break


def _has_share(ledger: Ledger, entry: Entry) -> bool:
    """“来信17件，占30%”: what has a share of its own is an item among others, and no whole of them."""
    behind = ledger.just_behind(entry)
    return behind is not None and behind.role == "share" and behind.sentence == entry.sentence


def outside_of(groups: Sequence[list[Claim]], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Shares told in the breath of others that agree on a whole, which do not fit it and which nothing else explains.

    The part that the share would have is told; as one share more of a list agrees, a wrong reading is less likely.
    """
    told = by_group(claims)
    for group in groups:
        low, high = _limits(group)
        row = _steps(group)
        for claim in told[group[0].group]:
            part = claim.readings[0].terms[0] if claim.readings else None
            if part is None or claim.holding or any(c is claim for c in group):
                continue
            if not _is_beside(part, claim.entry) and {claim.entry.index - part.index} != row:
                continue
            most, least = HUNDRED * (part.value + part.half) / low, HUNDRED * (part.value - part.half) / high
            away = max(least - claim.entry.value, claim.entry.value - most)
            if away <= 2 * claim.entry.mention.half:
                continue
            share = Formula("sum", factor=HUNDRED * 2 / (low + high))
            strength = SURE if len(group) >= MANY else TOLD
            note = f"按其余各项共同的总数约{round(float(low + high) / 2 / part.mention.scale)}{part.mention.unit}"
            what = f"“{name_of(part)}”占比"
            yield Claim(
                claim.entry,
                [make(claim.entry, (part,), share, "rate.share", what, strength, note=note)],
                ("outside", claim.entry.index),
            )


def _steps(group: Sequence[Claim]) -> set[int]:
    """How far the shares of a group stand behind their parts: in rows (“A、B和C，分别占P、Q和R”) all as far."""
    return {c.entry.index - c.readings[0].terms[0].index for c in group}


def _is_beside(part: Entry, share: Entry) -> bool:
    """Whether a share stands right behind its part and names no whole of its own."""
    return share.index == part.index + 1 and share.sentence == part.sentence and not share.mention.hedge


def _limits(group: Sequence[Claim]) -> tuple[Fraction, Fraction]:
    """The least and the greatest whole that fits all shares of a group."""
    spans = []
    for claim in group:
        part, share = claim.readings[0].terms[0], claim.entry
        spans.append(
            (
                HUNDRED * (part.value - part.half) / (share.value + share.mention.half),
                HUNDRED * (part.value + part.half) / (share.value - share.mention.half),
            )
        )
    return max(a for a, _ in spans), min(b for _, b in spans)


def common_wholes(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Shares whose whole is not printed but must be one.

    Only where three or more of a group that nothing else explains leave one whole in common.
    """
    for group in by_group(claims).values():
        spans = []
        for claim in group:
            if not claim.readings or (claim.holding and len(claim.holding[0].terms) == 2):
                continue
            part = claim.readings[0].terms[0]
            if part.paragraph != claim.entry.paragraph:
                continue  # “其他占4.1%” is told of things that are not counted here
            low, high = claim.entry.value - claim.entry.mention.half, claim.entry.value + claim.entry.mention.half
            if low > 0 and part.value > 0 and claim.entry.role in {"share", "bare"}:
                spans.append(
                    (HUNDRED * (part.value - part.half) / high, HUNDRED * (part.value + part.half) / low, claim)
                )
        if len(spans) < 3:
            continue
        best: list[Claim] = []
        for at, _, _ in spans:
            inside = [(a, b, c) for a, b, c in spans if a <= at <= b]
            if len(inside) > len(best):
                best = [c for _, _, c in inside]
        if len(best) >= 3 and len(best) * 3 >= len(spans) * 2:
            yield best
