"""Faults of rows (行的毛病): cells in the wrong number or place, and characters that cannot be read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.column_roles import IDENTIFIER
from evallib.intake.requests.sheets.field_values import holds, in_threads
from evallib.intake.requests.sheets.rows import find_shifted
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.model.requests import RequestField, RequestSchema
from evallib.parsing.orders.moments import read_moments
from evallib.parsing.orders.statuses import spelling
from evallib.privacy import mask_text

LOST = "\ufffd"
LOST_BYTES = r"\xef\xbf\xbd"
NAMES = ("agency_responsible", "status", "source", "service_name", "community")
STAMP_TEXT = r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? +\d{1,2}:\d{2}"
SHIFTED = "的单元格整体右移了一列（多半是前面有一个没有加引号的逗号），该行未计入"


def put_ragged_aside(sheet: SheetReading) -> None:
    """Say which rows of a text file have another number of cells than the header; they are not counted."""
    for row, text in sheet.grid.ragged:
        is_total = any(word in text[:20] for word in ("合计", "总计", "小计"))
        sheet.note(
            "intake.ragged",
            "这一行的列数与表头不符（多半是内容里有没有加引号的逗号），未计入",
            cell=f"第{row}行",
            value=mask_text(text)[:60],
            severity="note" if is_total else "error",
        )
        if not is_total:
            sheet.handed_in += 1
            sheet.left_out["列数与表头不符"] += 1


def put_shifted_aside(sheet: SheetReading, schema: RequestSchema, rows: Mask) -> Mask:
    """Leave out the rows whose cells stand one column too far right."""
    fields = [
        item
        for item in schema.columns
        if item.name in sheet.header.columns and item.type in {"datetime", "deadline", "flag", "level"}
    ]
    in_threads(sheet.text, [item.name for item in fields], len(sheet))
    misfits, fits = {}, {}
    for item in fields:
        fits[item.name] = _test(item, schema)
        if item.type in {"datetime", "deadline"}:
            misfits[item.name] = _without_digits(sheet.text(item.name))
            continue
        encoded = pc.dictionary_encode(sheet.text(item.name))
        bad = pa.array([not fits[item.name](text) for text in encoded.dictionary.to_pylist()], pa.bool_())
        misfits[item.name] = np.asarray(pc.fill_null(pc.take(bad, encoded.indices), False))
    for name in NAMES:
        if name in sheet.header.columns:
            # A time of day stands nowhere in names; where one does, the column of times is to the left.
            encoded = pc.dictionary_encode(sheet.text(name))
            stamp = pc.take(pc.match_substring_regex(encoded.dictionary, STAMP_TEXT), encoded.indices)
            misfits[name], fits[name] = np.asarray(pc.fill_null(stamp, False)), lambda _: True
    shifted = find_shifted(sheet, rows, misfits, fits)
    sheet.leave_out(shifted, IDENTIFIER, "intake.shifted_row", SHIFTED, advice="请给含逗号的内容加上引号后重新导出")
    return shifted


def _without_digits(text: pa.Array) -> Mask:
    """Words without any digit that stand where times should: cheap to see, and no time is written like that."""
    bad: Mask = np.zeros(len(text), dtype=bool)
    # Nearly every time begins with a digit; the first character is looked at before the whole text is.
    other = np.flatnonzero(~np.asarray(pc.fill_null(pc.ascii_is_decimal(pc.utf8_slice_codeunits(text, 0, 1)), True)))
    bad[other] = ~np.asarray(pc.match_substring_regex(text.take(pa.array(other)), r"\d"))
    return bad


def _test(item: RequestField, schema: RequestSchema) -> Any:
    if item.type in {"datetime", "deadline"}:
        return lambda text: bool(read_moments(text))
    values = schema.values["flag" if item.type == "flag" else item.name]
    words = {spelling(text) for name, texts in values.items() for text in (name, *texts)}
    words |= {spelling(text) for text in schema.empty}
    return lambda text: spelling(text) in words


def tell_lost_characters(sheet: SheetReading, rows: Mask) -> None:
    """Say where characters could not be read."""
    for name in sheet.header.columns:
        column = sheet.column(name)
        if not holds(column, LOST_BYTES):
            continue
        lost = pc.fill_null(pc.match_substring(column, LOST), False)
        where = np.flatnonzero(np.asarray(lost) & rows)
        if len(where):
            sheet.note(
                "intake.lost_character",
                (
                    f"“{sheet.labels[name]}”有读不出的字符（多半是导出时被截断的半个汉字），"
                    f"以“{LOST}”代替，共 {len(where)} 格"
                ),
                cell=sheet.cells(name, where),
                severity="warning",
                advice="其余内容已读入；如影响判断请核对原表",
            )
