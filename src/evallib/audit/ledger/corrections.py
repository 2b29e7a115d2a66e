"""Corrections (最小更正): the one changed figure that explains most of what fails, and breaks least of what holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from evallib.audit.ledger import Entry, Relation
from evallib.audit.ledger.relations import ties_among
from evallib.audit.ledger.silence.left_out import may_leave_out
from evallib.audit.ledger.slips import digits_of, slip_from, slips_of, unit_slips, weight_of, weight_of_difference

REPORT, DOUBT, DOUBT_SLIP = 0.74, 0.6, 0.5
#: From here on words tell a relation so plainly that what holds untold is broken by a slip of the pen at no cost.
TOLD = 0.8
#: So many digits of a rate are no accident.
FINE = 4
UNIT_SLIP = "计量单位写错"
FAR = -0.9  # ten times what it should be, or a tenth


@dataclass(slots=True)
class Correction:
    """One fault (一处差错).

    Args:
        entry: the figure that would have to change.
        value: what it would have to be.
        mends: the relations that fail now and would hold, the surest first.
        breaks: how many relations hold now and would not.
        cause: the slip of the pen, "" if none.
        evidence: from 0 to 1.
        sure: whether no other figure would explain the same as well.
        usual: whether it gives a figure the unit that most are told in.
        rank: how well it explains, against others.
    """

    entry: Entry
    value: Fraction
    mends: list[Relation]
    breaks: int
    cause: str
    evidence: float
    sure: bool = True
    usual: bool = False
    rank: tuple[float, float] = (0.0, 0.0)

    @property
    def text(self) -> str:
        """The right figure as it would be printed; in another unit where only the unit is wrong."""
        for value, text in unit_slips(self.entry.mention):
            if value == self.value:
                return text
        return self.entry.mention.printed_with(self.value)


def explain(failing: Sequence[Relation], holding: Sequence[Relation]) -> list[Correction]:
    """Explain failing relations by as few changed figures as possible, the best explained first."""
    touching = ties_among([*failing, *holding])
    left = {id(r): r for r in failing}
    options = [c for relation in failing for c in _options(relation, touching, left)]
    usual = _usual_scale(e for r in (*failing, *holding) for e in r.entries) if options else 0
    for option in options:
        # Of “98505万元，减少16158元” the one is wrong that is told in another unit than the rest.
        option.usual = bool(usual) and option.cause == UNIT_SLIP and option.entry.mention.scale != usual
    mending: dict[int, list[Correction]] = defaultdict(list)
    for option in options:
        option.rank = _rank(option)
        for relation in option.mends:
            mending[id(relation)].append(option)
    found: list[Correction] = []
    while left and options:
        options.sort(key=lambda c: c.rank, reverse=True)
        best = options[0]
        others = {id(c): c for r in best.mends for c in mending[id(r)] if c is not best}.values()
        best.sure = not any(c.entry is not best.entry and best.rank[0] - c.rank[0] < 0.1 for c in others)
        found.append(best)
        for relation in best.mends:
            left.pop(id(relation), None)
        for other in others:  # only they are worth less now
            _trim(other, left)
        options = [c for c in options[1:] if c.mends]
    return found


def _usual_scale(entries: Iterable[Entry]) -> int:
    """The unit that most amounts of money are told in: 10000 for 万元; 0 where two are told as often."""
    scales = Counter(e.mention.scale for e in {id(e): e for e in entries}.values() if e.dimension == "money")
    first, second = [*scales.most_common(2), (0, 0), (0, 0)][:2]
    return first[0] if first[1] > second[1] else 0


def _trim(correction: Correction, left: dict[int, Relation]) -> None:
    correction.mends = [r for r in correction.mends if id(r) in left]
    if correction.mends:
        correction.evidence, correction.rank = _evidence(correction), _rank(correction)


def _rank(correction: Correction) -> tuple[float, float]:
    result = any(correction.entry is r.result for r in correction.mends)
    closeness = _closeness(correction)
    score = sum(max(r.strength, 0.2) for r in correction.mends) - 0.7 * correction.breaks
    score += _bonus(correction)
    # Of two figures in different units the smaller one lost its 亿 or 万 more often than the other gained one.
    grown = correction.cause == UNIT_SLIP and abs(correction.value) > abs(correction.entry.value)
    # Of two figures the one that a slip of the pen leads to, the more so in a sentence.
    blend = correction.mends[0].formula.kind == "blend"  # of many rates the one that a slip explains
    score += bool(correction.cause) * (0.015 if correction.entry.spot is None else 0.06 if blend else 0.03)
    # No slip of the pen makes an amount many times what it should be; its rate is told as a fraction then.
    of_growth = correction.mends[0].formula.kind in {"change", "change_by"}
    score -= 0.8 * (of_growth and not (result or correction.cause) and closeness < FAR)
    return score + 0.02 * result + 0.01 * _is_exact(correction) + 0.04 * correction.usual + 0.005 * grown, closeness


def _is_exact(correction: Correction) -> bool:
    """Whether the value is the one that the best relation gives, and not one that its rounding allows as well."""
    solved = correction.mends[0].solved(correction.entry)
    if correction.cause == UNIT_SLIP:
        return True  # in another unit it is printed to another place
    return solved is not None and abs(solved - correction.value) <= correction.entry.mention.half


def _closeness(correction: Correction) -> float:
    """The smaller the change, the better."""
    old, new = abs(float(correction.entry.value)), abs(float(correction.value))
    return -abs(new - old) / max(new, old, 1e-9)


def _options(
    relation: Relation, touching: dict[int, list[Relation]], left: dict[int, Relation]
) -> Iterable[Correction]:
    for entry in {id(e): e for e in relation.entries}.values():
        for value, slip in _values(relation, entry):
            near = touching[id(entry)]
            mends = [r for r in near if id(r) in left and r.holds(entry, value)]
            broken = [r for r in near if id(r) not in left and not r.holds(entry, value)]
            mends.sort(key=lambda r: -r.strength)
            told = slip not in {"", UNIT_SLIP} and mends[0].strength >= TOLD
            breaks = sum(not told or r.strength > 0 or _is_fine(r) for r in broken)
            correction = Correction(entry, value, mends, breaks, slip, 0.0)
            alone = entry.spot is None and len({frozenset(map(id, r.entries)) for r in mends}) == 1
            borne_out = alone and any(map(_is_fine, broken))  # a rate of its own says the same
            correction.evidence = min(_evidence(correction), DOUBT if borne_out else 1.0)
            yield correction


def _is_fine(relation: Relation) -> bool:
    """A rate of four digits holds by no accident, whether words tell it or not, nor one that a column bears out."""
    fine = len(digits_of(relation.result.mention.text).replace(".", "")) >= FINE or relation.strength >= TOLD
    return fine and relation.formula.kind == "ratio"


def _values(relation: Relation, entry: Entry) -> Iterable[tuple[Fraction, str]]:
    """The value that mends the relation, and slips of the printed one that do."""
    seen = set()
    mention = entry.mention
    solved = relation.solved(entry)
    unit = 2 * mention.half
    for value, _ in unit_slips(mention):
        close = solved is not None and abs(float(value - solved)) <= 0.15 * abs(float(solved))
        if value not in seen and close and relation.holds(entry, value):
            seen.add(value)
            yield value, UNIT_SLIP
    if solved is not None and unit:
        rounded = Fraction(round(solved / unit)) * unit
        if solved / unit - int(solved / unit) == Fraction(1, 2):
            rounded = (int(solved / unit) + 1) * unit
        nil = rounded == 0 and (entry is relation.result or relation.formula.kind == "sum")
        if rounded not in {mention.value, *seen} and (rounded > 0 or nil or mention.value <= 0):
            seen.add(rounded)
            if relation.holds(entry, rounded):
                yield rounded, slip_from(mention, rounded)
    if solved is None:
        return
    for value in slips_of(mention, float(solved), max(0.02 * abs(float(solved)), float(unit))):
        if value in seen or (value <= 0 < mention.value):
            continue
        if relation.holds(entry, value):
            seen.add(value)
            yield value, slip_from(mention, value)


def _evidence(correction: Correction) -> float:
    return min(_weight(correction), max(r.most for r in correction.mends))


def _weight(correction: Correction) -> float:
    told: dict[frozenset[int], float] = {}
    for relation in correction.mends:  # A − B = C and C + B = A are one witness
        figures = frozenset(map(id, relation.entries))
        told[figures] = max(relation.strength, told.get(figures, 0.0))
    doubt = prod(1 - strength for strength in told.values())
    if correction.breaks and all(r.code == "same.sentence" for r in correction.mends):
        return 0.0  # each of the two follows from figures of its own: they are two
    bonus = _bonus(correction)
    if correction.cause == UNIT_SLIP:
        bonus = max(bonus, 0.4)  # a factor of exactly ten thousand is no accident
    if not bonus and max(r.strength for r in correction.mends) < 0.6:
        return min(0.5, 1 - doubt)  # several weak readings without a slip that explains them prove nothing
    if bonus and len(correction.mends) > 1:
        bonus += 0.1
    if any(r.may_be_rounded for r in correction.mends):
        return DOUBT
    if correction.cause not in {UNIT_SLIP, "小数点错位"} and all(may_leave_out(r) for r in correction.mends):
        return min(DOUBT, 1 - doubt + bonus)
    return min(0.99, 1 - doubt + bonus) - 0.08 * min(correction.breaks, 2)


def _bonus(correction: Correction) -> float:
    """What it is worth that one slip of the pen explains what fails."""
    entry = correction.entry
    if not correction.cause or any(r.formula.kind == "blend" for r in correction.mends):
        return 0.0  # among so many figures of a blend some digit always fits
    if all(r.formula.is_list and len(r.terms) >= 2 for r in correction.mends):
        figures = [e for r in correction.mends for e in r.entries]
        scale = max(e.mention.scale for e in figures)  # “1.6万件” among 2222件 and 5978件 blurs all beside it
        # A total of a sentence is known to its last place; tables print 104% for 104.00%.
        told = min(2 * r.result.mention.half * (r.result.spot is not None) for r in correction.mends)
        finest = max(told, min(2 * e.mention.half for e in figures if e.mention.scale == scale))
        if entry.dimension == "score" and (correction.value - entry.value).denominator == 1:
            finest = max(finest, Fraction(1))  # what a list of marks leaves out got its full marks, whole ones
        weight = weight_of_difference(correction.value - entry.value, finest)
        if correction.cause == "小数点错位" and len(digits_of(entry.mention.text).replace(".", "").strip("0")) > 1:
            return 0.4  # a factor of exactly ten or a hundred is no accident, but of 10 or 300
        if entry.spot is None:
            return min(weight, 0.4)  # the total of a table leaves no row out, but may take in what is not a row
        # What a list of round amounts leaves out is round as well, and looks like one digit.
        even = sum(e.value % (100 * finest) == 0 for e in figures)
        return min(weight, 0.15) if 3 * even > len(figures) else weight
    rates = [w for r in correction.mends if (w := _weight_of_rate(r, entry)) is not None]
    if len(rates) == len(correction.mends) == 1:
        return rates[0]
    return max(weight_of(entry.mention), *rates, 0.0)


def _weight_of_rate(relation: Relation, entry: Entry) -> float | None:
    """How little chance there is that a slip gives a rate: as many slips as digits, against the rate's precision."""
    if relation.formula.kind not in {"ratio", "rest", "change", "change_by"} or not relation.result.value:
        return None
    digits = len([c for c in entry.mention.text if c.isdigit()])
    blur = max([float(2 * t.half / abs(t.value)) for t in relation.terms if t is not entry and t.value], default=0.0)
    if relation.result is not entry:
        blur = max(blur, float(2 * relation.result.mention.half / abs(relation.result.value)))
    else:
        blur = max(blur, float(2 * entry.mention.half / abs(entry.value)))
    chance = 9 * digits * blur
    return 0.28 if chance < 0.01 else 0.2 if chance < 0.03 else 0.15 if chance < 0.06 else 0.05
