"""The run (批量运行): clean every unit and year, then build the reports in parallel and the index.

One failing unit does not stop the others; the result tells, and so does the exit code.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from evallib.batch.report import ReportResult, build_report
from evallib.checks.gate import GateResult, clean_missing, clean_unit
from evallib.model.units import Workspace
from evallib.publish.html import write_assets
from evallib.publish.index_page import write_index

Progress = Callable[[str, int, int], None]


@dataclass
class RunResult:
    """Everything that one run did."""

    index: Path
    reports: list[ReportResult] = field(default_factory=list)
    gates: list[GateResult] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every report was built and nothing stayed outside the gate."""
        return all(report.status == "ok" for report in self.reports) and all(gate.ok for gate in self.gates)


def run_reports(
    workspace: Workspace,
    pairs: list[tuple[str, int]],
    jobs: int | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Clean and report the given units and years.

    Args:
        workspace: the workspace.
        pairs: units and years, as `Workspace.select` gives them.
        jobs: worker processes; the number of processors where None.
        progress: called with (what, done, total) after each step.

    Returns:
        Results in the order of `pairs`.
    """
    result = RunResult(workspace.reports / "index.html")
    told = progress or (lambda what, done, total: None)
    write_assets(workspace.reports)
    for done, (unit, year) in enumerate(pairs, 1):
        result.gates.append(clean_unit(workspace, unit, year))
        clean_missing(workspace, unit, year)
        told(f"校验 {unit} {year}", done, 2 * len(pairs))
    gates = {(gate.unit, gate.year): gate for gate in result.gates}
    finished: dict[tuple[str, int], ReportResult] = {}
    for report in _build(workspace, pairs, gates, jobs):
        finished[report.unit, report.year] = report
        told(f"报告 {report.unit} {report.year}", len(pairs) + len(finished), 2 * len(pairs))
    result.reports = [finished[pair] for pair in pairs]
    write_index(workspace)
    return result


def _build(
    workspace: Workspace,
    pairs: list[tuple[str, int]],
    gates: dict[tuple[str, int], GateResult],
    jobs: int | None,
) -> Iterator[ReportResult]:
    workers = max(1, min(jobs or os.cpu_count() or 1, len(pairs)))
    log = workspace.reports / "run.log"
    log.write_bytes(b"")
    spawn = multiprocessing.get_context("spawn")  # a fork of a process that has used threads may hang
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_quiet, initargs=(log,)) as pool:
        futures: dict[Future[ReportResult], tuple[str, int]] = {
            pool.submit(build_report, workspace.root, unit, year, _doubts(gates[unit, year])): (unit, year)
            for unit, year in pairs
        }
        for future in as_completed(futures):
            unit, year = futures[future]
            try:
                yield future.result()
            except Exception as error:  # the worker itself died
                info = workspace.unit_info(unit)
                yield ReportResult(unit, year, info.name, info.district, status="failed", error=str(error))


def _doubts(gate: GateResult) -> int:
    return sum(problem.severity != "note" for problem in gate.problems)


def _quiet(log: Path) -> None:
    """Kernels write to the standard error of the worker that starts them; it goes to the run's log."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(handle, 2)
