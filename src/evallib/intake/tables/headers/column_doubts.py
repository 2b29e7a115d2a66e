"""Doubts (存疑): whether headers that fit a kind by their words stand over a table of another kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.schema import TableSchema
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import concepts, field_of, money_unit, parse_header

Columns = Sequence[Mapping[str, HeaderCell]]
LOOKED_AT = 12
#: A table of values by name, whose names are rates: 先行联系率 | 96%.
RATE_CONCEPTS, LABELS_OF_RATES = frozenset({"rate"}), frozenset({"indicator"})
#: One label of so many has to be the name of a rate.
MOST_LABELS = 2
#: One value of so many may be a slip.
AMOUNT, MOST_AMOUNTS = re.compile(r"[≥≤><=]?\d[\d,.]*(?!个百分点)[^\d%％.,分]{1,4}"), 4
#: A label that names a column: the table stands on its side.
COLUMN_NAME = re.compile(
    "行次|序号|备注|(?:年度)?(?:指标|目标|完成|实际)值|实际完成(?:值|情况)?|(?:本|上)年数|增减(?:额|率|数|变动|情况)?"
)
#: What is a column wherever it stands.
BUDGETS = frozenset({"initial_budget_yuan", "adjusted_budget_yuan", "adjustment_yuan", "executed_yuan"})
#: What spends beside projects.
PROJECT = "project_name"
ALL_SPENDING = re.compile(
    r"(?:[（(]?[一二三四五六1-9][）)、.．]?\s*)?(?:其中[：:])?(?:基本支出|人员(?:经费|支出)|"
    "(?:日常)?公用(?:经费|支出)|工资福利支出|商品和?服务支出|"
    r"对个人和?家庭的?补助(?:支出)?|[“\"]?三公[”\"]?经费|因公出国(?:[（(]境[）)])?费用?|"
    "公务(?:接待|用车).{0,8}费用?|办公费|差旅费|水电费|邮电费|[水电]费)"
)
#: A column of departments is one where it names several.
DEPARTMENT, FEWEST_DEPARTMENTS = "department", 2


def is_doubtful(schema: TableSchema, columns: Columns, cells: Sequence[HeaderCell], sheet: Sheet, bottom: int) -> bool:
    """Whether a kind is ruled out by what stands under its headers or beside them.

    Args:
        schema: the kind.
        columns: its columns that were found, by group.
        cells: all headers of the table.
        sheet: where the rows stand.
        bottom: the last header row.
    """
    labels = _texts(schema.label, columns, sheet, bottom)
    return (
        _has_no_figures(schema, columns)
        or _is_strange(columns, cells)
        or _names_no_rates(schema, labels)
        or _names_money(labels)
        or _is_income(schema, columns)
        or any(COLUMN_NAME.fullmatch(text) for text in labels)
        or _is_priced(schema, cells)
        or (schema.value in RATE_CONCEPTS and _are_amounts(_texts(schema.value, columns, sheet, bottom)))
        or (schema.label == PROJECT and any(ALL_SPENDING.fullmatch(text) for text in labels))
        or _is_one_department(schema, columns, sheet, bottom)
    )


def _is_one_department(schema: TableSchema, columns: Columns, sheet: Sheet, bottom: int) -> bool:
    """Of budgets by department: whether a column that is not the kind's own by name tells only one."""
    if not any(DEPARTMENT in group for group in schema.needed):
        return False
    own = schema.column(DEPARTMENT).headers
    if any(own & {*group[DEPARTMENT].names} for group in columns if DEPARTMENT in group):
        return False
    return len(set(_texts(DEPARTMENT, columns, sheet, bottom))) < FEWEST_DEPARTMENTS


def _texts(name: str, columns: Columns, sheet: Sheet, bottom: int) -> list[str]:
    """What stands in a column in the first rows, up to an empty one."""
    cells = [group[name] for group in columns if name in group]
    near = range(bottom + 1, min(len(sheet.rows), bottom + 1 + LOOKED_AT))
    rows = list(takewhile(lambda row: not all(map(is_blank, sheet.rows[row])), near))
    return [text for cell in cells for row in rows if (text := clean_text(sheet.value(row, cell.column)))]


def _has_no_figures(schema: TableSchema, columns: Columns) -> bool:
    """Whether words stand under every column of figures: 数量 in a list of goals is no header of a column of counts."""
    figures = {column.name for column in schema.columns if column.type != "text"}
    found = [cell for group in columns for name, cell in group.items() if name in figures]
    return bool(found) and all(cell.worded for cell in found)


def _is_strange(columns: Columns, cells: Sequence[HeaderCell]) -> bool:
    """Whether most headers speak of another field than all columns that were found: 数量 of goods is no 件数."""
    read = {cell.column: name for group in columns for name, cell in group.items()}
    home = field_of([name for cell in cells if (name := read.get(cell.column, cell.concept))])
    names = {name for group in columns for name in group if name in concepts()}
    return bool(home and names) and all(concepts()[name].field != home for name in names)


def _names_money(labels: Sequence[str]) -> bool:
    """Whether the rows are budgets and expenditure by name (年初预算, 执行数): the table stands on its side."""
    told = [reading[0].value for text in labels if len(reading := parse_header(text)) == 1]
    return sum(name in BUDGETS for name in told) * MOST_LABELS >= len(labels) > 0


def _is_income(schema: TableSchema, columns: Columns) -> bool:
    """Of expenditure by line: whether the header says that the lines are income."""
    told = [cell for group in columns for name, cell in group.items() if name == schema.label == "line_name"]
    texts = ["".join((*cell.above, cell.text)) for cell in told]
    return bool(texts) and all("收入" in text and "支出" not in text for text in texts)


def _is_priced(schema: TableSchema, cells: Sequence[HeaderCell]) -> bool:
    """Of posts: whether wages or prices stand beside them, so that the table reckons what they cost."""
    if "approved_count" not in schema.column_names:
        return False
    return sum(cell.values == "number" and money_unit(cell.text) is not None for cell in cells) > 1


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether what stands under a rate is 120户 or 2.86万元 now and then: results of goals, and no rates."""
    return sum(AMOUNT.fullmatch(text) is not None for text in texts) * MOST_AMOUNTS >= len(texts) > 0


def _names_no_rates(schema: TableSchema, labels: Sequence[str]) -> bool:
    """Of a kind whose rows are rates by name: whether hardly one is named as one. 受理数 under 指标 is none."""
    if schema.value not in RATE_CONCEPTS or schema.label not in LABELS_OF_RATES or not labels:
        return False
    rates = sum(
        reading.value in concepts() and concepts()[reading.value].type == "rate"
        for text in labels
        for reading in parse_header(text if text.endswith(("率", "度")) else f"{text}率")[:1]
    )
    return rates * MOST_LABELS < len(labels)
