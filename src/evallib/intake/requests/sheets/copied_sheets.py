"""Sheets of a case export for its checked copy (核对稿): only the rows that are shown, and nothing about a person."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.files.sheet import Sheet
from evallib.intake.requests.exports import find_export
from evallib.intake.requests.sheets.column_roles import RequestHeader, find_request_header
from evallib.intake.requests.sheets.text_grids import Grid, read_grids
from evallib.model.requests import RequestSchema, load_schema
from evallib.privacy import mask_label
from evallib.privacy.columns import mask_addresses, mask_free_text, mask_labels

COVERED, UNREAD = "（已遮盖）", "（未读入）"


def copied_sheets(path: Path, mapping: Path | None, rows: Mapping[str, set[int]], most: int) -> list[Sheet]:
    """The sheets of an export as they may be shown; none if it is no export any more.

    Args:
        path: the file as handed in.
        mapping: the mapping file that counts for it.
        rows: rows that are wanted of a larger sheet, from 0, by the masked name of the sheet.
        most: cells up to which a sheet is copied whole.
    """
    export = find_export(path, mapping)
    if export is None:
        return []
    schema = load_schema(mapping)
    return [_copied(path, grid, schema, rows, most) for grid in read_grids(path, export.heads)]


def _copied(path: Path, grid: Grid, schema: RequestSchema, rows: Mapping[str, set[int]], most: int) -> Sheet:
    name, table = mask_label(grid.sheet), grid.table
    header = find_request_header(grid.head(), schema)
    top = header.top + header.rows if header else 0
    length = table.num_rows
    wanted = range(length)
    if length * table.num_columns > most:
        wanted = sorted({*range(min(top, length)), *(row for row in rows.get(name, ()) if row < length)})  # type: ignore[assignment]
    taken = table.take(pa.array(list(wanted), pa.int64()))
    if header:
        body = pa.array([row >= top for row in wanted], pa.bool_())
        shown = [
            _shown(taken.column(index).combine_chunks(), index, header, schema, body)
            for index in range(taken.num_columns)
        ]
        taken = pa.table(dict(zip(taken.column_names, shown, strict=True)))
    left: list[Any] = [None] * grid.first_column
    nothing: list[Any] = []
    copied = [nothing] * length
    for row, cells in zip(wanted, zip(*(column.to_pylist() for column in taken.columns), strict=True), strict=True):
        copied[row] = [*left, *cells]
    return Sheet(path, name, copied, hidden=grid.hidden)


def _shown(column: pa.Array, index: int, header: RequestHeader, schema: RequestSchema, body: pa.Array) -> pa.Array:
    """What may be shown of a column below the header: not who it was, not where they live, nothing that is not read."""
    kind = next((item.type for item in schema.columns if header.columns.get(item.name) == index), None)
    if kind in {"person", "drop", None}:
        word = pa.scalar(UNREAD if kind is None else COVERED)
        masked = pc.if_else(pc.fill_null(pc.not_equal(column, ""), False), word, column)
    else:
        mask = {"address": mask_addresses, "free_text": mask_free_text}.get(kind, mask_labels)
        masked = mask(column).values
    return pc.if_else(body, masked, column)
