"""Undone merges (合并格被拆开): a form whose merged ranges were undone, whether filled with their text or left empty.

Converters write such sheets: nothing is merged. A filled one is told by its title, which stands in several cells side
by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evallib.intake.files.sheet import Range, Sheet
from evallib.intake.forms.funds.fund_columns import meanings_of
from evallib.intake.forms.goal_cells import TOTAL
from evallib.intake.forms.goal_columns import form_like_row
from evallib.parsing.cells import clean_text
from evallib.parsing.plain_text import plain

#: Cells of a title and of a line over the whole form; letters of such a line that tells figures.
FEWEST, LINE = 3, 12
SIGNS = "≥≤<>=＝≧≦＞＜"
Run = tuple[int, int]


def merged_again(sheet: Sheet) -> Sheet:
    """The sheet with these cells merged; the sheet itself where it has merged ranges, or none that it lost.

    Args:
        sheet: any sheet.
    """
    first = next((row for row, values in enumerate(sheet.rows) if any(map(clean_text, values))), None)
    if sheet.merged or first is None:
        return sheet
    head = form_like_row(sheet, "指标", "目标")
    if not any(right - left + 1 >= FEWEST for left, right in _runs(sheet, first)):
        spread = [] if head is None else list(_spread(sheet, head))
        return replace(sheet, merged=spread) if spread else sheet
    merged = list(_ranges(sheet, len(sheet.rows) if head is None else head))
    rows = [list(values) for values in sheet.rows]
    for top, left, bottom, right in merged:
        for row in range(top, bottom + 1):
            start = left + (row == top)
            rows[row][start : right + 1] = [None] * (right + 1 - start)
    return replace(sheet, rows=rows, merged=merged)


def _spread(sheet: Sheet, head: int) -> Iterator[Range]:
    """Words over empty cells in two rows of words that head something: 预算数 over 总额｜财政拨款｜其他."""
    for row in range(min(head, len(sheet.rows) - 2) + 1):
        upper, lower = ([clean_text(value) for value in sheet.rows[line]] for line in (row, row + 1))
        if any(text[:1].isdigit() or text[:1] in SIGNS for text in (*upper, *lower) if text):
            continue
        left = 0
        while left < len(upper):
            right = left
            while upper[left] and lower[left] and right + 1 < len(upper) and not upper[right + 1] and lower[right + 1]:
                right += 1
            if right > left:
                yield row, left, row, right
            left = right + 1


def _ranges(sheet: Sheet, head: int) -> Iterator[Range]:
    """Equal texts side by side: words above the goals and in their header, of a total, and lines over the whole form.

    All else is merged only under a header that is: a target and its result, or two amounts, may well be equal.
    """
    down = [*_down(sheet, head), *_labels_down(sheet, head)]
    yield from down
    taken = {(row, left) for top, left, bottom, _ in down for row in range(top, bottom + 1)}
    for row in range(len(sheet.rows)):
        for left, right in _runs(sheet, row):
            if (row, left) in taken:
                continue
            text = clean_text(sheet.value(row, left))
            words = _is_words(text)
            if (words and (row <= head or right - left >= FEWEST or (left == 0 and TOTAL.match(plain(text))))) or (
                len(text) >= LINE and right - left >= FEWEST
            ):
                yield row, left, row, right
            else:
                yield from ((row, first, row, last) for first, last in _under_headers(sheet, row, (left, right), head))


def _down(sheet: Sheet, head: int) -> Iterator[Range]:
    """Headers of goals that are in the second row of their header too: 指标名称 beside 目标 over 符号｜数值｜单位."""
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


def _labels_down(sheet: Sheet, head: int) -> Iterator[Range]:
    """First words of rows above the goals that are those of rows under them too: 项目资金（万元） left of funds."""
    row = 0
    while row < min(head, len(sheet.rows)):
        first = _first_words(sheet, row)
        bottom = row
        while first is not None and bottom + 1 < head and _first_words(sheet, bottom + 1) == first:
            bottom += 1
        if first is not None and bottom > row:
            yield row, first[1], bottom, first[2]
        row = bottom + 1


def _first_words(sheet: Sheet, row: int) -> tuple[str, int, int] | None:
    """The first text of a row with its columns, where it is words and not all that the row says."""
    texts = [clean_text(value) for value in sheet.rows[row]]
    left = next((column for column, text in enumerate(texts) if text), None)
    if left is None or not _is_words(texts[left]):
        return None
    right = dict(_runs(sheet, row)).get(left, left)
    return (texts[left], left, right) if any(texts[right + 1 :]) else None


def _under_headers(sheet: Sheet, row: int, run: Run, head: int) -> Iterator[Run]:
    """The parts of a run of equal figures that are one cell each: under a header those under each, else all of it."""
    above = [_header_run(sheet, row, column) for column in range(run[0], run[1] + 1)]
    parts = list(dict.fromkeys(above))
    if row < head < len(sheet.rows) and not any(
        part and meanings_of(clean_text(sheet.value(*part[:2]))) for part in parts
    ):
        yield run  # beside its label
        return
    for part in parts:
        if part is not None and run[0] <= part[1] < part[2] <= run[1]:
            yield part[1:]


def _header_run(sheet: Sheet, row: int, column: int) -> tuple[int, int, int] | None:
    """The row and the columns of the nearest words over a cell."""
    for above in range(row - 1, -1, -1):
        text = clean_text(sheet.value(above, column))
        if text and _is_words(text.replace("(A)", "")):
            runs = ((left, right) for left, right in _runs(sheet, above) if left <= column <= right)
            return (above, *next(runs, (column, column)))
    return None


def _is_words(text: str) -> bool:
    return not any(map(str.isdigit, text))


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
