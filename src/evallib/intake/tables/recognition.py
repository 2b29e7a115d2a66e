"""Recognition (识别): the tables of one sheet, each with its kind, its typed rows and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.declared.unread_money import unread_money
from evallib.intake.forms.form_labels import declares_goals, form_title, monitoring_title
from evallib.intake.forms.goal_columns import form_like_row
from evallib.intake.grids.transposed_sheet import TransposedSheet
from evallib.intake.tables.headers.column_assignment import CERTAIN
from evallib.intake.tables.headers.column_roles import ROLES
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.intake.tables.headers.header_row import Header, find_headers
from evallib.intake.tables.headers.kind_doubts import with_doubt
from evallib.intake.tables.headers.unknown_headers import unknown_headers
from evallib.intake.tables.headers.unread_parts import ends, looks_like_table, unread_parts, unread_table
from evallib.intake.tables.outlines.choosing import set_levels
from evallib.intake.tables.table_periods import OTHER_YEAR, table_period, told_periods, told_rows
from evallib.intake.tables.table_rows import Reading, read_rows
from evallib.model.problems import FEW, Problem, ProblemList, one_per_cause
from evallib.model.schema import TableSchema
from evallib.model.table_words import Words, to_confirm
from evallib.parsing.cells import clean_text, is_blank

Table = tuple[TableSchema, pd.DataFrame]
#: A longer sheet does not stand on its side.
TALLEST_TURNED = 60
#: What the parts of a form may be taken for where its header of goals is not understood.
NO_FORM = frozenset({"budget_lines", "project_lines", "four_rates", "case_counts", "survey_answers"})
#: Sheets that explain the others; a line of less text may stand for a picture (见图).
TEXT_SHEET, SHORTEST_TEXT = re.compile("封面|说明|目录|须知|附注|扉页"), 6
VALUES = {"number": "数值", "percent": "百分比", "date": "日期", "text": "文字", "": "空"}


def read_tables(
    sheet: Sheet, year: int, problems: ProblemList, own: Sequence[str] = (), words: Words | None = None
) -> list[Table]:
    """The tables of one sheet.

    Args:
        sheet: the sheet.
        year: year of the folder; a period in a header or a row wins.
        problems: receives everything that could not be read, with its cell.
        own: names of the unit, for tables with a row per town.
        words: own wordings of headers.

    Returns:
        Kind and rows (columns of `TableSchema.column_names`) of each table; none for an empty sheet or one whose
        headers fit no kind.
    """
    if all(is_blank(value) for row in sheet.rows for value in row):
        return []
    if title := monitoring_title(sheet):
        problems.add(
            Problem("intake.monitoring_form", "这是绩效运行监控表（年度中间的执行情况），不是自评表，未读入",
                    file=sheet.file, sheet=sheet.name, value=title, expected="年度终了后的自评表",
                    advice="请改交自评表；不需要读入的，请移出文件夹")
        )  # fmt: skip
        return []
    sheet, headers = recognise(sheet, words)
    if (row := form_title(sheet)) is not None:
        # The money and 群众满意度 of a form that nobody understood are no budget and no rate of the unit.
        headers = [header for header in headers if header.schema.name not in NO_FORM]
        if not headers:
            problems.add(_form_not_understood(sheet, row))
            return []
    if declares_goals(sheet):
        headers = [header for header in headers if header.schema.name not in NO_FORM]
    if not headers and _is_text(sheet):
        problems.add(
            Problem(
                "intake.text_sheet",
                "这张工作表只有文字（封面、说明、目录之类），没有表可读",
                file=sheet.file,
                sheet=sheet.name,
                severity="note",
            )
        )
        return []
    if not headers:
        problems.add(unknown_headers(sheet))
        return []
    headers = ends(sheet, headers)
    # Of declared goals every figure is named; their head is no table of its own.
    problems.extend(unread_money(sheet, headers) or list(unread_parts(sheet, headers)) or _unread_form(sheet, headers))
    told = [ProblemList() for _ in headers]
    tables = [_read(sheet, header, year, part, own) for header, part in zip(headers, told, strict=True)]
    if headers and not any(len(frame) for _, frame in tables):
        problems.add(
            Problem("intake.no_rows", "认得表头，下面没有一行数据", file=sheet.file, sheet=sheet.name,
                    cell=sheet.place(headers[0].bottom, headers[0].left), advice="请补填数据，或删去这张空表",
                    severity="warning")
        )  # fmt: skip
    # A part of one header's rows may look like a header of its own; where it heads nothing, it is none.
    some = any(len(frame) for _, frame in tables)
    kept = [(table, part) for table, part in zip(tables, told, strict=True) if len(table[1]) or not some]
    for (schema, rows), part in kept:
        # 2022年 beside 2023年 on one sheet are two years to compare, and no table in a wrong folder.
        compared = any(
            other.name == schema.name and frame is not rows and year in set(frame["year"]) for (other, frame), _ in kept
        )
        problems.extend(problem for problem in part if not (compared and problem.code == OTHER_YEAR))
    return [table for table, _ in kept]


def _is_text(sheet: Sheet) -> bool:
    """Whether a sheet holds lines of text and nothing else, or is called so and holds no figures in columns."""
    lines = [{text for value in row if (text := clean_text(value))} for row in sheet.rows]
    if looks_like_table(sheet) or form_like_row(sheet) is not None:
        return False
    words = "".join(text for line in lines for text in line)
    return (max(map(len, lines), default=0) <= 1 and len(words) > SHORTEST_TEXT) or bool(TEXT_SHEET.search(sheet.name))


def _form_not_understood(sheet: Sheet, row: int) -> Problem:
    """The error for a sheet that calls itself a form and has no header of goals that anybody understands."""
    title = next((text for value in sheet.rows[row] if (text := clean_text(value))), "")
    return Problem(
        "intake.form_not_understood",
        "标题写的是自评表，没有读成自评表：找不到指标的表头",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(row, 0),
        value=title,
        expected="一行表头：三级指标、年度指标值、实际完成值、分值、得分，下面一行一个指标",
        advice="请在指标上方补上通行的表头；横排的请改为竖排；指标在另一张工作表的，请并到同一张",
    )


def _unread_form(sheet: Sheet, headers: Sequence[Header]) -> list[Problem]:
    """An error for a row in the words of a form that heads none of the tables."""
    row = form_like_row(sheet)
    if row is None and (title := form_title(sheet)) is not None:
        return [unread_table(sheet, title)]
    if row is None or any(header.top <= row <= header.bottom for header in headers):
        return []
    return [unread_table(sheet, row)]


def recognise(sheet: Sheet, words: Words | None = None) -> tuple[Sheet, list[Header]]:
    """The headers of a sheet, and the sheet as they stand in it: on its side where only that makes sense of it."""
    headers = find_headers(sheet, words)
    if not headers and len(sheet.rows) <= TALLEST_TURNED:
        turned = TransposedSheet.of(sheet)
        if headers := find_headers(turned, words):
            sheet = turned
    return sheet, [with_doubt(header, sheet, (words or {}).get(header.schema.name, {})) for header in headers]


def _read(sheet: Sheet, header: Header, year: int, problems: ProblemList, own: Sequence[str]) -> Table:
    problems.extend(_told_columns(sheet, header))
    problems.extend(_without_money_unit(sheet, header))
    other = list(told_periods(sheet, header, year))
    own_problems = ProblemList()
    records = read_rows(Reading(sheet, header, own, own_problems), table_period(sheet, header, year))
    problems.extend(one_per_cause(own_problems, FEW))
    problems.extend(other or told_rows(sheet, records, year))
    set_levels(header.schema, records, sheet)
    return header.schema, pd.DataFrame(records, columns=header.schema.column_names, dtype=object)


def _told_columns(sheet: Sheet, header: Header) -> list[Problem]:
    told = list(_unread_columns(sheet, header))
    if header.kind_doubt:
        return [*told, _doubtful_kind(sheet, header)]
    columns = {
        name: cell for group in header.groups.values() for name, cell in group.items() if name in header.evidence
    }
    for name, cell in columns.items():
        if name in ROLES or header.scores.get(name, CERTAIN) >= CERTAIN:
            continue
        label = header.schema.column(name).label
        told.append(
            Problem(
                "intake.proposed_column",
                f"表头“{cell.text}”按“{label}”读入，请确认",
                file=sheet.file,
                sheet=sheet.name,
                cell=sheet.place(header.bottom, cell.column),
                value=header.evidence[name],
                advice=to_confirm(header.schema.name, {name: cell.text}, sheet.file),
                severity="warning",
            )
        )
    return told


def _doubtful_kind(sheet: Sheet, header: Header) -> Problem:
    """The question whether a table is of the kind by which it is read; the lines of mapping.yaml that answer it."""
    columns = {name: cell for group in header.groups.values() for name, cell in group.items() if name not in ROLES}
    first = header.schema.label if header.schema.label in columns else next(iter(columns))
    asked = {
        name: cell.text
        for name, cell in columns.items()
        if name == first or (len(header.groups) == 1 and name in header.evidence)
    }
    read = "、".join(f"“{cell.text}”→{header.schema.column(name).label}" for name, cell in columns.items())
    return Problem(
        "intake.proposed_kind",
        f"这张表按“{header.schema.title}”读入，把握不大（{header.kind_doubt}），请确认",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(header.bottom, header.left),
        value=read,
        advice=to_confirm(header.schema.name, asked, sheet.file) + "；不是这种表、不需要读入的，请移出文件夹",
        severity="warning",
    )


def _unread_columns(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """One message for the columns of one header, be it merged over several."""
    groups: dict[str, list[HeaderCell]] = {}
    for cell in header.unknown:
        groups.setdefault(cell.text, []).append(cell)
    for text, cells in groups.items():
        kinds = "、".join(dict.fromkeys(VALUES[cell.values] for cell in cells))
        what = f"该列未读入（列中是{kinds}）" if len(cells) == 1 else f"{len(cells)} 列未读入（列中是{kinds}）"
        yield Problem(
            "intake.unknown_column",
            f"表头“{text}”不在“{header.schema.title}”的列中，{what}",
            file=sheet.file,
            sheet=sheet.name,
            cell=sheet.place(header.bottom, cells[0].column),
            severity="note",
        )


def _without_money_unit(sheet: Sheet, header: Header) -> list[Problem]:
    cells = ((name, cell) for columns in header.groups.values() for name, cell in columns.items() if name not in ROLES)
    money = [cell for name, cell in cells if header.schema.column(name).type == "money"]
    silent = [cell for cell in money if not header.money_unit_of(cell)]
    if not silent:
        return []
    return [
        Problem(
            "intake.no_money_unit",
            "没有写明金额单位",
            file=sheet.file,
            sheet=sheet.name,
            cell=sheet.place(header.bottom, silent[0].column),
            expected="万元或元",
            advice="请在表头上方写“单位：万元”或“单位：元”",
        )
    ]
