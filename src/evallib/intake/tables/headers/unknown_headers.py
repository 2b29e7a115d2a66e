"""Sheets whose headers fit no kind (认不出的表): what is nearest, what is missing, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.intake.files.sheet import Sheet
from evallib.intake.tables.headers.header_cells import header_cells
from evallib.model.problems import Problem
from evallib.model.schema import TableSchema, all_schemas
from evallib.parsing.cells import clean_text

SEARCHED = 40


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
    schema, missing, row = closest_kind(sheet)
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


def closest_kind(sheet: Sheet) -> tuple[TableSchema | None, list[str], int]:
    """The table kind that fits best although needed headers are missing, the missing headers, and the header row."""
    best: tuple[int, TableSchema | None, list[str], int] = (-99, None, [], 0)
    for top in range(min(len(sheet.rows), SEARCHED)):
        cells = header_cells(sheet, top, top)
        if len(cells) < 2:
            continue
        texts = {name for cell in cells for name in cell.names}
        meant = {reading.value for cell in cells for reading in cell.meanings}
        for schema in all_schemas().values():
            missing = [
                "或".join(schema.column(name).label for name in group)
                for group in schema.needed
                if not any(
                    schema.column(name).headers & texts or schema.column(name).meanings & meant for name in group
                )
            ]
            found = len(schema.needed) - 2 * len(missing)
            if missing and len(missing) < len(schema.needed) and found > best[0]:
                best = (found, schema, missing, top)
    return best[1], best[2], best[3]


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
