"""Sums around a figure that nothing ties: any two or more amounts beside it that it would complete but for one digit.

No words have to tell them. How many sums were tried is weighed against how seldom one digit would complete one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.ledger import SUM, Entry, Ledger, Relation, addable, make
from evallib.audit.ledger.candidates.candidate_relation import CandidateRelation
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.silence.items_apart import may_overlap
from evallib.audit.ledger.silence.levels_apart import are_of_levels
from evallib.audit.ledger.slips import digit_count
from evallib.audit.ledger.wholes.completeness import is_open
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns

_REST = re.compile(r"其余|剩余|余下|结余|结存|结转|其他|其它|另|尚|还|差额|未|没|不|净")
BEFORE, AFTER = 8, 6
SHORTEST, LONGEST = 3, 8
TELLING = 3
#: No words call it a sum: it takes more to be telling.
UNCALLED = -0.5


def loose_sums(ledger: Ledger, tied: set[int]) -> Iterator[CandidateRelation]:
    """Sums that fail by one digit and in which a figure stands that is in no relation.

    Args:
        ledger: the figures.
        tied: ids of the entries that stand in a relation that holds.
    """
    for entry in ledger.prose:
        if id(entry) in tied or not _counts(entry) or not is_telling(entry) or _overlaps(ledger, entry):
            continue
        pool = _pool(ledger, entry)
        if len(pool) < 3:
            continue
        found, tried = _missed(pool, entry)
        for whole, parts in found:
            if not is_telling(whole) or are_of_levels(parts):
                continue
            relation = make(whole, parts, SUM, "sum.prose", what_of(whole))
            if not relation.holds():
                yield CandidateRelation(relation, cue_of_sum(whole, parts), max(1, tried // 4))


def loose_sum_of(ledger: Ledger, relation: Relation) -> CandidateRelation | None:
    """A sum that holds, as it is found beside its whole where a slip makes it fail; None where it is not."""
    whole, parts = relation.result, relation.terms
    if not (_counts(whole) and is_telling(whole)) or _overlaps(ledger, whole):
        return None
    pool = _pool(ledger, whole)
    at = [next((i for i, e in enumerate(pool) if e is part), -1) for part in parts]
    if min(at) < 0 or len({p.depth for p in parts}) > 1:
        return None
    row = at == list(range(at[0], at[0] + len(parts))) and parts[0].sentence == parts[-1].sentence
    if len(parts) > 2 and (not row or len(parts) > LONGEST or is_open(parts)):
        return None
    _, tried = _missed(pool, whole)
    return CandidateRelation(relation, cue_of_sum(whole, parts), max(1, tried // 4))


def _counts(entry: Entry) -> bool:
    named = entry.dimension not in {"", "score"}  # a bare number is a mark or a limit as often as a count
    return named and entry.is_amount and entry.role == "plain" and not entry.mention.hedge and entry.value > 0


def is_telling(entry: Entry) -> bool:
    """Whether it has three digits or more that say something: round figures add up by accident."""
    return digit_count(entry.mention, telling=True) >= TELLING


def _overlaps(ledger: Ledger, entry: Entry) -> bool:
    """Whether the paragraph says that its items overlap, or prints a calculation of its own."""
    text = paragraph_of(ledger.document, entry)
    return may_overlap(ledger, entry) or bool(patterns.search(r"[=×÷]", text))


def _pool(ledger: Ledger, entry: Entry) -> list[Entry]:
    """Amounts of its kind beside a figure, in the order of the text, with it."""
    found = [
        e
        for e in ledger.prose[max(0, entry.index - 2 * BEFORE) : entry.index + 2 * AFTER]
        if _counts(e) and (e is entry or addable(e, entry)) and abs(e.paragraph - entry.paragraph) <= 1
    ]
    at = next(i for i, e in enumerate(found) if e is entry)
    return found[max(0, at - BEFORE) : at + AFTER + 1]


def _missed(pool: Sequence[Entry], entry: Entry) -> tuple[list[tuple[Entry, tuple[Entry, ...]]], int]:
    """Sums with the figure that fail by what one wrong digit makes, and how many were tried."""
    found: list[tuple[Entry, tuple[Entry, ...]]] = []
    tried = 0
    others = [e for e in pool if e is not entry]
    for i, a in enumerate(others):
        for b in others[i + 1 :]:
            whole, parts = _biggest(entry, a, b)
            tried += 1
            flat = parts[0].depth == parts[1].depth  # “结案179件（含上年8件）” is not added to itself
            if flat and _is_one_digit(whole.rough - sum(p.rough for p in parts), (whole, *parts)):
                found.append((whole, parts))
    for start in range(len(pool)):
        for stop in range(start + SHORTEST, min(start + LONGEST, len(pool)) + 1):
            run = pool[start:stop]
            if run[0].sentence != run[-1].sentence or len({e.depth for e in run}) > 1 or is_open(run):
                continue
            inside = any(e is entry for e in run)
            total = sum(e.rough for e in run)
            for whole in [e for e in pool if e not in run] if inside else [entry]:
                tried += 1
                if whole.rough > max(e.rough for e in run) * 0.5 and _is_one_digit(whole.rough - total, (whole, *run)):
                    found.append((whole, tuple(run)))
    return found, tried


def _biggest(a: Entry, b: Entry, c: Entry) -> tuple[Entry, tuple[Entry, ...]]:
    whole, *parts = sorted((a, b, c), key=lambda e: -e.rough)
    return whole, tuple(sorted(parts, key=lambda e: e.index))


def _is_one_digit(away: float, entries: Sequence[Entry]) -> bool:
    """Whether a difference is a digit and noughts in the finest place of the figures."""
    finest = min(2 * e.step for e in entries)
    steps = round(abs(away) / finest)
    if not steps or abs(abs(away) / finest - steps) > 0.01:
        return False
    return not str(steps).strip("0")[1:]


def cue_of_sum(whole: Entry, parts: Sequence[Entry]) -> float:
    """How plainly places say that some amounts beside each other make up one of them."""
    entries = sorted((whole, *parts), key=lambda e: e.index)
    cue = UNCALLED + 0.3 * (entries[0].sentence == entries[-1].sentence) + 0.3 * whole.is_whole
    cue += 0.4 * any(_REST.search(e.label) for e in parts)
    # “A万元，增长P%。其中甲部门B万元，增长Q%；乙部门C万元”: all that the sentence behind it takes out of an amount.
    opened = parts[0].spot is not None and "其中" in parts[0].spot.gap and whole.index < parts[0].index
    cue += 0.6 * (opened and parts[0].sentence == parts[-1].sentence <= whole.sentence + 1)
    return cue + 0.3 * (entries[-1].index - entries[0].index == len(parts))
