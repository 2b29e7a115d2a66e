"""Scales (量级与类型): 万元 mixed with 元, fractions mixed with percentages, and values of the wrong type.

What these find is a suspicion, not arithmetic: a value that would fit its neighbours if it were multiplied by ten
thousand, or by a hundred.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from numbers import Integral
from statistics import median_low
from typing import Any

import pandas as pd

from evallib.identities.calculations import Disagreement, number_text, told
from evallib.identities.groups import groups
from evallib.identities.printed_places import TEN_THOUSAND
from evallib.identities.wholes import find_wholes, kinds, only_rows, row_name

NEAR = (Decimal("0.9"), Decimal("1.1"))
WIDE = (Decimal("0.5"), Decimal(2))
COLUMN = (Decimal("0.05"), Decimal(2))
APART, AGREE = 300, 100
FEWEST_NEIGHBOURS = 3
FEWEST_ROWS = 2
LARGEST_FRACTION = Decimal("0.0101")
SMALLEST_SHARE = Decimal("0.2")
CLOSE = Decimal("0.00005")
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
    frame: pd.DataFrame,
    columns: Sequence[str],
    label: str,
    by: Sequence[str] = (),
    rows: Sequence[str] = ("below",),
    level: str = "",
) -> Iterator[Disagreement]:
    """Amounts that look as if they were in 万元 among amounts in 元, or the other way round.

    An amount is doubtful if ten thousand times it (or a ten-thousandth of it) fits: the other amounts of its row, the
    sum of its parts within a tenth, or the other lines of its column while it stands a thousand times apart from all
    of them. A column that is doubtful in every row is told once.

    Args:
        frame: clean rows.
        columns: the amounts.
        label: the column that names a row.
        by: columns within whose groups rows are compared.
        rows: the ways in which the table states sums, see `evallib.identities.wholes.find_wholes`.
        level: the column that tells levels apart.

    >>> amounts = [Decimal(n) for n in (120000, 95000, 12, 240000)]
    >>> frame = pd.DataFrame({"row_kind": "line", "name": list("甲乙丙丁"), "a_yuan": amounts})
    >>> [found.row for found in mixed_money_units(frame, ["a_yuan"], "name")]
    [2]
    """
    whole = list(_whole_columns(frame, columns))
    yield from whole
    rest = [column for column in columns if column not in {found.column for found in whole}]
    totals = [found for way in rows for found in _in_total(frame, rest, label, by, way, level)]
    seen: set[tuple[Hashable, str]] = set()
    for found in (*_in_row(frame, rest, label), *totals, *_in_column(frame, rest, label, by)):
        if (found.row, found.column) not in seen:
            seen.add((found.row, found.column))
            yield found


def mixed_rate_scales(
    frame: pd.DataFrame,
    column: str,
    label: str,
    ratio: Sequence[str] = (),
    by: Sequence[str] = (),
    shares: bool = False,
    only: Mapping[str, str] | None = None,
) -> Iterator[Disagreement]:
    """Rates that look like a fraction among percentages: 0.97% beside 96.5%, or a whole column of them.

    A rate of up to 1% is doubtful beside one of 20% or more, and so is a column that never rises above 1%. It is in
    order where figures prove it: the amounts of its row give it, or the shares of its group add up to 100% with it.
    Small shares are common, so one is doubtful only if a hundred times it makes up what is missing to 100%, and a
    column of shares only if they add up to 1%.

    Args:
        frame: clean rows.
        column: the rates.
        label: the column that names a row.
        ratio: two columns of which the rate is the quotient.
        by: columns within whose groups shares add up.
        shares: the rates are shares.
        only: rows whose text in a column matches a pattern are shares; the others are rates.

    >>> rates = [Decimal("0.976"), Decimal("0.0095"), Decimal("0.722")]
    >>> frame = pd.DataFrame({"rate": rates, "name": list("甲乙丙")})
    >>> [found.printed for found in mixed_rate_scales(frame, "rate", "name")]
    ['0.95%']
    """
    are_shares = only_rows(frame, only) if only else (frame if shares else frame.iloc[:0])
    for _, group in groups(are_shares, by) if len(are_shares) else ():
        yield from _odd_shares(group[kinds(group) == "line"], column, label)
    rest = frame.drop(are_shares.index)
    proved = _quotients(rest, ratio)
    rates = [(row, value) for row, value in told(rest[column]) if abs(proved.get(row, value + 1) - value) > CLOSE]
    tiny = [(row, value) for row, value in rates if 0 < value <= LARGEST_FRACTION]
    if any(value >= SMALLEST_SHARE for _, value in told(rest[column])):
        for row, value in tiny:
            yield _fraction(rest, row, column, label, value, "其余各行是百分数，此行像是小数")
    elif len(tiny) >= FEWEST_ROWS and len(tiny) == sum(value != 0 for _, value in rates):
        yield _fraction(rest, tiny[0][0], column, "", tiny[0][1], "各行都不超过 1%，像是把小数写在了百分数列里")


def wrong_types(frame: pd.DataFrame, types: Mapping[str, str]) -> Iterator[Disagreement]:
    """Values that are not of their column's declared type (see `evallib.model.schema.ColumnType`)."""
    for column, kind in types.items():
        allowed = TYPES[kind]
        for row, value in zip(frame.index, frame[column], strict=True):
            fits = isinstance(value, allowed) and not isinstance(value, bool)
            if not fits and not pd.isna(value):
                yield Disagreement(row, column, column, str(value), kind, type(value).__name__)


def _whole_columns(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[Disagreement]:
    """A column that lies far from the other amounts of its row in every row, and fits if its unit is another.

    Of two columns nobody can tell which one is wrong; the smaller is named.
    """
    amounts = {column: {row: value for row, value in told(frame[column]) if value > 0} for column in columns}
    for column in columns:
        pairs, judged = [], True
        for row, value in amounts[column].items():
            others = [amounts[other][row] for other in columns if other != column and row in amounts[other]]
            if others:
                pairs.append((value, median_low(others), row))
                judged &= max(others) <= AGREE * min(others)  # else it may be another column that is wrong
        if len(pairs) < FEWEST_ROWS or not judged:
            continue
        own, rest = sum(value for value, _, _ in pairs), sum(other for _, other, _ in pairs)
        larger = own > rest
        if larger and sum(bool(found) for found in amounts.values()) <= 2:
            continue
        apart = all((value if larger else other) > APART * (other if larger else value) for value, other, _ in pairs)
        moved = (own / TEN_THOUSAND if larger else own * TEN_THOUSAND) / rest
        if apart and COLUMN[0] <= moved <= COLUMN[1]:
            value, other, row = pairs[0]
            yield _doubt(row, column, "整列", value, other)


def _in_row(frame: pd.DataFrame, columns: Sequence[str], label: str) -> Iterator[Disagreement]:
    """An amount against the others of its row: within a tenth of one other, more freely where others agree."""
    amounts = {column: dict(told(frame[column])) for column in columns}
    for row, name, kind in zip(frame.index, frame[label], kinds(frame), strict=True):
        values = {column: amounts[column][row] for column in columns if amounts[column].get(row, 0) > 0}
        for column, value in values.items():
            others = [other for other_column, other in values.items() if other_column != column]
            agree = len(others) > 1 and max(others) <= 2 * min(others)
            within = WIDE if agree else NEAR
            small = others and all(_is_near(other / value, TEN_THOUSAND, within) for other in others)
            large = agree and all(_is_near(value / other, TEN_THOUSAND, within) for other in others)
            if small or large:
                yield _doubt(row, column, row_name(name, kind), value, others[0])


def _in_total(
    frame: pd.DataFrame, columns: Sequence[str], label: str, by: Sequence[str], way: str, level: str
) -> Iterator[Disagreement]:
    amounts = {column: dict(told(frame[column])) for column in columns}
    for whole in find_wholes(frame, way, label, by, level):
        for column in columns:
            value = amounts[column].get(whole.row, Decimal(0))
            added = sum((amounts[column].get(part, Decimal(0)) for part in whole.parts), Decimal(0))
            if (
                value > 0
                and added > 0
                and (_is_near(added / value, TEN_THOUSAND, NEAR) or _is_near(value / added, TEN_THOUSAND, NEAR))
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
                fits = any(
                    low * WIDE[0] <= moved <= high * WIDE[1] for moved in (value * TEN_THOUSAND, value / TEN_THOUSAND)
                )
                if alone and fits:
                    yield _doubt(row, column, f"{key}{names[row]}", value, others[len(others) // 2][0])


def _odd_shares(group: pd.DataFrame, column: str, label: str) -> Iterator[Disagreement]:
    values = list(told(group[column]))
    added = sum((value for _, value in values), Decimal(0))
    if len(values) >= FEWEST_ROWS and _is_one(added * 100, len(values) * 10):
        row, value = values[0]
        yield _fraction(group, row, column, "", value, f"各行之和是 {number_text(added * 100)}%，像是小数")
        return
    for row, value in values:
        if 0 < value <= LARGEST_FRACTION and not _is_one(added) and _is_one(added + value * 99):
            yield _fraction(group, row, column, label, value, "改为百分数后各行之和为 100%")


def _is_one(added: Decimal, lines: int = 10) -> bool:
    """Whether shares add up to 100%, give or take the rounding of a tenth of a percentage point each."""
    return abs(added - 1) <= Decimal("0.0005") * lines


def _quotients(frame: pd.DataFrame, ratio: Sequence[str]) -> dict[Hashable, Decimal]:
    """What the amounts of each row give as its rate."""
    if not ratio:
        return {}
    above, below = (dict(told(frame[column])) for column in ratio)
    return {row: above[row] / value for row, value in below.items() if value and row in above}


def _fraction(frame: pd.DataFrame, row: Any, column: str, label: str, value: Decimal, why: str) -> Disagreement:
    name = row_name(frame.at[row, label], kinds(frame).at[row]) if label else "整列"
    return Disagreement(row, column, name, f"{number_text(value * 100)}%", f"{number_text(value * 10000)}%", why)


def _doubt(row: Hashable, column: str, name: str, value: Decimal, other: Decimal) -> Disagreement:
    sign = "×" if other > value else "÷"
    moved = value * TEN_THOUSAND if other > value else value / TEN_THOUSAND
    shown = f"{number_text(value)} {sign} 10,000 = {number_text(moved)}"
    return Disagreement(row, column, name, f"{number_text(value)} 元", f"{number_text(other)} 元", shown)


def _is_near(ratio: Decimal, target: Decimal, within: tuple[Decimal, Decimal]) -> bool:
    return within[0] <= ratio / target <= within[1]
