"""Export from JupyterLab (导出报告): our page of the notebook as it is on the screen, in one file.

Registered with nbconvert by entry point, so that it stands in the menu 文件 › 保存并导出笔记本为. What stands in a
widget (the part below the controls) is taken from the state of widgets that is saved with the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import default

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
#: What the laboratory adds for the screen only.
SCREEN_ONLY = re.compile(r'<(style|script)[^>]*class="evallib-screen"[^>]*>.*?</\1>', re.DOTALL)


class ReportExporter(Exporter):
    """nbconvert's exporter for our page in one file."""

    export_from_notebook = "导出报告"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **_: Any) -> tuple[Any, dict[str, Any]]:
        """The page of an executed notebook, and nbconvert's resources."""
        from evallib.batch.notebook_outputs import tame_outputs
        from evallib.publish.page.html import render_page
        from evallib.publish.page.standalone import standalone

        notebook, resources = super().from_notebook_node(nb, resources)
        unfold_widgets(notebook)
        tame_outputs(notebook)
        name = str(resources.get("metadata", {}).get("name") or "报告")
        title = notebook.metadata.get("evallib", {}).get("title") or name
        page = render_page(
            notebook, str(title), Path("reports/a/b/index.html"), Path("reports"), "evallib 由 JupyterLab 导出"
        )
        resources["output_extension"] = self.file_extension
        return standalone(page), resources


def unfold_widgets(notebook: Any) -> None:
    """Put what stands inside widgets into the cells' own outputs, and take off what is for the screen only.

    Args:
        notebook: an executed nbformat notebook; it is changed.
    """
    state = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [shown for output in cell.outputs for shown in _shown(output, state)]
        for output in cell.outputs:
            _plain(output)


def _shown(output: Any, state: dict[str, Any]) -> Iterator[Any]:
    from nbformat import from_dict

    view = output.get("data", {}).get(VIEW)
    if view is None:
        yield output
        return
    for inner in _inside(view["model_id"], state):
        yield from _shown(from_dict(inner), state)


def _inside(model: str, state: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The outputs that a widget and the widgets in it hold, in their order."""
    values = state.get(model, {}).get("state", {})
    yield from values.get("outputs", ())
    for child in values.get("children", ()):
        yield from _inside(str(child).removeprefix("IPY_MODEL_"), state)


def _plain(output: Any) -> None:
    data = output.get("data", {})
    html = data.get("text/html")
    if html is not None:
        data["text/html"] = SCREEN_ONLY.sub("", "".join(html))
    if output.output_type == "execute_result" and html is not None:
        output.output_type = "display_data"
        output.pop("execution_count", None)
