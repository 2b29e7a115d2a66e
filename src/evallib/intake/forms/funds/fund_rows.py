"""Funds of a form (资金): initial, adjusted and executed amounts by source, the points of the execution rate."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, halves, number, shown
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.forms.funds.fund_columns import AMOUNTS, both_amounts, fund_columns, stated_points
from evallib.intake.forms.funds.fund_items import TOTAL, TOTAL_ITEM, fund_items
from evallib.intake.forms.funds.fund_pairs import decimal_of, further_items, labelled_unit, written_in
from evallib.intake.forms.funds.fund_questions import how_to_settle
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.problems import Problem, ProblemList, Severity
from evallib.parsing.cells import ValueProblemError, clean_text, parse_money
from evallib.parsing.headers import money_unit, undress
from evallib.parsing.numerals import parse_numeral
from evallib.parsing.percentages import parse_percentage
from evallib.parsing.plain_text import plain

MONEY_WORDS = re.compile("资金|预算|经费|执行数|支出")
LONGEST_LABEL = 20
WITHOUT_FUNDS = "intake.form_without_funds"


def read_funds(sheet: Sheet, shape: FormShape, problems: ProblemList) -> list[dict[str, Any]]:
    """The rows of the block of funds.

    Args:
        sheet: the sheet.
        shape: the form.
        problems: receives a missing unit of money and cells that cannot be read.

    Returns:
        Records of self_evaluation_funds without their source; the total first, as the form prints it.
    """
    if shape.pairs:
        return _paired(sheet, shape, problems)
    if shape.funds is None:
        severity: Severity = "error" if _speaks_of_money(sheet, shape) else "warning"
        problems.add(without_funds(sheet, "自评表的资金部分认不出来", severity, how_to_settle(sheet, shape)))
        return []
    rows = rows_of_block(sheet, shape, problems)
    rows = _with_total(rows)
    points = stated_points(sheet, shape.funds)
    if rows and points and rows[0].get("weight_score") is None:
        rows[0]["weight_score"] = Decimal(points)
    return rows


def rows_of_block(sheet: Sheet, shape: FormShape, problems: ProblemList) -> list[dict[str, Any]]:
    """The rows under the header of funds `shape.funds`, in their order, with what cannot be read of them told."""
    assert shape.funds is not None
    columns = fund_columns(sheet, shape.funds, shape.fund_words)
    unit = _unit(sheet, shape, columns) or _written_beside(sheet, shape, columns)
    if unit is None:
        problems.add(without_funds(sheet, "自评表的资金部分没有写明单位", "error"))
        return []
    shares: list[int] = []
    rows = [
        _record(sheet, row, item, columns, unit, problems) for row, item in fund_items(sheet, shape, columns, shares)
    ]
    if not rows:
        problems.add(without_funds(sheet, "自评表的资金表头下没有读到一行资金", "error"))
    if shares:
        problems.add(
            Problem(
                "intake.fund_shares",
                f"资金按性质的构成写在文字里（{len(shares)} 行），未作资金行读入",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(shares[0], 0),
                severity="note",
            )
        )
    return rows


def _paired(sheet: Sheet, shape: FormShape, problems: ProblemList) -> list[dict[str, Any]]:
    """The rows of a fund whose labels stand beside its figures: one, or one for each column."""
    row = min(place[0] for place in shape.pairs.values())
    rows = range(shape.first, max(place[0] for place in shape.pairs.values()) + 1)
    texts = [clean_text(value) for line in rows for value in _line(sheet, line)]
    unit = next((unit for text in reversed(texts) if text and (unit := money_unit(text))), None)
    unit = unit or labelled_unit(sheet, shape.first, rows.stop)
    if unit is None:
        problems.add(without_funds(sheet, "自评表的资金部分没有写明单位", "error"))
        return []
    items = [(TOTAL_ITEM, shape.pairs), *further_items(sheet, shape.pairs)]
    records = [pair_record(sheet, item, places, unit, problems) for item, places in items]
    stated = next((points for value in _line(sheet, row) if (points := undress(clean_text(value)).points)), None)
    if stated and records[0].get("weight_score") is None:
        records[0]["weight_score"] = Decimal(stated)
    return records


def pair_record(sheet: Sheet, item: str, places: dict[str, Place], unit: str, problems: ProblemList) -> dict[str, Any]:
    """A record of a fund whose figures stand at `places`, by column of self_evaluation_funds; amounts are in `unit`."""
    record: dict[str, Any] = {
        "funds_item": item.strip(" :："),
        "row": min(row for row, _ in places.values()),
        "places": places,
    }
    for name, (line, column) in places.items():
        label = next((t for c in range(column - 1, -1, -1) if (t := clean_text(sheet.merged_value(line, c)))), "")
        written = written_in(sheet, line, column, name)
        record[name] = _value(sheet, line, name, HeaderCell(column, label), unit, problems, written)
    return record


def _line(sheet: Sheet, row: int) -> list[Any]:
    return sheet.rows[row] if row < len(sheet.rows) else []


def _record(
    sheet: Sheet, row: int, item: str, columns: dict[str, HeaderCell], unit: str, problems: ProblemList
) -> dict[str, Any]:
    record: dict[str, Any] = {"funds_item": item.strip(" :："), "row": row}
    for name, cell in columns.items():
        both = halves(shown(sheet, row, cell.column)) if name in (told := both_amounts(cell.text)) else None
        written = both[told.index(name)] if both else ""
        record[name] = _value(sheet, row, name, cell, unit, problems, written)
    record["places"] = {name: (row, cell.column) for name, cell in columns.items()}
    return record


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
    # 项目资金（万元 with its bracket left open says 万元 all the same.
    closed = [
        *texts,
        *(f"{text})" for text in texts if text.count("(") + text.count("（") > text.count(")") + text.count("）")),
    ]
    return next((unit for text in closed if text and (unit := money_unit(text))), None) or labelled_unit(
        sheet, shape.first, shape.funds
    )


def _written_beside(sheet: Sheet, shape: FormShape, columns: dict[str, HeaderCell]) -> str | None:
    """元, where each amount carries its own unit (180万元), so that the head need not tell one."""
    assert shape.funds is not None
    texts = [
        plain(shown(sheet, row, columns[name].column)).removesuffix("整")
        for row, _ in fund_items(sheet, shape, columns, [])
        for name in AMOUNTS
        if name in columns
    ]
    amounts = [text for text in texts if text[:1].isdigit() and text.strip("0.")]
    return "元" if amounts and all(text.endswith("元") for text in amounts) else None


def _value(
    sheet: Sheet, row: int, name: str, cell: HeaderCell, unit: str, problems: ProblemList, written: str = ""
) -> Any:
    """The figure of a cell, or of the part of it that is `written` beside its label."""
    value = written or sheet.value(row, cell.column)
    if name in {"weight_score", "published_score"}:
        return decimal_of(written) if written else number(sheet, row, cell.column)
    if name == "printed_execution_rate":
        return _rate(written or shown(sheet, row, cell.column), "%" in cell.text or "％" in cell.text)
    try:
        return parse_money(value, money_unit(cell.text) or unit)
    except ValueProblemError as error:
        problems.add(
            Problem(
                "intake.not_money",
                f"“{cell.text}”读不出来",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(row, cell.column),
                value=clean_text(value),
                expected=error.expected,
                advice=error.advice,
            )
        )
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
            record["funds_item"] = TOTAL_ITEM
            rows.insert(0, rows.pop(position))
            break
    if rows and rows[0]["funds_item"] != TOTAL_ITEM and len(rows) == 1:
        rows[0]["funds_item"] = TOTAL_ITEM
    return rows


def _speaks_of_money(sheet: Sheet, shape: FormShape) -> bool:
    """Whether a form's head has a line of money not understood: its words, and a figure beside or under them."""
    for row in range(shape.first, shape.indicators.top):
        texts = [clean_text(value) for value in sheet.rows[row]]
        if any(MONEY_WORDS.search(text) and len(text) <= LONGEST_LABEL for text in texts):
            near = [text for line in (row, row + 1) for value in sheet.rows[line] if (text := clean_text(value))]
            if any(parse_numeral(text.removesuffix("元").removesuffix("万")) for text in near):
                return True
    return False


def without_funds(sheet: Sheet, message: str, severity: Severity, advice: str = "") -> Problem:
    """What is told of a form whose money was not understood."""
    return Problem(
        WITHOUT_FUNDS,
        message,
        file=sheet.file,
        sheet=sheet.name,
        expected="“项目资金（万元）”或“项目资金（元）”，及全年预算数、全年执行数",
        advice=advice or "请在资金部分的表头写明单位（万元或元）和各列的名称",
        severity=severity,
    )
