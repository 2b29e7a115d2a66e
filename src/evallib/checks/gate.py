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
from evallib.intake.copied_columns import about_columns
from evallib.intake.parsed_files import keep_parsed
from evallib.intake.requests.kept_orders import KeptOrders
from evallib.intake.tables.unit_folder import Submission, read_folder
from evallib.model.requests import CASES
from evallib.model.schema import all_schemas, get_schema
from evallib.model.table_words import table_words
from evallib.model.workspace.files import clear_parts, write_text
from evallib.model.workspace.folders import replacing
from evallib.model.workspace.handed_in import find_spreadsheets
from evallib.model.workspace.lock import locked
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.privacy.pseudonyms import load_key

__all__ = ["GateResult", "check_unit", "clean_missing", "clean_unit", "raw_hashes", "read_record"]


def clean_unit(at: UnitYear) -> GateResult:
    """Read, check, mask and store the tables of a unit and year.

    A table kind with an error, in reading or in checking, stays out of data/clean/; the others go in. The folder
    changes in one step: whoever is killed half-way leaves the state before.

    Args:
        at: the unit and year, e.g. ``Workspace.find().at("huacao", 2023)``.

    Returns:
        Accepted and rejected table kinds, what became of each sheet, every rule, and every problem.

    Raises:
        EvallibError: unknown unit or year, or another run is writing the same folder.
    """
    at.check()
    target = at.clean_dir
    with locked(target.parent / f".{at.year}.lock", f" data/clean/{at.unit}/{at.year}"):
        kept = KeptOrders(at.submission_dir / "orders")
        for folder in (at.submission_dir, kept.folder):  # what a killed gate left half-written
            clear_parts(folder)
        submission = read_folder(at.raw_dir, at.year, kept)
        # One key per workspace: a caller is the same one in every year.
        key = load_key(at.workspace.clean / ".pseudonym_key") if submission.case_exports else None
        examined = examine(at, submission, key, kept)
        keep_version(at)
        with replacing(target) as new:
            for name, frame in examined.tables.items():
                write_table(frame, get_schema(name), new / f"{name}.parquet")
            if examined.cases is not None:
                examined.cases.write(new / f"{CASES}.parquet")
            _keep_others(target, new, drop_cases=_wrote_requests(at))
            _write_record(at.workspace, examined.result, new)
        _keep_parsed(at, submission)
    return examined.result


def check_unit(at: UnitYear, submission: Submission | None = None) -> GateResult:
    """The same result as `clean_unit`, with nothing written.

    Args:
        at: the unit and year; need not exist where a submission is given.
        submission: what was read, where it is not the unit's folder.
    """
    if submission is None:
        at.check()
        submission = read_folder(at.raw_dir, at.year)
    return examine(at, submission).result


def clean_missing(at: UnitYear) -> list[GateResult]:
    """Clean the years up to this one that were never cleaned: a report or a score may look back at them.

    Returns:
        Results of the years that were cleaned now.
    """
    known = [at.workspace.at(at.unit, year) for year in at.workspace.years(at.unit) if year <= at.year]
    return [clean_unit(past) for past in known if read_record(past) is None]


def _wrote_requests(at: UnitYear) -> bool:
    """Whether the case data in the folder came through the gate; samples written straight to Parquet did not."""
    return CASES in (read_record(at) or {}).get("accepted", {})


def _keep_parsed(at: UnitYear, submission: Submission) -> None:
    """Keep the sheets masked for later steps, and which of their columns were read; single requests stay out."""
    exports = {export.path for export in submission.case_exports}
    words = table_words(submission.mapping)
    paths = [path for path in find_spreadsheets(at.raw_dir) if path not in exports]
    keep_parsed(paths, at.submission_dir, lambda sheet: about_columns(sheet, words))


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
    write_text(target / RECORD, json.dumps(record, ensure_ascii=False, indent=1), sync=False)
