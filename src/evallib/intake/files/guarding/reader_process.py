"""The guarded process from outside (受限进程): started, watched and ended by `evallib.intake.files.guarding.guarded`.

It is a new interpreter, which takes a quarter of a second to start, or, where this process is itself a fork that has
started no thread, a fork of it, which takes a few milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO, NoReturn

#: Set in the guarded process, where everything is called directly.
INSIDE = "EVALLIB_GUARDED"
START = "import sys; sys.path[:] = sys.argv[1:]; from evallib.intake.files.guarding.guard_process import serve; serve()"
THREADS = Path("/proc/self/task")
_may_fork: list[bool] = []


def allow_forks() -> None:
    """From now on this process and its forks start guarded processes as forks, while they have no second thread."""
    _may_fork[:] = [True]


def has_one_thread() -> bool:
    """Whether this process is known to have no second thread, which a fork of it would lose."""
    return THREADS.is_dir() and len(list(THREADS.iterdir())) == 1


class ReaderProcess:
    """A guarded process: where its calls go in, where its answers come out, what it takes.

    Attributes:
        calls: the stream for calls.
        answers: descriptor of its answers.
        pid: its number.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        if _may_fork and has_one_thread():
            self.pid, self.calls, self.answers = _forked()
        else:
            self.pid, self.calls, self.answers = self._spawned()
        self._held = self.memory() if self._process is None else 0

    def _spawned(self) -> tuple[int, BinaryIO, int]:
        words = [sys.executable, "-I", "-X", "utf8", "-c", START, *map(str, sys.path)]
        environment = {**os.environ, INSIDE: "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
        # Its own session: Ctrl-C is for the run, which ends this process itself.
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        return self._process.pid, self._process.stdin, self._process.stdout.fileno()  # type: ignore[return-value]

    def resident(self) -> int:
        """Memory in bytes that the process took since it started; what a fork shares with its parent is not its own."""
        return max(self.memory() - self._held, 0)

    def memory(self) -> int:
        """Memory in bytes that the process holds now; 0 where it is gone, or the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            pass
        try:
            import psutil

            return int(psutil.Process(self.pid).memory_info().rss)
        except Exception:
            return 0

    def seconds(self) -> float:
        """Processor time that the process has used; where the system does not tell, the time of the clock."""
        try:
            numbers = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return time.monotonic()

    def runs(self) -> bool:
        """Whether the process is still there."""
        if self._process is not None:
            return self._process.poll() is None
        if not self._ended:
            with contextlib.suppress(ChildProcessError):
                self._ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return not self._ended

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        elif self.runs():
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            self._ended = True
        self._close()

    def forget(self) -> None:
        """Let go of the process: it belongs to the parent of this fork."""
        if self._process is not None:
            self._process.returncode = 0
        self._ended = True
        self._close()

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            self.calls.close()
        with contextlib.suppress(OSError):
            if self._process is not None and self._process.stdout:
                self._process.stdout.close()
            else:
                os.close(self.answers)


def _forked() -> tuple[int, BinaryIO, int]:
    calls_out, calls_in = os.pipe()
    answers_out, answers_in = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_reader(calls_out, answers_in)
    os.close(calls_out)
    os.close(answers_in)
    return pid, os.fdopen(calls_in, "wb"), answers_out


def _be_reader(calls: int, answers: int) -> NoReturn:
    """Be a guarded process with nothing open but the two pipes, and end without the parent's own clean-up."""
    try:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        os.environ[INSIDE] = "1"
        os.dup2(calls, 0)
        os.dup2(answers, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, 4096)
        from evallib.intake.files.guarding.guard_process import serve

        serve(os.fdopen(0, "rb"))
    finally:
        os._exit(0)
