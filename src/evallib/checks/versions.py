"""Versions (提交的版本): what a unit handed in before, and what its newest hand-in changed, cell by cell."""

from __future__ import annotations

import shutil
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from evallib.checks.record import RECORD, masked_inputs, read_record
from evallib.checks.store import UnitData, read_table
from evallib.indicators.proportions import is_missing
from evallib.intake.tables.table_versions import naming_columns
from evallib.model.schema import Column, TableSchema, all_schemas
from evallib.model.workspace.folders import replacing
from evallib.model.workspace.units import UnitYear, Workspace

FOLDER = "versions"
ADDED, GONE = "新增一行", "不再有这一行"


class EarlierVersion(Workspace):
    """A workspace whose clean tables are those of the hand-in before the last."""

    def clean_dir(self, unit: str, year: int) -> Path:
        """Tables of the version before; kept in data/inside, since nobody publishes them."""
        return self.inside / FOLDER / unit / str(year)


@dataclass(frozen=True)
class Change:
    """One cell that says something else than in the version before, or a row that came or went.

    Args:
        table: the table kind.
        row: names of the row.
        column: the column; None for a whole row.
        before: the value in the version before.
        after: the value now.
        place: file, sheet and row of the newer statement, or of the older one where the row is gone.
    """

    table: TableSchema
    row: str
    column: Column | None
    before: Any
    after: Any
    place: str


def keep_version(at: UnitYear) -> None:
    """Keep the clean tables of a unit and year before new ones take their place, where other files were handed in."""
    record = read_record(at)
    if record is None or record.get("inputs") == masked_inputs(at.raw_dir):
        return
    with replacing(EarlierVersion(at.workspace.root).clean_dir(at.unit, at.year)) as kept:
        for path in at.clean_dir.iterdir():
            if path.name == RECORD or path.stem in all_schemas():
                shutil.copy2(path, kept / path.name)


def earlier_version(data: UnitData) -> UnitData | None:
    """The version before of a unit and year; None where there was only one."""
    before = UnitData(EarlierVersion(data.workspace.root), data.unit, data.year)
    return (
        before
        if before.record is not None and before.record.get("inputs") != (data.record or {}).get("inputs")
        else None
    )


def version_changes(data: UnitData) -> list[Change]:
    """What the newest hand-in changed against the one before, table by table, in the order of the tables.

    Args:
        data: the clean tables of now.
    """
    before = earlier_version(data)
    return (
        []
        if before is None
        else [
            change
            for schema in all_schemas().values()
            for change in _changes(schema, _rows(before, schema), _rows(data, schema))
        ]
    )


def _rows(data: UnitData, schema: TableSchema) -> dict[Hashable, Mapping[str, Any]]:
    """The rows of a table by their names; of several with the same names the order counts."""
    path = data.folder / f"{schema.name}.parquet"
    if not path.is_file():
        return {}
    found: dict[Hashable, Mapping[str, Any]] = {}
    names = _names(schema)
    for record in read_table(path).to_dict("records"):
        row = {str(name): None if _nothing(value) else value for name, value in record.items()}
        key = (row["year"], row["row_kind"], *(row[name] for name in names))
        number = 0
        while (*key, number) in found:
            number += 1
        found[(*key, number)] = row
    return found


def _nothing(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and bool(is_missing(value)))


def _names(schema: TableSchema) -> list[str]:
    project = ["project_name"] * ("project_name" in schema.column_names)
    return list(dict.fromkeys([*project, *naming_columns(schema), schema.label]))


def _changes(
    schema: TableSchema, old: Mapping[Hashable, Mapping[str, Any]], new: Mapping[Hashable, Mapping[str, Any]]
) -> Iterator[Change]:
    names = _names(schema)
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            if old:
                yield Change(schema, _title(row, names), None, None, ADDED, _place(row))
            continue
        for column in schema.columns:
            if column.name not in names and before.get(column.name) != row.get(column.name):
                yield Change(
                    schema, _title(row, names), column, before.get(column.name), row.get(column.name), _place(row)
                )
    for key, row in old.items():
        if new and key not in new:
            yield Change(schema, _title(row, names), None, GONE, None, _place(row))


def _title(row: Mapping[str, Any], names: list[str]) -> str:
    return " › ".join(str(row[name]) for name in names if row[name])


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['source_file']} › {row['source_sheet']} › 第{row['source_row']}行"


def changes_frame(changes: list[Change], told: Any) -> pd.DataFrame:
    """Changes as a table for a page: table, row, column, before, after, place.

    Args:
        changes: from `version_changes`.
        told: turns a value and its column type into text.
    """
    return pd.DataFrame(
        [
            {
                "table": change.table.title,
                "row": change.row,
                "column": change.column.label if change.column else "",
                "before": told(change.before, change.column.type if change.column else "text"),
                "after": told(change.after, change.column.type if change.column else "text"),
                "place": change.place,
            }
            for change in changes
        ],
        columns=["table", "row", "column", "before", "after", "place"],
    )
