"""Note marks on figures (表中注释标记): taken off the cells of a sheet, with the cells in which one stood."""

from __future__ import annotations

from typing import Any

from evallib.intake.files.sheet_xml import column_letters
from evallib.parsing.note_marks import without_mark


def take_marks(rows: list[list[Any]]) -> list[str]:
    """Take the marks of notes off the figures of a sheet; returns the cells in which one stood.

    >>> rows = [["甲", "567.21①"]]
    >>> take_marks(rows), rows
    (['B1'], [['甲', '567.21']])
    """
    told = []
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and 2 <= len(value) <= 40 and (bare := without_mark(value)) != value:
                cells[column] = bare
                told.append(f"{column_letters(column)}{row + 1}")
    return told
