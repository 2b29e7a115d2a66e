"""The run (批量运行): check in what changed, build the reports that are not up to date, write the index.

One failing report does not stop the others; the result tells, and so does the exit code.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from evallib.batch.closing import prepare, withheld
from evallib.batch.engines.executors import ENGINES, Workers, default_engine, default_jobs, open_workers
from evallib.batch.engines.fork_server import Call
from evallib.batch.execution import MARK, Job
from evallib.batch.planning.gates import GateState
from evallib.batch.planning.hashes import library_versions
from evallib.batch.planning.plan import Task
from evallib.batch.planning.up_to_date import Options, Survey
from evallib.batch.records import LOG, ReportResult, RunLog, RunRecord, new_run_folder, write_run
from evallib.batch.report import fail_report, unwritten_report
from evallib.batch.schedule import Schedule
from evallib.model.clock import stamp
from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import clear_parts
from evallib.model.workspace.handed_in import find_strays
from evallib.model.workspace.lock import locked
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.model.workspace.zones import open_inside
from evallib.privacy import mask_label

Progress = Callable[[str, int, int], None]
LOST = "运行报告的进程意外终止，常见原因是内存不足"
UNCHECKED = "校验没有完成，所以不生成报告；请先处理校验中的错误"


@dataclass
class RunResult:
    """Everything that one run did, or, for a dry run, would do."""

    index: Path
    tasks: list[Task] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # folder → why it is made; not there: up to date
    reports: list[ReportResult] = field(default_factory=list)
    gates: list[GateState] = field(default_factory=list)
    stale: list[tuple[str, int]] = field(default_factory=list)  # dry run: gates that would run
    folder: Path | None = None
    strays: list[Problem] = field(default_factory=list)  # handed in where nobody reads it
    withheld: list[str] = field(default_factory=list)  # published files that the release check refused, and why

    @property
    def ok(self) -> bool:
        """Whether every report was built and nothing stayed outside the gate."""
        whole = all(report.status == "ok" and not report.incomplete for report in self.reports)
        return whole and all(gate.ok for gate in self.gates) and not self.withheld


def run_reports(workspace: Workspace, options: Options | None = None, progress: Progress | None = None) -> RunResult:
    """Check in and report what is selected and not up to date.

    Args:
        workspace: the workspace.
        options: selection and manner; everything that is there, in the default manner, where None.
        progress: called with (what, done, total) after each step.

    Returns:
        Results of the reports that were made, in the order of the plan; states of all gates that they rest on.

    Raises:
        EvallibError: something selected does not exist or a parameter does not fit; nothing has been started then.
        KeyboardInterrupt: after every process has ended and the records are written; the next run goes on.
    """
    options = options or Options()
    result = _run(workspace, options, progress)
    units = options.selection.units
    found = (
        [note for unit in units for note in find_strays(workspace.raw, unit)] if units else find_strays(workspace.raw)
    )
    result.strays = [replace(note, file=mask_label(note.file)) for note in found]
    return result


def _run(workspace: Workspace, options: Options, progress: Progress | None) -> RunResult:
    index = workspace.reports / "index.html"
    if options.dry_run:
        survey = Survey(workspace, options)
        return RunResult(index, survey.tasks, survey.reasons, [], survey.gates, list(survey.stale))
    with locked(workspace.reports / ".lock", " reports"):
        _clear(workspace)
        survey = Survey(workspace, options)
        if survey.nothing_to_do and index.is_file():
            survey.remember()
            return RunResult(index, survey.tasks, {}, [], survey.gates, withheld=withheld(workspace))
        return _Run(workspace, options, survey, progress).go()


class _Run:
    """One run: what a `Schedule` asks and tells goes into its result, records and log."""

    def __init__(self, workspace: Workspace, options: Options, survey: Survey, progress: Progress | None) -> None:
        self.workspace, self.options, self.survey = workspace, options, survey
        self.engine = options.engine or default_engine()
        self.jobs = min(options.jobs or default_jobs(), ENGINES[self.engine].most or 1_000_000)
        self.tell = progress or (lambda what, done, total: None)
        self.folder = new_run_folder(open_inside(workspace))
        self.log = RunLog(self.folder / LOG)
        self.result = RunResult(
            workspace.reports / "index.html", survey.tasks, gates=list(survey.gates), folder=self.folder
        )
        self.record = RunRecord(
            self.folder.name,
            asdict(survey.selection),
            self.engine,
            self.jobs,
            survey.force,
            bool(options.scheduler),
            library_versions(),
            resumes=survey.resumed,
        )
        self.done, self.total = 0, len(survey.stale) + len(survey.tasks)

    def go(self) -> RunResult:
        from evallib.publish.page.html import write_assets

        write_run(self.folder, self.record)
        try:
            write_assets(self.workspace.reports)
            Schedule(self.workspace, self.survey, self).go(self._open_workers, self.jobs)
            self.record.status = "done" if self.result.ok else "failed"
        except BaseException as error:
            self.record.status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            raise
        finally:
            self._close()
        return self.result

    def meanwhile(self) -> None:
        """Load what closing needs, and work out the handbook, while the workers warm up."""
        prepare(self.workspace)

    def checked(self, state: GateState) -> None:
        """A gate came to an end."""
        self.result.gates.append(state)
        self.result.gates.sort(key=lambda gate: (gate.unit, gate.year))
        self._step(f"校验 {state.unit} {state.year}" + ("" if state.ok else "：有错误，部分表未进入"))

    def gate_died(self, at: UnitYear, error: Exception) -> GateState:
        """The gate refused to run, or its process died; the other units go on."""
        if isinstance(error, EvallibError):
            return GateState(at.unit, at.year, problems=error.problems, died=True)
        self.log.write(f"校验 {at.unit} {at.year} 意外终止：{error}")
        return GateState(at.unit, at.year, problems=[_died(error)], died=True)

    def job_of(self, task: Task) -> Job | None:
        """What a worker needs for a task; None where the report is up to date or cannot be made."""
        self.result.reasons = dict(self.survey.reasons)
        if task.folder not in self.survey.reasons:
            self.done += 1
            return None
        counts = next(
            (
                (g.count("error"), g.count("warning"))
                for g in self.result.gates
                if (g.unit, g.year) == (task.unit, task.year)
            ),
            (0, 0),
        )
        papermill = ENGINES[self.engine].papermill
        hashes = self.survey.prints[task.folder]
        job = Job(self.workspace.root, task, self.record.id, papermill, self.options.timeout, hashes, *counts)
        if any(gate.died and gate.unit == task.unit and gate.year <= task.year for gate in self.result.gates):
            self.built(job, fail_report(job, UNCHECKED))
            return None
        return job

    def built(self, job: Job, report: ReportResult) -> None:
        """A report came to an end."""
        self.result.reports.append(report)
        end = "完成" if report.status == "ok" else f"未完成（{report.error}）"
        self._step(f"报告 {job.task.title} {end} {report.seconds:.1f} 秒")

    def report_died(self, job: Job, error: Exception, workers: Workers | None) -> ReportResult:
        """The process of a report died: its page says at which cell."""
        message = LOST if isinstance(error, BrokenExecutor) else _last_line(error)
        if message != str(error):
            self.log.write(f"报告 {job.task.title} 意外终止：{error}")
        with suppress(Exception):
            if workers is not None:
                report: ReportResult = workers.submit(fail_report, job, message).result()
                return report
        with suppress(Exception):
            return fail_report(job, message)
        return unwritten_report(job, message)  # not even a page that says so: the disk is full, or may not be written

    def _open_workers(self, warm_up: Call, count: int) -> AbstractContextManager[Workers]:
        return open_workers(self.engine, count, self.options.timeout, self.log.path, warm_up, self.options.scheduler)

    def _step(self, what: str) -> None:
        self.done += 1
        self.log.write(what)
        self.tell(what, self.done, self.total)

    def _close(self) -> None:
        """Index and records, also of a run that was stopped."""
        from evallib.publish.page.index_page import write_index

        write_index(self.workspace)
        self.result.withheld = withheld(self.workspace)
        for line in self.result.withheld:
            self.log.write(f"未发布 {line}")
        self.survey.remember()
        order = {task.folder: number for number, task in enumerate(self.survey.tasks)}
        self.result.reports.sort(key=lambda report: order[report.folder])
        self.record.inputs = {f"{gate.unit}/{gate.year}": gate.inputs for gate in self.result.gates}
        built = {report.folder: report.status for report in self.result.reports}
        self.record.reports = {
            task.folder: built.get(task.folder, "waiting" if task.folder in self.survey.reasons else "current")
            for task in self.survey.tasks
        }
        self.record.finished_at = stamp()
        write_run(self.folder, self.record)


def _died(error: Exception) -> Problem:
    """What to tell of a gate whose process died; the log has the whole of it."""
    return Problem(
        "gate.died",
        "校验意外终止，本单位本年度的表没有更新",
        value=_last_line(error),
        advice="请逐个移走新交的文件再运行，找出引起的文件；详情见运行记录中的 run.log",
    )


def _last_line(error: Exception) -> str:
    """What an error says, without the lines of code that led to it; those stand in the log."""
    lines = str(error).strip().splitlines()
    return (lines[-1] if lines and lines[0].startswith("Traceback") else str(error))[:300]


def _clear(workspace: Workspace) -> None:
    """Clear away what a killed run left half-written; parsed submissions are the gate's, under its own lock."""
    for zone in (workspace.reports, workspace.inside):
        for part in zone.rglob(".*.part") if zone.is_dir() else ():
            if "submissions" not in part.parts:
                clear_parts(part.parent)
    for mark in workspace.reports.rglob(MARK):
        mark.unlink(missing_ok=True)
