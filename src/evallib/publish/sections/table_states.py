"""States of tables on a page (报表状态): why a section, or a part of it, shows nothing, in the words of `TableStatus`."""

from __future__ import annotations

import sys

from evallib.checks.states import State, TableStatus
from evallib.checks.store import UnitData
from evallib.publish.page.blocks import missing, notice, unavailable


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
