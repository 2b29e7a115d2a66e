"""Unread parts of a sheet (未读入的部分): a table over, under or beside those understood is told, never swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_places import MAX_HEADER_ROW, is_title_row
from evallib.intake.tables.headers.header_row import Header
from evallib.model.problems import Problem
from evallib.parsing.cells import clean_text, is_blank

UNREAD_TABLE = "intake.unread_table"
FEWEST_COLUMNS, FEWEST_ROWS, LOOKED_AT = 3, 2, 12
FIGURE = re.compile(r"[-+]?[\d,，]*\d(?:\.\d+)?(?:%|％)?")


def looks_like_table(sheet: Sheet) -> bool:
    """Whether a sheet nobody understood holds figures in columns: under a row of words, rows with a figure each.

    Words beside figures are what a table is; a layout of paragraphs, a list of contents or a letter is none.
    """
    return any(heads_figures(sheet.rows, top) for top in range(len(sheet.rows)))


def heads_figures(rows: Sequence[Sequence[Any]], top: int) -> bool:
    """Whether a row of words stands over rows that mostly hold a figure each."""
    head = [text for value in rows[top] if (text := clean_text(value))]
    if len(head) < FEWEST_COLUMNS or any(FIGURE.fullmatch(text) for text in head):
        return False
    below = list(takewhile(lambda line: not all(map(is_blank, line)), rows[top + 1 : top + 1 + LOOKED_AT]))
    with_figures = [line for line in below if any(FIGURE.fullmatch(clean_text(value)) for value in line)]
    return len(with_figures) >= FEWEST_ROWS and len(with_figures) * 2 >= len(below)


def ends(sheet: Sheet, headers: Sequence[Header]) -> list[Header]:
    """Headers with the rows at which their tables end: at an empty row, or other headers over figures below."""
    return [replace(header, end=_end(sheet, header)) for header in headers]


def _end(sheet: Sheet, header: Header) -> int:
    own = {clean_text(value) for value in sheet.rows[header.bottom] if not is_blank(value)}
    blank = -1
    for row in range(header.bottom + 1, min(header.end, len(sheet.rows), MAX_HEADER_ROW)):
        if all(is_blank(value) for value in sheet.rows[row]):
            blank = row if blank < 0 or not all(is_title_row(sheet, r) for r in range(blank, row)) else blank
        elif blank >= 0 and not is_title_row(sheet, row):
            texts = {clean_text(value) for value in sheet.rows[row] if not is_blank(value)}
            if not texts & own and heads_figures(sheet.rows, row):
                return blank
            blank = -1
    return header.end


def unread_parts(sheet: Sheet, headers: Sequence[Header]) -> Iterator[Problem]:
    """An error for what looks like a table and belongs to none of the tables that were understood.

    Args:
        sheet: the sheet.
        headers: its tables, with their ends.
    """
    rows = [list(row) for row in sheet.rows[:MAX_HEADER_ROW]]
    for header in headers:
        for row in rows[header.top : min(header.end, len(rows))]:
            row[header.left : header.right] = [None] * len(row[header.left : header.right])
    for top in range(len(rows)):
        if heads_figures(rows, top):
            yield unread_table(replace(sheet, rows=rows), top)
            return


def unread_table(sheet: Sheet, top: int) -> Problem:
    """The error for a table that was not understood, whose header stands in a row."""
    texts = [(column, text) for column, value in enumerate(sheet.rows[top]) if (text := clean_text(value))]
    return Problem(
        UNREAD_TABLE,
        "同一张工作表里还有像数据表的一块，认不出表头，未读入",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(top, texts[0][0]),
        value="｜".join(text for _, text in texts)[:100],
        expected="含有已知表头的一行",
        advice="如应读入，请移到单独的工作表，并按 evallib map 的提示写明各列；如不应读入，请删去",
    )
