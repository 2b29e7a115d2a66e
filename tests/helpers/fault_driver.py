"""Runs `evallib run` with one operation on the workspace failing: python fault_driver.py <plan.json> <arguments of evallib …>.

The plan names the place (function and operation), which occurrence of it, and what happens: an errno, or ``kill``.
Without a place, every place that is passed is written down.
"""

import errno
import json
import os
import signal
import sys
from pathlib import Path

PLAN = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
ROOT, LOG = PLAN["root"], PLAN.get("log")
EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
BUSY = []
SEEN = {}


def place(operation):
    """The function of this package that asked for an operation."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "/evallib/" in name and "fault_driver" not in name:
            return f"{operation} {name.rpartition('/evallib/')[2]}:{frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def fail(operation, path):
    if BUSY or not str(path).startswith(ROOT):
        return
    BUSY.append(1)
    try:
        where = place(operation)
        if not where:
            return
        if LOG:
            with Path(LOG).open("a", encoding="utf-8") as log:
                log.write(where + "\n")
        if where != PLAN.get("place"):
            return
        SEEN[where] = SEEN.get(where, 0) + 1
        if SEEN[where] != PLAN.get("occurrence", 1):
            return
        if PLAN["what"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(getattr(errno, PLAN["what"]), os.strerror(getattr(errno, PLAN["what"])), str(path))
    finally:
        BUSY.pop()


def hook(event, arguments):
    if event not in EVENTS:
        return
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, int) or not ((flags or 0) & WRITING):
            return
        fail("write", os.fsdecode(path))
    else:
        fail(event.partition(".")[2], os.fsdecode(arguments[0]) if not isinstance(arguments[0], int) else "")


real_sync = os.fsync


def sync(handle):
    try:
        path = str(Path(f"/proc/self/fd/{handle if isinstance(handle, int) else handle.fileno()}").readlink())
    except OSError:
        path = ""
    fail("sync", path)
    real_sync(handle)


os.fsync = sync
sys.addaudithook(hook)
sys.argv = ["evallib", *sys.argv[2:]]
from evallib.cli import main  # noqa: E402

main()
