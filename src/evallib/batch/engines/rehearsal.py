"""Rehearsal (试演): a fork server checks in and reports an invented unit itself, while a district's first children run.

Whatever the code compiles, loads or looks up the first time it is used is then there for every later child, where each
of them would do it anew. Nothing of it stays but that: the unit stands in a folder of its own, which is removed, and no
notebook of the workspace runs, whose cells may do anything.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.reader_process import INSIDE
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import UNIT_FILE, Workspace

UNIT = "rehearsed"
INVENTED = Path(__file__).with_name("rehearsed_unit.yaml")
#: Every section of a unit's page that shows something of the unit.
CELL = """
from importlib import import_module
from inspect import signature
from evallib.publish import UnitPage
page = UnitPage.open(unit, year)
for room in ("conclusion", "rates_and_cases", "spending", "resources", "evidence"):
    for name, show in sorted(vars(import_module(f"evallib.publish.sections.{room}")).items()):
        if name.startswith("show_") and [*signature(show).parameters] == ["page"]:
            show(page)
"""


def rehearse(suites: Path | None) -> Iterator[None]:
    """Check in, where suites are given, and report the invented unit; what goes wrong is left for those it concerns.

    Args:
        suites: the workspace's expectations/, None where no gate is going to run.

    Yields:
        Between the two, where calls may begin.
    """
    with suppress(Exception), tempfile.TemporaryDirectory(prefix="evallib-") as folder:
        with _own_files():
            year = hand_in(Path(folder), suites)
        yield
        with _own_files():
            report_invented(Path(folder), year)


def hand_in(folder: Path, suites: Path | None) -> int:
    """Hand in the invented unit in a folder, which becomes a workspace.

    Args:
        folder: an empty folder.
        suites: the expectations/ to check by; without, the unit is not checked and its report has no tables.

    Returns:
        The year of what is handed in.
    """
    from evallib.checks.gate import clean_unit

    workspace, year = Workspace(folder), write_unit(folder)
    if suites is not None:
        shutil.copytree(suites, workspace.expectations)
        clean_unit(workspace.at(UNIT, year))
    return year


def report_invented(folder: Path, year: int) -> Any:
    """Make the report of the invented unit that was handed in.

    Returns:
        The report's result.
    """
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    from evallib.batch.execution import Job
    from evallib.batch.planning.plan import MAIN_NOTEBOOK, Task
    from evallib.batch.report import build_report
    from evallib.publish.page.html import write_assets

    parameters = new_code_cell(f"unit, year = {UNIT!r}, {year}", metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=[parameters, new_code_cell(CELL)], metadata=kernel)
    (folder / "notebooks").mkdir()
    write_text(folder / "notebooks" / f"{MAIN_NOTEBOOK}.ipynb", nbformat.writes(notebook))
    write_assets(Workspace(folder).reports)
    task = Task(UNIT, year, MAIN_NOTEBOOK, {"unit": UNIT, "year": year}, f"{year}/{UNIT}")
    return build_report(Job(folder, task, "rehearsal", "evallib", None, {}))


@contextmanager
def _own_files() -> Iterator[None]:
    """The files are our own: no guarded process is started that every child would have to forget."""
    was = os.environ.get(INSIDE)
    os.environ[INSIDE] = "1"
    try:
        yield
    finally:
        os.environ.pop(INSIDE) if was is None else os.environ.update({INSIDE: was})


def write_unit(folder: Path) -> int:
    """Write the files that the invented unit hands in; returns their year."""
    import yaml

    from evallib.model.books.pen import open_book

    told = yaml.safe_load(INVENTED.read_text(encoding="utf-8"))
    raw = folder / "data" / "raw" / UNIT / str(told["year"])
    raw.mkdir(parents=True)
    write_text(raw.parent / UNIT_FILE, f"name: {told['name']}\ndistrict: {told['district']}\n")
    for name, rows in told["books"].items():
        with open_book(raw / name) as book:
            pen = book.sheet(Path(name).stem)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    pen.put(row, column, value)
    for name, text in told["texts"].items():
        write_text(raw / name, text)
    return int(told["year"])
