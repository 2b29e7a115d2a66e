"""The gate (准入): raw spreadsheets of a unit and year → checked clean tables, or the reasons why not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from evallib.checks.store import write_table
from evallib.checks.suites import check_frame
from evallib.intake.folder import SheetRead, read_folder
from evallib.intake.workbook import SPREADSHEET_SUFFIXES
from evallib.model.problems import Problem
from evallib.model.schema import get_schema
from evallib.model.units import Workspace

RECORD = "intake.json"


@dataclass
class GateResult:
    """What came through the gate for one unit and year."""

    unit: str
    year: int
    accepted: dict[str, int] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing had to stay out."""
        return not any(problem.severity == "error" for problem in self.problems)

    def to_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "unit": self.unit,
            "year": self.year,
            "ok": self.ok,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "sheets": [vars(sheet) for sheet in self.sheets],
            "problems": [problem.to_dict() for problem in self.problems],
        }


def clean_unit(workspace: Workspace, unit: str, year: int) -> GateResult:
    """Read, check and store the tables of a unit and year.

    A table kind with an error, in reading or in checking, stays out of data/clean/; the others go in.

    Args:
        workspace: the workspace.
        unit: folder name of the unit.
        year: folder name of the year.

    Returns:
        Accepted and rejected table kinds, what became of each sheet, and every problem.

    Raises:
        EvallibError: unknown unit or year.
    """
    workspace.check(unit, year)
    submission = read_folder(workspace.raw_dir(unit, year), year)
    result = GateResult(unit, year, sheets=submission.sheets, problems=list(submission.problems))
    target = workspace.clean_dir(unit, year)
    broken = {(problem.file, problem.sheet) for problem in submission.problems.errors}
    accepted: dict[str, pd.DataFrame] = {}
    for name, parts in submission.tables.items():
        schema = get_schema(name)
        frame = pd.concat(parts, ignore_index=True)
        found = check_frame(frame, schema, workspace.expectations)
        result.problems.extend(found)
        read_errors = any(
            (part["source_file"].iat[0], part["source_sheet"].iat[0]) in broken for part in parts if len(part)
        )
        if read_errors or any(problem.severity == "error" for problem in found):
            result.rejected.append(name)
        else:
            accepted[name] = frame
    for name, frame in accepted.items():
        write_table(frame, get_schema(name), target / f"{name}.parquet")
        result.accepted[name] = len(frame)
    _drop_stale(target, set(accepted))
    _write_record(workspace, result, target)
    return result


def clean_missing(workspace: Workspace, unit: str, year: int) -> list[GateResult]:
    """Clean the years up to `year` that were never cleaned: a report or a score may look back at them.

    Returns:
        Results of the years that were cleaned now.
    """
    years = [known for known in workspace.years(unit) if known <= year]
    return [clean_unit(workspace, unit, known) for known in years if read_record(workspace, unit, known) is None]


def raw_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file handed in, by file name."""
    return {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SPREADSHEET_SUFFIXES and not path.name.startswith(("~$", "."))
    }


def read_record(workspace: Workspace, unit: str, year: int) -> dict[str, object] | None:
    """What the gate wrote about its last run for a unit and year."""
    path = workspace.clean_dir(unit, year) / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _drop_stale(target: Path, accepted: set[str]) -> None:
    """A table that no longer comes through must not linger from an earlier run."""
    for path in target.glob("*.parquet"):
        if path.stem not in accepted:
            path.unlink()


def _write_record(workspace: Workspace, result: GateResult, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    record = result.to_dict() | {
        "inputs": raw_hashes(workspace.raw_dir(result.unit, result.year)),
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    temporary = target / (RECORD + ".part")
    temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(target / RECORD)
