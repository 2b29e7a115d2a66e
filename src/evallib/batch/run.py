"""The run (批量运行): check in what changed, build the reports that are not up to date, write the index.

One failing report does not stop the others; the result tells, and so does the exit code.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from evallib.batch.engines.executors import Call, Crew, Engine, default_engine, default_jobs, open_crew
from evallib.batch.engines.warm import warm_reports
from evallib.batch.planning.gates import GateState, check_in, warm_gate
from evallib.batch.planning.hashes import library_versions
from evallib.batch.planning.plan import Task, notebook_path
from evallib.batch.planning.up_to_date import Options, Survey
from evallib.batch.records import LOG, ReportResult, RunLog, RunRecord, new_run_folder, stamp, write_run
from evallib.batch.report import Job, build_report, fail_report
from evallib.model.handed_in import find_strays
from evallib.model.lock import locked
from evallib.model.problems import EvallibError, Problem
from evallib.model.units import Workspace
from evallib.privacy.masking import mask_text

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

    @property
    def ok(self) -> bool:
        """Whether every report was built and nothing stayed outside the gate."""
        return all(report.status == "ok" for report in self.reports) and all(gate.ok for gate in self.gates)


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
    result.strays = [replace(note, file=mask_text(note.file, False)[0]) for note in found]
    return result


def _run(workspace: Workspace, options: Options, progress: Progress | None) -> RunResult:
    index = workspace.reports / "index.html"
    if options.dry_run:
        survey = Survey(workspace, options)
        return RunResult(index, survey.tasks, survey.reasons, [], survey.gates, list(survey.stale))
    with locked(workspace.reports / ".lock", " reports"):
        survey = Survey(workspace, options)
        if survey.nothing_to_do and index.is_file():
            survey.remember()
            return RunResult(index, survey.tasks, {}, [], survey.gates)
        return _Run(workspace, options, survey, progress).go()


class _Run:
    def __init__(self, workspace: Workspace, options: Options, survey: Survey, progress: Progress | None) -> None:
        self.workspace, self.options, self.survey = workspace, options, survey
        self.engine: Engine = options.engine or default_engine()
        self.jobs = 1 if self.engine == "stock" else options.jobs or default_jobs()
        self.tell = progress or (lambda what, done, total: None)
        self.folder = new_run_folder(workspace.reports)
        self.log = RunLog(self.folder / LOG)
        self.result = RunResult(
            workspace.reports / "index.html", survey.tasks, gates=list(survey.gates), folder=self.folder
        )
        self.record = RunRecord(
            self.folder.name, asdict(survey.selection), self.engine, self.jobs, survey.force,
            bool(options.scheduler), library_versions(), resumes=survey.resumed,
        )  # fmt: skip
        self.done, self.total = 0, len(survey.stale) + len(survey.tasks)

    def go(self) -> RunResult:
        write_run(self.folder, self.record)
        try:
            self._check_in()
            self.survey.look_at_reports()
            self.result.reasons = dict(self.survey.reasons)
            self._build([task for task in self.survey.tasks if task.unit])
            self.survey.look_at_reports()  # what compares units rests on what was found of them
            self._build([task for task in self.survey.tasks if not task.unit])
            self.record.status = "done" if self.result.ok else "failed"
        except BaseException as error:
            self.record.status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            raise
        finally:
            self._close()
        return self.result

    def _check_in(self) -> None:
        stale = self.survey.stale
        if not stale:
            return
        calls = [(self.workspace.root, *pair, key, self.survey.rules.units) for pair, key in stale.items()]
        with self._crew((warm_gate, ()), min(self.jobs, len(stale))) as crew:
            for (_, unit, year, *_), future in crew.stream(check_in, calls):
                try:
                    state = future.result()
                except EvallibError as error:
                    state = GateState(unit, year, problems=error.problems, died=True)
                except Exception as error:  # the process died; the other units go on
                    self.log.write(f"校验 {unit} {year} 意外终止：{error}")
                    state = GateState(unit, year, problems=[_died(error)], died=True)
                self.result.gates.append(state)
                self._step(f"校验 {state.unit} {state.year}" + ("" if state.ok else "：有错误，部分表未进入"))
        self.result.gates.sort(key=lambda state: (state.unit, state.year))

    def _build(self, tasks: list[Task]) -> None:
        from evallib.publish.page.html import write_assets

        write_assets(self.workspace.reports)
        gates = {(gate.unit, gate.year): gate for gate in self.result.gates}
        counts = {pair: (gate.count("error"), gate.count("warning")) for pair, gate in gates.items()}
        papermill_engine = "evallib" if self.engine == "fork" else ""
        jobs = [
            Job(self.workspace.root, task, self.record.id, papermill_engine, self.options.timeout,
                self.survey.prints[task.folder], *counts.get((task.unit, task.year), (0, 0)))
            for task in tasks
            if task.folder in self.survey.reasons
        ]  # fmt: skip
        self.done += len(tasks) - len(jobs)
        if not jobs:
            return
        died = {(gate.unit, gate.year) for gate in self.result.gates if gate.died}
        for job in [job for job in jobs if any(unit == job.task.unit and year <= job.task.year for unit, year in died)]:
            jobs.remove(job)
            self._finish(job, self._fail(job, UNCHECKED))
        workers = min(self.jobs, len(jobs))
        rest = jobs
        while rest:  # if the workers' executor itself dies, the rest goes on one by one in a new one
            lost = self._build_with(workers, rest)
            if lost and workers == 1:
                self._finish(lost[0], self._fail(lost.pop(0), LOST))
            rest, workers = lost, 1
        order = {task.folder: number for number, task in enumerate(self.survey.tasks)}
        self.result.reports.sort(key=lambda report: order[report.folder])

    def _build_with(self, workers: int, jobs: list[Job]) -> list[Job]:
        """Build reports; returns those of which nothing is known, in their order, because the executor died."""
        notebooks = dict.fromkeys(notebook_path(self.workspace, job.task.notebook) for job in jobs)
        lost = []
        with self._crew((warm_reports, (list(notebooks),)), workers) as crew:
            import evallib.publish.page.index_page  # noqa: F401 - while the workers warm up

            for (job,), future in crew.stream(build_report, [(job,) for job in jobs]):
                try:
                    report = future.result()
                except BrokenExecutor:
                    lost.append(job)
                    continue
                except Exception as error:  # the process of this report died
                    report = self._fail(job, str(error), crew)
                self._finish(job, report)
        return [job for job in jobs if job in lost]

    def _fail(self, job: Job, message: str, crew: Crew | None = None) -> ReportResult:
        if crew is not None:
            try:
                report: ReportResult = crew.submit(fail_report, job, message).result()
            except BrokenExecutor:
                pass
            else:
                return report
        return fail_report(job, message)

    def _crew(self, warm_up: Call, workers: int) -> AbstractContextManager[Crew]:
        return open_crew(self.engine, workers, self.options.timeout, self.log.path, warm_up, self.options.scheduler)

    def _finish(self, job: Job, report: ReportResult) -> None:
        self.result.reports.append(report)
        end = "完成" if report.status == "ok" else f"未完成（{report.error}）"
        self._step(f"报告 {job.task.title} {end} {report.seconds:.1f} 秒")

    def _step(self, what: str) -> None:
        self.done += 1
        self.log.write(what)
        self.tell(what, self.done, self.total)

    def _close(self) -> None:
        """Index and records, also of a run that was stopped."""
        from evallib.publish.page.index_page import write_index

        write_index(self.workspace)
        self.survey.remember()
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
    last = str(error).strip().splitlines()[-1:]
    return Problem("gate.died", "校验意外终止，本单位本年度的表没有更新", value="".join(last)[:200],
                   advice="请逐个移走新交的文件再运行，找出引起的文件；详情见运行记录中的 run.log")  # fmt: skip
