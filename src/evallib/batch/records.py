"""Records (运行记录): what became of each report and of each run, kept beside the reports as JSON.

No names of people or machines: a run is known by its time, its inputs and its versions.
"""

from __future__ import annotations

import json
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evallib.model.clock import stamp
from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_text
from evallib.privacy import mask_label

RESULT = "result.json"
MANIFEST = "manifest.json"
LOG = "run.log"
#: What differs from run to run stands inside, beside the executed notebook.
MEASURED = "measured.json"
VOLATILE = ("seconds", "cell_seconds", "peak_memory_mb", "finished_at", "run", "engine")


@dataclass
class ReportResult:
    """What became of one report; ``result.json`` in its folder."""

    unit: str
    year: int
    name: str = ""
    district: str = ""
    notebook: str = ""
    folder: str = ""
    status: str = "ok"  # ok | failed
    error: str = ""
    failed_cell: int | None = None
    page: str = ""
    kind: str = ""  # what a reader calls the notebook
    parts: dict[str, str] = field(default_factory=dict)  # files beside the page: text → address below reports/
    figures: dict[str, Any] = field(default_factory=dict)
    incomplete: dict[str, str] = field(default_factory=dict)  # sections and files that could not be made → why
    score: str | None = None
    grade: str | None = None
    findings: int | None = None
    errors: int = 0  # of the gate: something stayed out
    warnings: int = 0  # of the gate: went in, to be looked at
    seconds: float = 0.0
    cell_seconds: float = 0.0
    peak_memory_mb: float = 0.0
    engine: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    run: str = ""
    finished_at: str = ""


@dataclass
class RunRecord:
    """What one run was asked for and what it did; ``manifest.json`` in its folder."""

    id: str
    selection: dict[str, Any]
    engine: str
    jobs: int
    force: bool
    cluster: bool
    versions: dict[str, str]
    resumes: str = ""  # the run that this one goes on with
    python: str = field(default_factory=platform.python_version)
    system: str = field(default_factory=lambda: f"{platform.system()} {platform.machine()}")
    started_at: str = field(default_factory=stamp)
    finished_at: str = ""
    status: str = "running"  # running | done | failed | interrupted
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)  # folder → ok | failed | current | waiting


def new_run_folder(inside: Path) -> Path:
    """An empty folder for a run's manifest and log; its name, the time, is the run's id."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for number in range(1, 1000):
        folder = inside / "runs" / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(name)


def write_run(folder: Path, record: RunRecord) -> None:
    """Write a run's manifest."""
    write_text(folder / MANIFEST, json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n")


def last_run(inside: Path) -> tuple[Path, RunRecord]:
    """The newest run.

    Raises:
        EvallibError: nothing has been run yet, or another version of evallib wrote its record in another way.
    """
    told, file = "没有可以接续的运行", "data/inside/runs"
    if path := max(inside.glob(f"runs/*/{MANIFEST}"), default=None):
        try:
            return path.parent, RunRecord(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            told, file = "上一次运行的记录读不出来，多半是另一版本写的", f"{file}/{path.parent.name}/{MANIFEST}"
    raise EvallibError(Problem("batch.nothing_to_resume", told, file=file, advice="请去掉 --resume 重新运行"))


def write_result(reports: Path, result: ReportResult) -> None:
    """Write a report's result.json, the same for the same inputs; times, memory and run stand in data/inside."""
    told = asdict(result)
    measured = {name: told.pop(name) for name in VOLATILE}
    for path, values in ((reports / result.folder / RESULT, told), (_measured(reports, result.folder), measured)):
        write_text(path, json.dumps(values, ensure_ascii=False, indent=1, default=str) + "\n")


def read_result(reports: Path, folder: str) -> ReportResult | None:
    """A report's last result; None where there is none, or one of another version."""
    try:
        data = json.loads((reports / folder / RESULT).read_text(encoding="utf-8"))
        data |= json.loads(_measured(reports, folder).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    known = {item.name for item in fields(ReportResult)}
    return ReportResult(**data) if set(data) <= known else None


def _measured(reports: Path, folder: str) -> Path:
    return reports.parent / "data" / "inside" / folder / MEASURED


class RunLog:
    """A line per event, with its time; worker processes write to the same file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, line: str) -> None:
        """Append one line."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {mask_label(line)}\n")


def peak_memory_mb(children: bool = False) -> float:
    """Largest memory that this process has had, or the largest of the kernels that it has waited for (MB)."""
    with suppress(ImportError):  # Windows has no such count
        import resource

        peak = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
        return round(peak / (1024 if sys.platform == "linux" else 1024**2), 1)
    return 0.0
