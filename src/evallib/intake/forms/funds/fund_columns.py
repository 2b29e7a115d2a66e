"""Columns of a form's funds (资金表头): which header tells the budget, what was spent, its rate and its points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import halves, number, pieces, shown
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.model.table_words import NO_WORDS
from evallib.parsing.cells import clean_text
from evallib.parsing.headers import parse_header, span_of, undress
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
PERCENT = re.compile(r"\d+(?:\.\d+)?[%％]")
BUDGET_WORD = re.compile("预算|指标|安排|批复|下达|计划")
FIRST, LATER = re.compile("年初|期初|初始|批复|原"), re.compile("调整|全年|最终|年末|变更")
ARRIVED = re.compile("到位|下拨")
#: What was added to a budget or taken away, and no budget of its own.
CHANGE = re.compile(r"调整(?:数|额|金额)?$|调增|调减|追加|增减")
#: The whole of an amount that is told by its sources too.
WHOLE = re.compile(r"总额|合计|小计|总计|金额")
#: The column that says what an amount is for.
ITEM_HEADER = re.compile(r"(?:任务|资金|项目|支出|经费)(?:名称|项目|来源|内容|类别|构成)")
RATE_TOLERANCE = Decimal("0.006")


def fund_columns(sheet: Sheet, row: int, own: Mapping[str, str] = NO_WORDS) -> dict[str, HeaderCell]:
    """The columns of a row of fund headers.

    Args:
        sheet: the sheet.
        row: the row.
        own: own wordings of the unit with their columns, from its mapping.yaml; they count before all else.

    Returns:
        Header by column of self_evaluation_funds; empty where the row is no header of funds: it tells what was spent,
        and the budget or the rate beside it. The words decide; a form has too few rows to judge by its values.
    """
    texts = {str(value) for value in sheet.rows[row] if isinstance(value, str) and value.strip()}
    if len(texts) < 2 or _figures(sheet, row) > 1:  # a label beside each figure is no header
        return {}
    cells = [replace(cell, values="") for cell in header_cells(sheet, row, row, rows=0)]
    # A cell that is merged down is the heading of the block, one merged across stands in it once.
    headings = {(top, left) for top, left, bottom, _ in sheet.merged if top <= row < bottom}
    cells = [
        cell
        for cell in cells
        if (anchor := sheet.anchor(row, cell.column)) not in headings and anchor[1] == cell.column
    ]
    # What has figures under it comes first: a heading left of the rows (资金使用情况) may speak of spending too.
    aside = [cell for cell in cells if span_of(cell.text).aside or span_of(cell.text).kind == "expected"]
    filled = [cell for cell in cells if cell not in aside and _filled(sheet, row, cell.column)]
    found = {own[name]: cell for cell in reversed(cells) for name in reversed(cell.names) if name in own}
    if (both := next((cell for cell in cells if both_amounts(cell.text)), None)) is not None and not found:
        found = dict.fromkeys(both_amounts(both.text), both)
    for group in (filled, [cell for cell in cells if cell not in filled and cell not in aside], aside):
        for rank in range(READINGS):
            for cell in group:
                if cell in found.values():
                    continue
                readings = kept_meanings(cell)
                if rank < len(readings) and (name := readings[rank]) not in found:
                    found[name] = cell
    if "executed_yuan" not in found or not any(name in found for name in (*BUDGETS, "printed_execution_rate")):
        return {}
    if "adjusted_budget_yuan" not in found and "initial_budget_yuan" in found:
        # One budget only: it is the one that the rate is measured on.
        found["adjusted_budget_yuan"] = found.pop("initial_budget_yuan")
    return _of_wholes(sheet, row, _second_budget(sheet, row, _by_rate(sheet, row, found, cells), cells))


def both_amounts(text: str) -> list[str]:
    """The two amounts that a header tells at once, in their order; empty for any other header.

    >>> both_amounts("预算数/支出数"), both_amounts("执行率（B/A）")
    (['adjusted_budget_yuan', 'executed_yuan'], [])
    """
    told = halves(undress(text).core)
    if told is None or "executed_yuan" not in meanings_of(told[1]) or not {*BUDGETS} & {*meanings_of(told[0])}:
        return []
    return ["adjusted_budget_yuan", "executed_yuan"]


def _of_wholes(sheet: Sheet, row: int, found: dict[str, HeaderCell]) -> dict[str, HeaderCell]:
    """Under 预算数 merged over 总额｜财政拨款｜其他 the amount is the whole: the column 总额, else the first one."""
    if not is_lower_header(sheet, row, found):
        return found
    wholes = {}
    for name, cell in found.items():
        under = [
            column for column in range(cell.column, sheet.width) if sheet.anchor(row, column) == (row, cell.column)
        ]
        told = [column for column in under if WHOLE.fullmatch(undress(clean_text(sheet.value(row + 1, column))).core)]
        wholes[name] = replace(cell, column=(told or under or [cell.column])[0])
    return wholes


def is_lower_header(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> bool:
    """Whether the row under a header of funds tells the parts of its amounts, in words alone: 总额｜财政拨款｜其他."""
    if row + 1 >= len(sheet.rows):
        return False
    spans = [(left, right) for top, left, bottom, right in sheet.merged if top == row == bottom and right > left]
    split = [
        cell
        for name, cell in columns.items()
        if name in AMOUNTS and any(left <= cell.column <= right for left, right in spans)
    ]
    below = [text for cell in split if (text := clean_text(sheet.value(row + 1, cell.column)))]
    return bool(below) and _figures(sheet, row + 1) == 0 and all(not text[0].isdigit() for text in below)


def parts_of_amounts(sheet: Sheet, row: int, own: Mapping[str, str] = NO_WORDS) -> set[int]:
    """The columns that tell parts of an amount whose whole stands beside them, under one merged header."""
    columns = fund_columns(sheet, row, own)
    wholes = {cell.column for cell in columns.values()}
    anchors = {sheet.anchor(row, cell.column) for name, cell in columns.items() if name in AMOUNTS}
    return {column for column in range(sheet.width) if column not in wholes and sheet.anchor(row, column) in anchors}


def _filled(sheet: Sheet, row: int, column: int) -> bool:
    below = (shown(sheet, line, column) for line in range(row + 1, min(row + 4, len(sheet.rows))))
    return next((text for text in below if text), "")[:1].isdigit()


def _figures(sheet: Sheet, row: int) -> int:
    places = [column for column in range(sheet.width) if sheet.anchor(row, column) == (row, column)]
    return sum(
        number(sheet, row, column) is not None
        or bool(pieces(shown(sheet, row, column)))
        or PERCENT.fullmatch(shown(sheet, row, column)) is not None
        for column in places
    )


def _by_rate(sheet: Sheet, row: int, found: dict[str, HeaderCell], cells: list[HeaderCell]) -> dict[str, HeaderCell]:
    """The budget is the column by which what was spent makes the printed rate, where the one by words does not."""
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

    chosen, first_budget = found.get("adjusted_budget_yuan"), found.get("initial_budget_yuan")
    if chosen and first_budget and CHANGE.search(chosen.text) and holds(first_budget) and not holds(chosen):
        del found["initial_budget_yuan"]  # 预算批复数 beside 预算调整数: the latter is what was added
        return found | {"adjusted_budget_yuan": first_budget}
    others = [cell for cell in cells if cell not in found.values() and holds(cell)]
    others = [cell for cell in others if not ARRIVED.search(cell.text)] or others  # 计划安排 beside 实际到位
    if (chosen is None or not holds(chosen)) and len(others) == 1:
        found["adjusted_budget_yuan"] = others[0]
        if chosen is not None and "initial_budget_yuan" not in found:
            found["initial_budget_yuan"] = chosen
    return found


def _second_budget(
    sheet: Sheet, row: int, found: dict[str, HeaderCell], cells: list[HeaderCell]
) -> dict[str, HeaderCell]:
    """A column of amounts beside one budget whose words say budget too: the earlier is initial, the later adjusted."""
    chosen = found.get("adjusted_budget_yuan")
    if chosen is None or "initial_budget_yuan" in found:
        return found
    others = [
        cell
        for cell in cells
        if cell not in found.values()
        and BUDGET_WORD.search(cell.text)
        and (amount := number(sheet, row + 1, cell.column)) is not None
        and not (CHANGE.search(cell.text) and amount * 2 < (number(sheet, row + 1, chosen.column) or 0))
    ]
    if len(others) != 1:
        return found
    first, later = others[0], chosen
    if (LATER.search(first.text) and not LATER.search(later.text)) or (
        FIRST.search(later.text) and not FIRST.search(first.text)
    ):
        first, later = later, first
    return found | {"initial_budget_yuan": first, "adjusted_budget_yuan": later}


def kept_meanings(cell: HeaderCell) -> list[str]:
    """The columns of self_evaluation_funds that a header may mean, best first."""
    return [KEPT[name] or name for reading in _meanings(cell) if (name := str(reading.value)) in KEPT]


def meanings_of(label: str) -> list[str]:
    """The columns of self_evaluation_funds that a label beside a figure may mean, best first.

    >>> meanings_of("全年执行数（万元）"), meanings_of("实施单位")
    (['executed_yuan'], [])
    """
    return kept_meanings(HeaderCell(0, label))


def _meanings(cell: HeaderCell) -> list[Reading]:
    """What a fund's header may mean; its points belong to the rate that they are given for: 执行率权重, 执行率得分."""
    core = undress(cell.text).core
    for ending, name in (("权重", "weight_score"), ("分值", "weight_score"), ("得分", "published_score")):
        if core.endswith(ending) and len(core) > len(ending) and not core.startswith(("自评分", "得分")):
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
