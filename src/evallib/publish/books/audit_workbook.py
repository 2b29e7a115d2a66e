"""Audit workbook (勾稽核对.xlsx): a sheet to sign off, item by item, and the list of figures that agree."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from evallib.audit.findings import CONFIDENCES, FAMILIES, SEVERITIES, Finding
from evallib.audit.reasons import REASONS
from evallib.audit.report import Audit
from evallib.publish.books.pen import BOOK_OPTIONS

FINDING_COLUMNS: tuple[tuple[str, int], ...] = (
    ("序号", 6),
    ("项目", 16),
    ("严重程度", 14),
    ("位置", 36),
    ("原文", 36),
    ("报告数", 16),
    ("重算数/另处", 16),
    ("说明", 60),
    ("归并", 8),
    ("接受/不接受", 14),
    ("核对人意见", 28),
)
AGREEMENT_COLUMNS = (("序号", 6), ("项目", 16), ("报告数", 18), ("算式", 70), ("位置", 50))
CHOICES = ["接受", "不接受", "待查"]


def write_audit_workbook(audit: Audit, path: Path | str) -> Path:
    """Write the sign-off workbook.

    Args:
        audit: the result of `evallib.audit.audit_report`.
        path: the xlsx file; folders are made.
    """
    import xlsxwriter

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Printed figures stay text ("12.34万元"), and no string of a report may become a formula.
    with xlsxwriter.Workbook(str(path), BOOK_OPTIONS) as book:
        formats = _formats(book)
        _sign_off(book, formats, audit)
        _agreements(book, formats, audit)
        _notes(book, formats, audit)
    return path


def _formats(book: Any) -> dict[str, Any]:
    base = {"text_wrap": True, "valign": "top", "border": 1, "font_name": "宋体", "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_name": "宋体"}),
        "head": book.add_format(base | {"bold": True, "bg_color": "#D9E1F2", "align": "center"}),
        "cell": book.add_format(base),
        "red": book.add_format(base | {"bg_color": "#FDE7E5"}),
        "amber": book.add_format(base | {"bg_color": "#FFF1D1"}),
        "green": book.add_format(base | {"bg_color": "#E3F4E4"}),
    }


def _sign_off(book: Any, formats: dict[str, Any], audit: Audit) -> None:
    sheet = book.add_worksheet("勾稽核对")
    sheet.write_string(0, 0, f"勾稽核对表：{audit.document.name}", formats["title"])
    counts = audit.summary()
    sheet.write_string(
        1,
        0,
        f"发现 {counts['findings']} 项，核对相符 {counts['agreements']} 项；评价年度 {audit.document.year or '未识别'}",
    )
    for column, (name, width) in enumerate(FINDING_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, name, formats["head"])
    for row, finding in enumerate(audit.findings, 4):
        sheet.write_number(row, 0, row - 3, formats[finding.mark])
        sheet.set_row(row, _height(_cells(finding), [width for _, width in FINDING_COLUMNS[1:]]))
        for column, text in enumerate(_cells(finding), 1):
            sheet.write_string(row, column, text, formats["cell"])
    last = 3 + max(len(audit.findings), 1)
    sheet.data_validation(4, 9, last, 9, {"validate": "list", "source": CHOICES, "input_title": "核对结论"})
    sheet.autofilter(3, 0, last, len(FINDING_COLUMNS) - 1)
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
    sheet.write_string(last + 2, 0, "核对人：　　　　　　　　复核人：　　　　　　　　日期：")


def _cells(finding: Finding) -> list[str]:
    explanation = [finding.message, f"算式：{finding.arithmetic}"]
    explanation += [f"理解：{reading}" for reading in finding.readings]
    explanation += [f"可能原因：{cause}" for cause in finding.causes]
    return [
        f"{FAMILIES[finding.family]}\n{REASONS[finding.code]}",
        f"{SEVERITIES[finding.severity]}\n把握：{CONFIDENCES[finding.confidence]}",
        "\n".join(str(place) for place in finding.places[:6]),
        "\n".join(dict.fromkeys(place.quote for place in finding.places[:3])),
        finding.printed,
        finding.recomputed,
        "\n".join(explanation),
        f"归并{finding.group}" if finding.group else "",
        "",
        "",
    ]


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row in points: a program that does not fit rows to their text would hide all but the first line."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        lengths = (sum(2 if ord(letter) > 255 else 1 for letter in line) for line in text.split("\n"))
        lines = max(lines, sum(max(ceil(length / width), 1) for length in lengths))
    return min(13.5 * lines + 3, 400)


def _agreements(book: Any, formats: dict[str, Any], audit: Audit) -> None:
    sheet = book.add_worksheet("核对相符")
    for column, (name, width) in enumerate(AGREEMENT_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for row, agreement in enumerate(audit.agreements, 1):
        family = FAMILIES.get(agreement.code.partition(".")[0], agreement.code)
        sheet.write_number(row, 0, row, formats["green"])
        # The first place is the figure's own; the others are in the arithmetic, and a line each would make a book.
        count = len(agreement.places)
        places = f"{agreement.places[0]}{f' 等{count}处' if count > 1 else ''}"
        texts = (family, agreement.printed, agreement.arithmetic, places)
        sheet.set_row(row, _height(texts, [width for _, width in AGREEMENT_COLUMNS[1:]]))
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, text, formats["cell"])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _notes(book: Any, formats: dict[str, Any], audit: Audit) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 100)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    lines = [
        "本表只列出数字之间的关系，不改动报告，不代替判断；有多种理解的，逐一列出。",
        "“归并”相同的各项可由同一处数字解释，见下。",
        *(group.message for group in audit.groups),
        *audit.document.notes,
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats["cell"])
