"""Places of headers (表头的位置): which rows may be headers or titles, and which columns belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from evallib.intake.files.sheet import Sheet
from evallib.model.schema import normalise_header
from evallib.parsing.cells import clean_text, is_blank

#: A sheet longer than this is an export, whose header stands at its top.
MAX_HEADER_ROW = 400
MOST_HEADER_ROWS = 3
#: A header with a whole explanation in it; longer texts are data.
LONGEST_HEADER = 90
#: A figure typed as text, as all of them are in documents; a year may stand in a header, and so may a bare mark of a column.
FIGURE = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)(?:%|％)?|[-+]?\d[\d,，]*(?:%|％)")


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

    A single cell merged far down is the heading of a block and no part of a header.
    """
    ends = Counter(
        lower for upper, _, lower, _ in sheet.merged if top <= upper <= bottom < lower < top + MOST_HEADER_ROWS
    )
    return any(count > 1 and may_be_header(sheet, lower) for lower, count in ends.items() if lower < len(sheet.rows))


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
    return len(texts) <= 2 and all(isinstance(value, str) for value in sheet.rows[row] if not is_blank(value))


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
