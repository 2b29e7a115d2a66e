"""The verb of the audit (勾稽核对)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evallib.cli.common import JsonOption, writing
from evallib.cli.outputs import check_outputs


def audit(
    reports: Annotated[
        list[Path],
        typer.Argument(
            metavar="报告", help="报告：.docx、.xlsx、.txt（表格以制表符分隔）或有文字层的 .pdf；可以几份一起核对"
        ),
    ],
    claims: Annotated[Path | None, typer.Option("--claims", help="人工声明的数字与算式（YAML）")] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="上一稿的勾稽核对表（已签认）：不接受并写明理由的不再列出")
    ] = None,
    pages: Annotated[bool, typer.Option("--pages", help="用 LibreOffice 排版 Word 文件，位置写出页码（较慢）")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="写出标注原文的网页")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写出勾稽核对签认表")] = None,
    letter: Annotated[Path | None, typer.Option("--letter", help="写出给编制单位的意见函（.docx）")] = None,
    json_file: JsonOption = None,
) -> None:
    """核对一份或几份报告：列出互相矛盾的数字；有不符时退出码为 1，没有读到可以核对的数字时为 2。"""
    from evallib.audit.result import write_json as write_audit_json
    from evallib.audit.several import audit_reports
    from evallib.audit.terminal import print_audit

    outputs = {"--json": json_file, "--html": html, "--xlsx": xlsx, "--letter": letter}
    check_outputs([*reports, previous, claims], outputs)
    found = audit_reports(reports, claims=claims, pages=pages)
    if previous:
        from evallib.audit.result import apply_decisions
        from evallib.publish.books.audit_decisions import read_decisions

        found = apply_decisions(found, read_decisions(previous))
    print_audit(found)
    if json_file:
        with writing(json_file):
            write_audit_json(found, json_file)
    if html:
        from evallib.publish.page.audit_page import write_audit_page

        with writing(html):
            write_audit_page(found, html)
    if xlsx:
        from evallib.publish.books.audit_workbook import write_audit_workbook

        with writing(xlsx):
            write_audit_workbook(found, xlsx)
    if letter:
        from evallib.publish.drafts.letter import write_letter

        with writing(letter):
            write_letter(found, letter)
    if any(finding.confidence != "low" for finding in found.findings):
        raise typer.Exit(1)
    raise typer.Exit(2 if found.unread else 0)
