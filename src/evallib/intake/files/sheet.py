"""Sheets (工作表): a grid of values with what the values do not tell, and the names of its cells."""

from __future__ import annotations

import csv
import pickle
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from evallib.intake.files.cell_looks import PLAIN, Look
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.model.problems import EvallibError, Problem

CSV_ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";")
#: Characters and lines by which a delimiter is told.
SAMPLE, SAMPLE_LINES = 65_536, 41
#: So many cells of a kind are named.
TOLD = 10
Range = tuple[int, int, int, int]


@dataclass
class Sheet:
    """One sheet: `rows[r][c]` from the cell A1, and merged ranges (top, left, bottom, right), all from 0.

    `facts` holds what the values do not tell: hidden rows and columns, formulas without a saved value; `notes`, what of
    the file is not read, and which cells are shown otherwise than stored; `percent`, the percent formats by cell;
    `looks`, indentation and bold type by cell; `about`, what was kept with a parsed sheet.
    """

    path: Path
    name: str
    rows: list[list[Any]]
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False
    facts: SheetFacts = field(default_factory=SheetFacts)
    notes: list[Problem] = field(default_factory=list)
    percent: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """File name without its folder."""
        return self.path.name

    def value(self, row: int, column: int) -> Any:
        """The cell's own value; None outside the used range."""
        if row < len(self.rows) and column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if value == "" else value
        return None

    def merged_value(self, row: int, column: int) -> Any:
        """The cell's value, or that of the merged range it belongs to."""
        return self.value(*self.anchor(row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The upper left cell of the merged range that a cell belongs to, or the cell itself."""
        return self._anchors.get((row, column), (row, column))

    def place(self, row: int, column: int) -> str:
        """Name of a cell as the file calls it."""
        return cell_name(row, column)

    def content(self) -> bytes:
        """What the sheet says: two sheets of the same content are recognised alike."""
        return pickle.dumps((self.rows, self.merged, self.percent, self.looks))

    def line(self, row: int) -> int:
        """Number of a row as the file counts, from 1."""
        return row + 1

    def forget_size(self) -> None:
        """Count the columns anew: a correction may have filled a cell outside the used range."""
        for name in ("width", "_anchors"):
            self.__dict__.pop(name, None)

    @cached_property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        room = len(self.rows) * self.width
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, last_row, last_column in self.merged:
            bottom, right = min(last_row, len(self.rows) - 1), min(last_column, self.width - 1)
            room -= max(0, bottom - top + 1) * max(0, right - left + 1)
            if room < 0:  # merged ranges of a real sheet do not overlap
                raise EvallibError(
                    Problem(
                        "intake.overlapping_merges",
                        "合并单元格互相重叠，不知哪些格是一格，这张表未读入",
                        file=self.file,
                        sheet=self.name,
                        expected="互不重叠的合并区域",
                        advice="请取消合并、重新合并后另存再提交",
                    )
                )
            anchors |= {
                (row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)
            }
        return anchors

    def number_format(self, row: int, column: int) -> str:
        """Percent format of a cell, e.g. ``0.00%``; empty for other formats and for files that hold none."""
        return self.percent.get((row, column), "")

    def look(self, row: int, column: int) -> Look:
        """Indentation and bold type of a cell; plain for files that tell neither."""
        return self.looks.get((row, column), PLAIN)


def find_delimiter(sample: str, delimiters: Iterable[str] = DELIMITERS) -> str:
    r"""The delimiter that gives most rows of a text the same number of cells; amounts and sentences hold commas too.

    >>> find_delimiter("编号\t内容\t时间\nA1\t乱停车，噪音，扰民\t2023-03-01\n", (",", "，", "\t"))
    '\t'
    """
    lines = sample.splitlines()[:SAMPLE_LINES]
    lines = lines[:-1] if len(sample) >= SAMPLE and len(lines) > 1 else lines
    best, score = ",", (False, 0.0, 0)
    for delimiter in delimiters:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 2), item[0]))
            mine = (width > 2, rows / sum(widths.values()) if width > 1 else 0.0, width)
            best, score = (delimiter, mine) if mine > score else (best, score)
    return best


def cell_name(row: int, column: int) -> str:
    """Spreadsheet name of a cell counted from 0.

    >>> cell_name(4, 27)
    'AB5'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def cells_told(cells: Sequence[str]) -> str:
    """The first of many cells, and how many there are.

    >>> cells_told(["B2", "C3"]), cells_told(["A1"] * 12)[-6:]
    ('B2、C3', 'A1等12格')
    """
    return "、".join(cells[:TOLD]) + (f"等{len(cells)}格" if len(cells) > TOLD else "")
