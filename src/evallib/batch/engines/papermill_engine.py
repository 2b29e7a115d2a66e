"""What papermill finds under the name ``evallib``: the engine, imported when it is used.

papermill loads its entry points while it is being imported itself. The engine imports papermill, so that, named
directly, either would find the other half-made.
"""

from __future__ import annotations

from typing import Any


class DeferredEngine:
    """Stands for `evallib.batch.engines.cell_engine.CellEngine`."""

    def __getattr__(self, name: str) -> Any:
        from evallib.batch.engines.cell_engine import CellEngine

        return getattr(CellEngine, name)


ShellEngine = DeferredEngine()
