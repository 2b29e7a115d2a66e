"""Rows of exports (工单行): which rows are orders, and which are totals, repeated headers, remarks or shifted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.column_roles import IDENTIFIER, REQUESTED
from evallib.intake.requests.sheets.field_values import clean_texts, flat
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.model import patterns
from evallib.privacy import mask_text

TOTAL_WORDS = r"合计|总计|小计|共计|总数|平均|汇总"
SUBTOTAL = ("小计",)
REMARK_WORDS = r"^(?:注|备注|说明|制表|填表|审核|数据来源|导出|打印)"
MAX_REMARK_CELLS = 3


def find_requests(sheet: SheetReading, identifier: pa.Array | None, requested: pa.Array) -> Mask:
    """Which rows are orders.

    Empty rows, repeated headers (printed page by page), totals and remarks below the table are left out with a note;
    a row with neither number nor time is left out as an error; with one of the two it is an order.

    Args:
        sheet: the sheet.
        identifier: its numbers as text; None where it has none.
        requested: its times of receipt as text.
    """
    length = len(sheet)
    has_time = np.asarray(pc.is_valid(requested))
    first = identifier if identifier is not None else pa.nulls(length, pa.string())
    has_id = np.asarray(pc.is_valid(first))
    is_total = np.asarray(pc.fill_null(pc.match_substring_regex(first, TOTAL_WORDS), False))
    is_header = _repeated_headers(sheet)
    # 制表人：… below the table stands where numbers stand; it is no order without a time either.
    signature = np.asarray(pc.fill_null(pc.match_substring_regex(first, REMARK_WORDS), False))
    bare = (~has_id | signature) & ~has_time & ~is_header
    few = np.flatnonzero(~has_time & has_id & ~signature & ~is_total & ~is_header)
    numbered = np.asarray(pc.fill_null(pc.match_substring_regex(first.take(pa.array(few)), r"\d"), False))
    filled = _filled(sheet, few)
    bare[few[(filled <= 1) | (~numbered & (filled <= MAX_REMARK_CELLS))]] = True
    footer, lost = _look_at_footers(sheet, np.flatnonzero(bare & ~is_total))
    rows: Mask = ~is_total & ~is_header & ~bare
    _check_totals(sheet, np.flatnonzero(is_total | footer), rows)
    if is_header.any():
        sheet.note(
            "intake.repeated_header",
            f"表头重复出现 {int(is_header.sum())} 次，已略过",
            cell=f"第{int(np.flatnonzero(is_header)[0]) + sheet.first_row}行",
        )
    sheet.handed_in += int(rows.sum()) + int(lost.sum())
    sheet.leave_out(
        lost,
        IDENTIFIER,
        "intake.no_number_no_time",
        "和“受理时间”都没有，该行未计入",
        advice="请补填编号或受理时间；如是备注，请删除该行",
    )
    if identifier is not None:
        sheet.doubt(rows & ~has_id, IDENTIFIER, "intake.missing_id", "是空的，按行号计为一件", advice="请补填编号")
    sheet.doubt(
        rows & ~has_time,
        REQUESTED,
        "intake.missing_time",
        "是空的，该件计入总数，不计入任何月份",
        advice="请补填受理时间",
    )
    return rows


def find_shifted(sheet: SheetReading, rows: Mask, misfits: dict[str, Mask], fits_right: dict[str, Any]) -> Mask:
    """Rows whose cells stand one column too far right, by the types of their values.

    Args:
        sheet: the sheet.
        rows: rows that are orders.
        misfits: by typed field, the rows whose value is none of the field's type.
        fits_right: by typed field, a function that tells for some texts whether they are of its type.

    Returns:
        Rows in which at least two typed fields hold what is none of theirs, and what is one cell to the right is (or
        has fallen off the sheet).
    """
    shifted = np.zeros(len(sheet), dtype=bool)
    counts = np.sum([mask.astype(np.int64) for mask in misfits.values()], axis=0) if misfits else shifted.astype(int)
    for row in np.flatnonzero((counts >= 2) & rows):
        fields = [name for name, mask in misfits.items() if mask[row]]
        moved = 0
        for name in fields:
            index = sheet.header.columns[name] + 1
            if index >= sheet.grid.table.num_columns:
                moved += 1  # its own value fell off at the right
            else:
                text = sheet.grid.table.column(index)[int(row) + sheet.start].as_py()
                moved += bool(text) and bool(fits_right[name](text))
        shifted[row] = moved >= 2
    return shifted


def _repeated_headers(sheet: SheetReading) -> Mask:
    """Rows that show the header's own words: under its number column, or under most columns where there is none."""
    names = [IDENTIFIER] if IDENTIFIER in sheet.header.columns else list(sheet.header.columns)[:3]
    hits = np.zeros(len(sheet), dtype=np.int64)
    for name in names:
        column = sheet.grid.table.column(sheet.header.columns[name])
        # Months that were put together bring their own header, and a mark of the encoding in front of it.
        words = set(clean_texts(flat(column.slice(sheet.header.top, sheet.header.rows))).drop_null().to_pylist())
        hits += np.asarray(pc.fill_null(pc.is_in(sheet.text(name), pa.array(sorted(words), pa.string())), False))
    repeated: Mask = hits == len(names)
    return repeated


def _filled(sheet: SheetReading, rows: Any) -> Any:
    if not len(rows):
        return np.array([], dtype=np.int64)
    texts = sheet.grid.table.slice(sheet.start).take(pa.array(rows))
    return np.sum([np.asarray(pc.is_valid(column)) for column in texts.columns], axis=0)


def _look_at_footers(sheet: SheetReading, rows: Any) -> tuple[Mask, Mask]:
    """Of the rows without number and time: totals, and those that tell too much to be a remark; the rest is noted."""
    totals, lost = np.zeros(len(sheet), dtype=bool), np.zeros(len(sheet), dtype=bool)
    if not len(rows):
        return totals, lost
    texts = sheet.grid.table.slice(sheet.start).take(pa.array(rows)).to_pylist()
    for row, cells in zip(rows, texts, strict=True):
        filled = [text.strip() for text in cells.values() if text and text.strip()]
        if not filled:
            continue
        if any(word in filled[0] for word in TOTAL_WORDS.split("|")):
            totals[row] = True
        elif len(filled) > MAX_REMARK_CELLS or (len(filled) == MAX_REMARK_CELLS and not _says_remark(filled)):
            lost[row] = True
        else:
            # What such a row says of a person is not repeated: its caller, phone and address stay out of the message.
            shown = [text for index, text in enumerate(cells.values()) if text and index not in sheet.personal]
            sheet.note(
                "intake.remark",
                "没有工单编号和受理时间，当作备注略过",
                cell=f"第{row + sheet.first_row}行",
                value=mask_text(" ".join(shown))[:60],
            )
    return totals, lost


def _says_remark(cells: list[str]) -> bool:
    return any("：" in text or ":" in text or patterns.search(REMARK_WORDS, text) for text in cells)


def _check_totals(sheet: SheetReading, totals: Any, rows: Mask) -> None:
    """Compare what a total row says with the orders above it: a subtotal with those since the last total."""
    since = 0
    for row in totals.tolist():
        cells = sheet.grid.table.slice(row + sheet.start, 1).to_pylist()[0].values()
        filled = [text.strip() for text in cells if text and text.strip()]
        shown = mask_text(" ".join(filled))[:60]
        numbers = [int(text) for text in filled if text.isdecimal()]  # ② is a digit and no number
        whole, part = int(rows.sum()), int(rows[since:row].sum())
        expected = {whole, int(rows[:row].sum()), part}
        cell = f"第{row + sheet.first_row}行"
        if len(numbers) == 1 and numbers[0] not in expected:
            found = part if any(word in filled[0] for word in SUBTOTAL) else whole
            sheet.note(
                "intake.total_differs",
                f"合计行写 {numbers[0]} 件，读到 {found} 件",
                cell=cell,
                value=shown,
                severity="warning",
            )
        else:
            sheet.note("intake.total_row", "合计行，不当作工单", cell=cell, value=shown)
        since = row + 1
