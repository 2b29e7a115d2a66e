"""Evaluation years (评价年度) of units: in which folder a month lies."""

from __future__ import annotations

from dataclasses import replace

from evallib.model.periods import Period, evaluation_year
from evallib.model.problems import EvallibError
from evallib.model.workspace.units import UnitYear


def in_year_of(at: UnitYear, month: str) -> UnitYear:
    """A unit in the year whose folder tells a month: November 2023 is in 2024 where that evaluation year begins then.

    Args:
        at: a unit; without one, all units, whose evaluation year counts where they agree on it.
        month: e.g. ``2023-11``.

    Returns:
        The unit in the evaluation year, where there is a folder for it; else in the year of the month itself.
    """
    workspace = at.workspace
    year, number = (int(part) for part in month.split("-"))
    names = [at.unit] if at.unit else workspace.units()
    starts = {
        workspace.unit_info(name).evaluation_start_month or workspace.definitions(name).evaluation_year_start
        for name in names
    }
    start = starts.pop() if len(starts) == 1 else 1
    return replace(at, year=year + (1 < start <= number and any(year + 1 in workspace.years(name) for name in names)))


def year_of(at: UnitYear) -> Period:
    """The evaluation year that a unit's folder tells, as the unit or its definitions set it.

    A calendar year where its definitions cannot be read; the gate says so.
    """
    start = at.workspace.unit_info(at.unit).evaluation_start_month
    try:
        return evaluation_year(at.year, start or at.workspace.definitions(at.unit).evaluation_year_start)
    except EvallibError:
        return evaluation_year(at.year)
