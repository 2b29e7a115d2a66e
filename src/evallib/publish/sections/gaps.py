"""Gaps (缺项): why a section, or a part of it, shows nothing: its tables are not there, or it failed.

What fails inside a section stays inside it, as one Chinese line in its place; what became of a table is told in the
words of `TableStatus`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from evallib.checks.states import State, TableStatus
from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError
from evallib.publish.messages.unit_messages import SECTIONS
from evallib.publish.page.blocks import missing, notice, record, unavailable
from evallib.publish.page.showing import headed, heading

FAILED = "failed_sections"


def guarded(title: str, anchor: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a section: its heading, then what it shows, or why it shows nothing.

    A section that fails is recorded among the figures of the page, so that the run and the index can say so.

    Args:
        title: heading of the section.
        anchor: its address in the page; without one no heading is written (a part of the section before).
    """

    def decorate(show: Callable[..., None]) -> Callable[..., None]:
        @wraps(show)
        def shown(*arguments: Any, **keywords: Any) -> None:
            with headed(_heading(title, anchor, arguments)) if anchor else nullcontext():
                try:
                    show(*arguments, **keywords)
                except EvallibError as error:
                    _tell_failure(title, "；".join(str(problem) for problem in error.problems))
                except Exception as error:  # whatever it is: the other sections are still true
                    _tell_failure(
                        title, f"程序内部错误（{type(error).__name__}：{error}），请把这一句和所用的表发给维护人员"
                    )

        return shown

    return decorate


def _heading(title: str, anchor: str, arguments: tuple[Any, ...]) -> str:
    """The heading with the section's message, where what is shown has messages."""
    messages = getattr(arguments[0], "messages", None) if arguments else None
    told = messages.section(anchor) if messages is not None and anchor in SECTIONS else None
    return heading(title, anchor, told.headline, told.note) if told else heading(title, anchor)


def _tell_failure(title: str, reason: str) -> None:
    unavailable(title, reason)
    record(**{FAILED: {title: reason}})


def show_missing(data: UnitData, what: str, *tables: str, otherwise: str = "") -> None:
    """The line of a section that has nothing to show: refused, unrecognised, not cleaned, or not handed in.

    Args:
        data: the unit and year.
        what: what the section shows.
        tables: table kinds that it needs; those that were handed in are told one by one.
        otherwise: what else it could have been made from, where nothing at all was handed in.
    """
    statuses = [data.status(name) for name in tables]
    told = [status for status in statuses if status.state is not State.ABSENT]
    for status in told:
        if status.state is not State.STORED or status.cells:
            unavailable(what, _line(status))
        elif not otherwise:
            unavailable(what, f"“{status.title}”已入库，其中没有 {data.year} 年的数据")
    if not told or (otherwise and all(status.state is State.STORED for status in told)):
        missing(what, otherwise or "、".join(status.title for status in statuses))


def show_states(data: UnitData, *tables: str) -> None:
    """A line for each of these tables that was handed in and is not, or not wholly, on the page."""
    for status in (data.status(name) for name in tables):
        if status.state is State.ABSENT or (status.state is State.STORED and not status.cells):
            continue
        unavailable(status.title, _line(status))


def _told_before(data: UnitData) -> bool:
    """Whether the same cell has announced it already: a cell may open a unit as a page and to be asked."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return False
    now = (str(data.clean_dir), shell.execution_count)
    before, shell.user_ns["_outdated_told"] = shell.user_ns.get("_outdated_told"), now
    return bool(before == now)


def show_outdated(data: UnitData) -> None:
    """A banner where raw files are newer than what the page shows; once in a cell."""
    files = dict.fromkeys(name for status in data.outdated for name in status.files)
    if files and not _told_before(data):
        notice(
            f"原始文件在入库后有变动（{'、'.join(files)}），本页仍是变动前的数据。请运行 evallib run 重新校验并生成。"
        )


def _line(status: TableStatus) -> str:
    return f"“{status.title}”{status.label}" + (f"（{status.reason}）" if status.reason else "")
