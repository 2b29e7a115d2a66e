"""Records of forms (自评表的记录): rows as the clean tables keep them, with period and the cells they come from."""

from __future__ import annotations

import json
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_indicators import IndicatorBlock
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.tables.table_periods import RowPeriod, whole_year
from evallib.model import patterns
from evallib.model.problems import Problem, ProblemList
from evallib.model.schema import get_schema
from evallib.parsing.cells import clean_text
from evallib.parsing.periods import parse_period

FIRST_CELLS = 6


def blank_record(table: str) -> dict[str, Any]:
    """An empty record of a table kind."""
    return dict.fromkeys(get_schema(table).column_names)


def total_of_form(block: IndicatorBlock) -> dict[str, Any]:
    """The total of a form as a record of self_evaluation_indicators without its source."""
    assert block.total is not None
    return {"level1": "总分", "level3": None, "row_kind": "total", **block.total}


def form_period(sheet: Sheet, shape: FormShape, year: int, problems: ProblemList) -> RowPeriod:
    """The period of a form: that of its first rows where it holds the folder's year; another year is told."""
    texts = [
        clean_text(value)
        for row in sheet.rows[shape.first : shape.first + FIRST_CELLS]
        for value in row
        if isinstance(value, str)
    ]
    for text in texts:
        if len(text) > 60 or not (told := parse_period(text)):
            continue
        reading = told[0]
        if len(told) == 1 and reading.low.year <= year <= reading.high.year:
            return RowPeriod(
                reading.low, reading.high, year, reading.evidence[0].removeprefix("写有“").removesuffix("”")
            )
        if len(told) == 1 and patterns.search(r"年度|自评|绩效", text):
            problems.add(
                Problem(
                    "intake.other_year",
                    f"标题写的年份与文件夹（{year}）不符",
                    file=sheet.file,
                    sheet=sheet.name,
                    value=f"{reading.high.year}年",
                    expected=f"{year}年",
                    advice="请核对表格是否放错文件夹",
                    severity="warning",
                )
            )
            break
    return whole_year(year)


def with_source(sheet: Sheet, record: dict[str, Any], project: str | None, period: RowPeriod) -> dict[str, Any]:
    """A record with its project, its period and the cells that it comes from."""
    kept = {
        name: value
        for name, value in record.items()
        if name not in {"row", "places", "points", "lower_points", "group", "grade", "sheet"}
    }
    kept["project_name"] = project
    sheet = record.get("sheet", sheet)  # a total that stands with the money
    places = sorted(record["places"].items(), key=lambda item: item[1])
    cells = {name: sheet.place(*place) for name, place in places}
    return kept | source_of(sheet, record["row"], cells, period, record.get("row_kind", "line"))


def source_of(sheet: Sheet, row: int, cells: dict[str, str], period: RowPeriod, kind: str = "line") -> dict[str, Any]:
    """Period and source of a row, as every clean table keeps them."""
    return {
        **period.record(),
        "row_kind": kind,
        "source_file": sheet.file,
        "source_sheet": sheet.name,
        "source_row": sheet.line(row),
        "source_cells": json.dumps(cells),
    }


def row_words(sheet: Sheet, rows: list[int]) -> str:
    """Some rows in words, as the file counts them: 第3、5行."""
    shown = "、".join(str(sheet.line(row)) for row in rows[:5])
    return f"第{shown}行" + (f"等{len(rows)}行" if len(rows) > 5 else "")
