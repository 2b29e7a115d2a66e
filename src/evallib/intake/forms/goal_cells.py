"""Cells of a block of goals (指标区的格): what stands under each header, and which header has which concept."""

from __future__ import annotations

import re

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import shown
from evallib.intake.forms.form_labels import is_project_label
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.plain_text import plain

Chosen = dict[str, HeaderCell]
LOOKED_AT, FEWEST_CELLS = 30, 3
#: What most of a column's cells have to be.
MOST = 0.6
TOTAL = re.compile(
    "^(?:(?:自评|评价|绩效|指标|得分|分值|综合|最终|项目){0,2}(?:总计|合计|总分|总得分|共计|累计得分|"
    "综合得分|最终得分)(?:值|数|得分|分值|分数)?|小计|合计得分)(?:[:：(（].*)?$"
)
LEVELS = ("level1", "level2", "level3", "level4")


class BlockCells:
    """The headers of a block of goals with the cells under them.

    Args:
        sheet: the sheet.
        cells: the headers.
        bottom: the last row of the header.
        chosen: columns by concept; changed in place.
    """

    def __init__(self, sheet: Sheet, cells: list[HeaderCell], bottom: int, chosen: Chosen) -> None:
        self.sheet, self.cells, self.chosen = sheet, cells, chosen
        self.rows = _body(sheet, bottom)
        self.given: Chosen = {}

    def give(self, concept: str, cell: HeaderCell) -> None:
        """Give a concept to a column, which loses every other one."""
        for name in [name for name, other in self.chosen.items() if other is cell]:
            del self.chosen[name]
        self.chosen[concept] = self.given[concept] = cell

    def free(self, right_of: int = -1) -> list[HeaderCell]:
        """Columns without a concept that matters here, from left to right."""
        return [cell for cell in self.cells if cell.column > right_of and cell not in self.chosen.values()]

    def texts(self, cell: HeaderCell) -> list[str]:
        """What stands in a column's own cells, as it is seen."""
        return [
            text
            for row in self.rows
            if self.sheet.anchor(row, cell.column) == (row, cell.column)
            and (text := shown(self.sheet, row, cell.column))
        ]

    def last_level(self) -> int:
        """The column of the lowest heading or name; -1 where none is known, or where columns run from right to left."""
        if runs_left(self.chosen):
            return -1
        return max((cell.column for name, cell in self.chosen.items() if name in LEVELS), default=-1)


def runs_left(columns: Chosen) -> bool:
    """Whether the columns of goals run from right to left: 三级指标, 二级指标, 一级指标."""
    places = [columns[name].column for name in LEVELS if name in columns]
    return len(places) > 1 and places == sorted(places, reverse=True)


def _body(sheet: Sheet, bottom: int) -> list[int]:
    """The rows of goals under a header: those with several cells, as far as the total or the head of another form."""
    rows: list[int] = []
    for row in range(bottom + 1, min(bottom + 1 + LOOKED_AT, len(sheet.rows))):
        first = next((plain(text) for value in sheet.rows[row] if (text := clean_text(value))), "")
        if any(is_project_label(value) for value in sheet.rows[row]) or (
            rows and TOTAL.match(first) and first != "小计"
        ):
            break
        if sum(not is_blank(value) for value in sheet.rows[row]) >= FEWEST_CELLS:
            rows.append(row)
    return rows
