"""Audited documents (报告核对件): every report in a unit's folder is audited when its page is made.

A spreadsheet's figures are reconciled as clean tables; a Word, PDF or text report is audited whole, and its marked page
and sign-off workbook stand beside the unit's page.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd

from evallib.audit.reading.places import under_heading
from evallib.audit.report import audit_report
from evallib.audit.result import Audit
from evallib.audit.unit import COLUMNS, finding_row
from evallib.model.problems import EvallibError
from evallib.model.workspace.files import write_text
from evallib.privacy import mask_file_name, unique_name
from evallib.privacy.tables import mask_fields

DOCUMENTS = (".docx", ".pdf", ".txt")
PREFIX = "勾稽核对-"


def audit_documents(folder: Path) -> tuple[list[Audit], list[str]]:
    """Audit every report in a folder.

    Args:
        folder: data/raw/<unit>/<year>.

    Returns:
        The audits, and a Chinese sentence for every report that could not be read.
    """
    audits: list[Audit] = []
    unread = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in DOCUMENTS and not path.name.startswith(("~$", ".")):
            try:
                audit = audit_report(path)
            except EvallibError as error:
                unread.append(str(EvallibError([mask_fields(problem) for problem in error.problems])))
                continue
            name = unique_name(audit.document.name, [known.document.name for known in audits])
            audits.append(replace(audit, document=replace(audit.document, name=name)))
    return audits, unread


def write_audits(audits: list[Audit], folder: Path, year: int | None = None) -> list[Path]:
    """Write page, sign-off workbook and JSON of each audit; returns the files, the only audits in the folder.

    Args:
        audits: audits of a unit's documents.
        folder: where its page stands.
        year: the year that the workbooks state.
    """
    from evallib.publish.books.audit_workbook import write_audit_workbook
    from evallib.publish.page.audit_page import render_audit_page

    files: list[Path] = []
    for audit in audits:
        name = PREFIX + Path(mask_file_name(audit.document.name)).stem
        stem = unique_name(name, [path.stem for path in files])
        page, book, data = (folder / f"{stem}{suffix}" for suffix in (".html", ".xlsx", ".json"))
        write_text(page, render_audit_page(audit), sync=False)
        write_audit_workbook(audit, book, year)
        write_text(data, json.dumps(audit.to_dict(), ensure_ascii=False, indent=1), sync=False)
        files += [page, book, data]
    for path in set(folder.glob(f"{PREFIX}*")) - set(files):
        path.unlink()  # of a report that was withdrawn, or under the name that it had before
    return files


def findings_frame(audits: list[Audit]) -> pd.DataFrame:
    """Findings of all audits, in the columns of the unit page's table; several readings are in the report only."""
    rows = [
        finding_row(finding, f"{audit.document.name} › {under_heading(str(own), own, own)}")
        for audit in audits
        for finding in audit.findings
        if finding.confidence != "low"
        for own in finding.places[:1]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
