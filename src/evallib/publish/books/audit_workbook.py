"""Audit workbook (勾稽核对.xlsx): a sheet to sign off, item by item, and the list of figures that agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evallib.audit.decisions import Decision
from evallib.audit.findings import CONFIDENCES, FAMILIES, SEVERITIES, Finding
from evallib.audit.reading.places import told_places, told_quotes, under_heading
from evallib.audit.reasons import REASONS
from evallib.audit.result import Audit
from evallib.model import palette
from evallib.model.books.pen import Pen, open_book

#: The heading under which a person says 接受, 不接受 or 待查; the same on every book of findings.
CHOICE = "核对结论"
#: What is shown is together no wider than A4 across at full size (about 150 characters), so that the print can be read.
FINDING_COLUMNS: tuple[tuple[str, int], ...] = (
    ("序号", 5),
    ("项目", 12),
    ("严重程度", 10),
    ("位置", 20),
    ("原文", 24),
    ("报告数", 11),
    ("重算数/另处", 11),
    ("说明", 34),
    ("归并", 6),
    (CHOICE, 9),
    ("核对人意见", 14),
    ("标识", 14),
)
AGREEMENT_COLUMNS = (("序号", 5), ("项目", 13), ("报告数", 16), ("算式", 70), ("位置", 46))
CHOICES = ["接受", "不接受", "待查"]
HEAD = 3
FILLS = {"red": palette.BAD_SOFT, "amber": palette.WARN_SOFT, "green": palette.GOOD_SOFT}


def write_audit_workbook(audit: Audit, path: Path | str, year: int | None = None) -> Path:
    """Write the sign-off workbook.

    Args:
        audit: the result of `evallib.audit.audit_report`.
        path: the xlsx file; folders are made.
        year: the year that the file states, see `evallib.model.books.open_book`.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Printed figures stay text ("12.34万元"), and no string of a report may become a formula.
    with open_book(path, year=year) as formats:
        _sign_off(formats.sheet("勾稽核对"), audit)
        if audit.history is not None and audit.history.dismissed:
            _dismissed(formats.sheet("不再列出"), audit.history.dismissed)
        _agreements(formats.sheet("核对相符"), audit)
        _notes(formats.sheet("说明"), audit)
    return path


def _sign_off(pen: Pen, audit: Audit) -> None:
    counts, findings, coverage = audit.summary(), audit.findings, audit.coverage
    pen.sheet.write_string(0, 0, f"勾稽核对表：{audit.document.name}", pen.formats.title)
    told = (
        f"不符 {counts['findings'] - counts['ambiguous']} 处，存疑 {counts['ambiguous']} 处，"
        f"核对相符 {counts['agreements']} 条；读到数字 {coverage.figures} 个，其中 {coverage.tied} 个有勾稽关系；"
        f"评价年度 {audit.document.year or '未识别'}"
    )
    pen.sheet.write_string(1, 0, told)
    pen.sheet.write_string(2, 0, "；".join(_unread(audit)))
    kept = audit.history.kept if audit.history is not None else {}
    rows = ((number, *_cells(finding, kept.get(finding.key))) for number, finding in enumerate(findings, start=1))
    pen.table(dict(FINDING_COLUMNS), rows, top=HEAD, frozen=2)
    for row, finding in enumerate(findings, start=HEAD + 1):
        pen.put(row, 0, row - HEAD, "plain", valign="top", bg_color=FILLS[finding.mark])
    last = HEAD + max(len(findings), 1)
    choice = [name for name, _ in FINDING_COLUMNS].index(CHOICE)
    validation = {"validate": "list", "source": CHOICES, "input_title": CHOICE}
    pen.sheet.data_validation(HEAD + 1, choice, last, choice, validation)
    pen.sheet.autofilter(HEAD, 0, last, len(FINDING_COLUMNS) - 1)
    # What makes a finding the same one in the next draft; the book is read back by it.
    pen.sheet.set_column(len(FINDING_COLUMNS) - 1, len(FINDING_COLUMNS) - 1, 14, None, {"hidden": True})
    pen.sheet.write_string(last + 2, 0, "核对人：　　　　　　　　复核人：　　　　　　　　日期：")


def _dismissed(pen: Pen, dismissed: Sequence[tuple[Finding, Decision]]) -> None:
    """What was rejected with a reason, so that the next draft but one does not tell it again."""
    pen.sheet.write_string(
        0, 0, "上次不接受并写明理由、不再列出；清空“核对结论”一格，下一稿重新列出", pen.formats.title
    )
    rows = ((number, *_cells(*item)) for number, item in enumerate(dismissed, start=1))
    pen.table(dict(FINDING_COLUMNS), rows, top=HEAD, frozen=2)
    pen.sheet.set_column(len(FINDING_COLUMNS) - 1, len(FINDING_COLUMNS) - 1, 14, None, {"hidden": True})


def _cells(finding: Finding, before: Decision | None) -> list[str]:
    explanation = [finding.message, f"{finding.ground}：{finding.arithmetic}"]
    explanation += [f"理解：{reading}" for reading in finding.readings]
    explanation += [f"可能原因：{cause}" for cause in finding.causes]
    return [
        f"{FAMILIES[finding.family]}\n{REASONS[finding.code]}",
        f"{SEVERITIES[finding.severity]}\n把握：{CONFIDENCES[finding.confidence]}",
        "\n".join(under_heading(words, place, finding.places[0]) for words, place in told_places(finding.places)),
        "\n".join(told_quotes(finding.places)),
        finding.printed.replace("（牵连", "\n（牵连"),
        finding.recomputed,
        "\n".join(explanation),
        f"归并{finding.group}" if finding.group else "",
        before.choice if before is not None else "",
        before.reason if before is not None else "",
        finding.key,
    ]


def _agreements(pen: Pen, audit: Audit) -> None:
    rows = []
    for number, agreement in enumerate(audit.agreements, start=1):
        family = FAMILIES.get(agreement.code.partition(".")[0], agreement.code)
        # The first place is the figure's own; the others are in the arithmetic, and a line each would make a book.
        count = len(agreement.places)
        places = f"{agreement.places[0]}{f' 等{count}处' if count > 1 else ''}"
        rows.append((number, family, agreement.printed, agreement.arithmetic, places))
    pen.table(dict(AGREEMENT_COLUMNS), rows, looks={"序号": {"bg_color": palette.GOOD_SOFT}})


def _notes(pen: Pen, audit: Audit) -> None:
    pen.set_width(0, 100)
    lines = [
        "本表只列出数字之间的关系，不改动报告，不代替判断；有多种理解的，逐一列出。",
        *(["“归并”相同的各项可由同一处数字解释，见下。"] if audit.groups else []),
        *(group.message for group in audit.groups),
        *_unread(audit),
        *audit.document.notes,
        *_history(audit),
    ]
    for row, line in enumerate(lines):
        pen.put(row, 0, line, valign="top")
    pen.print_pages(landscape=False)


def _unread(audit: Audit) -> list[str]:
    """What was not read, which a person who signs has to know."""
    return [*([audit.unread] if audit.unread else []), *(f"没有读取：{gap}" for gap in audit.document.gaps)]


def _history(audit: Audit) -> list[str]:
    """What became of the findings of the draft before."""
    if audit.history is None:
        return []
    return [
        *(f"已改正：{told}" for told in audit.history.mended),
        *(
            f"上次不接受、不再列出：{finding.message}；理由：{decision.reason}"
            for finding, decision in audit.history.dismissed
        ),
    ]
