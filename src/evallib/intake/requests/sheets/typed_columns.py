"""Typed columns (定型的列): cells of one field → values of its type; one not taken is doubted, its order kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.field_values import (
    STAMP,
    find_errors,
    parse_counts,
    parse_levels,
    parse_marks,
    parse_numbers,
    without,
)
from evallib.intake.requests.sheets.sheet_reading import Mask, SheetReading
from evallib.intake.requests.sheets.stamp_values import Stamps, read_stamps
from evallib.model.requests import FieldType, RequestField, RequestSchema
from evallib.model.working_days import WorkingCalendar
from evallib.parsing.orders.limits import Limit, read_limit
from evallib.parsing.orders.moments import BEIJING, DAY_END
from evallib.privacy.columns import MaskedColumn, mask_addresses, mask_free_text, mask_labels
from evallib.privacy.pseudonyms import pseudonymise

ARROW_TYPES: dict[FieldType, Any] = {
    "text": pa.string(), "free_text": pa.string(), "address": pa.string(), "person": pa.string(),
    "level": pa.string(), "datetime": STAMP, "deadline": STAMP, "flag": pa.bool_(), "mark": pa.bool_(),
    "count": pa.int64(), "number": pa.float64(),
}  # fmt: skip

#: Hours of a working day (标准工时), for limits in working hours.
WORKING_HOURS = 8


@dataclass
class ReadingContext:
    """What the fields of a sheet are read with: the schema, the pseudonym key, the file's month and the calendar."""

    schema: RequestSchema
    key: bytes
    within: date | None = None
    zone: tzinfo = BEIJING
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


def read_column(sheet: SheetReading, item: RequestField, context: ReadingContext, rows: Mask) -> pa.Array:
    """Values of one field in all rows below the header.

    Args:
        sheet: the sheet; what was doubted is reported to it.
        item: the field; not of type ``drop`` or ``deadline``.
        context: how to read.
        rows: the rows that are orders.
    """
    schema = context.schema
    doubt_cells(sheet, item.name, sheet.column(item.name), rows)
    text = sheet.text(item.name)
    sheet.drop_text(item.name)
    if item.type == "datetime":
        return read_times(sheet, item, text, context, rows)
    if item.type in {"flag", "level"}:
        kind = "flag" if item.type == "flag" else item.name
        values, unknown = parse_levels(text, schema.values[kind], schema.empty)
        known = "、".join(schema.values[kind]).replace("true", "是").replace("false", "否")
        sheet.doubt(np.asarray(unknown) & rows, item.name, "intake.unknown_value", "的写法不认识，当作未填", text,
                    expected=known, advice=_values_snippet(kind, unknown, text, rows))  # fmt: skip
        return pc.equal(values, "true") if item.type == "flag" else values
    if item.type == "mark":
        return parse_marks(text, schema.values["flag"], schema.empty)
    if item.type in {"count", "number"}:
        parse = parse_counts if item.type == "count" else parse_numbers
        values, bad = parse(without(text, schema.empty))
        word = "整数" if item.type == "count" else "数字"
        code = "intake.not_a_count" if item.type == "count" else "intake.not_a_number"
        sheet.doubt(np.asarray(bad) & rows, item.name, code, f"不是{word}，当作未填", text, expected=word)
        return values
    if item.type == "person":
        powers = pc.fill_null(pc.match_substring_regex(text, r"^\d(?:\.\d+)?[Ee]\+?\d{1,2}$"), False)
        if pc.any(powers).as_py():
            # 1.38E+10 stands for thousands of callers; as one it would be the busiest.
            sheet.doubt(
                np.asarray(powers) & rows,
                item.name,
                "intake.scientific_phone",
                "变成了科学计数法，分不清是谁，当作未填",
                advice="请把该列设为文本格式后，从原系统重新导出",
            )
            text = pc.if_else(powers, pa.scalar(None, pa.string()), text)
        # 无 and 匿名 are no caller; one pseudonym for all of them would be the busiest.
        return pseudonymise(without(text, schema.empty + schema.nobody), context.key)
    masked = masked_texts(item.type, text)
    sheet.masked(item.name, masked, rows)
    return masked.values


def masked_texts(kind: FieldType, text: pa.Array) -> MaskedColumn:
    """Texts without what tells who somebody is."""
    return {"address": mask_addresses, "free_text": mask_free_text}.get(kind, mask_labels)(text)


def doubt_cells(sheet: SheetReading, name: str, raw: pa.Array, rows: Mask) -> None:
    """Doubt the cells that show an error or whose formula was never computed."""
    failed = sheet.failed(name)
    written = find_errors(raw)
    if written is not None:
        failed |= np.asarray(written)
    if failed.any():
        index = sheet.header.columns[name]
        shown = sorted(
            {text for (_, column), text in sheet.grid.errors.items() if column == index}
            | set(raw.filter(pa.array(failed)).drop_null().to_pylist())
        )
        sheet.doubt(
            failed & rows,
            name,
            "intake.cell_error",
            f"是公式的错误值（{'、'.join(shown)}），当作未填",
            advice="请在原表中修正公式，或粘贴为数值后重新提交",
        )
    lost = sheet.uncomputed_rows(name) & rows & ~failed
    sheet.doubt(lost, name, "intake.formula_without_value", "的公式没有保存计算结果，当作未填", expected="数值",
                advice="请用 Excel 或 WPS 打开该文件，保存一次后再提交")  # fmt: skip


def read_times(
    sheet: SheetReading, item: RequestField, text: pa.Array, context: ReadingContext, rows: Mask
) -> pa.Array:
    """Times of one field; a mere day of a field that ends something lasts until its end."""
    stamps = _stamps(sheet, text, context)
    doubt_times(sheet, item.name, stamps, text, rows, expected="如 2023-03-05 14:02")
    return stamps.day_ends() if item.day_ends else stamps.values


def read_deadlines(
    sheet: SheetReading, item: RequestField, context: ReadingContext, rows: Mask, start: pa.Array
) -> pa.Array:
    """Deadlines of one field: times as they stand, spans from a start.

    Args:
        sheet: the sheet.
        item: the field.
        context: how to read; its calendar tells working days.
        rows: the rows that are orders.
        start: when each row's span starts.
    """
    doubt_cells(sheet, item.name, sheet.column(item.name), rows)
    text = without(sheet.text(item.name), context.schema.empty)
    sheet.drop_text(item.name)
    stamps = _stamps(sheet, text, context)
    if not stamps.bad.any():
        return stamps.day_ends()
    header = sheet.header.texts.get(sheet.header.columns[item.name], "")
    values = stamps.day_ends().to_numpy(zero_copy_only=False).astype("datetime64[us]")
    starts = start.to_numpy(zero_copy_only=False).astype("datetime64[us]")
    bad, no_unit, found = stamps.bad.copy(), np.zeros(len(rows), dtype=bool), set()
    part_days = no_unit.copy()
    words = pc.dictionary_encode(text.filter(pa.array(stamps.bad)))
    places = np.flatnonzero(stamps.bad)
    for code, word in enumerate(words.dictionary.to_pylist()):
        limit = read_limit(word, header)
        mine = places[words.indices.to_numpy() == code]
        if limit is None:
            continue
        unit = limit.unit or context.schema.limit_unit
        if unit is None:
            no_unit[mine] = True
            continue
        if unit == "working_hours":
            limit, unit = Limit(limit.count / WORKING_HOURS, "working_days"), "working_days"
        if unit in {"days", "working_days"} and limit.count % 1:
            part_days[mine] = True
            continue
        found.add(unit)
        values[mine] = _ends(Limit(limit.count, unit), starts[mine], context.calendar.is_workday)
        bad[mine] = False
    if "working_days" in found:
        unknown = {
            year
            for year in np.unique(starts[~np.isnat(starts)].astype("datetime64[Y]")).astype(object)
            if not context.calendar.is_arranged(year)
        }
        years = "、".join(str(day.year) for day in sorted(unknown))
        sheet.note(
            "intake.working_days",
            f"“{item.label}”按工作日推算：自受理次日起算，扣除法定节假日，到期日当天 24 时前办结为按时"
            + (f"；{years} 年的放假安排尚未公布，只扣周末" if years else ""),
        )
    sheet.doubt(no_unit & rows, item.name, "intake.limit_without_unit",
                "只写了数字，看不出是工作日、天还是小时，当作未填", text, expected="如 5个工作日、72小时",
                advice="请在表头或 mapping.yaml 写明单位，例如 limit_unit: working_days")  # fmt: skip
    sheet.doubt(part_days & rows, item.name, "intake.limit_in_part_days",
                "不是整天（工作小时按 8 小时一天），看不出几点到期，当作未填", text, expected="如 1个工作日、24小时",
                advice="请改写为小时或整天后重新提交")  # fmt: skip
    sheet.doubt(
        bad & ~no_unit & ~part_days & rows,
        item.name,
        "intake.not_a_date",
        "不是时间也不是时限，当作未填",
        text,
        expected="如 2023-03-05 14:02 或 5个工作日",
    )
    return pa.array(values, STAMP, mask=np.isnat(values))


def doubt_times(sheet: SheetReading, name: str, stamps: Stamps, text: pa.Array, rows: Mask, expected: str) -> None:
    """Say which texts of a field are no times, and how others were read."""
    label = sheet.labels[name]
    for remark in stamps.remarks:
        sheet.note("intake.time_reading", f"“{label}”{remark}", cell=sheet.letters[name] + "列")
    if stamps.ambiguous:
        sheet.doubt(stamps.bad & rows, name, "intake.ambiguous_date", "是“月/日/年”还是“日/月/年”看不出来，当作未填",
                    text, expected=expected,
                    advice=("请在 mapping.yaml 写明 date_order: mdy（月/日/年）或 "
                        "date_order: dmy（日/月/年）"))  # fmt: skip
    else:
        sheet.doubt(stamps.bad & rows, name, "intake.not_a_date", "不是日期时间，当作未填", text, expected=expected)


def _stamps(sheet: SheetReading, text: pa.Array, context: ReadingContext) -> Stamps:
    schema = context.schema
    return read_stamps(without(text, schema.empty), schema.date_order, context.within, context.zone, sheet.grid.is_1904)


def _ends(limit: Limit, starts: Any, is_working: Callable[[date], bool]) -> Any:
    """When spans end; working days once for each day of receipt."""
    if limit.unit in {"hours", "minutes"}:
        seconds = limit.count * (3600 if limit.unit == "hours" else 60)
        return starts + np.timedelta64(round(seconds), "s")
    days = starts.astype("datetime64[D]")
    if limit.unit == "days":
        return days.astype("datetime64[us]") + np.timedelta64(int(limit.count), "D") + np.timedelta64(DAY_END)
    ends = np.full(len(starts), np.datetime64("NaT"), dtype="datetime64[us]")
    for day in np.unique(days[~np.isnat(days)]):
        end = limit.ends(datetime.combine(day.astype(date), time()), is_working)
        ends[days == day] = np.datetime64(end) if end else np.datetime64("NaT")
    return ends


def _values_snippet(kind: str, unknown: pa.Array, text: pa.Array, rows: Mask) -> str:
    words = text.filter(pc.and_(unknown, pa.array(rows))).unique().to_pylist()[:3]
    if kind == "flag":
        return f'如属“是”，请在 mapping.yaml 写 values: {{flag: {{"true": [{", ".join(words)}]}}}}'
    return f"请在 mapping.yaml 写明属于哪一级，例如 values: {{{kind}: {{规范写法: [{', '.join(words)}]}}}}"
