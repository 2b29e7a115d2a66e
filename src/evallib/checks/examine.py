"""Examination (审查): what was read is checked by its suite and masked; which tables may go in, and why others not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.checks.findings import TableFinding, each_once
from evallib.checks.gate_result import GateResult
from evallib.checks.one_cell import told_once
from evallib.checks.rules.rule import LabelledKind, Parameters
from evallib.checks.suites import check_table, load_suite
from evallib.checks.unread_cells import Unread, added_up, cells_of, find_unread
from evallib.intake.forms.form_coverage import UNREAD_CELLS
from evallib.intake.forms.goal_notes import NOTED_POINTS
from evallib.intake.forms.goal_points import WEIGHTS
from evallib.intake.forms.repeated_projects import REPEATED_PROJECT
from evallib.intake.tables.corrections import CODES
from evallib.intake.tables.headers.unread_parts import UNREAD_TABLE
from evallib.intake.tables.unit_folder import SheetRead, Submission
from evallib.model.problems import EvallibError, Problem, cells_in, errors_of, listed, one_per_cause
from evallib.model.requests import CASES
from evallib.model.schema import get_schema
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.privacy import mask_label
from evallib.privacy.tables import mask_fields, mask_table
from evallib.privacy.units import mask_unit, unit_data_problems

if TYPE_CHECKING:
    from evallib.intake.requests.kept_orders import KeptOrders
    from evallib.intake.requests.reading import ServiceRequests

EXPORT_TITLE = "工单导出表"


@dataclass(frozen=True)
class Examined:
    """The result, and what may be stored: masked tables by kind, and the cases where there are some."""

    result: GateResult
    tables: dict[str, pd.DataFrame]
    cases: ServiceRequests | None


def examine(at: UnitYear, submission: Submission, key: bytes | None = None, kept: KeptOrders | None = None) -> Examined:
    """Check and mask what was read.

    Args:
        at: the unit, where it has a folder, and the year; suites and lists are those of its workspace.
        submission: what was read.
        key: key of the callers' pseudonyms; without it they hold for this examination only.
        kept: what the files of requests were read as before.
    """
    workspace, unit = at.workspace, at.unit
    result = GateResult(unit, at.year, problems=[*_unit_problems(workspace, unit), *submission.problems])
    result.sheets = [mask_fields(sheet) for sheet in submission.sheets]
    result.corrections = [mask_fields(correction) for correction in submission.corrections]
    frames = {name: pd.concat(parts, ignore_index=True) for name, parts in submission.tables.items()}
    lists = _lists(at, frames)
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in frames.items():
        examined = _examine_table(workspace, result, submission, name, frames, lists)
        if examined is not None:
            tables[name], notes = mask_table(frame, get_schema(name))
            result.accepted[name] = len(frame)
            result.problems += notes
            result.findings += examined
    cases = _examine_requests(workspace, result, submission, lists, key, kept)
    result.problems = [mask_fields(problem) for problem in result.problems]
    result.findings = [mask_fields(finding) for finding in each_once(result.findings)]
    return Examined(result, tables, cases)


def _examine_table(
    workspace: Workspace,
    result: GateResult,
    submission: Submission,
    name: str,
    frames: dict[str, pd.DataFrame],
    lists: Parameters,
) -> list[TableFinding] | None:
    """Check one table; its findings, or None where it has to stay out. Rules and problems are told either way."""
    schema, frame = get_schema(name), frames[name]
    rules = check_table(frame, schema, workspace.expectations, lists)
    found = _not_said_before([problem for rule in rules for problem in rule.problems], submission)
    result.rules.extend(rules)
    result.problems.extend(found)
    sheets = set(zip(frame["source_file"], frame["source_sheet"], strict=True))
    result.places[name] = sorted((mask_label(file), mask_label(sheet)) for file, sheet in sheets)
    # A part that was not understood says nothing against the table beside it.
    errors = [
        problem
        for problem in submission.problems.errors
        if problem.code not in {*CODES, UNREAD_TABLE, UNREAD_CELLS, WEIGHTS, NOTED_POINTS, REPEATED_PROJECT}
    ]
    others = {place for other, rows in frames.items() if other != name for place in cells_of(rows)} if errors else set()
    suite = load_suite(workspace.expectations / f"{name}.json", schema)
    unread = find_unread(frame, errors, added_up(suite), others)
    failed = len(errors_of(found))
    in_doubt = {file for file, _ in sheets} & _uncorrected(submission)
    if unread.hard or failed or in_doubt:
        result.rejected.append(name)
        result.problems.append(
            _rejected(schema.title, sheets, {(p.file, p.sheet) for p in unread.hard}, failed, in_doubt)
        )
        return None
    if unread.cells:
        result.unread[name] = [_place(mask_fields(problem)) for problem, _ in unread.cells]
        result.problems.append(_left_out(schema.title, unread))
    return told_once(rules, suite, frame, schema)


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.sheet, problem.cell


def _left_out(title: str, unread: Unread) -> Problem:
    places = "、".join(problem.cell for problem, _ in unread.cells[:10])
    return Problem("gate.cells_left_out", f"“{title}”已入库，{len(unread.cells)} 格读不出来，留空；用到它们的指标待补",
                   file=unread.cells[0][0].file, sheet=unread.cells[0][0].sheet, cell=places,
                   advice="请改正后重新运行", severity="note")  # fmt: skip


def _unit_problems(workspace: Workspace, unit: str) -> list[Problem]:
    return [*workspace.unit_problems(unit), *(unit_data_problems(workspace.unit_info(unit)) if unit else ())]


def _examine_requests(
    workspace: Workspace,
    result: GateResult,
    submission: Submission,
    lists: Parameters,
    key: bytes | None,
    kept: KeptOrders | None = None,
) -> ServiceRequests | None:
    """Read and check the case exports of a folder; single rows that cannot be read stay out and are said."""
    exports = submission.case_exports
    if not exports:
        return None
    from evallib.intake.requests.reading import clean_schema, read_service_requests
    from evallib.model.requests import load_schema

    schema = load_schema(submission.mapping)
    files = [mask_label(export.path.name) for export in exports]
    try:
        cases = read_service_requests(
            exports,
            mapping=submission.mapping,
            key=key,
            unit=mask_unit(workspace.unit_info(result.unit)).name if result.unit else None,
            corrections=submission.request_corrections,
            kept=kept,
        )
    except EvallibError as error:
        result.problems += error.problems
        result.rejected.append(CASES)
        result.sheets += [SheetRead(file, "", EXPORT_TITLE, CASES, 0) for file in files]
        return None
    if not cases.table.num_rows:
        result.problems += [*listed(list(cases.problems)), _no_orders(files)]
        result.rejected.append(CASES)
        result.sheets += [SheetRead(file, "", EXPORT_TITLE, CASES, 0) for file in files]
        return None
    kind = LabelledKind(CASES, schema.title, {name: schema.labels.get(name, name) for name in clean_schema().names})
    frame = cases.to_pandas().assign(source_columns=cases.columns.to_pandas())
    rules = check_table(frame, kind, workspace.expectations, lists)
    found = [problem for rule in rules for problem in rule.problems]
    errors = errors_of(found)
    result.rules.extend(rules)
    result.corrections += [mask_fields(correction) for correction in cases.corrections]
    result.problems += listed([*cases.problems, *one_per_cause(found)])
    rows = {str(item["values"]): item["counts"] for item in cases.table["source_file"].value_counts().to_pylist()}
    result.sheets += [SheetRead(file, "", EXPORT_TITLE, CASES, rows.get(file, 0)) for file in files]
    doubted = {export.path.name for export in exports} & _uncorrected(submission)
    in_doubt = {mask_label(name) for name in doubted}
    if errors or in_doubt:
        result.rejected.append(CASES)
        sheets = {(file, "") for file in files}
        result.problems.append(_rejected(schema.title, sheets, set(), len(errors), in_doubt))
        return None
    result.accepted[CASES] = cases.table.num_rows
    return cases


def _no_orders(files: list[str]) -> Problem:
    return Problem("gate.no_orders", "工单导出表没有一行能够入库", file="、".join(files),
                   expected="至少一行读得出的工单",
                   advice="请先改正上列各行的问题，或核对表头对照（mapping.yaml）")  # fmt: skip


def _not_said_before(found: list[Problem], submission: Submission) -> list[Problem]:
    """Without the empty cells that are empty because they could not be read."""
    errors = submission.problems.errors
    cells = {(problem.file, problem.sheet, cell) for problem in errors for cell in cells_in(problem.cell)}
    sheets = {
        (problem.file, problem.sheet) for problem in submission.problems if problem.code == "intake.no_money_unit"
    }
    return [
        problem
        for problem in found
        if problem.code != "checks.expect_column_values_to_not_be_null"
        or ((problem.file, problem.sheet, problem.cell) not in cells and (problem.file, problem.sheet) not in sheets)
    ]


def _uncorrected(submission: Submission) -> set[str]:
    """Files that a correction was meant for and did not reach; all of them where nobody can tell which it was."""
    files = {sheet.file for sheet in submission.sheets} | {export.path.name for export in submission.case_exports}
    failed = [problem for problem in submission.problems.errors if problem.code in CODES]
    known = files | {problem.file for problem in submission.problems if problem.code not in CODES}
    return files if any(problem.file not in known for problem in failed) else {problem.file for problem in failed}


def _rejected(
    title: str, sheets: set[tuple[str, str]], unreadable: set[tuple[str, str]], errors: int, uncorrected: set[str]
) -> Problem:
    reasons = [f"{len(unreadable)} 张工作表有读不出来的内容"] if unreadable else []
    reasons += [f"{errors} 处不符合校验规则"] if errors else []
    reasons += ["corrections.yaml 中有未能执行的更正"] if uncorrected else []
    files = "、".join(sorted({file for file, _ in sheets}))
    return Problem(
        "gate.table_rejected",
        f"“{title}”整表未进入清洁数据（{'，'.join(reasons)}）；其他表不受影响",
        file=files,
        advice="请改正上述错误后重新运行",
        severity="note",
    )


def _lists(at: UnitYear, frames: dict[str, pd.DataFrame]) -> Parameters:
    """What rules compare with: names in other tables, agencies of the unit, known units, the folder's year."""
    workspace, unit, year = at.workspace, at.unit, at.year
    known = workspace.units() if workspace.raw.is_dir() else []
    names = {name: workspace.unit_info(name) for name in known}
    lists: dict[str, list[Any]] = {
        "years": [year - 1, year],
        "units": [
            text for info in names.values() for text in (info.name, info.full_name, mask_unit(info).name) if text
        ],
        "agencies": list(names[unit].agencies) if unit in names else [],
    }
    for name, frame in frames.items():
        label = get_schema(name).label
        lists[f"{name}__{label}"] = [text for text in frame[label].unique() if isinstance(text, str)]
    return lists
