"""Locks (互斥锁): two runs at once do not write the same folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evallib.model.problems import EvallibError, Problem


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold a lock file while something is written.

    The system lets go of the lock when the process ends, however it ends. Who holds it stands in a file beside it,
    since a locked file cannot be read on Windows.

    Args:
        path: the lock file; its folder is made.
        what: what is being written, in Chinese, for the message.

    Raises:
        EvallibError: another process holds it; the message names that process.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, locked(Path(folder, ".lock"), "报告"):
    ...     Path(folder, ".lock.holder").read_text() == str(os.getpid())
    True
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    told = path.with_name(f"{path.name}.holder")
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise EvallibError(
            Problem(
                "lock.held",
                f"另一个运行正在写入{what}",
                file=path.name,
                value=f"进程 {_holder(told)}",
                advice="请等它结束后再运行；如确认没有别的运行，请结束该进程",
            )
        ) from None
    try:
        told.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        told.unlink(missing_ok=True)
        lock.release()


def _holder(told: Path) -> str:
    try:
        return told.read_text(encoding="ascii").strip() or "未知"
    except OSError:
        return "未知"
