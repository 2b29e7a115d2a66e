"""A watched pipe (受监视的管道): what comes through it, without waiting longer than one likes.

Windows cannot wait for a pipe, only for sockets; there a thread reads while the caller looks at the clock.
"""

from __future__ import annotations

import os
import queue
import select
import threading
from collections.abc import Callable

NextBytes = Callable[[float], bytes | None]
CHUNK = 2**20


def watched(descriptor: int, by_thread: bool = not hasattr(select, "poll")) -> NextBytes:
    """A function that gives the next bytes of a pipe, b"" at its end, and None where none came within some seconds.

    Args:
        descriptor: the reading end.
        by_thread: read in a thread, as Windows needs it (there is no poll). One answer is read through one such
            function: the thread ends with the pipe, or waits for the next answer until then.

    >>> ours, theirs = os.pipe()
    >>> for by_thread in (False, True):
    ...     read = watched(ours, by_thread)
    ...     print(read(0.01))
    ...     _ = os.write(theirs, b"a")
    ...     print(read(5.0))
    None
    b'a'
    None
    b'a'
    """
    if not by_thread:
        return lambda seconds: os.read(descriptor, CHUNK) if select.select([descriptor], [], [], seconds)[0] else None
    return _waiting(descriptor)


def _waiting(descriptor: int) -> NextBytes:
    found: queue.Queue[bytes] = queue.Queue()

    def read_on() -> None:
        try:
            while chunk := os.read(descriptor, CHUNK):
                found.put(chunk)
        except OSError:
            pass
        found.put(b"")

    threading.Thread(target=read_on, name="evallib-pipe", daemon=True).start()

    def next_bytes(seconds: float) -> bytes | None:
        try:
            return found.get(timeout=seconds)
        except queue.Empty:
            return None

    return next_bytes
