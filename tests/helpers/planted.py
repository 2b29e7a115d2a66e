"""Planted drifts (埋设差错): a wrong step in a clean, check, chart, word, page, book or record, one at a time.

    python tests/helpers/planted.py FOLDER

Writes FOLDER/<drift>.json with the contents of a small unit's reports as the drift leaves them, ``none.json`` without
one. A process of its own that only imports and forks: each drift ends with its child.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from contents import contents
from full_run import CLOCK, ROOT

UNIT, YEAR = "town", 2023
NONE = "none"
#: What the small unit hands in: budget, staff, surveys, requests and rates of one shipped unit, forms of another.
HANDED_IN = {
    "huacao/2023": ("预算执行情况.xlsx", "人员与资产.xlsx", "满意度调查.xlsx", "案件与四率.xlsx"),
    "xianghua/2023": ("项目自评表.xlsx",),
}
AGAIN = "again"
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True)
class Drift:
    """One planted error.

    Args:
        name: what is wrong.
        told_in: kinds of texts of the golden set in which it must show.
        where: function to change, "room.module:name"; empty where `edit` changes a file.
        wrap: makes the wrong function out of the right one.
        edit: changes the workspace before anything runs.
        gate: whether the tables are cleaned again.
    """

    name: str
    told_in: frozenset[str]
    where: str = ""
    wrap: Wrap | None = None
    edit: Callable[[Path], None] | None = None
    gate: bool = field(default=False, compare=False)


def result_of(change: Callable[[Any], Any]) -> Wrap:
    """A wrong function: the right one's result, changed."""
    return lambda right: lambda *args, **named: change(right(*args, **named))


def given(change: Callable[[Any], Any]) -> Wrap:
    """A wrong function: the right one, its first argument changed."""
    return lambda right: lambda first, *args, **named: right(change(first), *args, **named)


def swapped(one: str, other: str) -> Callable[[Any], Any]:
    """Exchange two words in a text."""

    def change(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        return text.replace(one, "\0").replace(other, one).replace("\0", other)

    return change


def bars(change: Callable[[list[float]], list[float]]) -> Callable[[Any], Any]:
    """Change the lengths of a figure's bars."""

    def changed(figure: Any) -> Any:
        for trace in figure.data:
            if trace.type == "bar":
                trace.x = change([0.0 if value is None else float(value) for value in trace.x])
        return figure

    return changed


def column(name: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change a column of a frame."""

    def changed(frame: Any) -> Any:
        if name not in frame:
            return frame
        return frame.assign(**{name: [change(value) for value in frame[name]]})

    return changed


def without(*calls: str) -> Callable[[Path], None]:
    """Delete the cells of the unit summary that show these sections."""

    def edit(root: Path) -> None:
        path = root / "notebooks" / "unit_summary.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"]
        left = [cell for cell in cells if not any(call in "".join(cell["source"]) for call in calls)]
        assert len(left) == len(cells) - len(calls), calls
        path.write_text(json.dumps(notebook | {"cells": left}, ensure_ascii=False), encoding="utf-8")

    return edit


def _call_planted(*args: Any, **named: Any) -> Any:
    return _planted(*args, **named)  # type: ignore[name-defined]  # noqa: F821 - in the globals of the changed function


def plant(where: str, wrap: Wrap) -> None:
    """Change a function for everybody who has it already, under whatever name: its code is exchanged, not its name."""
    module, _, name = where.partition(":")
    owner: Any = import_module(f"evallib.{module}")
    for part in name.split("."):
        owner = getattr(owner, part)
    function: types.FunctionType = owner
    right = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    right.__kwdefaults__ = function.__kwdefaults__
    function.__globals__["_planted"] = wrap(right)
    free = function.__code__.co_freevars
    assert not free, f"{where} has a closure; plant the drift elsewhere"
    function.__code__ = _call_planted.__code__
    function.__defaults__ = function.__kwdefaults__ = None


def hand_in(root: Path) -> None:
    """The small unit in a workspace of its own."""
    for folder in ("expectations", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder)
    target = root / "data" / "raw" / UNIT / str(YEAR)
    target.mkdir(parents=True)
    for source, names in HANDED_IN.items():
        for name in names:
            shutil.copyfile(ROOT / "data" / "raw" / source / name, target / name)
    shutil.copyfile(ROOT / "data" / "raw" / "huacao" / "unit.yaml", target.parent / "unit.yaml")


def report(root: Path, gate: bool) -> dict[str, str]:
    """Check in, if it has to be done again, and report; runs in a child."""
    from evallib.batch import Job, Task, build_report, stamp_key
    from evallib.checks import clean_unit
    from evallib.model import Workspace
    from evallib.publish import write_assets, write_index

    workspace = Workspace(root)
    if gate:
        clean_unit(workspace.at(UNIT, YEAR))
        stamp_key(workspace.at(UNIT, YEAR), "key", "units")
    write_assets(workspace.reports)
    task = Task(UNIT, YEAR, "unit_summary", {"unit": UNIT, "year": YEAR}, f"{YEAR}/{UNIT}")
    result = build_report(Job(root, task, "run", "evallib", None, {}))
    assert result.status == "ok", result.error
    write_index(workspace)
    return contents(root)


def run(drift: Drift | None, folder: Path) -> int:
    """Start a child that plants a drift, reports and writes what came of it; returns its process number."""
    name = drift.name if drift else NONE
    pid = os.fork()
    if pid:
        return pid
    try:
        root = folder / f"{name}.workspace"
        shutil.copytree(folder / "clean", root)
        if drift and drift.edit:
            drift.edit(root)
        if drift and drift.wrap:
            plant(drift.where, drift.wrap)
        told = report(root, gate=drift is None or drift.gate)
        if drift is None:
            shutil.copytree(root / "data" / "clean", folder / "clean" / "data" / "clean")
        else:
            shutil.rmtree(root)
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    except BaseException:
        (folder / f"{name}.error").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(0)


def main(folder: Path) -> None:
    """All drifts, as many at a time as there are processors."""
    from drifts import DRIFTS

    from evallib.batch import warm_gate, warm_reports

    os.environ["SOURCE_DATE_EPOCH"] = CLOCK
    hand_in(folder / "clean")
    warm_gate(folder / "clean" / "expectations")
    warm_reports([folder / "clean" / "notebooks" / "unit_summary.ipynb"])
    os.waitpid(run(None, folder), 0)
    running: list[int] = []
    for drift in [Drift(AGAIN, frozenset()), *DRIFTS]:
        running.append(run(drift, folder))
        if len(running) == len(os.sched_getaffinity(0)):
            os.waitpid(running.pop(0), 0)
    for pid in running:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
