"""Forms (自评表): the head and the funds block of the official 项目支出绩效自评表.

Its indicator block is an ordinary table under a header; what stands above it is found by its labels.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.intake.files.workbook import Sheet, cell_name
from evallib.intake.tables.cell_values import (
    ValueProblemError,
    clean_text,
    is_blank,
    parse_money,
    parse_number,
    parse_rate,
)
from evallib.intake.tables.header_row import MONEY_UNIT
from evallib.model.problems import Problem
from evallib.model.schema import TableSchema, get_schema, normalise_header

if TYPE_CHECKING:
    from evallib.intake.tables.unit_folder import Submission

FORM_TABLE = "self_evaluation_indicators"
FUNDS_ROWS = ("年度资金总额", "其中", "当年财政拨款", "上年结转", "其他资金")
Place = tuple[int, int]


def read_form_head(sheet: Sheet, year: int, submission: Submission) -> str | None:
    """Read head and funds block of a form into the submission.

    Args:
        sheet: a sheet whose indicator block was recognised.
        year: year of the folder.
        submission: receives one row of self_evaluation_forms and the rows of self_evaluation_funds.

    Returns:
        The project's name; None, with a problem, where the form names none.
    """
    labels = _labels(sheet)
    project = _right_of(sheet, labels.get("项目名称"))
    if project is None:
        submission.problems.add(
            Problem(
                "intake.form_without_project",
                "自评表没有写项目名称",
                file=sheet.file,
                sheet=sheet.name,
                advice="请在“项目名称”右侧填写",
            )
        )
    head = {
        "project_name": project,
        "supervisor": _right_of(sheet, labels.get("主管部门")),
        "implementer": _right_of(sheet, labels.get("实施单位")),
        "expected_goal": _below(sheet, labels.get("预期目标")),
        "actual_result": _below(sheet, labels.get("实际完成情况")),
        "published_grade": _right_of(sheet, labels.get("评分等级")),
    }
    place = labels.get("项目名称", (0, 0))
    _add(submission, "self_evaluation_forms", [head | _source(sheet, place[0], year, {})])
    _add(submission, "self_evaluation_funds", _funds(sheet, labels, project, year, submission))
    return project


def _funds(
    sheet: Sheet, labels: dict[str, Place], project: str | None, year: int, submission: Submission
) -> list[dict[str, Any]]:
    schema = get_schema("self_evaluation_funds")
    start = labels.get("年初预算数")
    title = next((label for label in labels if label.startswith("项目资金")), "")
    money = MONEY_UNIT.search(title)
    if start is None or money is None:
        submission.problems.add(
            Problem(
                "intake.form_without_funds",
                "自评表的资金部分认不出来",
                file=sheet.file,
                sheet=sheet.name,
                expected="“项目资金（万元）”或“项目资金（元）”，及年初预算数、全年预算数、全年执行数",
                advice="请按财政部门的自评表格式填写",
            )
        )
        return []
    columns = _funds_columns(sheet, start[0], schema)
    rows = []
    for row in range(start[0] + 1, len(sheet.rows)):
        texts = [clean_text(sheet.value(row, column)) for column in range(start[1])]
        item = next((text for text in texts if text.replace(" ", "").startswith(FUNDS_ROWS)), None)
        if item is None:
            break
        record: dict[str, Any] = {"project_name": project, "funds_item": item.strip(" :：")}
        for name, column in columns.items():
            kind = schema.column(name).type
            value = sheet.value(row, column)
            try:
                if kind == "money":
                    record[name] = parse_money(value, money[1])
                elif kind == "rate":
                    number_format = sheet.number_format(row, column) if isinstance(value, int | float) else ""
                    record[name] = parse_rate(value, "%" in clean_text(sheet.value(start[0], column)), number_format)
                else:
                    record[name] = parse_number(value)
            except ValueProblemError as error:
                record[name] = None
                submission.problems.add(
                    Problem(
                        f"intake.not_{kind}",
                        f"“{schema.column(name).label}”读不出来",
                        file=sheet.file,
                        sheet=sheet.name,
                        cell=cell_name(row, column),
                        value=clean_text(value),
                        expected=error.expected,
                        advice=error.advice,
                    )
                )
        rows.append(record | _source(sheet, row, year, columns))
    return rows


def _funds_columns(sheet: Sheet, row: int, schema: TableSchema) -> dict[str, int]:
    columns = {}
    for position in range(sheet.width):
        header = normalise_header(clean_text(sheet.value(row, position)))
        for column in schema.columns:
            if header in column.headers and column.type != "text":
                columns[column.name] = position
    return columns


def _labels(sheet: Sheet) -> dict[str, Place]:
    """Where each label stands: its first cell."""
    places: dict[str, Place] = {}
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if not is_blank(value):
                places.setdefault(clean_text(value).replace(" ", ""), (row, column))
    return places


def _right_of(sheet: Sheet, place: Place | None) -> str | None:
    if place is None:
        return None
    row, column = place
    label = clean_text(sheet.value(row, column))
    for position in range(column + 1, sheet.width):
        text = clean_text(sheet.value(row, position))
        if text and text != label:
            return text
    return None


def _below(sheet: Sheet, place: Place | None) -> str | None:
    return (clean_text(sheet.merged_value(place[0] + 1, place[1])) or None) if place else None


def _source(sheet: Sheet, row: int, year: int, columns: dict[str, int]) -> dict[str, Any]:
    return {
        "year": year,
        "row_kind": "line",
        "source_file": sheet.file,
        "source_sheet": sheet.name,
        "source_row": row + 1,
        "source_cells": json.dumps({name: cell_name(row, column) for name, column in columns.items()}),
    }


def _add(submission: Submission, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        frame = pd.DataFrame(rows, columns=get_schema(table).column_names, dtype=object)
        submission.tables.setdefault(table, []).append(frame)
