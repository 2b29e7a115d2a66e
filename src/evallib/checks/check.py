"""Checking (校验): a file, a folder or all of data/raw against the suites, with nothing written to data/clean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evallib.checks.gate import GateResult, check_unit
from evallib.checks.rules.results import STATUS_LABELS
from evallib.intake.tables.table_periods import stated_year
from evallib.intake.tables.unit_folder import Submission, read_file, read_folder
from evallib.model.problems import FEW, SEVERITY_LABELS, EvallibError, Problem, one_per_cause
from evallib.model.requests import table_titles
from evallib.model.workspace.handed_in import find_documents, find_spreadsheets, find_strays
from evallib.model.workspace.units import Workspace, check_year
from evallib.privacy import mask_label
from evallib.privacy.tables import mask_fields

YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass
class CheckReport:
    """What was checked: one result per unit and year, and what stood outside of them."""

    results: list[GateResult] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: nothing stays out (warnings may be there); 1: something does. Wrong paths raise, and end with 2."""
        return 0 if all(result.ok for result in self.results) else 1

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "exit_code": self.exit_code,
            "results": [result.to_dict() for result in self.results],
            "notes": [note.to_dict() for note in self.notes],
        }


def check_path(path: Path, year: int | None = None, workspace: Workspace | None = None) -> CheckReport:
    """Check what stands at a path.

    Args:
        path: a spreadsheet; a folder of spreadsheets such as data/raw/<unit>/<year>; a unit's folder; or data/raw.
        year: the year of a file or folder that stands outside data/raw; else it is read from the names of the path.
        workspace: the workspace whose suites are used; the one around `path`, or around the current folder.

    Raises:
        EvallibError: there is nothing at the path, no spreadsheet in it, or its year cannot be told.
    """
    place = path.resolve()
    if not place.exists():
        raise EvallibError(Problem("check.missing", "找不到文件或文件夹", file=path.name, advice="请核对路径"))
    workspace = workspace or _workspace(place)
    raw = workspace.raw.resolve()
    if place == raw:
        report = CheckReport(notes=[mask_fields(note) for note in find_strays(raw)])
        report.results = [check_unit(workspace.at(*pair)) for pair in workspace.select()]
        return report
    inside = place.relative_to(raw).parts if place.is_relative_to(raw) else ()
    if place.is_dir() and len(inside) == 1:
        workspace.check(inside[0])
        results = [check_unit(workspace.at(inside[0], known)) for known in workspace.years(inside[0])]
        return CheckReport(results, [mask_fields(note) for note in find_strays(raw, inside[0])])
    unit = inside[0] if len(inside) >= 2 else ""
    told = _year(place) if year is None else check_year(year)
    if place.is_dir():
        if not find_spreadsheets(place) and not find_documents(place):
            advice = "请给出一个电子表格、data/raw/<单位>/<年度>，或整个 data/raw"
            raise EvallibError(Problem("check.no_spreadsheets", "文件夹里没有电子表格", file=path.name, advice=advice))
        submission: Submission = read_folder(place, told)
    else:
        submission = read_file(place, told)
    return CheckReport([check_unit(workspace.at(unit, told), submission)])


def describe(report: CheckReport) -> Iterator[str]:
    """The report as lines for a terminal: tables, rules that are broken, problems with their places, a conclusion."""
    for result in report.results:
        titles = table_titles()
        yield f"{result.unit or '（未归入单位）'} {result.year}"
        yield "  可进入：" + ("、".join(f"{titles[name]} {rows} 行" for name, rows in result.accepted.items()) or "无")
        if result.rejected:
            yield "  不能进入：" + "、".join(titles[name] for name in result.rejected)
        counts: Counter[str] = Counter(rule.status for rule in result.rules)
        yield f"  规则 {len(result.rules)} 条：" + "，".join(
            f"{label} {counts[status]}" for status, label in STATUS_LABELS.items() if counts[status]
        )
        for correction in result.corrections:
            place = f"{correction.file} › {correction.sheet} › {correction.cell}"
            yield (
                f"  [更正] {place}：“{correction.printed}”→“{correction.corrected}”（{correction.reason}；"
                f"{correction.role}）"
            )
        for problem in one_per_cause(result.problems, FEW):
            yield f"  {problem}"
    for note in report.notes:
        yield str(note)
    total: Counter[str] = Counter(problem.severity for result in report.results for problem in result.problems)
    said = "，".join(f"{label} {total[level]} 处" for level, label in SEVERITY_LABELS.items())
    yield f"共校验 {len(report.results)} 份提交：{said}。" + (
        "全部报表通过校验。" if report.exit_code == 0 else "有内容没有读入或不能进入，见上面的错误。"
    )


def _workspace(place: Path) -> Workspace:
    for folder in (place, *place.parents):
        if (folder / "data" / "raw").is_dir() and (folder / "expectations").is_dir():
            return Workspace(folder)
    return Workspace.find()


def _year(place: Path) -> int:
    if found := YEAR_IN_NAME.findall(place.parent.name if place.is_file() else place.name):
        return int(found[-1])
    if place.is_file() and (told := stated_year(place)) is not None:
        return told
    if found := YEAR_IN_NAME.findall(place.stem):
        return int(found[-1])
    raise EvallibError(
        Problem(
            "check.no_year",
            "看不出是哪一年的数据",
            file=mask_label(place.name),
            expected="上级文件夹、文件名或表格标题里有四位年份",
            advice="请用 --year 指明年度",
        )
    )
