"""Unread items (没有读到的一项): where a number that a list leaves out may be one that was lost in reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evallib.audit.reading.document import Document, Paragraph

#: “七、彩票公益金收入 143,808”: the row of an account, not a heading and not a sentence.
_ROW = re.compile(r"[^，。；：]*[\u4e00-\u9fff）)]\s*-?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*")
#: So many rows with an amount show that a list is the first column of a table.
LEAST = 2
#: Headings that leave out so many numbers were read out of order, or in part.
SEVERAL = 3


def are_rows(document: Document, blocks: Sequence[int]) -> bool:
    """Whether the items of a list are rows of a table that was read as text: a row without an amount may be lost.

    Args:
        document: the report.
        blocks: the blocks of the items.
    """
    texts = [b.text for b in (document.blocks[n] for n in blocks) if isinstance(b, Paragraph)]
    return sum(_ROW.fullmatch(text) is not None for text in texts) >= LEAST


def leaves_out_several(numbers: Sequence[int]) -> bool:
    """Whether a list of headings goes up and leaves out two numbers or more at once.

    >>> leaves_out_several([1, 6, 7]), leaves_out_several([1, 2, 4, 5]), leaves_out_several([1, 2, 8, 4])
    (True, False, False)
    """
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    return bool(steps) and min(steps) > 0 and max(steps) >= SEVERAL


def may_be_left_out(numbers: Sequence[int], at: int) -> bool:
    """Whether an item of the list may stand where nothing was read: not before the next right one, and not twice.

    >>> may_be_left_out([1, 2, 4], 2), may_be_left_out([1, 3, 3], 1), may_be_left_out([1, 2, 2], 2)
    (True, False, False)
    """
    return numbers[at + 1 : at + 2] not in ([at + 2], [numbers[0] + at + 1]) and numbers[at] != numbers[at - 1]
