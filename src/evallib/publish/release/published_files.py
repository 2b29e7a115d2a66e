"""Published files (成品文件): which files stand in reports/, and whether they are those that were checked last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace
from evallib.model.workspace.zones import open_inside

CHECKED = "release.json"


def published(folder: Path) -> Iterator[Path]:
    """The files below a folder of reports/ that are published, without assets and what hides."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if (
            path.is_file()
            and not any(part.startswith(".") for part in inner)
            and inner[0] != "assets"
            and path.name != "README.md"
        ):
            yield path


def is_checked(workspace: Workspace) -> bool:
    """Whether nothing in reports/ has changed since the last check."""
    try:
        known = json.loads((workspace.inside / CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(known == _state(workspace))


def _state(workspace: Workspace) -> dict[str, list[int]]:
    files = published(workspace.reports) if workspace.reports.is_dir() else ()
    return {
        path.relative_to(workspace.reports).as_posix(): [(info := path.stat()).st_size, info.st_mtime_ns]
        for path in files
    }


def remember(workspace: Workspace) -> None:
    """Keep which files were checked, so that a run that changes nothing need not open them again."""
    write_text(open_inside(workspace) / CHECKED, json.dumps(_state(workspace)))
