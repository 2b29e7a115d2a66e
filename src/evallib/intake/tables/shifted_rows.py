"""Shifted rows (错位行): a document's table row whose cells are one column too far right, put back by their types.

Documents lose the borders of cells: under 权重 | 得分 | 得分率 stands nothing, 2.00 and 1.50, and 75.00% beside the
table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.grids.document_sheets import DocumentSheet
from evallib.intake.tables.headers.column_roles import ROLES
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_row import Header
from evallib.model.levels import is_subtotal, is_total
from evallib.model.schema import ColumnType, TableSchema
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.numerals import parse_numeral

FIGURES = frozenset({"decimal", "money", "count", "integer", "rate", "signed_rate"})
#: So many figures have to fit their columns only after the shift.
ENOUGH = 2
#: A word in it is no number.
NUMBER = "line_no"


def put_back(sheet: Sheet, header: Header, row: int, columns: Mapping[str, HeaderCell]) -> Mapping[str, HeaderCell]:
    """The columns in which a row's values stand.

    Args:
        sheet: the sheet; only rows of documents are ever put back.
        header: the header of the table.
        row: the row.
        columns: the columns of the header.

    Returns:
        The columns themselves, or those from the first wrong one on a column further right: only where every figure
        fits its type there, some do not fit where the header stands, and the column behind the table's last is filled.
    """
    if not isinstance(sheet, DocumentSheet):
        return columns
    ordered = sorted(columns.items(), key=lambda item: item[1].column)
    last = ordered[-1][1].column
    if last + 1 >= min(header.right, sheet.width) or is_blank(sheet.value(row, last + 1)) or _headed(header, last + 1):
        return columns
    for position in range(len(ordered) - 1, -1, -1):
        if not is_blank(sheet.value(row, ordered[position][1].column)):
            continue
        moved = {name for name, _ in ordered[position:]}
        shifted = {n: replace(c, column=c.column + 1) if n in moved else c for n, c in columns.items()}
        if _fitting(sheet, row, shifted, header.schema, moved) and not _fitting(
            sheet, row, columns, header.schema, moved
        ):
            return shifted
    return columns


def within(sheet: Sheet, row: int, columns: Mapping[str, HeaderCell]) -> Mapping[str, HeaderCell]:
    """The columns of a row's values under headers that are merged over several: the first that is filled."""
    moved = {}
    for name, cell in columns.items():
        filled = [c for c in range(cell.column, cell.last + 1) if not is_blank(sheet.merged_value(row, c))]
        if filled and filled[0] > cell.column:
            moved[name] = replace(cell, column=filled[0])
    return {**columns, **moved} if moved else columns


def _headed(header: Header, column: int) -> bool:
    return any(cell.column == column for cell in header.unknown)


def _fitting(sheet: Sheet, row: int, columns: Mapping[str, HeaderCell], schema: TableSchema, names: set[str]) -> bool:
    """Whether all figures of some columns are of their types, and there are enough of them."""
    figures = [
        (schema.column(name).type, clean_text(sheet.value(row, columns[name].column)))
        for name in names
        if name not in ROLES and schema.column(name).type in FIGURES
    ]
    filled = [(kind, text) for kind, text in figures if text]
    return len(filled) >= ENOUGH and len(filled) == len(figures) and all(_fits(kind, text) for kind, text in filled)


def _fits(kind: ColumnType, text: str) -> bool:
    percent = text.endswith(("%", "％"))
    return bool(parse_numeral(text.rstrip("%％"))) and percent == (kind in {"rate", "signed_rate"})


def label_beside(sheet: Sheet, header: Header, row: int, columns: Mapping[str, HeaderCell]) -> Mapping[str, HeaderCell]:
    """The columns of a row whose label is in a column left of its own: 合计 under 类别 or 序号, not under 科目.

    Args:
        sheet: the sheet.
        header: the header of the table.
        row: the row.
        columns: the columns in which its values stand.

    Returns:
        The columns, with that of a 合计 or 小计 for an empty label; any other text may be of another kind and is no
        label.
    """
    label = columns.get(header.schema.label)
    if label is None or not is_blank(sheet.merged_value(row, label.column)):
        return columns
    number = [columns[NUMBER]] if NUMBER in columns else []
    for column in sorted(
        (cell.column for cell in (*header.unknown, *number) if cell.column < label.column), reverse=True
    ):
        text = clean_text(sheet.value(row, column))
        if is_total(text) or is_subtotal(text):
            others = {name: cell for name, cell in columns.items() if name != NUMBER or cell.column != column}
            return {**others, header.schema.label: replace(label, column=column)}
    return columns
