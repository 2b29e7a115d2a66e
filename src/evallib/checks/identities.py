"""Identities (勾稽关系): figures of a clean table that must agree with each other.

Pure arithmetic: frame in, disagreements out. The gate asks it through the suites in expectations/, the audit for its
findings. Nothing is repaired; a disagreement shows both figures and how the second arises.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from evallib.checks.wholes import find_wholes, groups

TEN_THOUSAND = Decimal(10000)
LONGEST_SUM = 12


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A printed figure and what the other figures make of it.

    Args:
        row, column: where the printed figure stands in the frame.
        subject: what it is, in Chinese, without the column's name.
        printed, recomputed: both figures as text with unit.
        arithmetic: how the second arises.
        rounding: rounding alone can explain it.
    """

    row: Hashable
    column: str
    subject: str
    printed: str
    recomputed: str
    arithmetic: str
    rounding: bool = False


def sums(
    frame: pd.DataFrame,
    columns: Sequence[str],
    label: str,
    rows: str = "below",
    by: Sequence[str] = (),
    level: str = "",
    listed: float = 0,
    unit: str = "",
) -> Iterator[Disagreement]:
    """合计 and 小计 that differ from the sum of their parts.

    Args:
        frame: clean rows.
        columns: the columns that are added up; a part without a figure is left out.
        label: the column that names a row.
        rows: how the table states sums, see `evallib.checks.wholes.find_wholes`; so are the next two.
        by: columns within whose groups the parts are looked for.
        level: the column that tells levels apart.
        listed: a sum of parts below this share of the whole is a list of examples, not a breakdown.
        unit: 万元, 元, 件, 人 or 分, in which the figures are said.

    >>> frame = pd.DataFrame({"row_kind": ["line", "line", "total"], "n": [1, 2, 4], "name": ["甲", "乙", "合计"]})
    >>> [(found.row, found.printed, found.arithmetic) for found in sums(frame, ["n"], "name", unit="件")]
    [(2, '4 件', '1 + 2 = 3')]
    """
    figures = {column: dict(told(frame[column])) for column in columns}
    for whole in find_wholes(frame, rows, label, by, level):
        for column in columns:
            printed = figures[column].get(whole.row)
            parts = [figures[column][part] for part in whole.parts if part in figures[column]]
            total = sum(parts, Decimal(0))
            if printed is None or not parts or total == printed or total < Decimal(str(listed)) * printed:
                continue
            scale = TEN_THOUSAND if unit == "万元" else 1
            shown = " + ".join(number_text(part / scale) for part in parts)
            if len(parts) > LONGEST_SUM:
                shown = f"{len(parts)} 行之和"
            yield Disagreement(whole.row, column, whole.name, _said(printed, unit), _said(total, unit),
                               f"{shown} = {number_text(total / scale)}",
                               abs(total - printed) <= _slack([*parts, printed], unit))  # fmt: skip


def calculations(
    frame: pd.DataFrame,
    result: str,
    operation: str,
    operands: Sequence[str],
    label: str,
    by: Sequence[str] = (),
    tolerance: str = "0",
    unit: str = "",
) -> Iterator[Disagreement]:
    """Printed results of a calculation within a row that differ from it.

    Args:
        frame: clean rows.
        result: the column with the printed result.
        operation: a key of `OPERATIONS`; a ratio is compared to a hundredth of a percentage point.
        operands: the columns it is calculated from, in order.
        label: the column that names a row.
        by: columns that name the row further, e.g. the year.
        tolerance: difference that is allowed.
        unit: unit of amounts.

    >>> frame = pd.DataFrame({"name": ["甲"], "rate": [Decimal("0.9992")], "a": [Decimal(517)], "b": [Decimal(517)]})
    >>> [(found.printed, found.arithmetic) for found in calculations(frame, "rate", "ratio", ["a", "b"], "name")]
    [('99.92%', '517 ÷ 517 = 100.00%')]
    """
    sign, compute = OPERATIONS[operation]
    is_rate = result.endswith("_rate") or result == "rate"
    figures = [dict(told(frame[column])) for column in operands]
    names = dict(zip(frame.index, frame[[*by, label]].itertuples(index=False, name=None), strict=True))
    for row, printed in told(frame[result]):
        if not all(row in column for column in figures):
            continue
        exact = [column[row] for column in figures]
        recomputed = compute(*exact)
        if recomputed is None:
            continue
        agrees = abs(recomputed - printed) <= Decimal(tolerance)
        if agrees or (is_rate and tolerance == "0" and _at(recomputed, 4) == _at(printed, 4)):
            continue
        subject = "".join(f"{part}年" if column == "year" else str(part)
                          for column, part in zip([*by, label], names[row], strict=True))  # fmt: skip
        scale = TEN_THOUSAND if unit == "万元" else 1
        terms = [number_text(value / scale) if c.endswith("_yuan") else number_text(value)
                 for c, value in zip(operands, exact, strict=True)]  # fmt: skip
        said = _percent(recomputed) if is_rate else number_text(recomputed / scale)
        yield Disagreement(row, result, subject, _percent(printed) if is_rate else _said(printed, unit),
                           said if is_rate else _said(recomputed, unit), f"{sign.format(*terms)} = {said}",
                           is_rate and tolerance == "0" and _agrees_as_printed(printed, recomputed))  # fmt: skip


def group_sums(
    frame: pd.DataFrame, column: str, by: Sequence[str], total: str = "1", slack: str = "0", unit: str = ""
) -> Iterator[Disagreement]:
    """Groups of lines whose figures do not add up to a fixed total: shares to 100%, weights to 100 分.

    Args:
        frame: clean rows.
        column: the figures.
        by: columns that form the groups.
        total: what they have to add up to.
        slack: what rounding may make of each figure.
        unit: unit of the figures.
    """
    for name, group in groups(frame[frame["row_kind"] == "line"], by):
        figures = list(told(group[column]))
        parts = [value for _, value in figures]
        added = sum(parts, Decimal(0))
        off = abs(added - Decimal(total))
        if parts and off > Decimal(slack) * len(parts):
            say = _percent if column.endswith("_rate") else lambda value: _said(value, unit)
            shown = " + ".join(say(part) for part in parts) if len(parts) <= LONGEST_SUM else f"{len(parts)} 行之和"
            yield Disagreement(figures[0][0], column, name.rstrip("·"), say(Decimal(total)), say(added),
                               f"{shown} = {say(added)}")  # fmt: skip


def told(column: pd.Series) -> Iterator[tuple[Hashable, Decimal]]:
    """Index label and exact value of the cells of a column that hold a figure."""
    for row, value in zip(column.index, column, strict=True):
        if not pd.isna(value):
            yield row, value if isinstance(value, Decimal) else Decimal(str(value))


def _slack(values: list[Decimal], unit: str) -> Decimal:
    """What rounding alone may make of a sum: half a unit of the last place per amount.

    Only amounts that all stand in 万元 to two places are known to be rounded; others have to add up exactly.
    """
    rounded = unit == "万元" and all(value % 100 == 0 for value in values)
    return Decimal(50) * len(values) if rounded else Decimal(0)


def _agrees_as_printed(printed: Decimal, recomputed: Decimal) -> bool:
    """Whether a rate agrees at the places at which it is printed: 98% and 98.27%."""
    places = max(2, -int(printed.normalize().as_tuple().exponent))
    return places < 4 and _at(recomputed, places) == printed


def _at(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _percent(rate: Decimal) -> str:
    return f"{_at(rate * 100, 2)}%"


def _said(value: Decimal, unit: str) -> str:
    text = number_text(value / TEN_THOUSAND if unit == "万元" else value)
    return f"{text} {unit}" if unit else text


def number_text(value: Decimal) -> str:
    """A number with thousands separators and no trailing zeros.

    >>> number_text(Decimal("391328.0000"))
    '391,328'
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text or "0"


def _ratio(a: Decimal, b: Decimal) -> Decimal | None:
    return a / b if b else None


#: How a calculation is written, and what it gives; None where its denominator is 0.
OPERATIONS: dict[str, tuple[str, Any]] = {
    "ratio": ("{} ÷ {}", _ratio),
    "product": ("{} × {}", lambda a, b: a * b),
    "difference": ("{} − {}", lambda a, b: a - b),
    "sum": ("{} + {}", lambda a, b: a + b),
    "growth": ("({0} − {1}) ÷ {1}", lambda a, b: _ratio(a - b, b)),
    "complement": ("({0} − {1}) ÷ {0}", lambda a, b: _ratio(a - b, a)),
}
