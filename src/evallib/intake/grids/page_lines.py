"""Lines of a page (页上的行): those outside its ruled tables, and the characters that they are made of.

What stands deep inside a table makes no line outside it, and is not set in lines and words first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]
#: How far inside a table, in points, nothing can be taken for a part of a line above or below it; and how far apart, at
#: least, the tops of characters lie that are of two words.
DEEP, APART = 20.0, 3.0


def lines_outside(page: Any, boxes: Sequence[Box], tolerance: float = APART) -> tuple[list[Any], list[Any]]:
    """The text lines of a page whose middle lies in none of its tables, and the characters outside tables.

    Args:
        page: of pdfplumber.
        boxes: of the tables: left, top, right, bottom.
        tolerance: how far apart the tops of characters of one line may lie.
    """
    from pdfplumber.utils.text import chars_to_textmap

    chars = page.chars
    if boxes and all(char["upright"] for char in chars):
        deep = {id(char) for group in _groups(chars, max(tolerance, APART)) if _is_deep(group, boxes) for char in group}
        chars = [char for char in chars if id(char) not in deep]
    lines = chars_to_textmap(chars, layout_bbox=page.bbox, y_tolerance=tolerance).extract_text_lines(return_chars=False)
    return [line for line in lines if not any(top <= _middle(line) <= end for _, top, _, end in boxes)], chars


def _groups(chars: Sequence[Any], apart: float) -> Iterator[list[Any]]:
    """Characters by height, parted where no line or word can hold what is above and below."""
    ordered = sorted(chars, key=lambda char: char["top"])
    start = 0
    for at, (above, below) in enumerate(pairwise(ordered), 1):
        if below["top"] - above["top"] > apart + 1:
            yield ordered[start:at]
            start = at
    yield ordered[start:]


def _is_deep(group: Sequence[Any], boxes: Sequence[Box]) -> bool:
    first, last = group[0]["top"] - DEEP, max(char["bottom"] for char in group) + DEEP
    return any(top <= first and last <= end for _, top, _, end in boxes)


def _middle(line: Any) -> float:
    return float(line["top"] + line["bottom"]) / 2
