"""Masked tables (遮盖后的表): the texts of a table and of messages about it, without personal data."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd

from evallib.model.problems import Problem
from evallib.model.schema import TableSchema
from evallib.privacy.masking import mask_text

#: Columns in which a name or an address is that of a firm, a project or a duty, not of a person.
NAMES_OF_THINGS = {"supplier", "module", "specification", "procurement", "indicator"}


def mask_table(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Problem]]:
    """Take personal data out of every text of a table.

    Args:
        frame: typed rows with source columns.
        schema: the table kind; names and addresses are looked for in its free texts only, not in its labels.

    Returns:
        The masked frame, and one note per masked cell that says what was masked and where, not what it was.
    """
    masked = frame.copy()
    notes = []
    for column in schema.columns:
        if column.type == "text" and column.name in frame:
            free = not (column.fill_down or column.name == schema.label or column.name.endswith("_name")
                        or column.name in NAMES_OF_THINGS)  # fmt: skip
            texts, found = _mask_column(frame[column.name], free)
            masked[column.name] = pd.Series(texts, index=frame.index, dtype=object)
            notes += [_note(frame, place, column.name, column.label, kinds) for place, kinds in found]
    for name in ("source_file", "source_sheet"):
        masked[name] = pd.Series(_mask_column(frame[name], False)[0], index=frame.index, dtype=object)
    return masked, notes


def mask_problem(problem: Problem) -> Problem:
    """A message without the personal data that it quotes."""
    return replace(
        problem,
        message=mask_text(problem.message)[0],
        value=mask_text(problem.value)[0],
        expected=mask_text(problem.expected)[0],
        file=mask_text(problem.file, False)[0],
        sheet=mask_text(problem.sheet, False)[0],
    )


def _mask_column(column: pd.Series, free_text: bool) -> tuple[list[object], list[tuple[int, tuple[str, ...]]]]:
    known: dict[str, tuple[str, tuple[str, ...]]] = {}
    values: list[object] = []
    found = []
    for position, value in enumerate(column):
        if not isinstance(value, str):
            values.append(value)
            continue
        if value not in known:
            known[value] = mask_text(value, free_text)
        text, kinds = known[value]
        values.append(text)
        if kinds:
            found.append((position, kinds))
    return values, found


def _note(frame: pd.DataFrame, position: int, column: str, label: str, kinds: tuple[str, ...]) -> Problem:
    row = frame.iloc[position]
    cell = json.loads(row["source_cells"]).get(column, f"第{row['source_row']}行")
    return Problem("privacy.masked", f"“{label}”中的个人信息已遮盖：{'、'.join(kinds)}", file=row["source_file"],
                   sheet=row["source_sheet"], cell=cell, advice="提交的表格请不要含个人信息", severity="note")  # fmt: skip


def mask_plain(data: object) -> object:
    """Plain data (dictionaries, lists, texts) with every text masked.

    >>> mask_plain({"title": ["电话 13812345678"]})
    {'title': ['电话 138****5678']}
    """
    if isinstance(data, str):
        return mask_text(data)[0]
    if isinstance(data, dict):
        return {key: mask_plain(value) for key, value in data.items()}
    return [mask_plain(value) for value in data] if isinstance(data, list | tuple) else data
