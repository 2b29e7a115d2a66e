"""Checked copies (核对稿): a copy of a doubtful workbook with its cells coloured and commented, a summary in front.

The copy is built anew from the values that were read: no macro, link, formula or property of the original gets into
it. Personal data is masked, and columns that were not read are not copied (`evallib.intake.copied_columns`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from evallib.intake.copied_columns import kept_columns
from evallib.intake.files.sheet import Sheet, cell_name
from evallib.intake.files.sheet_xml import column_number
from evallib.intake.parsed_files import masked_sheets, parse_file
from evallib.intake.requests.exports import find_mapping
from evallib.intake.requests.sheets.copied_sheets import copied_sheets
from evallib.model import palette, patterns
from evallib.model.books.pen import Book, open_book
from evallib.model.problems import SEVERITY_LABELS, EvallibError, Problem
from evallib.privacy import mask_label

COLOURS = palette.PROBLEM_FILLS
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::\1(\d{1,7}))?|第(\d+)行")
MOST_PLACES = 200_000
#: Of a larger sheet only the head and the rows with findings are copied, at their own places.
MAX_CELLS = 200_000
HEAD_ROWS = 12
MAX_LINKS = 5000
#: Comments slow a workbook down far more than colours do; every finding stands in the summary anyway.
MAX_COMMENTS = 20_000
MAX_TEXT = 32_000
WIDTHS = (8, 16, 16, 44, 24, 30, 40)
SUMMARY_COLUMNS = ("级别", "工作表", "单元格", "问题", "读到", "应为", "处理")
Place = tuple[int, int]


def checked_copy(
    path: Path,
    problems: Sequence[Problem],
    title: str,
    is_export: bool = False,
    kept_in: Path | None = None,
    year: int | None = None,
) -> bytes:
    """The checked copy of one workbook.

    Args:
        path: the workbook as handed in; one that cannot be read gives a copy with the summary alone.
        problems: everything that was said about it.
        title: unit and year, for the summary.
        kept_in: folder of the masked sheets that were parsed (`evallib.intake.parsed_files`); parsed anew without.
        is_export: it is a case export (工单导出表), which may be far larger than a table and tells of persons.
        year: the year that the file states, see `evallib.model.books.open_book`.

    Returns:
        The bytes of an .xlsx.
    """
    try:
        sheets = _copied_requests(path, problems) if is_export else _parsed(path, kept_in)
    except EvallibError:
        sheets = []
    buffer = BytesIO()
    with open_book(buffer, f"{title} 核对稿", year) as formats:
        names = _names(sheets)
        _write_summary(formats, path, problems, title, names, sheets)
        for sheet in sheets:
            # Problems name a sheet without the personal data in its name.
            told = [problem for problem in problems if problem.sheet == mask_label(sheet.name)]
            pen = formats.sheet(names[sheet.name])
            _write_sheet(pen.sheet, sheet, told, formats)
            pen.print_pages()
    return buffer.getvalue()


def _parsed(path: Path, kept_in: Path | None) -> list[Sheet]:
    return masked_sheets(path, kept_in) if kept_in else parse_file(path)


def _copied_requests(path: Path, problems: Sequence[Problem]) -> list[Sheet]:
    rows: dict[str, set[int]] = {}
    for problem in problems:
        rows.setdefault(problem.sheet, set()).update(row for row, _ in places(problem.cell))
    return copied_sheets(path, find_mapping(path.parent), rows, MAX_CELLS)


def places(cell: str) -> list[Place]:
    """Cells named by a problem, counted from 0; a whole row stands for its first cell.

    >>> places("B5、AA7"), places("B5:B7"), places("第3行"), places("")
    ([(4, 1), (6, 26)], [(4, 1), (5, 1), (6, 1)], [(2, 0)], [])
    """
    found: list[Place] = []
    for letters, first, last, row in CELL.findall(cell):
        if row:
            found.append((int(row) - 1, 0))
            continue
        column = column_number(letters) - 1
        rows = range(int(first) - 1, min(int(last or first), int(first) + MOST_PLACES))
        found += [(number, column) for number in rows[: MOST_PLACES - len(found)]]
    return found


def _look(formats: Book, severity: str, number_format: str = "") -> Any:
    """The look of a copied cell: its own number format, coloured where something was said about it."""
    look = {"num_format": number_format} if number_format else {}
    colour = {"bg_color": COLOURS[severity]} if severity else {}
    return formats.get(border=1, border_color=palette.LINE, valign="top", text_wrap=False, **look, **colour)


def _write_summary(
    formats: Book,
    path: Path,
    problems: Sequence[Problem],
    title: str,
    names: dict[str, str],
    sheets: Sequence[Sheet],
) -> None:
    page = formats.sheet("核对摘要").sheet
    wrap = {level: formats.get(valign="top", bg_color=COLOURS[level]) for level in COLOURS}
    plain = formats.get(valign="top")
    page.write_string(0, 0, f"{title} 核对稿：{mask_label(path.name)}", formats.title)
    counts = "，".join(
        f"{label} {sum(p.severity == level for p in problems)} 处" for level, label in SEVERITY_LABELS.items()
    )
    page.write_string(1, 0, f"{counts}。各表中有颜色的单元格附批注；请在原表中改正后重新提交，不必改动本核对稿。")
    if any(len(sheet.rows) * sheet.width > MAX_CELLS for sheet in sheets):
        page.write_string(2, 0, "行数很多的表只列出表头和有问题的行，行号与原表相同。")
    for column, (label, width) in enumerate(zip(SUMMARY_COLUMNS, WIDTHS, strict=True)):
        page.write_string(3, column, label, formats.head)
        page.set_column(column, column, width)
    shown = {mask_label(name): copied for name, copied in names.items()}
    ranked = sorted(problems, key=lambda problem: list(COLOURS).index(problem.severity))
    for row, problem in enumerate(ranked, 4):
        texts = (
            SEVERITY_LABELS[problem.severity],
            problem.sheet,
            problem.cell,
            problem.message,
            problem.value,
            problem.expected,
            problem.advice,
        )
        for column, text in enumerate(texts):
            page.write_string(row, column, text[:MAX_TEXT], wrap[problem.severity] if column == 0 else plain)
        found = places(problem.cell)
        if problem.sheet in shown and found and row < MAX_LINKS:
            first, (line, position) = shown[problem.sheet].replace("'", "''"), found[0]
            page.write_url(row, 2, f"internal:'{first}'!{cell_name(line, position)}", string=problem.cell[:250])
    page.freeze_panes(4, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _write_sheet(page: Any, sheet: Sheet, problems: Sequence[Problem], formats: Book) -> None:
    marks: dict[Place, list[Problem]] = {}
    for problem in problems:
        for place in places(problem.cell):
            marks.setdefault(place, []).append(problem)
    rows: Iterable[int] = range(len(sheet.rows))
    if len(sheet.rows) * sheet.width > MAX_CELLS:
        rows = sorted({*range(min(HEAD_ROWS, len(sheet.rows))), *(row for row, _ in marks if row < len(sheet.rows))})
    page.set_column(0, max(0, sheet.width - 1), 16)
    columns = kept_columns(sheet)
    for row in rows:
        for column, value in enumerate(sheet.rows[row]):
            told = marks.get((row, column), [])
            severity = next((level for level in COLOURS if any(p.severity == level for p in told)), "")
            number_format = sheet.number_format(row, column) if value else ""
            _write_value(page, row, column, columns.copy(row, column, value), severity, number_format, formats)
    for number, ((row, column), told) in enumerate(marks.items()):
        if number < MAX_COMMENTS:
            text = "\n".join(_comment(problem) for problem in told)
            page.write_comment(row, column, text[:MAX_TEXT], {"author": "evallib", "x_scale": 2.2, "y_scale": 1.6})
        if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
            page.write_blank(row, column, None, _look(formats, told[0].severity))


def _write_value(
    page: Any, row: int, column: int, value: Any, severity: str, number_format: str, formats: Book
) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, _look(formats, severity))
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, _look(formats, severity))
    elif isinstance(value, int | float) and math.isfinite(value):
        page.write_number(row, column, value, _look(formats, severity, number_format))
    elif isinstance(value, datetime | date) and value.year >= 1900:
        page.write_datetime(row, column, value, _look(formats, severity, "yyyy-mm-dd"))
    elif isinstance(value, time | timedelta):
        page.write_string(row, column, str(value), _look(formats, severity))
    else:
        page.write_string(row, column, str(value)[:MAX_TEXT], _look(formats, severity))


def _comment(problem: Problem) -> str:
    parts = [f"[{SEVERITY_LABELS[problem.severity]}] {problem.message}"]
    parts += [f"读到：{problem.value}"] if problem.value else []
    parts += [f"应为：{problem.expected}"] if problem.expected else []
    return "\n".join([*parts, f"处理：{problem.advice}"] if problem.advice else parts)


def _names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Sheet names that a workbook may have, each once."""
    names: dict[str, str] = {}
    taken = {"核对摘要"}
    for number, sheet in enumerate(sheets, 1):
        name = patterns.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", mask_label(sheet.name))[:31].strip("'") or f"表{number}"
        if name.lower() in taken or name.lower() == "history":
            name = f"{name[:26]}~{number}"
        taken.add(name.lower())
        names[sheet.name] = name
    return names
