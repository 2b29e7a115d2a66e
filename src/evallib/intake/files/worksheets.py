"""Worksheets of a workbook as the library in native code reads them; only inside the guarded process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.limits import TABLE, refused


@dataclass(frozen=True)
class Worksheet:
    """One worksheet: its cells from A1, merged ranges (first and last row and column from 0), whether it is hidden."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]
    hidden: bool


def worksheets(path: Path) -> Iterator[Worksheet]:
    """Every worksheet of a workbook; sheets of charts and macros are passed over.

    Raises:
        EvallibError: a sheet is larger than any table.
    """
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_path(str(path))
    for metadata in book.sheets_metadata:
        if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(metadata.name)
        if sheet.total_height * sheet.total_width > TABLE.cells:
            raise refused(path, "intake.too_large", "工作表大得不正常，不予读取", "请删去多余的行、列后另存")
        merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
        hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
        yield Worksheet(metadata.name, sheet.to_python(skip_empty_area=False), merged, hidden)
