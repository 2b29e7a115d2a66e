"""Forms side by side (左右并排): a sheet cut where another begins, and each side holds a form of its own."""

from __future__ import annotations

from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_labels import is_project_label
from evallib.intake.forms.form_shape import FormShape, find_forms
from evallib.intake.forms.goal_columns import POINTS
from evallib.intake.tables.headers.unread_parts import looks_like_table
from evallib.model.table_words import Words
from evallib.parsing.cells import is_blank

#: How far down the labels of a head stand.
HEAD_ROWS = 30


def side_by_side(sheet: Sheet, words: Words | None = None) -> list[Sheet]:
    """The parts of a sheet that each hold forms, from left to right, or a form and a table; else the sheet itself.

    Cells keep their places: a part is the sheet with everything else left out.
    """
    for column in _gaps(sheet):
        left, right = _part(sheet, 0, column), _part(sheet, column, sheet.width)
        if find_forms(left, words) and find_forms(right, words):
            return [left, *side_by_side(right, words)]
        if (
            (found := find_forms(left, words))
            and looks_like_table(right)
            and not _goes_on(find_forms(sheet, words), found)
        ):
            return [left, right]
    return [sheet]


def _goes_on(whole: list[FormShape], left: list[FormShape]) -> bool:
    """Whether forms of a sheet have their money or points behind a gap: an empty column runs through one form."""
    return len(whole) == len(left) and any(
        (one.indicators.columns.keys() - part.indicators.columns.keys()) & POINTS
        or (part.funds is None and not part.pairs and (one.funds is not None or one.pairs))
        for one, part in zip(whole, left, strict=True)
    )


def second_beside(sheet: Sheet, shape: FormShape) -> int | None:
    """The column of a second 三级指标 that stands with a second 完成值 right of the first; None where there is none."""
    columns = shape.indicators.columns
    if not {"level3", "target", "actual"} <= columns.keys():
        return None
    right = max(cell.column for cell in columns.values())
    found = [
        next(
            (cell.column for cell in shape.indicators.cells if cell.column > right and cell.text == columns[name].text),
            None,
        )
        for name in ("level3", "target", "actual")
    ]
    return found[0] if all(column is not None for column in found) else None


def _gaps(sheet: Sheet) -> list[int]:
    """Columns at which another form may begin, nothing merged over them: empty ones, and a second 项目名称's."""
    filled = {column for row in sheet.rows for column, value in enumerate(row) if not is_blank(value)}
    if not filled:
        return []
    empty = set(range(min(filled) + 1, max(filled))) - filled
    labels = {column for row in sheet.rows[:HEAD_ROWS] for column, value in enumerate(row) if is_project_label(value)}
    crossed = {
        column
        for _, left, _, right in sheet.merged
        for column in range(left, right + 1)
        if column > left or column in empty
    }
    return sorted((empty | (labels - {min(filled)})) - crossed)


def _part(sheet: Sheet, first: int, last: int) -> Sheet:
    rows = [
        [value if first <= column < last else None for column, value in enumerate(row[:last])] for row in sheet.rows
    ]
    merged = [area for area in sheet.merged if first <= area[1] and area[3] < last]
    return replace(sheet, rows=rows, merged=merged)
