"""Headers (表头): find the header row of a sheet and recognise the table kind by its headers.

Neither the file name nor the position counts: a table is what its headers say it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from evallib.intake.files.workbook import Sheet
from evallib.intake.tables.cell_values import clean_text
from evallib.intake.tables.years import arabic_years
from evallib.model.schema import TableSchema, all_schemas, normalise_header

MAX_HEADER_ROW = 40
MAX_HEADER_COLUMN = 300
YEAR_GROUP = re.compile(r"((?:19|20)\d{2})年?度?")
MONEY_UNIT = re.compile(r"[(（](元|千元|万元|亿元)(?:/[^)）]*)?[)）]\s*$")
UNIT_ROW = re.compile(r"单位\s*[:：]?\s*[(（]?\s*(元|千元|万元|亿元)")


@dataclass(frozen=True)
class HeaderCell:
    """One header cell: where it is, what it says, and the year of its group where it has one."""

    column: int
    text: str
    candidates: tuple[str, ...]
    year: int | None = None


@dataclass(frozen=True)
class Header:
    """A recognised header: table kind, header rows, and the sheet column of each schema column by year group."""

    schema: TableSchema
    top: int
    bottom: int
    groups: dict[int | None, dict[str, HeaderCell]]
    unknown: tuple[HeaderCell, ...]
    money_unit: str | None
    titles: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """How well it explains the sheet: more named columns first, then fewer rows."""
        return sum(len(columns) for columns in self.groups.values()), self.top - self.bottom

    def money_unit_of(self, cell: HeaderCell) -> str | None:
        """The unit of an amount: the one in its own header, or else the one of the sheet."""
        own = MONEY_UNIT.search(cell.text)
        return own[1] if own else self.money_unit


def find_header(sheet: Sheet) -> Header | None:
    """The header of a sheet, or None where no table kind fits.

    Of all rows (one or two merged into a header) and all table kinds whose required columns are there, the one
    that explains the most cells wins.
    """
    best: Header | None = None
    for top in range(min(len(sheet.rows), MAX_HEADER_ROW)):
        for bottom in (top, top + 1):
            if bottom >= len(sheet.rows):
                continue
            cells = _header_cells(sheet, top, bottom)
            for schema in all_schemas().values():
                header = _match(schema, sheet, cells, top, bottom)
                if header and (best is None or header.rank > best.rank):
                    best = header
    return best


def closest_kind(sheet: Sheet) -> tuple[TableSchema | None, list[str]]:
    """The table kind that fits best although required headers are missing, and the missing headers."""
    best: tuple[int, TableSchema | None, list[str]] = (0, None, [])
    for top in range(min(len(sheet.rows), MAX_HEADER_ROW)):
        texts = {normalise_header(cell.text) for cell in _header_cells(sheet, top, top)}
        for schema in all_schemas().values():
            missing = [column.label for column in schema.required if not column.headers & texts]
            found = len(schema.required) - len(missing)
            if missing and found > best[0]:
                best = (found, schema, missing)
    return best[1], best[2]


@dataclass(frozen=True)
class RepeatedHeader:
    """A header that stands a second time in its row."""

    row: int
    column: int
    text: str


def repeated_header(sheet: Sheet) -> RepeatedHeader | None:
    """The header that keeps an otherwise complete header row from being understood, if there is one."""
    for row in range(min(len(sheet.rows), MAX_HEADER_ROW)):
        cells = _header_cells(sheet, row, row)
        texts = [normalise_header(cell.text) for cell in cells]
        for schema in all_schemas().values():
            if not all(column.headers & set(texts) for column in schema.required):
                continue
            for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                if texts[:position].count(text) >= len(schema.by_header.get(text, texts)):
                    return RepeatedHeader(row, cell.column, cell.text)
    return None


def _header_cells(sheet: Sheet, top: int, bottom: int) -> list[HeaderCell]:
    cells = []
    for column in range(min(sheet.width, MAX_HEADER_COLUMN)):
        upper = clean_text(sheet.merged_value(top, column))
        lower = clean_text(sheet.merged_value(bottom, column))
        if not upper and not lower:
            continue
        year_match = YEAR_GROUP.fullmatch(arabic_years(upper).replace(" ", "")) if bottom > top else None
        if year_match and lower:
            cells.append(HeaderCell(column, lower, (normalise_header(lower),), int(year_match[1])))
        elif upper == lower or not lower:
            cells.append(HeaderCell(column, upper, (normalise_header(upper),)))
        elif not upper:
            cells.append(HeaderCell(column, lower, (normalise_header(lower),)))
        else:
            joined = normalise_header(normalise_header(upper) + lower)
            cells.append(HeaderCell(column, lower, (joined, normalise_header(lower))))
    return cells


def _match(schema: TableSchema, sheet: Sheet, cells: list[HeaderCell], top: int, bottom: int) -> Header | None:
    years = [cell.year for cell in cells if cell.year is not None]
    if years and not schema.year_groups:
        return None
    shared: dict[str, HeaderCell] = {}
    groups: dict[int | None, dict[str, HeaderCell]] = {}
    unknown = []
    seen: Counter[tuple[int | None, str]] = Counter()
    for cell in cells:
        header = next((text for text in cell.candidates if text in schema.by_header), None)
        if header is None:
            unknown.append(cell)
            continue
        seen[cell.year, header] += 1
        column = next((c for c in schema.by_header[header] if c.occurrence == seen[cell.year, header]), None)
        target = shared if cell.year is None else groups.setdefault(cell.year, {})
        if column is None or column.name in target:
            return None  # the same header twice: not this kind, or not this row
        target[column.name] = cell
    grouped: dict[int | None, dict[str, HeaderCell]] = (
        {year: {**shared, **columns} for year, columns in groups.items()} if groups else {None: shared}
    )
    required = {column.name for column in schema.required}
    if not all(required <= set(columns) for columns in grouped.values()):
        return None
    titles = tuple(
        text
        for row in range(top)
        for text in dict.fromkeys(clean_text(sheet.value(row, column)) for column in range(sheet.width))
        if text
    )
    return Header(schema, top, bottom, grouped, tuple(unknown), _money_unit(cells, titles), titles)


def _money_unit(cells: list[HeaderCell], titles: tuple[str, ...]) -> str | None:
    """The unit that the sheet states for all its amounts; a unit in a column's own header wins later."""
    for title in reversed(titles):
        match = UNIT_ROW.search(title)
        if match:
            return match[1]
    units = {match[1] for cell in cells if (match := MONEY_UNIT.search(cell.text))}
    return units.pop() if len(units) == 1 else None
