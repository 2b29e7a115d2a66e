"""What a unit is handed beside its page (随页文件): tables, checks, audits, scorecard, working papers, forms, findings.

Each is made for itself: what cannot be made is left out with its reason, and what an earlier run left under the same
names is withdrawn, so that no page links to yesterday's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.checks.store import UnitData
from evallib.model.problems import EvallibError
from evallib.model.schema import all_schemas
from evallib.model.workspace.files import write_text
from evallib.publish.audit_files import write_audits
from evallib.publish.books.findings_workbook import FINDINGS_BOOK, write_findings_workbook
from evallib.publish.page.checks_page import write_checks
from evallib.publish.release.still import still_files
from evallib.publish.scoring_files import write_scoring_files
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words.clean_tables import readable
from evallib.publish.words.csv_text import csv_text

if TYPE_CHECKING:
    import pandas as pd

SCORECARD = "scorecard.json"
#: Suffixes of what is offered beside a page; files of these kinds that a run did not write are of an earlier one.
OFFERED = {".xlsx": "Excel", ".docx": "Word", ".pdf": "PDF"}


def hand_over(data: UnitData) -> dict[str, str]:
    """Write everything that stands beside the page of a unit and year.

    Returns:
        What could not be made, with the reason, in Chinese; empty where all of it is there.
    """
    page, folder = UnitPage.of(data), data.workspace.report_dir(data.unit, data.year)
    left_out: dict[str, str] = {}
    written: list[Path] = []

    def make(what: str, step: Callable[[], Iterable[Path]]) -> None:
        try:
            written.extend(step())
        except EvallibError as error:
            left_out[what] = "；".join(str(problem) for problem in error.problems)
        except Exception as error:  # one file that cannot be made takes no other along
            left_out[what] = f"程序内部错误（{type(error).__name__}：{error}）"

    tables: dict[str, pd.DataFrame] = {}
    make("数据表", lambda: _write_tables(data, tables, folder / "tables"))
    make("校验结果", lambda: [write_checks(data.workspace, data.record)] if data.record else [])
    make("报告核对", lambda: write_audits(page.documents[0], folder, page.year))
    make("勾稽核对", lambda: _write_findings(page, folder))
    make(
        "评分文件",
        lambda: write_scoring_files(page.cards, folder, tables, page.gate.get("inputs")) if page.cards else [],
    )
    withdraw(folder, written)
    still_files(folder, data.year)
    return left_out


def withdraw(folder: Path, kept: Iterable[Path] = ()) -> None:
    """Take away the files that an earlier run offered beside a page, but for those to keep."""
    keep = set(kept)
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        offered = path.suffix in OFFERED or path.name == SCORECARD
        if offered and path.is_file() and path not in keep:
            path.unlink(missing_ok=True)


def _write_findings(page: UnitPage, folder: Path) -> list[Path]:
    if page.findings.empty:
        return []
    title = f"{page.name} {page.year} 年度"
    return [write_findings_workbook(page.findings, title, folder / FINDINGS_BOOK, page.year)]


def _write_tables(data: UnitData, tables: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """The clean tables as csv; `tables` receives them by title, as the working papers show them."""
    folder.mkdir(exist_ok=True)
    schemas = {name: schema for name, schema in all_schemas().items() if name in data.names()}
    for name, schema in schemas.items():
        table = readable(data.table(name), schema)
        # utf-8-sig, so that Excel shows the Chinese text of a csv
        write_text(folder / f"{schema.title}.csv", csv_text(table), "utf-8-sig", sync=False)
        tables[schema.title] = table
    for stale in folder.glob("*.csv"):
        if stale.stem not in tables:
            stale.unlink()
    return []
