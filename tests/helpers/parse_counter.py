"""Counts parsing across processes: put on PYTHONPATH as ``sitecustomize``, it notes every file that is given to a reader.

Every process that starts (the run itself, the process that forks, kernels) imports it; children that are forked inherit
it. All reading goes through the guarded process, whose calls are noted where they are asked; hashing reads only bytes
and does not count.
"""

from __future__ import annotations

import os

NOTES = "EVALLIB_PARSE_NOTES"
SOURCE = """
import importlib.abc
import importlib.machinery
import os
import sys

notes = os.environ.get("{variable}")
GUARDED = "evallib.intake.files.guarding.guarded"


class Noting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != GUARDED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            ask = module._Reader.ask

            def noted(self, read, path, *arguments):
                with open(notes, "a", encoding="utf-8") as file:
                    file.write(f"{{read.__qualname__}}\\t{{path}}\\n")
                return ask(self, read, path, *arguments)

            module._Reader.ask = noted

        spec.loader.exec_module = exec_module
        return spec


if notes:
    sys.meta_path.insert(0, Noting())
"""


def install(folder, monkeypatch):
    """Let every process from here on note in a file what it parses; this process does so if it is started anew.

    Args:
        folder: an empty folder.
        monkeypatch: of the test, whose environment the processes inherit.

    Returns:
        The file: a line per reading, the reader and the path.
    """
    (folder / "sitecustomize.py").write_text(SOURCE.format(variable=NOTES), encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("PYTHONPATH", path)
    notes = folder / "notes.txt"
    notes.touch()
    monkeypatch.setenv(NOTES, str(notes))
    return notes
