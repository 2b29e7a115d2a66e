"""Clean tables (清洁数据): Parquet files of exact types, written whole or not at all, and read back by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evallib.checks.findings import TableFinding, read_findings
from evallib.checks.record import masked_inputs, read_record
from evallib.checks.states import TableStatus, table_states
from evallib.model.requests import table_titles
from evallib.model.schema import ColumnType, TableSchema, all_schemas, get_schema
from evallib.model.workspace.unit_info import UnitInfo
from evallib.model.workspace.units import UNIT_FILE, UnitYear, Workspace
from evallib.parsing.numerals import shortest
from evallib.privacy.units import mask_unit

if TYPE_CHECKING:
    import pyarrow as pa


def write_table(frame: pd.DataFrame, schema: TableSchema, path: Path) -> None:
    """Write a typed frame into a folder that appears whole or not at all (`evallib.model.workspace.folders.replacing`).

    Args:
        frame: columns of `TableSchema.column_names`.
        schema: the table kind.
        path: target.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [(name, _arrow_type(name, schema)) for name in schema.column_names]
    arrays = [pa.array(_plain(frame[name]), type=kind) for name, kind in fields]
    table = pa.table(arrays, schema=pa.schema(fields, metadata={"evallib.table": schema.name}))
    pq.write_table(table, path)


def read_table(path: Path) -> pd.DataFrame:
    """A clean table: amounts and rates are exact `Decimal` objects, counts nullable integers, missing text None."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False) as file:  # no thread is started for what is small
        table = file.read(use_threads=False)
    columns = {name: _typed(table[name]) for name in table.column_names}
    plain = {name: values for name, values in columns.items() if isinstance(values, list)}
    cells = np.empty((len(plain), table.num_rows), dtype=object)
    for row, values in enumerate(plain.values()):
        cells[row, :] = values
    frame = pd.DataFrame(cells.T, columns=list(plain), dtype=object)  # all texts and amounts in one step
    for place, (name, values) in enumerate(columns.items()):
        if name not in plain:
            frame.insert(place, name, values)
    return frame


@dataclass(frozen=True)
class UnitData(UnitYear):
    """The clean tables of one unit and year, and of the years before it.

    Notebooks and reports read through this object only.
    """

    @classmethod
    def open(cls, unit: str, year: int) -> UnitData:
        """Clean tables of a unit and year in the workspace of the current folder.

        Raises:
            EvallibError: unknown unit (with the nearest known one) or a year without data.
        """
        workspace = Workspace.find()
        workspace.check(unit, year)
        return cls(workspace, unit, year)

    @cached_property
    def info(self) -> UnitInfo:
        """Names of the unit, without personal data: unit.yaml's, else those that its forms state, else its folder's."""
        info = mask_unit(self.workspace.unit_info(self.unit))
        if info.full_name or (self.workspace.raw / self.unit / UNIT_FILE).is_file():
            return info
        stated = stated_name(self.table("self_evaluation_forms"), self.unit)
        if not stated or stated == info.name:
            return info
        return info.model_copy(update={"full_name": stated} | ({"name": stated} if self.unit.isascii() else {}))

    @property
    def folder(self) -> Path:
        """Folder of the clean tables."""
        return self.workspace.clean_dir(self.unit, self.year)

    @cached_property
    def record(self) -> dict[str, Any] | None:
        """What the gate recorded for this unit and year; None where it never ran."""
        return read_record(self)

    @cached_property
    def states(self) -> dict[str, TableStatus]:
        """What became of every table kind, single requests (工单) among them."""
        folder = self.workspace.raw_dir(self.unit, self.year)
        inputs = masked_inputs(folder) if folder.is_dir() else {}
        return table_states(table_titles(), self.record, inputs)

    def status(self, name: str) -> TableStatus:
        """What became of one table kind: 已入库, 未通过 (why, where), 未提交, 未清洗, 已过期 or 无法识别."""
        return self.states[name]

    @property
    def outdated(self) -> list[TableStatus]:
        """Tables whose raw files changed after they were stored, or that wait to be cleaned."""
        return [status for status in self.states.values() if status.files]

    @cached_property
    def findings(self) -> list[TableFinding]:
        """The book of findings: what does not agree inside the tables, each fault once."""
        return read_findings(self.record)

    def has(self, *names: str) -> bool:
        """Whether all these tables are there and have rows."""
        return all(not self.table(name).empty for name in names)

    def names(self) -> list[str]:
        """Table kinds that are there; case-level data is opened by `evallib.publish.sections.orders.request_page`."""
        return sorted(path.stem for path in self.folder.glob("*.parquet") if path.stem in all_schemas())

    def table(self, name: str) -> pd.DataFrame:
        """One clean table; an empty frame with its columns where none was handed in."""
        path = self.folder / f"{name}.parquet"
        schema = get_schema(name)
        if not path.is_file():
            return _nothing(tuple(schema.column_names)).copy(deep=False)
        stat = path.stat()
        # A shallow copy: pandas copies a column when somebody writes into it.
        return _read_once(path, stat.st_mtime_ns, stat.st_size, stat.st_ino).copy(deep=False)

    def own(self, name: str) -> pd.DataFrame:
        """Rows of one clean table that are of this year; a table may compare it with another."""
        frame = self.table(name)
        return frame[frame["year"].isin([self.year]) | frame["year"].isna()]

    def history(self, name: str) -> pd.DataFrame:
        """Rows of this year and of earlier ones; where two folders tell the same year, the newest folder counts.

        A town that hands in a three-year table restates the earlier years, so its newest statement is the one
        to show.
        """
        parts: list[pd.DataFrame] = []
        told: set[int] = set()
        for year in sorted((y for y in self.workspace.years(self.unit) if y <= self.year), reverse=True):
            frame = UnitData(self.workspace, self.unit, year).table(name)
            frame = frame[~frame["year"].isin(list(told))]
            told |= set(frame["year"])
            parts.append(frame)
        kept = [part for part in parts if not part.empty]
        if not kept:
            return self.table(name)
        return pd.concat(kept, ignore_index=True).sort_values("year", kind="stable", ignore_index=True)


@cache
def _nothing(columns: tuple[str, ...]) -> pd.DataFrame:
    """A table that was not handed in; most of a unit's kinds are none, and each is asked for many times."""
    return pd.DataFrame(columns=list(columns))


@lru_cache(maxsize=64)
def _read_once(path: Path, *_: int) -> pd.DataFrame:
    """A table of this very file; a report asks for the same few tables a hundred times."""
    return read_table(path)


def _arrow_type(name: str, schema: TableSchema) -> object:
    import pyarrow as pa

    kinds: dict[ColumnType, object] = {
        "text": pa.string(),
        "count": pa.int64(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(38, 18),
        "money": pa.decimal128(24, 4),
        "rate": pa.decimal128(38, 20),
        "signed_rate": pa.decimal128(38, 20),
    }
    if name in {"year", "source_row"}:
        return pa.int64()
    column = next((column for column in schema.columns if column.name == name), None)
    return kinds[column.type] if column else pa.string()


def _typed(column: pa.ChunkedArray) -> Any:
    """The values of a stored column as they are used."""
    kind = str(column.type)
    values = column.to_pylist()
    if kind == "int64":
        return pd.array(values, dtype="Int64")
    if kind.startswith("decimal"):
        values = [None if value is None else shortest(value) for value in values]
    elif kind != "string":
        return column.to_pandas()
    return values


def _plain(column: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in column]


def stated_name(forms: pd.DataFrame, folder: str) -> str:
    """The name of the unit by its own forms (填报单位, 部门名称, 实施单位); empty where they do not agree on one.

    Args:
        forms: heads of self-evaluation forms.
        folder: what its folder is called; who carries out a project is the unit only where the name holds the folder's.

    >>> forms = pd.DataFrame(
    ...     {"project_name": ["某区文化和旅游局", "图书采购"], "implementer": ["某区文化和旅游局", "某区图书馆"]}
    ... )
    >>> stated_name(forms, "文旅局"), stated_name(forms[1:], "文旅局"), stated_name(forms[1:], "tushuguan")
    ('某区文化和旅游局', '', '某区图书馆')
    """
    own = {
        str(name)
        for name, unit in zip(forms["project_name"], forms["implementer"], strict=True)
        if name and name == unit
    }
    carried_out = {
        str(name) for name in forms["implementer"] if name and (folder.isascii() or _holds(str(name), folder))
    }
    names = own or carried_out
    return names.pop() if len(names) == 1 else ""


def _holds(name: str, short: str) -> bool:
    """Whether a name holds all characters of a shorter one, in their order."""
    rest = iter(name)
    return all(letter in rest for letter in short)
