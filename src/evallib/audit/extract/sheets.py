"""Workbook (xlsx): each sheet is a table, read with python-calamine; the line of a place is the sheet's row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from evallib.audit.document import Cell, Document
from evallib.audit.extract.layout import Piece, build_document


def read_sheets(path: Path) -> Document:
    """Read every sheet; rows with one filled cell become paragraphs, so that titles and notes are text."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(path))
    pieces: list[Piece] = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        ranges = sheet.merged_cell_ranges or []
        pieces.extend(_pieces(sheet.to_python(skip_empty_area=False), ranges, name))
    return build_document(path.name, pieces, joined_lines=False)


def _pieces(grid: list[list[Any]], ranges: list[tuple[Any, Any]], name: str) -> Iterator[Piece]:
    rows = [[Cell(_format(value), number) for value in row] for number, row in enumerate(grid, 1)]
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left].text
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                if (r, c) != (top, left):
                    rows[r][c] = Cell(text, rows[r][c].line, inherited=True)
    pending: list[list[Cell]] = []
    for number, row in enumerate(rows, 1):
        filled = [cell for cell in row if cell.text and not cell.inherited]
        if len(filled) > 1 or (pending and filled):
            pending.append(row)
            continue
        if pending:
            yield Piece(pending[0][0].line, rows=pending, title=name)
            pending = []
        yield Piece(number, filled[0].text if filled else "")
    if pending:
        yield Piece(pending[0][0].line, rows=pending, title=name)
    yield Piece(len(rows) + 1, f"（工作表“{name}”结束）")


def _format(value: Any) -> str:
    """Write a value as it would be read: 0.1 + 0.2 is 0.3, whole floats are whole numbers."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        number = Decimal(repr(round(value, 10)))
        return f"{number.normalize():f}" if number else "0"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()
