"""Spaced rows (空格分隔的表): words under a header of words, each set under the column that it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evallib.audit.reading.document import Cell
from evallib.parsing.claims.cell import cell_figure

_TOTAL = re.compile("(?:合计|总计|小计|总分|得分)$")
_BLANK = re.compile("[-—–/]+$")
#: So many figures make a line a row.
LEAST = 2
#: The name of a column is no longer, and holds no clause.
LONGEST, _CLAUSE = 14, re.compile("[。，；：、,;:]")


def is_spaced_row(words: Sequence[str]) -> bool:
    """Whether a line below a header of words is a row: a label and figures."""
    return len(words) > LEAST and sum(cell_figure(word) is not None for word in words) >= LEAST


def opens_rows(words: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a line of short words stands over a row of as many: names of columns, whatever they say.

    Args:
        words: the words of the line.
        following: those of the next line.
    """
    named = all(len(word) <= LONGEST and cell_figure(word) is None and not _CLAUSE.search(word) for word in words)
    return named and len(words) == len(following) and is_spaced_row(following)


def under_header(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The header and the words of every row under it; nothing where a row is wider or narrower and cannot be set.

    The labels may have a column that the header does not name. Where blanks were lost, what stands under which name
    is open: such lines are no table.

    Args:
        rows: the words of the header line, and of the lines below it.

    >>> text = ["项目 预算 执行 执行率", "人员 经费 90 45 50%", "培训 30 15 50%"]
    >>> [[c.text for c in r] for r in under_header([[Cell(w) for w in t.split()] for t in text])][1]
    ['人员经费', '90', '45', '50%']
    """
    header, *lines = rows
    widths = Counter(width for line in lines for width in {len(line), len(_joined(line))})
    width = max((len(header), len(header) + 1), key=lambda w: widths[w])
    if not lines or not widths[width]:
        return []
    whole = [line for line in lines if len(line) == width]
    first = Counter(_first(line) for line in whole or lines).most_common(1)[0][0]
    worded = bool(whole) and all(cell_figure(line[-1].text) is None for line in whole)  # remarks close the rows
    head = [Cell("", header[0].line)] * (width - len(header)) + list(header)
    placed = [_placed(line, width, first, worded=worded) for line in lines]
    found = [line for line in placed if line is not None]
    return [head, *found] if len(found) == len(placed) else []


def _placed(line: Sequence[Cell], width: int, first: int, *, worded: bool) -> list[Cell] | None:
    blank = Cell("", line[0].line)
    if len(line) == width:
        return list(line)
    joined = _joined(line)
    if len(joined) == width:
        return joined
    if worded and len(line) == width - 1 and cell_figure(line[-1].text) is not None:
        return [*line, blank]
    figures = [cell for cell in line if cell_figure(cell.text) is not None or _BLANK.match(cell.text)]
    if _TOTAL.match(line[0].text) and len(figures) == len(line) - 1 == width - first:
        return [line[0], *[blank] * (first - 1), *figures]
    return None


def _joined(line: Sequence[Cell]) -> list[Cell]:
    """A row whose label is parted by blanks."""
    first = _first(line)
    return [Cell("".join(cell.text for cell in line[:first]), line[0].line), *line[first:]] if first > 1 else list(line)


def _first(line: Sequence[Cell]) -> int:
    """Where the figures of a row begin, behind its number and its label."""
    return next((i for i, cell in enumerate(line) if i and cell_figure(cell.text) is not None), len(line))
