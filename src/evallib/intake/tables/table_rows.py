"""Rows (数据行): the rows under a recognised header as typed records in which every value knows its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.data_rows import data_rows
from evallib.intake.tables.headers.column_roles import PLACE, ROLES, WHEN
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_parents import total_beside
from evallib.intake.tables.headers.header_row import Header
from evallib.intake.tables.shifted_rows import label_beside, put_back, within
from evallib.intake.tables.table_periods import RowPeriod, group_period, period_columns, row_period, total_period
from evallib.intake.tables.town_rows import average_row, own_rows
from evallib.intake.tables.typed_values import kept_rate_name, typed_value
from evallib.model.levels import is_subtotal, is_total
from evallib.model.problems import Problem, ProblemList
from evallib.model.schema import Column, RowKind, TableSchema
from evallib.parsing.cells import ValueProblemError, clean_text, is_blank, own_unit, parse_number, without_unit
from evallib.parsing.plain_text import plain


@dataclass(frozen=True)
class Reading:
    """What the rows of one table are read with: its sheet, its header, the unit's own names, and where problems go."""

    sheet: Sheet
    header: Header
    own: Sequence[str]
    problems: ProblemList


def row_kind(texts: list[str]) -> RowKind:
    """Whether a row is a line, a 小计 or a 合计, by its labels.

    >>> row_kind(["合计（万元）"]), row_kind(["原华漕镇城运中心", "小计"]), row_kind(["编外人员经费"])
    ('total', 'subtotal', 'line')
    """
    if any(is_subtotal(text) for text in texts):
        return "subtotal"
    return "total" if any(is_total(text) for text in texts) else "line"


def read_rows(reading: Reading, base: RowPeriod) -> list[dict[str, Any]]:
    """All records of a table, group by group; rows of levels and rates in the order of the sheet.

    Args:
        reading: the table.
        base: its period.
    """
    records = [
        record
        for key, columns in reading.header.groups.items()
        for record in _records(reading, key, columns, group_period(key, base))
    ]
    if reading.header.constants:
        records.sort(key=lambda record: record["source_row"])
    return records


def _records(
    reading: Reading, key: Hashable, columns: dict[str, HeaderCell], base: RowPeriod
) -> Iterator[dict[str, Any]]:
    sheet, header = reading.sheet, reading.header
    schema = header.schema
    labels = [c.name for c in schema.columns if c.name in columns and c.type == "text" and (c.required or c.fill_down)]
    above: dict[str, Any] = {}
    lines: list[RowPeriod] = []
    time = ""
    words = {
        plain(text) for group in header.groups.values() for cell in group.values() for text in (cell.text, *cell.above)
    }
    words |= {plain(text) for cell in header.unknown for text in (cell.text, *cell.above)}
    place = columns.get(PLACE)
    rows = list(data_rows(sheet, header))
    own = own_rows(sheet, reading.own, place, rows, reading.problems) if place is not None else None
    names = place or (columns.get("period") if header.constants else None)  # months may end in 全区平均 as towns do
    average = None if names is None else average_row(sheet, names, rows)
    for row in rows:
        if (own is not None and row not in own) or (place is None and row == average):
            continue
        standing = label_beside(sheet, header, row, put_back(sheet, header, row, within(sheet, row, columns)))
        known = {name: cell for name, cell in standing.items() if name not in ROLES}
        cells = {name: _cell(sheet, row, cell.column, schema.column(name)) for name, cell in known.items()}
        if _repeats_header(sheet, row, header, words):
            continue  # on a new printed page
        if header.groups.keys() != {None} and not _has_figures(cells, schema):
            continue  # a line that has no figures in this group
        _fill_down(cells, above, schema)
        record = dict.fromkeys(schema.column_names) | _read_row(reading, row, known, cells)
        record |= header.constants.get(key, {})
        if average is not None and names is not None:
            rate = sheet.value(average, known["rate"].column)
            record["average_rate"] = _read(reading, average, known["rate"], schema.column("average_rate"), rate)
            record["average_label"] = clean_text(sheet.value(average, names.column))
        if schema.name == "four_rates":
            record["indicator"] = kept_rate_name(record["indicator"])
        if schema.titled and not record[schema.titled]:
            record[schema.titled] = _title(sheet, header)
        if WHEN in columns:  # a blank year is the one above
            time = clean_text(sheet.merged_value(row, columns[WHEN].column)).removesuffix(".0") or time
        told = next((record[name] for name in period_columns(header) if record.get(name)), time or None)
        if (place is not None or (isinstance(key, tuple) and base.is_part)) and "period" in record:
            record["period"] = record["period"] or base.text  # a week and a half-year of one year are two rows
        kind = row_kind([record[name] or "" for name in labels])
        if kind != "line" and header.constants and (told := total_beside(sheet, row, header.schema.name, known)):
            reading.problems.add(told)
            continue
        period = row_period(told, base)
        if kind == "line":
            lines.append(period)
        elif kind == "total" and period == base:
            period = total_period(lines, base)
        record |= period.record()
        record |= {
            "row_kind": kind,
            "source_file": sheet.file,
            "source_sheet": sheet.name,
            "source_row": row + 1,
            "source_cells": json.dumps({name: sheet.place(row, cell.column) for name, cell in known.items()}),
        }
        yield record


def _read_row(reading: Reading, row: int, known: Mapping[str, HeaderCell], cells: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values of a row, and what their headers say of them."""
    schema = reading.header.schema
    record = {name: _read(reading, row, known[name], schema.column(name), value) for name, value in cells.items()}
    said = {told: known[name].text for name in cells if (told := schema.column(name).header_as)}
    return record | said


def _repeats_header(sheet: Sheet, row: int, header: Header, words: Collection[str]) -> bool:
    """Whether a row holds nothing but words of the header."""
    right = min(header.right, sheet.width)
    own = [plain(clean_text(value)) for value in sheet.rows[row][header.left : right] if not is_blank(value)]
    return len(own) > 1 and all(text in words for text in own)


def _read(reading: Reading, row: int, cell: HeaderCell, column: Column, value: Any) -> Any:
    sheet = reading.sheet
    # Only a number that is shown as a percentage needs its format to be understood.
    number_format = sheet.number_format(row, cell.column) if isinstance(value, int | float) else ""
    try:
        if number_format and column.type in {"money", "count", "integer"}:
            # 567.21 that is shown as 56721.00% is neither for sure.
            raise ValueProblemError(
                "金额或件数，不是百分比", "单元格设成了百分比格式；请改为数值格式，核对数值后重新提交"
            )
        if column.type == "money":
            _tell_unit(reading, row, cell, column, value)
        return typed_value(value, column, cell, reading.header, number_format)
    except ValueProblemError as error:
        reading.problems.add(
            Problem(
                f"intake.not_{column.type}",
                f"“{column.label}”读不出来",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(row, cell.column),
                value=clean_text(value),
                expected=error.expected,
                advice=error.advice,
            )
        )
        return None


def _tell_unit(reading: Reading, row: int, cell: HeaderCell, column: Column, value: Any) -> None:
    """A cell with another unit than its header's (567.21元 under 万元) is read as it says, and told."""
    told, unit = own_unit(value), reading.header.money_unit_of(cell)
    if told and unit and told != unit and parse_number(without_unit(value)):
        sheet = reading.sheet
        reading.problems.add(
            Problem(
                "intake.other_unit",
                f"“{column.label}”这一格写的单位与表头不同，按格内的单位读取",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(row, cell.column),
                value=clean_text(value),
                expected=unit,
                advice="请核对单位，统一后重新提交",
                severity="warning",
            )
        )


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


def _title(sheet: Sheet, header: Header) -> str:
    title = next(
        (text for text in header.titles if not re.match(r"[(（]?(?:单位|金额单位|填报单位)|^\(?\d{4}年度?\)?$", text)),
        sheet.name,
    )
    return re.sub(r"^(?:19|20)\d{2}\s*年度?|(?:情况|统计|汇总)?(?:统计|明细|汇总|一览)?表$", "", title).strip() or title
