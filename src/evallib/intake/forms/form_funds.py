"""Funds of a form (资金): initial, adjusted and executed amounts by source, the points of the execution rate."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evallib.intake.files.workbook import Sheet
from evallib.intake.forms.form_cells import number, shown
from evallib.intake.forms.form_shape import FUNDS_ROWS, FormShape
from evallib.intake.tables.cell_values import ValueProblemError, clean_text, is_blank, parse_money
from evallib.intake.tables.header_cells import HeaderCell, header_cells
from evallib.model.problems import Problem, ProblemList
from evallib.parsing.headers import money_unit, undress
from evallib.parsing.percentages import parse_percentage

ITEM = re.compile(
    r"(?:[一二三四五六1-6①-⑥(（][、.)）]?)?\s*(?:其中)?[:：]?\s*(?:.{0,10}(?:资金|拨款|总额|合计|总计|结转|结余|收入|补助|预算|经费|支出|财政|贷款|投入|基金|专户|其他|单位|自筹|小计|中央|省级|市级|区级|县级|地方)).{0,14}"
)
TOTAL = re.compile(
    r"(?:年度|项目|全年|预算|财政)*(?:资金)?(?:总额|合计|总计|总金额|总量|总资金|资金总额|预算总额)|合计|总计|金额|年度预算"
)
STOP = re.compile(r"年度|总体目标|预期|绩效|目标")
AMOUNTS = ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")
TOTAL_ITEM = "年度资金总额"


def read_funds(sheet: Sheet, shape: FormShape, problems: ProblemList) -> list[dict[str, Any]]:
    """The rows of the block of funds.

    Args:
        sheet: the sheet.
        shape: the form.
        problems: receives a missing unit of money and cells that cannot be read.

    Returns:
        Records of self_evaluation_funds without their source; the total first, as the form prints it.
    """
    if shape.funds is None:
        problems.add(_without_funds(sheet, "自评表的资金部分认不出来"))
        return []
    columns = _columns(header_cells(sheet, shape.funds, shape.funds, rows=FUNDS_ROWS))
    unit = _unit(sheet, shape, columns)
    if unit is None:
        problems.add(_without_funds(sheet, "自评表的资金部分没有写明单位"))
        return []
    first = min(cell.column for name, cell in columns.items())
    rows: list[dict[str, Any]] = []
    for row in range(shape.funds + 1, min(shape.last, len(sheet.rows))):
        texts = [text for column in range(first) if (text := clean_text(sheet.value(row, column)))]
        item = next((text for text in reversed(texts) if ITEM.fullmatch(text.replace(" ", ""))), None)
        if row == shape.indicators.top or (texts and item is None and STOP.search(texts[0])):
            break
        if item is None:
            if rows or row > shape.funds + 1:
                break
            if all(is_blank(sheet.value(row, cell.column)) for cell in columns.values()):
                continue
            item = TOTAL_ITEM
        record: dict[str, Any] = {"funds_item": item.strip(" :："), "row": row}
        for name, cell in columns.items():
            record[name] = _value(sheet, row, name, cell, unit, problems)
        record["cells"] = {name: sheet.place(row, cell.column) for name, cell in columns.items()}
        rows.append(record)
    return _with_total(rows)


def _columns(cells: list[HeaderCell]) -> dict[str, HeaderCell]:
    wanted = {
        "initial_budget_yuan",
        "adjusted_budget_yuan",
        "executed_yuan",
        "weight_score",
        "printed_execution_rate",
        "published_score",
    }
    found: dict[str, HeaderCell] = {}
    for rank in range(3):
        for cell in cells:
            if rank >= len(cell.meanings) or cell in found.values():
                continue
            name = {
                "self_score": "published_score",
                "approved_total_yuan": "adjusted_budget_yuan",
                "applied_budget_yuan": "initial_budget_yuan",
            }.get(str(cell.meanings[rank].value), str(cell.meanings[rank].value))
            if name in wanted and name not in found:
                found[name] = cell
    if "adjusted_budget_yuan" not in found and "initial_budget_yuan" in found:
        # One budget only: it is the one that the rate is measured on.
        found["adjusted_budget_yuan"] = found.pop("initial_budget_yuan")
    return found


def _unit(sheet: Sheet, shape: FormShape, columns: dict[str, HeaderCell]) -> str | None:
    assert shape.funds is not None
    texts = [cell.text for cell in columns.values()]
    texts += [clean_text(sheet.merged_value(shape.funds, column)) for column in range(sheet.width)]
    texts += [
        clean_text(value)
        for row in range(shape.funds + 1, min(shape.funds + 6, len(sheet.rows)))
        for value in sheet.rows[row][:3]
    ]
    texts += [clean_text(value) for row in range(shape.funds - 1, shape.first - 1, -1) for value in sheet.rows[row]]
    return next((unit for text in texts if text and (unit := money_unit(text))), None)


def _value(sheet: Sheet, row: int, name: str, cell: HeaderCell, unit: str, problems: ProblemList) -> Any:
    value = sheet.value(row, cell.column)
    if name in {"weight_score", "published_score"}:
        return number(sheet, row, cell.column)
    if name == "printed_execution_rate":
        return _rate(shown(sheet, row, cell.column), "%" in cell.text or "％" in cell.text)
    try:
        return parse_money(value, money_unit(cell.text) or unit)
    except ValueProblemError as error:
        problems.add(
            Problem("intake.not_money", f"“{cell.text}”读不出来", file=sheet.file, sheet=sheet.name,
                    cell=sheet.place(row, cell.column), value=clean_text(value), expected=error.expected, advice=error.advice)
        )  # fmt: skip
        return None


def _rate(text: str, percent_header: bool) -> Decimal | None:
    """0.958, 95.8 and 95.8% are the same rate: a rate of spending lies near one, never near a hundredth."""
    readings = parse_percentage(text, percent_header=percent_header and "%" not in text and "％" not in text)
    fraction = next((r.value for r in readings if Decimal("0.02") <= abs(r.value) <= 2), None)
    return fraction if fraction is not None else (readings[0].value if readings else None)


def _with_total(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The total stands first; money that stands only in 其中 rows under an empty total is summed up by nobody here."""
    for position, record in enumerate(rows):
        label = undress(record["funds_item"]).core
        if TOTAL.fullmatch(label) and not str(record["funds_item"]).startswith("其中"):
            record["funds_item"] = (
                TOTAL_ITEM if position == 0 or label.endswith(("总额", "总金额")) else record["funds_item"]
            )
            rows.insert(0, rows.pop(position))
            break
    if rows and rows[0]["funds_item"] != TOTAL_ITEM and len(rows) == 1:
        rows[0]["funds_item"] = TOTAL_ITEM
    return rows


def _without_funds(sheet: Sheet, message: str) -> Problem:
    return Problem(
        "intake.form_without_funds",
        message,
        file=sheet.file,
        sheet=sheet.name,
        expected="“项目资金（万元）”或“项目资金（元）”，及全年预算数、全年执行数",
        advice="请在资金部分的表头写明单位（万元或元）和各列的名称",
        severity="warning",
    )
