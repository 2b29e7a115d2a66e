"""Gates in the batch (批量准入): a unit and year is read and checked again only if something about it changed.

What counts: its raw files, the suites in expectations/, and the code that reads and checks. Nothing heavy is imported
to find out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.batch.hashes import GATE_ROOMS, PACKAGE, FileHashes, digest
from evallib.model.files import write_text
from evallib.model.problems import Problem
from evallib.model.units import MAPPING, Workspace

RECORD = "intake.json"
KEY = "key"


@dataclass
class GateState:
    """What the gate let through for a unit and year, now or the last time something changed."""

    unit: str
    year: int
    accepted: dict[str, int] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    fresh: bool = False  # checked in this run
    died: bool = False  # did not come to an end: what is in data/clean is from before

    @property
    def ok(self) -> bool:
        """Whether nothing had to stay out."""
        return not any(problem.severity == "error" for problem in self.problems)

    def count(self, severity: str) -> int:
        """Number of errors (错误) or warnings (提示)."""
        return sum(problem.severity == severity for problem in self.problems)


def rules_digest(workspace: Workspace, hashes: FileHashes) -> str:
    """What the gate depends on beside the files handed in: suites, code, and the names of all units."""
    code = hashes.tree(workspace.expectations, workspace.raw / MAPPING, *(PACKAGE / room for room in GATE_ROOMS))
    units = workspace.units() if workspace.raw.is_dir() else []
    names = [workspace.raw / unit / "unit.yaml" for unit in units]
    return digest([code, *units, *(hashes.of(path) for path in names if path.is_file())])


def gate_key(workspace: Workspace, unit: str, year: int, rules: str, hashes: FileHashes) -> str:
    """What a gate's result was made from."""
    return digest([rules, hashes.tree(workspace.raw_dir(unit, year), workspace.raw / unit / MAPPING)])


def current_state(workspace: Workspace, unit: str, year: int, key: str) -> GateState | None:
    """The recorded result if it was made from the same things and its tables are still there."""
    folder = workspace.clean_dir(unit, year)
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if record.get(KEY) != key or not all((folder / f"{name}.parquet").is_file() for name in record["accepted"]):
        return None
    return _state(record)


def check_in(root: Path, unit: str, year: int, key: str) -> GateState:
    """Run the gate and note in its record what it was made from (runs in a worker process)."""
    from evallib.checks.gate import clean_unit

    workspace = Workspace(root)
    clean_unit(workspace, unit, year)
    state = _state(stamp_key(workspace, unit, year, key))
    state.fresh = True
    return state


def stamp_key(workspace: Workspace, unit: str, year: int, key: str) -> dict[str, Any]:
    """Note in the gate's record what it was made from."""
    path = workspace.clean_dir(unit, year) / RECORD
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) | {KEY: key}
    write_text(path, json.dumps(record, ensure_ascii=False, indent=1))
    return record


def warm_gate() -> None:
    """Import what the gate needs, once per worker process."""
    from evallib.checks import engine, gate

    assert gate  # imported for its own imports
    engine.warm_up()


def _state(record: dict[str, Any]) -> GateState:
    problems = [Problem(**problem) for problem in record["problems"]]
    return GateState(record["unit"], record["year"], record["accepted"], record["rejected"], problems, record["inputs"])
