"""Questions about funds (资金的待认列): headers of money not understood, with the lines of mapping.yaml to settle them.

What was spent is the column that makes the printed rate; where a single concept is missing, the single unknown header
may be it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import number, shown
from evallib.intake.forms.form_shape import FUNDS, FormShape
from evallib.intake.forms.funds.fund_columns import AMOUNTS, BUDGETS, RATE_TOLERANCE, fund_columns, kept_meanings
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.model.table_words import to_confirm
from evallib.parsing.headers import parse_header, span_of
from evallib.parsing.percentages import parse_percentage

FEWEST_AMOUNTS = 2
#: What stands for a column that nothing tells.
UNKNOWN = "列名"
#: Asked for in this order.
WANTED = ("executed_yuan", "adjusted_budget_yuan", "initial_budget_yuan")


def fund_header(sheet: Sheet, shape: FormShape) -> int | None:
    """The row of headers over the amounts of a form: the one that was understood, or the likeliest of its head."""
    if shape.funds is not None:
        return shape.funds
    rows = range(shape.first, min(shape.indicators.top, len(sheet.rows)))
    return next((row for row in rows if _is_likely(sheet, row)), None)


def unknown_amounts(sheet: Sheet, shape: FormShape) -> dict[str, HeaderCell]:
    """The headers of a form's money that were not understood, by the column of self_evaluation_funds that each may be.

    Args:
        sheet: the sheet.
        shape: the form.
    """
    row = fund_header(sheet, shape)
    if row is None or shape.pairs:
        return {}
    known = fund_columns(sheet, row, shape.fund_words) or _by_words(sheet, row, shape.fund_words)
    unknown = [
        cell
        for cell in _cells(sheet, row)
        if cell.column not in {other.column for other in known.values()}
        and _is_unknown(cell)
        and _amount(sheet, row, cell) is not None
    ]
    missing = [name for name in WANTED if name not in known]
    if "executed_yuan" in known and {*BUDGETS} & known.keys():
        missing = []  # what else stands there is a part or of another time
    if len(unknown) == 1 and missing:
        return {missing[0]: unknown[0]}
    if (pair := _by_rate(sheet, row, known, unknown)) is not None:
        return pair
    return {f"{UNKNOWN}{n or ''}": cell for n, cell in enumerate(unknown)} if missing else {}


def how_to_settle(sheet: Sheet, shape: FormShape) -> str:
    """The advice with the two lines of mapping.yaml; empty where no header of the money is open."""
    unknown = unknown_amounts(sheet, shape)
    return to_confirm(FUNDS, {name: cell.text for name, cell in unknown.items()}, sheet.file) if unknown else ""


def _is_likely(sheet: Sheet, row: int) -> bool:
    """Whether a row of words stands over amounts, one of which its words tell, or beside a printed rate."""
    cells = _cells(sheet, row)
    if any(number(sheet, row, cell.column) is not None for cell in cells):
        return False
    amounts = [cell for cell in cells if _amount(sheet, row, cell) is not None]
    names = {name for cell in cells for name in kept_meanings(cell)}
    return len(amounts) >= FEWEST_AMOUNTS and bool(names & {*AMOUNTS, "printed_execution_rate"})


def _cells(sheet: Sheet, row: int) -> list[HeaderCell]:
    return [replace(cell, values="") for cell in header_cells(sheet, row, row, rows=0)]


def _by_words(sheet: Sheet, row: int, own: Mapping[str, str]) -> dict[str, HeaderCell]:
    found: dict[str, HeaderCell] = {}
    for cell in _cells(sheet, row):
        names = [own[name] for name in cell.names if name in own] or kept_meanings(cell)
        name = next((name for name in names if name not in found), None)
        if name is not None and (name not in AMOUNTS or _amount(sheet, row, cell) is not None):
            found[name] = cell
    return found


def _is_unknown(cell: HeaderCell) -> bool:
    return not kept_meanings(cell) and not parse_header(cell.text) and not span_of(cell.text).kind


def _amount(sheet: Sheet, row: int, cell: HeaderCell) -> Decimal | None:
    below = (number(sheet, line, cell.column) for line in range(row + 1, min(row + 3, len(sheet.rows))))
    return next((value for value in below if value is not None), None)


def _by_rate(
    sheet: Sheet, row: int, known: Mapping[str, HeaderCell], unknown: list[HeaderCell]
) -> dict[str, HeaderCell] | None:
    """Budget and what was spent, where two of the open columns make the printed rate and no other two do."""
    rate = known.get("printed_execution_rate")
    told = (
        parse_percentage(shown(sheet, row + 1, rate.column)) if rate is not None and row + 1 < len(sheet.rows) else []
    )
    if not told or {"executed_yuan", "adjusted_budget_yuan"} & known.keys():
        return None
    pairs = [
        (budget, spent)
        for budget, spent in permutations(unknown, 2)
        if (whole := number(sheet, row + 1, budget.column))
        and (part := number(sheet, row + 1, spent.column)) is not None
        and any(abs(part / whole - reading.value) < RATE_TOLERANCE for reading in told)
    ]
    return {"adjusted_budget_yuan": pairs[0][0], "executed_yuan": pairs[0][1]} if len(pairs) == 1 else None
