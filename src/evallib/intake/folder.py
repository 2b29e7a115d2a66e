"""Folders (提交文件夹): every spreadsheet of one unit and year → one typed frame per table kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evallib.intake.form import FORM_TABLE, read_form_head
from evallib.intake.tables import read_sheet
from evallib.intake.workbook import SPREADSHEET_SUFFIXES, Sheet, read_workbook
from evallib.model.problems import EvallibError, Problem, ProblemList


@dataclass(frozen=True)
class SheetRead:
    """What became of one sheet: its table kind and number of rows, or no kind."""

    file: str
    sheet: str
    title: str
    table: str | None
    rows: int


@dataclass
class Submission:
    """All tables of a folder, what became of each sheet, and every problem on the way."""

    tables: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    sheets: list[SheetRead] = field(default_factory=list)
    problems: ProblemList = field(default_factory=ProblemList)


def read_folder(folder: Path, year: int) -> Submission:
    """Read every spreadsheet in a folder.

    Args:
        folder: data/raw/<unit>/<year>; sub-folders are not entered.
        year: the folder's year.

    Returns:
        Frames by table kind, one per sheet; unreadable files and sheets are problems and stop nothing else.
    """
    submission = Submission()
    paths = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SPREADSHEET_SUFFIXES and not path.name.startswith(("~$", "."))
    ]
    if not paths:
        submission.problems.add(
            Problem(
                "intake.empty_folder",
                "文件夹里没有电子表格",
                file=f"{folder.parent.name}/{folder.name}",
                expected=".xlsx、.xls 或 .csv 文件",
                advice="请放入表格后重新运行",
            )
        )
    for path in paths:
        try:
            sheets = read_workbook(path)
        except EvallibError as error:
            submission.problems.extend(error.problems)
            continue
        for sheet in sheets:
            _read(sheet, year, submission)
    return submission


def _read(sheet: Sheet, year: int, submission: Submission) -> None:
    if sheet.hidden:
        submission.problems.add(
            Problem(
                "intake.hidden_sheet",
                "隐藏的工作表也已读入",
                file=sheet.file,
                sheet=sheet.name,
                advice="如不应提交，请删除该表",
                severity="note",
            )
        )
    found = read_sheet(sheet, year, submission.problems)
    title = next((str(value) for row in sheet.rows[:1] for value in row if value), sheet.name)
    submission.sheets.append(
        SheetRead(sheet.file, sheet.name, title, found[0].name if found else None, len(found[1]) if found else 0)
    )
    if found is None:
        return
    schema, frame = found
    submission.tables.setdefault(schema.name, []).append(frame)
    if schema.name == FORM_TABLE:
        project = read_form_head(sheet, year, submission)
        frame["project_name"] = project
