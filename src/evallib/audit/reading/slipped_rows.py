"""Slipped rows (错列的行): numbers that a lost cell moved sideways, set back under the columns the header names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol

from evallib.audit.reading.document import Cell
from evallib.audit.reading.roles import RATE_ROLES, total_kind
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.claims.mentions import Mention

#: So many numbers in a row show where it begins and ends.
LEAST = 3
_YEAR = re.compile(r"\s*(?:19|20)\d\d年?\s*$")
_CODED = re.compile(r"\s*[A-H]\d")
_SIGNED = re.compile(r"\s*[≥≤=＞＜><]")
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff]")
_NAMES = re.compile("(?:单位|部门|名称|姓名|街道|乡镇|镇街|县区|区县|地区|[县市区]|项目|类[别型]|来源|渠道|事项|指标)$")
_REMARKS = re.compile("原因|措施|说明|备注|意见")


class Named(Protocol):
    """A column by name."""

    @property
    def label(self) -> str:
        """Its header."""

    @property
    def role(self) -> str:
        """What it measures."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Columns of numbers (数字栏) of a table.

    Args:
        expected: those that should hold numbers.
        allowed: those that may as well.
        pushed: how many cells in front every row lost that the header has.
    """

    expected: frozenset[int]
    allowed: frozenset[int]
    pushed: int = 0


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


def numbered_columns(heads: Mapping[int, Named], rows: Sequence[Sequence[Cell]]) -> Numbered:
    """The columns that should hold numbers, by their names and by most of their rows; and those that may as well.

    Args:
        heads: what the columns are called.
        rows: below the header.
    """
    usual, ever = filled_columns(rows)
    named = {column for column, head in heads.items() if head.role not in {"", "sequence", "code", "target"}}
    # Where most rows lost the cell in front of it, numbers stand under 单位, beside the names of the others.
    remarks = {c for c in usual if _REMARKS.search(heads[c].label)}  # “0” for no reason at all
    slipped = {c for c in usual if _NAMES.search(heads[c].label) and any(_WORDS.match(row[c].text) for row in rows)}
    if shift := _pushed_by(heads, named, rows):
        allowed = named | {column for column, head in heads.items() if head.role == "target"}
        return Numbered(frozenset(named), frozenset(allowed), shift)
    usual -= slipped | remarks
    expected = (named & ever) | {c for c in usual if heads[c].label and heads[c].role != "target"}
    allowed = expected | remarks | {column for column, head in heads.items() if head.role == "target"}
    return Numbered(frozenset(expected), frozenset(allowed))


def _pushed_by(heads: Mapping[int, Named], named: Set[int], rows: Sequence[Sequence[Cell]]) -> int:
    """How many cells in front (绩效指标) a whole body lost that its header has: even its first row begins too early.

    One or two columns further on each of its numbers stands under the name of a number, and here they do not, or the
    last column of numbers is empty in every row.
    """
    values = named | {column for column, head in heads.items() if head.role == "target"}
    for row in rows:
        numeric = {c: n for c, cell in enumerate(row) if not cell.inherited and (n := cell_figure(cell.text))}
        if len(numeric) < LEAST or total_kind(next((c.text for c in row if c.text.strip()), "")) != "line":
            continue
        first = next(c for c, cell in enumerate(row) if c in numeric or _SIGNED.match(cell.text))
        shift = min(values, default=0) - first
        moved = {c + shift: n for c, n in numeric.items()}
        if shift not in (1, 2) or not moved.keys() <= values or any(_is_unlike(heads[c], n) for c, n in moved.items()):
            return 0
        idle = not any(cell_figure(row[max(named)].text) for row in rows)
        return shift if idle and (max(named) in moved or not numeric.keys() <= values) else 0
    return 0


def _is_unlike(head: Named, figure: Mention) -> bool:
    """Whether a number tells a unit that its column has not: pieces under 得分, a rate under money."""
    if head.role in {"weight", "score"}:
        return figure.unit not in {"", "分"}
    return figure.dimension == "percent" and head.role not in RATE_ROLES | {"target"}


def realign(row: tuple[Cell, ...], heads: Mapping[int, Named], numbered: Numbered) -> list[tuple[Cell, int]]:
    """Cells with their source column; numbers that slipped sideways are moved under numeric columns.

    Args:
        row: the cells.
        heads: what the columns are called.
        numbered: see `numbered_columns`.
    """
    cells: list[tuple[Cell, int]] = [(cell, column) for column, cell in enumerate(row)]
    expected, allowed = numbered.expected, numbered.allowed
    numeric = {
        c: n
        for c, cell in enumerate(row)
        if heads[c].role not in {"sequence", "code"}
        and not _is_year(cell, c, expected)
        and (n := cell_figure(cell.text))
    }
    if len(expected) < 2 or not numeric or any(cell.inherited for cell in row):
        return cells
    if sum(bool(cell.text.strip()) for cell in row) == 1:
        return cells  # “2” alone numbers what was not filled in
    if any(_CODED.match(cell.text) for cell in row):
        return cells  # indicator rows are read by code, not by column
    if (word := _further_label(row, heads, sorted(numeric))) is not None:
        return [pair for pair in cells if pair[1] != word] + [(Cell(line=row[0].line), len(row) - 1)]
    # A number under a named column that holds words is misplaced; under an unnamed one it may belong there.
    strayed = any(heads[column].label for column in numeric.keys() - allowed)
    fits = len(expected & numeric.keys()) - strayed
    if fits == len(expected) and not numbered.pushed:
        return cells
    whole = total_kind(next((cell.text for cell in row if cell.text.strip()), "")) != "line"
    # “总分｜100｜97.76”: the merged cell of a total is one, however many columns it stood for.
    further = range(3, len(row)) if whole and fits <= 0 else ()
    found, most = cells, max(fits, 0)
    for shift in (1, -1, 2, -2, *further):
        moved = {column + shift: numeral for column, numeral in numeric.items()}
        held = len(expected & moved.keys())
        least = most + (shift != numbered.pushed or found is not cells)
        if not moved.keys() <= allowed or held < least or (shift > 2 and moved.keys() != expected):
            continue
        if any(n.unit not in {"", "分"} for c, n in moved.items() if heads[c].role in {"weight", "score"}):
            continue
        if (pairs := _moved(row, cells, shift, min(numeric))) is not None:
            found, most = pairs, held
    return found


def _is_year(cell: Cell, column: int, expected: Set[int]) -> bool:
    """Whether a number is a year; 2038 under 工单数, where the other rows have numbers too, is none."""
    return bool(_YEAR.match(cell.text)) and (column not in expected or "年" in cell.text)


def _moved(row: Sequence[Cell], cells: list[tuple[Cell, int]], shift: int, first: int) -> list[tuple[Cell, int]] | None:
    """The cells from the first number on, some columns further; None where others stand in the way."""
    lost: Any = (Cell(line=row[0].line), first)
    if shift > 0:
        if any(cell.text.strip() for cell in row[len(row) - shift :]):
            return None
        return [*cells[:first], *[lost] * shift, *cells[first : len(row) - shift]]
    blanks = [column for column in range(first) if not row[column].text.strip()][shift:]
    return [pair for pair in cells if pair[1] not in blanks] + [lost] * -shift if len(blanks) == -shift else None


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
