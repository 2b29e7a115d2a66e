"""Stacked cells (一格一行的表): what is left of a table where a text is saved with every cell on a line of its own.

Under as many short names as it has columns, rows follow whose cells are figures and words in the same order. Where no
one width sets the lines, they are no table, and are told as not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evallib.parsing.claims.cell import cell_figure

#: No cell is longer, and none holds a clause.
LONGEST, _CLAUSE = 24, re.compile("[。；，：\t;]|[^0-9],")
_BLANK = re.compile(r"[-—–/\s]*$")
#: So many lines with nothing but a figure are no accident.
LEAST = 6
WIDEST = 16
#: So many figures beside the tables are a year or a number of a page.
STRAY = 1
_TITLE = re.compile(
    r"\s*(?:附?表\s*\d|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、]\D|[(（]?(?:金额)?单位\s*[:：])|"
    r".*(?:表|情况|统计|明细|一览)(?:[(（][^()（）]*[)）])?\s*$|\s*[(（].*[)）]\s*$"
)
WORD, FIGURE, BLANK = "W", "F", "-"


@dataclass(frozen=True, slots=True)
class Stack:
    """Lines that are a table: the first one (from 0), and how many cells stand beside each other in how many rows."""

    start: int
    width: int
    height: int

    @property
    def end(self) -> int:
        """The line behind it."""
        return self.start + self.width * self.height


def stacks_of(lines: Sequence[str]) -> tuple[list[Stack], list[tuple[int, int]]]:
    """The tables, and first and last line (from 1) of what looks like one and cannot be set.

    >>> stacks_of("单位 受理 办结 东镇 7 6 西镇 8 8 南镇 9 9".split())
    ([Stack(start=0, width=3, height=4)], [])
    """
    found: list[Stack] = []
    lost: list[tuple[int, int]] = []
    for start, end in _stretches(lines):
        cells = lines[start:end]
        kinds = "".join(map(_kind, cells))
        if kinds.count(FIGURE) < LEAST:
            continue
        at, left, inside = 0, 0, list[Stack]()
        while (stack := _first(cells, kinds, at)) is not None:
            left += kinds.count(FIGURE, at, stack.start)
            inside.append(Stack(start + stack.start, stack.width, stack.height))
            at = stack.end
        # What is left of a stretch belongs to its tables: they are all set, or none.
        if left + kinds.count(FIGURE, at) <= STRAY:
            found += inside
        else:
            lost.append((start + kinds.index(FIGURE) + 1, start + kinds.rindex(FIGURE) + 1))
    return found, lost


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines that may be cells; one that is empty may be an empty cell."""
    start = 0
    for end, line in enumerate([*lines, "。"]):
        if len(line.strip()) <= LONGEST and not _CLAUSE.search(line):
            continue
        if end - start > LEAST:
            yield start, end
        start = end + 1


def _kind(line: str) -> str:
    return FIGURE if cell_figure(line.strip()) is not None else BLANK if _BLANK.match(line) else WORD


def _first(cells: Sequence[str], kinds: str, at: int) -> Stack | None:
    """The table that holds most of the lines from one on, its first cell first; none where two widths hold as many."""
    sizes = [stack for width in range(2, WIDEST + 1) for stack in _of_width(cells, kinds, at, width)]
    most = max((stack.width * stack.height for stack in sizes), default=0)
    best = [stack for stack in sizes if stack.width * stack.height == most]
    return best[0] if len({stack.width for stack in best}) == 1 else None


def _of_width(cells: Sequence[str], kinds: str, at: int, width: int) -> Iterator[Stack]:
    for start in range(at, len(kinds) - 2 * width + 1):
        first = start + width
        # Nothing but its title stands above a table, and nothing of it is left behind its last row.
        if kinds[start:first] != WORD * width or (start > at and not _parts(cells[start - 1], kinds[start - 1])):
            continue
        row, end = BLANK * width, first
        while merged := _merged(row, kinds[end : end + width]):
            row, end = merged, end + width
        height = (end - first) // width
        enough = height > 1 + (width == 2) or (height == 1 and width > 2 and row.count(FIGURE) >= width - 1)
        # A row that repeats itself may be several of half the width.
        halved = any(row == row[:n] * (width // n) for n in range(2, width // 2 + 1)) and WORD in row
        if enough and not halved and (end == len(kinds) or _parts(cells[end], kinds[end])):
            yield Stack(start, width, height + 1)


def _parts(cell: str, kind: str) -> bool:
    return kind == BLANK or bool(_TITLE.match(cell))


def _merged(row: str, other: str) -> str:
    """The kinds of the columns with those of a further row; "" where that is no row of them."""
    alike = len(row) == len(other) and all(a == b or BLANK in (a, b) for a, b in zip(row, other, strict=True))
    return "".join(b if a == BLANK else a for a, b in zip(row, other, strict=True)) if alike and FIGURE in other else ""
