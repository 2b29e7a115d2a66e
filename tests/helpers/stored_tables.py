"""Clean tables written row by row into a workspace of their own: what a test of scoring needs of a store, without the gate."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from evallib.checks import UnitData
from evallib.model import Workspace, all_schemas

UNIT, YEAR = "town", 2024


def stored(root: Path, year: int = YEAR, unit: str = UNIT, **tables: list[dict]) -> UnitData:
    """A unit and year whose store holds these rows; the cells of a row are called by its number and its columns' places."""
    workspace = Workspace(root)
    workspace.raw_dir(unit, year).mkdir(parents=True, exist_ok=True)
    workspace.clean_dir(unit, year).mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = all_schemas()[name].column_names
        whole = []
        for number, row in enumerate(rows, start=2):
            unknown = set(row) - set(columns)
            assert not unknown, unknown
            cells = {
                column: f"{chr(65 + columns.index(column))}{number}"
                for column, value in row.items()
                if value is not None
            }
            told = {"year": year, "row_kind": "line", "source_file": f"{name}.xlsx", "source_sheet": "表1", "source_row": number,
                    "source_cells": json.dumps(cells)}  # fmt: skip
            whole.append(dict.fromkeys(columns) | told | row)
        frame = pd.DataFrame(whole, columns=columns, dtype=object)
        for column in ("year", "source_row", "cases_count"):
            if column in frame:
                frame[column] = frame[column].astype("Int64")
        frame.to_parquet(workspace.clean_dir(unit, year) / f"{name}.parquet")
    return UnitData(workspace, unit, year)
