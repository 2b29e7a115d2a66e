"""Corrections (更正): figures that were handed in wrong and are put right on the way to clean, with reason and role.

``data/raw/<unit>/<year>/corrections.yaml`` lists them; the spreadsheets themselves are never touched::

    corrections:
      - file: 预算执行情况.xlsx        # may be left out where only one workbook has the sheet
        sheet: 预算与支出情况 cell: E4 printed: "517.36" corrected: "516.96" reason:
        与人员经费、公用支出之和不符，经单位确认为笔误 role: 评价组组长
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
from pydantic import BeforeValidator, Field

from evallib.intake.files.sheet import Sheet, cell_name
from evallib.intake.files.sheet_xml import column_number
from evallib.intake.requests.sheets.text_grids import Grid
from evallib.intake.tables.shown_cells import same_time, shows
from evallib.model.problems import EvallibError, Problem, ProblemList, did_you_mean
from evallib.model.strict_yaml import Strict, load_model
from evallib.parsing.cells import clean_text, is_blank

CORRECTIONS = "corrections.yaml"
MARGIN = 100  # a correction may fill in a row or column that was forgotten
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

#: A reason that is a blank or a dash tells nothing.
Said = Annotated[str, Field(min_length=1), BeforeValidator(lambda text: "" if is_blank(text) else text)]
WITHOUT_PLACE = "intake.correction_without_place"
CODES = {WITHOUT_PLACE, "intake.stale_correction", "intake.correction_without_effect"}


class Correction(Strict):
    """One corrected cell; ``printed`` is what the sheet shows, so that a new version of it is noticed."""

    file: str = ""
    sheet: str
    cell: str = Field(pattern=r"^[A-Z]{1,3}[1-9]\d{0,6}$")
    printed: str
    corrected: str
    reason: Said
    role: Said


class Corrections(Strict):
    """The file."""

    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class AppliedCorrection:
    """A correction that was applied, with the file it was found in."""

    file: str
    sheet: str
    cell: str
    printed: str
    corrected: str
    reason: str
    role: str


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """The corrections of a folder; none where it has no corrections.yaml.

    Raises:
        EvallibError: an unknown key, a missing reason or role, a cell that is none.
    """
    path = folder / CORRECTIONS
    return load_model(path, Corrections).corrections if path.is_file() else ()


def apply_corrections(
    corrections: Sequence[Correction], sheets: Sequence[Sheet], problems: ProblemList, read: Callable[[Sheet], Any]
) -> list[AppliedCorrection]:
    """Put the corrected values into the sheets that were read.

    Args:
        corrections: what to correct.
        sheets: all sheets of the folder; their rows are changed, their files are not.
        problems: receives an error for every correction that has no place, no longer fits or changes nothing.
        read: what a sheet says, in a form that can be compared: a correction has to change it.

    Returns:
        The corrections that were applied.
    """
    applied = []
    for correction in corrections:
        named = [sheet for sheet in sheets if sheet.name == correction.sheet]
        found = [sheet for sheet in named if correction.file in {"", sheet.file}]
        if len(found) != 1:
            problems.extend(_without_place(correction, found, sheets))
            continue
        sheet = found[0]
        letters, number = CELL.fullmatch(correction.cell).groups()  # type: ignore[union-attr]
        row, column = int(number) - 1, column_number(letters) - 1
        value = sheet.value(row, column)
        if not shows(
            value, sheet.number_format(row, column) if isinstance(value, int | float) else "", correction.printed
        ):
            problems.add(_stale(correction, sheet.file, sheet.name, value))
            continue
        top, left = sheet.anchor(row, column)
        if (top, left) != (row, column):
            problems.add(
                _without_effect(
                    sheet, correction, "合并单元格里看不见的格", f"请改为该合并区域左上角的格 {cell_name(top, left)}"
                )
            )
            continue
        if row >= len(sheet.rows) + MARGIN or column >= sheet.width + MARGIN:
            problems.add(_without_effect(sheet, correction, "远在表外的格", "请核对格的位置"))
            continue
        before = read(sheet)
        _put(sheet, row, column, correction.corrected)
        if read(sheet) == before:
            _put(sheet, row, column, value)
            problems.add(_without_effect(sheet, correction, "读表时用不到的格，或更正前后读出来的结果相同",
                                         "请核对格的位置；未读入的列见“该列未读入”的提示"))  # fmt: skip
            continue
        applied.append(_applied(correction, sheet.file, sheet.name))
    return applied


def correct_grid(
    grid: Grid, file: str, corrections: Sequence[Correction]
) -> tuple[Grid, list[AppliedCorrection], list[Problem]]:
    """Put the corrected values into a sheet of a case export (工单导出表), before anything is read from it.

    Args:
        grid: the sheet, in columns of text.
        file: the name of its file.
        corrections: those that are meant for this sheet.

    Returns:
        The sheet with the corrections in it, those that were applied, and an error for each that no longer fits.
    """
    applied, problems = [], []
    columns = dict(zip(grid.table.column_names, grid.table.columns, strict=True))
    for correction in corrections:
        letters, number = CELL.fullmatch(correction.cell).groups()  # type: ignore[union-attr]
        row, name = int(number) - 1, f"c{column_number(letters) - 1 - grid.first_column}"
        inside = name in columns and row < grid.table.num_rows
        value = columns[name][row].as_py() if inside else None
        if not inside or not (shows(value, "", correction.printed) or same_time(value, correction.printed)):
            # Beyond the last filled cell there is nothing to correct, an empty printed value included.
            problems.append(_stale(correction, file, grid.sheet, value))
            continue
        column = columns[name]
        columns[name] = pa.chunked_array(
            [
                *column.slice(0, row).chunks,
                pa.array([correction.corrected or None], pa.string()),
                *column.slice(row + 1).chunks,
            ],
            pa.string(),
        )
        applied.append(_applied(correction, file, grid.sheet))
    return replace(grid, table=pa.table(columns)) if applied else grid, applied, problems


def assign_corrections(
    corrections: Sequence[Correction], exports: Mapping[str, Sequence[str]]
) -> dict[str, list[Correction]]:
    """Which correction is meant for which case export.

    Args:
        corrections: what to correct.
        exports: names of the sheets by name of the file.

    Raises:
        EvallibError: no sheet has the name, or more than one.
    """
    meant: dict[str, list[Correction]] = {}
    problems = []
    for item in corrections:
        files = [file for file, sheets in exports.items() if item.file in {"", file} and item.sheet in sheets]
        if len(files) == 1:
            meant.setdefault(files[0], []).append(item)
            continue
        names = [name for file, sheets in exports.items() if item.file in {"", file} for name in sheets]
        message, advice = (
            ("不止一个工作簿有这张工作表，不知更正哪一个", f"请在 {CORRECTIONS} 中写明 file")
            if files
            else ("找不到要更正的工作表", did_you_mean(item.sheet, names))
        )
        problems.append(Problem("intake.correction_without_place", message, file=item.file or CORRECTIONS,
                                sheet=item.sheet, cell=item.cell, advice=advice))  # fmt: skip
    if problems:
        raise EvallibError(problems)
    return meant


def _stale(correction: Correction, file: str, sheet: str, value: Any) -> Problem:
    return Problem("intake.stale_correction", "更正的原值与表中不符，该更正未执行", file=file, sheet=sheet,
                   cell=correction.cell, value=clean_text(value), expected=f"原值“{correction.printed}”",
                   advice=f"原表可能已换新版，请核对后修改 {CORRECTIONS}")  # fmt: skip


def _applied(correction: Correction, file: str, sheet: str) -> AppliedCorrection:
    return AppliedCorrection(
        file, sheet, correction.cell, correction.printed, correction.corrected, correction.reason, correction.role
    )


def _without_place(correction: Correction, found: Sequence[Sheet], sheets: Sequence[Sheet]) -> Iterator[Problem]:
    for sheet in found:  # every one of them stays out: nobody knows which was meant
        yield Problem(WITHOUT_PLACE, "不止一个工作簿有这张工作表，不知更正哪一个", file=sheet.file,
                      sheet=sheet.name, cell=correction.cell, advice=f"请在 {CORRECTIONS} 中写明 file")  # fmt: skip
    if not found:
        names = [sheet.name for sheet in sheets if correction.file in {"", sheet.file}]
        advice = did_you_mean(correction.sheet, names) or did_you_mean(
            correction.file, {sheet.file for sheet in sheets}
        )
        advice = advice or "请核对 file 和 sheet"
        yield Problem(
            WITHOUT_PLACE,
            "找不到要更正的工作表",
            file=correction.file or CORRECTIONS,
            sheet=correction.sheet,
            cell=correction.cell,
            advice=advice,
        )


def _without_effect(sheet: Sheet, correction: Correction, why: str, advice: str) -> Problem:
    return Problem("intake.correction_without_effect", f"更正不起作用：这是{why}，该更正未执行", file=sheet.file,
                   sheet=sheet.name, cell=correction.cell, value=correction.corrected, advice=advice)  # fmt: skip


def _put(sheet: Sheet, row: int, column: int, value: Any) -> None:
    while len(sheet.rows) <= row:
        sheet.rows.append([])
    cells = sheet.rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = None if value == "" else value
    sheet.forget_size()
