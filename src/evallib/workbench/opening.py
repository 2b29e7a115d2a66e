"""Opening (打开): a unit and year, a district, or the list of who handed in."""

from __future__ import annotations

import pandas as pd

from evallib.model.workspace.units import Workspace
from evallib.workbench.district import District
from evallib.workbench.opened_unit import in_notebook
from evallib.workbench.result import Result
from evallib.workbench.unit import Unit


def open(unit: str, year: int) -> Unit:
    """One unit and year: ``h = ev.open("huacao", 2023)`` or ``ev.open("华漕镇", 2023)``; outdated data is told.

    Raises:
        EvallibError: an unknown unit or year, with the nearest one that is there.
    """
    opened = Unit.open(unit, year)
    if in_notebook():
        _draw_with_plotly()
        from evallib.publish.sections.gaps import show_outdated

        show_outdated(opened.data)
    return opened


def _draw_with_plotly() -> None:
    """Let pandas' own `.plot()` draw with plotly where its usual library is not installed."""
    from importlib.util import find_spec

    if pd.options.plotting.backend == "matplotlib" and find_spec("matplotlib") is None:
        pd.options.plotting.backend = "plotly"


def district(year: int) -> District:
    """All units of a year: ``d = ev.district(2023)``; then ``d.four_rates()``, ``d.requests.funnel()``."""
    return District(Workspace.find(), year)


def units() -> Result:
    """Who handed in, and for which years."""
    from evallib.privacy.units import mask_unit
    from evallib.publish.words import format as fmt

    workspace = Workspace.find()
    rows = [
        {
            "unit": unit,
            "name": mask_unit(workspace.unit_info(unit)).name,
            "years": "、".join(map(str, workspace.years(unit))),
        }
        for unit in workspace.units()
    ]
    columns = {"unit": ("文件夹", fmt.text), "name": ("单位", fmt.text), "years": ("年度", fmt.text)}
    return Result(pd.DataFrame(rows, columns=list(columns)), columns, "已提交数据的单位")
