"""Locks (互斥锁): two runs at once do not write the same folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from evallib.model.problems import EvallibError, Problem


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold a lock file while something is written.

    The system lets go of the lock when the process ends, however it ends; the file itself stays.

    Args:
        path: the lock file; its folder is made.
        what: what is being written, in Chinese, for the message.

    Raises:
        EvallibError: another process holds it; the message names that process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        if not _take(file):
            file.seek(0)
            holder = file.read().strip() or "未知"
            raise EvallibError(
                Problem("lock.held", f"另一个运行正在写入{what}", file=path.name, value=f"进程 {holder}",
                        advice="请等它结束后再运行；如确认没有别的运行，请结束该进程")
            )  # fmt: skip
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _take(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
