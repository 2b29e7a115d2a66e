"""Tables (表): the rows under a recognised header as a typed frame in which every value knows its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from evallib.intake.files.workbook import Sheet, cell_name
from evallib.intake.tables.cell_values import (
    ValueProblemError,
    clean_text,
    is_blank,
    parse_count,
    parse_money,
    parse_number,
    parse_rate,
)
from evallib.intake.tables.header_row import Header, HeaderCell, closest_kind, find_header, repeated_header
from evallib.intake.tables.years import told_years
from evallib.model.levels import is_subtotal, is_total
from evallib.model.problems import Problem, ProblemList
from evallib.model.schema import Column, RowKind, TableSchema

NOTE = re.compile(
    r"(?:注|备注|说明|数据来源|资料来源|填表人|制表人|审核人|单位负责人|填报日期|评分等级|大写)\s*(?:\d*\s*[:：]|\d*$)"
)


def read_sheet(sheet: Sheet, year: int, problems: ProblemList) -> tuple[TableSchema, pd.DataFrame] | None:
    """One sheet as a typed table.

    Args:
        sheet: the sheet.
        year: year of the folder; a year group in the header wins.
        problems: receives everything that could not be read, with its cell.

    Returns:
        The table kind and its rows (columns of `TableSchema.column_names`), or None for an empty sheet or one
        whose headers fit no table kind.
    """
    if all(is_blank(value) for row in sheet.rows for value in row):
        return None
    header = find_header(sheet)
    if header is None:
        problems.add(_unknown_headers(sheet))
        return None
    problems.extend(
        Problem(
            "intake.unknown_column",
            f"表头“{cell.text}”不在“{header.schema.title}”的列中，该列未读入",
            file=sheet.file,
            sheet=sheet.name,
            cell=cell_name(header.bottom, cell.column),
            severity="note",
        )
        for cell in header.unknown
    )
    problems.extend(_without_money_unit(sheet, header))
    problems.extend(_other_year(sheet, header, year))
    records = [
        record
        for group, columns in header.groups.items()
        for record in _records(sheet, header, columns, group or year, problems)
    ]
    return header.schema, pd.DataFrame(records, columns=header.schema.column_names, dtype=object)


def row_kind(texts: list[str]) -> RowKind:
    """Whether a row is a line, a 小计 or a 合计, by its labels.

    >>> row_kind(["合计（万元）"]), row_kind(["原华漕镇城运中心", "小计"]), row_kind(["编外人员经费"])
    ('total', 'subtotal', 'line')
    """
    if any(is_subtotal(text) for text in texts):
        return "subtotal"
    return "total" if any(is_total(text) for text in texts) else "line"


def _records(
    sheet: Sheet, header: Header, columns: dict[str, HeaderCell], year: int, problems: ProblemList
) -> Iterator[dict[str, Any]]:
    schema = header.schema
    labels = [c.name for c in schema.columns if c.name in columns and c.type == "text" and (c.required or c.fill_down)]
    above: dict[str, Any] = {}
    header_texts = {name: cell.text for name, cell in columns.items()}
    for row in range(header.bottom + 1, len(sheet.rows)):
        first = next((clean_text(value) for value in sheet.rows[row] if not is_blank(value)), "")
        if not first or NOTE.match(first):
            continue
        cells = {name: _cell(sheet, row, cell.column, schema.column(name)) for name, cell in columns.items()}
        if all(clean_text(value) == header_texts[name] for name, value in cells.items()):
            continue  # the header repeated on a new printed page
        if header.groups.keys() != {None} and not _has_figures(cells, schema):
            continue  # a line that has no figures in this year's group
        _fill_down(cells, above, schema)
        record: dict[str, Any] = dict.fromkeys(schema.column_names)
        for name, value in cells.items():
            column = schema.column(name)
            # Only a percentage typed as a real number needs its format to be understood.
            real_rate = column.type in {"rate", "signed_rate"} and isinstance(value, int | float)
            number_format = sheet.number_format(row, columns[name].column) if real_rate else ""
            try:
                record[name] = _typed(value, column, columns[name], header, number_format)
            except ValueProblemError as error:
                problems.add(
                    Problem(
                        f"intake.not_{column.type}",
                        f"“{column.label}”读不出来",
                        file=sheet.file,
                        sheet=sheet.name,
                        cell=cell_name(row, columns[name].column),
                        value=clean_text(value),
                        expected=error.expected,
                        advice=error.advice,
                    )
                )
            if column.header_as:
                record[column.header_as] = columns[name].text
        record |= {
            "year": year,
            "row_kind": row_kind([record[name] or "" for name in labels]),
            "source_file": sheet.file,
            "source_sheet": sheet.name,
            "source_row": row + 1,
            "source_cells": json.dumps({name: cell_name(row, cell.column) for name, cell in columns.items()}),
        }
        yield record


def _cell(sheet: Sheet, row: int, column: int, spec: Column) -> Any:
    # Only labels spread over a merged range; a merged amount stands once, in its first row.
    return sheet.merged_value(row, column) if spec.type == "text" else sheet.value(row, column)


def _has_figures(cells: dict[str, Any], schema: TableSchema) -> bool:
    return any(schema.column(name).type != "text" and not is_blank(value) for name, value in cells.items())


def _fill_down(cells: dict[str, Any], above: dict[str, Any], schema: TableSchema) -> None:
    """Blank labels repeat the one above, until a label to their left changes.

    So do the label cells over which a 合计 or 小计 is merged: the row belongs to the group above it.
    """
    names = [column.name for column in schema.columns if column.fill_down and column.name in cells]
    label = clean_text(cells.get(schema.label))
    spread = row_kind([label]) != "line"
    for position, name in enumerate(names):
        if is_blank(cells[name]) or (spread and name != schema.label and clean_text(cells[name]) == label):
            cells[name] = above.get(name)
        elif cells[name] != above.get(name):
            above[name] = cells[name]
            for later in names[position + 1 :]:
                above.pop(later, None)


def _typed(value: Any, column: Column, cell: HeaderCell, header: Header, number_format: str) -> Any:
    if column.type == "text":
        return None if is_blank(value) and value != "-" else clean_text(value)
    if column.type == "count":
        return parse_count(value)
    if column.type == "integer":
        return parse_count(value, signed=True)
    if column.type == "decimal":
        return parse_number(value)
    if column.type == "money":
        unit = header.money_unit_of(cell)
        return parse_money(value, unit) if unit else None
    return parse_rate(value, "%" in cell.text or "％" in cell.text, number_format, column.type == "signed_rate")


def _without_money_unit(sheet: Sheet, header: Header) -> list[Problem]:
    columns = next(iter(header.groups.values()))
    money = [c for name, c in columns.items() if header.schema.column(name).type == "money"]
    if all(header.money_unit_of(cell) for cell in money):
        return []
    return [
        Problem(
            "intake.no_money_unit",
            "没有写明金额单位",
            file=sheet.file,
            sheet=sheet.name,
            cell=cell_name(header.bottom, money[0].column),
            expected="万元或元",
            advice="请在表头上方写“单位：万元”或“单位：元”",
        )
    ]


def _other_year(sheet: Sheet, header: Header, year: int) -> list[Problem]:
    """A title that speaks of other years than the folder, or a year group that lies after it."""
    told = {found for title in header.titles for found in told_years(title)}
    groups = {group for group in header.groups if group is not None}
    if told and not min(told) <= year <= max(told) and year not in groups:
        message, years = f"标题写的年份与文件夹（{year}）不符", told
    elif groups and max(groups) > year:
        message, years = f"表头的年份晚于文件夹（{year}）", groups
    else:
        return []
    return [
        Problem(
            "intake.other_year",
            message,
            file=sheet.file,
            sheet=sheet.name,
            value="、".join(f"{found}年" for found in sorted(years)),
            expected=f"{year}年",
            advice="请核对表格是否放错文件夹",
            severity="warning",
        )
    ]


def _unknown_headers(sheet: Sheet) -> Problem:
    repeated = repeated_header(sheet)
    if repeated:
        return Problem(
            "intake.same_header_twice",
            f"表头“{repeated.text}”出现两次，不知以哪一列为准",
            file=sheet.file,
            sheet=sheet.name,
            cell=cell_name(repeated.row, repeated.column),
            expected="每个表头一列",
            advice="请删去或改名多余的一列",
        )
    schema, missing = closest_kind(sheet)
    expected = f"最接近“{schema.title}”，缺少表头：{'、'.join(missing)}" if schema else "含有已知表头的一行"
    return Problem(
        "intake.unknown_headers",
        "认不出这张表的表头",
        file=sheet.file,
        sheet=sheet.name,
        expected=expected,
        advice="请改用已知的表头（见 docs/tables.md），或在该表类的 aliases 中加入新表头",
    )
