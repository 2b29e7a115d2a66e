"""Warm-up (预热): import what the notebooks import, and use once what is slow the first time.

Nothing here touches a report's data or changes a setting: every report starts from what this leaves.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from evallib.batch.engines.first_use import read_reports_once, read_tables_once
from evallib.batch.engines.rehearsal import rehearse

SLOW_AND_OPTIONAL = "rfc3987_syntax"  # compiles a grammar for a second; jsonschema takes it only if it is there
STACK = (
    "evallib.batch.engines.cell_engine",
    "evallib.batch.report",
    "evallib.publish.hand_over",
    "evallib.publish.words.clean_tables",
    "evallib.publish.page.html",
    "evallib.publish.release.kept_openings",
    "evallib.publish.scoring_files",
    "evallib.publish.forms.self_evaluation_form",
    "evallib.publish.books.working_paper",
    "evallib.scoring.scorecards",
    "docx",
    "filelock",
    "nbclient",
    "nbconvert",
    "python_calamine",
    "xlsxwriter",
)
#: Of a rehearsal's half second a report or gate gets back about a twentieth.
WORTH_A_REHEARSAL = 12
TRACES = ("bar", "scatter", "pie", "heatmap", "box", "histogram", "indicator", "waterfall", "treemap", "table")


def warm_workers(notebooks: list[Path], suites: Path | None, calls: int = 1) -> Iterator[tuple[str, ...]]:
    """Make a process ready for reports from these notebooks and, where suites are given, for gates.

    Args:
        notebooks: the notebooks that are going to run.
        suites: expectations/, where gates are going to run.
        calls: gates and reports that wait; a rehearsal costs as much as it spares some of them.

    Yields:
        After each step the names of the functions whose calls may begin, none where all may: gates need not wait for
        what only reports import, and what comes after that only makes both faster.
    """
    gates: tuple[str, ...] = ()
    if suites is not None:
        from evallib.batch.planning.gates import check_in, warm_gate

        gates = (check_in.__name__,)
        warm_gate(suites)
        read_tables_once()
    for _ in _load():
        if gates:
            yield gates
    yield ()
    for _ in _report_steps(notebooks):
        yield ()
    if calls >= WORTH_A_REHEARSAL:
        for _ in rehearse(suites):
            yield ()


def warm_reports(notebooks: list[Path]) -> None:
    """Make a process ready for reports from these notebooks."""
    for _ in (*_load(), *_report_steps(notebooks)):
        pass


def _load() -> Iterator[None]:
    for name in STACK:
        with _without(SLOW_AND_OPTIONAL):
            import_module(name)
        yield


def _report_steps(notebooks: list[Path]) -> Iterator[None]:
    from evallib.model.schema import all_schemas

    all_schemas()
    read_tables_once()
    read_reports_once()
    yield
    _work_out_frameworks()
    yield
    for notebook in notebooks:
        for statement in import_statements(notebook):
            with suppress(Exception):  # a notebook that cannot import says so in its own report
                exec(statement, {})
    _draw()
    yield
    _tabulate()
    yield
    _run_cells()


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Let an optional import fail; afterwards it is as if nothing had been."""
    known = module in sys.modules
    if not known:
        sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if not known:
            del sys.modules[module]


def import_statements(notebook: Path) -> list[str]:
    """The imports at the top level of a notebook's cells; cells that are not plain Python have none."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = []
    for cell in cells:
        if cell["cell_type"] == "code":
            with suppress(SyntaxError):
                tree = ast.parse("".join(cell["source"]))
                found += [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return found


def _work_out_frameworks() -> None:
    """The frameworks that come with evallib, held against their printed texts once for all units."""
    from evallib.model.workspace.made_from import program
    from evallib.scoring.framework.catalogue import BUILT_IN, find_framework
    from evallib.scoring.framework.text_agreement import parted_texts

    program()
    for path in BUILT_IN.glob("*.yaml"):
        if not path.name.endswith(".cases.yaml"):
            parted_texts(find_framework(path.stem))


def _draw() -> None:
    """Plotly builds the validators of a kind of trace when it is first used."""
    import pandas as pd
    import plotly.graph_objects as go

    figure = go.Figure()
    for kind in TRACES:
        figure.add_trace({"type": kind})
    column = pd.Series([1.5])
    style = {"color": "#000", "size": 8, "symbol": "circle", "line": {"width": 1}}
    figure.add_scatter(x=column, y=column, mode="lines+markers", line={"color": "#000"}, marker=style)
    figure.add_bar(x=column, y=["a"], error_x={"array": column}, textfont={"color": "#000"}, marker={"color": "#000"})
    axis = {"title": "", "tickfont": {"size": 11}}
    figure.update_layout(title="", xaxis=axis, yaxis=axis, legend={"orientation": "h"}, uniformtext={"minsize": 8})
    figure.to_json()


def _tabulate() -> None:
    """What pandas and pyarrow import when first used. Nothing is read: pyarrow's threads would not survive a fork."""
    import pandas as pd
    import pyarrow.dataset
    import pyarrow.parquet  # noqa: F401

    frame = pd.DataFrame({"name": ["a", "b"], "value": [1.5, 2.5]})
    frame.groupby("name")["value"].sum()
    frame.merge(frame, on="name").to_dict("records")
    frame.to_csv(index=False, encoding="utf-8-sig")


def _run_cells() -> None:
    """One cell through the shell and one page through the exporter."""
    from nbformat.v4 import new_code_cell, new_notebook

    from evallib.batch.engines.shell import cell_shell
    from evallib.publish.page.html import render_page

    cell: Any = new_code_cell("import pandas as pd\npd.DataFrame({'a': [1]})")
    with cell_shell() as shell:
        shell.run(cell)
    render_page(new_notebook(cells=[cell]), "", Path("reports/index.html"), Path("reports"), "")
