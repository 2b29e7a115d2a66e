"""Provenance (出处): where the figures of a page come from, and what can be downloaded beside it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pandas as pd

from evallib import __version__
from evallib.checks.store import UnitData
from evallib.model.schema import all_schemas
from evallib.model.workspace.made_from import LIBRARIES
from evallib.publish.page.standalone import STANDALONE

#: What is made of the page, which so tells the same when it is made again.
OWN = ("index.html", STANDALONE, "result.json")


def sources(gate: dict[str, Any]) -> pd.DataFrame:
    """The sheets that were handed in and what each was recognised as.

    Args:
        gate: the record that the gate wrote (`evallib.checks.gate.read_record`).
    """
    rows = [sheet | {"table_title": _kind(sheet["table"])} for sheet in gate["sheets"]]
    return pd.DataFrame(rows, columns=["file", "sheet", "title", "table", "rows", "table_title"])


def _kind(table: str | None) -> str:
    schemas = all_schemas()
    return schemas[table].title if table in schemas else "工单" if table else "未识别"


def downloads(data: UnitData) -> list[tuple[str, str]]:
    """Files beside the page that exist, as (text, relative address)."""
    folder = data.workspace.report_dir(data.unit, data.year)
    shown = {".xlsx": "Excel", ".docx": "Word", ".html": "网页", ".json": "JSON"}
    files = sorted(path for path in folder.glob("*") if path.suffix in shown and path.name not in OWN)
    checks = folder / "checks"
    page = [("校验结果（网页）", "checks/index.html")] if (checks / "index.html").is_file() else []
    titles = [all_schemas()[name].title for name in data.names()]
    clean = [(f"数据：{title}（csv）", f"tables/{title}.csv") for title in titles]
    names = {"scorecard": "得分与计算过程"}
    reports = [
        (f"{path.stem}（Word 报告）", f"documents/{path.name}") for path in sorted(folder.glob("documents/*.docx"))
    ]
    return (
        [(f"{names.get(path.stem, path.stem)}（{shown[path.suffix]}）", path.name) for path in files]
        + reports
        + page
        + clean
    )


def provenance(data: UnitData, gate: dict[str, Any]) -> pd.DataFrame:
    """Inputs with their SHA-256, versions and parameters of a page."""
    rows = [("单位", data.info.full_name or data.info.name), ("年度", str(data.year))]
    rows += [(f"输入：{name}", f"SHA-256 {digest}") for name, digest in gate["inputs"].items()]
    rows += [("evallib", __version__)]
    rows += [("组件版本", "、".join(f"{name} {version(name)}" for name in LIBRARIES))]
    return pd.DataFrame(rows, columns=["item", "value"])
