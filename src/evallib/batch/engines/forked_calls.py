"""The fork server (预热进程): a process that has imported the stack once and forks a child for every call.

A child is a copy that costs a few milliseconds, starts from the same clean state as every other one, and takes
whatever it did to globals, options, the working folder or the environment with it when it ends. A child that crashes,
hangs or is killed harms nobody; the fork server says what became of it.

The fork server has no threads and does no work of its own but its warm-up: a fork of a process that has used threads (or duckdb, or polars)
may hang. `evallib.batch.engines.fork_server.ForkServerExecutor` is the side that talks to it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import math
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NoReturn

from evallib.intake.files.guarding.guarded import end_readers
from evallib.intake.files.guarding.reader_process import allow_forks
from evallib.model.problems import EvallibError

Names = tuple[str, ...]
ACCOUNT = "/proc/self/oom_score_adj"


@dataclass(frozen=True)
class Waiting:
    """A call that has not begun: its number, the name of its function, and function and arguments, pickled."""

    call: int
    name: str
    payload: bytes


@dataclass
class Child:
    """A call that runs: its number, its process, and when it has to be done."""

    call: int
    pid: int
    deadline: float


class ForkServer:
    """Takes calls from a channel and runs each in a child, at most `jobs` at a time."""

    def __init__(self, channel: Connection, jobs: int, timeout: float | None, warming: Iterator[Names]) -> None:
        self.channel, self.jobs, self.timeout = channel, jobs, timeout
        self.warming: Iterator[Names] | None = warming
        self.only: Names = ()  # names of the functions whose calls may begin already; empty: all
        self.shared = False
        self.waiting: list[Waiting] = []
        self.children: dict[Connection, Child] = {}

    def serve(self) -> None:
        """Answer until the other side closes the channel or is gone; then no child is left."""
        try:
            while True:
                for ready in wait([self.channel, *self.children], 0 if self._warms() else self._patience()):
                    if ready is self.channel:
                        self.waiting.append(Waiting(*self.channel.recv()))
                    else:
                        self._collect(ready)  # type: ignore[arg-type]
                self._end_overdue()
                # While it still warms up, the fork server itself is one of those that work.
                most = max(1, self.jobs - (self.warming is not None))
                while len(self.children) < most and (call := self._next()) is not None:
                    self._fork(call)
                if self._warms():
                    self.warm_further()
        except (EOFError, ConnectionError):
            pass
        finally:
            for child in self.children.values():
                _kill(child.pid)

    def _warms(self) -> bool:
        """Whether the warm-up goes on: once every call may begin, only calls that wait gain from another step."""
        return self.warming is not None and bool(self.waiting or self.only)

    def warm_further(self) -> None:
        """Take the next step of the warm-up."""
        try:
            self.only = next(self.warming or iter(()))
        except StopIteration:
            self.warming, self.only = None, ()
        self.shared = False

    def _next(self) -> Waiting | None:
        """The first call that waits and may begin."""
        for place, call in enumerate(self.waiting):
            if not self.only or call.name in self.only:
                return self.waiting.pop(place)
        return None

    def _patience(self) -> float | None:
        ends = [child.deadline for child in self.children.values()]
        return max(0.0, min(ends) - time.monotonic()) if ends and self.timeout else None

    def _fork(self, call: Waiting) -> None:
        if not self.shared:
            _share()
            self.shared = True
        reader, writer = Pipe(duplex=False)
        pid = os.fork()
        if pid == 0:
            self.channel.close()
            _be_child(writer, call.payload, self.timeout)
        writer.close()
        self.children[reader] = Child(call.call, pid, time.monotonic() + (self.timeout or 0))

    def _collect(self, reader: Connection) -> None:
        child = self.children.pop(reader)
        try:
            answer: tuple[str, Any] | None = reader.recv()
        except (EOFError, OSError):
            answer = None
        reader.close()
        if answer is not None:
            _kill(child.pid)  # its last act is done; what it may have started ends with it
            os.waitpid(child.pid, 0)
        else:
            _, status = os.waitpid(child.pid, 0)
            _kill(child.pid)
            answer = ("died", describe_end(os.waitstatus_to_exitcode(status)))
        self.channel.send((child.call, *answer))

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for reader, child in list(self.children.items()):
            if self.timeout and child.deadline <= now:
                del self.children[reader]
                reader.close()
                _kill(child.pid)
                os.waitpid(child.pid, 0)
                self.channel.send((child.call, "died", f"超过 {self.timeout:g} 秒未完成，已终止"))


def describe_end(code: int) -> str:
    """How a process ended, in words.

    >>> describe_end(-9)
    '进程被信号 9（SIGKILL）终止，常见原因是内存不足'
    >>> describe_end(3)
    '单元格让进程提前退出（退出码 3）'
    """
    if code >= 0:
        return f"单元格让进程提前退出（退出码 {code}）"
    name = signal.Signals(-code).name
    cause = "，常见原因是内存不足" if name == "SIGKILL" else ""
    return f"进程被信号 {-code}（{name}）终止{cause}"


def serve(descriptor: int) -> None:
    """Run a fork server on an inherited channel: the first message says how, the second is the warm-up call."""
    channel = Connection(descriptor)
    settings = channel.recv()
    sys.path[:] = settings["path"]
    warm_up, arguments = pickle.loads(settings["warm_up"])
    gc.set_threshold(20_000)  # a report is short and makes many small objects; collecting them one by one costs a tenth
    server = ForkServer(channel, settings["jobs"], settings["timeout"], steps_of(warm_up(*arguments)))
    server.warm_further()
    allow_forks()
    channel.send((-1, "ready", None))
    server.serve()


def steps_of(result: Any) -> Iterator[Names]:
    """The steps of a warm-up call: those of a generator, none of a plain function that has done all of it.

    A step tells the names of the functions whose calls may begin; none where all may.

    >>> list(steps_of(None)), list(steps_of(iter([("check_in",), ()])))
    ([], [('check_in',), ()])
    """
    return result if isinstance(result, Iterator) else iter(())


def _share() -> None:
    """Let children share the pages of everything that was made so far."""
    gc.collect()
    gc.freeze()


def _be_child(writer: Connection, payload: bytes, timeout: float | None) -> NoReturn:
    """Run one call and end without any of the fork server's own clean-up."""
    try:
        os.setsid()  # whatever a cell starts can be ended with it
        signal.alarm(math.ceil(timeout or 0) + 5 if timeout else 0)  # should the fork server itself be gone by then
        with contextlib.suppress(OSError), open(ACCOUNT, "w") as file:  # noqa: PTH123 - /proc
            file.write("500")  # where memory runs out, the kernel ends a report and not the fork server
        faulthandler.enable()
        _reseed()
        function, arguments = pickle.loads(payload)
        answer = ("done", function(*arguments))
    except EvallibError as error:
        answer = ("refused", error.problems)
    except BaseException:
        answer = ("raised", traceback.format_exc())
    try:
        with contextlib.suppress(Exception):
            end_readers()  # its folder would stay behind
        writer.send(answer)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _reseed() -> None:
    """Forks share numpy's global random state until it is seeded anew; `random` does so by itself."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
