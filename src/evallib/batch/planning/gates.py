"""Gates in the batch (批量准入): a unit and year is read and checked again only if something about it changed.

What counts: its raw files, the suites in expectations/, and the code that reads and checks. Nothing heavy is imported
to find out.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.batch.engines.forked_child import stays
from evallib.batch.planning.hashes import GATE_ROOMS, PACKAGE, FileHashes, digest
from evallib.model.problems import Problem, errors_of
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import MAPPING, UNIT_FILE, UnitYear, Workspace

RECORD = "intake.json"
KEY = "key"
UNITS = "units_key"


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
        return not errors_of(self.problems)

    def count(self, severity: str) -> int:
        """Number of errors (错误) or warnings (提示)."""
        return sum(problem.severity == severity for problem in self.problems)


@dataclass(frozen=True)
class Rules:
    """What gates depend on beside the files handed in.

    Args:
        digest: suites and code, of which everything depends.
        units: names of all units, of which only the tables depend whose suites compare with them.
        comparing: those kinds of tables; a new unit does not concern the others.
    """

    digest: str
    units: str
    comparing: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace, hashes: FileHashes) -> Rules:
        """The rules as they are now."""
        code = hashes.tree(workspace.expectations, workspace.raw / MAPPING, *(PACKAGE / room for room in GATE_ROOMS))
        units = workspace.units() if workspace.raw.is_dir() else []
        names = [path for unit in units if (path := workspace.raw / unit / UNIT_FILE).is_file()]
        suites = workspace.expectations.glob("*.json")
        comparing = frozenset(path.stem for path in suites if b'"units"' in path.read_bytes())
        return cls(code, digest([*units, *(hashes.of(path) for path in names)]), comparing)


def gate_key(at: UnitYear, rules: Rules, hashes: FileHashes) -> str:
    """What a gate's result was made from, names of other units apart."""
    own = at.raw_dir.parent
    return digest([rules.digest, hashes.tree(at.raw_dir, own / MAPPING, own / UNIT_FILE)])


def current_state(at: UnitYear, key: str, rules: Rules) -> GateState | None:
    """The recorded result if it was made from the same things and its tables are still there."""
    folder = at.clean_dir
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if record.get(KEY) != key or not all((folder / f"{name}.parquet").is_file() for name in record["accepted"]):
        return None
    if record.get(UNITS) != rules.units and rules.comparing & {*record["accepted"], *record["rejected"]}:
        return None
    return _state(record)


@stays
def check_in(at: UnitYear, key: str, units: str) -> GateState:
    """Run the gate and note in its record what it was made from (runs in a worker process)."""
    from evallib.checks.gate import clean_unit

    clean_unit(at)
    state = _state(stamp_key(at, key, units))
    state.fresh = True
    return state


def stamp_key(at: UnitYear, key: str, units: str) -> dict[str, Any]:
    """Note in the gate's record what it was made from."""
    path = at.clean_dir / RECORD
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) | {KEY: key, UNITS: units}
    write_text(path, json.dumps(record, ensure_ascii=False, indent=1))
    return record


def warm_gate(suites: Path) -> None:
    """Import what the gate needs, once per worker process; great-expectations only if a suite cannot do without it."""
    from evallib.checks import gate
    from evallib.checks.rules import engine

    assert gate  # imported for its own imports
    texts = []
    for path in suites.glob("*.json"):
        with suppress(ValueError, OSError):  # a suite that cannot be read is told by the gate that needs it
            texts.append(json.loads(path.read_text(encoding="utf-8")))
    if engine.needs_library([text for text in texts if isinstance(text, dict)]):
        engine.warm_up()


def _state(record: dict[str, Any]) -> GateState:
    problems = [Problem(**problem) for problem in record["problems"]]
    return GateState(record["unit"], record["year"], record["accepted"], record["rejected"], problems, record["inputs"])
