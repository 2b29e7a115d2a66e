"""Periods of rows (行的时段): from the group of columns, the row itself, the title, the sheet, the file, the folder."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from evallib.intake.files.sheet import Sheet
from evallib.intake.files.workbook import read_workbook
from evallib.intake.grids.reading_documents import read_document
from evallib.intake.tables.headers.header_cells import YEARLESS
from evallib.intake.tables.headers.header_row import Header
from evallib.model.periods import Period, add_months
from evallib.model.problems import Problem
from evallib.model.workspace.handed_in import DOCUMENT_SUFFIXES
from evallib.parsing.periods import parse_period, told_years
from evallib.parsing.readings import Reading

OTHER_YEAR = "intake.other_year"
TITLE_ROWS = 6
#: A month that stands apart from its year.
MONTH = re.compile(r"(?<![\d\-—~至.年])(1[0-2]|[1-9])月份(?![\d\-—~至])")
LONGEST_TITLE = 60
#: Columns of a row that tell its period.
PERIOD_COLUMNS = ("period", "goal_year")
FILING = "(?:填报|填表|编制|制表|报送|打印|印发|导出|上报|提交)"
#: 填报日期：2024年1月15日, 2024年1月15日印发; a table of what was 上报 is none.
FILED = re.compile(f"{FILING}(?:日期|时间|于|[:：])|日{FILING}(?![一-鿿])")
#: The same behind the words of a title, in brackets.
FILED_BEHIND = re.compile(f"[（(]{FILING}(?:日期|时间|于|[:：])[^（()）]*[)）]$")
MONTH_BEFORE = timedelta(days=31)
FILED_AS_TOLD = "已按表中所写的年份读入，不作文件夹年度的数；请核对表格是否放错文件夹，或改正所写的年份"


@dataclass(frozen=True)
class RowPeriod:
    """The period of a row: first and last day, the year under which it is filed, and the words that say so."""

    first: date
    last: date
    year: int
    text: str | None

    @property
    def is_part(self) -> bool:
        """Whether it is less or more than a calendar year."""
        return (self.first, self.last) != (date(self.year, 1, 1), date(self.year, 12, 31))

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

    What stands nearest counts first: the title right above the table, the titles of the sheet, the sheet's name, the
    file's. A period of another year than the folder's is kept, and told by `told_periods`: last year's table is no
    table of this year.

    Args:
        sheet: the sheet; its name and its file's name are asked after the titles.
        header: the table.
        year: year of the folder.
    """
    for _, texts in _sources(sheet, header):
        told = [reading for text in texts for reading in _read(text, year)]
        if any(reading.kind == "years" for reading in told):
            return whole_year(year)
        fitting = [reading for reading in told if reading.low.year <= year <= reading.high.year]
        others = {reading.high.year for reading in told}
        if reading := _closest(fitting if len(others) == 1 else _of_the_data(told) or fitting):
            return RowPeriod(
                reading.low, reading.high, year if reading in fitting else reading.high.year, _words(reading)
            )
        if len(others) == 1:
            reading = told[0]
            return RowPeriod(reading.low, reading.high, reading.high.year, _words(reading))
    return whole_year(year)


def _read(text: str, year: int) -> list[Reading]:
    """The periods of a title; 4月份 in its middle is of the one year that it names (…4月份情况表（2022年）)."""
    told = parse_period(text, year=year)
    days = parse_period(told[0].rest, year=told[0].low.year) if len(told) == 1 and not _is_year(told[0]) else []
    if len(days) == 1 and days[0].low >= told[0].low - MONTH_BEFORE and days[0].high <= told[0].high:
        return days  # 9月第2周（9月4日—9月10日）, 11月（10月26日—11月25日）
    months = MONTH.findall(text)
    if len(told) != 1 or len(months) != 1 or not _is_year(told[0]):
        return told
    return parse_period(f"{told[0].low.year}年{months[0]}月") or told


def _unfiled(text: str) -> str:
    """A title without the day on which the table was filed; nothing where it tells no more."""
    return "" if FILED.search(bare := FILED_BEHIND.sub("", text)) else bare


def _is_year(reading: Reading) -> bool:
    return (reading.low, reading.high) == (date(reading.low.year, 1, 1), date(reading.low.year, 12, 31))


def _sources(sheet: Sheet, header: Header) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where a period may be stated, the nearest first, and what stands there; the day of filing is no period."""
    own, titles = (tuple(map(_unfiled, texts)) for texts in (header.own_titles, header.titles))
    yield from (("标题", own), ("标题", titles), ("工作表名", (sheet.name,)), ("文件名", (sheet.path.stem,)))


def _of_the_data(told: Sequence[Reading]) -> list[Reading]:
    """Of several years in one title the one that the figures are of: 2024年开展2023年度评价 speaks of 2023."""
    named = [reading for reading in told if _words(reading).endswith("年度")]
    return named if len({reading.high.year for reading in named}) == 1 and len(named) < len(told) else []


def _closest(readings: Sequence[Reading]) -> Reading | None:
    """The reading that names the figures' period, not only the evaluation's year: a part or a span of years first."""
    exact = [r for r in readings if (r.low.year, r.low.month, r.low.day, r.high.month) != (r.high.year, 1, 1, 12)]
    return next(iter([*exact, *readings]), None)


def whole_year(year: int) -> RowPeriod:
    """The calendar year; nothing says so but the folder."""
    return RowPeriod(date(year, 1, 1), date(year, 12, 31), year, None)


def group_period(key: Hashable, base: RowPeriod) -> RowPeriod:
    """The period of a group of columns."""
    if isinstance(key, tuple):  # first and last day, and the rate where one stands under each period
        first, last = (_in_year(day, base.year) for day in key[:2])
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        months = (
            Period(first, last + timedelta(days=1)) if first.day == 1 and (last + timedelta(days=1)).day == 1 else None
        )
        return RowPeriod(first, last, last.year, f"{first.year}年" if whole else months.label if months else None)
    return base


def _in_year(day: date, year: int) -> date:
    """A day of a header that names no year (上半年, 上年), in the year of the table."""
    if day.year > YEARLESS:
        return day
    moved = day.replace(day=1, year=year - YEARLESS + day.year)
    return add_months(moved, 1) - timedelta(days=1) if day.day > 1 else moved


def period_columns(header: Header) -> tuple[str, ...]:
    """The columns of a row that tell its period: its own, and a label whose header says that it is one (月份)."""
    labels = {
        name for columns in header.groups.values() for name, cell in columns.items() if cell.concept in PERIOD_COLUMNS
    }
    return (*PERIOD_COLUMNS, *sorted(labels - {*PERIOD_COLUMNS}))


def row_period(text: str | None, base: RowPeriod) -> RowPeriod:
    """The period that a cell of the row states; the table's where it states none."""
    if not text:
        return base
    told = parse_period(text, year=base.year)
    if len(told) != 1:
        return base
    return RowPeriod(told[0].low, told[0].high, told[0].high.year, text)


def total_period(lines: Sequence[RowPeriod], base: RowPeriod) -> RowPeriod:
    """The period of a row of totals that states none: what its lines cover together, where they tell periods.

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
    """A problem of a table whose words, names and folder do not agree on the year."""
    groups = {key[1].year for key in header.groups if isinstance(key, tuple)} - {YEARLESS, YEARLESS - 1}
    stated = [
        (source, years) for source, texts in _sources(sheet, header) if (years := set().union(*map(told_years, texts)))
    ]
    for position, (source, years) in enumerate(stated):
        if not min(years) <= year <= max(years) and year not in groups:
            advice = f"已按标题的 {year} 年读入；请核对{source}" if position else FILED_AS_TOLD
            yield _other_year(sheet, f"{source}写的年份与文件夹（{year}）不符", years, year, advice)
            return
    if groups and max(groups) > year:
        yield _other_year(sheet, f"表头的年份晚于文件夹（{year}）", groups, year)


def told_rows(sheet: Sheet, records: Sequence[Mapping[str, Any]], year: int) -> Iterator[Problem]:
    """A problem of a table none of whose rows, by its words or its title's, is of the folder's year."""
    years = {record["year"] for record in records}
    if years and year not in years:
        yield _other_year(sheet, f"表中各行的时段与文件夹（{year}）不符", years, year)


def _other_year(sheet: Sheet, message: str, years: set[int], year: int, advice: str = FILED_AS_TOLD) -> Problem:
    return Problem(
        OTHER_YEAR,
        message,
        file=sheet.file,
        sheet=sheet.name,
        value="、".join(f"{found}年" for found in sorted(years)),
        expected=f"{year}年",
        advice=advice,
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
        titles = (text for text in (sheet.name, *texts) if len(text) <= LONGEST_TITLE)
        told = {year for text in titles for year in told_years(_unfiled(text))}
        if told:
            stated.add(max(told))
    return stated.pop() if len(stated) == 1 else None


def _words(reading: Reading) -> str:
    return reading.evidence[0].removeprefix("写有“").removesuffix("”")
