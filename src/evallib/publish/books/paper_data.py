"""Data sheets of the 评价底稿: the clean tables, each column shown as what it is, each table one page wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallib.model.books.pen import Pen, line_lengths
from evallib.model.schema import TableSchema, all_schemas
from evallib.publish.words.clean_tables import SOURCES, column_header

if TYPE_CHECKING:
    import pandas as pd

STYLES = {"text": "text", "count": "count", "integer": "count", "decimal": "plain", "money": "money", "rate": "percent",
          "signed_rate": "percent"}  # fmt: skip
NARROWEST, WIDEST = 7.0, 44.0
#: Characters that an A4 page in landscape holds in a size that can still be read.
PAGE = 190.0


def write_data_sheet(pen: Pen, title: str, frame: pd.DataFrame) -> None:
    """Write a clean table: years and row numbers plain, counts and money with separators, rates as percentages.

    Args:
        pen: writes on the worksheet.
        title: title of the table kind, by which the types of its columns are known.
        frame: the table as readers see it.
    """
    schema = next((schema for schema in all_schemas().values() if schema.title == title), None)
    styles = column_styles(schema) if schema else {}
    names = [str(name) for name in frame.columns]
    widths = _widths(frame, names)
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        pen.set_width(column, width)
        pen.head(0, column, name)
        style = styles.get(name, "plain")
        for row, value in enumerate(frame[name].tolist(), start=1):
            pen.put(row, column, value, style)
    pen.sheet.freeze_panes(1, 0)
    pen.print_pages(0, landscape=sum(widths) > PAGE / 2)


def column_styles(schema: TableSchema) -> dict[str, str]:
    """How each column of a table kind is shown, by its header.

    >>> from evallib.model.schema import get_schema
    >>> styles = column_styles(get_schema("budget_lines"))
    >>> styles["年度"], styles["执行金额（元）"], styles["执行率"]
    ('plain', 'money', 'percent')
    """
    styles = {column_header(column.name, schema): STYLES[column.type] for column in schema.columns}
    return styles | dict.fromkeys(SOURCES.values(), "plain")


def _widths(frame: pd.DataFrame, names: list[str]) -> list[float]:
    """Columns as wide as their texts; where the page is too narrow for all, long texts wrap first."""
    wanted = []
    for name in names:
        lengths = [_length(value) for value in frame[name].tolist()]
        wanted.append(min(max([*lengths, _length(name) / 2 + 1, NARROWEST]) + 2.5, WIDEST))
    excess = sum(wanted) - PAGE
    while excess > 0 and max(wanted) > 2 * NARROWEST:
        widest = max(wanted)
        wanted[wanted.index(widest)] = widest - 1
        excess -= 1
    return wanted


def _length(value: object) -> float:
    if isinstance(value, str):
        return max(line_lengths(value))
    return 0 if value is None else min(len(f"{value:,.2f}") if isinstance(value, float) else len(str(value)) + 3, 16)
