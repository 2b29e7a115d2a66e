"""Unread cells (没有读到的单元格): errors of formulas and formulas whose result was never saved, told to the reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from evallib.intake.files.sheet import Sheet, cell_name, cells_told
from evallib.model import patterns

_ERROR = r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)$"


def unread_cells(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """What of a workbook shows no figure where one belongs, in words that go on after “没有读取：”.

    Args:
        sheets: as they were read.
    """
    return tuple(told for sheet in sheets for told in _of_sheet(sheet))


def _of_sheet(sheet: Sheet) -> Iterable[str]:
    errors: dict[str, list[str]] = defaultdict(list)
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and value.startswith("#") and patterns.match(_ERROR, value):
                errors[value].append(cell_name(row, column))
    for error, cells in errors.items():
        yield f"{sheet.name} › {cells_told(cells)} 是公式的错误值 {error}（请改正公式后再核对）"
    if unsaved := sheet.facts.uncomputed:
        yield f"{sheet.name} › {cells_told(unsaved)} 的公式没有保存结果（请用 Excel 或 WPS 打开，保存一次）"
