"""Notebooks run as the batch runs them: in this process, without a kernel that loads everything anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from evallib.batch import NAME, register


def prepared(path: Path, parameters: dict[str, Any]) -> Any:
    """The notebook with these parameters."""
    return parameterize_notebook(load_notebook_node(str(path)), parameters)


def run_here(notebook: Any) -> Any:
    """The notebook with what its cells have put out."""
    register()
    return papermill_engines.execute_notebook_with_engine(NAME, notebook, "python3", progress_bar=False)
