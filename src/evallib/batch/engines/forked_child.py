"""A child of the fork server (子进程): runs one call and ends, or waits for another where a call leaves nothing behind.

A report runs cells, which may do anything: its child ends with it. What is this package's own code may have the child
again (`stays`): a fork, the pages that it copies and its guarded reader cost a tenth of a gate.
"""

from __future__ import annotations

import contextlib
import faulthandler
import math
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from evallib.intake.files.guarding.guarded import end_readers
from evallib.intake.files.guarding.reader_process import has_one_thread
from evallib.model.problems import EvallibError

ACCOUNT = "/proc/self/oom_score_adj"
#: A child that has grown by more, in kB, ends with its call.
WORN_OUT = 200_000
F = TypeVar("F", bound=Callable[..., Any])
_staying: set[str] = set()


def stays(function: F) -> F:
    """Let a child that has run this function run it again, for another call.

    >>> @stays
    ... def double(number):
    ...     return 2 * number
    >>> double(2)
    4
    """
    _staying.add(f"{function.__module__}.{function.__qualname__}")
    return function


def be_child(calls: Connection, payload: bytes, timeout: float | None) -> NoReturn:
    """Answer a call, and every further one that comes, and end without any of the fork server's own clean-up.

    An answer is its kind, its value, and whether the child takes another call of the same function.
    """
    try:
        os.setsid()  # whatever a cell starts can be ended with it
        with contextlib.suppress(OSError), open(ACCOUNT, "w") as file:  # noqa: PTH123 - /proc
            file.write("500")  # where memory runs out, the kernel ends a report and not the fork server
        faulthandler.enable()
        _reseed()
        before = _memory()
        while True:
            # Should the fork server itself be gone by then.
            signal.alarm(math.ceil(timeout) + 5 if timeout else 0)
            kind, value, again = _answer(payload)
            signal.alarm(0)
            again = again and has_one_thread() and _memory() - before < WORN_OUT
            if not again:
                _end_readers()  # the fork server ends this process as soon as it has the answer
            calls.send((kind, value, again))
            sys.stdout.flush()
            sys.stderr.flush()
            payload = calls.recv_bytes()
    except (EOFError, OSError):
        _end_readers()
    finally:
        os._exit(0)


def _answer(payload: bytes) -> tuple[str, Any, bool]:
    try:
        function, arguments = pickle.loads(payload)
        again = _name(function) in _staying
        return "done", function(*arguments), again
    except EvallibError as error:
        return "refused", error.problems, False
    except BaseException:
        return "raised", traceback.format_exc(), False


def _name(function: Any) -> str:
    inner = function.func if isinstance(function, partial) else function
    return f"{inner.__module__}.{getattr(inner, '__qualname__', '')}"


def _end_readers() -> None:
    with contextlib.suppress(Exception):
        end_readers()  # its folder would stay behind


def _memory() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _reseed() -> None:
    """Forks share numpy's global random state until it is seeded anew; `random` does so by itself."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
