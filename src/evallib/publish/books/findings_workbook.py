"""Findings workbook (勾稽核对.xlsx): a unit's list of findings, to sign off item by item."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evallib.audit.findings import SEVERITIES
from evallib.model.books.pen import open_book
from evallib.publish.books.audit_workbook import CHOICE, CHOICES

FINDINGS_BOOK = "勾稽核对.xlsx"
#: Together no wider than A4 across at full size (about 150 characters), so that the print can be read.
COLUMNS = (
    ("序号", 5), ("类别", 10), ("严重程度", 10), ("发现", 32), ("报表所列", 12), ("复核数", 12), ("算式", 27),
    ("位置", 24), (CHOICE, 9), ("核对人意见", 15),
)  # fmt: skip
FIELDS = ("kind", "severity", "message", "printed", "recomputed", "arithmetic", "place")
HEAD = 2


def write_findings_workbook(findings: pd.DataFrame, title: str, path: Path, year: int | None = None) -> Path:
    """Write the list of findings.

    Args:
        findings: columns of `evallib.audit.unit.COLUMNS`, in the order of the page.
        title: unit and year.
        path: the xlsx file.
        year: the year that the file states, see `open_book`.
    """
    # Printed figures stay text ("12.34万元"), and no string of a table may become a formula.
    with open_book(path, f"{title} 勾稽核对", year) as formats:
        pen = formats.sheet("勾稽核对")
        pen.sheet.write_string(0, 0, f"{title} 勾稽核对：共 {len(findings)} 处", formats.title)
        rows = (
            (number, *(SEVERITIES[row[name]] if name == "severity" else str(row[name]) for name in FIELDS), "", "")
            for number, row in enumerate(findings.to_dict("records"), start=1)
        )
        pen.table(dict(COLUMNS), rows, top=HEAD, frozen=1)
        last, choice = HEAD + max(len(findings), 1), [name for name, _ in COLUMNS].index(CHOICE)
        pen.sheet.data_validation(HEAD + 1, choice, last, choice, {"validate": "list", "source": CHOICES})
        pen.sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    return path
