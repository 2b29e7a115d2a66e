"""Executors (执行方式): the same calls through a fork server, a process pool, this process, or a cluster.

All are `concurrent.futures.Executor` objects, so that the run does not know which of them it has.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.batch.engines.fork_server import ENVIRONMENT, Call, ForkServerExecutor
from evallib.batch.engines.forked_calls import steps_of


@dataclass
class Workers:
    """An executor, and how many calls to give it ahead of time."""

    executor: Executor
    ahead: int

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start a call; an executor that has died gives a future that says so."""
        try:
            return self.executor.submit(function, *arguments)
        except BrokenExecutor as error:
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    def stream(self, waiting: deque[Call]) -> Iterator[tuple[Call, Future[Any]]]:
        """Run calls and give them back, with their futures, as they end.

        Calls may be added to `waiting` while this goes on. Only a few are handed over ahead of time: of 40,000, not all
        need to wait in a scheduler's memory.
        """
        running: dict[Future[Any], Call] = {}
        while True:
            while waiting and len(running) < self.ahead:
                call = waiting.popleft()
                running[self.submit(call[0], *call[1])] = call
            if not running:
                return
            for future in wait_for(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future


@dataclass(frozen=True)
class Engine:
    """A way to run calls.

    Args:
        label: what it is, in Chinese.
        workers: jobs, seconds per call, log file and warm-up → workers.
        papermill: name of the papermill engine that runs cells in them; empty for papermill's own, with kernels.
        most: calls at a time that it allows.
        forks: each call has a process of its own, also on a cluster.
    """

    label: str
    workers: Callable[[int, float | None, Path, Call], Workers]
    papermill: str = ""
    most: int | None = None
    forks: bool = False


def _forked(jobs: int, timeout: float | None, log: Path, warm_up: Call) -> Workers:
    return Workers(ForkServerExecutor(jobs, timeout, log, warm_up), 2 * jobs)


def _pooled(jobs: int, timeout: float | None, log: Path, warm_up: Call) -> Workers:
    spawn = multiprocessing.get_context("spawn")  # a fork of a process that has used threads may hang
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_enter_pool, initargs=(log, warm_up))
    return Workers(pool, 2 * jobs)


def _inline(*_: Any) -> Workers:
    return Workers(InlineExecutor(), 1)


#: All there are; a new one is a new line.
ENGINES: dict[str, Engine] = {
    "fork": Engine("预热后分出子进程（Linux 默认）", _forked, papermill="evallib", forks=True),
    "pool": Engine("进程池，每份报告一个内核", _pooled),
    "stock": Engine("papermill 自带引擎，逐份运行", _inline, most=1),
}


def default_engine() -> str:
    """The fast one where it is safe: macOS has fork, but its system libraries do not survive it."""
    return "fork" if hasattr(os, "fork") and sys.platform.startswith("linux") else "pool"


def default_jobs() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def open_workers(
    engine: str, jobs: int, timeout: float | None, log: Path, warm_up: Call, scheduler: str = ""
) -> Iterator[Workers]:
    """Workers of an engine for the length of a block; if it is left by an error or by Ctrl-C, they end at once.

    Args:
        engine: a key of `ENGINES`.
        jobs: calls at a time on this machine.
        timeout: seconds for one call, enforced here for ``fork`` and by the notebook client for the others.
        log: file for what processes write to their standard streams.
        warm_up: function and arguments that a fresh process calls once; one that yields is done in steps, between which
            a fork server starts calls.
        scheduler: address of a Dask scheduler, whose workers then take the place of this machine.
    """
    if scheduler:
        from evallib.batch.engines.cluster import ClusterExecutor

        cluster = ClusterExecutor(scheduler, ENGINES[engine].forks, timeout, log, warm_up)
        workers = Workers(cluster, 4 * cluster.threads)
    else:
        workers = ENGINES[engine].workers(jobs, timeout, log, warm_up)
    try:
        yield workers
    except BaseException:
        workers.executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    workers.executor.shutdown()


class InlineExecutor(Executor):
    """Runs a call where it is submitted, in this process."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Run ``function(*arguments, **keywords)`` now."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future


def _enter_pool(log: Path, warm_up: Call) -> None:
    """Kernels write to the standard error of the worker that starts them; it goes to the run's log."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(handle, 2)
    os.close(handle)
    os.environ.update(ENVIRONMENT)
    function, arguments = warm_up
    for _ in steps_of(function(*arguments)):
        pass
