"""Periods of rows (行的时段): from the group of columns, the row itself, the title, the sheet, the file, the folder."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.files.workbook import read_workbook
from evallib.intake.grids.reading_documents import read_document
from evallib.intake.tables.headers.header_row import Header
from evallib.model.problems import Problem
from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES
from evallib.parsing.periods import parse_period, told_years
from evallib.parsing.readings import Reading

TITLE_ROWS = 6
LONGEST_TITLE = 60
#: Columns of a row that tell its period.
PERIOD_COLUMNS = ("period", "goal_year")


@dataclass(frozen=True)
class RowPeriod:
    """The period of a row: first and last day, the year under which it is filed, and the words that say so."""

    first: date
    last: date
    year: int
    text: str | None

    def record(self) -> dict[str, Any]:
        """The source columns that hold it."""
        return {
            "year": self.year,
            "period_start": self.first.isoformat(),
            "period_end": self.last.isoformat(),
            "period_text": self.text,
        }


def table_period(sheet: Sheet, header: Header, year: int) -> RowPeriod:
    """The period of a table's rows where a row or a group of columns says nothing else.

    Args:
        sheet: the sheet; its name and its file's name are asked after the titles.
        header: the table.
        year: year of the folder.
    """
    for text in (*header.titles, sheet.name, sheet.path.stem):
        told = [reading for reading in parse_period(text, year=year) if reading.low.year <= year <= reading.high.year]
        if told and told[0].kind != "years":
            reading = told[0]
            return RowPeriod(reading.low, reading.high, year, _words(reading))
    return whole_year(year)


def whole_year(year: int) -> RowPeriod:
    """The calendar year; nothing says so but the folder."""
    return RowPeriod(date(year, 1, 1), date(year, 12, 31), year, None)


def group_period(key: Hashable, base: RowPeriod) -> RowPeriod:
    """The period of a group of columns."""
    if isinstance(key, tuple) and len(key) == 2 and all(isinstance(day, date) for day in key):
        first, last = key
        return RowPeriod(first, last, last.year, f"{first.year}年" if (first.month, last.month) == (1, 12) else None)
    return base


def row_period(text: str | None, base: RowPeriod) -> RowPeriod:
    """The period that a cell of the row states; the table's where it states none."""
    if not text:
        return base
    told = parse_period(text, year=base.year)
    if len(told) != 1:
        return base
    return RowPeriod(told[0].low, told[0].high, told[0].high.year, text)


def total_period(lines: Sequence[RowPeriod], base: RowPeriod) -> RowPeriod:
    """The period of a row of totals that states none: what its lines cover together, where they tell periods of their own.

    >>> months = [RowPeriod(date(2024, m, 1), date(2024, m, 28), 2024, f"{m}月") for m in (1, 2)]
    >>> found = total_period(months, whole_year(2024))
    >>> found.text, found.last.isoformat()
    ('1月至2月', '2024-02-28')
    """
    if len({(line.first, line.last) for line in lines}) < 2:
        return base
    first, last = min(lines, key=lambda line: line.first), max(lines, key=lambda line: line.last)
    if (first.first, last.last) == (date(last.year, 1, 1), date(last.year, 12, 31)):
        return whole_year(last.year)
    return RowPeriod(first.first, last.last, last.year, f"{first.text}至{last.text}")


def told_periods(sheet: Sheet, header: Header, year: int) -> Iterator[Problem]:
    """Problems of a table whose words and folder do not agree on the year."""
    told = {found for title in header.titles for found in told_years(title)}
    groups = {key[1].year for key in header.groups if isinstance(key, tuple)}
    if told and not min(told) <= year <= max(told) and year not in groups:
        message, years = f"标题写的年份与文件夹（{year}）不符", told
    elif groups and max(groups) > year:
        message, years = f"表头的年份晚于文件夹（{year}）", groups
    else:
        return
    yield Problem(
        "intake.other_year",
        message,
        file=sheet.file,
        sheet=sheet.name,
        value="、".join(f"{found}年" for found in sorted(years)),
        expected=f"{year}年",
        advice="请核对表格是否放错文件夹",
        severity="warning",
    )


def stated_year(path: Path) -> int | None:
    """The year that the titles of a file state, where they agree; the latest of a table of several years.

    Args:
        path: a spreadsheet, .docx or .pdf.
    """
    sheets = read_document(path) if path.suffix.lower() in DOCUMENT_SUFFIXES else read_workbook(path)
    stated: set[int] = set()
    for sheet in sheets:
        texts = [value for row in sheet.rows[:TITLE_ROWS] for value in row if isinstance(value, str)]
        told = {year for text in (sheet.name, *texts) if len(text) <= LONGEST_TITLE for year in told_years(text)}
        if told:
            stated.add(max(told))
    return stated.pop() if len(stated) == 1 else None


def _words(reading: Reading) -> str:
    return reading.evidence[0].removeprefix("写有“").removesuffix("”")
