"""Relations between columns (列间关系): products, sums, quotients and shares that hold in every row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any, Literal

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import is_subtotal, is_total
from evallib.parsing.cells import ValueProblemError, clean_text, parse_number

Sort = Literal["quotient", "product", "sum", "share"]
#: So many rows and columns are looked at; so many rows at least have to agree.
MOST_ROWS, MOST_COLUMNS, ENOUGH = 40, 14, 2
#: Half a unit of the last printed place, and a little: rates are printed with one place at least, or whole.
FINE, COARSE = 0.0006, 0.0051
#: Amounts in 万元 are printed with two places; two rounded parts may miss their sum by one.
CENT = 0.011


@dataclass(frozen=True)
class Relation:
    """What holds in rows: columns[0] ÷ columns[1] = columns[2] (quotient); × (product); + (sum); a column's share."""

    sort: Sort
    columns: tuple[int, ...]


def find_relations(sheet: Sheet, bottom: int, cells: Sequence[HeaderCell]) -> list[Relation]:
    """The relations that hold in every row and are no accident.

    Args:
        sheet: the sheet.
        bottom: the last header row.
        cells: the headers; those over figures are looked at.
    """
    figures = [cell for cell in cells if cell.values in {"number", "percent"}][:MOST_COLUMNS]
    if len(figures) < ENOUGH:
        return []
    rows = range(bottom + 1, min(len(sheet.rows), bottom + 1 + MOST_ROWS))
    lines = [row for row in rows if not _is_sum(sheet, row)]
    values = {cell.column: {row: _number(sheet.value(row, cell.column)) for row in rows} for cell in figures}
    amounts = [cell.column for cell in figures if cell.values == "number"]
    rates = {cell.column: cell for cell in figures if _may_be_rate(cell, values[cell.column])}
    found = list(_quotients(values, amounts, rates, rows))
    found += _products_and_sums(values, amounts, rows)
    found += _shares(values, amounts, rates, lines)
    return found


def _quotients(
    values: dict[int, dict[int, float | None]],
    amounts: Sequence[int],
    rates: dict[int, HeaderCell],
    rows: Sequence[int],
) -> Iterator[Relation]:
    for column, cell in rates.items():
        scale = 100 if _in_percent(cell, values[column]) else 1
        for upper, lower in permutations([c for c in amounts if c != column], 2):
            agree = 0
            for row in rows:
                top, base, rate = values[upper][row], values[lower][row], values[column][row]
                if top is None or not base or rate is None:
                    continue
                if abs(top / base - rate / scale) > _room(rate, scale):
                    agree = 0
                    break
                agree += top != base
            if agree >= ENOUGH:
                yield Relation("quotient", (upper, lower, column))


def _products_and_sums(
    values: dict[int, dict[int, float | None]], amounts: Sequence[int], rows: Sequence[int]
) -> Iterator[Relation]:
    for one, two in combinations(amounts, 2):
        for whole in amounts:
            if whole in {one, two}:
                continue
            lines = [
                (a, b, c)
                for row in rows
                if (a := values[one][row]) is not None
                and (b := values[two][row]) is not None
                and (c := values[whole][row]) is not None
            ]
            if sum(bool(a and b) for a, b, _ in lines) < ENOUGH:
                continue
            if all(abs(a * b - c) <= CENT + 1e-6 * abs(c) for a, b, c in lines) and any(
                a not in {0, 1} and b not in {0, 1} for a, b, _ in lines
            ):
                yield Relation("product", (one, two, whole))
            if all(abs(a + b - c) <= CENT + 1e-9 * abs(c) for a, b, c in lines):
                yield Relation("sum", (one, two, whole))


def _shares(
    values: dict[int, dict[int, float | None]],
    amounts: Sequence[int],
    rates: dict[int, HeaderCell],
    lines: Sequence[int],
) -> Iterator[Relation]:
    for column, cell in rates.items():
        scale = 100 if _in_percent(cell, values[column]) else 1
        for part in amounts:
            pairs = [
                (a, r)
                for row in lines
                if (a := values[part][row]) is not None and (r := values[column][row]) is not None
            ]
            whole = sum(a for a, _ in pairs)
            if part == column or len(pairs) <= ENOUGH or not whole or len({a for a, _ in pairs}) < ENOUGH:
                continue
            if all(abs(a / whole - r / scale) <= _room(r, scale) for a, r in pairs):
                yield Relation("share", (part, column))


def _room(rate: float, scale: int) -> float:
    """Half a unit of the last place in which a rate is printed."""
    return COARSE if scale == 100 and float(rate).is_integer() else FINE


def _may_be_rate(cell: HeaderCell, values: dict[int, float | None]) -> bool:
    known = [value for value in values.values() if value is not None]
    return bool(known) and (cell.values == "percent" or all(abs(value) <= 1000 for value in known))


def _in_percent(cell: HeaderCell, values: dict[int, float | None]) -> bool:
    """Whether 98.4 stands for 98.4%; a cell formatted as a percentage holds 0.984."""
    known = [abs(value) for value in values.values() if value is not None]
    return max(known, default=0) > 3


def _is_sum(sheet: Sheet, row: int) -> bool:
    texts = [clean_text(value) for value in sheet.rows[row] if isinstance(value, str)]
    return any(is_total(text) or is_subtotal(text) for text in texts)


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        value = value.strip().removesuffix("%").removesuffix("％")
    try:
        number = parse_number(value)
    except ValueProblemError:
        return None
    return None if number is None else float(number)
