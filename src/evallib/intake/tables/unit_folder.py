"""Folders (提交文件夹): every spreadsheet of one unit and year → one typed frame per table kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.declared.declared_forms import DECLARED_GOALS
from evallib.intake.forms.layouts.money_sheet import with_money
from evallib.intake.forms.reading import FORM_TABLE, read_forms
from evallib.intake.forms.repeated_projects import leave_out_repeated
from evallib.intake.parsed_files import parse_file
from evallib.intake.requests.exports import HEAD_ROWS, RequestExport, find_export, find_mapping, is_export
from evallib.intake.requests.kept_orders import KeptOrders
from evallib.intake.tables.corrections import (
    AppliedCorrection,
    Correction,
    apply_corrections,
    load_corrections,
)
from evallib.intake.tables.documents import document_tables
from evallib.intake.tables.oddities import empty_workbook, find_oddities, nothing_read, passed_over, sound_sheets
from evallib.intake.tables.recognition import read_tables
from evallib.intake.tables.table_versions import settle_versions
from evallib.model.problems import EvallibError, Problem, ProblemList
from evallib.model.requests import load_schema
from evallib.model.schema import get_schema
from evallib.model.strict_yaml import load_model
from evallib.model.table_words import table_words
from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES, find_documents, find_spreadsheets
from evallib.model.workspace.unit_info import UnitInfo
from evallib.parsing.cells import clean_text

#: Bytes up to which a file is parsed at once; a larger one may be an export of requests, which is read in columns.
SMALL = 300_000
#: Notes of a template, whose title begins with the same words; nothing in it is data.
NOTES_SHEET = "填写说明"


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
    """All tables of a folder, what became of each sheet, the corrections applied, and every problem on the way.

    Case exports are only named here, with the corrections meant for them: `requests.reading` reads them, by columns.
    """

    tables: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    sheets: list[SheetRead] = field(default_factory=list)
    corrections: list[AppliedCorrection] = field(default_factory=list)
    case_exports: list[RequestExport] = field(default_factory=list)
    request_corrections: list[Correction] = field(default_factory=list)
    mapping: Path | None = None
    own: tuple[str, ...] = ()
    problems: ProblemList = field(default_factory=ProblemList)


def read_folder(folder: Path, year: int, kept: KeptOrders | None = None) -> Submission:
    """Read every spreadsheet in a folder.

    Args:
        folder: data/raw/<unit>/<year>; sub-folders are not entered, links are not followed.
        year: the folder's year.
        kept: exports of requests that were read before are told by it, and not opened.

    Returns:
        Frames by table kind, one per sheet; unreadable files and sheets are problems and stop nothing else. A
        corrections.yaml or mapping.yaml that cannot be understood stops everything: nobody could tell what it means.
    """
    submission = Submission(own=_own_names(folder))
    paths = find_spreadsheets(folder)
    documents = find_documents(folder)
    submission.problems.extend(passed_over(folder, [*paths, *documents]))
    if not paths and not documents and not (folder / "scoring.yaml").is_file():
        submission.problems.add(
            Problem(
                "intake.empty_folder",
                "文件夹里没有电子表格",
                file=f"{folder.parent.name}/{folder.name}",
                expected=".xlsx、.xls、.ods、.csv、.html、.docx 或 .pdf 文件",
                advice="请放入表格后重新运行",
            )
        )
    try:
        corrections = load_corrections(folder)
        mapping = find_mapping(folder)
        table_words(mapping), load_schema(mapping)
    except EvallibError as error:
        submission.problems.extend(replace(problem, file=Path(problem.file).name) for problem in error.problems)
        return submission
    return _read_files(paths, year, corrections, submission, documents, kept)


def read_file(path: Path, year: int) -> Submission:
    """Read one file on its own, with the corrections of its folder that are meant for it."""
    if path.suffix.lower() in DOCUMENT_SUFFIXES:
        return _read_files([], year, [], Submission(), [path])
    corrections = [item for item in load_corrections(path.parent) if item.file in {"", path.name}]
    if any(not item.file for item in corrections):
        export = find_export(path, find_mapping(path.parent))
        sheets = set(export.sheets) if export else {sheet.name for sheet in parse_file(path)}
        corrections = [item for item in corrections if item.file or item.sheet in sheets]
    return _read_files([path], year, corrections, Submission())


def _own_names(folder: Path) -> tuple[str, ...]:
    """What the unit is called, so that its row is found in a table of all towns."""
    try:
        unit = load_model(folder.parent / "unit.yaml", UnitInfo)
    except (EvallibError, OSError):
        return ()
    return tuple(name for name in (unit.name, unit.full_name) if name)


def _read_files(
    paths: Iterable[Path],
    year: int,
    corrections: Sequence[Correction],
    submission: Submission,
    documents: Sequence[Path] = (),
    kept: KeptOrders | None = None,
) -> Submission:
    sheets: list[Sheet] = []
    for path in paths:
        submission.mapping = submission.mapping or find_mapping(path.parent)
        export = kept.export(path, submission.mapping) if kept else None
        if export is None and not _is_table(path, submission.mapping):
            export = find_export(path, submission.mapping)
        if export is not None:
            submission.case_exports.append(export)
            continue
        try:
            parsed = parse_file(path)
        except EvallibError as error:
            submission.problems.extend(error.problems)
            continue
        sheets += sound_sheets(parsed, submission.problems)
        submission.problems.extend(empty_workbook(parsed))
    submission.request_corrections = [
        item for item in corrections if _is_for_requests(item, submission.case_exports, sheets)
    ]
    others = [item for item in corrections if item not in submission.request_corrections]
    submission.corrections = apply_corrections(
        others, sheets, submission.problems, lambda sheet: _content(sheet, year, submission)
    )
    for sheet, money in with_money(sheets, table_words(submission.mapping)):
        _read(sheet, year, submission, money)
    offered = document_tables(
        documents, submission.tables, submission.problems, lambda sheet: _alone(sheet, year, submission).tables
    )
    for sheet, money in with_money(offered, table_words(submission.mapping)):
        _read_table(sheet, year, submission, money)
    settle_versions(submission.tables, submission.problems)
    leave_out_repeated(submission.tables, submission.problems)
    if not submission.tables and not submission.case_exports:
        submission.problems.extend(nothing_read(submission.problems))
    return submission


def _is_table(path: Path, mapping: Path | None) -> bool:
    """Whether a small file is no export of requests: it is parsed anyway, and so not opened for its header first."""
    if path.stat().st_size > SMALL:
        return False
    try:
        sheets = parse_file(path)
    except EvallibError:
        return False
    heads = [
        [[None if value in {None, ""} else str(value) for value in row] for row in sheet.rows[:HEAD_ROWS]]
        for sheet in sheets
    ]
    return not is_export(heads, mapping)


def _read(sheet: Sheet, year: int, submission: Submission, money: Sheet | None = None) -> None:
    if not (sheet.name == NOTES_SHEET and clean_text(sheet.value(0, 0)).startswith(NOTES_SHEET)):
        submission.problems.extend(find_oddities(sheet))
        _read_table(sheet, year, submission, money)


def _read_table(sheet: Sheet, year: int, submission: Submission, money: Sheet | None = None) -> None:
    try:
        _read_parts(sheet, year, submission, money)
    except EvallibError as error:  # it stops no other sheet
        submission.problems.extend(error.problems)
        submission.sheets.append(SheetRead(sheet.file, sheet.name, sheet.name, None, 0))


def _read_parts(sheet: Sheet, year: int, submission: Submission, money: Sheet | None) -> None:
    title = next((str(value) for row in sheet.rows[:1] for value in row if value), sheet.name)
    before = _project_before(sheet, submission)
    forms = read_forms(sheet, year, submission.problems, table_words(submission.mapping), before, money)
    for records in forms:
        for name, rows in records.items():
            if rows:
                frame = pd.DataFrame(rows, columns=get_schema(name).column_names, dtype=object)
                submission.tables.setdefault(name, []).append(frame)
        kind = FORM_TABLE if FORM_TABLE in records else DECLARED_GOALS
        submission.sheets.append(SheetRead(sheet.file, sheet.name, title, kind, len(records[kind])))
    if forms:
        return
    found = read_tables(sheet, year, submission.problems, submission.own, table_words(submission.mapping))
    if not found:
        submission.sheets.append(SheetRead(sheet.file, sheet.name, title, None, 0))
    for schema, frame in found:
        submission.sheets.append(SheetRead(sheet.file, sheet.name, title, schema.name, len(frame)))
        submission.tables.setdefault(schema.name, []).append(frame)


def _project_before(sheet: Sheet, submission: Submission) -> str:
    """The project of the last form that the same file told so far."""
    frames = submission.tables.get("self_evaluation_forms", ())
    last = frames[-1].iloc[-1] if frames else {"source_file": "", "project_name": ""}
    return str(last["project_name"] or "") if last["source_file"] == sheet.file else ""


def _alone(sheet: Sheet, year: int, folder: Submission) -> Submission:
    """What one sheet tells."""
    read = Submission(mapping=folder.mapping, own=folder.own)
    _read_table(sheet, year, read)
    return read


def _content(sheet: Sheet, year: int, folder: Submission) -> tuple[object, ...]:
    """What a sheet says, so that two states of it can be compared: tables and problems."""
    read = _alone(sheet, year, folder)
    tables = {name: [frame.to_dict("records") for frame in frames] for name, frames in read.tables.items()}
    return repr(tables), [problem for problem in read.problems if problem.severity != "note"]


def _is_for_requests(correction: Correction, exports: Sequence[RequestExport], sheets: Sequence[Sheet]) -> bool:
    """Whether a correction is meant for a case export: it names the file, or a sheet that no other file has."""
    if correction.file:
        return any(export.path.name == correction.file for export in exports)
    holders = [export for export in exports if correction.sheet in export.sheets]
    return bool(holders) and not any(sheet.name == correction.sheet for sheet in sheets)
