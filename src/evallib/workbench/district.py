"""A district on the workbench (全区): all units of a year, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import pandas as pd

from evallib.model.workspace.units import Workspace
from evallib.workbench.requests import Requests, requests_of
from evallib.workbench.result import Columns, Result
from evallib.workbench.unit import Unit


class District:
    """All units of a year, side by side.

    Args:
        workspace: the folders.
        year: the year.
    """

    def __init__(self, workspace: Workspace, year: int) -> None:
        self.workspace = workspace
        self.year = year

    @cached_property
    def units(self) -> list[Unit]:
        """The units that handed in something for the year: ``ev.district(2023).units[0]``."""
        return [Unit.open(unit, year) for unit, year in self.workspace.select(None, [self.year])]

    @property
    def _noun(self) -> str:
        """What the units are called together: 街镇, or 单位."""
        from evallib.publish.words.unit_nouns import unit_noun

        return unit_noun([unit.name for unit in self.units])

    def four_rates(self) -> Result:
        """四率 of all units: ``ev.district(2023).four_rates()``."""
        return self._together(lambda unit: unit.four_rates(), "四率")

    def budget(self) -> Result:
        """Budget and execution of all units (sums of the year): ``ev.district(2023).budget()``."""
        return self._together(lambda unit: unit.budget(totals=True)[lambda rows: rows["year"] == self.year], "预算")

    @cached_property
    def requests(self) -> Requests:
        """The service requests of all units: ``ev.district(2023).requests.rates("街镇")``."""
        _ = self.units  # their clean data are made where they are missing
        from evallib.publish.sections.orders.request_page import open_page

        infos = [self.workspace.unit_info(name) for name in self.workspace.units()]
        return requests_of(open_page(self.workspace.at(None, self.year)), f"各{self._noun}", self.year, infos)

    def __repr__(self) -> str:
        return f"{self.year} 年 {len(self.units)} 个{self._noun}：{'、'.join(unit.name for unit in self.units)}"

    def _together(self, ask: Callable[[Unit], Any], what: str) -> Result:
        from evallib.publish.words import format as fmt

        title = f"{self.year}年各{self._noun}{what}"
        found = [(unit.name, ask(unit)) for unit in self.units]
        there = [(name, result) for name, result in found if len(result)]
        if not there:
            return Result(pd.DataFrame(columns=["unit"]), {"unit": (self._noun, fmt.text)}, f"{title}（没有单位提交）")
        frame = pd.concat([pd.DataFrame(result).assign(unit=name) for name, result in there], ignore_index=True)
        shown: Columns = {"unit": (self._noun, fmt.text), **(there[0][1]._columns_shown or {})}
        return Result(frame, shown, title)
