"""The figures of a ledger as one slip of the pen would have them, worked out once for each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from math import floor, log10

from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.slips import digits_of, moves_of, slips_of, unit_slips

LEAST_DIGITS = 2
#: What sums of floats may lose, wide on purpose: what is let through is reckoned exactly afterwards.
BLUR = 1e-9
#: What one wrong digit (1 to 9) or two swapped ones (9, 18, … 81) move a figure by, from 10 on, times a power of ten.
SHAPES = sorted({*range(10, 101, 10), *range(18, 82, 9), 180})
#: Another unit takes nearly the whole figure away, or adds nearly ten thousand times as much.
UNIT_LOSS, UNIT_GAIN = 0.999, 9998.0


class SlippedFigures:
    """What the figures of a ledger would be with one slip; of a figure of one digit nothing is asked."""

    def __init__(self) -> None:
        self._values: dict[int, tuple[list[float], list[Fraction]]] = {}
        self._units: dict[int, list[Fraction]] = {}
        self._moves: dict[int, list[float]] = {}
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
            values = sorted(set(slips_of(entry.mention)))
            found = self._values[id(entry)] = [float(v) for v in values], values
        rough, values = found
        return values[bisect_left(rough, aim - room) : bisect_right(rough, aim + room)]

    def in_other_units(self, entry: Entry) -> list[Fraction]:
        """The values with another unit of the same figure."""
        found = self._units.get(id(entry))
        if found is None:
            found = self._units[id(entry)] = [value for value, _ in unit_slips(entry.mention)]
        return found

    def can_make_up(self, whole: Entry, parts: Sequence[Entry], missing: float, room: float) -> bool:
        """Whether a slip of one of the figures can make the parts add up; never False where exact sums could say yes.

        Args:
            whole: what they should make up.
            parts: the summands.
            missing: the whole less the parts, as printed.
            room: what may be missing in any case.
        """
        room += BLUR * (abs(missing) + abs(whole.rough)) + 1e-12
        if _is_unit_slip(whole, -missing, room) or any([_is_unit_slip(part, missing, room) for part in parts]):
            return True
        if not _is_shape_of_slip(abs(missing), room):
            return False
        return self._can_move(whole, -missing, room) or any([self._can_move(part, missing, room) for part in parts])

    def _can_move(self, entry: Entry, by: float, room: float) -> bool:
        moves = self._moves.get(id(entry))
        if moves is None:
            found = moves_of(entry.mention) if self.digits(entry) >= LEAST_DIGITS else []
            moves = self._moves[id(entry)] = sorted(found)
        at = bisect_left(moves, by - room)
        return at < len(moves) and moves[at] <= by + room


def _is_unit_slip(entry: Entry, by: float, room: float) -> bool:
    """Whether a figure can change so much by being told in another unit; wide on purpose."""
    figure = entry.rough
    if abs(by) + room >= UNIT_GAIN * abs(figure):
        return True
    return entry.mention.scale > 1 and abs(by + figure) <= (1 - UNIT_LOSS) * abs(figure) + room


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
