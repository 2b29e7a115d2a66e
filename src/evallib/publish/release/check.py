"""Release check (发布检查): nothing leaves that tells of a single request, a small count, or a person.

The last step of every run, and the verb ``evallib release check``: every published file is opened, and what is refused
is withheld (moved to data/inside/withheld), named and told.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path

from evallib.model.workspace.evaluation_years import year_of
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace
from evallib.model.workspace.zones import open_inside
from evallib.publish.release.kept_openings import Opening, forget_others, kept_opening
from evallib.publish.release.opened_pages import Opened
from evallib.publish.release.published_counts import Published
from evallib.publish.release.published_files import published, remember
from evallib.publish.release.refusal import LABELS, Refusal
from evallib.publish.release.request_facts import RequestFacts, read_facts
from evallib.publish.release.unit_check import refuse_of_district, refuse_of_unit


def check_release(workspace: Workspace) -> list[Refusal]:
    """Everything in reports/ that may not leave.

    Returns:
        Refusals in the order of the files; empty where all may be published.
    """
    reports = workspace.reports
    refusals: list[Refusal] = []
    units: dict[tuple[str, int], list[tuple[Path, Opening]]] = {}
    if not reports.is_dir():
        return []
    paths = list(published(reports))
    for path in paths:
        name = path.relative_to(reports).as_posix()
        try:
            opening = kept_opening(workspace, path)
        except ValueError as error:
            refusals.append(Refusal(name, "unreadable", str(error)))
            continue
        refusals += [Refusal(name, "identifier", detail) for detail in opening.identifiers]
        refusals += [Refusal(name, "request_row", detail) for detail in opening.request_rows]
        parts = path.relative_to(reports).parts
        if len(parts) > 2 and parts[0].isdigit():
            units.setdefault((parts[1], int(parts[0])), []).append((path, opening))
    forget_others(workspace, paths)
    checked: dict[int, dict[str, tuple[RequestFacts, Published]]] = {}
    others: dict[int, list[tuple[Path, Opening]]] = {}
    for (unit, year), files in units.items():
        if workspace.cases_file(unit, year).is_file():
            at, seen = workspace.at(unit, year), Published()
            facts = read_facts(at, year_of(at))
            refusals += refuse_of_unit(at, _opened(files), facts, seen)
            if facts.outside:  # a notebook can be asked for a year of other months (start_month) than the unit's own
                whole = read_facts(at)
                refusals += refuse_of_unit(at, _opened(files), whole, Published())
            checked.setdefault(year, {})[unit] = facts, seen
        else:
            others.setdefault(year, []).extend(files)
    for year in others:  # a district's page counts units that publish nothing of their own, too
        for unit in workspace.units():
            if unit not in checked.setdefault(year, {}) and workspace.cases_file(unit, year).is_file():
                at = workspace.at(unit, year)
                checked[year][unit] = read_facts(at, year_of(at)), Published()
    for year, found in checked.items():
        refusals += refuse_of_district(workspace, year, _opened(others.get(year, [])), found)
    return sorted(dict.fromkeys(refusals), key=lambda refusal: (refusal.file, refusal.reason))


def _opened(files: list[tuple[Path, Opening]]) -> list[tuple[Path, Opened]]:
    return [(path, opening.opened) for path, opening in files]


def withhold(workspace: Workspace) -> list[Refusal]:
    """Check, and move what is refused to data/inside/withheld; in place of a page stands one that says so."""
    refusals: list[Refusal] = []
    # Of two files that tell the same, the check names the first: with it gone, the other one is next.
    gone: set[str] = set()
    while found := [refusal for refusal in check_release(workspace) if refusal.file not in gone]:
        refusals += found
        gone |= {refusal.file for refusal in found}
        _withhold(workspace, found)
    remember(workspace)
    return refusals


def _withhold(workspace: Workspace, refusals: list[Refusal]) -> None:
    for name in dict.fromkeys(refusal.file for refusal in refusals):
        source = workspace.reports / name
        target = open_inside(workspace, "withheld") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        if source.suffix == ".html":
            reasons = "；".join(dict.fromkeys(LABELS[item.reason] for item in refusals if item.file == name))
            write_text(source, PLACEHOLDER.format(reasons=html.escape(reasons)))


PLACEHOLDER = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>本页未发布</title></head>
<body><h1>本页未发布</h1><p>发布前检查不通过：{reasons}。原文件在工作区的 data/inside/withheld/，不对外发布；\
请处理后重新运行。</p></body></html>
"""
