"""Execution (执行): the cells of one report's notebook, with its parameters, in an environment of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.batch.engines.fork_server import ENVIRONMENT
from evallib.batch.planning.plan import Task, notebook_path
from evallib.model.workspace.units import Workspace

MARK = ".running"  # number of the cell that runs, for whoever has to say where a dead process stopped


@dataclass(frozen=True)
class Job:
    """A task with everything that a worker, here or on another machine, needs to know."""

    root: Path
    task: Task
    run: str
    engine: str  # name of the papermill engine; empty for the stock one
    timeout: float | None
    hashes: dict[str, str]
    errors: int = 0  # of the gate, for the index
    warnings: int = 0


class StoppedError(Exception):
    """A kernel died or a cell took too long; `cell` is its number."""

    def __init__(self, message: str, cell: int | None) -> None:
        self.cell = cell
        super().__init__(message)


def execute(job: Job, workspace: Workspace, mark: Path) -> Any:
    """Run the cells of a job's notebook; the number of the one that runs stands in the file `mark`.

    Raises:
        StoppedError: a kernel died or a cell took too long.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.engines import papermill_engines

    from evallib.batch.engines.cell_engine import register

    register()
    deadline = time.monotonic() + job.timeout if job.timeout else None
    current: list[int] = []

    options: dict[str, Any] = {"progress_bar": False, "start_timeout": 60}
    if not job.engine and deadline is not None:
        options["timeout_func"] = _rest(deadline)
    try:
        with _marking(mark) as tell, chdir(workspace.root), _environment(workspace):

            def note(cell: Any, cell_index: int, **_: Any) -> None:
                current[:] = [cell_index]
                tell(cell_index)

            options["on_cell_start"] = note
            return papermill_engines.execute_notebook_with_engine(
                job.engine or None, _prepared(job, workspace), "python3", **options
            )
    except CellTimeoutError:
        raise StoppedError(f"超过 {job.timeout:g} 秒未完成，已终止", *current) from None
    except DeadKernelError:
        raise StoppedError("内核意外退出（单元格让进程退出，或内存不足）", *current) from None


@contextmanager
def _marking(mark: Path) -> Iterator[Callable[[int], None]]:
    """Keeps the number of the cell that runs in a file; it only tells where a dead process stopped."""
    with ExitStack() as stack:
        file = None
        with suppress(OSError):
            file = stack.enter_context(mark.open("w", encoding="ascii"))

        def tell(number: int) -> None:
            with suppress(OSError):
                if file is not None:
                    file.seek(0)
                    file.write(f"{number:<6}")
                    file.flush()

        yield tell


@contextmanager
def _environment(workspace: Workspace) -> Iterator[None]:
    """What cells, and kernels that are started, find in their environment; a cell's changes end with the report."""
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT, EVALLIB_WORKSPACE=str(workspace.root))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _rest(deadline: float) -> Callable[[Any], float]:
    return lambda cell: max(0.1, deadline - time.monotonic())


def _prepared(job: Job, workspace: Workspace) -> Any:
    """The notebook with its parameters put in, as papermill does it."""
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(notebook_path(workspace, job.task.notebook)))
    return parameterize_notebook(notebook, job.task.parameters)


def failed_notebook(job: Job, workspace: Workspace, cell: int | None, message: str) -> Any:
    """The notebook with an error as the output of one of its cells (of its first code cell where none is known)."""
    from nbformat.v4 import new_output

    notebook = _prepared(job, workspace)
    code = [index for index, item in enumerate(notebook.cells) if item.cell_type == "code"]
    failed = cell if cell is not None else code[0]
    notebook.cells[failed].outputs = [new_output("error", ename="报告中断", evalue=message)]
    return notebook
