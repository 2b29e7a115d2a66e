"""The fork server's other side (预热进程的调用端): calls go to a process that forks a child each (`forked_calls`)."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from evallib.model.problems import EvallibError

Call = tuple[Callable[..., Any], tuple[Any, ...]]
ENVIRONMENT = {"PLOTLY_RENDERER": "plotly_mimetype"}  # a displayed figure is JSON, whatever plotly guesses
SINGLE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS"), "1")
SOURCE = Path(__file__).parents[3]
START = (
    "import sys; sys.path.insert(0, {source!r}); from evallib.batch.engines.forked_calls "
    "import serve; serve({descriptor})"
)
SERVER_ENDED = "预热进程已结束"


class ChildDiedError(Exception):
    """The process of a call ended, was killed or took too long; the text says which, in Chinese."""


class ForkServerDiedError(BrokenExecutor):
    """The fork server itself is gone; what became of its calls is not known."""


class ForkServerExecutor(Executor):
    """Talks to a fork server (`evallib.batch.engines.forked_calls`) in a process of its own.

    A call whose child died raises `ChildDiedError`, one whose input cannot be used `EvallibError`. When this process
    ends, in whatever way, the fork server and every child end too.
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
                start_new_session=True,  # Ctrl-C reaches the run, which ends the fork server in good order
            )
        self._channel = Connection(os.dup(self._socket.fileno()))
        self._futures: dict[int, Future[Any]] = {}
        self._lock = threading.Lock()
        self._calls = 0
        self._open = True
        settings = {"path": sys.path, "jobs": jobs, "timeout": timeout, "warm_up": pickle.dumps(warm_up)}
        self._channel.send(settings)
        self._reader = threading.Thread(target=self._listen, name="evallib-fork-server", daemon=True)
        self._reader.start()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Run ``function(*arguments, **keywords)`` in a child; all must be picklable."""
        future: Future[Any] = Future()
        payload = pickle.dumps((partial(function, **keywords), arguments))
        with self._lock:
            if not self._open:
                raise ForkServerDiedError(SERVER_ENDED)
            self._calls += 1
            self._futures[self._calls] = future
            self._channel.send((self._calls, function.__name__, payload))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the fork server: after the calls it still has, or, with `cancel_futures`, at once."""
        if wait and not cancel_futures:
            wait_for(list(self._futures.values()))
        with suppress(OSError):
            self._socket.shutdown(
                socket.SHUT_RDWR
            )  # the fork server reads the end of its channel and ends its children
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._socket.close()

    def _listen(self) -> None:
        """Hand every answer to its future, until the fork server is gone."""
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
                future.set_exception(ForkServerDiedError(SERVER_ENDED))
