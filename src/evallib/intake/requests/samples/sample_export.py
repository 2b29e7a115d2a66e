"""Synthetic exports (合成的工单导出表): written where a real one would be handed in, and marked as what they are.

Every sheet says 合成数据 in its title, every row in its last column; Parquet files carry ``is_synthetic``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.reading import clean_schema
from evallib.intake.requests.samples.sample_requests import deal_totals, generate_requests
from evallib.intake.requests.sheets.column_choices import SYNTHETIC
from evallib.model.requests import load_schema
from evallib.model.samples import SamplePlan, SampleUnit, Totals, load_plan, scale_totals

PUBLISHED_YEAR = 2023
SHEET_ROWS = 1_000_000
CHUNK_ROWS = 1_000_000
EXCEL_EPOCH = np.datetime64("1899-12-30", "us")


def write_sample(
    folder: Path, unit: str = "huacao", year: int = PUBLISHED_YEAR, rows: int | None = None, seed: int = 1
) -> Path:
    """Write a synthetic export of one unit as a workbook.

    Args:
        folder: where to put it, e.g. data/raw/<unit>/<year>.
        unit: id or name of one of the 14 街镇 of the plan.
        year: calendar year of the requests.
        rows: number of cases; by default the unit's own (for huacao and 2023: the published 38,935).
        seed: the same seed gives the same file.

    Returns:
        The file, ``合成数据_<街镇>_<year>年工单汇总表.xlsx``.
    """
    plan = load_plan()
    town = plan.unit(unit)
    totals = unit_totals(town, year, rows)
    table = generate_requests(plan, [town], totals, year, np.random.default_rng([seed, year, plan.units.index(town)]))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{SYNTHETIC}_{town.name}_{year}年工单汇总表.xlsx"
    _write_workbook(path, table, f"{town.name}{year}年工单汇总表（{SYNTHETIC}，由程序生成，不是真实工单）")
    return path


def write_sample_district(raw: Path, year: int = PUBLISHED_YEAR, share: float = 1.0, seed: int = 1) -> list[Path]:
    """Write the exports of all 14 街镇 of 闵行, each to ``<raw>/<unit>/<year>/``.

    Args:
        raw: data/raw.
        year: calendar year.
        share: size relative to the plan (about 508,000 cases in all).
        seed: see `write_sample`.
    """
    units = load_plan().units
    rows = [None if share == 1.0 else max(round(unit.cases * share), 1) for unit in units]
    return [
        write_sample(raw / unit.id / str(year), unit.id, year, count, seed)
        for unit, count in zip(units, rows, strict=True)
    ]


def write_sample_parquet(
    path: Path, rows: int, years: Sequence[int] = (PUBLISHED_YEAR,), seed: int = 1, columns: Sequence[str] | None = None
) -> Path:
    """Write `rows` synthetic cases of the whole district straight to a clean Parquet file, chunk by chunk.

    Args:
        path: the file.
        rows: how many; memory stays that of one chunk (`CHUNK_ROWS`), whatever the number.
        years: the cases are spread evenly over these calendar years.
        seed: the same seed gives the same rows.
        columns: only these columns of the clean table.
    """
    import pyarrow.parquet as pq

    plan = load_plan()
    schema = clean_schema()
    if columns:
        schema = pa.schema([schema.field(name) for name in columns])
    schema = schema.with_metadata({"evallib": SYNTHETIC})
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for chunk in _chunks(plan, plan.units, rows, years, seed):
            writer.write_table(as_clean(chunk, path.name, schema))
    return path


def unit_totals(unit: SampleUnit, year: int, rows: int | None = None) -> Totals:
    """The totals of a unit and year: the published ones where there are any, scaled ones elsewhere."""
    published = load_plan().totals
    back = PUBLISHED_YEAR - year
    count = rows or round(unit.cases * 0.97**back)
    return scale_totals(published, count, unit.quality + 0.04 * back)


def _chunks(
    plan: SamplePlan, units: list[SampleUnit], rows: int, years: Sequence[int], seed: int
) -> Iterator[pa.Table]:
    done = 0
    for place, year in enumerate(years):
        share = rows * (place + 1) // len(years) - rows * place // len(years)
        remaining = scale_totals(plan.totals, share)
        while remaining.cases:
            rng = np.random.default_rng([seed, done])
            chunk = remaining
            if remaining.cases > CHUNK_ROWS:
                chunk, remaining = deal_totals(remaining, CHUNK_ROWS, rng)
            yield generate_requests(plan, units, chunk, year, rng, first=done)
            done += chunk.cases
            if chunk is remaining:
                break


def as_clean(table: pa.Table, file: str, schema: pa.Schema) -> pa.Table:
    """The generated columns with what intake would have derived."""
    rows = table.num_rows
    returned = pc.equal(pc.cast(table["status"], pa.string()), "退回市级") if "is_returned" in schema.names else None
    derived: dict[str, Any] = {
        "is_closed": pc.is_valid(table["closed_datetime"]),
        "is_returned": None if returned is None else pc.or_(returned, pc.greater(table["returned_count"], 0)),
        "is_synthetic": pa.repeat(True, rows),
        "year": pc.year(table["requested_datetime"]),
        "row_kind": pa.repeat("line", rows),
        "source_file": pa.repeat(file, rows),
        "source_sheet": pa.repeat("", rows),
        "source_row": pa.array(np.arange(1, rows + 1)),
        "original_expected_datetime": table["expected_datetime"] if "expected_datetime" in table.column_names else None,
        "is_valid": pa.repeat(True, rows),
        "is_excused": pa.repeat(False, rows),
        "dispatches_count": pa.repeat(1, rows),
        "versions_count": pa.repeat(1, rows),
    }
    columns = [
        derived[name] if name in derived else table[name] if name in table.column_names else pa.nulls(rows)
        for name in schema.names
    ]
    return pa.table([pc.cast(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _write_workbook(path: Path, table: pa.Table, title: str) -> None:
    import xlsxwriter

    fields = [field for field in load_schema().columns if field.name in table.column_names]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, first in enumerate(range(0, table.num_rows, SHEET_ROWS), start=1):
            part = table.slice(first, SHEET_ROWS)
            sheet = book.add_worksheet("工单汇总表" if number == 1 else f"工单汇总表{number}")
            sheet.write_string(0, 0, title)
            for column, label in enumerate([*(field.label for field in fields), "合成数据标记"]):
                sheet.write_string(1, column, label)
            columns = [_cells(part[field.name]) for field in fields]
            stamps = [field.type in {"datetime", "deadline"} for field in fields]
            for row, values in enumerate(zip(*columns, strict=True), start=2):
                for column, value in enumerate(values):
                    if value is None:
                        continue
                    if stamps[column]:
                        sheet.write_number(row, column, value, stamp)
                    else:
                        sheet.write_string(row, column, value)
                sheet.write_string(row, len(fields), SYNTHETIC)
            sheet.write_string(part.num_rows + 2, 0, "合计")
            sheet.write_number(part.num_rows + 2, 1, part.num_rows)


def _cells(column: pa.ChunkedArray) -> list[Any]:
    """Values as they go into cells: serial numbers for times, 是/否 for flags, text for the rest."""
    if pa.types.is_timestamp(column.type):
        moments = column.to_numpy()
        serial = (moments - EXCEL_EPOCH) / np.timedelta64(1, "D")
        return [None if missing else value for missing, value in zip(np.isnat(moments), serial.tolist(), strict=True)]
    if pa.types.is_boolean(column.type):
        return [None if value is None else "是" if value else "否" for value in column.to_pylist()]
    texts: list[Any] = pc.cast(column, pa.string()).to_pylist()
    return texts
