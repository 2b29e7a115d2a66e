"""First use (首次使用): what a reader compiles or loads when it first reads something, done once before the forks.

A few invented lines go through each reader: the lexicon of headers and thousands of patterns are made here, instead of
in the process of every gate and report. Nothing is written, and no thread is started.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROWS: list[list[Any]] = [
    ["示例项目表（单位：万元）", None, None, None],
    ["项目名称", "年初预算数", "全年预算数（A）", "实际支出（B）"],
    ["甲项目", 10, 12, 11.5],
    ["乙项目", 20, 20, 18],
    ["合计", 30, 32, 29.5],
]
HEAD: list[list[str | None]] = [
    ["工单编号", "受理时间", "办结时间", "承办部门", "满意度"],
    ["1", "2023-03-05 08:00", "2023-03-06 09:00", "甲所", "满意"],
]
TEXT = "全年共受理1200件，其中投诉500件、咨询700件，较上年增长5.2%，办结率98.5%，联系人张三，电话021-64123456。"
RULE = "完成率≥95%得满分，每低1个百分点扣0.25分，扣完为止。"


def read_once() -> None:
    """Let every reader read something."""
    read_tables_once()
    read_reports_once()


def read_tables_once() -> None:
    """Let the readers of tables, orders and personal data read something: what a gate uses."""
    from evallib.intake import find_headers
    from evallib.intake.files import spreadsheet
    from evallib.intake.files.guarding import guard_process
    from evallib.intake.forms.form_shape import find_forms
    from evallib.intake.requests.sheets.column_roles import find_request_header
    from evallib.model.requests import load_schema
    from evallib.privacy import mask_text

    assert guard_process and spreadsheet  # what a guarded process needs, which is a fork of a fork
    sheet = _sheet()
    find_forms(sheet)
    find_headers(sheet)
    find_request_header(HEAD, load_schema())
    mask_text(TEXT)


def read_reports_once() -> None:
    """Let the readers of reports and rules read something: what a report uses beside."""
    from evallib.audit import audit_document, build_document, split_lines
    from evallib.audit.extract.sheets import document_of
    from evallib.parsing import compile_rule

    audit_document(document_of([_sheet()], 2023))
    audit_document(build_document("示例.txt", split_lines(TEXT)))
    compile_rule(RULE, 5)


def _sheet() -> Any:
    from evallib.intake.files.sheet import Sheet

    return Sheet(Path("示例.xlsx"), "示例", ROWS)
