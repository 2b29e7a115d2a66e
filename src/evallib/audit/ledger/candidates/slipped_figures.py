"""The figures of a ledger as one slip of the pen would have them, worked out once for each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor, log10

from evallib.audit.ledger import Entry, Relation
from evallib.audit.ledger.slips import digits_of, numbers_of, unit_slips

LEAST_DIGITS = 2
#: What sums of floats may lose, wide on purpose: what is let through is reckoned exactly afterwards.
BLUR = 1e-9
#: What one wrong digit (1 to 9) or two swapped ones (9, 18, … 81) move a figure by, from 10 on, times a power of ten.
SHAPES = sorted({*range(10, 101, 10), *range(18, 82, 9), 180})
UNIT_GAIN, UNIT_REST = 9998.0, 0.001
#: A factor of exactly ten thousand is no accident.
UNIT_RARITY = 2.0
SHARP = 0.1
#: So finely printed a rate is that of one pair of small numbers only.
PRECISE = 0.002


class SlippedFigures:
    """What the figures of a ledger would be with one slip; of a figure of one digit nothing is asked."""

    def __init__(self) -> None:
        self._values: dict[int, tuple[list[float], list[int], Fraction]] = {}
        self._units: dict[int, list[Fraction]] = {}
        self._digits: dict[int, int] = {}

    def digits(self, entry: Entry) -> int:
        """How many digits a figure is printed with."""
        found = self._digits.get(id(entry))
        if found is None:
            found = self._digits[id(entry)] = len(digits_of(entry.mention.text).replace(".", ""))
        return found

    def near(self, entry: Entry, aim: float, room: float) -> list[Fraction]:
        """The values one wrong digit away that lie within `room` of `aim`, in order."""
        found = self._values.get(id(entry))
        if found is None:
            numbers, scale = numbers_of(entry.mention)
            numbers = sorted(set(numbers), reverse=scale < 0)
            above, below = scale.numerator, scale.denominator
            found = self._values[id(entry)] = [number * above / below for number in numbers], numbers, scale
        rough, numbers, scale = found
        return [n * scale for n in numbers[bisect_left(rough, aim - room) : bisect_right(rough, aim + room)]]

    def in_other_units(self, entry: Entry) -> list[Fraction]:
        """The values with another unit of the same figure."""
        found = self._units.get(id(entry))
        if found is None:
            found = self._units[id(entry)] = [value for value, _ in unit_slips(entry.mention)]
        return found

    def mending(self, relation: Relation, loose: Sequence[Entry]) -> Iterator[tuple[Entry, Fraction, float]]:
        """Figures of a failing relation with the slips that mend it, and how telling each kind of slip is by itself."""
        for entry in {id(e): e for e in loose}.values():
            if not self.can_slip(relation, entry):
                continue
            small = self.digits(entry) < LEAST_DIGITS
            solved = relation.solved(entry)
            if solved is None or solved * entry.value <= 0:
                continue
            aim = float(solved)
            room = max(abs(aim) * 0.02, 4 * entry.step)
            for value in sorted(self.near(entry, aim, room), key=lambda v: abs(v - solved)):  # the exact one first
                if relation.holds(entry, value):
                    yield entry, value, 0.0
            for value in () if small else self.in_other_units(entry):
                near = abs(float(value) - aim) <= 0.15 * abs(aim) and _is_sharp(relation, entry, aim)
                if near and relation.holds(entry, value):
                    yield entry, value, UNIT_RARITY

    def can_slip(self, relation: Relation, entry: Entry) -> bool:
        """Whether a slip of a figure is looked for: of one digit it is only where a rate is printed finely."""
        return self.digits(entry) >= LEAST_DIGITS or _is_precise(relation, entry)

    def can_make_up_one(self, wholes: Sequence[Entry], parts: Sequence[Entry]) -> bool:
        """Whether a slip of one figure can make some parts add up to one of several amounts.

        Never False where exact sums could say yes.
        """
        total, spread = sum([p.rough for p in parts]), sum([p.rough_half for p in parts])
        # Another unit adds nearly ten thousand times as much, or takes nearly the whole figure away.
        gain = UNIT_GAIN * min([abs(p.rough) for p in parts])
        scaled = [p.rough for p in parts if p.mention.scale > 1]
        for whole in wholes:
            missing = whole.rough - total
            room = spread + whole.rough_half + BLUR * (abs(missing) + abs(whole.rough)) + 1e-12
            if abs(missing) + room >= min(gain, UNIT_GAIN * abs(whole.rough)) or (
                scaled and any(abs(missing + p) <= UNIT_REST * abs(p) + room for p in scaled)
            ):
                return True
            if whole.mention.scale > 1 and abs(missing - whole.rough) <= UNIT_REST * abs(whole.rough) + room:
                return True
            if _is_shape_of_slip(abs(missing), room) and (
                self._can_move(whole, -missing, room) or any(self._can_move(part, missing, room) for part in parts)
            ):
                return True
        return False

    def _can_move(self, entry: Entry, by: float, room: float) -> bool:
        """Whether one slip changes a figure by so much, give or take the room."""
        return self.digits(entry) >= LEAST_DIGITS and bool(self.near(entry, entry.rough + by, room))


def _is_precise(relation: Relation, entry: Entry) -> bool:
    """Whether a rate is printed so finely that hardly any other figure of one digit gives it: 5 of 9 are 55.56%."""
    rate = relation.result
    if (
        relation.formula.kind not in {"ratio", "rest"}
        or rate is entry
        or len(relation.terms) != 2
        or rate.value in {0, 100}
    ):
        return False
    if any(t.dimension != "count" for t in relation.terms):
        return False
    part = rate.rough if relation.formula.kind == "ratio" else 100 - rate.rough
    return rate.dimension == "percent" and 2 * rate.step <= PRECISE * abs(part)


def _is_sharp(relation: Relation, entry: Entry, aim: float) -> bool:
    """Whether the others say closely what a figure should be: 41.35 − 41.32 leaves anything from 0.02 to 0.04."""
    return relation.formula.kind != "sum" or sum(e.step for e in relation.entries if e is not entry) < SHARP * abs(aim)


def _is_shape_of_slip(missing: float, room: float) -> bool:
    """Whether a difference can be what one slip makes.

    >>> [_is_shape_of_slip(d, 0.01) for d in (270.0, 3.0, 13.0, 0.54, 5.0e6, 0.0)], _is_shape_of_slip(13.0, 5.5)
    ([True, True, False, True, True, True], True)
    """
    if missing <= room or missing - room <= 0:
        return True
    place = 10.0 ** (floor(log10(missing)) - 1)
    digits, blur = missing / place, room / place
    at = bisect_left(SHAPES, digits - blur)
    return blur >= 9 or SHAPES[at] <= digits + blur
