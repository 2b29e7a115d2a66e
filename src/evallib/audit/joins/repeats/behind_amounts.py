"""Behind one amount (同一数后面的增减): “投诉925件，同比下降1.3%” in the summary and in the section of its own.

What an amount of three digits changed by, and what part of a whole it is, is told with it wherever it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evallib.audit.joins.repeats.apart import are_apart, is_row, unit_of
from evallib.audit.joins.repeats.identity import LEAST, OF_ANOTHER, against_of, anchor_of, subject_of
from evallib.audit.ledger import SUM, Claim, Entry, Ledger, core, make
from evallib.audit.ledger.slips import digit_count, is_slip

#: So many digits of an amount are no accident.
DIGITS = 3
STRENGTH, MOST, LOOKED_AT = 0.55, 0.8, 24


def behind_claims(ledger: Ledger) -> Iterator[Claim]:
    """One claim for every change, share or rate that is told once more of the same amount.

    Args:
        ledger: the figures.
    """
    told: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in ledger.prose:
        if entry.role not in OF_ANOTHER or not entry.value or entry.mention.hedge or len(subject_of(entry)) >= LEAST:
            continue
        anchor = anchor_of(ledger, entry)
        if anchor is None or digit_count(anchor.mention) < DIGITS or is_row(ledger, entry):
            continue
        against = core(entry.whole) if entry.role == "share" else against_of(ledger, entry)
        direction = entry.direction if entry.role in {"change", "growth"} else 0
        of = anchor.dimension, unit_of(anchor), anchor.value
        told[*of, entry.role, entry.dimension, against, direction].append(entry)
    for entries in told.values():
        for later in entries[1:]:
            others = [
                e for e in entries[:LOOKED_AT] if e.sentence != later.sentence and not are_apart(ledger, e, later)
            ]
            equal = [e for e in others if e.value == later.value]
            slipped = [e for e in others if is_slip(str(e), str(later))]
            if equal or (slipped and len({e.value for e in others}) == 1):
                relation = make(
                    later, (equal or slipped)[:1], SUM, "same.sentence", "同一数的增减、占比前后两处", STRENGTH
                )
                relation.most = MOST
                yield Claim(later, [relation], ("behind", later.index))
