"""Certainty (把握): how sure a correction is, by what words say and by how rarely a misreading would look the same."""

from __future__ import annotations

from math import prod

from evallib.audit.findings import Confidence
from evallib.audit.ledger import HUNDRED, Relation
from evallib.audit.ledger.corrections import REPORT, UNIT_SLIP, Correction
from evallib.audit.ledger.means.named_means import is_mean_of_others
from evallib.audit.ledger.slips import digit_count
from evallib.model import patterns

HIGH = 0.88
#: Two of the last places of a figure, in halves of one.
TAIL = 4
#: From here on a slip makes a doubt a finding: of a sum, and of a rate, whose digits seldom fit by accident.
SLIPPED_SUM, SLIPPED_RATE, NEARLY_ALL = 0.695, 0.625, 0.9
#: Where words were misread a correction fits by accident this often at most, so that of what says 高 few are misread.
ACCIDENT = 0.03
#: A reading that siblings bear out.
SETTLED = 0.95


def confidence_of(correction: Correction, main: Relation) -> Confidence:
    """How sure a correction is; `main` is the relation it is told by."""
    plain = correction.evidence >= HIGH and not all(map(_is_tail, correction.mends)) and not _is_about(main)
    if plain and (_is_settled(correction) or _chance(correction) <= ACCIDENT):
        return "high"
    return "medium" if correction.evidence >= REPORT or _is_borne_out(correction, main) else "low"


def _is_about(relation: Relation) -> bool:
    """“约占6.5%” of what is 6.25%: the author says that it is not exact."""
    spot = relation.result.spot
    return spot is not None and bool(patterns.search(r"[大]?约[占为是]?$", spot.head))


def _is_settled(correction: Correction) -> bool:
    """Whether siblings that hold say what is meant: shares of one whole, the other rows or columns of a table."""
    if not correction.cause:
        return False
    return any(r.strength >= SETTLED and not r.formula.kind.startswith("change") for r in correction.mends)


def _chance(correction: Correction) -> float:
    """How often a correction as good as this one would be found if the relations it mends were misread.

    One slip turns a figure of n digits into some ten times n others; each relation leaves the figure a range in which
    it holds, and the narrower the ranges are, the fewer of those values fall into all of them. Where no slip leads to
    the value, one relation gave it, and only the others bear it out.
    """
    if correction.cause == UNIT_SLIP:
        return 0.0  # a factor of exactly ten thousand is no accident
    entry = correction.entry
    apart = {frozenset(id(e) for e in r.entries if e is not entry and e is not r.result) for r in correction.mends}
    witnesses = {frozenset(map(id, r.entries)): _room(r, correction) for r in correction.mends}
    rooms = sorted(witnesses.values())[: max(1, len(apart))]
    if not correction.cause:
        return prod(rooms[1:]) if len(rooms) > 1 else 1.0
    lists = all(r.formula.is_list for r in correction.mends)
    return (10 if lists else 10 * digit_count(entry.mention)) * prod(rooms)


def _room(relation: Relation, correction: Correction) -> float:
    """The range in which a figure satisfies a relation, as a part of the figure; of a list, of what it is off by."""
    printed = correction.entry.value
    if relation.formula.kind == "sum":
        step = float(max(2 * e.mention.half for e in relation.entries)) or 1.0
        off = correction.value - printed if relation.formula.is_list else printed
        return min(1.0, step / abs(float(off or 1)))
    return min(1.0, sum(float(2 * e.half / abs(e.value)) for e in relation.entries if e.value))


def _is_tail(relation: Relation) -> bool:
    """Whether a sum of rounded figures is off by no more than two of its last places: digits cut off may be as many."""
    total = relation.expected() if relation.formula.kind == "sum" else None
    half = relation.result.half
    return total is not None and abs(total - relation.result.value) <= TAIL * half


def _is_borne_out(correction: Correction, main: Relation) -> bool:
    """Whether one wrong digit explains what the words say all but surely.

    On texts with one digit changed such doubts lay on the change in all but one of forty-five cases: few slips give a
    rate of four digits, or a total that words tell plainly. A point that moved in 100%, marks, means of what
    another sentence counts and what is only told twice are left open.
    """
    left_open = main.result.value == HUNDRED or main.result.dimension == "score" or is_mean_of_others(main)
    if not correction.cause or left_open or main.code.startswith("same."):
        return False
    if main.formula.kind != "sum" or main.result.dimension == "percent":
        return correction.evidence >= SLIPPED_RATE
    # Of two amounts one may be what was done of all, and the other a part of it: there the words have to say so.
    apart = len(main.terms) > 2 or max(t.rough for t in main.terms) <= NEARLY_ALL * main.result.rough
    return correction.evidence >= SLIPPED_SUM and (apart or main.strength >= SLIPPED_SUM)
