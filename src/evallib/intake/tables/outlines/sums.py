"""Outlines that sums tell (由金额看层级): which lines add up to a line above, and how well an outline adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from evallib.identities import rounding_room
from evallib.intake.tables.outlines.marks import Line, is_of_which

#: Fewer parts than these are an example and no sum; a figure of one column alone is believed with so many digits.
FEWEST_PARTS, FEWEST_DIGITS = 2, 4
#: A list of 其中 below such a part of its whole names some of it only.
LISTED = Decimal("0.9")


class Fit(NamedTuple):
    """How an outline adds up: the figures that differ from the sum of their parts, and those that agree."""

    wrong: int
    right: int


def adding_up(lines: Sequence[Line], fewest: int = FEWEST_PARTS) -> list[int]:
    """The levels under which every line that can be the sum of the lines right below it is one.

    Args:
        lines: the lines.
        fewest: of how many parts; with 1 a line is also the part of one with the same amounts above it.

    >>> amounts = ((590,), (530,), (468,), (62,), (60,), (25,), (35,))
    >>> adding_up([Line("", 0, [Decimal(a * 1013) for a in row]) for row in amounts])
    [1, 2, 3, 3, 2, 3, 3]
    """
    parents: list[int | None] = [None] * len(lines)
    heads: list[int] = []  # the lines below that are no parts yet
    for row in range(len(lines) - 1, -1, -1):
        for count in range(fewest, len(heads) + 1):
            if count == 1 and _same(lines[heads[0]], lines[row]):
                continue
            if _is_sum([lines[head] for head in heads[:count]], lines[row], fewest):
                for head in heads[:count]:
                    parents[head] = row
                del heads[:count]
                break
        heads.insert(0, row)
    levels: list[int] = []
    for parent in parents:
        levels.append(1 if parent is None else levels[parent] + 1)
    return levels


def fit(lines: Sequence[Line], levels: Sequence[int], total: Sequence[Any] | None) -> Fit:
    """How well an outline adds up.

    Args:
        lines: the lines.
        levels: their levels.
        total: the amounts of the 合计, where there is one.
    """
    wrong = right = 0
    for whole, parts in _wholes(lines, levels, total):
        partly = any(is_of_which(part.label) for part in parts)
        for printed, added in _compared(parts, whole):
            differs = abs(sum(added, Decimal(0)) - printed) > rounding_room([*added, printed])
            if differs and partly and sum(added, Decimal(0)) < (LISTED if len(parts) > 1 else 1) * printed:
                continue  # 其中 lists a part of it
            wrong, right = wrong + differs, right + (not differs)
    return Fit(wrong, right)


def _wholes(
    lines: Sequence[Line], levels: Sequence[int], total: Sequence[Any] | None
) -> Iterator[tuple[Sequence[Any], list[Line]]]:
    if total is not None:
        yield total, [line for line, level in zip(lines, levels, strict=True) if level == 1]
    for row, level in enumerate(levels):
        parts = []
        for later in range(row + 1, len(lines)):
            if levels[later] <= level:
                break
            if levels[later] == level + 1:
                parts.append(lines[later])
        if parts:
            yield lines[row].amounts, parts


def _compared(parts: Sequence[Line], whole: Sequence[Any]) -> Iterator[tuple[Decimal, list[Decimal]]]:
    """The figures of a whole that can be compared, each with those of its parts."""
    for column, printed in enumerate(whole):
        values = [part.amounts[column] for part in parts]
        told = [Decimal(value) for value in values if value is not None]
        if printed is not None and told:
            yield Decimal(printed), told


def _same(one: Line, other: Line) -> bool:
    """Whether two lines have one name and one code: a line that was entered twice is no part of itself."""
    return bool(one.label) and (one.label, one.code) == (other.label, other.code)


def _is_sum(parts: Sequence[Line], whole: Line, fewest: int) -> bool:
    """Whether a line is the sum of others by its columns, one slip aside, and by no accident of round figures."""
    agree, differ = set[Decimal](), 0
    for printed, added in _compared(parts, whole.amounts):
        if abs(sum(added, Decimal(0)) - printed) > rounding_room([*added, printed]):
            differ += 1
        elif printed and sum(map(bool, added)) >= fewest:
            agree.add(printed)
    if len(agree) > 1:
        return differ < FEWEST_PARTS
    return not differ and any(len(number.normalize().as_tuple().digits) >= FEWEST_DIGITS for number in agree)
