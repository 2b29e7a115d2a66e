"""The schedule (调度): gates and reports of one run through one set of workers, none waiting for what it does not need.

A unit's report starts as soon as the gates of its own years are through; what compares units starts when the last of
their reports is done. Workers are warmed up once, for both kinds of work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol

from evallib.batch.engines.executors import Workers
from evallib.batch.engines.fork_server import Call
from evallib.batch.engines.warm import warm_workers
from evallib.batch.execution import Job
from evallib.batch.planning.gates import GateState, check_in
from evallib.batch.planning.plan import Task, notebook_path
from evallib.batch.planning.up_to_date import Survey
from evallib.batch.records import ReportResult
from evallib.batch.report import build_report
from evallib.model.workspace.units import UnitYear, Workspace

Open = Callable[[Call, int], AbstractContextManager[Workers]]


class Director(Protocol):
    """Who is told what came of the calls, and decides what a report is made from."""

    def meanwhile(self) -> None:
        """What the run itself can do while its workers warm up."""

    def checked(self, state: GateState) -> None:
        """A gate came to an end."""

    def gate_died(self, at: UnitYear, error: Exception) -> GateState:
        """The process of a gate died, or the gate refused to run."""

    def job_of(self, task: Task) -> Job | None:
        """What a worker needs for a task that is to be made; None where nothing is to be done."""

    def built(self, job: Job, report: ReportResult) -> None:
        """A report came to an end."""

    def report_died(self, job: Job, error: Exception, workers: Workers | None) -> ReportResult:
        """The process of a report died."""


class Schedule:
    """Everything that one run has to do, in an order in which nobody waits longer than needed."""

    def __init__(self, workspace: Workspace, survey: Survey, director: Director) -> None:
        self._workspace, self._survey, self._director = workspace, survey, director
        self._gates = dict(survey.stale)
        self._units = [task for task in survey.tasks if task.unit]
        self._comparing = [task for task in survey.tasks if not task.unit]
        self._open = 0

    def go(self, open_workers: Open, jobs: int) -> None:
        """Do all of it.

        Args:
            open_workers: warm-up and number of workers → workers.
            jobs: workers at most.
        """
        gates = [
            (check_in, (self._workspace.at(*pair), key, self._survey.rules.units)) for pair, key in self._gates.items()
        ]
        waiting: deque[Call] = deque(gates)
        self._open = len(gates)
        self._release(waiting, self._ready(self._units), looked_at=True)
        self._compare(waiting)
        count = min(jobs, max(1, len(self._gates) + len(self._survey.reasons)))
        while waiting:  # if the workers' executor itself dies, the rest goes on one by one in a new one
            lost = self._stream(open_workers, count, waiting)
            if lost and count == 1:
                self._done(lost[0], BrokenExecutor(), lost, None)
            waiting, count = lost, 1

    def _stream(self, open_workers: Open, count: int, waiting: deque[Call]) -> deque[Call]:
        """Run calls; returns those of which nothing is known, in their order, because the executor died."""
        order, lost = {id(call): number for number, call in enumerate(waiting)}, []
        notebooks = list(dict.fromkeys(notebook_path(self._workspace, task.notebook) for task in self._survey.tasks))
        suites = self._workspace.expectations if self._gates else None
        warm_up = (warm_workers, (notebooks, suites, len(self._gates) + len(self._survey.reasons)))
        with open_workers(warm_up, count) as workers:
            self._director.meanwhile()
            for call, future in workers.stream(waiting):
                try:
                    value: Any = future.result()
                except BrokenExecutor:
                    lost.append(call)
                    continue
                except Exception as error:
                    value = error
                self._done(call, value, waiting, workers)
        return deque(sorted(lost, key=lambda call: order.get(id(call), len(order))))

    def _done(self, call: Call, value: Any, waiting: deque[Call], workers: Workers | None) -> None:
        """Hand a result over and let those start that waited for it."""
        if workers is None:
            waiting.popleft()
        if isinstance(call[1][0], Job):
            job = call[1][0]
            died = isinstance(value, Exception)
            report = self._director.report_died(job, value, workers) if died else value
            self._director.built(job, report)
            self._open -= 1 if job.task.unit else 0
        else:
            at: UnitYear = call[1][0]
            state = self._director.gate_died(at, value) if isinstance(value, Exception) else value
            del self._gates[at.unit, at.year]
            self._open -= 1
            self._director.checked(state)
            self._release(waiting, self._ready([task for task in self._units if task.unit == at.unit]))
        self._compare(waiting)

    def _ready(self, tasks: Iterable[Task]) -> list[Task]:
        """Tasks whose gates are through; each comes up once."""
        blocked = set(self._gates)
        ready = [task for task in tasks if not any(unit == task.unit and year <= task.year for unit, year in blocked)]
        self._units = [task for task in self._units if task not in ready]
        return ready

    def _release(self, waiting: deque[Call], tasks: list[Task], looked_at: bool = False) -> None:
        if not looked_at:
            self._survey.look_at(tasks)
        jobs = [job for task in tasks if (job := self._director.job_of(task)) is not None]
        waiting.extendleft((build_report, (job,)) for job in reversed(jobs))
        self._open += sum(bool(job.task.unit) for job in jobs)

    def _compare(self, waiting: deque[Call]) -> None:
        """What compares units rests on what was found of them: it comes last."""
        if self._comparing and not self._open and not self._units:
            tasks, self._comparing = self._comparing, []
            self._release(waiting, tasks)
