"""The gate (准入): raw spreadsheets of a unit and year → checked clean tables, or the reasons why not."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.checks.results import RuleResult
from evallib.checks.store import write_table
from evallib.checks.suites import Parameters, check_table
from evallib.intake.corrections import CORRECTIONS, AppliedCorrection
from evallib.intake.folder import SheetRead, Submission, find_spreadsheets, read_folder
from evallib.model.files import write_text
from evallib.model.folders import replacing
from evallib.model.lock import locked
from evallib.model.problems import EvallibError, Problem
from evallib.model.schema import all_schemas, get_schema
from evallib.model.units import Workspace
from evallib.privacy.tables import mask_plain, mask_problem, mask_table

if TYPE_CHECKING:
    from evallib.intake.service_requests import ServiceRequests

RECORD = "intake.json"
CASES = "service_requests"


@dataclass
class GateResult:
    """What came through the gate for one unit and year: tables, every rule, every problem, every correction."""

    unit: str
    year: int
    accepted: dict[str, int] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rules: list[RuleResult] = field(default_factory=list)
    corrections: list[AppliedCorrection] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing had to stay out."""
        return not any(problem.severity == "error" for problem in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without personal data."""
        return {
            "unit": self.unit,
            "year": self.year,
            "ok": self.ok,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "sheets": mask_plain([vars(sheet) for sheet in self.sheets]),
            "problems": [problem.to_dict() for problem in self.problems],
            "rules": [rule.to_dict() for rule in self.rules],
            "corrections": mask_plain([vars(correction) for correction in self.corrections]),
        }


def clean_unit(workspace: Workspace, unit: str, year: int) -> GateResult:
    """Read, check, mask and store the tables of a unit and year.

    A table kind with an error, in reading or in checking, stays out of data/clean/; the others go in. The folder
    changes in one step: whoever is killed half-way leaves the state before.

    Args:
        workspace: the workspace.
        unit: folder name of the unit.
        year: folder name of the year.

    Returns:
        Accepted and rejected table kinds, what became of each sheet, every rule, and every problem.

    Raises:
        EvallibError: unknown unit or year, or another run is writing the same folder.
    """
    workspace.check(unit, year)
    target = workspace.clean_dir(unit, year)
    with locked(target.parent / f".{year}.lock", f" data/clean/{unit}/{year}"):
        submission = read_folder(workspace.raw_dir(unit, year), year)
        result, tables = _examine(workspace, unit, year, submission)
        cases = read_cases(workspace, unit, submission.case_exports, result)
        with replacing(target) as new:
            for name, frame in tables.items():
                write_table(frame, get_schema(name), new / f"{name}.parquet")
            if cases is not None:
                cases.write(new / f"{CASES}.parquet")
            _keep_others(target, new, drop_cases=_wrote_cases(workspace, unit, year))
            _write_record(workspace, result, new)
    return result


def check_unit(workspace: Workspace, unit: str, year: int, submission: Submission | None = None) -> GateResult:
    """The same result as `clean_unit`, with nothing written.

    Args:
        workspace: the workspace, for its suites and lists.
        unit: folder name of the unit; need not exist where a submission is given.
        year: year.
        submission: what was read, where it is not the unit's folder.
    """
    if submission is None:
        workspace.check(unit, year)
        submission = read_folder(workspace.raw_dir(unit, year), year)
    return _examine(workspace, unit, year, submission)[0]


def clean_missing(workspace: Workspace, unit: str, year: int) -> list[GateResult]:
    """Clean the years up to `year` that were never cleaned: a report or a score may look back at them.

    Returns:
        Results of the years that were cleaned now.
    """
    years = [known for known in workspace.years(unit) if known <= year]
    return [clean_unit(workspace, unit, known) for known in years if read_record(workspace, unit, known) is None]


def raw_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every spreadsheet handed in and of corrections.yaml, by file name."""
    corrections = folder / CORRECTIONS
    paths = find_spreadsheets(folder) + ([corrections] if corrections.is_file() else [])
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}


def read_record(workspace: Workspace, unit: str, year: int) -> dict[str, Any] | None:
    """What the gate wrote about its last run for a unit and year."""
    path = workspace.clean_dir(unit, year) / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _examine(
    workspace: Workspace, unit: str, year: int, submission: Submission
) -> tuple[GateResult, dict[str, pd.DataFrame]]:
    """Check and mask what was read; the tables that may go in, and what is to be said."""
    result = GateResult(unit, year, sheets=submission.sheets, corrections=submission.corrections)
    result.problems = list(submission.problems)
    broken = {(problem.file, problem.sheet) for problem in submission.problems.errors}
    frames = {name: pd.concat(parts, ignore_index=True) for name, parts in submission.tables.items()}
    lists = _lists(workspace, unit, year, frames)
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in frames.items():
        schema = get_schema(name)
        rules = check_table(frame, schema, workspace.expectations, lists)
        found = [problem for rule in rules for problem in rule.problems]
        result.rules.extend(rules)
        result.problems.extend(found)
        sheets = set(zip(frame["source_file"], frame["source_sheet"], strict=True))
        unreadable, errors = sheets & broken, [problem for problem in found if problem.severity == "error"]
        if unreadable or errors:
            result.rejected.append(name)
            result.problems.append(_rejected(schema.title, sheets, unreadable, len(errors)))
            continue
        tables[name], notes = mask_table(frame, schema)
        result.accepted[name] = len(frame)
        result.problems.extend(notes)
    result.problems = [mask_problem(problem) for problem in result.problems]
    return result, tables


def read_cases(workspace: Workspace, unit: str, paths: list[Path], result: GateResult) -> ServiceRequests | None:
    """Read the case exports of a folder into the result; rows that cannot be read stay out and are said.

    Callers' pseudonyms are made with one key per workspace, so that a caller is the same one in every year.
    """
    if not paths:
        return None
    from evallib.intake.service_requests import read_service_requests
    from evallib.privacy.pseudonyms import load_key

    key = load_key(workspace.clean / ".pseudonym_key")
    try:
        cases = read_service_requests(paths, key=key, unit=workspace.unit_info(unit).name)
    except EvallibError as error:
        result.problems += [mask_problem(problem) for problem in error.problems]
        result.rejected.append(CASES)
        return None
    result.problems += [mask_problem(problem) for problem in cases.problems]
    result.accepted[CASES] = cases.table.num_rows
    result.sheets += [SheetRead(path.name, "", "工单导出表", CASES, cases.table.num_rows) for path in paths[:1]]
    result.sheets += [SheetRead(path.name, "", "工单导出表", CASES, 0) for path in paths[1:]]
    return cases


def _rejected(title: str, sheets: set[tuple[str, str]], unreadable: set[tuple[str, str]], errors: int) -> Problem:
    reasons = [f"{len(unreadable)} 张工作表有读不出来的内容"] if unreadable else []
    reasons += [f"{errors} 处不符合校验规则"] if errors else []
    files = "、".join(sorted({file for file, _ in sheets}))
    return Problem("gate.table_rejected", f"“{title}”整表未进入 data/clean（{'，'.join(reasons)}）；其他表不受影响", file=files,
                   advice="请改正上述错误后重新运行", severity="note")  # fmt: skip


def _lists(workspace: Workspace, unit: str, year: int, frames: dict[str, pd.DataFrame]) -> Parameters:
    """What rules compare with: names in other tables, agencies of the unit, known units, the folder's year."""
    known = workspace.units() if workspace.raw.is_dir() else []
    names = {name: workspace.unit_info(name) for name in known}
    lists: dict[str, list[Any]] = {
        "years": [year - 1, year],
        "units": [text for info in names.values() for text in (info.name, info.full_name) if text],
        "agencies": list(names[unit].agencies) if unit in names else [],
    }
    for name, frame in frames.items():
        label = get_schema(name).label
        lists[f"{name}__{label}"] = [text for text in frame[label].unique() if isinstance(text, str)]
    return lists


def _wrote_cases(workspace: Workspace, unit: str, year: int) -> bool:
    """Whether the case data in the folder came through the gate; samples written straight to Parquet did not."""
    return CASES in (read_record(workspace, unit, year) or {}).get("accepted", {})


def _keep_others(target: Path, new: Path, drop_cases: bool) -> None:
    """Files that are not of the gate's making, such as samples of cases written straight to Parquet, stay."""
    if not target.is_dir():
        return
    for path in target.iterdir():
        ours = path.name == RECORD or (path.suffix == ".parquet" and path.stem in all_schemas())
        ours = ours or (new / path.name).exists() or (drop_cases and path.stem == CASES)
        if ours or not path.is_file() or path.suffix == ".part":
            continue
        try:
            os.link(path, new / path.name)
        except OSError:
            shutil.copy2(path, new / path.name)


def _write_record(workspace: Workspace, result: GateResult, target: Path) -> None:
    record = result.to_dict() | {
        "inputs": raw_hashes(workspace.raw_dir(result.unit, result.year)),
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_text(target / RECORD, json.dumps(record, ensure_ascii=False, indent=1))
