"""Where results may be written (结果文件): never over what was read, never two into one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from evallib.model.problems import EvallibError, Problem

#: What Excel and Word open only under its own ending.
ENDINGS = {"--xlsx": ".xlsx", "--letter": ".docx"}


def check_outputs(inputs: Iterable[Path | None], outputs: Mapping[str, Path | None]) -> None:
    """Refuse, before anything is done, results that would destroy a file that was handed in or each other.

    Args:
        inputs: the files that are read.
        outputs: the files to be written, by the name of their option.

    Raises:
        EvallibError: an output is an input, two are one file, or one has an ending that its program does not open.

    >>> check_outputs([Path("报告.docx")], {"--letter": Path("报告.docx")})
    Traceback (most recent call last):
    evallib.model.problems.EvallibError: [错误] 报告.docx：--letter 会盖掉原来的文件，没有写；处理：请换一个文件名
    """
    taken = {path.resolve(): "原来的文件" for path in inputs if path}
    for option, path in outputs.items():
        if path is None:
            continue
        ending = ENDINGS.get(option)
        if ending and path.suffix.lower() != ending:
            raise EvallibError(
                Problem(
                    "cli.ending",
                    f"{option} 写出的是 {ending} 文件",
                    file=str(path),
                    value=path.suffix,
                    expected=ending,
                    advice="请改文件名的结尾",
                )
            )
        if (where := taken.get(path.resolve())) is not None:
            raise EvallibError(
                Problem("cli.overwrites", f"{option} 会盖掉{where}，没有写", file=str(path), advice="请换一个文件名")
            )
        taken[path.resolve()] = f" {option} 写出的文件"
