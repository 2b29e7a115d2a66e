"""Columns of a form's funds (资金表头): which header tells the budget, what was spent, its rate and its points."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import number, shown
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.parsing.headers import parse_header, undress
from evallib.parsing.percentages import parse_percentage
from evallib.parsing.readings import Reading

BUDGETS = ("initial_budget_yuan", "adjusted_budget_yuan")
AMOUNTS = (*BUDGETS, "executed_yuan")
#: Concepts of a fund's header → the column that they are kept in.
KEPT = {
    **dict.fromkeys(AMOUNTS, ""),
    "weight_score": "",
    "printed_execution_rate": "",
    "published_score": "",
    "self_score": "published_score",
    "approved_total_yuan": "adjusted_budget_yuan",
    "applied_budget_yuan": "initial_budget_yuan",
    "issued_yuan": "initial_budget_yuan",
    "final_accounts_yuan": "executed_yuan",
    "amount_yuan": "initial_budget_yuan",
}
BUDGET = re.compile(r"(?:年度|全年|当年|本年)?(?:财政)?预算(?:安排)?(?:数|额|金额)?")
READINGS = 3
RATE_TOLERANCE = Decimal("0.006")


def fund_columns(sheet: Sheet, row: int) -> dict[str, HeaderCell]:
    """The columns of a row of fund headers.

    Args:
        sheet: the sheet.
        row: the row.

    Returns:
        Header by column of self_evaluation_funds; empty where the row is no header of funds: it tells what was spent,
        and the budget or the rate beside it. The words decide; a form has too few rows to judge by its values.
    """
    texts = {str(value) for value in sheet.rows[row] if isinstance(value, str) and value.strip()}
    if len(texts) < 2:
        return {}
    cells = [replace(cell, values="") for cell in header_cells(sheet, row, row, rows=0)]
    # A cell that is merged down is the heading of the block, one merged across stands in it once.
    headings = {(top, left) for top, left, bottom, _ in sheet.merged if top <= row < bottom}
    cells = [
        cell
        for cell in cells
        if (anchor := sheet.anchor(row, cell.column)) not in headings and anchor[1] == cell.column
    ]
    found: dict[str, HeaderCell] = {}
    for rank in range(READINGS):
        for cell in cells:
            if cell in found.values():
                continue
            readings = [str(r.value) for r in _meanings(cell) if str(r.value) in KEPT]
            if rank < len(readings) and (name := KEPT[readings[rank]] or readings[rank]) not in found:
                found[name] = cell
    if "executed_yuan" not in found or not any(name in found for name in (*BUDGETS, "printed_execution_rate")):
        return {}
    if "adjusted_budget_yuan" not in found and "initial_budget_yuan" in found:
        # One budget only: it is the one that the rate is measured on.
        found["adjusted_budget_yuan"] = found.pop("initial_budget_yuan")
    return _by_rate(sheet, row, found, cells)


def _by_rate(sheet: Sheet, row: int, found: dict[str, HeaderCell], cells: list[HeaderCell]) -> dict[str, HeaderCell]:
    """The budget is the column by which what was spent makes the printed rate, where the one chosen by words does not."""
    first = row + 1
    if "printed_execution_rate" not in found or first >= len(sheet.rows):
        return found
    spent = number(sheet, first, found["executed_yuan"].column)
    rate = parse_percentage(shown(sheet, first, found["printed_execution_rate"].column))
    if not spent or not rate:
        return found

    def holds(cell: HeaderCell) -> bool:
        budget = number(sheet, first, cell.column)
        return budget is not None and budget > 0 and any(abs(spent / budget - r.value) < RATE_TOLERANCE for r in rate)

    chosen = found.get("adjusted_budget_yuan")
    others = [cell for cell in cells if cell not in found.values() and holds(cell)]
    if chosen is not None and not holds(chosen) and len(others) == 1:
        found["adjusted_budget_yuan"] = others[0]
    return found


def _meanings(cell: HeaderCell) -> list[Reading]:
    """What a fund's header may mean; its points belong to the rate that they are given for: 执行率权重, 执行率得分."""
    core = undress(cell.text).core
    for ending, name in (("权重", "weight_score"), ("分值", "weight_score"), ("得分", "published_score")):
        if core.endswith(ending) and len(core) > len(ending):
            return [reading for reading in parse_header(ending) if reading.value == name] or list(cell.meanings)
    if BUDGET.fullmatch(core) and not any(str(reading.value) in KEPT for reading in cell.meanings):
        return parse_header("预算数")  # 年度预算数 heads whole blocks elsewhere; among amounts it is one
    return list(cell.meanings)


def stated_points(sheet: Sheet, row: int) -> str:
    """Points of the execution rate that a header states: 预算执行情况（20分）, 分值（10分）; empty where none does."""
    for column in range(sheet.width):
        if points := undress(str(sheet.merged_value(row, column) or "")).points:
            return points
    return ""
