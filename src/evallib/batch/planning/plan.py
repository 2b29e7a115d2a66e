"""The plan (运行计划): which notebook for which unit and year, where its report goes, and whether it is up to date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.batch.planning.hashes import PACKAGE, FileHashes, digest, library_versions, parameters_digest
from evallib.batch.planning.parameters import MONTH, Parameter, check_parameters, declared_parameters
from evallib.batch.records import ReportResult, read_result
from evallib.model.problems import Problem, ProblemList, did_you_mean
from evallib.model.workspace.evaluation_years import in_year_of
from evallib.model.workspace.units import UNIT_FILE, Workspace

MAIN_NOTEBOOK = "unit_summary"
MONTH_NOTEBOOK = "month"
OVERVIEW_NOTEBOOK = "district_overview"
DISTRICT_MONTH_NOTEBOOK = "district_month"
MONTH_NOTEBOOKS = (MONTH_NOTEBOOK, DISTRICT_MONTH_NOTEBOOK)
#: Notebooks that had English names; a name goes on working, and so does a workspace that still has the old file.
RENAMED = {"four_rates": "四率", "satisfaction": "满意度", "budget": "预算调整", "service_requests": "工单",
           "scorecard": "评分", "audit": "核对"}  # fmt: skip
ALL_UNITS = "全部单位"
RESERVED = ("unit", "year", "month")
REASONS = {
    "notebook": "笔记本已修改",
    "parameters": "参数不同",
    "data": "数据已变",
    "frameworks": "指标体系已变",
    "definitions": "指标口径已变",
    "evallib": "evallib 已修改",
    "libraries": "组件版本不同",
}


@dataclass(frozen=True)
class Selection:
    """What is asked for: all units, all years, the unit summary and the overview where nothing is named."""

    units: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    notebooks: list[str] = field(default_factory=list)
    month: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One report: a notebook, its parameters, and its folder below reports/; without a unit it compares all of them."""

    unit: str
    year: int
    notebook: str
    parameters: dict[str, Any]
    folder: str

    @property
    def title(self) -> str:
        """How messages call it."""
        return " ".join(filter(None, [self.unit or ALL_UNITS, self.folder.split("/")[0], *self.folder.split("/")[2:]]))


def make_plan(workspace: Workspace, selection: Selection) -> list[Task]:
    """All reports of a selection, in the order of units, years and notebooks; those that compare units come last.

    Raises:
        EvallibError: every unknown unit, year or notebook and every parameter that a notebook does not take, at once.
    """
    problems = ProblemList()
    if selection.month and not MONTH.fullmatch(selection.month):
        problems.add(Problem("batch.bad_month", "月份写法不对", value=selection.month, expected="年-月，例如 2023-09"))
    asked = selection.notebooks or [MONTH_NOTEBOOK if selection.month else MAIN_NOTEBOOK]
    notebooks = [current_name(workspace, name) for name in asked]
    extra = selection.parameters | ({"month": selection.month} if selection.month else {})
    values = {name: _values(workspace, name, extra, problems) for name in notebooks}
    problems.raise_errors()
    pairs = workspace.select(selection.units, selection.years)
    if selection.month and not selection.years:
        told = [pair for pair in pairs if in_year_of(workspace.at(*pair), selection.month).year == pair[1]]
        pairs = told or workspace.select(selection.units, [int(selection.month[:4])])
    tasks = []
    for unit, year in pairs:
        for name in notebooks:
            declared, given = values[name]
            if "unit" in declared:
                own = {key: value for key, value in (("unit", unit), ("year", year)) if key in declared}
                main = name == MAIN_NOTEBOOK
                folder = "/".join(filter(None, [f"{year}/{unit}", "" if main else name, selection.month]))
                tasks.append(Task(unit, year, name, own | given, folder))
    return tasks + _overviews(workspace, selection, {year for _, year in pairs}, values)


def _overviews(
    workspace: Workspace,
    selection: Selection,
    years: set[int],
    values: Mapping[str, tuple[dict[str, Parameter], dict[str, Any]]],
) -> list[Task]:
    """Reports that compare all units of a year: those asked for, and the shipped one wherever there are two units."""
    names = [name for name, (declared, _) in values.items() if "unit" not in declared]
    everywhere = selection.month and not (selection.notebooks or selection.units)
    if everywhere and years and notebook_path(workspace, DISTRICT_MONTH_NOTEBOOK).is_file():
        handed_in = [year for _, year in workspace.select()]
        years, names = {year for year in years if handed_in.count(year) > 1}, [DISTRICT_MONTH_NOTEBOOK]
        values = {DISTRICT_MONTH_NOTEBOOK: ({}, {"month": selection.month})}
    whole = not (selection.notebooks or selection.units or selection.month)
    if whole and notebook_path(workspace, OVERVIEW_NOTEBOOK).is_file():
        handed_in = [year for _, year in workspace.select()]
        years, names = {year for year in years if handed_in.count(year) > 1}, [OVERVIEW_NOTEBOOK]
    return [
        Task(
            "",
            year,
            name,
            {"year": year} | values.get(name, ({}, {}))[1],
            "/".join(filter(None, [f"{year}/_{name}", selection.month])),
        )
        for year in sorted(years)
        for name in names
    ]


def current_name(workspace: Workspace, name: str) -> str:
    """The name of a notebook today, also by the name that it had before.

    >>> current_name(Workspace(Path("ws")), "four_rates"), current_name(Workspace(Path("ws")), "month")
    ('四率', 'month')
    """
    return name if notebook_path(workspace, name).is_file() else RENAMED.get(name, name)


def notebook_path(workspace: Workspace, name: str) -> Path:
    """The file of a notebook."""
    return workspace.notebooks / f"{name}.ipynb"


class Fingerprints:
    """What reports are made from, as content hashes by kind (see `REASONS`)."""

    def __init__(self, workspace: Workspace, hashes: FileHashes) -> None:
        self._workspace, self._hashes = workspace, hashes
        self._common = {
            "evallib": hashes.tree(PACKAGE),
            "frameworks": hashes.tree(workspace.frameworks),
            "definitions": hashes.tree(workspace.own_definitions),
            "libraries": digest(f"{name} {version}" for name, version in library_versions().items()),
        }
        self._folders: dict[Path, str] = {}
        self._years: dict[str, list[int]] = {}

    def of(self, task: Task) -> dict[str, str]:
        """Fingerprint of a task. Its data are raw files and clean tables of its year and all years before."""
        return self._common | {
            "notebook": self._tree(notebook_path(self._workspace, task.notebook)),
            "parameters": parameters_digest(task.parameters),
            "data": self._of_unit(task) if task.unit else self._of_all(task.year),
        }

    def forget(self) -> None:
        """Look at the folders anew: a gate or a report may have changed them."""
        self._folders.clear()
        self._years.clear()

    def _of_unit(self, task: Task) -> str:
        if task.unit not in self._years:
            self._years[task.unit] = self._workspace.years(task.unit)
        years = [year for year in self._years[task.unit] if year <= task.year]
        folders = sorted((self._workspace.raw / task.unit).glob("*.yaml"))  # its names, its headers, its own frameworks
        for year in years:  # a score or an audit also reads what was handed in beside the tables
            folders += [self._workspace.clean_dir(task.unit, year), self._workspace.raw_dir(task.unit, year)]
        return digest(self._tree(folder) for folder in folders)

    def _of_all(self, year: int) -> str:
        """A comparison reads names and clean tables of all units and years, and what the units' own reports found."""
        pairs = [pair for pair in self._workspace.select() if pair[1] <= year]
        names = [self._tree(self._workspace.raw / unit / UNIT_FILE) for unit in dict(pairs)]
        tables = [self._tree(self._workspace.clean_dir(*pair)) for pair in pairs]
        found = [
            f"{result.status} {json.dumps(result.figures, sort_keys=True)}"
            for unit, shown in pairs
            if shown == year and (result := read_result(self._workspace.reports, f"{year}/{unit}"))
        ]
        return digest([*map(str, pairs), *names, *tables, *found])

    def _tree(self, path: Path) -> str:
        if path not in self._folders:
            self._folders[path] = self._hashes.tree(path)
        return self._folders[path]


def why_build(task: Task, hashes: Mapping[str, str], last: ReportResult | None, reports: Path) -> str:
    """Why a report has to be made (again), in Chinese; empty where it is up to date."""
    if last is None or not (reports / task.folder / "index.html").is_file():
        return "尚未生成"
    # A full disk is not there for ever; what the data lack is not made by trying again.
    if last.status != "ok" or any("Error：[Errno" in reason for reason in last.incomplete.values()):
        return "上次未完成"
    return "、".join(text for kind, text in REASONS.items() if last.hashes.get(kind) != hashes[kind])


def _values(
    workspace: Workspace, name: str, given: Mapping[str, Any], problems: ProblemList
) -> tuple[dict[str, Parameter], dict[str, Any]]:
    path = notebook_path(workspace, name)
    if not path.is_file():
        known = sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))
        problems.add(
            Problem("batch.unknown_notebook", f"notebooks 下没有笔记本“{name}”", advice=did_you_mean(name, known))
        )
        return {}, {}
    try:
        declared = declared_parameters(path)
    except (ValueError, KeyError, SyntaxError) as error:
        problems.add(Problem("batch.bad_notebook", "笔记本或其参数单元格无法读取", file=path.name, value=str(error)))
        return {}, {}
    if not declared.keys() & {"unit", "year"}:
        problems.add(Problem("batch.no_unit", "笔记本不能按单位、年度运行", file=path.name,
                             expected="参数单元格中有 unit 和 year；比较各单位的只有 year"))  # fmt: skip
    values, found = check_parameters(path.name, declared, given)
    problems.extend(found)
    return declared, values


def read_parameters(texts: list[str]) -> dict[str, Any]:
    """Parameters written as ``name=value``.

    Raises:
        EvallibError: one without an equals sign, or one that has an option of its own.

    >>> read_parameters(["top=5", "note=a=b"])
    {'top': '5', 'note': 'a=b'}
    """
    problems = ProblemList()
    found: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.isidentifier():
            problems.add(Problem("batch.bad_parameter", "参数写法不对", value=text, expected="名称=值，例如 top=5"))
        elif name in RESERVED:
            problems.add(Problem("batch.reserved_parameter", f"“{name}”请用 --{name} 给出", value=text))
        else:
            found[name] = value
    problems.raise_errors()
    return found
