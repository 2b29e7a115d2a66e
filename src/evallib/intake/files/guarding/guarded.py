"""The guarded reader (受限读取): every file that was handed in is parsed in a process of its own.

A parser believes what a file says; a hostile or damaged one makes it take all memory, never end, or take the process
down. The process here is started once and used again; the parent gives it one file at a time, bounds its memory and
time (by limits of the system, and by watching where it has none), and takes back nothing but plain values: texts,
numbers, dates, this package's dataclasses and Arrow tables, which travel as files that are mapped.
"""

from __future__ import annotations

import atexit
import os
import pickle
import shutil
import stat
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from evallib.intake.files.guarding.allowances import MB, TABLE_ALLOWANCE, Allowance
from evallib.intake.files.guarding.plain_values import unpack_values
from evallib.intake.files.guarding.reader_process import INSIDE, ReaderProcess
from evallib.intake.files.guarding.watched_pipe import watched
from evallib.model.problems import EvallibError, Problem

Result = TypeVar("Result")

#: A process that has grown beyond this is not used again.
WORN_OUT = 400 * MB
WATCH_EVERY = 0.02
PATIENCE = 8


def read_guarded(
    read: Callable[..., Result], path: Path, *arguments: Any, allowance: Allowance = TABLE_ALLOWANCE
) -> Result:
    """Read one file in the guarded process.

    Args:
        read: a function of this package, by its module and name; it is called there with `path` and `arguments`.
        path: a regular file.
        arguments: plain values.
        allowance: what it may take.

    Returns:
        What the function returned; Arrow tables are mapped from a file that is gone already.

    Raises:
        EvallibError: what the function said; or the file is missing, no regular file, too large, took too much memory
            or time, made its reader crash, or was changed meanwhile.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.txt")
    ...     _ = file.write_text("甲", encoding="utf-8")
    ...     read_guarded(count_bytes, file)
    3
    """
    before = _identity(path, allowance)
    allowance = allowance.for_size(before[1])
    if os.environ.get(INSIDE):
        return read(path, *arguments)
    with _lock:
        result: Result = _reader().ask(read, path, arguments, allowance)
    if _identity(path, allowance) != before:
        raise _refused(path, "intake.changed", "读取时文件有改动，未读入", "请关闭正在编辑它的程序，保存后重新运行")
    return result


def count_bytes(path: Path) -> int:
    """How many bytes a file holds, counted by reading it."""
    return len(path.read_bytes())


def _identity(path: Path, allowance: Allowance) -> tuple[int, int, int]:
    try:
        info = path.stat()
    except OSError:
        raise _refused(path, "intake.missing_file", "找不到文件，或无权读取", "请核对文件名和所在文件夹") from None
    if not stat.S_ISREG(info.st_mode):
        raise _refused(path, "intake.no_file", "不是普通文件（是管道、设备或文件夹），不予读取", "请放入文件本身")
    if info.st_size > allowance.file_size:
        raise _refused(path, "intake.too_large", "文件太大，不予读取", "请只提交评价所需的内容，分开另存")
    return info.st_ino, info.st_size, info.st_mtime_ns


def _refused(path: Path, code: str, message: str, advice: str) -> EvallibError:
    return EvallibError(Problem(code, message, file=path.name, advice=advice))


_lock = threading.Lock()
_current: list[_Reader] = []


class _Reader:
    """One guarded process, and the folder through which it hands over Arrow tables."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="evallib-"))
        self.process = ReaderProcess()
        self._next_bytes = watched(self.process.answers)

    def ask(self, read: Callable[..., Result], path: Path, arguments: tuple[Any, ...], allowance: Allowance) -> Result:
        call = (
            read.__module__,
            read.__qualname__,
            str(path.absolute()),
            arguments,
            allowance.memory,
            PATIENCE * allowance.seconds,
            str(self.folder),
        )
        try:
            state, data = self._exchange(pickle.dumps(call), path, allowance)
        except BaseException:
            self.close()
            raise
        # Tables are mapped before the folder goes in which their files stand.
        value = unpack_values(data)
        if self.resident() > WORN_OUT:
            self.close()
        if state == b"E":
            raise EvallibError(value)
        return value  # type: ignore[no-any-return]

    def _exchange(self, call: bytes, path: Path, allowance: Allowance) -> tuple[bytes, bytes]:
        begun, spent = time.monotonic(), self.process.seconds()
        try:
            self.process.calls.write(struct.pack("<Q", len(call)) + call)
            self.process.calls.flush()
        except OSError:
            raise _refused(path, "intake.damaged", "读取进程意外结束，不予读取", ADVICE) from None
        received, needed = bytearray(), 9
        while len(received) < needed:
            chunk = self._next_bytes(WATCH_EVERY)
            if self.resident() > allowance.memory:
                raise _refused(
                    path, "intake.too_large", f"读取所需内存超过 {allowance.memory // MB:,} MB，不予读取", ADVICE
                )
            # Counted is work, so that a busy machine refuses nothing; the clock counts only for what waits for ever.
            if (
                self.process.seconds() - spent > allowance.seconds
                or time.monotonic() - begun > PATIENCE * allowance.seconds
            ):
                raise _refused(path, "intake.too_slow", f"读取超过 {allowance.seconds:.0f} 秒，不予读取", ADVICE)
            if chunk is None:
                continue
            if not chunk:
                raise _refused(
                    path, "intake.damaged", "文件使读取程序中断（可能已损坏，或大得不正常），不予读取", ADVICE
                )
            received += chunk
            if len(received) >= 9:
                needed = 9 + struct.unpack_from("<Q", received, 1)[0]
        return bytes(received[:1]), bytes(received[9:needed])

    def resident(self) -> int:
        """Memory that reading has taken so far."""
        return self.process.resident()

    def close(self) -> None:
        """End the process, whatever it does, and drop its folder."""
        if self in _current:
            _current.remove(self)
        self.process.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def _reader() -> _Reader:
    for reader in _current:
        if reader.process.runs():
            return reader
        reader.close()
    _current.append(_Reader())
    return _current[0]


def end_readers() -> None:
    """End the guarded process of this one, if there is any."""
    for reader in list(_current):
        reader.close()


def _forget() -> None:
    """A forked process must not talk to its parent's reader."""
    for reader in _current:
        reader.process.forget()
    _current.clear()


atexit.register(end_readers)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
ADVICE = "正常的文件没有这么大；请用 Excel、WPS 或 Word 打开，删去多余的内容后另存"
