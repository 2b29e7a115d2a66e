"""Templates (空白模板): an empty workbook of a table kind, which the gate accepts once it is filled.

Headers, units and types come from the table kind, drop-down lists and notes from its suite, so that a template never
asks for less than the gate does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from evallib.checks.suites import Suite, load_suite
from evallib.checks.template_form import FORM_KINDS, write_form
from evallib.checks.template_validation import validation
from evallib.intake.folder import NOTES_SHEET
from evallib.model.files import write_bytes
from evallib.model.problems import SEVERITY_LABELS, EvallibError, Problem, did_you_mean
from evallib.model.schema import TYPE_LABELS, Column, TableSchema, all_schemas
from evallib.model.units import UNIT_PATTERN, Workspace, check_year
from evallib.privacy.units import mask_unit

#: Short words for the kinds that are asked for most.
SHORT_NAMES = {"budget": "budget_lines", "projects": "project_lines", "rates": "four_rates", "cases": "case_counts",
               "survey": "survey_answers", "form": "self_evaluation_forms", "prices": "unit_prices"}  # fmt: skip
ROWS = 200
HEADER_ROW = 2
NUMBER_FORMATS = {"money": "#,##0.00", "count": "#,##0", "integer": "#,##0", "decimal": "0.00",
                  "rate": "0.00%", "signed_rate": "0.00%", "text": "@"}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """What a template is made for."""

    schema: TableSchema
    suite: Suite
    unit_name: str
    year: int
    #: Data validations of the self-evaluation form by table kind and column.
    form: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)


def write_template(kind: str, unit: str, year: int, path: Path, workspace: Workspace) -> Path:
    """Write an empty workbook of a table kind.

    Args:
        kind: name or Chinese title of a table kind, or a short name such as ``budget``; ``form`` is the official
            self-evaluation form.
        unit: the unit that will fill it; need not have handed in anything yet.
        year: the year it will be filled for.
        path: the .xlsx to write; an existing file is not overwritten.
        workspace: names of units, and the suites.

    Raises:
        EvallibError: unknown kind, a unit name or a year that no folder could have, or a path that is taken or no .xlsx.

    Returns:
        The path.
    """
    schema = find_kind(kind)
    check_year(year)
    if not UNIT_PATTERN.fullmatch(unit):
        raise EvallibError(Problem("template.unit", "不能用作单位文件夹的名称", value=unit, expected="小写字母、数字、_ 和 -",
                                   advice="请用拼音，例如 huacao；中文名称写在 unit.yaml 里"))  # fmt: skip
    if path.suffix.lower() != ".xlsx" or path.exists():
        reason = "文件已存在，不覆盖" if path.exists() else "模板只能写成 .xlsx"
        raise EvallibError(Problem("template.path", reason, file=path.name, advice="请换一个文件名，例如 预算.xlsx"))
    suite = load_suite(workspace.expectations / f"{schema.name}.json", schema)
    form = form_validations(workspace) if schema.name in FORM_KINDS else {}
    template = Template(schema, suite, mask_unit(workspace.unit_info(unit)).name, year, form)
    write_bytes(path, template_bytes(template))
    return path


def form_validations(workspace: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """The data validations of the tables that a self-evaluation form holds."""
    found = {}
    for name in sorted(FORM_KINDS):
        schema = find_kind(name)
        suite = load_suite(workspace.expectations / f"{name}.json", schema)
        found[name] = {column.name: validation(column, suite, _hint(column)) for column in schema.columns}
    return found


def find_kind(word: str) -> TableSchema:
    """The table kind that a word means.

    >>> find_kind("budget").title, find_kind("四率").name
    ('预算与支出情况', 'four_rates')
    """
    schemas = all_schemas()
    titles = {schema.title: name for name, schema in schemas.items()}
    name = SHORT_NAMES.get(word, titles.get(word, word))
    if name not in schemas:
        hint = did_you_mean(word, [*SHORT_NAMES, *schemas])
        raise EvallibError(Problem("template.unknown_kind", f"没有名为“{word}”的表类", advice=hint))
    return schemas[name]


def template_bytes(template: Template) -> bytes:
    """The workbook itself."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"{template.schema.title}（空白模板）", "comments": "evallib"})
        if template.schema.name in FORM_KINDS:
            write_form(book, template.unit_name, template.year, template.form)
        else:
            _write_table(book, template)
        _write_notes(book, template)
    return buffer.getvalue()


def _write_table(book: Any, template: Template) -> None:
    schema = template.schema
    page = book.add_worksheet(schema.title[:31])
    head = {"align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
    heads = {True: book.add_format(head | {"bold": True, "bg_color": "#CFE0F0"}),
             False: book.add_format(head | {"bg_color": "#F0F3F6"})}  # fmt: skip
    title = f"{template.year}年度{template.unit_name}{schema.title}"
    page.merge_range(
        0,
        0,
        0,
        max(1, len(schema.columns) - 1),
        title,
        book.add_format({"bold": True, "font_size": 14, "align": "center"}),
    )
    if any(column.type == "money" for column in schema.columns):
        page.write_string(1, 0, "单位：万元")
    for number, column in enumerate(schema.columns):
        page.write_string(HEADER_ROW, number, column.label, heads[column.required])
        page.write_comment(HEADER_ROW, number, _hint(column), {"author": "evallib", "x_scale": 1.6})
        page.set_column(number, number, 24 if column.type == "text" else 15)
        look = book.add_format({"num_format": NUMBER_FORMATS[column.type]})
        for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + ROWS):
            page.write_blank(row, number, None, look)
        page.data_validation(
            HEADER_ROW + 1, number, HEADER_ROW + ROWS, number, validation(column, template.suite, _hint(column))
        )
    page.freeze_panes(HEADER_ROW + 1, 0)


def _hint(column: Column) -> str:
    parts = [f"{'必填列' if column.required else '选填列'}：{TYPE_LABELS[column.type]}"]
    if column.type in {"rate", "signed_rate"}:
        parts.append("写成 99.93%（单元格已设为百分比）")
    if column.type == "money":
        parts.append("单位见表头上方")
    if column.occurrence > 1:
        parts.append(f"同名表头的第 {column.occurrence} 列：{column.aliases[0]}")
    if column.fill_down:
        parts.append("与上一行相同时可留空")
    return "；".join(parts)


def _write_notes(book: Any, template: Template) -> None:
    page = book.add_worksheet(NOTES_SHEET)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 60)
    lines: list[tuple[str, str, str]] = [
        (f"填写说明：{template.schema.title}", "", ""),
        ("深色表头必填，浅色选填；不要改动表头。合计行在名称列写“合计”，小计行写“小计”。", "", ""),
        ("请不要填写姓名、电话、身份证号、住址等个人信息。本页不会被读入。", "", ""),
        ("", "", ""),
        ("列", "类型", "也可用的表头"),
    ]
    lines += [(c.label, _hint(c), "、".join(c.aliases)) for c in template.schema.columns]
    lines += [("", "", ""), ("提交后校验的规则", "不符合时", "处理")]
    lines += [(rule.meta.rule, SEVERITY_LABELS[rule.level], rule.meta.advice) for rule in template.suite.expectations]
    for row, texts in enumerate(lines):
        strong = texts[0] in {"列", "提交后校验的规则"} or row == 0
        for column, text in enumerate(texts):
            page.write_string(row, column, text, bold if strong else wrap if row > 3 else None)
