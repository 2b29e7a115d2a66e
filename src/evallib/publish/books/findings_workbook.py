"""Findings workbook (勾稽核对.xlsx): a unit's list of findings, to sign off item by item."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evallib.audit.findings import SEVERITIES
from evallib.publish.books.pen import BOOK_OPTIONS, Formats

FINDINGS_BOOK = "勾稽核对.xlsx"
COLUMNS = (
    ("序号", 6), ("类别", 14), ("严重程度", 16), ("发现", 48), ("报表所列", 16), ("重算或另处", 16), ("算式", 44), ("位置", 44),
    ("核对结论", 12), ("核对人意见", 28),
)  # fmt: skip
FIELDS = ("kind", "severity", "message", "printed", "recomputed", "arithmetic", "place")
CHOICES = ["接受", "不接受", "待查"]
HEAD = 2


def write_findings_workbook(findings: pd.DataFrame, title: str, path: Path) -> Path:
    """Write the list of findings.

    Args:
        findings: columns of `evallib.audit.unit.COLUMNS`, in the order of the page.
        title: unit and year.
        path: the xlsx file.
    """
    import xlsxwriter

    # Printed figures stay text ("12.34万元"), and no string of a table may become a formula.
    with xlsxwriter.Workbook(str(path), BOOK_OPTIONS) as book:
        formats, sheet = Formats(book), book.add_worksheet("勾稽核对")
        book.set_properties({"title": f"{title} 勾稽核对", "comments": "evallib"})
        sheet.write_string(
            0, 0, f"{title} 勾稽核对：共 {len(findings)} 处", formats.get(bold=True, font_size=14, text_wrap=False)
        )
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD, column, name, formats.head)
        cell, number = formats.get(border=1, valign="top"), formats.get(border=1, valign="top", align="center")
        for row, finding in enumerate(findings.to_dict("records"), HEAD + 1):
            sheet.write_number(row, 0, row - HEAD, number)
            texts = [SEVERITIES[finding[name]] if name == "severity" else str(finding[name]) for name in FIELDS]
            for column, text in enumerate([*texts, "", ""], 1):
                sheet.write_string(row, column, text, cell)
        last = HEAD + max(len(findings), 1)
        sheet.data_validation(HEAD + 1, 8, last, 8, {"validate": "list", "source": CHOICES})
        sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(HEAD + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
    return path
