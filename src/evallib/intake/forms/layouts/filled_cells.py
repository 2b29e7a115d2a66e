"""Filled cells (合并格被逐格填满): a form whose merged ranges were undone and filled with their text, cell by cell.

Converters write such sheets. The title tells: it stands in several cells side by side, and nothing is merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evallib.intake.files.sheet import Range, Sheet
from evallib.intake.forms.goal_cells import TOTAL
from evallib.intake.forms.goal_columns import form_like_row
from evallib.parsing.cells import clean_text
from evallib.parsing.plain_text import plain

#: Cells of a title and of a line over the whole form; letters of such a line that tells figures.
FEWEST, LINE = 3, 12
Run = tuple[int, int]


def merged_again(sheet: Sheet) -> Sheet:
    """The sheet with these cells merged; the sheet itself where it has merged ranges, or a title in one cell.

    Args:
        sheet: any sheet.
    """
    first = next((row for row, values in enumerate(sheet.rows) if any(map(clean_text, values))), None)
    if sheet.merged or first is None or not any(right - left + 1 >= FEWEST for left, right in _runs(sheet, first)):
        return sheet
    head = form_like_row(sheet)
    merged = list(_ranges(sheet, len(sheet.rows) if head is None else head))
    rows = [list(values) for values in sheet.rows]
    for top, left, bottom, right in merged:
        for row in range(top, bottom + 1):
            start = left + (row == top)
            rows[row][start : right + 1] = [None] * (right + 1 - start)
    return replace(sheet, rows=rows, merged=merged)


def _ranges(sheet: Sheet, head: int) -> Iterator[Range]:
    """Equal texts side by side: words above the goals and in their header, the words of a total, and lines over the whole form.

    All else is merged only under a header that is: a target and its result, or two amounts, may well be equal.
    """
    down = set(_down(sheet, head))
    yield from down
    taken = {(row, left) for top, left, bottom, _ in down for row in range(top, bottom + 1)}
    for row in range(len(sheet.rows)):
        for left, right in _runs(sheet, row):
            if (row, left) in taken:
                continue
            text = clean_text(sheet.value(row, left))
            words = not any(map(str.isdigit, text))
            if (
                (words and (row <= head or right - left >= FEWEST or (left == 0 and TOTAL.match(plain(text)))))
                or _header_run(sheet, row, left) == (left, right)
                or (len(text) >= LINE and right - left >= FEWEST)
            ):
                yield row, left, row, right


def _down(sheet: Sheet, head: int) -> Iterator[Range]:
    """Headers of the goals that stand in the second row of their header too: 指标名称 beside 目标 over 符号｜数值｜单位."""
    if head + 1 >= len(sheet.rows):
        return
    runs = dict(_runs(sheet, head))
    texts, below = ([clean_text(value) for value in sheet.rows[row]] for row in (head, head + 1))
    left = 0
    while left < len(texts):
        right = runs.get(left, left)
        if texts[left] and below[left : right + 1] == texts[left : right + 1]:
            yield head, left, head + 1, right
        left = right + 1


def _header_run(sheet: Sheet, row: int, left: int) -> Run | None:
    """The columns of the nearest words over a cell."""
    for above in range(row - 1, -1, -1):
        text = clean_text(sheet.value(above, left))
        if text and not any(map(str.isdigit, text.replace("(A)", ""))):
            return next((run for run in _runs(sheet, above) if run[0] == left), None)
    return None


def _runs(sheet: Sheet, row: int) -> list[Run]:
    """The columns over which one text stands side by side."""
    texts = [clean_text(value) for value in sheet.rows[row]]
    runs, left = [], 0
    for column in range(1, len(texts) + 1):
        if column == len(texts) or texts[column] != texts[left]:
            if texts[left] and column - left > 1:
                runs.append((left, column - 1))
            left = column
    return runs
