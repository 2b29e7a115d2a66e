"""Outputs of an executed notebook (笔记本输出): the error of a cell, and the figures that cells recorded."""

from __future__ import annotations

from typing import Any


def first_error(cell: Any) -> str:
    """The error that a cell ended with; empty where it ended well."""
    outputs = cell.get("outputs", [])
    return next((f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"), "")


def recorded_figures(notebook: Any) -> dict[str, Any]:
    """What the cells recorded (`evallib.publish.page.blocks.record`); mappings of one name are put together."""
    from evallib.publish.page.blocks import RECORD_MIME

    figures: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for name, value in output.get("data", {}).get(RECORD_MIME, {}).items():
                both = isinstance(value, dict) and isinstance(figures.get(name), dict)
                figures[name] = figures[name] | value if both else value
    return figures
