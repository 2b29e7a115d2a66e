"""Release check (发布检查): nothing leaves that tells of a single request, a small count, or a person.

The last step of every run, and the verb ``evallib release check``: every published file is opened, and what is refused
is withheld (moved to data/inside/withheld), named and told.
"""

from __future__ import annotations

import html
import re
import shutil
from functools import lru_cache
from pathlib import Path

from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace
from evallib.model.workspace.zones import open_inside
from evallib.privacy.masking import masked
from evallib.publish.release.opened_files import Opened, Row, open_file
from evallib.publish.release.published_counts import Published
from evallib.publish.release.published_files import published, remember
from evallib.publish.release.refusal import LABELS, Refusal
from evallib.publish.release.request_facts import (
    RequestFacts,
    read_facts,
)
from evallib.publish.release.unit_check import MOST_TOLD, refuse_of_district, refuse_of_unit

#: Headers under which single requests stand; two of them over rows are a list of requests.
OF_REQUESTS = re.compile(
    r"工单(?:编)?号|案件(?:编)?号|受理时间|诉求内容|工单内容|案件描述|来电人|诉求人|联系电话|办结时间|处置时限|service_request_id|requested_datetime|closed_datetime|description"
)
NUMBER_OF_REQUEST = re.compile(r"工单(?:编)?号|案件(?:编)?号|service_request_id")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: What a mask has left, and fingerprints of files, hold no personal data.
MASK_LEFT = re.compile(r"\d{3}\*{4}\d{4}|\*\*|(?<![0-9a-f])[0-9a-f]{32,64}(?![0-9a-f])")


def check_release(workspace: Workspace) -> list[Refusal]:
    """Everything in reports/ that may not leave.

    Returns:
        Refusals in the order of the files; empty where all may be published.
    """
    reports = workspace.reports
    refusals: list[Refusal] = []
    units: dict[tuple[str, int], list[tuple[Path, Opened]]] = {}
    if not reports.is_dir():
        return []
    for path in published(reports):
        name = path.relative_to(reports).as_posix()
        try:
            opened = open_file(path)
        except ValueError as error:
            refusals.append(Refusal(name, "unreadable", str(error)))
            continue
        refusals += [Refusal(name, "identifier", detail) for detail in identifiers(path, opened)]
        refusals += [Refusal(name, "request_row", detail) for detail in request_rows(opened)]
        parts = path.relative_to(reports).parts
        if len(parts) > 2 and parts[0].isdigit():
            units.setdefault((parts[1], int(parts[0])), []).append((path, opened))
    checked: dict[int, dict[str, tuple[RequestFacts, Published]]] = {}
    others: dict[int, list[tuple[Path, Opened]]] = {}
    for (unit, year), files in units.items():
        if workspace.cases_file(unit, year).is_file():
            facts, seen = read_facts(workspace.cases_file(unit, year)), Published()
            refusals += refuse_of_unit(workspace, unit, year, files, facts, seen)
            checked.setdefault(year, {})[unit] = facts, seen
        else:
            others.setdefault(year, []).extend(files)
    for year, found in checked.items():
        refusals += refuse_of_district(workspace, year, others.get(year, []), found)
    return sorted(dict.fromkeys(refusals), key=lambda refusal: (refusal.file, refusal.reason))


def withhold(workspace: Workspace) -> list[Refusal]:
    """Check, and move what is refused to data/inside/withheld; in place of a page stands one that says so."""
    refusals = check_release(workspace)
    for name in dict.fromkeys(refusal.file for refusal in refusals):
        source = workspace.reports / name
        target = open_inside(workspace, "withheld") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        if source.suffix == ".html":
            reasons = "；".join(dict.fromkeys(LABELS[item.reason] for item in refusals if item.file == name))
            write_text(source, PLACEHOLDER.format(reasons=html.escape(reasons)))
    remember(workspace)
    return refusals


def identifiers(path: Path, opened: Opened) -> list[str]:
    """Kinds of personal data in a file's name and texts, with how many pieces hold them."""
    found: dict[str, int] = {}
    for text in {path.stem, *opened.texts}:
        for kind in _kinds(text):
            found[kind] = found.get(kind, 0) + 1
    return [f"{kind} {count} 处" for kind, count in found.items()]


def request_rows(opened: Opened) -> list[str]:
    """Tables that list single requests."""
    told = []
    for table in opened.tables:
        head = next((row for row in table[:6] if _is_head(row)), None)
        rows = [row for row in table[table.index(head) + 1 :] if any(row)] if head else []
        if head and rows:
            told.append(f"{len(rows)} 行，列为 {'、'.join(cell for cell in head if OF_REQUESTS.search(cell))}")
    return told[:MOST_TOLD]


def _is_head(row: Row) -> bool:
    named = [cell for cell in row if OF_REQUESTS.fullmatch(BRACKETS.sub("", cell).strip(" *:："))]
    return len(named) >= 2 or any(NUMBER_OF_REQUEST.search(cell) for cell in named)


@lru_cache(maxsize=65536)
def _kinds(text: str) -> tuple[str, ...]:
    return masked(MASK_LEFT.sub("", text), False).kinds


PLACEHOLDER = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>本页未发布</title></head>
<body><h1>本页未发布</h1><p>发布前检查不通过：{reasons}。原文件在工作区的 data/inside/withheld/，不对外发布；请处理后重新运行。</p></body></html>
"""
