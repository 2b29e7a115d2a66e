"""The gate (准入): raw spreadsheets of a unit and year → checked clean tables, or the reasons why not."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from evallib.checks.examine import examine
from evallib.checks.gate_result import GateResult
from evallib.checks.record import RECORD, masked_inputs, raw_hashes, read_record
from evallib.checks.store import write_table
from evallib.checks.versions import keep_version
from evallib.intake.parsed_files import keep_parsed
from evallib.intake.tables.unit_folder import Submission, read_folder
from evallib.model.files import write_text
from evallib.model.folders import replacing
from evallib.model.handed_in import find_spreadsheets
from evallib.model.lock import locked
from evallib.model.requests import CASES
from evallib.model.schema import all_schemas, get_schema
from evallib.model.units import Workspace
from evallib.privacy.pseudonyms import load_key

__all__ = ["GateResult", "check_unit", "clean_missing", "clean_unit", "raw_hashes", "read_record"]


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
        # One key per workspace: a caller is the same one in every year.
        key = load_key(workspace.clean / ".pseudonym_key") if submission.case_exports else None
        examined = examine(workspace, unit, year, submission, key)
        keep_version(workspace, unit, year)
        with replacing(target) as new:
            for name, frame in examined.tables.items():
                write_table(frame, get_schema(name), new / f"{name}.parquet")
            if examined.cases is not None:
                examined.cases.write(new / f"{CASES}.parquet")
            _keep_others(target, new, drop_cases=_wrote_requests(workspace, unit, year))
            _write_record(workspace, examined.result, new)
        _keep_parsed(workspace, unit, year, submission)
    return examined.result


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
    return examine(workspace, unit, year, submission).result


def clean_missing(workspace: Workspace, unit: str, year: int) -> list[GateResult]:
    """Clean the years up to `year` that were never cleaned: a report or a score may look back at them.

    Returns:
        Results of the years that were cleaned now.
    """
    years = [known for known in workspace.years(unit) if known <= year]
    return [clean_unit(workspace, unit, known) for known in years if read_record(workspace, unit, known) is None]


def _wrote_requests(workspace: Workspace, unit: str, year: int) -> bool:
    """Whether the case data in the folder came through the gate; samples written straight to Parquet did not."""
    return CASES in (read_record(workspace, unit, year) or {}).get("accepted", {})


def _keep_parsed(workspace: Workspace, unit: str, year: int, submission: Submission) -> None:
    """Keep the sheets masked for later steps; single requests are read in columns and stay out."""
    exports = {export.path for export in submission.case_exports}
    paths = [path for path in find_spreadsheets(workspace.raw_dir(unit, year)) if path not in exports]
    keep_parsed(paths, workspace.submission_dir(unit, year))


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
        "inputs": masked_inputs(workspace.raw_dir(result.unit, result.year)),
    }
    write_text(target / RECORD, json.dumps(record, ensure_ascii=False, indent=1))
