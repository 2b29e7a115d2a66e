"""Executors (执行方式): the same calls through a forge, a process pool, this process, or a cluster.

All are `concurrent.futures.Executor` objects, so that the run does not know which of them it has.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError

Call = tuple[Callable[..., Any], tuple[Any, ...]]
ENVIRONMENT = {"PLOTLY_RENDERER": "plotly_mimetype"}  # a displayed figure is JSON, whatever plotly guesses
SINGLE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS"), "1")
SOURCE = Path(__file__).parents[3]
START = "import sys; sys.path.insert(0, {source!r}); from evallib.batch.engines.forked_calls import serve; serve({descriptor})"
FORGE_ENDED = "预热进程已结束"


class ChildDiedError(Exception):
    """The process of a call ended, was killed or took too long; the text says which, in Chinese."""


class ForgeDiedError(BrokenExecutor):
    """The forge itself is gone; what became of its calls is not known."""


@dataclass
class Crew:
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
        crew: jobs, seconds per call, log file and warm-up → workers.
        papermill: name of the papermill engine that runs cells in them; empty for papermill's own, with kernels.
        most: calls at a time that it allows.
        forks: each call has a process of its own, also on a cluster.
    """

    label: str
    crew: Callable[[int, float | None, Path, Call], Crew]
    papermill: str = ""
    most: int | None = None
    forks: bool = False


def _forked(jobs: int, timeout: float | None, log: Path, warm_up: Call) -> Crew:
    return Crew(ForgeExecutor(jobs, timeout, log, warm_up), 2 * jobs)


def _pooled(jobs: int, timeout: float | None, log: Path, warm_up: Call) -> Crew:
    spawn = multiprocessing.get_context("spawn")  # a fork of a process that has used threads may hang
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_enter_pool, initargs=(log, warm_up))
    return Crew(pool, 2 * jobs)


def _inline(*_: Any) -> Crew:
    return Crew(InlineExecutor(), 1)


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
def open_crew(
    engine: str, jobs: int, timeout: float | None, log: Path, warm_up: Call, scheduler: str = ""
) -> Iterator[Crew]:
    """Workers of an engine for the length of a block; if it is left by an error or by Ctrl-C, they end at once.

    Args:
        engine: a key of `ENGINES`.
        jobs: calls at a time on this machine.
        timeout: seconds for one call, enforced here for ``fork`` and by the notebook client for the others.
        log: file for what processes write to their standard streams.
        warm_up: function and arguments that a fresh process calls once.
        scheduler: address of a Dask scheduler, whose workers then take the place of this machine.
    """
    if scheduler:
        from evallib.batch.engines.cluster import ClusterExecutor

        cluster = ClusterExecutor(scheduler, ENGINES[engine].forks, timeout, log, warm_up)
        crew = Crew(cluster, 4 * cluster.threads)
    else:
        crew = ENGINES[engine].crew(jobs, timeout, log, warm_up)
    try:
        yield crew
    except BaseException:
        crew.executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    crew.executor.shutdown()


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


class ForgeExecutor(Executor):
    """Talks to a forge (`evallib.batch.engines.forked_calls`) in a process of its own.

    A call whose child died raises `ChildDiedError`, one whose input cannot be used `EvallibError`. When this process ends, in whatever way, the forge and every
    child end too.
    """

    def __init__(
        self, jobs: int, timeout: float | None = None, log: Path | None = None, warm_up: Call = (bool, ())
    ) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs, open(log or os.devnull, "ab") as stream:  # noqa: PTH123 - os.devnull is a string
            self._process = subprocess.Popen(
                [sys.executable, "-c", START.format(source=str(SOURCE), descriptor=theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                env=os.environ | ENVIRONMENT | SINGLE_THREAD,
                start_new_session=True,  # Ctrl-C reaches the run, which ends the forge in good order
            )
        self._channel = Connection(os.dup(self._socket.fileno()))
        self._futures: dict[int, Future[Any]] = {}
        self._lock = threading.Lock()
        self._calls = 0
        self._open = True
        settings = {"path": sys.path, "jobs": jobs, "timeout": timeout, "warm_up": pickle.dumps(warm_up)}
        self._channel.send(settings)
        self._reader = threading.Thread(target=self._listen, name="evallib-forge", daemon=True)
        self._reader.start()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Run ``function(*arguments, **keywords)`` in a child; all must be picklable."""
        future: Future[Any] = Future()
        payload = pickle.dumps((partial(function, **keywords), arguments))
        with self._lock:
            if not self._open:
                raise ForgeDiedError(FORGE_ENDED)
            self._calls += 1
            self._futures[self._calls] = future
            self._channel.send((self._calls, payload))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the forge: after the calls it still has, or, with `cancel_futures`, at once."""
        if wait and not cancel_futures:
            wait_for(list(self._futures.values()))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # the forge reads the end of its channel and ends its children
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._socket.close()

    def _listen(self) -> None:
        """Hand every answer to its future, until the forge is gone."""
        with suppress(EOFError, OSError):
            while True:
                call, kind, value = self._channel.recv()
                future = self._futures.pop(call, None)
                if future is None or not future.set_running_or_notify_cancel():
                    continue
                if kind == "done":
                    future.set_result(value)
                elif kind == "refused":
                    future.set_exception(EvallibError(value))
                else:
                    future.set_exception(ChildDiedError(value))
        with self._lock:
            self._open = False
            self._channel.close()
        for future in self._futures.values():
            if future.set_running_or_notify_cancel():
                future.set_exception(ForgeDiedError(FORGE_ENDED))


def _enter_pool(log: Path, warm_up: Call) -> None:
    """Kernels write to the standard error of the worker that starts them; it goes to the run's log."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(handle, 2)
    os.close(handle)
    os.environ.update(ENVIRONMENT)
    function, arguments = warm_up
    function(*arguments)
