"""Clean tables for readers (清洁数据的对外样式): Chinese headers with units, plain percentages, source of each row."""

from __future__ import annotations

import pandas as pd

from evallib.model.schema import SOURCE_LABELS, TableSchema

ROW_KINDS = {"line": "明细", "subtotal": "小计", "total": "合计"}
SOURCES = {
    "year": "年度",
    "row_kind": "行类",
    "source_file": "来源文件",
    "source_sheet": "来源工作表",
    "source_row": "来源行",
}


def readable(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """A clean table as a reader wants it.

    Args:
        frame: a clean table.
        schema: its table kind.

    Returns:
        The same rows with Chinese headers; money in 元, rates as fractions, columns without any value left out.

    >>> from evallib.model.schema import get_schema
    >>> frame = pd.DataFrame({"item": ["设备"], "opening_yuan": [5], "row_kind": ["line"], "source_cells": ["{}"]})
    >>> readable(frame, get_schema("assets")).to_dict("list")
    {'资产明细': ['设备'], '期初（元）': [5], '行类': ['明细']}
    """
    names = [name for name in frame.columns if name != "source_cells" and frame[name].notna().any()]
    shown = frame[names]
    if "row_kind" in names:
        shown["row_kind"] = [ROW_KINDS.get(kind) for kind in shown["row_kind"]]
    shown.columns = [column_header(str(name), schema) for name in names]
    return shown


def column_header(name: str, schema: TableSchema) -> str:
    """What a column is called for readers."""
    if name in SOURCES:
        return SOURCES[name]
    column = next((column for column in schema.columns if name in {column.name, column.header_as}), None)
    if column is None:
        return SOURCE_LABELS.get(name, name)
    if name == column.header_as:
        return f"{column.label}（表头）"
    again = f"（第{column.occurrence}列）" if column.occurrence > 1 else ""
    return column.label + again + ("（元）" if column.type == "money" else "")
