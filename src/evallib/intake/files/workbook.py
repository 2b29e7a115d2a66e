"""Workbooks (工作簿): .xlsx, .xls and .csv as grids of values, with merged ranges and, on request, number formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.guarded import read_guarded
from evallib.intake.files.sheet import Sheet


def read_workbook(path: Path) -> list[Sheet]:
    """All sheets of a spreadsheet file, parsed in the guarded process.

    Args:
        path: an .xlsx, .xlsm, .xls, .ods or .csv file (UTF-8 or GB18030).

    Returns:
        Sheets in the file's order; hidden ones are marked. A number whose format shows something else (in thousands,
        with a unit, a word) is read as it is shown, with a note; a cell in error holds its error code.

    Raises:
        EvallibError: the file is missing, is protected by a password, is not what its name says, or takes more memory
            or time than a table may.
    """
    from evallib.intake.files.spreadsheet import read_spreadsheet

    return read_guarded(read_spreadsheet, path)


def read_plain_rows(path: Path) -> dict[str, list[list[Any]]]:
    """Rows of every sheet of an .xlsx as its writer stored them, whole numbers apart from others; None where empty.

    For workbooks that this project wrote and somebody edited; they go through the guard like anything handed in.

    Raises:
        EvallibError: see `read_workbook`.
    """
    from evallib.intake.files.spreadsheet import stored_rows

    return read_guarded(stored_rows, path)
