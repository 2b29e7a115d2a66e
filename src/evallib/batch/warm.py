"""Warm-up (预热): import what the notebooks import, and use once what is slow the first time.

Nothing here touches a report's data or changes a setting: every report starts from what this leaves.
"""

from __future__ import annotations

import ast
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

TRACES = ("bar", "scatter", "pie", "heatmap", "box", "histogram", "indicator", "waterfall", "treemap", "table")


def warm_reports(notebooks: list[Path]) -> None:
    """Make a process ready for reports from these notebooks."""
    import evallib.batch.engine
    import evallib.batch.report  # noqa: F401

    for notebook in notebooks:
        for statement in import_statements(notebook):
            with suppress(Exception):  # a notebook that cannot import says so in its own report
                exec(statement, {})
    _draw()
    _run_cells()


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


def _draw() -> None:
    """Plotly builds the validators of a kind of trace when it is first used."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for kind in TRACES:
        figure.add_trace({"type": kind})
    figure.update_layout(title="", xaxis={"title": ""}, yaxis={"title": ""}, legend={"orientation": "h"})
    figure.to_json()


def _run_cells() -> None:
    """One cell through the shell and one page through the exporter."""
    from nbformat.v4 import new_code_cell, new_notebook

    from evallib.batch.shell import cell_shell
    from evallib.publish.html import render_page

    cell: Any = new_code_cell("import pandas as pd\npd.DataFrame({'a': [1]})")
    with cell_shell() as shell:
        shell.run(cell)
    render_page(new_notebook(cells=[cell]), "", Path("reports/index.html"), Path("reports"), "")
