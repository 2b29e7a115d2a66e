"""Mended grids (整理后的表格): what a person sees as one value and a file holds in several cells or one of many rows.

A day in one column and its hour in the next become one time; a name merged down over several orders stands in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.files.sheet_xml import column_letters, column_number
from evallib.intake.requests.sheets.column_roles import RequestHeader
from evallib.intake.requests.sheets.text_grids import Grid
from evallib.model.requests import RequestSchema

DAY = r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]+0{1,2}:00(?::00)?)?$|^\d{8}$"
#: A time of day; a real time cell carries the day from which a spreadsheet counts.
CLOCK = r"^(?:(?:1899-12-3[01]|1900-01-0[01])[ T])?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?$"
MOST, JOINED = 0.9, "intake.joined_time"
#: Rows that decide what a column holds.
SAMPLE = 2000
_RANGE = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$")
#: Kinds of fields that people merge down; a number or a time that is merged belongs to one order.
NAMES = ("text",)


def mend_grid(
    grid: Grid, header: RequestHeader, schema: RequestSchema, merged: Sequence[str] = ()
) -> tuple[Grid, RequestHeader, list[tuple[str, str, str]]]:
    """The grid with times joined and merged names filled down.

    Args:
        grid: the sheet.
        header: its header.
        schema: types and labels of the fields.
        merged: merged ranges, e.g. ``H2:H9``.

    Returns:
        The grid; the header, in which nothing but the first column claims a joined time; and what was done: code,
        message, cells.
    """
    told: list[tuple[str, str, str]] = []
    columns, choices = dict(zip(grid.table.column_names, grid.table.columns, strict=True)), dict(header.choices)
    for code, message, cell, index, values in (*_joined(grid, header, schema), *_filled(grid, header, schema, merged)):
        columns[grid.table.column_names[index]] = values
        if code == JOINED:
            choices |= {name: replace(item, others=()) for name, item in choices.items() if item.column == index}
        told.append((code, message, cell))
    if not told:
        return grid, header, told
    return replace(grid, table=pa.table(columns)), replace(header, choices=choices), told


def _joined(
    grid: Grid, header: RequestHeader, schema: RequestSchema
) -> Iterator[tuple[str, str, str, int, pa.ChunkedArray]]:
    start = header.top + header.rows
    for name, choice in header.choices.items():
        if schema.fields[name].type not in {"datetime", "deadline"} or name not in header.columns:
            continue
        beside = choice.column + 1
        others = [*choice.others, *([beside] if beside in header.unknown else [])]
        days = grid.table.column(choice.column).combine_chunks()
        if not _mostly(days.slice(start, SAMPLE), DAY):
            continue
        for other in others:
            clocks = grid.table.column(other).combine_chunks()
            if not _mostly(clocks.slice(start, SAMPLE), CLOCK):
                continue
            # Only what is a day gets an hour: what stands above the table, and what already tells one, stays.
            fits = pc.and_(_matches(days, DAY), _matches(clocks, CLOCK))
            day = pc.replace_substring_regex(days, r"[ T]+0{1,2}:00(?::00)?$", "")
            clock = pc.replace_substring_regex(clocks, r"^\d{4}-\d{2}-\d{2}[ T]", "")
            values = pc.if_else(fits, pc.binary_join_element_wise(day, clock, " "), days)
            letters = [column_letters(index + grid.first_column) for index in (choice.column, other)]
            message = (
                f"“{schema.labels[name]}”由“{header.texts[choice.column]}”和“{header.texts.get(other, '')}”两列合成"
            )
            yield JOINED, message, "、".join(letters) + "列", choice.column, pa.chunked_array([values])
            break


def _filled(
    grid: Grid, header: RequestHeader, schema: RequestSchema, merged: Sequence[str]
) -> Iterator[tuple[str, str, str, int, pa.ChunkedArray]]:
    names = {index: name for name, index in header.columns.items() if schema.fields[name].type in NAMES}
    names = {index: name for index, name in names.items() if name not in {"service_request_id", "dispatch_id"}}
    ranges: dict[int, list[tuple[int, int]]] = {}
    for place in merged:
        found = _RANGE.match(place)
        if not found or found[1] != found[3] or int(found[2]) <= header.top + header.rows:
            continue
        index = column_number(found[1]) - 1 - grid.first_column
        if index in names:
            ranges.setdefault(index, []).append((int(found[2]) - 1, int(found[4]) - 1))
    for index, spans in ranges.items():
        values: list[Any] = grid.table.column(index).to_pylist()
        for top, bottom in spans:
            for row in range(top + 1, min(bottom + 1, len(values))):
                values[row] = values[row] or values[top]
        letters = column_letters(index + grid.first_column)
        cells = "、".join(f"{letters}{top + 1}:{letters}{bottom + 1}" for top, bottom in spans[:5])
        message = f"“{schema.labels[names[index]]}”的合并单元格按其中每一行都是该值读，共 {len(spans)} 处"
        yield "intake.merged_down", message, cells, index, pa.chunked_array([pa.array(values, pa.string())])


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(pc.utf8_trim_whitespace(texts), pattern), False)


def _mostly(texts: pa.Array, pattern: str) -> bool:
    told = texts.drop_null()
    told = told.filter(pc.not_equal(told, ""))
    return bool(len(told)) and (pc.sum(_matches(told, pattern)).as_py() or 0) >= MOST * len(told)
