"""Money that is asked for (申报的资金): amounts of a declaration by source and task, by labels or under headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place, number, shown
from evallib.intake.forms.form_coverage import AMOUNT, MEASURE
from evallib.intake.forms.funds.fund_columns import ITEM_HEADER
from evallib.intake.forms.funds.fund_items import ITEM, TOTAL
from evallib.intake.forms.funds.fund_rows import without_funds
from evallib.intake.forms.funds.task_funds import PART
from evallib.model.problems import Problem, ProblemList
from evallib.parsing.cells import ValueProblemError, clean_text, parse_money
from evallib.parsing.headers import money_unit, span_of, undress

Record = dict[str, Any]
LONGEST_LABEL = 20
#: 执行率分值（10）, 预算执行率（10分）.
EXECUTION_POINTS = re.compile(r"执行.{0,6}[(（](\d{1,2})分?[)）]")


@dataclass
class _Block:
    """Headers over the amounts below them, by column, and the column that says what each row is for."""

    headers: dict[int, str] = field(default_factory=dict)
    item: int | None = None


def declared_funds(sheet: Sheet, top: int, problems: ProblemList) -> tuple[list[Record], list[Record]]:
    """The money told above the goals of a declaration.

    Args:
        sheet: the sheet.
        top: the header row of its goals.
        problems: receives a missing unit, amounts that cannot be read, and those of another year.

    Returns:
        Records of goal_funds without their source; and rows of amounts that are of another year, with their places.
    """
    found = list(_amounts(sheet, top))
    aside: list[Record] = [
        {"row": row, "places": {"other_year": (row, column)}} for row, column, _, text in found if _is_aside(text)
    ]
    records: list[Record] = []
    over: dict[int, str] = {}
    for row, column, item, header in found:
        if _is_aside(header):
            continue
        unit = _unit(sheet, row, header, top)
        if unit is None:
            problems.add(
                without_funds(sheet, "绩效目标表的资金没有写明单位", "error", "请在资金一栏写明单位（万元或元）")
            )
            return [], aside
        record = _record(sheet, (row, column), item, unit, problems)
        label = max((c for c in range(column) if clean_text(sheet.value(row, c)) == item), default=0)
        if TOTAL.fullmatch(undress(item).core):
            over[label] = undress(item).core
        if header and any(other["row"] == row for other in records):  # 其中：财政拨款 beside the amount of a task
            record |= {"funds_item": f"{record['funds_item']}（{header}）", "row_kind": PART}
        elif label in over and any(other["funds_item"] == record["funds_item"] for other in records):
            record["funds_item"] = (
                f"{over[label]}：{record['funds_item']}"  # 财政拨款 of the whole term and of the year
            )
        records.append(record)
    texts = (clean_text(value) for line in sheet.rows[:top] for value in line)
    points = next((told[1] for text in texts if (told := EXECUTION_POINTS.search(text))), "")
    if records and points:
        records[0]["weight_score"] = Decimal(points)
    if aside:
        problems.add(
            Problem(
                "intake.form_other_spans",
                f"{len(aside)} 格金额不是本年的，未读入",
                file=sheet.file,
                sheet=sheet.name,
                cell="、".join(sheet.place(*line["places"]["other_year"]) for line in aside[:8]),
                severity="note",
            )
        )
    return records, aside


def _amounts(sheet: Sheet, top: int) -> Iterator[tuple[int, int, str, str]]:
    """Row and column of each amount, what it is for, and the header over it; empty where its label stands beside it."""
    block = _Block()
    for row in range(top):
        places = [
            column
            for column in range(sheet.width)
            if sheet.anchor(row, column) == (row, column) and shown(sheet, row, column)
        ]
        figures = [column for column in places if _is_amount(sheet, row, column)]
        if not figures:
            block = _headers(sheet, row, places)
            continue
        for column in figures:
            texts = {c: clean_text(sheet.value(row, c)) for c in places if c < column and c not in figures}
            header = block.headers.get(column, "")
            label = next(reversed(texts.values()), "")
            if header and block.item in texts:
                label = texts[block.item]
            if header or (
                len(label) <= LONGEST_LABEL and (ITEM.fullmatch(undress(label).core) or MEASURE.search(label))
            ):
                yield row, column, label or header, header


def _headers(sheet: Sheet, row: int, places: list[int]) -> _Block:
    """The headers of money in a row of words that stands over amounts."""
    below = [
        column for column in range(sheet.width) if row + 1 < len(sheet.rows) and _is_amount(sheet, row + 1, column)
    ]
    told = {
        column: text for column in below if (text := clean_text(sheet.merged_value(row, column))) and _tells_money(text)
    }
    item = next((c for c in places if ITEM_HEADER.fullmatch(undress(clean_text(sheet.value(row, c))).core)), None)
    if not told:
        return _Block()
    return _Block(
        {column: clean_text(sheet.merged_value(row, column)) for column in below if column >= min(told)}, item
    )


def _tells_money(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and (AMOUNT.search(text) is not None or "金额" in text)


def _is_amount(sheet: Sheet, row: int, column: int) -> bool:
    text = shown(sheet, row, column)
    return number(sheet, row, column) is not None or (
        text[:1].isdigit() and text.removesuffix("元").removesuffix("万").replace(".", "", 1).replace(",", "").isdigit()
    )


def _is_aside(header: str) -> bool:
    return span_of(header).aside


def _unit(sheet: Sheet, row: int, header: str, top: int) -> str | None:
    texts = [header, *(clean_text(sheet.merged_value(row, column)) for column in range(sheet.width))]
    texts += [clean_text(value) for line in sheet.rows[:top] for value in line]
    return next((unit for text in texts if text and (unit := money_unit(text))), None)


def _record(sheet: Sheet, place: Place, item: str, unit: str, problems: ProblemList) -> Record:
    record: Record = {
        "funds_item": item.strip(" :："),
        "row": place[0],
        "places": {"amount_yuan": place},
        "amount_yuan": None,
    }
    try:
        record["amount_yuan"] = parse_money(sheet.value(*place), unit)
    except ValueProblemError as error:
        problems.add(
            Problem(
                "intake.not_money",
                f"“{item}”的金额读不出来",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(*place),
                value=clean_text(sheet.value(*place)),
                expected=error.expected,
                advice=error.advice,
            )
        )
    return record
