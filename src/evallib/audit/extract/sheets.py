"""Workbook (xlsx): each sheet is a table, the line of a place is the sheet's row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from evallib.audit.extract.layout import build_document
from evallib.audit.extract.table_pieces import Piece
from evallib.audit.extract.unread_cells import unread_cells
from evallib.audit.reading.document import Cell, Document
from evallib.intake.files.sheet import Sheet, cell_name
from evallib.intake.files.workbook import read_workbook


def read_sheets(path: Path) -> Document:
    """Read every sheet; rows with one filled cell become paragraphs, so that titles and notes are text."""
    sheets = read_workbook(path)
    pieces = [piece for sheet in sheets for piece in _pieces(sheet)]
    return replace(build_document(path.name, pieces, joined_lines=False), gaps=unread_cells(sheets))


def document_of(sheets: Sequence[Sheet], year: int) -> Document:
    """One document made of the sheets of several workbooks; its places name their file."""
    pieces = [replace(piece, file=sheet.file) for sheet in sheets for piece in _pieces(sheet)]
    name = "、".join(dict.fromkeys(sheet.file for sheet in sheets))
    return replace(build_document(name, pieces, joined_lines=False), known_year=year)


def _pieces(sheet: Sheet) -> Iterator[Piece]:
    rows = [
        [Cell(_format(value, sheet, r, c), r + 1, name=cell_name(r, c)) for c, value in enumerate(row)]
        for r, row in enumerate(sheet.rows)
    ]
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        # A label stands for every cell of its range; an amount that is spread over rows stands once.
        text = "" if isinstance(sheet.value(top, left), int | float) else rows[top][left].text
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                if (r, c) != (top, left):
                    rows[r][c] = replace(rows[r][c], text=text, inherited=True, name=rows[top][left].name)
    pending: list[list[Cell]] = []
    for number, row in enumerate(rows, 1):
        filled = [cell for cell in row if cell.text and not cell.inherited]
        if len(filled) > 1 or (pending and filled):
            pending.append(row)
            continue
        if pending:
            yield Piece(pending[0][0].line, rows=pending, title=sheet.name)
            pending = []
        if filled:
            yield Piece(number, filled[0].text, title=sheet.name, cell=filled[0].name)
    if pending:
        yield Piece(pending[0][0].line, rows=pending, title=sheet.name)
    yield Piece(len(rows) + 1, f"（工作表“{sheet.name}”结束）")


def _format(value: Any, sheet: Sheet, row: int, column: int) -> str:
    """Write a value as it would be read: 0.1 + 0.2 is 0.3, whole floats are whole numbers, 0.97 as 0% is 97%."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        number = Decimal(repr(round(value, 10)))
        if "%" in sheet.number_format(row, column):
            return f"{(number * 100).normalize():f}%"
        return f"{number.normalize():f}" if number else "0"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()
