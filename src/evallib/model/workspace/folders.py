"""Folders (文件夹): replaced whole or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


@contextmanager
def replacing(target: Path, sync: bool = True) -> Iterator[Path]:
    """A new folder to be filled; at the end it takes the place of `target` in one step.

    A reader, or a run that is killed half-way, sees the old folder or the new one. Hold a lock: what an earlier run
    left half-done is cleared away first. Its files are synced here, at the end, and need not be before; without `sync`
    a power cut may lose some of them: for what is easily made again.

    >>> with tempfile.TemporaryDirectory() as base:
    ...     with replacing(Path(base) / "t") as new:
    ...         _ = (new / "a.txt").write_text("a")
    ...     [path.name for path in (Path(base) / "t").iterdir()]
    ['a.txt']
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    new.chmod(0o755)
    try:
        yield new
        synced = [*new.iterdir(), new] if sync else []
        for path in synced:
            _sync(path)
        _swap(new, target)
        if sync:
            _sync(target.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def recover(target: Path) -> None:
    """Clear away what a killed run left beside a folder, and put the folder back if it was taken off."""
    for old in target.parent.glob(f".{target.name}.*.old"):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    for part in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(part, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        # Without an atomic exchange there is a moment without the folder; `recover` mends a kill in it.
        old = new.with_suffix(".old")
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
