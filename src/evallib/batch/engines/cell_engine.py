"""The papermill engine (执行引擎): cells run in a shell of this process instead of a kernel.

Registered as ``evallib`` through papermill's entry point (`evallib.batch.engines.papermill_engine`), so that
``papermill --engine evallib`` finds it too. One process should run one notebook with it: the batch forks a child per
report (`evallib.batch.engines.forked_calls`).
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

from papermill.engines import Engine, papermill_engines

from evallib.batch.engines.shell import cell_shell

NAME = "evallib"
SKIP_TAG, MAY_FAIL_TAG = "skip-execution", "raises-exception"  # nbclient's tags mean the same here


class CellEngine(Engine):  # type: ignore[misc]
    """Runs a notebook's cells in an IPython shell of this process; stops at the first that fails."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        on_cell_start: Callable[..., None] | None = None,
        **_: Any,
    ) -> None:
        """Run every cell, filling in outputs, numbers and papermill's metadata.

        Args:
            nb_man: papermill's manager; the notebook is ``nb_man.nb``.
            kernel_name: not used; there is no kernel.
            on_cell_start: called with ``cell`` and ``cell_index`` before each code cell, as nbclient does.
        """
        with cell_shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if not _has_code(cell):
                        continue
                    if on_cell_start is not None:
                        on_cell_start(cell=cell, cell_index=index)
                    if not shell.run(cell) and MAY_FAIL_TAG not in _tags(cell):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = {"name": "python", "version": platform.python_version()}


def register() -> None:
    """Make the engine known to papermill also where evallib runs from a folder and is not installed."""
    papermill_engines.register(NAME, CellEngine)


def _has_code(cell: Any) -> bool:
    return cell["cell_type"] == "code" and bool(cell["source"].strip()) and SKIP_TAG not in _tags(cell)


def _tags(cell: Any) -> list[str]:
    return list(cell["metadata"].get("tags", []))
