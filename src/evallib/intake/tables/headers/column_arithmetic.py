"""Arithmetic between columns (列间验算): which column was divided by which, where the words leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.parsing.cells import ValueProblemError, parse_number
from evallib.parsing.percentages import parse_percentage

ROWS = 60
#: Printed rates have at least this many places; half a unit of the last one is their error.
TOLERANCE = Decimal("0.0006")
ENOUGH = 2


def executed_and_budget(sheet: Sheet, bottom: int, columns: Sequence[int], rate: HeaderCell) -> tuple[int, int] | None:
    """The pair of columns whose quotient is the printed rate in every row.

    Args:
        sheet: the sheet.
        bottom: the last header row.
        columns: candidate columns.
        rate: the header of the printed rate.

    Returns:
        (numerator, denominator), or None where no pair or more than one holds in at least two rows.
    """
    rows = range(bottom + 1, min(len(sheet.rows), bottom + 1 + ROWS))
    rates = {row: _rates(sheet.value(row, rate.column), "%" in rate.text or "％" in rate.text) for row in rows}
    fitting = []
    for upper, lower in permutations(dict.fromkeys(columns), 2):
        agree = against = 0
        for row in rows:
            top, base = _number(sheet.value(row, upper)), _number(sheet.value(row, lower))
            if top is None or not base or not rates[row]:
                continue
            if any(abs(top / base - printed) <= TOLERANCE for printed in rates[row]):
                agree += top != base
                continue
            against += 1
        if agree >= ENOUGH and not against:
            fitting.append((upper, lower))
    return fitting[0] if len(fitting) == 1 else None


def _number(value: Any) -> Decimal | None:
    try:
        return parse_number(value)
    except ValueProblemError:
        return None


def _rates(value: Any, percent: bool) -> list[Decimal]:
    text = "" if value is None else format(value, ".15g") if isinstance(value, float) else str(value)
    return [reading.value for reading in parse_percentage(text, percent_header=percent)]
