"""Formulas of the 数据 sheet that point at the clean tables in the same workbook, so that no figure stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from evallib.indicators.proportions import is_missing
from evallib.model import patterns
from evallib.model.schema import all_schemas
from evallib.publish.words.clean_tables import SOURCES, column_header
from evallib.scoring.inputs.entries import Origin

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("year", "source_file", "source_sheet", "source_row")
Place = tuple[str, ...]
_CLOSE = Decimal("0.000000001")


class TableLinks:
    """Where the rows of the clean tables stand in the workbook.

    Args:
        tables: the tables as they are written, by sheet name; row 1 is the header.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables
        self._rows: dict[str, dict[Place, list[int]]] = {}

    def formula(self, origin: Origin | None, value: Any) -> str | None:
        """The formula for a value that was taken from a table.

        Args:
            origin: where it was taken from.
            value: the value; a formula that does not give it is not used.

        Returns:
            The formula without its equals sign; None where the workbook does not hold the rows.
        """
        if origin is None:
            return None
        schema = all_schemas()[origin.table]
        frame = self._tables.get(schema.title)
        if frame is None:
            return None
        sheet = f"'{schema.title[:31]}'!"
        headers = {name: column_header(name, schema) for name in (origin.column, origin.base, *origin.where) if name}
        if not set(headers.values()) <= set(map(str, frame.columns)):
            return None
        if origin.how == "count":
            return _count(sheet, frame, {headers[name]: text for name, text in origin.where.items()}, origin, value)
        rows = [self._row(schema.title, origin.year, place) for place in origin.rows]
        if None in rows:
            return None
        found = [frame[headers[origin.column]].iloc[row] for row in rows if row is not None]
        cells = [f"{sheet}{_cell(frame, headers[origin.column], row)}" for row in rows if row is not None]
        if origin.how == "fall":
            base, before = (
                _cell(frame, headers[origin.base], rows[0] or 0),
                frame[headers[origin.base]].iloc[rows[0] or 0],
            )
            share = (Decimal(str(before)) - Decimal(str(found[0]))) / Decimal(str(before))
            return f"({sheet}{base}-{cells[0]})/{sheet}{base}" if _same(share, value) else None
        if origin.how == "sum":
            return "+".join(cells) if _same(sum(map(Decimal, map(str, found))), value) else None
        if isinstance(found[0], str) and found[0].endswith("%") and not isinstance(value, str):
            share = Decimal(found[0].rstrip("%")) / 100
            return f"VALUE({cells[0]})" if _same(share, value) else None
        counted = patterns.fullmatch(r"(-?\d+(?:\.\d+)?)([\u4e00-\u9fff]{1,3})", str(found[0]).strip())
        if counted and not isinstance(value, str):
            number = f'VALUE(SUBSTITUTE({cells[0]},"{counted[2]}",""))'
            return number if _same(Decimal(counted[1]), value) else None
        return cells[0] if _same(found[0], value) else None

    def _row(self, title: str, year: int, place: tuple[str, str, int]) -> int | None:
        """The position of a row by its year, file, sheet and row; None where it is not there, or not alone."""
        frame = self._tables[title]
        keys = [key for key in KEYS if SOURCES[key] in frame]
        if title not in self._rows:
            rows: dict[Place, list[int]] = {}
            for number, told in enumerate(zip(*(frame[SOURCES[key]].astype(str) for key in keys), strict=True)):
                rows.setdefault(told, []).append(number)
            self._rows[title] = rows
        wanted = dict(zip(KEYS, map(str, (year, *place)), strict=True))
        found = self._rows[title].get(tuple(wanted[key] for key in keys), [])
        return found[0] if len(found) == 1 else None


def _count(sheet: str, frame: pd.DataFrame, where: dict[str, str], origin: Origin, value: Any) -> str | None:
    tests, kept = [], frame
    for header, text in {SOURCES["year"]: origin.year, **where}.items():
        if header in kept:
            cells = f"{_cell(frame, header, 0, fixed=True)}:{_cell(frame, header, len(frame) - 1, fixed=True)}"
            tests.append(f"{sheet}{cells},{text}" if isinstance(text, int) else f'{sheet}{cells},"{text}"')
            kept = kept[kept[header].astype(str) == str(text)]
    return f"COUNTIFS({','.join(tests)})" if tests and _same(len(kept), value) else None


def _cell(frame: pd.DataFrame, header: str, row: int, fixed: bool = False) -> str:
    """The cell of a row, counted from 0; row 1 of the sheet is the header."""
    column = list(map(str, frame.columns)).index(header)
    return str(xl_rowcol_to_cell(row + 1, column, row_abs=fixed, col_abs=fixed))


def _same(found: Any, value: Any) -> bool:
    if is_missing(found) or is_missing(value):
        return False
    if isinstance(value, str):
        return str(found) == value
    try:
        return abs(Decimal(str(found)) - Decimal(str(value))) < _CLOSE
    except ArithmeticError:
        return False
