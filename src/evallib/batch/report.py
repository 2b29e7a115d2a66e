"""One report (单份报告): run the notebook, and write everything that belongs to it.

Runs in a worker process; whatever goes wrong is told in the result, so that one report never stops another.
"""

from __future__ import annotations

import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from evallib.batch.execution import MARK, Job, StoppedError, execute, failed_notebook
from evallib.batch.notebook_outputs import first_error, recorded_figures, tame_outputs
from evallib.batch.planning.plan import ALL_UNITS, MAIN_NOTEBOOK, MONTH_NOTEBOOKS
from evallib.batch.records import ReportResult, peak_memory_mb, write_result
from evallib.model.clock import stamp
from evallib.model.problems import EvallibError
from evallib.model.workspace.files import clear_parts, write_text
from evallib.model.workspace.unit_info import UnitInfo
from evallib.model.workspace.units import Workspace
from evallib.model.workspace.zones import open_inside


def build_report(job: Job) -> ReportResult:
    """Execute the notebook and write page, executed notebook, tables and result.json under reports/.

    Returns:
        The result; ``status`` is ``failed`` and ``error`` says why when a cell raised, and the page shows the cell.
    """
    import pandas as pd

    # Arrow keeps texts for long columns; a report reads its short ones cell by cell, and is a twelfth faster like this.
    with pd.option_context("mode.string_storage", "python"):
        return _build(job)


def _build(job: Job) -> ReportResult:
    started = time.perf_counter()
    workspace, folder, result = _start(job)
    try:
        if job.task.notebook == MAIN_NOTEBOOK:
            result.incomplete = _hand_over(job, workspace)
        if job.task.notebook in MONTH_NOTEBOOKS and "month" in job.task.parameters:
            _hand_over_month(job, workspace)
        notebook = execute(job, workspace, folder / MARK)
        result.cell_seconds = round(notebook.metadata.papermill.duration, 3)
        _write(job, workspace, notebook, result)
    except StoppedError as stop:
        _write(job, workspace, failed_notebook(job, workspace, stop.cell, str(stop)), result)
    except Exception as error:
        told = str(error) if isinstance(error, EvallibError) else f"{type(error).__name__}: {error}"
        write_text(open_inside(workspace, job.task.folder) / "error.log", traceback.format_exc())
        _write_failure(job, workspace, result, None, told)
    return _finish(job, workspace, result, started)


def fail_report(job: Job, message: str) -> ReportResult:
    """The page and result of a report whose process died: the cell that ran, and what became of it."""
    started = time.perf_counter()
    place = Workspace(job.root).reports / job.task.folder / MARK
    mark = place.read_text(encoding="ascii") if place.is_file() else ""
    workspace, _, result = _start(job)
    _write_failure(job, workspace, result, int(mark) if mark else None, message)
    return _finish(job, workspace, result, started)


def _write_failure(job: Job, workspace: Workspace, result: ReportResult, cell: int | None, message: str) -> None:
    """The page that says why there is none; the page of an earlier run, and its files, do not stay."""
    try:
        _write(job, workspace, failed_notebook(job, workspace, cell, message), result)
    except Exception:  # not even a page: what the earlier run left must not pass for today's
        (workspace.reports / job.task.folder / "index.html").unlink(missing_ok=True)
    result.status, result.error = "failed", message


def _hand_over(job: Job, workspace: Workspace) -> dict[str, str]:
    from evallib.checks.store import UnitData
    from evallib.publish.hand_over import hand_over

    return hand_over(UnitData(workspace, job.task.unit, job.task.year))


def _hand_over_month(job: Job, workspace: Workspace) -> None:
    from evallib.publish.books.month_workbook import write_month_files

    parameters = job.task.parameters
    folder = workspace.reports / job.task.folder
    at = workspace.at(job.task.unit, job.task.year)
    write_month_files(at, str(parameters["month"]), folder, parameters.get("sections") or ())


def unwritten_report(job: Job, message: str) -> ReportResult:
    """The result of a report of which nothing could be written."""
    return replace(_result(job, Workspace(job.root)), status="failed", error=message)


def _start(job: Job) -> tuple[Workspace, Path, ReportResult]:
    workspace = Workspace(job.root)
    folder = workspace.reports / job.task.folder
    folder.mkdir(parents=True, exist_ok=True)
    clear_parts(folder)
    return workspace, folder, _result(job, workspace)


def _result(job: Job, workspace: Workspace) -> ReportResult:
    from evallib.checks.store import UnitData

    task = job.task
    info = UnitData(workspace, task.unit, task.year).info if task.unit else UnitInfo(name=ALL_UNITS)
    result = ReportResult(task.unit, task.year, info.name, info.district, task.notebook, task.folder)
    result.parameters, result.hashes, result.run = task.parameters, job.hashes, job.run
    result.errors, result.warnings, result.engine = job.errors, job.warnings, job.engine or "stock"
    return result


def _finish(job: Job, workspace: Workspace, result: ReportResult, started: float) -> ReportResult:
    with suppress(OSError):  # a mark that stays is cleared by the next run
        (workspace.reports / job.task.folder / MARK).unlink(missing_ok=True)
    result.peak_memory_mb = peak_memory_mb(children=not job.engine)
    result.seconds = round(time.perf_counter() - started, 3)
    result.finished_at = stamp()
    write_result(workspace.reports, result)
    with suppress(OSError):  # the check of the run opens what was not opened here
        _open_published(job, workspace)
    return result


def _open_published(job: Job, workspace: Workspace) -> None:
    from evallib.publish.release.kept_openings import keep_openings

    keep_openings(workspace, workspace.reports / job.task.folder)


def _write(job: Job, workspace: Workspace, notebook: Any, result: ReportResult) -> None:
    import nbformat

    from evallib.publish.hand_over import OFFERED, withdraw
    from evallib.publish.page.html import render_page
    from evallib.publish.page.standalone import STANDALONE, standalone
    from evallib.publish.release.still import keep_still
    from evallib.publish.sections.gaps import FAILED
    from evallib.publish.words.format import beijing_time
    from evallib.publish.words.notebook_names import notebook_name, page_title

    tame_outputs(notebook)
    for number, cell in enumerate(notebook.cells):
        if error := first_error(cell):
            result.status, result.error, result.failed_cell = "failed", error, number
            break
    result.figures = recorded_figures(notebook)
    result.incomplete |= result.figures.get(FAILED, {})
    keep_still(notebook)
    _summarise(result)
    folder = workspace.reports / job.task.folder
    if result.status == "failed":
        withdraw(folder)
    inside = open_inside(workspace, job.task.folder)
    write_text(inside / f"{job.task.notebook}.ipynb", nbformat.writes(notebook), sync=False)
    result.kind = notebook_name(job.task.notebook, notebook)
    month = str(job.task.parameters.get("month") or "")
    title = page_title(result.name, job.task.year, month, job.task.notebook, result.kind)
    page = folder / "index.html"
    footer = f"evallib 生成于 {beijing_time(stamp())}"
    html = render_page(notebook, title, page, workspace.reports, footer)
    write_text(page, html)
    if job.task.notebook == MAIN_NOTEBOOK and result.status != "failed":
        write_text(folder / STANDALONE, standalone(html))
    result.page = f"{job.task.folder}/index.html"
    result.parts = {
        path.stem: f"{job.task.folder}/{path.name}" for path in sorted(folder.iterdir()) if path.suffix in OFFERED
    }


def _summarise(result: ReportResult) -> None:
    figures = result.figures
    first = (figures.get("scores") or [{}])[0]
    result.score = figures.get("score", first.get("score"))
    result.grade = figures.get("grade", first.get("grade"))
    result.findings = figures.get("findings")
