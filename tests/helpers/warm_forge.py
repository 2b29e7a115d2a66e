"""Fork servers (预热进程) and kernels that are warm already: a fork of one process per worker that has loaded everything.

What a run does before its first call, or a kernel before its first cell, it does here too, but for loading libraries:
with a small notebook that is nearly all it costs. That a fresh program becomes such a server is shown where the run
itself is the subject: the run over all shipped units, `tests/batch/test_isolation.py`, whatever starts `evallib` as a
program; fresh kernels run in `tests/batch` and `tests/lab`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
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
WAYS = {name: getattr(subprocess, name) for name in ("DEVNULL", "TimeoutExpired")}


@contextmanager
def warm_forge() -> Iterator[None]:
    """Whatever starts a fork server, or a kernel, in this block has it as a fork of the warm process."""
    from jupyter_client.provisioning import local_provisioner

    from evallib.batch.engines import fork_server

    if not sys.platform.startswith("linux"):
        yield
        return
    with (
        patch.object(fork_server, "subprocess", SimpleNamespace(Popen=forked_server, **WAYS)),
        patch.object(local_provisioner, "launch_kernel", forked_kernel),
    ):
        yield


def forked_server(_: list[str], *, pass_fds: list[int], stdout: IO[bytes], env: dict[str, str], **__: Any) -> Forked:
    """In place of a program that serves calls on a channel."""
    return Forked({"environment": env, "folder": str(Path.cwd())}, [stdout.fileno(), pass_fds[0]])


def forked_kernel(command: list[str], *, env: dict[str, str], cwd: str | None = None, **_: Any) -> Forked:
    """In place of `python -m ipykernel_launcher …`."""
    words = command[command.index("-m") + 1 :]
    return Forked({"environment": env, "folder": cwd or str(Path.cwd()), "kernel": words}, [2])


class Forked:
    """What `subprocess.Popen` gives: the number of a process, and the ways to wait for it and to end it."""

    stdin = stdout = stderr = None

    def __init__(self, told: dict[str, Any], streams: list[int]) -> None:
        channel = _warm_process()
        socket.send_fds(channel, [json.dumps(told).encode()], streams)
        self.pid = int(channel.recv(20))

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; its code is not known, but nobody asks for it."""
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(self.pid)
            try:
                if not select.select([handle], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("forked", timeout or 0)
            finally:
                os.close(handle)
        return 0

    def poll(self) -> int | None:
        """Whether it has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        """Tell it something, if it is still there."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


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
    """The warm process: a fork for every message, until the tests are over; then nobody is left."""
    from evallib.batch import warm_workers

    channel = socket.socket(fileno=descriptor)
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    for _ in warm_workers(notebooks, ROOT / "expectations"):
        pass
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401

    gc.collect()
    gc.freeze()
    alive: set[int] = set()
    while True:
        told, streams, *_ = socket.recv_fds(channel, MOST, 2)
        while alive and (ended := os.waitpid(-1, os.WNOHANG)[0]):
            alive.discard(ended)
        if not told:
            break
        pid = _fork(channel, streams, json.loads(told))
        alive.add(pid)
        channel.send(str(pid).encode())
    for pid in alive:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _fork(channel: socket.socket, streams: list[int], told: dict[str, Any]) -> int:
    """Fork; the number is told once the process leads a group of its own, by which others end it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.close(reading)
        os.close(writing)
        channel.close()
        _become(streams, told)
    os.close(writing)
    os.read(reading, 1)
    for handle in (reading, *streams):
        os.close(handle)
    return pid


def _become(streams: list[int], told: dict[str, Any]) -> NoReturn:
    try:
        for number in (1, 2):
            os.dup2(streams[0], number)
        os.close(streams[0])
        os.environ.clear()
        os.environ.update(told["environment"])
        os.chdir(told["folder"])
        if "kernel" in told:
            sys.argv = told["kernel"]
            runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        else:
            from evallib.batch import serve

            serve(streams[1])
    finally:
        os._exit(0)
