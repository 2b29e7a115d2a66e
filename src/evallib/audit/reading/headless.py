"""Headless tables (无表头的表): a table that begins with a row of data, under the header of the last table or none.

Statistics set headings between the rows of one table: “二、社会工作” cuts it in two, and only the first has a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evallib.audit.extract.table_pieces import is_header
from evallib.audit.reading.document import Cell, Document, Paragraph
from evallib.model import patterns
from evallib.parsing.claims.cell import cell_figure
from evallib.parsing.claims.mentions import find_mentions
from evallib.parsing.plain_text import half_width, squeeze

#: So many characters of a heading between two pieces of a table, and so many headings at most.
LONGEST, MOST = 20, 4
LONGEST_UNIT = 6
#: So many rows are numbered, and so many rows show which columns hold figures.
LEAST, ENOUGH = 3, 40
_YEAR = re.compile(r"(?:19|20)\d\d$")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A band that the next table may go on: its block, its header and the rows below it, in the pieces so far."""

    block: int = -1
    heads: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()

    def goes_on(self, document: Document, index: int, rows: Sequence[Row]) -> bool:
        """Whether a table goes on under this header: only short headings stand between the two.

        Args:
            document: the report.
            index: the block of the table.
            rows: its rows.
        """
        between = document.blocks[self.block + 1 : index]
        if not 0 < len(between) <= MOST or not rows or not self.heads or len(rows[0]) != len(self.heads[0]):
            return False
        if not all(isinstance(b, Paragraph) and _is_heading(b.text.strip()) for b in between):
            return False
        return is_data(rows[0]) and figure_columns(rows[:1]) <= figure_columns(self.rows)


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a cell holds the unit of its row and nothing else.

    >>> is_unit("万元"), is_unit("人次"), is_unit("元/人·月"), is_unit("养老机构"), is_unit("12个")
    (True, True, True, False, False)
    """
    if not text or len(text) > LONGEST_UNIT or patterns.search(r"\d", text):
        return False
    found = find_mentions(f"1{text}")
    return len(found) == 1 and bool(found[0].unit) and (found[0].end > len(text) or "/" in text)


def is_data(row: Row) -> bool:
    """Whether a row is one of data and names no columns: it opens with a name, and a figure of it is no year.

    >>> [is_data([Cell(t) for t in line.split()]) for line in ("街道 个 74", "项目 2021 2020年", "指标 单位 数量")]
    [True, False, False]
    """
    if any(patterns.search("[，；。]", cell.text) for cell in row):
        return False  # a sentence, cut by tabs
    first = next((squeeze(cell.text) for cell in row if cell.text.strip()), "")
    named = patterns.search("[\u4e00-\u9fff]", first) and cell_figure(first) is None
    return bool(named) and bool(figure_columns([row]))


def tells_units(rows: Sequence[Row]) -> bool:
    """Whether the first row holds a name, its unit and a figure, each in a cell of its own: “乡镇合计｜个｜1407”.

    >>> tells_units([[Cell(t) for t in "乡镇合计 个 1407".split()]]), tells_units([[Cell("项目"), Cell("个")]])
    (True, False)
    """
    if not rows or is_header(rows[0]) or not is_data(rows[0]):
        return False
    units = [c for c, cell in enumerate(rows[0]) if is_unit(squeeze(cell.text))]
    return bool(units) and units[0] > 0 and units[0] + 1 in figure_columns(rows[:1])


def _is_heading(text: str) -> bool:
    named = 0 < len(text) <= LONGEST and not patterns.search("[。；，：;:,表]|^[（(]?单位", text)
    return named and bool(patterns.search("[\u4e00-\u9fff]", text))


def figure_columns(rows: Sequence[Row]) -> frozenset[int]:
    """The columns in which some rows hold a figure that is no bare year."""
    found = ((c, squeeze(half_width(cell.text))) for row in rows for c, cell in enumerate(row) if not cell.inherited)
    return frozenset(c for c, text in found if cell_figure(text) is not None and not _YEAR.match(text))


def counts_rows(rows: Sequence[Row], column: int) -> bool:
    """Whether a column that has no header numbers the rows: 1, 2, 3 … from the first to the last that is filled.

    Args:
        rows: the rows below the header.
        column: the column.

    >>> [counts_rows([(Cell(a), Cell("甲")) for a in line.split()], 0) for line in ("1 2 3 4 合计", "3 1 2", "1 2")]
    [True, False, False]
    """
    texts = [squeeze(row[column].text) for row in rows if row[column].text.strip() and not row[column].inherited]
    numbers = [text for text in texts if text.isdecimal()]
    words = [text for text in texts if not text.isdecimal()]
    named = len(words) <= 1 and texts[len(numbers) :] == words
    return named and len(numbers) >= LEAST and numbers == [str(n) for n in range(1, len(numbers) + 1)]
