"""Typed values (定型的值): the text of a cell becomes the type of its column."""

from __future__ import annotations

import re
from typing import Any

from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_row import Header
from evallib.intake.tables.wide_layouts import RATE_NAMES, RATES, rate_name
from evallib.model.schema import Column
from evallib.parsing.cells import clean_text, is_blank, parse_count, parse_money, parse_number, parse_rate
from evallib.parsing.headers import parse_header

#: The line over a table that says in what its figures are told.
UNITS = re.compile(r"单位\s*[:：][^:：]*[%％]")


def typed_value(value: Any, column: Column, cell: HeaderCell, header: Header, number_format: str) -> Any:
    """The value of a cell as its column types it; `ValueProblemError` where it cannot be."""
    if column.type == "text":
        return None if is_blank(value) and value != "-" else clean_text(value)
    if column.type == "count":
        return parse_count(value)
    if column.type == "integer":
        return parse_count(value, signed=True)
    if column.type == "decimal":
        return parse_number(value)
    if column.type == "money":
        unit = header.money_unit_of(cell)
        return parse_money(value, unit) if unit else None
    percent = any("%" in text or "％" in text for text in (cell.text, *cell.above)) or _told_in_title(value, header)
    return parse_rate(value, percent, number_format, column.type == "signed_rate")


def _told_in_title(value: Any, header: Header) -> bool:
    """Whether the line of units over the table (单位：件、%) says that a number above 1 is a percentage."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and value > 1
    return number and any(UNITS.search(text) for text in header.titles)


def kept_rate_name(text: str | None) -> str | None:
    """The name under which a rate is kept, where the row's own wording is none of them."""
    if not text or text in RATE_NAMES:
        return text
    readings = parse_header(text)
    return rate_name(text, readings[0].value) if len(readings) == 1 and readings[0].value in RATES else text
