"""Every header fits its column and its unit, on pages and in files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evallib.model import all_schemas
from evallib.publish import column_header
from evallib.publish.words import columns, request_columns

#: Groups of columns that are made by a function, with arguments that any caller could give.
MADE = {
    "budget": columns.budget("line_name", "科目"),
    "volume": request_columns.volume("service_name", "类型"),
    "months": request_columns.months("service_name", "类型"),
    "times": request_columns.times("agency_responsible", "部门"),
    "effects": request_columns.effects("agency_responsible", "部门"),
    "lever": request_columns.lever("agency_responsible", "部门"),
    "failures": request_columns.failures("agency_responsible", "部门"),
}
TABLES = MADE | {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (columns, request_columns)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, dict) and all(isinstance(column, tuple) for column in value.values())
}
CELLS = [pytest.param(table, column, id=f"{name}-{column}") for name, table in TABLES.items() for column in table]
MONEY = Decimal("1234567.89")


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_a_header_names_the_unit_that_its_figures_have(table, column):
    header, written = table[column]
    if column.endswith("_yuan"):
        scale = {"万元": "123.46", "元": "1,234,567.89"}
        unit = "万元" if "万元" in header else "元" if "元" in header else ""
        assert unit, "money without a unit"
        assert written(MONEY) == scale[unit]
    elif column.endswith("_pp"):
        assert "百分点" in written(Decimal("1.5")) and written(Decimal("-1.5")).lstrip()[0] in "-−"
    elif column.endswith("_rate") and "基尼" not in header:
        assert written(Decimal("0.1234")).lstrip("+") in {"12.34%", "12%"}
    elif column.endswith("_count"):
        assert written(1234).lstrip("+") in {"1,234", "1,234.0"}
    elif column.endswith("_hours"):
        assert "小时" in header and written(36) == "36.0"


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_what_is_missing_is_never_a_number(table, column):
    _, written = table[column]
    if "基尼" not in table[column][0]:
        assert not any(sign.isdigit() for sign in written(None))


#: Tables of a page that show a table handed in.
SHOWN = {
    "budget": "budget_lines", "columns.ANSWERS": "survey_answers", "columns.ASSETS": "assets",
    "columns.FIXED_ASSETS": "fixed_assets", "columns.FORM_INDICATORS": "self_evaluation_indicators",
    "columns.GOALS": "goals", "columns.PROGRESS": "project_progress", "columns.PUBLISHED_SCORES": "scored_indicators",
    "columns.STAFF": "staff", "columns.TASKS": "work_plan", "columns.UNIT_PRICES": "unit_prices",
}  # fmt: skip
#: Said otherwise on purpose.
OWN_WORDS = {
    ("columns.ASSETS", "printed_growth_rate"): "beside the growth that is computed",
    ("columns.FORM_INDICATORS", "published_score"): "beside the score that is computed",
    ("columns.PUBLISHED_SCORES", "published_score"): "beside the score that is computed",
    ("columns.UNIT_PRICES", "module"): "with the specification where there is no module",
    ("budget", "line_name"): "the caller names it",
}


@pytest.mark.parametrize(("name", "kind"), SHOWN.items())
def test_a_column_of_a_table_handed_in_keeps_its_name(name, kind):
    """核定编制数 stands over approved posts: a header is what the table kind calls its column, never another one."""
    known = {column.name: {column.label, *column.aliases} for column in all_schemas()[kind].columns}
    for column, (header, _) in TABLES[name].items():
        if column not in known:
            continue
        plain = header.split("（")[0]
        taken = {other for other, words in known.items() if plain in words and other != column}
        assert not taken, f"{header} is the name of {taken}"
        if (name, column) not in OWN_WORDS:
            assert any(plain in word or word in plain for word in known[column]), (column, header)


@pytest.mark.parametrize("schema", all_schemas().values(), ids=lambda schema: schema.name)
def test_headers_of_the_files(schema):
    headers = [column_header(column.name, schema) for column in schema.columns]
    assert len(set(headers)) == len(headers), "no two columns of a file are called alike"
    for column, header in zip(schema.columns, headers, strict=True):
        assert header.startswith(column.label)
        assert header.endswith("（元）") == (column.type == "money")
    extra = [column_header(name, schema) for name in ("year", "row_kind", "source_file", "source_sheet", "source_row")]
    assert extra == ["年度", "行类", "来源文件", "来源工作表", "来源行"]
