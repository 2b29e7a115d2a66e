"""Other wholes (别的分母): a share that its siblings' whole misses by one digit, and that some other amount gives.

“基本支出A，占26.9%；项目支出B，占73.4%”: where A and B make up the whole of the first share, that the second is one of
the year's income is an accident.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.ledger import Claim, Entry, Ledger
from evallib.audit.ledger.candidates.slipped_figures import SlippedFigures
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.ratios.paired import tells_apart
from evallib.audit.ledger.ratios.remainders import whole_of

#: So many siblings of one whole settle it, one less where “分别占” pairs them; of fewer where they leave nothing out.
SETTLED = 3
#: What a share is of is named by so many characters; by more where it is printed without decimals.
FEWEST, AT_LENGTH, _EMPTY = 3, 5, frozenset("的总共全数量额该这此其本当年度上述")
#: A sentence names what it counts in so many characters.
OPENING, _SENTENCE = 24, re.compile("[。；;！？]")


def drop_other_wholes(group: Sequence[Claim], votes: Counter[tuple[int, ...]]) -> None:
    """Drop readings of a share that holds with another whole than all its siblings, and by one slip with theirs.

    Args:
        group: the shares of one breath, with what holds.
        votes: how many of them each whole gives.
    """
    best, count = max(votes.items(), key=lambda v: v[1], default=((), 0))
    slips = SlippedFigures()
    for claim in group:
        if not claim.holding or len(best) != 1 or _is_of(claim, best) or _is_named_apart(claim, group):
            continue
        mine = {whole_of(r) for r in claim.holding}
        if any(c is not claim and not _is_of(c, best) and mine & {whole_of(r) for r in c.holding} for c in group):
            continue
        part = _part_of(claim)
        meant = [r for r in claim.readings if len(r.terms) == 2 and whole_of(r) == best and r.terms[0] is part]
        if not meant:
            continue
        closed, told = _add_up_to_all(group), meant[0]
        enough = SETTLED - 1 if any(tells_apart(c.entry) for c in group) else SETTLED
        settled = count >= enough or closed or _are_all(group, told.terms[1])
        small = closed and count == len(group) - 1  # of one digit any other is one slip away
        if settled and (small or any(True for _ in slips.mending(told, (claim.entry, told.terms[0])))):
            claim.holding = []


def _is_of(claim: Claim, whole: tuple[int, ...]) -> bool:
    return any(whole_of(r) == whole for r in claim.holding)


def _part_of(claim: Claim) -> Entry | None:
    """What a share is told of: the amount right before it, or the only one that it is paired with."""
    parts = list({id(r.terms[0]): r.terms[0] for r in claim.readings if len(r.terms) == 2}.values())
    return next((p for p in parts if p.index == claim.entry.index - 1), parts[0] if len(parts) == 1 else None)


def _is_named_apart(claim: Claim, group: Sequence[Claim]) -> bool:
    """Whether a share says what it is of, and others do not say the same."""
    return bool(claim.entry.whole) and any(c.entry.whole != claim.entry.whole for c in group)


def _add_up_to_all(group: Sequence[Claim]) -> bool:
    shares = sum((c.entry.value for c in group), Fraction(0))
    return abs(shares - 100) <= sum((c.entry.mention.half for c in group), Fraction(0))


def _are_all(group: Sequence[Claim], whole: Entry) -> bool:
    """Whether what the shares are told of makes up a whole."""
    parts = [_part_of(c) for c in group]
    return sum((p.value for p in parts if p is not None), Fraction(0)) == whole.value


def spoken_of(ledger: Ledger, share: Entry, named: str, part: Entry, wholes: Sequence[Entry]) -> Entry | None:
    """“正在运行的平台3143家…。抽查768家，占运行平台总数的24.4%”: the one amount whose name holds these words.

    “环卫类事项，受理投诉231件次。…，占环卫类投诉事项的71.2%”: or what its sentence says in front of it.

    Args:
        ledger: the figures.
        share: the share.
        named: what it says that it is a share of.
        part: the amount that it is told of.
        wholes: amounts that it can be a share of.

    Returns:
        The amount, None where there is none or more than one, or where the share stands behind another amount.
    """
    words = {c for c in named if c not in _EMPTY}
    if part.index != share.index - 1 or len(words) < (FEWEST if share.mention.decimals else AT_LENGTH):
        return None
    told = [w for w in wholes if w.role == "plain" and w.value > part.value and w.index < part.index and not w.is_base]
    told = [w for w in told if w.dimension == part.dimension]
    found = [w for w in told if words <= set(w.label)] or [w for w in told if words <= _opening(ledger, w)]
    return found[0] if found and len({w.value for w in found}) == 1 else None


def _opening(ledger: Ledger, whole: Entry) -> set[str]:
    """The characters of a sentence in front of its first figure."""
    if ledger.by_sentence[whole.sentence][0] is not whole:
        return set()
    return set(_SENTENCE.split(paragraph_of(ledger.document, whole)[: whole.place.start])[-1][-OPENING:])
