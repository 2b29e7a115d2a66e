"""The page of all checks (校验页): reports/<year>/<unit>/checks/ with all rules and problems; checked copies inside.

It asks no other host for anything. Everything is built from what the gate recorded, so that a report can show it
without checking again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib import __version__
from evallib.checks.rules.results import STATUS_LABELS
from evallib.model.clock import stamp
from evallib.model.problems import SEVERITY_LABELS, Problem
from evallib.model.requests import CASES, table_titles
from evallib.model.workspace.files import write_bytes, write_text
from evallib.model.workspace.folders import replacing
from evallib.model.workspace.handed_in import find_spreadsheets
from evallib.model.workspace.made_from import keep, made_from, recall
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.model.workspace.zones import open_inside
from evallib.privacy import mask_file_name, mask_label, unique_name
from evallib.privacy.units import mask_unit
from evallib.publish.books.checked_copy import checked_copy
from evallib.publish.page.html import ASSETS, SCRIPT, write_style
from evallib.publish.words.csv_text import csv_text
from evallib.publish.words.format import beijing_time

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates" / "checks"
MADE_FROM = "checks_made.json"
ALL_PROBLEMS = "全部问题.csv"
MAX_SHOWN = 2000
ROW_CSS = {"error": "alert", "warning": "warn", "note": ""}
CAPTIONS = {
    "error": "所在的表或单元格没有读入，请改正后重新提交",
    "warning": "已进入，报告中并列显示；请核对原表",
    "note": "供参考",
}
MARKS = {"passed": "ok", "failed": "failed", "skipped": "", "broken": "failed"}
HEADERS = {"severity": "级别", "file": "文件", "sheet": "工作表", "cell": "单元格", "message": "问题", "value": "读到",
           "expected": "应为", "advice": "处理", "code": "代码"}  # fmt: skip


def write_checks(workspace: Workspace, record: dict[str, Any]) -> Path:
    """Write the page of a unit and year; inside, the checked copies and the list of all problems with values of rows.

    Args:
        workspace: the workspace.
        record: what the gate recorded: `evallib.checks.gate.read_record`, or ``GateResult.to_dict()``.

    Returns:
        The page. Its folder is replaced in one step; where both folders stand as they were made from this record, they
        stay.
    """
    unit, year = record["unit"], int(record["year"])
    target = workspace.report_dir(unit, year) / "checks"
    name = mask_unit(workspace.unit_info(unit)).name
    inside, mark = (open_inside(workspace, f"{year}/{unit}") / place for place in ("checks", MADE_FROM))
    key = made_from(record, name)
    if recall(mark, key) == _state(target, inside):
        return target / "index.html"
    problems = [Problem(**problem) for problem in record["problems"]]
    exports = {sheet["file"] for sheet in record["sheets"] if sheet["table"] == CASES}
    with replacing(inside, sync=False) as new:
        kept_in = workspace.submission_dir(unit, year)
        _write_copies(workspace.at(unit, year), kept_in, problems, exports, name, new)
        listed = pd.DataFrame([problem.to_dict() for problem in problems], columns=list(HEADERS))
        listed["severity"] = listed["severity"].map(SEVERITY_LABELS)
        write_text(new / ALL_PROBLEMS, csv_text(listed.rename(columns=HEADERS)), encoding="utf-8-sig", sync=False)
        write_text(new / "checks.json", json.dumps(record, ensure_ascii=False, indent=1), sync=False)
    with replacing(target, sync=False) as new:
        write_text(new / "index.html", _render(record, name, published_problems(problems, exports)), sync=False)
    assets = workspace.reports / "assets"
    if not (assets / SCRIPT).is_file():
        write_bytes(assets / SCRIPT, (ASSETS / SCRIPT).read_bytes())
        write_style(assets)
    keep(mark, key, _state(target, inside))
    return target / "index.html"


def _state(*folders: Path) -> list[list[Any]]:
    """Names, sizes and times of the files of folders that are there."""
    return [
        [path.name, (info := path.stat()).st_size, info.st_mtime_ns]
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
    ]


def published_problems(problems: list[Problem], exports: set[str]) -> list[Problem]:
    """Problems as they may be published: of an export of requests only what is wrong, not in which row, by what value.

    >>> rows = [Problem("a", "“主责部门”少见", file="工单.csv", cell=f"F{n}", value="某所") for n in (2, 3)]
    >>> [(each.message, each.file, each.cell, each.value) for each in published_problems(rows, {"工单.csv"})]
    [('“主责部门”少见', '工单.csv', '', '')]
    """
    shown = [replace(problem, cell="", value="") if problem.file in exports else problem for problem in problems]
    return list(dict.fromkeys(shown))


def _write_copies(
    at: UnitYear, kept_in: Path, problems: list[Problem], exports: set[str], unit: str, new: Path
) -> None:
    names: list[str] = []
    for path in find_spreadsheets(at.raw_dir):
        shown = mask_label(path.name)
        told = [problem for problem in problems if problem.file == shown]
        if all(problem.severity == "note" for problem in told):
            continue
        stem, suffix = mask_file_name(path.name).rsplit(".", 1)
        name = f"{stem}_核对.xlsx" if f"{stem}_核对.xlsx" not in names else f"{stem}（{suffix}）_核对.xlsx"
        name = unique_name(name, names)
        names.append(name)
        write_bytes(
            new / name,
            checked_copy(path, told, f"{unit} {at.year} 年度", shown in exports, kept_in, at.year),
            sync=False,
        )


@cache
def page_template() -> Template:
    """The page's template, compiled once in a process."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("checks.html.j2")


def _render(record: dict[str, Any], name: str, problems: list[Problem]) -> str:
    titles = table_titles()
    counts: Counter[str] = Counter(problem.severity for problem in problems)
    status: Counter[str] = Counter(rule["status"] for rule in record["rules"])
    sections = [("problems", "问题"), ("sheets", "工作表"), ("rules", "全部规则"), ("downloads", "出处")]
    sections[3:3] = [("corrections", "更正")] if record["corrections"] else []
    facts = [("规则", f"{len(record['rules'])} 条"), ("表类", f"{len(record['accepted'])} 类进入")]
    facts += [("未进入", "、".join(titles[kind] for kind in record["rejected"]))] if record["rejected"] else []
    cards = [(label, str(counts[level]), CAPTIONS[level]) for level, label in SEVERITY_LABELS.items()]
    cards += [(f"规则{label}", str(status[key]), "") for key, label in STATUS_LABELS.items() if status[key]]
    return page_template().render(
        name=name,
        year=record["year"],
        sections=sections,
        facts=facts,
        cards=cards,
        conclusion=_conclusion(record, titles, counts),
        groups=list(_groups(problems)),
        sheets=[_sheet(sheet, record, titles) for sheet in record["sheets"]],
        tables=list(_tables(record["rules"])),
        corrections=record["corrections"],
        inside=f"data/inside/{record['year']}/{record['unit']}/checks/",
        inputs={mask_label(file): digest for file, digest in record.get("inputs", {}).items()},
        version=__version__,
        made_at=beijing_time(stamp()),
    )


def _conclusion(record: dict[str, Any], titles: dict[str, str], counts: Counter[str]) -> str:
    if record["rejected"]:
        kept = "、".join(f"“{titles[kind]}”" for kind in record["rejected"])
        return f"{kept}有错误，整表没有进入；其余 {len(record['accepted'])} 类表已进入。"
    if counts["error"]:
        cells = sum(map(len, record.get("unread", {}).values()))
        blank = f"，其中 {cells} 格读不出来、留空" if cells else ""
        lost = "，但有文件或工作表读不出来" if counts["error"] > cells else ""
        return f"能识别的 {len(record['accepted'])} 类表都已进入{blank}{lost}。"
    doubts = f"，有 {counts['warning']} 处需要核对" if counts["warning"] else "，没有需要核对的地方"
    return f"提交的 {len(record['accepted'])} 类表均已入库{doubts}。"


def _groups(problems: list[Problem]) -> Iterator[dict[str, Any]]:
    for level, label in SEVERITY_LABELS.items():
        told = [problem for problem in problems if problem.severity == level]
        if told:
            yield {
                "label": label,
                "count": len(told),
                "caption": CAPTIONS[level],
                "css": ROW_CSS[level],
                "problems": told[:MAX_SHOWN],
                "more": max(0, len(told) - MAX_SHOWN),
            }


def _sheet(sheet: dict[str, Any], record: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    kind = sheet["table"]
    outcome = "未识别，未读入" if kind is None else "未进入" if kind in record["rejected"] else "进入"
    return sheet | {"kind": titles.get(kind, "—"), "outcome": outcome}


def _tables(rules: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    by_table: dict[str, list[dict[str, Any]]] = {}
    for rule in rules:
        by_table.setdefault(rule["table"], []).append(rule)
    for table, told in by_table.items():
        status: Counter[str] = Counter(rule["status"] for rule in told)
        shown = [
            rule
            | {
                "level": SEVERITY_LABELS[rule["severity"]],
                "outcome": STATUS_LABELS[rule["status"]],
                "mark": "warning"
                if rule["status"] == "failed" and rule["severity"] != "error"
                else MARKS[rule["status"]],
                "css": ROW_CSS[rule["severity"]] if rule["status"] == "failed" else "",
            }
            for rule in told
        ]
        summary = "，".join(f"{label} {status[key]}" for key, label in STATUS_LABELS.items() if status[key])
        yield {
            "name": table,
            "title": told[0]["title"],
            "total": len(told),
            "summary": summary,
            "failed": status["failed"] + status["broken"],
            "rules": shown,
        }
