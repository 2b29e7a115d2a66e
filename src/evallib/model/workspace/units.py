"""Units (街镇) and the folders of the workspace: who hands in, and where their files stand.

``data/raw/<unit>/unit.yaml`` names a unit; a folder without one is a unit that is called by its folder name.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import load_model
from evallib.model.workspace.unit_info import UnitInfo

if TYPE_CHECKING:
    from evallib.model.definitions.definition import DefinitionSet

UNIT_FILE = "unit.yaml"
MAPPING = "mapping.yaml"  # headers of case exports that the schema does not know
UNIT_PATTERN = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff（）_-]{0,63}")
YEAR_PATTERN = re.compile(r"(?:19|20)\d{2}")


def check_year(year: int) -> int:
    """The year, if a folder could be named after it.

    >>> check_year(2023)
    2023
    """
    if not YEAR_PATTERN.fullmatch(str(year)):
        raise EvallibError(Problem("year.unlikely", "年度不合理", value=str(year), expected="1900–2099",
                                   advice="请写四位年份，例如 2023"))  # fmt: skip
    return year


@dataclass(frozen=True)
class Workspace:
    """The folders of one workspace; nothing outside `root` is read or written.

    >>> Workspace(Path("ws")).raw_dir("huacao", 2023).as_posix()
    'ws/data/raw/huacao/2023'
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """The workspace named by EVALLIB_WORKSPACE, or the nearest parent of `start` that has data/raw."""
        named = os.environ.get("EVALLIB_WORKSPACE")
        here = Path(named).resolve() if named else (start or Path.cwd()).resolve()
        for folder in (here,) if named else (here, *here.parents):
            if (folder / "data" / "raw").is_dir():
                return cls(folder)
        raise EvallibError(Problem("workspace.missing", "找不到工作区", file=str(here),
                                   expected="含有 data/raw 的文件夹",
                                   advice="请在工作区内运行，或用环境变量 EVALLIB_WORKSPACE 指明"))  # fmt: skip

    @property
    def raw(self) -> Path:
        """data/raw."""
        return self.root / "data" / "raw"

    @property
    def clean(self) -> Path:
        """data/clean."""
        return self.root / "data" / "clean"

    @property
    def expectations(self) -> Path:
        """Expectation suites."""
        return self.root / "expectations"

    @property
    def frameworks(self) -> Path:
        """The workspace's own frameworks (指标体系)."""
        return self.root / "data" / "frameworks"

    @property
    def own_definitions(self) -> Path:
        """The workspace's own sets of definitions (指标口径)."""
        from evallib.model.definitions.registry import FOLDER

        return self.root / FOLDER

    @property
    def notebooks(self) -> Path:
        """Notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Reports."""
        return self.root / "reports"

    @property
    def inside(self) -> Path:
        """data/inside: what runs need and nobody publishes (parsed submissions, checked copies, logs); see `zones`."""
        return self.root / "data" / "inside"

    def at(self, unit: str | None, year: int) -> UnitYear:
        """A unit and year of this workspace; without a unit, all units together."""
        return UnitYear(self, unit or "", year)

    def submission_dir(self, unit: str, year: int) -> Path:
        """Masked sheets of what a unit handed in for a year, as they were parsed."""
        return self.inside / "submissions" / unit / str(year)

    def raw_dir(self, unit: str, year: int) -> Path:
        """Spreadsheets of a unit and year."""
        return self.raw / unit / str(year)

    def clean_dir(self, unit: str, year: int) -> Path:
        """Clean tables of a unit and year."""
        return self.clean / unit / str(year)

    def cases_file(self, unit: str, year: int) -> Path:
        """Clean service requests (工单) of a unit and year."""
        return self.clean_dir(unit, year) / "service_requests.parquet"

    def inside_dir(self, unit: str, year: int) -> Path:
        """What a run writes for the unit's own use and is never published (data/inside)."""
        return self.root / "data" / "inside" / unit / str(year)

    def report_dir(self, unit: str, year: int) -> Path:
        """Report of a unit and year."""
        return self.reports / str(year) / unit

    def units(self) -> list[str]:
        """All units that handed something in; a link to another place is none."""
        return sorted(path.name for path in self.raw.iterdir() if _is_own(path) and UNIT_PATTERN.fullmatch(path.name))

    def years(self, unit: str) -> list[int]:
        """Years for which a unit has a folder."""
        folder = self.raw / unit
        return sorted(
            int(path.name) for path in folder.iterdir() if _is_own(path) and YEAR_PATTERN.fullmatch(path.name)
        )

    def unit_info(self, unit: str) -> UnitInfo:
        """Names of a unit; its folder's where unit.yaml cannot be read, see `unit_problems`."""
        try:
            return self._read_unit(unit)
        except EvallibError:
            return UnitInfo(name=unit)

    def unit_problems(self, unit: str) -> list[Problem]:
        """What is wrong with a unit's unit.yaml; the gate reports it, and no other unit suffers."""
        from evallib.model.definitions.registry import find_set

        try:
            named = self._read_unit(unit).definitions
            if named:
                find_set(named, self.root)
        except EvallibError as error:
            return [replace(problem, file=Path(problem.file or UNIT_FILE).name) for problem in error.problems]
        return []

    def definitions(self, unit: str) -> DefinitionSet:
        """The definitions (指标口径) by which a unit's requests are judged: those named in unit.yaml, else the usual.

        Raises:
            EvallibError: unit.yaml names a set that is not there, or that cannot be read.
        """
        from evallib.model.definitions.registry import DEFAULT_SET, find_set

        return find_set(self.unit_info(unit).definitions or DEFAULT_SET, self.root)

    def _read_unit(self, unit: str) -> UnitInfo:
        path = self.raw / unit / UNIT_FILE
        return load_model(path, UnitInfo) if path.is_file() else UnitInfo(name=unit)

    def check(self, unit: str, year: int | None = None) -> None:
        """Refuse an unknown unit or a year without data, with the nearest known one."""
        if unit not in self.units():
            raise EvallibError(Problem("unit.unknown", f"data/raw 下没有单位“{unit}”",
                                       expected="data/raw 下的一个文件夹名",
                                       advice=did_you_mean(unit, self.units())))  # fmt: skip
        if year is not None and year not in self.years(unit):
            known = "、".join(str(value) for value in self.years(unit)) or "无"
            raise EvallibError(Problem("unit.year_without_data", f"单位“{unit}”没有 {year} 年的数据",
                                       expected=f"已有年份：{known}",
                                       advice=f"请把该年的表格放入 data/raw/{unit}/{year}/"))  # fmt: skip

    def select(self, units: list[str] | None = None, years: list[int] | None = None) -> list[tuple[str, int]]:
        """All (unit, year) pairs, narrowed to `units` and `years`; one asked for and not there is an error."""
        for unit in units or []:
            self.check(unit)
        pairs = [(unit, year) for unit in (units or self.units()) for year in self.years(unit)]
        if years:
            pairs = [pair for pair in pairs if pair[1] in years]
            if units:
                for unit in units:
                    for year in years:
                        self.check(unit, year)
            elif not pairs:
                raise EvallibError(
                    Problem("unit.year_without_data", "没有单位有 " + "、".join(map(str, years)) + " 年的数据")
                )
        return pairs


@dataclass(frozen=True)
class UnitYear:
    """A unit and a year of a workspace: what is handed in, checked, scored and reported together.

    It travels as one from the command line to the page; `evallib.checks.store.UnitData` is one with its clean tables.

    Args:
        workspace: the folders.
        unit: folder name of the unit; empty for all units together.
        year: the year.

    >>> Workspace(Path("ws")).at("huacao", 2023).raw_dir.as_posix()
    'ws/data/raw/huacao/2023'
    """

    workspace: Workspace
    unit: str
    year: int

    def check(self) -> None:
        """Refuse an unknown unit or a year without data, with the nearest known one."""
        self.workspace.check(self.unit, self.year)

    @property
    def raw_dir(self) -> Path:
        """Spreadsheets that were handed in."""
        return self.workspace.raw_dir(self.unit, self.year)

    @property
    def clean_dir(self) -> Path:
        """Clean tables."""
        return self.workspace.clean_dir(self.unit, self.year)

    @property
    def submission_dir(self) -> Path:
        """Masked sheets as they were parsed."""
        return self.workspace.submission_dir(self.unit, self.year)

    @property
    def report_dir(self) -> Path:
        """Its report."""
        return self.workspace.report_dir(self.unit, self.year)


def _is_own(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
