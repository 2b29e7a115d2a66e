"""Relations (勾稽关系): a figure, the figures it follows from, and whether they hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evallib.audit.ledger.entries import Entry
from evallib.audit.ledger.formulas import Formula

AGREED = frozenset({"percent", "month", "year", "day", "workday"})
UNITS = frozenset(Fraction(10) ** power for power in (-8, -4, 4, 8))


@dataclass(slots=True, eq=False)
class Relation:
    """`result` should be `formula` of `terms`.

    Args:
        code: reason code if it fails.
        what: the relation in Chinese.
        strength: how sure it is that the text claims this, from 0 to 1; a relation that holds needs none. At 0 it is
            read and never told, below `corrections.DOUBT_SLIP` told where a slip of the pen explains why it fails, and
            from `corrections.REPORT` on a finding by itself.
        sign: of the printed result where words carry it (下降 5%).
        note: added to the arithmetic.
        most: how sure a fault can be at most, whatever slip explains it: where it is a doubt by its kind.
    """

    result: Entry
    terms: tuple[Entry, ...]
    formula: Formula
    code: str
    what: str
    strength: float = 0.0
    sign: int = 1
    note: str = ""
    most: float = 1.0
    entries: tuple[Entry, ...] = field(init=False)
    _held: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """All figures, the result first."""
        self.entries = (self.result, *self.terms)

    def holds(self, changed: Entry | None = None, value: Fraction | None = None) -> bool:
        """Whether it holds as printed, which is reckoned once, or with another value for one figure."""
        if changed is not None:
            return self._holds(changed, value)
        if self._held is None:
            self._held = self._holds()
        return self._held

    def _holds(self, changed: Entry | None = None, value: Fraction | None = None) -> bool:
        printed, terms = self.result.rough * self.sign, [t.rough for t in self.terms]
        if changed is not None and value is not None:
            other = value.numerator / value.denominator
            if _is_near_unit(other, changed.rough) and value / changed.value in UNITS:
                return self._with(changed, _in_other_unit(changed, value)).holds()
            printed = other * self.sign if changed is self.result else printed
            terms = [other if t is changed else x for t, x in zip(self.terms, terms, strict=True)]
        elif (quick := self._quick_look(printed, terms)) is not None:
            return quick
        half = self.result.rough_half if self._is_plain_sum else 2 * self.result.step
        if not self.formula.can_be(terms, [t.rough_half for t in self.terms], printed, half):
            return False
        if changed is None and self.formula.surely(terms, printed, half / 2):
            return True
        values = [value if e is changed and value is not None else e.value for e in self.entries]
        return fits(self.formula, self.terms, self.result, values[1:], values[0], self.sign)

    def _with(self, entry: Entry, other: Entry) -> Relation:
        terms = tuple(other if t is entry else t for t in self.terms)
        return replace(self, result=other if entry is self.result else self.result, terms=terms)

    @property
    def may_be_rounded(self) -> bool:
        """Whether a sum that fails would hold if its coarser parts are rounded: 360 beside 655.51 may be 359.64."""
        halves = [e.half for e in self.entries]
        if not self._is_plain_sum or len(set(halves)) == 1:
            return False
        total = self.expected()
        return total is not None and abs(total - self.result.value) <= halves[0] + self.formula.slack(halves[1:])

    @property
    def may_leave_remainder(self) -> bool:
        """Whether a sum lies no farther off than the rounding of all its figures together can bring it.

        Counts of whole things are not rounded and leave none.
        """
        if self.result.dimension == "count" and not any(e.half for e in self.entries):
            return False
        total = self.expected() if self._is_plain_sum and len(self.terms) > 1 else None
        slack = self.formula.slack([e.mention.half for e in self.terms])
        return total is not None and abs(total - self.result.value) <= self.result.mention.half + slack

    @property
    def _is_plain_sum(self) -> bool:
        return self.formula.kind == "sum" and self.formula.rough[0] in (1.0, -1.0)

    def _quick_look(self, printed: float, terms: Sequence[float]) -> bool | None:
        """Yes, no, or None where only exact arithmetic can say."""
        if self.formula.kind == "sum":
            return self._sum_holds(printed, terms)
        return self._quotient_holds() if self.formula.kind == "ratio" and len(terms) == 2 else None

    def _sum_holds(self, printed: float, terms: Sequence[float]) -> bool | None:
        """A quick look at a sum."""
        factor, constant, weights = self.formula.rough
        if weights:
            total = constant + sum([w * t for w, t in zip(weights, terms, strict=True)])
            room = sum([abs(w) * t.rough_half for w, t in zip(weights, self.terms, strict=True)])
        else:
            total, room = constant + sum(terms), sum([t.rough_half for t in self.terms])
        total *= factor
        half = self.result.rough_half
        error = 1e-9 * (abs(total) + abs(printed)) + 1e-12
        away = abs(total - printed)
        if away > room * abs(factor) + (half if self._is_plain_sum else 2 * self.result.step) + error:
            return False
        if not away and self.formula.surely(terms, printed, half):
            return True
        return True if half and away + error < 0.5 * half else None

    def _quotient_holds(self) -> bool | None:
        """A quick look at one figure divided by another."""
        (part, whole), result, factor = self.terms, self.result, self.formula.rough[0]
        least = whole.rough - whole.rough_half
        if least <= 0:
            return None
        share = part.rough / whole.rough
        value, printed = share * factor, result.rough * self.sign
        away = abs(value - printed)
        room = 1.2 * abs(factor) * (part.rough_half + abs(share) * whole.rough_half) / least
        if away > 2 * result.step + room + 1e-9 * (abs(value) + 1):
            return False
        return True if away < 0.95 * result.step else None

    def expected(self) -> Fraction | None:
        """The value that the terms give, with the sign as printed."""
        found = self.formula.value([t.value for t in self.terms])
        return found if found is None or self.sign == 1 else found * self.sign

    def solved(self, entry: Entry) -> Fraction | None:
        """The value of one figure that makes the relation exact."""
        if entry is self.result:
            return self.expected()
        index = next((i for i, t in enumerate(self.terms) if t is entry), None)
        if index is None or sum(t is entry for t in self.terms) > 1:
            return None
        return self.formula.solve(index, [t.value for t in self.terms], self.result.value * self.sign)

    def write(self) -> str:
        """The right-hand side with the printed figures."""
        return self.formula.write([str(t) for t in self.terms])


def fits(
    formula: Formula,
    terms: Sequence[Entry],
    result: Entry,
    values: Sequence[Fraction],
    printed: Fraction,
    sign: int = 1,
) -> bool:
    """Whether a printed result can come from the terms.

    Sums of figures of one precision have to be exact within the remainder that rounding leaves; rates may lie half a
    unit of their last place away.
    """
    if formula.kind == "sum":
        return _sum_fits(formula, terms, result, values, printed * sign)
    halves = [Fraction(0) if formula.kind == "product" and _is_agreed(t) else t.half for t in terms]
    bounds, half, printed = formula.bounds(values, halves), result.mention.half, printed * sign
    if bounds is None:
        return False
    if bounds[0] - half <= printed <= bounds[1] + half:
        return True
    # Digits cut off instead of rounded are a habit and no fault.
    middle = formula.value(values)
    cut = middle is not None and 0 <= abs(middle) - abs(printed) < 2 * half and middle * printed >= 0
    return bool(cut) and result.mention.decimals > 0


def _sum_fits(
    formula: Formula, terms: Sequence[Entry], result: Entry, values: Sequence[Fraction], printed: Fraction
) -> bool:
    """Whether a sum comes to what is printed, within the remainder that rounding leaves."""
    total = formula.value(values)
    assert total is not None
    away = abs(total - printed)
    # “9.8亿元、17.25亿元，共27.05亿元”: where the total is printed finer, a nought was left out of the part;
    # “1.2亿元 − 5201万元 = 7217万元” has a part rounded to another unit.
    scaled = any(t.half and t.mention.scale != result.mention.scale for t in terms)
    finer = not scaled and 0 < result.half == min(t.half for t in (result, *terms) if t.half)
    slack = result.half + formula.slack([min(t.half, result.half) if finer else t.half for t in terms])
    plain = formula.factor in (1, -1) and all(abs(s) == 1 for s in formula.signs)
    if not plain:
        return away <= max(slack, result.mention.half)
    if result.mention.exact and all(t.mention.exact for t in terms):
        return not away
    alone = len(terms) < 2 or any(t.half != result.half for t in terms)
    if formula.constant or alone:
        return away <= slack  # shares of 100% are each rounded by themselves
    # A remainder of rounding grows with the root of how many terms were rounded.
    units: int = max(1, round((sum(v != 0 for v in values) / 3) ** 0.5))
    return away <= min(slack, 2 * units * result.half)


def _is_near_unit(value: float, printed: float) -> bool:
    """A quick look whether a value is a printed one with another unit, wide on purpose."""
    factor = abs(value / printed) if printed else 0.0
    return factor > 0 and not 1.001e-4 < factor < 9.99e3


def _in_other_unit(entry: Entry, value: Fraction) -> Entry:
    """A figure as it would be with another unit: it is rounded to a place of that unit."""
    mention, factor = entry.mention, value / entry.value
    scale = max(1, int(mention.scale * factor))
    return replace(entry, mention=replace(mention, value=value, half=mention.half * factor, scale=scale))


def _is_agreed(entry: Entry) -> bool:
    """A rate and a time agreed upon (30% of a price, 10 months) are exact, what was reached (95.3%) is rounded."""
    return entry.dimension in AGREED and not (entry.dimension == "percent" and entry.mention.decimals == 1)


def ties_among(relations: Iterable[Relation]) -> dict[int, list[Relation]]:
    """Relations by the ids of their figures, each once for a figure."""
    found: dict[int, list[Relation]] = {}
    for relation in relations:
        for figure in {id(e) for e in relation.entries}:
            found.setdefault(figure, []).append(relation)
    return found


def make(
    result: Entry,
    terms: Sequence[Entry],
    formula: Formula,
    code: str,
    what: str,
    strength: float = 0.0,
    sign: int = 1,
    note: str = "",
) -> Relation:
    """A relation from a list of terms."""
    return Relation(result, tuple(terms), formula, code, what, strength, sign, note)
