"""A unit that stays open (打开着的单位): it sees when files change meanwhile, and says so in the notebook."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from evallib.checks.record import RECORD
from evallib.checks.store import UnitData
from evallib.model.workspace.handed_in import find_documents, find_spreadsheets
from evallib.workbench.requests import requests_of

if TYPE_CHECKING:
    from evallib.workbench.requests import Requests


class OpenedUnit:
    """The clean tables of a unit and year while somebody works with them.

    Args:
        data: clean tables of the unit and year.
    """

    def __init__(self, data: UnitData) -> None:
        self._data, self._seen, self._changed = data, _looks(data), False
        self.year = data.year
        self.name = data.info.name

    @property
    def data(self) -> UnitData:
        """The clean tables: ``h.data.table("four_rates")``; a notebook says where raw files changed since."""
        seen = _looks(self._data)
        if seen != self._seen:
            self._data = UnitData(self._data.workspace, self._data.unit, self._data.year)
            self._seen, self._changed = seen, True
            self.__dict__.pop("_requests", None)
        if self._changed and in_notebook():
            from evallib.publish.sections.gaps import show_outdated

            show_outdated(self._data)
        return self._data

    @property
    def requests(self) -> Requests:
        """The service requests (工单): ``h.requests.rates(by="主责部门")``, ``.overdue()``, ``.repeats()``.

        Raises:
            EvallibError: no requests were handed in, or they did not pass.
        """
        _ = self.data
        return self._requests

    @cached_property
    def _requests(self) -> Requests:
        from evallib.publish.sections.orders.request_page import open_page

        info = self._data.workspace.unit_info(self._data.unit)
        return requests_of(open_page(self._data), self.name, self.year, [info])


def in_notebook() -> bool:
    """Whether what is displayed is seen: no notebook has been started where IPython was never loaded."""
    shell = sys.modules.get("IPython")
    return shell is not None and shell.get_ipython() is not None


def _looks(data: UnitData) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of what was handed in and of the gate's record: what tells a change without reading."""
    handed_in = [*find_spreadsheets(data.raw_dir), *find_documents(data.raw_dir)] if data.raw_dir.is_dir() else []
    files = (path for path in (*handed_in, data.clean_dir / RECORD) if path.is_file())
    return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path in files for stat in (path.stat(),))
