"""Identities (勾稽关系): figures of a clean table that must agree with each other.

Pure arithmetic: frame in, disagreements out. The gate asks it through the suites in expectations/, the audit for its
findings. Nothing is repaired; a disagreement shows both figures and how the second arises.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.identities.printed_places import TEN_THOUSAND, agrees_as_printed, named_by, rounding_room
from evallib.identities.wholes import find_wholes, kinds, row_name
from evallib.model.rounding import round_half_up

LONGEST_SUM = 12
#: Of 其中 less than such a part of the whole is a list of examples.
MOSTLY = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a relation, and the value under which the relation would hold; None where rounding leaves several."""

    row: Hashable
    column: str
    fitting: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A printed figure and what the other figures make of it.

    Args:
        row, column: where the printed figure stands in the frame.
        subject: what it is, in Chinese, without the column's name.
        printed, recomputed: both figures as text with unit.
        arithmetic: how the second arises.
        rounding: rounding alone can explain it.
        note: why it is no contradiction at all, in Chinese: told as a note, in these words.
        cells: the figures of the relation, the printed one among them.
    """

    row: Hashable
    column: str
    subject: str
    printed: str
    recomputed: str
    arithmetic: str
    rounding: bool = False
    note: str = ""
    cells: tuple[Cell, ...] = ()


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
        rows: how the table states sums, see `evallib.identities.wholes.find_wholes`; so are the next two.
        by: columns within whose groups the parts are looked for.
        level: the column that tells levels apart.
        listed: a sum of parts below this share of the whole is a list of examples: told, but no contradiction.
        unit: 万元, 元, 件, 人 or 分, in which the figures are said.

    >>> frame = pd.DataFrame({"row_kind": ["line", "line", "total"], "n": [1, 2, 4], "name": ["甲", "乙", "合计"]})
    >>> [(found.row, found.printed, found.arithmetic) for found in sums(frame, ["n"], "name", unit="件")]
    [(2, '4 件', '1 + 2 = 3')]
    """
    figures = {column: dict(told(frame[column])) for column in columns}
    for whole in find_wholes(frame, rows, label, by, level):
        for column in columns:
            printed = figures[column].get(whole.row)
            added = [part for part in whole.parts if part in figures[column]]
            parts = [figures[column][part] for part in added]
            total = sum(parts, Decimal(0))
            if printed is None or not parts or total == printed:
                continue
            if whole.partly and total < (MOSTLY if len(parts) > 1 else 1) * printed:
                continue  # 其中 lists a part of it
            examples = total < Decimal(str(listed)) * printed
            note = f"{whole.name}的明细只列出其中 {percent_text(total / printed)}" if examples else ""
            scale = TEN_THOUSAND if unit == "万元" else 1
            shown = " + ".join(number_text(part / scale) for part in parts)
            if len(parts) > LONGEST_SUM:
                between = _subtotals(frame.loc[whole.parts[0] : whole.row], figures[column], total)
                shown = " + ".join(number_text(part / scale) for part in between) or f"{len(parts)} 行之和"
            yield Disagreement(
                whole.row,
                column,
                whole.name,
                said_in(printed, unit),
                said_in(total, unit),
                f"{shown} = {number_text(total / scale)}",
                abs(total - printed) <= rounding_room([*parts, printed], unit),
                note,
                cells_of_a_sum(column, zip(added, parts, strict=True), printed, (whole.row, column)),
            )


def cells_of_a_sum(
    column: str, parts: Iterable[tuple[Hashable, Decimal]], wanted: Decimal, whole: tuple[Hashable, str] | None = None
) -> tuple[Cell, ...]:
    """The figures that add up to a whole, each with the value under which they would.

    >>> [cell.fitting for cell in cells_of_a_sum("n", [("a", Decimal(1)), ("b", Decimal(2))], Decimal(5), ("c", "n"))]
    [Decimal('3'), Decimal('3'), Decimal('4')]
    """
    told_parts = list(parts)
    total = sum((value for _, value in told_parts), Decimal(0))
    cells = [Cell(*whole, total)] if whole else []
    for row, value in told_parts:
        fitting = value + wanted - total
        cells.append(Cell(row, column, fitting if fitting >= 0 else None))
    return tuple(cells)


def _subtotals(frame: pd.DataFrame, figures: dict[Hashable, Decimal], total: Decimal) -> list[Decimal]:
    """The 小计 of a long table, where they add up to the same."""
    rows = frame.index[frame["row_kind"] == "subtotal"]
    between = [figures[row] for row in rows if row in figures]
    return between if sum(between, Decimal(0)) == total else []


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
    labels = [row_name(name, kind) for name, kind in zip(frame[label], kinds(frame), strict=True)]
    names = dict(zip(frame.index, zip(*(frame[column] for column in by), labels, strict=True), strict=True))
    for row, printed in told(frame[result]):
        if not all(row in column for column in figures):
            continue
        exact = [column[row] for column in figures]
        recomputed = compute(*exact)
        if recomputed is None:
            continue
        agrees = abs(recomputed - printed) <= Decimal(tolerance)
        if agrees or (is_rate and tolerance == "0" and round_half_up(recomputed, 4) == round_half_up(printed, 4)):
            continue
        subject = "".join(named_by(column, part) for column, part in zip([*by, label], names[row], strict=True))
        scale = TEN_THOUSAND if unit == "万元" else 1
        terms = [
            number_text(value / scale) if c.endswith("_yuan") else number_text(value)
            for c, value in zip(operands, exact, strict=True)
        ]
        said = percent_text(recomputed) if is_rate else number_text(recomputed / scale)
        yield Disagreement(row, result, subject, percent_text(printed) if is_rate else said_in(printed, unit),
                           said if is_rate else said_in(recomputed, unit), f"{sign.format(*terms)} = {said}",
                           is_rate and tolerance == "0" and agrees_as_printed(printed, recomputed),
                           cells=(Cell(row, result, round_half_up(recomputed, 4) if is_rate else recomputed),
                                  *(Cell(row, column) for column in operands)))  # fmt: skip


def told(column: pd.Series) -> Iterator[tuple[Hashable, Decimal]]:
    """Index label and exact value of the cells of a column that hold a figure."""
    for row, value in zip(column.index, column, strict=True):
        if not pd.isna(value):
            yield row, value if isinstance(value, Decimal) else Decimal(str(value))


def percent_text(rate: Decimal) -> str:
    """A rate as people read it.

    >>> percent_text(Decimal("0.9992"))
    '99.92%'
    """
    return f"{round_half_up(rate * 100, 2)}%"


def said_in(value: Decimal, unit: str) -> str:
    """A figure with its unit; money comes in 元.

    >>> said_in(Decimal(5000), "万元"), said_in(Decimal(5), "件")
    ('0.5 万元', '5 件')
    """
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
