"""The fork server (预热进程): a process that has imported the stack once and forks a child for every call.

A child is a copy that costs a few milliseconds, starts from the same clean state as every other one, and takes
whatever it did to globals, options, the working folder or the environment with it when it ends. A child that crashes,
hangs or is killed harms nobody; the fork server says what became of it. A child whose function leaves nothing behind
waits for the next call of it (`evallib.batch.engines.forked_child`).

The fork server has no threads and does no work of its own but its warm-up: a fork of a process that has used threads
(or duckdb, or polars) may hang. `evallib.batch.engines.fork_server.ForkServerExecutor` is the side that talks to it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from evallib.batch.engines.forked_child import be_child
from evallib.intake.files.guarding.reader_process import allow_forks

Names = tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """A call that has not begun: its number, the name of its function, and function and arguments, pickled."""

    call: int
    name: str
    payload: bytes


@dataclass
class Child:
    """A call that runs: its process, when it has to be done, and whether others ran in that process before."""

    call: Waiting
    pid: int
    deadline: float
    used: bool


class ForkServer:
    """Takes calls from a channel and runs each in a child, at most `jobs` at a time."""

    def __init__(self, channel: Connection, jobs: int, timeout: float | None, warming: Iterator[Names]) -> None:
        self.channel, self.jobs, self.timeout = channel, jobs, timeout
        self.warming: Iterator[Names] | None = warming
        self.only: Names = ()  # names of the functions whose calls may begin already; empty: all
        self.shared = False
        self.waiting: list[Waiting] = []
        self.children: dict[Connection, Child] = {}
        self.idle: dict[Connection, Child] = {}  # they wait for another call of the same function

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
                    self._start(call)
                if self._warms():
                    self.warm_further()
        except (EOFError, ConnectionError):
            pass
        finally:
            for child in self.children.values():
                _kill(child.pid)
            for pipe, child in self.idle.items():
                pipe.close()
                os.waitpid(child.pid, 0)

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

    def _start(self, call: Waiting) -> None:
        """Give a call to a child that waits for one like it, or to a new one."""
        for pipe, child in list(self.idle.items()):
            if child.call.name == call.name:
                del self.idle[pipe]
                with contextlib.suppress(OSError):  # should it have been killed meanwhile, `_collect` will see
                    pipe.send_bytes(call.payload)
                self._run(pipe, call, child.pid, used=True)
                return
        self._fork(call)

    def _run(self, pipe: Connection, call: Waiting, pid: int, *, used: bool) -> None:
        self.children[pipe] = Child(call, pid, time.monotonic() + (self.timeout or 0), used)

    def _fork(self, call: Waiting) -> None:
        if not self.shared:
            _share()
            self.shared = True
        ours, theirs = Pipe()
        pid = os.fork()
        if pid == 0:
            for pipe in (self.channel, ours, *self.children, *self.idle):
                pipe.close()
            be_child(theirs, call.payload, self.timeout)
        theirs.close()
        self._run(ours, call, pid, used=False)

    def _collect(self, pipe: Connection) -> None:
        child = self.children.pop(pipe)
        try:
            kind, value, again = pipe.recv()
        except (EOFError, OSError):
            pipe.close()
            _, status = os.waitpid(child.pid, 0)
            _kill(child.pid)
            if child.used:  # what ran before may be to blame
                self._fork(child.call)
                return
            kind, value = "died", describe_end(os.waitstatus_to_exitcode(status))
        else:
            if again:
                self.idle[pipe] = child
            else:
                self._end(pipe, child)
        self.channel.send((child.call.call, kind, value))

    def _end(self, pipe: Connection, child: Child) -> None:
        """End a child, and what it may have started with it."""
        pipe.close()
        _kill(child.pid)
        os.waitpid(child.pid, 0)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for pipe, child in list(self.children.items()):
            if self.timeout and child.deadline <= now:
                del self.children[pipe]
                self._end(pipe, child)
                self.channel.send((child.call.call, "died", f"超过 {self.timeout:g} 秒未完成，已终止"))


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


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
