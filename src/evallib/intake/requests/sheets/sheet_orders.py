"""Orders of one sheet (一张表的工单): its typed columns, which rows are orders, and what is derived for each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.data_span import DataSpan
from evallib.intake.requests.life_cycle import (
    check_times,
    closing_flags,
    excused_flags,
    extended_limits,
    read_states,
    returned_flags,
    valid_flags,
)
from evallib.intake.requests.sheets.column_choices import SYNTHETIC
from evallib.intake.requests.sheets.column_roles import IDENTIFIER, REQUESTED
from evallib.intake.requests.sheets.field_values import clean_texts, find_errors, in_threads, without
from evallib.intake.requests.sheets.order_numbers import doubt_scientific, read_numbers
from evallib.intake.requests.sheets.row_faults import put_ragged_aside, put_shifted_aside, tell_lost_characters
from evallib.intake.requests.sheets.rows import find_requests
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.intake.requests.sheets.typed_columns import (
    ARROW_TYPES,
    ReadingContext,
    doubt_cells,
    read_column,
    read_deadlines,
)
from evallib.model.requests import RequestField, RequestSchema
from evallib.privacy import mask_label
from evallib.privacy.columns import mask_request_numbers

_MONTH = re.compile(r"(20\d{2})\s*[年\-_.]?\s*(0?[1-9]|1[0-2])(?!\d)\s*月?")


@dataclass
class SheetOrders:
    """A sheet with its typed columns; `rows` are the orders among its rows, `doubtful` those without a sure number."""

    sheet: SheetReading
    columns: dict[str, pa.Array]
    rows: Mask
    doubtful: Mask
    period: int
    has_closing: Mask

    def table(self, schema: pa.Schema) -> pa.Table:
        """The orders as a table."""
        columns = {**self.columns, "doubts": self.sheet.doubts()}
        table = pa.table([columns[name] for name in schema.names], schema=schema)
        where = np.flatnonzero(self.rows)
        if (
            len(where) and where[-1] - where[0] == len(where) - 1
        ):  # what stands above and below is cut off, nothing copied
            return table.slice(int(where[0]), len(where))
        return table.filter(pa.array(self.rows))


def read_orders(sheet: SheetReading, context: ReadingContext, unit: str | None, number: int) -> SheetOrders:
    """Read the cells of a sheet.

    Args:
        sheet: the sheet.
        context: how to read.
        unit: name of the unit for rows that do not name one.
        number: number of the sheet among those that are read, for orders that have none of their own.
    """
    month = file_month(sheet)
    context = replace(context, within=month)
    put_ragged_aside(sheet)
    raw = sheet.column(REQUESTED)
    identifier = sheet.text(IDENTIFIER) if IDENTIFIER in sheet.header.columns else None
    told = sheet.text(REQUESTED)
    # A time that cannot be read is a time all the same: the row is an order with a doubtful field.
    rows = find_requests(sheet, identifier, pc.coalesce(told, pc.if_else(pa.array(_failed(sheet, raw)), "#", None)))
    numbers = _numbers(sheet, identifier, rows, context, number)
    rows &= ~numbers[2]
    rows &= ~put_shifted_aside(sheet, context.schema, rows)
    columns: dict[str, pa.Array] = {IDENTIFIER: numbers[0]}
    tell_lost_characters(sheet, rows)
    known: list[RequestField] = []
    late: list[RequestField] = []
    for item in context.schema.columns:
        if item.type == "drop" or item.name == IDENTIFIER:
            continue
        if item.name not in sheet.header.columns:
            constant = context.schema.constants.get(item.name) or (unit if item.name == "unit" else None)
            columns[item.name] = pa.repeat(pa.scalar(constant, ARROW_TYPES[item.type]), len(sheet))
        else:
            (late if item.type == "deadline" else known).append(item)
    parts = [(sheet.part(), item) for item in known]
    values = in_threads(lambda task: read_column(task[0], task[1], context, rows), parts, len(sheet))
    for (part, item), column in zip(parts, values, strict=True):
        sheet.add(part)
        columns[item.name] = column
    for item in late:
        columns[item.name] = read_deadlines(sheet, item, context, rows, _start(item, columns))
    has_closing = np.zeros(len(sheet), dtype=bool)
    if "closed_datetime" in sheet.header.columns:
        # A closing time that is in doubt still says that the order was closed.
        has_closing = np.asarray(pc.is_valid(clean_texts(sheet.column("closed_datetime"))))
    period = month.year * 12 + month.month if month else 0
    return SheetOrders(sheet, columns, rows, numbers[1], period, has_closing)


def finish_orders(orders: SheetOrders, schema: RequestSchema, span: DataSpan) -> None:
    """Doubt what cannot be true once all sheets are read, and derive states and limits."""
    sheet, columns, rows = orders.sheet, orders.columns, orders.rows
    length = len(sheet)
    check_times(sheet, columns, span, rows)
    states = pa.nulls(length, pa.string())
    if "status" in sheet.header.columns:
        states = read_states(sheet, columns["status"], schema, rows, orders.has_closing)
    # 未说明 is no status: the closing time decides, as where the cell is empty.
    has_status = np.asarray(pc.is_valid(without(columns["status"], schema.empty)))
    columns["state"] = states
    can_close = "closed_datetime" in sheet.header.columns
    columns["is_closed"] = closing_flags(states, has_status, orders.has_closing, can_close)
    _tell_missing_closings(orders, can_close)
    columns["is_returned"] = returned_flags(states, columns["returned_count"], columns["was_returned"])
    columns["is_excused"] = excused_flags(states, columns["is_extended"])
    columns["is_valid"] = valid_flags(states, columns["is_valid"])
    duplicate = pc.fill_null(pc.equal(states, "duplicate"), False)
    columns["is_repeated"] = pc.if_else(duplicate, True, columns["is_repeated"])
    columns["original_expected_datetime"] = columns["expected_datetime"]
    columns["expected_datetime"] = extended_limits(
        columns["expected_datetime"],
        columns["extended_datetime"],
        columns["is_extended"] if "is_extended" in sheet.header.columns else None,
    )
    marked = any(SYNTHETIC in text for text in (*sheet.header.titles, *sheet.header.texts.values(), sheet.file))
    columns["is_synthetic"] = pa.repeat(marked, length)
    columns["year"] = pc.year(columns[REQUESTED])
    columns["row_kind"] = pa.repeat("line", length)
    columns["source_file"] = pa.repeat(mask_label(sheet.file), length)
    columns["source_sheet"] = pa.repeat(mask_label(sheet.grid.sheet), length)
    columns["source_row"] = pa.array(np.arange(length, dtype=np.int64) + sheet.first_row)
    columns["versions_count"] = columns["dispatches_count"] = pa.repeat(pa.scalar(1, pa.int64()), length)


def file_month(sheet: SheetReading) -> date | None:
    """The month that a file's name, its sheet or its title tells.

    >>> [(found[1], found[2]) for text in ("2023年02月.csv", "工单202303") if (found := _MONTH.search(text))]
    [('2023', '02'), ('2023', '03')]
    """
    for text in (sheet.file, sheet.grid.sheet, *sheet.header.titles[:2]):
        found = _MONTH.search(text)
        if found:
            return date(int(found[1]), int(found[2]), 1)
    return None


def _failed(sheet: SheetReading, raw: pa.Array) -> Mask:
    failed = sheet.failed(REQUESTED) | sheet.uncomputed_rows(REQUESTED)
    written = find_errors(raw)
    return failed if written is None else failed | np.asarray(written)


def _numbers(
    sheet: SheetReading, identifier: pa.Array | None, rows: Mask, context: ReadingContext, number: int
) -> tuple[pa.Array, Mask, Mask]:
    """Numbers of the orders, which of them are in doubt, and rows that stay out because none can be told."""
    none: Mask = np.zeros(len(sheet), dtype=bool)
    places = pc.cast(pa.array(np.arange(len(sheet)) + sheet.first_row), pa.string())
    own = pc.binary_join_element_wise(pa.scalar(f"S{number}"), places, "-R")
    if identifier is None:
        return own, none, none.copy()
    doubt_cells(sheet, IDENTIFIER, sheet.column(IDENTIFIER), rows)
    numbers = read_numbers(sheet, identifier, rows)
    doubt_scientific(sheet, numbers, identifier, rows)
    masked = mask_request_numbers(numbers.texts, context.key)
    sheet.masked(IDENTIFIER, masked, rows)
    lost = rows.copy() if numbers.is_lost else none
    return pc.coalesce(masked.values, own), numbers.doubtful & rows, lost


def _start(item: RequestField, columns: dict[str, pa.Array]) -> pa.Array:
    """When a span begins: with the receipt, of an extension with the first limit where there is one."""
    if item.name == "extended_datetime" and "expected_datetime" in columns:
        return pc.coalesce(columns["expected_datetime"], columns[REQUESTED])
    return columns[REQUESTED]


def _tell_missing_closings(orders: SheetOrders, can_close: bool) -> None:
    """Closed orders without a closing time are neither on time nor late: say how many there are."""
    closed = np.asarray(pc.fill_null(orders.columns["is_closed"], False))
    without = closed & ~np.asarray(pc.is_valid(orders.columns["closed_datetime"])) & orders.rows
    if without.any():
        sheet = orders.sheet
        text = (
            f"{int(without.sum()):,} 件已办结而没有办结时间，不计入按时办结率"
            if can_close
            else "没有办结时间列，不算按时办结率"
        )
        sheet.note(
            "intake.closed_without_time",
            text,
            severity="warning",
            advice="请补充办结时间",
            cell=sheet.cells("closed_datetime", np.flatnonzero(without)) if can_close else "",
        )
