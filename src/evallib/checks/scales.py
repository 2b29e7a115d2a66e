"""Scales (量级与类型): 万元 mixed with 元, fractions mixed with percentages, and values of the wrong type.

What these find is a suspicion, not arithmetic: a value that would fit its neighbours if it were multiplied by ten
thousand, or by a hundred.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from numbers import Integral

import pandas as pd

from evallib.checks.identities import Disagreement, number_text, told
from evallib.checks.wholes import find_wholes, groups

FACTOR = Decimal(10000)
NEAR = (Decimal("0.9"), Decimal("1.1"))
WIDE = (Decimal("0.5"), Decimal(2))
FEWEST_NEIGHBOURS = 3
LARGEST_FRACTION = Decimal("0.0101")
SMALLEST_SHARE = Decimal("0.2")
TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "count": (Integral,),
    "integer": (Integral,),
    "decimal": (Decimal,),
    "money": (Decimal,),
    "rate": (Decimal,),
    "signed_rate": (Decimal,),
}


def mixed_money_units(
    frame: pd.DataFrame, columns: Sequence[str], label: str, by: Sequence[str] = ()
) -> Iterator[Disagreement]:
    """Amounts that look as if they were in 万元 among amounts in 元, or the other way round.

    An amount is doubtful if ten thousand times it (or a ten-thousandth of it) fits: the other amounts of its row
    within a tenth, the sum of its parts within a tenth, or the other lines of its column while it stands a thousand
    times apart from all of them.

    >>> amounts = [Decimal(n) for n in (120000, 95000, 12, 240000)]
    >>> frame = pd.DataFrame({"row_kind": "line", "name": list("甲乙丙丁"), "a_yuan": amounts})
    >>> [found.row for found in mixed_money_units(frame, ["a_yuan"], "name")]
    [2]
    """
    seen: set[tuple[Hashable, str]] = set()
    for found in (*_in_row(frame, columns, label), *_in_total(frame, columns, label, by),
                  *_in_column(frame, columns, label, by)):  # fmt: skip
        if (found.row, found.column) not in seen:
            seen.add((found.row, found.column))
            yield found


def mixed_rate_scales(frame: pd.DataFrame, column: str, label: str) -> Iterator[Disagreement]:
    """Rates that look like a fraction among percentages: 0.97% beside 96.5%.

    >>> rates = [Decimal("0.976"), Decimal("0.0095"), Decimal("0.722")]
    >>> [found.printed for found in mixed_rate_scales(pd.DataFrame({"rate": rates, "name": list("甲乙丙")}), "rate", "name")]
    ['0.95%']
    """
    rates = list(told(frame[column]))
    if not any(value >= SMALLEST_SHARE for _, value in rates):
        return
    names = dict(zip(frame.index, frame[label], strict=True))
    for row, value in rates:
        if 0 < value <= LARGEST_FRACTION and value * 100 >= SMALLEST_SHARE:
            yield Disagreement(row, column, str(names[row]), f"{number_text(value * 100)}%",
                               f"{number_text(value * 10000)}%", "其余各行是百分数，此行像是小数")  # fmt: skip


def wrong_types(frame: pd.DataFrame, types: Mapping[str, str]) -> Iterator[Disagreement]:
    """Values that are not of their column's declared type (see `evallib.model.schema.ColumnType`)."""
    for column, kind in types.items():
        allowed = TYPES[kind]
        for row, value in zip(frame.index, frame[column], strict=True):
            fits = isinstance(value, allowed) and not isinstance(value, bool)
            if not fits and not pd.isna(value):
                yield Disagreement(row, column, column, str(value), kind, type(value).__name__)


def _in_row(frame: pd.DataFrame, columns: Sequence[str], label: str) -> Iterator[Disagreement]:
    amounts = {column: dict(told(frame[column])) for column in columns}
    for row, name in zip(frame.index, frame[label], strict=True):
        values = {column: amounts[column][row] for column in columns if amounts[column].get(row, 0) > 0}
        for column, value in values.items():
            others = [other for other_column, other in values.items() if other_column != column]
            if others and all(_is_near(other / value, FACTOR, NEAR) for other in others):
                yield _doubt(row, column, str(name), value, others[0])


def _in_total(frame: pd.DataFrame, columns: Sequence[str], label: str, by: Sequence[str]) -> Iterator[Disagreement]:
    amounts = {column: dict(told(frame[column])) for column in columns}
    for whole in find_wholes(frame, "below", label, by):
        for column in columns:
            value = amounts[column].get(whole.row, Decimal(0))
            added = sum((amounts[column].get(part, Decimal(0)) for part in whole.parts), Decimal(0))
            if (
                value > 0
                and added > 0
                and (_is_near(added / value, FACTOR, NEAR) or _is_near(value / added, FACTOR, NEAR))
            ):
                yield _doubt(whole.row, column, whole.name, value, added)


def _in_column(frame: pd.DataFrame, columns: Sequence[str], label: str, by: Sequence[str]) -> Iterator[Disagreement]:
    for key, group in groups(frame[frame["row_kind"] == "line"], by):
        names = dict(zip(group.index, group[label], strict=True))
        for column in columns:
            amounts = sorted(
                ((value, row) for row, value in told(group[column]) if value > 0), key=lambda pair: pair[0]
            )
            if len(amounts) <= FEWEST_NEIGHBOURS:
                continue
            # Only an extreme value can stand apart from all the others.
            for (value, row), others in ((amounts[0], amounts[1:]), (amounts[-1], amounts[:-1])):
                low, high = others[0][0], others[-1][0]
                alone = value * 1000 < low or value > high * 1000
                fits = any(low * WIDE[0] <= moved <= high * WIDE[1] for moved in (value * FACTOR, value / FACTOR))
                if alone and fits:
                    yield _doubt(row, column, f"{key}{names[row]}", value, others[len(others) // 2][0])


def _doubt(row: Hashable, column: str, name: str, value: Decimal, other: Decimal) -> Disagreement:
    sign = "×" if other > value else "÷"
    moved = value * FACTOR if other > value else value / FACTOR
    shown = f"{number_text(value)} {sign} 10,000 = {number_text(moved)}"
    return Disagreement(row, column, name, f"{number_text(value)} 元", f"{number_text(other)} 元", shown)


def _is_near(ratio: Decimal, target: Decimal, within: tuple[Decimal, Decimal]) -> bool:
    return within[0] <= ratio / target <= within[1]
