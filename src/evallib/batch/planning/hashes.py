"""Content hashes (内容指纹): what a report was made from, so that only what changed is made again.

Contents decide, but a file is read again only if its size, time or inode changed: 216 units with their workbooks are
gigabytes, and an up-to-date run shall cost a second.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from evallib.model.workspace.files import write_text
from evallib.model.workspace.made_from import LIBRARIES

SETTLED_NS = 2_000_000_000  # a file written within the tick of a coarse clock could change and keep its time
PACKAGE = Path(__file__).parents[2]
GATE_ROOMS = ("model", "parsing", "privacy", "identities", "indicators", "intake", "checks")


class FileHashes:
    """SHA-256 of files, remembered in an index file by path, size, time and inode.

    The index holds digests of the paths: names of files that were handed in may hold personal data.
    """

    def __init__(self, index: Path | None = None) -> None:
        self._index = index
        self._known: dict[str, list[Any]] = _load(index)
        self._used: dict[str, list[Any]] = {}

    def of(self, path: Path) -> str:
        """SHA-256 of one file."""
        key = sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()
        stat = path.stat()
        mark = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        entry = self._used.get(key) or self._known.get(key)
        if entry is None or entry[:3] != mark:
            entry = [*mark, sha256(path.read_bytes()).hexdigest()]
        self._used[key] = entry
        return str(entry[3])

    def tree(self, *roots: Path) -> str:
        """Digest of the names and contents of all files below some folders (or of files themselves).

        Names that start with a dot or ``~$`` do not count, nor does Python's cache; a root that is missing is empty.
        """
        lines = []
        for number, root in enumerate(roots):
            files = [root] if root.is_file() else sorted(_files(root))
            lines += [f"{number}/{path.relative_to(root).as_posix()} {self.of(path)}" for path in files]
        return digest(lines)

    def save(self) -> None:
        """Write the index: what was asked for in this run and has settled."""
        if self._index is None:
            return
        settled = time.time_ns() - SETTLED_NS
        kept = {key: entry for key, entry in self._used.items() if entry[1] < settled}
        if kept != self._known:
            write_text(self._index, json.dumps(kept))
            self._known = kept


def digest(lines: Iterable[str]) -> str:
    """SHA-256 over lines of text."""
    return sha256("\n".join(lines).encode()).hexdigest()


def parameters_digest(parameters: Mapping[str, Any]) -> str:
    """Digest of parameters, whatever their order.

    >>> parameters_digest({"a": 1, "b": 2}) == parameters_digest({"b": 2, "a": 1})
    True
    """
    return digest([json.dumps(parameters, sort_keys=True, ensure_ascii=False, default=str)])


def library_versions() -> dict[str, str]:
    """Versions of the libraries that a page depends on, and of evallib."""
    from importlib.metadata import version

    from evallib import __version__

    return {"evallib": __version__} | {name: version(name) for name in LIBRARIES}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = []
    for entry in folder.iterdir():
        if entry.name.startswith((".", "~$")) or entry.name == "__pycache__":
            continue
        found += _files(entry) if entry.is_dir() else [entry]
    return found


def _load(index: Path | None) -> dict[str, list[Any]]:
    try:
        return dict(json.loads(index.read_text(encoding="utf-8"))) if index else {}
    except (FileNotFoundError, ValueError):
        return {}
