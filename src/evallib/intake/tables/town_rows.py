"""Rows of towns (一行一个街镇): which row of a table of all towns is the unit's own, and which is their average."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.levels import AVERAGE, is_subtotal, is_total
from evallib.model.problems import Problem, ProblemList
from evallib.parsing.cells import clean_text

#: What heads a group of towns and is part of many names.
SORT = re.compile(r"(?:街道|街镇|乡镇|镇|乡|区|县|开发区|园区|部门|单位)+(?:合计|小计|平均)?")


def own_rows(
    sheet: Sheet, own_names: Sequence[str], place: HeaderCell, rows: Sequence[int], problems: ProblemList
) -> list[int]:
    """Of a table with a row per town, the rows of the unit itself."""
    names = {row: clean_text(sheet.merged_value(row, place.column)) for row in rows}
    lines = [
        row
        for row in rows
        if names[row] and not AVERAGE.fullmatch(names[row]) and not is_total(names[row]) and not is_subtotal(names[row])
    ]
    own = [row for row in lines if names[row] in own_names] or [
        row
        for row in lines
        if not SORT.fullmatch(names[row]) and any(names[row] in name or name in names[row] for name in own_names)
    ]
    if len(lines) <= 1 or len({names[row] for row in own}) == 1:
        return own or lines
    told = Problem(
        "intake.which_row",
        f"表中一行一个单位（{len(lines)} 个），看不出哪一行是本单位",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(lines[0], place.column),
        value="、".join(names[row] for row in lines[:5]),
        expected="、".join(own_names) or "本单位的名称",
        advice="请在 units.yaml 写明本单位的简称，或只保留本单位和平均值两行",
    )
    if told not in list(problems):  # once, and not for every rate
        problems.add(told)
    return []


def average_row(sheet: Sheet, place: HeaderCell, rows: Sequence[int]) -> int | None:
    """The row that tells the average of all towns."""
    return next((row for row in rows if AVERAGE.fullmatch(clean_text(sheet.merged_value(row, place.column)))), None)
