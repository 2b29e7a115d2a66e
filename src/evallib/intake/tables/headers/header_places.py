"""Places of headers (表头的位置): which rows may be headers or titles, and which columns belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.model.schema import normalise_header
from evallib.parsing.cells import clean_text, is_blank

#: A sheet longer than this is an export, whose header stands at its top.
MAX_HEADER_ROW = 400
MOST_HEADER_ROWS = 3
#: A header with a whole explanation in it; longer texts are data.
LONGEST_HEADER = 90
#: A figure typed as text, as all of them are in documents; a year may stand in a header, and so may a bare mark of a
#: column.
FIGURE = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)(?:%|％)?|[-+]?\d[\d,，]*(?:%|％)")

#: What a row of units under a header holds.
UNIT = re.compile(r"[(（]?(?:万元|元|亿元|千元|%|％|件|人|个|份|分|[A-Za-z]|\d{1,2}|[-—/])[)）]?")


def may_be_header(sheet: Sheet, row: int) -> bool:
    """Whether a row can be part of a header: texts, and no figures but years."""
    texts = 0
    for value in sheet.rows[row]:
        if is_blank(value):
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return False
        if not isinstance(value, str):
            if not (float(value).is_integer() and 1990 <= value <= 2100):
                return False
            texts += 1
            continue
        if len(value) > LONGEST_HEADER or FIGURE.fullmatch(value.strip()):
            return False
        texts += 1
    return texts > 0


def goes_on_below(sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether a header goes on under its last row: two of its cells or more are merged down into the next row or two.

    So it does where one of its cells is merged over several columns that have texts of their own below. A single cell
    merged far down is the heading of a block and no part of a header.
    """
    below = bottom + 1
    if below < min(top + MOST_HEADER_ROWS, len(sheet.rows)) and may_be_header(sheet, below):
        for upper, left, lower, right in sheet.merged:
            if top <= upper and lower == bottom and right > left and _has_children(sheet, below, left, right):
                return True
    ends = Counter(
        lower for upper, _, lower, _ in sheet.merged if top <= upper <= bottom < lower < bottom + MOST_HEADER_ROWS
    )
    return any(count > 1 and may_be_header(sheet, lower) for lower, count in ends.items() if lower < len(sheet.rows))


def _has_children(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a cell merged over some columns heads different texts below, as wide as the table or not."""
    texts = [clean_text(sheet.value(row, column)) for column in range(left, min(right + 1, sheet.width))]
    whole = sum(bool(clean_text(value)) for value in sheet.rows[row])
    return len(texts) > 1 and all(texts) and len(set(texts)) == len(texts) and whole > len(texts)


def refines(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a row under a header row can be its lower part.

    It can where one of its texts shares a parent with another, where it is the row of units, or where figures stand
    under it. A row of texts under texts, each below one of its own, is data of a table of words.
    """
    above = row - 1
    used = [k for k in range(left, min(right, sheet.width)) if sheet.anchor(row, k)[0] == row]
    used = [k for k in used if clean_text(sheet.value(row, k))]
    if any(not clean_text(sheet.merged_value(above, k)) or sheet.anchor(above, k)[1] != k for k in used):
        return True
    if row + 1 < len(sheet.rows) and any(_is_figure(sheet.merged_value(row + 1, k)) for k in range(left, right)):
        return True
    return all(UNIT.fullmatch(clean_text(sheet.value(row, k))) for k in used)


def _is_figure(value: Any) -> bool:
    if isinstance(value, str):
        return FIGURE.fullmatch(value.strip()) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def goes_on_from_above(sheet: Sheet, row: int) -> bool:
    """Whether a row is the lower part of something: two of its cells or more are merged with what stands above."""
    return sum(upper < row <= lower for upper, _, lower, _ in sheet.merged) > 1


def segments(sheet: Sheet, top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """The columns of the tables that begin in a row: all of them, those between empty columns, and repeated runs."""
    yield 0, sheet.width
    empty = [column for column in range(sheet.width) if not _column_used(sheet, top, column)]
    starts = [0, *(column + 1 for column in empty)]
    runs = [(start, end) for start, end in zip(starts, [*empty, sheet.width], strict=True) if end - start > 1]
    if len(runs) > 1:
        yield from runs
    texts = [normalise_header(clean_text(sheet.merged_value(bottom, column))) for column in range(sheet.width)]
    while texts and not texts[-1]:
        texts.pop()
    for width in range(2, len(texts) // 2 + 1):
        if len(texts) % width == 0 and all(texts[i] == texts[i % width] for i in range(len(texts))):
            yield from ((start, start + width) for start in range(0, len(texts), width))
            break


def _column_used(sheet: Sheet, top: int, column: int) -> bool:
    return any(not is_blank(sheet.value(row, column)) for row in range(top, min(len(sheet.rows), top + MAX_HEADER_ROW)))


def own_titles(sheet: Sheet, top: int) -> tuple[str, ...]:
    """What stands in the title rows right above a header."""
    first = top
    while first > 0 and is_title_row(sheet, first - 1):
        first -= 1
    return texts_above(sheet, first, top)


def is_title_row(sheet: Sheet, row: int) -> bool:
    """Whether a row holds no more than a title and its unit."""
    texts = {clean_text(value) for value in sheet.rows[row] if not is_blank(value)}
    if len(texts) > (2 if sheet.width > 2 else 1) or any(FIGURE.fullmatch(text) for text in texts):
        return False  # 先行联系率 | 96.1% is data
    return all(isinstance(value, str) for value in sheet.rows[row] if not is_blank(value))


def title_rows_above(sheet: Sheet, top: int, bottom: int) -> int:
    """How many rows right above a header are titles and not data of the table above it."""
    count = 0
    while top - count - 1 > bottom and is_title_row(sheet, top - count - 1):
        count += 1
    return count


def texts_above(sheet: Sheet, first: int, top: int) -> tuple[str, ...]:
    """The texts of the rows before a header, each once per row."""
    return tuple(
        text
        for row in range(first, top)
        for text in dict.fromkeys(clean_text(sheet.value(row, column)) for column in range(sheet.width))
        if text
    )
