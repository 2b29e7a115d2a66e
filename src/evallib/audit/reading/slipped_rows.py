"""Slipped rows (错列的行): numbers that a lost cell moved sideways, set back under the columns the header names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from evallib.audit.reading.document import Cell
from evallib.parsing.claims.cell import cell_figure

#: So many numbers in a row show where it begins and ends.
LEAST = 3
_YEAR = re.compile(r"\s*(?:19|20)\d\d年?\s*$")
_CODED = re.compile(r"\s*[A-H]\d")
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff]")


class Named(Protocol):
    """A column by name."""

    @property
    def label(self) -> str:
        """Its header."""

    @property
    def role(self) -> str:
        """What it measures."""


def filled_columns(rows: Sequence[Sequence[Cell]]) -> tuple[frozenset[int], frozenset[int]]:
    """The columns in which more rows hold a number than words, two at least; and those in which any row holds one."""
    counts: dict[int, int] = {}
    ever = set()
    for row in rows:
        for c, cell in enumerate(row):
            if not cell.inherited and cell_figure(cell.text) is not None:
                counts[c] = counts.get(c, 0) + 1
                ever.add(c)
            elif not cell.inherited and _WORDS.search(cell.text):
                counts[c] = counts.get(c, 0) - 1
    return frozenset(c for c, count in counts.items() if count >= 2), frozenset(ever)


def numbered_columns(
    heads: Mapping[int, Named], rows: Sequence[Sequence[Cell]]
) -> tuple[frozenset[int], frozenset[int]]:
    """The columns that should hold numbers, by their names and by most of their rows; and those that may as well."""
    usual, ever = filled_columns(rows)
    named = {column for column, head in heads.items() if head.role not in {"", "sequence", "code", "target"}}
    expected = (named & ever) | {c for c in usual if heads[c].label and heads[c].role != "target"}
    allowed = expected | {column for column, head in heads.items() if head.role == "target"}
    return frozenset(expected), frozenset(allowed)


def realign(
    row: tuple[Cell, ...], heads: Mapping[int, Named], numbered: tuple[frozenset[int], frozenset[int]]
) -> list[tuple[Cell, int]]:
    """Cells with their source column; numbers that slipped sideways are moved under numeric columns.

    Args:
        row: the cells.
        heads: what the columns are called.
        numbered: see `numbered_columns`.
    """
    cells: list[tuple[Cell, int]] = [(cell, column) for column, cell in enumerate(row)]
    expected, allowed = numbered
    numeric = {
        c: n
        for c, cell in enumerate(row)
        if heads[c].role not in {"sequence", "code"} and not _YEAR.match(cell.text) and (n := cell_figure(cell.text))
    }
    if len(expected) < 2 or not numeric or any(cell.inherited for cell in row):
        return cells
    if any(_CODED.match(cell.text) for cell in row):
        return cells  # indicator rows are read by code, not by column
    if (word := _further_label(row, heads, sorted(numeric))) is not None:
        return [pair for pair in cells if pair[1] != word] + [(Cell(line=row[0].line), len(row) - 1)]
    # A number under a named column that holds words is misplaced; under an unnamed one it may belong there.
    strayed = any(heads[column].label for column in numeric.keys() - allowed)
    fits = len(expected & numeric.keys()) - strayed
    if fits == len(expected):
        return cells
    for shift in (1, -1, 2, -2):
        moved = {column + shift: numeral for column, numeral in numeric.items()}
        if not moved.keys() <= allowed or len(expected & moved.keys()) <= fits:
            continue
        if any(n.unit not in {"", "分"} for c, n in moved.items() if heads[c].role in {"weight", "score"}):
            continue
        first, last = min(numeric), len(row)
        lost: Any = (Cell(line=row[0].line), first)
        if shift > 0:
            if any(cell.text.strip() for cell in row[last - shift :]):
                continue
            return [*cells[:first], *[lost] * shift, *cells[first : last - shift]]
        blanks = [column for column in range(first) if not row[column].text.strip()][shift:]
        if len(blanks) == -shift:
            return [pair for pair in cells if pair[1] not in blanks] + [lost] * -shift
    return cells


def _further_label(row: Sequence[Cell], heads: Mapping[int, Named], numeric: Sequence[int]) -> int | None:
    """The column of a second label that pushes a row one column out of its header: （四）无法提供｜1.未掌握｜14｜2｜0.

    Its numbers fill every column to the one behind the last that has a name.
    """
    first, last = numeric[0], numeric[-1]
    if first < 2 or len(numeric) < LEAST or len(numeric) != last + 1 - first or not _WORDS.search(row[first - 1].text):
        return None
    named = max((c for c, head in heads.items() if head.label), default=0)
    if last != named + 1:
        return None
    return first - 1 if heads[first - 1].label else None
