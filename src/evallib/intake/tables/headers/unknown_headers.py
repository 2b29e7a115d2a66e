"""Sheets whose headers fit no kind (认不出的表): what is nearest, what is missing, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evallib.intake.files.sheet import Sheet
from evallib.intake.requests.sheets.column_roles import find_request_header
from evallib.intake.tables.headers.header_cells import HeaderCell, header_cells
from evallib.intake.tables.headers.header_places import own_titles
from evallib.model.problems import Problem
from evallib.model.requests import load_schema
from evallib.model.schema import TableSchema, all_schemas
from evallib.parsing.cells import clean_text

SEARCHED = 40
#: A title of the matter says as much as a header and a half.
TITLED = 2.5


@dataclass(frozen=True)
class RepeatedHeader:
    """A header that stands a second time in its row."""

    row: int
    column: int
    text: str


def unknown_headers(sheet: Sheet) -> Problem:
    """The one problem of a sheet that was not recognised."""
    repeated = repeated_header(sheet)
    if repeated:
        return Problem(
            "intake.same_header_twice",
            f"表头“{repeated.text}”出现两次，不知以哪一列为准",
            file=sheet.file,
            sheet=sheet.name,
            cell=sheet.place(repeated.row, repeated.column),
            expected="每个表头一列",
            advice="请删去或改名多余的一列",
        )
    if orders := orders_without_time(sheet):
        return orders
    schema, missing, row = closest_kind(sheet)
    if schema is not None and len(missing) == 1 < len(schema.needed) - 1:
        return Problem(
            "intake.unknown_headers",
            f"这张表像“{schema.title}”，只缺一列：{missing[0]}，没有读入",
            file=sheet.file,
            sheet=sheet.name,
            cell=sheet.place(row, 0),
            value=_row_text(sheet, row),
            expected=f"一列“{missing[0]}”",
            advice=f"表中已有这一列、只是叫法不同的，请运行 evallib map {sheet.file} 写明是哪一列；"
            "确实没有的，请补上这一列再交；"
            "只作附件、不需要读数的，请移出文件夹",
        )
    expected = f"最接近“{schema.title}”，缺少表头：{'、'.join(missing)}" if schema else "含有已知表头的一行"
    return Problem(
        "intake.unknown_headers",
        "认不出这张表的表头",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(row, 0) if schema else "",
        value=_row_text(sheet, row) if schema else "",
        expected=expected,
        advice=f"请运行 evallib map {sheet.file}，按提示在 mapping.yaml 中写明各列的含义",
    )


def orders_without_time(sheet: Sheet) -> Problem | None:
    """The problem of a sheet that lists single orders, with no column that is known to tell when one was received."""
    head = [[clean_text(value) or None for value in row] for row in sheet.rows[:SEARCHED]]
    header = find_request_header(head, load_schema()) if any(head) else None
    if header is None or not header.lacks_time:
        return None
    return Problem(
        "intake.unknown_headers",
        "这张表像逐件的工单明细，只是认不出哪一列是受理时间，没有读入",
        file=sheet.file,
        sheet=sheet.name,
        cell=sheet.place(header.top, 0),
        value="、".join(header.unknown.values()),
        expected="一列受理时间（来电、登记的时间）",
        advice=f"请在 mapping.yaml 写明是哪一列，例如 columns: {{requested_datetime: "
        f"[{next(iter(header.unknown.values()), '表头')}]}}；"
        f"其余各列怎样读，运行 evallib map {sheet.file} 查看",
    )


def closest_kind(sheet: Sheet) -> tuple[TableSchema | None, list[str], int]:
    """The table kind that fits best although needed headers are missing, the missing headers, and the header row."""
    best: tuple[float, TableSchema | None, list[str], int] = (-99, None, [], 0)
    for top in range(min(len(sheet.rows), SEARCHED)):
        cells = header_cells(sheet, top, top)
        if len(cells) < 2:
            continue
        titles = (*own_titles(sheet, top), sheet.name)
        for schema in all_schemas().values():
            missing = _missing(schema, cells)
            told = bool(schema.called) and any(re.search(schema.called, text) for text in titles)
            found = len(schema.needed) - 2 * len(missing) + told * TITLED
            if missing and len(missing) < len(schema.needed) and found > best[0]:
                best = (found, schema, missing, top)
    return best[1], best[2], best[3]


def _missing(schema: TableSchema, cells: Sequence[HeaderCell]) -> list[str]:
    """The needed columns for which no header is left; one header stands for one column."""
    missing, taken = [], set[int]()
    for group in schema.needed:
        columns = [schema.column(name) for name in group]
        fits = (
            cell.column
            for cell in cells
            if cell.column not in taken
            and any(
                column.headers & {*cell.names} or column.meanings & {reading.value for reading in cell.meanings}
                for column in columns
            )
        )
        if (found := next(fits, None)) is None:
            missing.append("或".join(column.label for column in columns))
        else:
            taken.add(found)
    return missing


def repeated_header(sheet: Sheet) -> RepeatedHeader | None:
    """The header that keeps an otherwise complete header row from being understood, if there is one."""
    for row in range(min(len(sheet.rows), SEARCHED)):
        cells = header_cells(sheet, row, row)
        texts = [cell.names[-1] for cell in cells]
        for schema in all_schemas().values():
            if not all(any(schema.column(name).headers & set(texts) for name in group) for group in schema.needed):
                continue
            for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                if texts[:position].count(text) >= len(schema.by_header.get(text, texts)):
                    return RepeatedHeader(row, cell.column, cell.text)
    return None


def _row_text(sheet: Sheet, row: int) -> str:
    texts = [clean_text(value) for value in sheet.rows[row]]
    return "｜".join(text for text in texts if text)[:120]
