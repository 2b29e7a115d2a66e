"""Old workbooks (.xls): read in the guarded process, with bounded memory and time.

The format holds lengths and pointers that a reader of native code believes; a damaged one can take the whole process
down. Nothing of that reaches the run. The same process looks for what the values do not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.intake.files.cell_looks import Look
from evallib.intake.files.cell_states import CellStates, states_of_formats
from evallib.intake.files.guarding.guarded import read_guarded
from evallib.intake.files.guarding.limits import TABLE, refused
from evallib.intake.files.old_records import OldFacts, read_old_facts
from evallib.intake.files.sheet_xml import SheetFacts


@dataclass(frozen=True)
class OldSheet:
    """One sheet of an .xls: its cells from A1, merged ranges, whether it is hidden, and what the values do not tell.

    `states` tells what cells show otherwise than they store, `looks` indentation and bold type, by row and column from 0.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]
    hidden: bool
    facts: SheetFacts
    states: CellStates
    looks: dict[tuple[int, int], Look]


def read_old_workbook(path: Path) -> list[OldSheet]:
    """Every sheet of an .xls.

    Raises:
        EvallibError: it has a password, is damaged, or is larger than any table.
    """
    return read_guarded(_read, path)


def _read(path: Path) -> list[OldSheet]:
    import python_calamine as calamine

    from evallib.intake.files.guarding.refusing import refusing

    with refusing(path):
        book = calamine.CalamineWorkbook.from_path(str(path))
        facts = read_old_facts(path.read_bytes())
        sheets = []
        for metadata in book.sheets_metadata:
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(metadata.name)
            if sheet.total_height * sheet.total_width > TABLE.cells:
                raise refused(path, "intake.too_large", "工作表大得不正常，不予读取", "请删去多余的行、列后另存")
            merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
            hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
            found = facts.get(metadata.name, OldFacts())
            told = SheetFacts(tuple(found.hidden_rows), tuple(found.hidden_columns), tuple(found.uncomputed))
            rows = sheet.to_python(skip_empty_area=False)
            states = states_of_formats(rows, found.formats, found.errors)
            states.twice = found.twice
            sheets.append(OldSheet(metadata.name, rows, merged, hidden, told, states, found.looks))
    return sheets
