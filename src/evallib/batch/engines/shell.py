"""A shell for cells (单元格执行环境): IPython in this very process, its outputs kept as nbformat outputs.

A kernel is a second process with its own imports and sockets; a shell is neither, which is why a report costs what
its cells cost. Widgets and `input()` do not exist here: a report has nobody to ask.
"""

from __future__ import annotations

import atexit
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_default
from traitlets import Type
from traitlets.config import Config


class Outputs:
    """The outputs of the cell that runs, and the displays that later cells may still update."""

    def __init__(self) -> None:
        self.current: list[Any] = []
        self._displays: dict[str, list[Any]] = {}
        self._clear_next = False

    def add(self, kind: str, content: dict[str, Any], display_id: str | None = None) -> None:
        """Append an output of a kind (stream, display_data, execute_result, error)."""
        self._clear_if_asked()
        output = _as_kernels_send({"output_type": kind, **content})
        self.current.append(output)
        if display_id:
            self._displays.setdefault(display_id, []).append(output)

    def update(self, display_id: str, content: dict[str, Any]) -> None:
        """Replace what an earlier display shows, wherever it stands."""
        for output in self._displays.get(display_id, []):
            output.update(_as_kernels_send(content))

    def write(self, name: str, text: str) -> None:
        """Append to a stream; one output for text that follows text."""
        self._clear_if_asked()
        last = self.current[-1] if self.current else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.add("stream", {"name": name, "text": text})

    def clear(self, wait: bool) -> None:
        """Forget the outputs of this cell, now or when the next one comes."""
        self._clear_next = wait
        if not wait:
            self.current.clear()

    def _clear_if_asked(self) -> None:
        if self._clear_next:
            self.current.clear()
            self._clear_next = False


def _as_kernels_send(content: dict[str, Any]) -> Any:
    """Content as it arrives from a kernel: plain JSON, with bytes as base64."""
    return nbformat.from_dict(json.loads(json.dumps(content, default=json_default)))


class _Stream(io.TextIOBase):
    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._outputs.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(
        self, data: Any, metadata: Any = None, *_: Any, transient: Any = None, update: bool = False, **__: Any
    ) -> None:
        content = {"data": data, "metadata": metadata or {}}
        display_id = (transient or {}).get("display_id")
        if update and display_id:
            self.shell.outputs.update(display_id, content)
        else:
            self.shell.outputs.add("display_data", content, display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class _ResultHook(DisplayHook):
    def start_displayhook(self) -> None:
        """Nothing is printed before a result."""

    def write_output_prompt(self) -> None:
        """No prompt: the notebook has its own."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        content = {"data": format_dict, "metadata": md_dict or {}}
        shell: Any = self.shell
        shell.outputs.add("execute_result", content | {"execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        """Nothing is printed after a result."""


class CellShell(InteractiveShell):
    """IPython without a terminal; what a cell shows lands in `outputs`."""

    displayhook_class = Type(_ResultHook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        quiet = Config()
        quiet.HistoryManager.enabled = False  # no sqlite file, no thread that a fork would lose
        super().__init__(config=quiet, **kwargs)  # type: ignore[no-untyped-call]

    def run(self, cell: Any) -> bool:
        """Run a code cell and fill in its outputs and its number.

        Returns:
            Whether it ended without an error.
        """
        self.outputs.current = cell["outputs"] = []
        out, err = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        cell["execution_count"] = self.execution_count
        with redirect_stdout(out), redirect_stderr(err):
            result = self.run_cell(cell["source"], store_history=True)  # type: ignore[no-untyped-call]
        return bool(result.success)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.add("error", {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb})


@contextmanager
def cell_shell() -> Iterator[CellShell]:
    """A fresh shell that `get_ipython()` and `display()` find while the block runs; the former one comes back after."""
    holder: Any = InteractiveShell
    before = holder._instance
    hooks = sys.displayhook, sys.excepthook
    shell = CellShell()
    holder._instance = shell
    try:
        yield shell
    finally:
        holder._instance = before
        shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
        sys.displayhook, sys.excepthook = hooks
        atexit.unregister(shell.atexit_operations)
