"""The guarded process (受限进程): reads file after file for `evallib.intake.files.guarding.guarded`, within limits."""

from __future__ import annotations

import importlib
import os
import pickle
import shutil
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from evallib.intake.files.guarding.plain_values import pack_values
from evallib.model.problems import EvallibError, Problem

SAVE_AGAIN = "请用 Excel、WPS 或 Word 打开，删去多余的内容后另存"
CLOSE_IT = "请在 Excel、WPS 中保存并关闭它，再重新运行"


def serve(calls: BinaryIO | None = None) -> None:
    """Answer until the parent closes the pipe.

    Args:
        calls: the stream of calls; the standard input where None.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    calls, answers = calls or sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    held = _data()
    # What a library prints must not get among the answers.
    os.dup2(2, 1)
    folder = ""
    while head := calls.read(8):
        call = pickle.loads(calls.read(struct.unpack("<Q", head)[0]))
        folder = call[-1]
        state, data = _answer(*call, *[held])
        answers.write(state + struct.pack("<Q", len(data)) + data)
        answers.flush()
    # A parent that was killed could not clear up.
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def _answer(
    module: str,
    name: str,
    path: str,
    arguments: tuple[Any, ...],
    memory: int,
    seconds: float,
    folder: str,
    held: int = 0,
) -> tuple[bytes, bytes]:
    place = Path(path)
    limit(memory, seconds, held)
    try:
        read = getattr(importlib.import_module(module), name)
        return b"V", pack_values(read(place, *arguments), Path(folder))
    except EvallibError as error:
        return b"E", pack_values(list(error.problems), Path(folder))
    except (MemoryError, RecursionError):
        return b"E", pack_values(
            [_problem(place, "intake.too_large", "读取所需内存过多，或层次过深，不予读取")], Path(folder)
        )
    except PermissionError:
        told = "文件打不开：没有读取的权限，或正在 Excel、WPS 中打开"
        return b"E", pack_values([_problem(place, "intake.in_use", told, advice=CLOSE_IT)], Path(folder))
    except OSError as error:
        return b"E", pack_values(
            [_problem(place, "intake.unreadable", f"读取时系统报错：{error.strerror}")], Path(folder)
        )
    except BaseException as error:
        if isinstance(error, SystemExit | KeyboardInterrupt):
            raise
        return b"E", pack_values([_problem(place, "intake.damaged", "文件读不下去，可能已损坏")], Path(folder))
    finally:
        limit(0, 0)


def _data() -> int:
    """Private memory in bytes that this process has already, all of it a share of its parent's; 0 for a new one."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmData:")[2].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        return 0


def limit(memory: int, seconds: float, held: int = 0) -> None:
    """Bound what this process may take from now on, on top of what it holds; 0 lifts the bounds.

    Counted is private memory that can be written (RLIMIT_DATA), not address space, of which allocators reserve more
    than they use. The clock ends a process whose parent is gone.
    """
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (held + memory + memory // 4 if memory else hard, hard))
    except (ImportError, ValueError, OSError):
        pass
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + 5 if seconds else 0)


def _problem(path: Path, code: str, message: str, advice: str = SAVE_AGAIN) -> Problem:
    return Problem(code, message, file=path.name, advice=advice)
