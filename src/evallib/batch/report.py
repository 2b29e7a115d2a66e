"""One report (单份报告): run the notebook for a unit and year, and write everything that belongs to it.

Runs in a worker process; whatever goes wrong is told in the result, so that one report never stops another.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evallib.checks.store import UnitData
from evallib.model.files import write_text
from evallib.model.problems import EvallibError
from evallib.model.schema import get_schema
from evallib.model.units import Workspace

NOTEBOOK = "unit_summary.ipynb"
TITLE = "{name} {year} 年度绩效与热线数据报告"


@dataclass
class ReportResult:
    """What became of one report."""

    unit: str
    year: int
    name: str
    district: str
    status: str = "ok"  # ok | failed
    seconds: float = 0.0
    page: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    warnings: int = 0
    error: str = ""


def build_report(root: Path, unit: str, year: int, warnings: int = 0) -> ReportResult:
    """Execute the notebook and write page, executed notebook, tables and result.json under reports/.

    Args:
        root: root of the workspace.
        unit: unit.
        year: year.
        warnings: number of the gate's errors and warnings, for the index.

    Returns:
        The result; ``status`` is ``failed`` and ``error`` says why when a cell raised, and the page shows the cell.
    """
    started = time.perf_counter()
    workspace = Workspace(root)
    info = workspace.unit_info(unit)
    result = ReportResult(unit, year, info.name, info.district, warnings=warnings)
    folder = workspace.report_dir(unit, year)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _hand_over(workspace, unit, year)
        notebook = _execute(workspace, unit, year)
        failed = next((cell for cell in notebook.cells if _error(cell)), None)
        if failed is not None:
            result.status, result.error = "failed", _error(failed)
        result.figures = _recorded(notebook)
        _write(workspace, unit, year, notebook)
        result.page = f"{year}/{unit}/index.html"
    except Exception as error:
        result.status = "failed"
        result.error = f"{type(error).__name__}: {error}"
        write_text(folder / "error.log", traceback.format_exc())
    result.seconds = round(time.perf_counter() - started, 2)
    write_text(folder / "result.json", json.dumps(vars(result), ensure_ascii=False, indent=1))
    return result


def _hand_over(workspace: Workspace, unit: str, year: int) -> None:
    """Write audits, scorecard.json, working papers and forms; the page links to those that are there."""
    from evallib.publish.audit_files import audit_documents, write_audits
    from evallib.publish.clean_tables import readable
    from evallib.publish.scoring_files import write_scoring_files
    from evallib.scoring.desk import scorecards

    data = UnitData(workspace, unit, year)
    folder = workspace.report_dir(unit, year)
    write_audits(audit_documents(workspace.raw_dir(unit, year))[0], folder)
    try:
        cards = scorecards(data)
    except EvallibError:
        return  # the notebook meets the same error and shows it on the page
    if cards:
        tables = {get_schema(name).title: readable(data.table(name), get_schema(name)) for name in data.names()}
        write_scoring_files(cards, folder, tables)


def _execute(workspace: Workspace, unit: str, year: int) -> Any:
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook
    from papermill.iorw import load_notebook_node

    os.environ["EVALLIB_WORKSPACE"] = str(workspace.root)
    output = workspace.report_dir(unit, year) / NOTEBOOK
    try:
        return execute_notebook(
            workspace.notebooks / NOTEBOOK,
            output,
            parameters={"unit": unit, "year": year},
            cwd=str(workspace.root),
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError:
        return load_notebook_node(str(output))  # the failing cell is in it; the page shows it


def _write(workspace: Workspace, unit: str, year: int, notebook: Any) -> None:
    from evallib.publish.clean_tables import readable
    from evallib.publish.html import render_page

    data = UnitData(workspace, unit, year)
    folder = workspace.report_dir(unit, year)
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    for name in data.names():
        # utf-8-sig, so that Excel shows the Chinese text of a csv
        shown = readable(data.table(name), get_schema(name))
        write_text(tables / f"{get_schema(name).title}.csv", shown.to_csv(index=False), encoding="utf-8-sig")
    title = TITLE.format(name=data.info.name, year=year)
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    page = folder / "index.html"
    write_text(page, render_page(notebook, title, page, workspace.reports, f"evallib 生成于 {stamp}"))


def _error(cell: Any) -> str:
    outputs = cell.get("outputs", [])
    return next((f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"), "")


def _recorded(notebook: Any) -> dict[str, Any]:
    from evallib.publish.blocks import RECORD_MIME

    figures: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            figures |= output.get("data", {}).get(RECORD_MIME, {})
    return figures
