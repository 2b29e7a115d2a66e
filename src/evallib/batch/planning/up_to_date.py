"""The survey (现状): what a run would find up to date and what it would have to do. Nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evallib.batch.planning.gates import GateState, Rules, current_state, gate_key
from evallib.batch.planning.hashes import FileHashes
from evallib.batch.planning.plan import Fingerprints, Selection, Task, make_plan, why_build
from evallib.batch.records import last_run, read_result
from evallib.model.workspace.units import Workspace


@dataclass
class Options:
    """What to run and how; see ``evallib run --help``. `engine` is a key of `batch.engines.executors.ENGINES`."""

    selection: Selection = field(default_factory=Selection)
    engine: str | None = None
    jobs: int | None = None
    timeout: float | None = 600
    scheduler: str = ""
    force: bool = False
    dry_run: bool = False
    resume: bool = False
    only_failed: bool = False


class Survey:
    """Tasks of a plan, gates that they rest on, and why each would have to be done.

    Attributes:
        selection: what is asked for; of the last run where it is resumed.
        force: whether up-to-date reports are made again.
        tasks: the plan.
        gates: results of the gate that still hold.
        stale: (unit, year) → key, for which the gate has to run.
        reasons: folder of a task → why it has to be made; a folder that is not there is up to date.
        prints: folder of a task → content hashes of what it is made from.
    """

    def __init__(self, workspace: Workspace, options: Options) -> None:
        self._workspace = workspace
        self._hashes = FileHashes(workspace.clean / ".hashes.json")
        self._resumed = ""
        self.selection, self.force = options.selection, options.force
        if options.resume:
            folder, record = last_run(workspace.inside)
            self._resumed = record.resumes or folder.name
            self.selection, self.force = Selection(**record.selection), record.force
        self.tasks = make_plan(workspace, self.selection)
        self._last = {task.folder: read_result(workspace.reports, task.folder) for task in self.tasks}
        if options.only_failed:
            self.tasks = [task for task in self.tasks if self._failed(task)]
        self.gates: list[GateState] = []
        self.stale: dict[tuple[str, int], str] = {}
        self.reasons: dict[str, str] = {}
        self.prints: dict[str, dict[str, str]] = {}
        self._prints: Fingerprints | None = None
        self._look_at_gates()
        self.look_at(self.tasks)

    @property
    def resumed(self) -> str:
        """Id of the run that is gone on with; empty for a new one."""
        return self._resumed

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything is up to date."""
        return not self.stale and not self.reasons

    def look_at(self, tasks: Sequence[Task]) -> None:
        """Find out which reports are up to date; call it again for those whose gates have run."""
        if not tasks:
            return
        if self._prints is None:
            self._prints = Fingerprints(self._workspace, self._hashes)
        self._prints.forget()
        for task in tasks:
            self.prints[task.folder] = self._prints.of(task)
            self.reasons.pop(task.folder, None)
            if reason := self._reason(task):
                self.reasons[task.folder] = reason

    def remember(self) -> None:
        """Keep the hashes of files for the next time."""
        self._hashes.save()

    def _look_at_gates(self) -> None:
        """Every year up to the one reported: a page shows earlier years beside its own."""
        newest: dict[str, int] = {}
        pairs = {(task.unit, task.year) for task in self.tasks if task.unit}
        compared = {task.year for task in self.tasks if not task.unit}
        pairs |= {pair for pair in self._workspace.select() if pair[1] in compared} if compared else set()
        for unit, year in pairs:
            newest[unit] = max(year, newest.get(unit, 0))
        self.rules = rules = Rules.of(self._workspace, self._hashes)
        for unit, last in sorted(newest.items()):
            for year in self._workspace.years(unit):
                if year <= last:
                    key = gate_key(self._workspace.at(unit, year), rules, self._hashes)
                    state = current_state(self._workspace.at(unit, year), key, rules)
                    if state is None:
                        self.stale[unit, year] = key
                    else:
                        self.gates.append(state)

    def _reason(self, task: Task) -> str:
        last = self._last[task.folder]
        reason = why_build(task, self.prints[task.folder], last, self._workspace.reports)
        if reason or not self.force:
            return reason
        done_before = self._resumed and last is not None and last.run >= self._resumed
        return "" if done_before else "要求重新生成"

    def _failed(self, task: Task) -> bool:
        last = self._last[task.folder]
        return last is not None and last.status != "ok"
