"""A fork server (预热进程) that is warm already: runs of many tests start theirs as a fork of one process per worker.

What a run does before its first call, it does here too, but for loading all the libraries: of a run over a tiny notebook
these are nearly all it costs. That a fresh program becomes such a server is shown where the run itself is the subject: the
run over all shipped units, `tests/batch/test_isolation.py`, and whatever starts `evallib` as a program.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, NoReturn
from unittest.mock import patch

PROGRAM = "import sys; sys.path[:] = {path!r}; from warm_forge import serve_forks; serve_forks({descriptor})"
ROOT = Path(__file__).parents[2]
MOST = 1 << 20  # bytes of an environment


@contextmanager
def warm_forge() -> Iterator[None]:
    """Whatever starts a fork server in this block has it as a fork of the warm process."""
    from evallib.batch.engines import fork_server

    if not sys.platform.startswith("linux"):
        yield
        return
    ways = {name: getattr(subprocess, name) for name in ("DEVNULL", "TimeoutExpired")}
    with patch.object(fork_server, "subprocess", SimpleNamespace(Popen=Forked, **ways)):
        yield


class Forked:
    """What `subprocess.Popen` gives for a fork server: its number, and the ways to wait for it and to end it."""

    def __init__(self, _: list[str], *, pass_fds: list[int], stdout: IO[bytes], env: dict[str, str], **__: Any) -> None:
        channel = _warm_process()
        told = json.dumps({"environment": env, "folder": str(Path.cwd())}).encode()
        socket.send_fds(channel, [told], [pass_fds[0], stdout.fileno()])
        self.pid = int(channel.recv(20))

    def wait(self, timeout: float | None = None) -> None:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(self.pid)
            try:
                if not select.select([handle], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("fork server", timeout or 0)
            finally:
                os.close(handle)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@cache
def _warm_process() -> socket.socket:
    from evallib.batch.engines import fork_server

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for side in (ours, theirs):
        side.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(path=sys.path, descriptor=theirs.fileno())],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            env=os.environ | fork_server.ENVIRONMENT | fork_server.SINGLE_THREAD,
        )  # fmt: skip

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def serve_forks(descriptor: int) -> None:
    """The warm process: fork a server for every message, until the tests are over."""
    from evallib.batch import warm_workers

    channel = socket.socket(fileno=descriptor)
    for _ in warm_workers([], ROOT / "expectations"):
        pass
    gc.collect()
    gc.freeze()
    while True:
        told, given, *_ = socket.recv_fds(channel, MOST, 2)
        if not told:
            break
        theirs, log = given
        pid = os.fork()
        if pid == 0:
            channel.close()
            _be_server(theirs, log, json.loads(told))
        os.close(theirs)
        os.close(log)
        channel.send(str(pid).encode())
        _bury()
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _be_server(channel: int, log: int, told: dict[str, Any]) -> NoReturn:
    try:
        os.setsid()
        for stream in (1, 2):
            os.dup2(log, stream)
        os.close(log)
        os.environ.clear()
        os.environ.update(told["environment"])
        os.chdir(told["folder"])
        from evallib.batch import serve

        serve(channel)
    finally:
        os._exit(0)


def _bury() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
