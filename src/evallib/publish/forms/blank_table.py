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

from evallib.checks.rules.rule import Suite
from evallib.checks.suites import load_suite
from evallib.model import palette
from evallib.model.books.pen import Book, open_book
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import TableSchema, all_schemas
from evallib.model.workspace.files import write_bytes
from evallib.model.workspace.units import UNIT_PATTERN, UnitYear, Workspace, check_year
from evallib.privacy.units import mask_unit
from evallib.publish.forms.template_form import FORM_KINDS, write_form
from evallib.publish.forms.template_notes import hint, write_notes
from evallib.publish.forms.template_validation import validation

#: Short words for the kinds that are asked for most.
SHORT_NAMES = {"budget": "budget_lines", "projects": "project_lines", "rates": "four_rates", "cases": "case_counts",
               "survey": "survey_answers", "form": "self_evaluation_forms", "prices": "unit_prices"}  # fmt: skip
NO_NAME = "〔单位名称〕"  # for a unit without unit.yaml: the folder's name in Latin letters is no name for a title
ROWS = 200
HEADER_ROW = 2
NUMBER_FORMATS = {"money": "#,##0.00", "count": "#,##0", "integer": "#,##0", "decimal": "0.00",
                  "rate": "0.00%", "signed_rate": "0.00%", "text": "@"}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """What a template is made for."""

    schema: TableSchema
    suites: tuple[Suite, ...]  # the kind's own first; the form is made of three kinds
    unit_name: str
    year: int
    #: Data validations of the self-evaluation form by table kind and column.
    form: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)


def write_template(kind: str, at: UnitYear, path: Path) -> Path:
    """Write an empty workbook of a table kind.

    Args:
        kind: name or Chinese title of a table kind, or a short name such as ``budget``; ``form`` is the official
            self-evaluation form.
        at: the unit that will fill it, which need not have handed in anything yet, and the year it will be filled for;
            its workspace has the names of units and the suites.
        path: the .xlsx to write; an existing file is not overwritten.

    Raises:
        EvallibError: unknown kind, a unit name or a year that no folder could have, or a path that is taken or no
            .xlsx.

    Returns:
        The path.
    """
    schema = find_kind(kind)
    check_year(at.year)
    if not UNIT_PATTERN.fullmatch(at.unit):
        raise EvallibError(
            Problem(
                "template.unit",
                "不能用作单位文件夹的名称",
                value=at.unit,
                expected="汉字、小写字母、数字、（）、_ 和 -",
                advice="例如 某某镇 或 moumouzhen",
            )
        )
    if path.suffix.lower() != ".xlsx" or path.exists():
        reason = "文件已存在，不覆盖" if path.exists() else "模板只能写成 .xlsx"
        raise EvallibError(Problem("template.path", reason, file=path.name, advice="请换一个文件名，例如 预算.xlsx"))
    kinds = (
        [schema, *(find_kind(name) for name in sorted(FORM_KINDS - {schema.name}))]
        if schema.name in FORM_KINDS
        else [schema]
    )
    suites = tuple(load_suite(at.workspace.expectations / f"{kind.name}.json", kind) for kind in kinds)
    form = form_validations(at.workspace) if schema.name in FORM_KINDS else {}
    name = mask_unit(at.workspace.unit_info(at.unit)).name
    template = Template(schema, suites, NO_NAME if name == at.unit else name, at.year, form)
    write_bytes(path, template_bytes(template))
    return path


def form_validations(workspace: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """The data validations of the tables that a self-evaluation form holds."""
    found = {}
    for name in sorted(FORM_KINDS):
        schema = find_kind(name)
        suite = load_suite(workspace.expectations / f"{name}.json", schema)
        found[name] = {column.name: validation(column, suite, hint(column)) for column in schema.columns}
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
    buffer = BytesIO()
    with open_book(buffer, f"{template.schema.title}（空白模板）") as formats:
        if template.schema.name in FORM_KINDS:
            write_form(formats, template.unit_name, template.year, template.form)
        else:
            _write_table(formats, template)
        write_notes(formats, template.schema, list(template.suites), form=template.schema.name in FORM_KINDS)
    return buffer.getvalue()


def _write_table(formats: Book, template: Template) -> None:
    schema = template.schema
    pen = formats.sheet(schema.title[:31])
    page = pen.sheet
    optional = formats.get(border=1, align="center", bg_color=palette.SUBTOTAL_FILL)
    title = f"{template.year}年度{template.unit_name}{schema.title}"
    page.merge_range(
        0, 0, 0, max(1, len(schema.columns) - 1), title, formats.get(bold=True, font_size=14, align="center")
    )
    if any(column.type == "money" for column in schema.columns):
        page.write_string(1, 0, "单位：万元")
    for number, column in enumerate(schema.columns):
        page.write_string(HEADER_ROW, number, column.label, formats.head if column.required else optional)
        page.write_comment(HEADER_ROW, number, hint(column), {"author": "evallib", "x_scale": 1.6})
        page.set_column(number, number, 24 if column.type == "text" else 15)
        look = formats.get(num_format=NUMBER_FORMATS[column.type], text_wrap=False)
        for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + ROWS):
            page.write_blank(row, number, None, look)
        page.data_validation(
            HEADER_ROW + 1, number, HEADER_ROW + ROWS, number, validation(column, template.suites[0], hint(column))
        )
    page.freeze_panes(HEADER_ROW + 1, 0)
    pen.print_pages(header_row=HEADER_ROW)
