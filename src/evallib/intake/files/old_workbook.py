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
from evallib.intake.files.old_records import OldFacts, read_old_facts
from evallib.intake.files.sheet_xml import SheetFacts
from evallib.intake.files.worksheets import worksheets


@dataclass(frozen=True)
class OldSheet:
    """One sheet of an .xls: its cells from A1, merged ranges, whether it is hidden, and what the values do not tell.

    `states` tells what cells show otherwise than they store, `looks` indentation and bold type, by row and column from
    0.
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
    from evallib.intake.files.guarding.refusing import refusing

    sheets = []
    with refusing(path):
        read = list(worksheets(path))  # what it refuses is told in its words, before we look ourselves
        facts = read_old_facts(path.read_bytes())
        for sheet in read:
            found = facts.get(sheet.name, OldFacts())
            told = SheetFacts(tuple(found.hidden_rows), tuple(found.hidden_columns), tuple(found.uncomputed))
            states = states_of_formats(sheet.rows, found.formats, found.errors)
            states.twice = found.twice
            sheets.append(OldSheet(sheet.name, sheet.rows, sheet.merged, sheet.hidden, told, states, found.looks))
    return sheets
