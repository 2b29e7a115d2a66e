"""What was chosen (所选): unit, year and month of the notebook on screen, for the links and its cells' next run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evallib.model.workspace.units import Workspace

#: Name of a control → its value, as long as the kernel lives.
_chosen: dict[str, Any] = {}


def choose(**values: Any) -> None:
    """Remember what was chosen."""
    _chosen.update(values)


def chosen(name: str, default: Any) -> Any:
    """What was chosen for a control, or what the notebook's parameters say.

    >>> chosen("unit", "huacao")
    'huacao'
    """
    return _chosen.get(name, default)


def report_folder(workspace: Workspace) -> Path:
    """The report's folder that belongs to what is on the screen."""
    from evallib.workbench.lab.shell import current_shell

    shell = current_shell()
    names = dict(getattr(shell, "user_ns", {})) | _chosen
    unit, year, month = names.get("unit"), names.get("year"), names.get("month")
    folder = workspace.reports / str(year) / (unit if isinstance(unit, str) and unit else "_district_overview")
    return folder / "month" / month if isinstance(month, str) and month else folder
