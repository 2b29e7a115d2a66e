"""Outputs of an executed notebook (笔记本输出): the error of a cell, and the figures that cells recorded."""

from __future__ import annotations

from typing import Any

from evallib.privacy import mask_text

#: What a cell may print; the rest is cut.
LONGEST_OUTPUT = 100_000


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
                figures[name] = figures[name] | _plain(value) if both else _plain(value)
    return figures


def _plain(value: Any) -> Any:
    """Without nbformat's own classes: the run that takes the answer would have to import nbformat for seconds."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def tame_outputs(notebook: Any) -> None:
    """Take personal data out of what cells printed and of their errors, and cut what is longer than anybody reads.

    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> book = new_notebook(cells=[new_code_cell(outputs=[new_output("error", ename="E", evalue="来电13812345678")])])
    >>> tame_outputs(book)
    >>> book.cells[0].outputs[0].evalue
    '来电138****5678'
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.evalue = mask_text(_cut(output.evalue))
                output.traceback = [mask_text(_cut(line)) for line in output.get("traceback", [])]
            elif output.output_type == "stream":
                output.text = "\n".join(map(mask_text, _cut(output.text).split("\n")))


def _cut(text: str) -> str:
    return (
        text if len(text) <= LONGEST_OUTPUT else f"{text[:LONGEST_OUTPUT]}\n……（输出过长，已截断，原 {len(text):,} 字）"
    )
