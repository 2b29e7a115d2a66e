"""Options and outputs that every verb shares (共用选项)."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from evallib.model.problems import EvallibError, Problem

IN_USE = "没有写入的权限，或文件正在 Excel、WPS 中打开"
WHY = {
    errno.EACCES: IN_USE, errno.EPERM: IN_USE, errno.EROFS: "只读", errno.ENOSPC: "磁盘已满", errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "上级不是文件夹", errno.EEXIST: "上级不是文件夹", errno.ENOENT: "上级文件夹不存在",
    errno.ENAMETOOLONG: "文件名过长", errno.EIO: "磁盘读写出错（可能损坏或已断开）", errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过磁盘允许的大小", errno.EMFILE: "打开的文件过多", errno.EBUSY: "正被别的程序占用",
    errno.EXDEV: "跨越了磁盘", errno.ENODEV: "磁盘已断开", errno.EPIPE: "接收输出的程序已结束",
}  # fmt: skip
UnitsOption = Annotated[
    list[str] | None, typer.Option("--unit", help="单位（data/raw 下的文件夹名），可多次给出；不写为全部")
]
YearsOption = Annotated[list[int] | None, typer.Option("--year", help="年度，可多次给出；不写为全部")]
UnitOption = Annotated[str, typer.Option("--unit", help="单位（data/raw 下的文件夹名）")]
YearOption = Annotated[int, typer.Option("--year", help="年度")]
JsonOption = Annotated[Path | None, typer.Option("--json", help="同时把结果写成 JSON 文件")]


def write_json(result: Any, path: Path | None) -> None:
    """Write a result beside what was printed.

    Raises:
        EvallibError: the file cannot be written.
    """
    if path is not None:
        from evallib.model.plain import plain
        from evallib.model.workspace.files import write_text

        with writing(path):
            write_text(path, json.dumps(plain(result), ensure_ascii=False, indent=1) + "\n")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever keeps a file from being written becomes one message.

    Raises:
        EvallibError: the file cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise EvallibError(
            Problem(
                "cli.unwritable",
                "结果没有写成文件",
                file=str(path),
                value=WHY.get(error.errno or 0, ""),
                expected="可以写入的文件夹里的一个文件名",
                advice="请换一个路径",
            )
        ) from None


def show_on(stream: Any) -> None:
    r"""Let a terminal that knows no Chinese show what it can instead of ending the program.

    >>> import io
    >>> terminal = io.TextIOWrapper(io.BytesIO(), "ascii")
    >>> show_on(terminal)
    >>> _ = terminal.write("报告"); terminal.flush(); terminal.buffer.getvalue().startswith(b"[evallib] This terminal")
    True
    """
    try:
        "中".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(errors="backslashreplace")
        stream.write("[evallib] This terminal cannot show Chinese; set PYTHONIOENCODING=utf-8.\n")
