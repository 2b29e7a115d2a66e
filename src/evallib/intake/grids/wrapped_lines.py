"""Wrapped lines (折行): which line of a borderless table is only what the cells of the row above it could not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

#: A text line with its parts: left, right, text.
Part = tuple[float, float, str]
Segmented = tuple[Any, list[Part]]

FEWEST_COLUMNS = 3
#: White space that parts two columns, in points.
GAP = 9.0
#: Lines of one cell: how far apart by their height, how far their beginnings, how many characters of a header go below,
#: by how much the next row lies farther.
CLOSE, SHIFT, WRAPPED, FARTHER = 0.9, 2.0, 4, 3.0
#: What the margins of two cells leave free beside a full line, in points.
MARGINS = 12.0

_FIGURE = re.compile(r"\d\s*(?:%|分|元)?$|[合总小]\s*计")


def is_wrapped(run: Sequence[Segmented], wrapped: Sequence[bool], item: Segmented, ahead: Sequence[Segmented]) -> bool:
    """Whether a line belongs to the row above it.

    Args:
        run: the lines of the table so far, each with its parts.
        wrapped: for each of them whether it belongs to the row above it.
        item: the line.
        ahead: some lines below it.
    """
    line, parts = item
    if not run or not parts or any(_FIGURE.search(text) for _, _, text in parts):
        return False
    at = next((n for n in reversed(range(len(run))) if not wrapped[n]), 0)
    row = run[at][1]
    if len(parts) < FEWEST_COLUMNS:
        return _below_words(run, item) or _below_first(run, row, item, ahead)
    if not _is_close(run[-1][0], line):
        return False
    return _names_on(run, parts) or (_goes_on_below(run, row, parts) and _is_tighter(run, at, item, ahead))


def _is_close(above: Any, line: Any) -> bool:
    """Whether two lines of a page are as near as lines of one cell are."""
    height = line["bottom"] - line["top"]
    return bool(line.get("page") == above.get("page") and -height < line["top"] - above["bottom"] < CLOSE * height)


def _below_words(run: Sequence[Segmented], item: Segmented) -> bool:
    """Words below the words of a cell that is not the first, close by; a page may end inside of a cell."""
    line, parts = item
    if line.get("page") == run[-1][0].get("page") and not _is_close(run[-1][0], line):
        return False
    row = next((parts for _, parts in reversed(run) if len(parts) >= FEWEST_COLUMNS), [])
    return all(_column_of(row, left, right) > 0 for left, right, _ in parts)


def _below_first(run: Sequence[Segmented], row: Sequence[Part], item: Segmented, ahead: Sequence[Segmented]) -> bool:
    """What a first cell could not hold, between two rows; behind the end of a page only where that cell is full."""
    line, parts = item
    if len(row) < FEWEST_COLUMNS or not all(_stands_under(row, *part) for part in parts):
        return False
    goes_over = line.get("page") != run[-1][0].get("page") and len(parts) == 1 and _is_full(run, parts[0])
    if not (goes_over or _is_close(run[-1][0], line)):
        return False
    for (above, _), (below, others) in zip((item, *ahead), ahead, strict=False):
        if len(others) >= FEWEST_COLUMNS:
            return True
        if not others or not _is_close(above, below) or not all(_stands_under(row, *part) for part in others):
            # The next lines may lie behind the end of the page.
            return bool(others) and above.get("page") != below.get("page") and _is_full([*run, item], others[0])
    return False


def _names_on(run: Sequence[Segmented], parts: Sequence[Part]) -> bool:
    """The rest of headers, each right below its own."""
    row = run[-1][1]
    lefts = [left for left, _, _ in row]
    heads = not any(_FIGURE.search(text) for _, _, text in row) and len(parts) <= len(row)
    return heads and all(
        any(abs(left - other) < SHIFT for other in lefts) and len(text) <= WRAPPED for left, _, text in parts
    )


def _goes_on_below(run: Sequence[Segmented], row: Sequence[Part], parts: Sequence[Part]) -> bool:
    """Whether each part begins below a cell of a row with figures; a number goes on only below a full cell."""
    if len(row) <= len(parts) or not any(_FIGURE.search(text) for _, _, text in row):
        return False
    return all(
        _begins_under(row, left, right) and (not text[0].isdigit() or _is_full(run, (left, right, text)))
        for left, right, text in parts
    )


def _is_tighter(run: Sequence[Segmented], at: int, item: Segmented, ahead: Sequence[Segmented]) -> bool:
    """Whether a line lies nearer to the one above it than the row (from `at` on) to its neighbours on either side."""
    line = item[0]
    far = line["top"] - run[-1][0]["top"] + FARTHER
    first, before = run[at][0], run[max(at - 1, 0)][0]
    known = at > 0 and bool(before.get("page") == first.get("page"))
    if known and first["top"] - before["top"] < far:
        return False
    for (above, _), (below, others) in zip((item, *ahead), ahead, strict=False):
        if not others or above.get("page") != below.get("page"):
            return known
        if below["top"] - above["top"] >= far:
            return known or len(others) >= FEWEST_COLUMNS
        if any(_FIGURE.search(text) for _, _, text in others):
            return False
    return False


def _begins_under(row: Sequence[Part], left: float, right: float) -> bool:
    """Whether words begin where a cell of the row does and end before the next one begins."""
    at = next((n for n, (start, _, _) in enumerate(row) if abs(left - start) < SHIFT), -1)
    return at >= 0 and (at + 1 == len(row) or right < row[at + 1][0])


def _stands_under(row: Sequence[Part], left: float, right: float, text: str) -> bool:
    """Whether words begin below a cell of words that are no fewer."""
    above = next((words for start, _, words in row if abs(left - start) < SHIFT), "")
    return len(above) > 1 and len(above) >= len(text) and _begins_under(row, left, right)


def _is_full(run: Sequence[Segmented], part: Part) -> bool:
    """Whether the line above in this column leaves no room for one more character before the next column."""
    left, right, text = part
    end = next((e for _, parts in reversed(run) for start, e, _ in parts if abs(left - start) < SHIFT), 0.0)
    others = [start for _, parts in run for start, _, _ in parts if start > end]
    return bool(end) and min(others, default=0.0) - end < (right - left) / max(len(text), 1) + MARGINS


def _column_of(row: Sequence[Part], left: float, right: float) -> int:
    """The one cell of a row that stands over a stretch and leaves it room to the next one, -1 where there is none."""
    over = [n for n, (start, end, _) in enumerate(row) if left < end and start < right]
    if len(over) != 1:
        return -1
    limit = row[over[0] + 1][0] if over[0] + 1 < len(row) else max(end for _, end, _ in row) + GAP
    return over[0] if right <= limit and len(row[over[0]][2]) > 1 else -1
