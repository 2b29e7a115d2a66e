"""Masked tables (遮盖后的表): the texts of a table and of messages about it, without personal data."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from evallib.model.problems import Problem
from evallib.model.schema import TableSchema
from evallib.privacy import mask_label, mask_text
from evallib.privacy.masking import masked

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Item = TypeVar("Item", bound="DataclassInstance")

#: Columns in which a name or an address is that of a firm, a project or a duty, not of a person.
NAMES_OF_THINGS = {"supplier", "module", "specification", "procurement", "indicator"}

#: Columns of goals, where ≥40栋 is a count of houses; anywhere else it may be the house where somebody lives.
GOALS = {"target", "actual"}
COUNT_OF_HOUSES = re.compile(r"[≥≤＞＜><=＝≧≦]{0,2}\s*\d+\s*[栋幢]")


def mask_table(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Problem]]:
    """Take personal data out of every text of a table.

    Args:
        frame: typed rows with source columns.
        schema: the table kind; in its labels only names and addresses that are certain are masked, so that 王老师课堂
            and 5号楼改造项目 stay.

    Returns:
        The masked frame, and one note per masked cell that says what was masked and where, not what it was.
    """
    copy = frame.copy()
    notes = []
    for column in schema.columns:
        if column.type == "text" and column.name in frame:
            free = not (
                column.fill_down
                or column.name == schema.label
                or column.name.endswith("_name")
                or column.name in NAMES_OF_THINGS
            )
            counts = COUNT_OF_HOUSES if column.name in GOALS else None
            texts, found = _mask_column(frame[column.name], free, counts)
            copy[column.name] = pd.Series(texts, index=frame.index, dtype=object)
            notes += [_note(frame, place, column.name, column.label, kinds) for place, kinds in found]
    for name in ("source_file", "source_sheet"):
        copy[name] = pd.Series(_mask_column(frame[name], False)[0], index=frame.index, dtype=object)
    return copy, notes


def mask_fields(item: Item) -> Item:
    """A message, correction or sheet (any dataclass) without the personal data in its texts.

    Its ``file`` and ``sheet`` are names, and masked as labels are.

    >>> masked = mask_fields(Problem("a", "市民王小明来电", file="13812345678.xlsx"))
    >>> masked.message, masked.file
    ('市民某某来电', '138****5678.xlsx')
    """
    changed = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, str):
            changed[field.name] = mask_label(value) if field.name in {"file", "sheet"} else mask_text(value)
    return replace(item, **changed)


def _mask_column(
    column: pd.Series, free_text: bool, kept: re.Pattern[str] | None = None
) -> tuple[list[object], list[tuple[int, tuple[str, ...]]]]:
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    values: list[object] = []
    found = []
    for position, value in enumerate(column):
        if not isinstance(value, str) or (kept and kept.fullmatch(value.strip())):
            values.append(value)
            continue
        if value not in known:
            found_in = masked(value, free_text)
            known[value] = found_in.text, found_in.kinds
        text, kinds = known[value]
        values.append(text)
        if kinds:
            found.append((position, kinds))
    return values, found


def _note(frame: pd.DataFrame, position: int, column: str, label: str, kinds: tuple[str, ...]) -> Problem:
    row = frame.iloc[position]
    cell = json.loads(row["source_cells"]).get(column, f"第{row['source_row']}行")
    return Problem(
        "privacy.masked",
        f"“{label}”中的个人信息已遮盖：{'、'.join(kinds)}",
        file=row["source_file"],
        sheet=row["source_sheet"],
        cell=cell,
        advice="提交的表格请不要含个人信息",
        severity="note",
    )
