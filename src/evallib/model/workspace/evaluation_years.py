"""Evaluation years (评价年度) of units: in which folder a month lies."""

from __future__ import annotations

from evallib.model.workspace.units import Workspace


def year_of_month(workspace: Workspace, unit: str, month: str) -> int:
    """The year whose folder tells a month: November 2023 is told by 2024 where the evaluation year begins in November.

    Args:
        workspace: the folders.
        unit: id of a unit; empty for all units, whose evaluation year counts where they agree on it.
        month: e.g. ``2023-11``.

    Returns:
        The evaluation year, where there is a folder for it; else the year of the month itself.
    """
    year, number = (int(part) for part in month.split("-"))
    names = [unit] if unit else workspace.units()
    starts = {workspace.unit_info(name).evaluation_start_month or workspace.definitions(name).evaluation_year_start
              for name in names}  # fmt: skip
    start = starts.pop() if len(starts) == 1 else 1
    return year + (1 < start <= number and any(year + 1 in workspace.years(name) for name in names))
