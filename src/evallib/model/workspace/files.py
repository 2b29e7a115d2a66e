"""Files (文件): written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evallib.model.problems import EvallibError, Problem


def write_text(path: Path, text: str, encoding: str = "utf-8", sync: bool = True) -> None:
    """Write a text file: a temporary file beside it, fsync, rename.

    A reader, or a run that is killed half-way, sees the old file or the new one, never a part. Without `sync` that
    does not hold for a power cut: for files that are many and easily made again.
    """
    write_bytes(path, text.encode(encoding), sync)


def write_bytes(path: Path, data: bytes, sync: bool = True) -> None:
    """Write a file whole or not at all; see `write_text`."""
    with whole_file(path) as part, part.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """For libraries that write to a path: a temporary one beside it, which becomes the file when the block ends well.

    >>> with tempfile.TemporaryDirectory() as base:
    ...     with whole_file(Path(base) / "a.txt") as part:
    ...         _ = part.write_text("a")
    ...     [path.name for path in Path(base).iterdir()]
    ['a.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    os.close(handle)
    part = Path(temporary)
    try:
        yield part
        part.chmod(0o644)
        _put(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _put(temporary: Path, path: Path) -> None:
    """Let a file take its place; Windows refuses while a program has the old one open, a virus scanner only briefly.

    Raises:
        EvallibError: it is still open in a program after a second, or writing is not allowed.
    """
    for wait in (0.1, 0.3, 0.6, None):
        try:
            temporary.replace(path)
        except PermissionError:
            if wait is None:
                raise EvallibError(
                    Problem(
                        "files.in_use",
                        "文件写不进去：没有写入的权限，或正在 Excel、WPS 中打开",
                        file=path.name,
                        advice="请保存并关闭它，再重新运行；已完成的部分会保留",
                    )
                ) from None
            time.sleep(wait)
        else:
            return


def clear_parts(folder: Path) -> None:
    """Clear away what a killed run left half-written in a folder, files and folders.

    >>> with tempfile.TemporaryDirectory() as base:
    ...     Path(base, ".checks.abc.part").mkdir()
    ...     clear_parts(Path(base))
    ...     list(Path(base).iterdir())
    []
    """
    for part in folder.glob(".*.part"):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
