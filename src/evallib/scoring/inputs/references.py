"""References (取数): a scoring input that points into a clean table becomes its value, with the cell it was read from.

In ``scoring.yaml`` an input is written as ``{from: {table: case_counts, column: cases_count, where: {category:
已结案}}}``; ``{from: {rate: 市民满意率}}`` names a rate of the definitions (see `named_rates`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from evallib.checks.states import TableStatus
from evallib.checks.store import UnitData
from evallib.indicators.proportions import is_missing
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.schema import all_schemas
from evallib.scoring.inputs.entries import Origin, Sourced
from evallib.scoring.inputs.loading_entries import Resolve
from evallib.scoring.inputs.lookups import Lookup

#: Cells of a count that a trace names.
MOST_CELLS = 12


class Reference(Lookup):
    """Where a value stands.

    Args:
        table: clean table.
        column: column of the value; with `each`, the later amount of a change.
        where: column → value, which must leave exactly one row (with `each`: the rows that are listed).
        year: another year than that of the score; the newest statement of that year counts.
        each: column that names the items of a list; each item is then the share by which `column` fell short of
            `base`: (base − column) ÷ base. Items whose base is zero or missing have no such share and are left out.
        base: with `each`, the earlier amount.
        count: the number of matching rows instead of a column.
        sum: the sum of the column over all matching rows.
    """

    code, title = "scoring.reference", "取数"

    table: str
    column: str = ""
    where: dict[str, str] = Field(default_factory=dict)
    year: int | None = None
    each: str = ""
    base: str = ""
    count: bool = False
    sum: bool = False

    def origin(self, rows: pd.DataFrame, year: int, how: Literal["value", "sum", "count", "fall"]) -> Origin:
        """Where the value was found, for a workbook that points at it."""
        places = zip(rows["source_file"], rows["source_sheet"], rows["source_row"], strict=True)
        return Origin(
            table=self.table,
            year=year,
            rows=tuple((file, sheet, int(row)) for file, sheet, row in places),
            how=how,
            column=self.column,
            base=self.base,
            where=self.where,
        )


def resolver(data: UnitData) -> Resolve:
    """A function that looks references up in the clean tables of a unit and year.

    Args:
        data: clean tables.

    Returns:
        A function from a reference to the value with its file, sheet and cell, or to a mapping of items.

    Raises:
        EvallibError: (from the function) an unknown table or column, or not exactly one matching row.
    """

    def resolve(raw: Mapping[str, Any]) -> Sourced | dict[str, Sourced]:
        if "rate" in raw:
            from evallib.scoring.inputs.named_rates import named_rate

            return named_rate(data, raw)
        reference = Reference.read(raw)
        rows = _rows(data, reference)
        _refuse_unusable(data, reference, rows)
        year, status = reference.year or data.year, data.status(reference.table)
        if reference.each:
            return _items(rows, reference, year)
        if reference.count:
            found = _counted(rows, reference, data)
            return found.model_copy(update={"origin": reference.origin(rows, year, "count")})
        if reference.sum and len(rows):
            if any(isinstance(cell, str) for cell in rows[reference.column]):
                raise EvallibError(
                    Problem(
                        "scoring.reference_sum", "文字不能相加", value=reference.column, advice="计行数请写 count: true"
                    )
                )
            found = _total(rows, reference, status)
            return found.model_copy(update={"origin": reference.origin(rows, year, "sum")})
        if len(rows) != 1:
            raise EvallibError(
                Problem(
                    "scoring.reference_rows",
                    f"取数应对应一行，实际为 {len(rows)} 行",
                    value=json.dumps(dict(raw), ensure_ascii=False),
                    advice="请在 where 中写清条件；没有该表时请先运行 evallib clean",
                )
            )
        found = _sourced(rows.iloc[0], reference.column, status)
        return found.model_copy(update={"origin": reference.origin(rows, year, "value")})

    return resolve


def _refuse_unusable(data: UnitData, reference: Reference, rows: pd.DataFrame) -> None:
    """Say what became of the table where it tells nothing: 0 rows of a refused table are no figure."""
    year = reference.year or data.year
    if year == data.year:
        if data.has(reference.table):
            return
        status = data.status(reference.table)
    elif rows.empty and year in data.workspace.years(data.unit):
        status = UnitData(data.workspace, data.unit, year).status(reference.table)
    else:
        return
    if not status.usable:
        problem = status.as_problem()
        told = f"{year}年" if year != data.year else ""
        raise EvallibError(replace(problem, code="scoring.reference_state", message=told + problem.message))


def _rows(data: UnitData, reference: Reference) -> pd.DataFrame:
    schemas = all_schemas()
    if reference.table not in schemas:
        advice = did_you_mean(reference.table, schemas)
        raise EvallibError(Problem("scoring.reference_table", f"没有名为“{reference.table}”的表类", advice=advice))
    known = schemas[reference.table].column_names
    if lacking := [
        key
        for key, needed in (("column", not reference.count), ("base", bool(reference.each)))
        if needed and not getattr(reference, key)
    ]:
        raise EvallibError(
            Problem(
                "scoring.reference",
                "取数没有写明取哪一列",
                value="、".join(lacking),
                expected="column: 列名",
                advice="可用的列：" + "、".join(known),
            )
        )
    asked = {name for name in (reference.column, reference.each, reference.base, *reference.where) if name}
    for name in sorted(asked - set(known)):
        raise EvallibError(
            Problem(
                "scoring.reference_column", f"表“{reference.table}”没有列“{name}”", advice=did_you_mean(name, known)
            )
        )
    year = reference.year or data.year
    rows = data.table(reference.table) if year == data.year else data.history(reference.table)
    rows = rows[rows["year"] == year]
    for column, value in reference.where.items():
        rows = rows[rows[column].astype(object).map(lambda cell: "" if is_missing(cell) else str(cell)) == value]
    return rows


def _total(rows: pd.DataFrame, reference: Reference, status: TableStatus) -> Sourced:
    """The sum of a column over several rows, with all their cells."""
    parts = [_sourced(row, reference.column, status) for _, row in rows.iterrows()]
    note = " + ".join(str(part.value) for part in parts)
    total = sum((Decimal(str(part.value)) for part in parts), Decimal(0))
    return parts[0].model_copy(update={"value": total, "cell": "、".join(part.cell for part in parts), "note": note})


def _items(rows: pd.DataFrame, reference: Reference, year: int) -> dict[str, Sourced]:
    items = {}
    for index, row in rows[rows["row_kind"] == "line"].iterrows():
        before, after = row[reference.base], row[reference.column]
        if is_missing(before) or is_missing(after) or not before:
            continue
        found = _sourced(row, reference.column)
        note = f"（{before} − {after}）÷ {before} 元"
        origin = reference.origin(rows.loc[[index]], year, "fall")
        changes = {"value": (before - after) / before, "note": note, "origin": origin}
        items[str(row[reference.each])] = found.model_copy(update=changes)
    return items


def _counted(rows: pd.DataFrame, reference: Reference, data: UnitData) -> Sourced:
    """The number of rows, with the cells that were counted; the sheet alone where there are none, or several sheets."""
    note = f"{reference.table} 中符合条件的行数"
    every = rows if len(rows) else data.table(reference.table)
    sheets = list(dict.fromkeys(zip(every["source_file"], every["source_sheet"], strict=True)))
    if len(sheets) != 1:
        return Sourced(value=Decimal(len(rows)), note=note, file="、".join(dict.fromkeys(file for file, _ in sheets)))
    (file, sheet), told = sheets[0], next(iter(reference.where), "")
    cells = [json.loads(cells).get(told, "") for cells in rows["source_cells"]]
    shown = "、".join(cell for cell in cells[:MOST_CELLS] if cell) + ("等" if len(cells) > MOST_CELLS else "")
    return Sourced(value=Decimal(len(rows)), note=note, file=file, sheet=sheet, cell=shown)


def _sourced(row: pd.Series, column: str, status: TableStatus | None = None) -> Sourced:
    value = row[column]
    if is_missing(value):
        place = row["source_file"], row["source_sheet"], json.loads(row["source_cells"]).get(column, "")
        unread = [p for p in status.reasons if (p.file, p.sheet, p.cell) == place] if status else []
        raise EvallibError(
            [
                replace(problem, code="scoring.reference_unread", message=f"未通过：{problem.message}")
                for problem in unread
            ]
            or Problem(
                "scoring.reference_empty", "取到的单元格没有数", *place, advice="请补填，或直接填写数值并写明依据"
            )
        )
    return Sourced(
        value=value if isinstance(value, str | Decimal) else Decimal(int(value)),
        file=row["source_file"],
        sheet=row["source_sheet"],
        cell=json.loads(row["source_cells"]).get(column, ""),
    )
