"""Service requests (工单): an export as it was handed in → one typed, masked table.

Reads workbooks (.xlsx, .xls) and text (.csv in UTF-8 or GB18030), several sheets of one kind, title rows and two-row
headers. A row that cannot be read is rejected with its cell; a file that is no case export is refused.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.exports import RequestExport
from evallib.intake.requests.field_values import STAMP, clean_text, parse_counts, parse_datetimes, parse_levels
from evallib.intake.requests.request_sheets import SYNTHETIC, find_request_sheets, uncomputed_rows
from evallib.intake.requests.rows import Mask, Sheet, find_repeats, find_requests
from evallib.intake.tables.corrections import AppliedCorrection, Correction, assign_corrections
from evallib.model.problems import ProblemList
from evallib.model.requests import FieldType, RequestField, RequestSchema, load_schema
from evallib.privacy import mask_label, mask_text
from evallib.privacy.columns import MaskedColumn, mask_addresses, mask_free_text, mask_labels, mask_request_numbers
from evallib.privacy.pseudonyms import pseudonymise

ARROW_TYPES: dict[FieldType, Any] = {
    "text": pa.string(), "free_text": pa.string(), "address": pa.string(), "person": pa.string(),
    "level": pa.string(), "datetime": STAMP, "flag": pa.bool_(), "count": pa.int64(),
}  # fmt: skip


@dataclass(frozen=True)
class ServiceRequests:
    """What was read.

    Args:
        table: accepted cases, one row each, the columns of `clean_schema`.
        rejected: one row per rejected cell: source_file, source_sheet, source_row, cell, label, value, code, reason.
        problems: everything that was wrong or worth saying, in Chinese.
        columns: for every accepted case, the column letters of each field in its sheet, as JSON (few distinct ones).
        corrections: the corrections that were applied.
    """

    table: pa.Table
    rejected: pd.DataFrame
    problems: ProblemList
    columns: pa.DictionaryArray
    corrections: tuple[AppliedCorrection, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        """Whether any case is marked as synthetic (合成数据)."""
        return bool(pc.any(self.table["is_synthetic"]).as_py())

    def to_pandas(self) -> pd.DataFrame:
        """The accepted cases as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def write(self, path: Path) -> Path:
        """Write the accepted cases as Parquet, e.g. to data/clean/<unit>/<year>/service_requests.parquet."""
        import pyarrow.parquet as pq

        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(self.table, path, compression="zstd")
        return path


def clean_schema(schema: RequestSchema | None = None) -> pa.Schema:
    """Columns and types of the clean table (清洁表): the fields, then what intake derives."""
    fields = [(field.name, ARROW_TYPES[field.type]) for field in (schema or load_schema()).columns
              if field.type != "drop"]  # fmt: skip
    derived = [("is_closed", pa.bool_()), ("is_returned", pa.bool_()), ("is_synthetic", pa.bool_()),
               ("year", pa.int64()), ("row_kind", pa.string()),
               ("source_file", pa.string()), ("source_sheet", pa.string()), ("source_row", pa.int64())]  # fmt: skip
    return pa.schema(fields + derived)


def read_service_requests(
    paths: Path | str | RequestExport | Iterable[Path | str | RequestExport],
    mapping: Path | str | None = None,
    key: bytes | None = None,
    unit: str | None = None,
    corrections: Sequence[Correction] = (),
) -> ServiceRequests:
    """Read one or more exports (工单导出表) into one table.

    Args:
        paths: files. Of those that `evallib.intake.requests.exports.find_export` has passed, macros, links, hidden rows
            and formulas without a value are told as well; a bare path is read as it is.
        mapping: a mapping file, or the name of a shipped one, for headers and values that the schema does not know.
        key: key of the callers' pseudonyms; without it they hold within this call only.
        unit: name of the unit (街镇) for rows that do not name one.
        corrections: cells to put right first (更正), in files that `find_export` has passed.

    Returns:
        Accepted cases, rejected cells and problems. A row-level error does not stop the reading: look at
        ``problems.errors``.

    Raises:
        EvallibError: a file cannot be opened, no sheet in it is a case export, or a correction does not fit.
    """
    schema = load_schema(mapping)
    exports = [_export(paths)] if isinstance(paths, str | Path | RequestExport) else [_export(path) for path in paths]
    key = key or secrets.token_bytes(32)
    sheets: list[Sheet] = []
    applied: list[AppliedCorrection] = []
    meant = assign_corrections(corrections, {export.path.name: list(export.sheets) for export in exports})
    for export in exports:
        found, done = find_request_sheets(export, schema, meant.get(export.path.name, []))
        sheets += found
        applied += done
    tables = [_read_sheet(sheet, schema, key, unit) for sheet in sheets]
    table, columns = pa.concat_tables(tables), _columns(sheets, tables)
    kept = _without_repeats(table, sheets, [part.num_rows for part in tables])
    if kept is not None:
        table, columns = table.filter(pa.array(kept)), columns.filter(pa.array(kept))
    problems = ProblemList(problem for sheet in sheets for problem in sheet.problems)
    rejected = [frame for sheet in sheets for frame in sheet.rejected]
    names = ["source_file", "source_sheet", "source_row", "cell", "label", "value", "code", "reason"]
    told = pd.concat(rejected) if rejected else pd.DataFrame(columns=names)
    return ServiceRequests(table, told, problems, columns, tuple(applied))


def _export(path: Path | str | RequestExport) -> RequestExport:
    return path if isinstance(path, RequestExport) else RequestExport(Path(path))


def _columns(sheets: list[Sheet], tables: list[pa.Table]) -> pa.DictionaryArray:
    told = [json.dumps(sheet.letters) for sheet in sheets]
    distinct = list(dict.fromkeys(told))
    indices = np.repeat([distinct.index(text) for text in told], [table.num_rows for table in tables])
    return pa.DictionaryArray.from_arrays(indices.astype(np.int32), distinct)


def _read_sheet(sheet: Sheet, schema: RequestSchema, key: bytes, unit: str | None) -> pa.Table:
    for number, text in sheet.grid.ragged:
        is_total = any(word in text[:20] for word in ("合计", "总计", "小计"))
        sheet.note("intake.ragged", "这一行的列数与表头不符，未读入", cell=f"第{number}行", value=mask_text(text)[:60],
                   severity="note" if is_total else "error")  # fmt: skip
    identifier, requested = (clean_text(sheet.column(name)) for name in schema.required)
    lost = np.zeros(len(identifier), dtype=bool)
    for name in schema.required:
        lost |= _reject_uncomputed(sheet, name, ~lost)
    rows = find_requests(sheet, identifier, requested, lost)
    columns: dict[str, Any] = {}
    for field in schema.columns:
        if field.type == "drop":
            continue
        if field.name in sheet.header.columns:
            rows = rows & ~_reject_uncomputed(sheet, field.name, rows)
            columns[field.name], rows = _read_column(sheet, field, schema, key, rows)
        else:
            constant = schema.constants.get(field.name) or (unit if field.name == "unit" else None)
            columns[field.name] = pa.repeat(pa.scalar(constant, ARROW_TYPES[field.type]), len(rows))
    rows = _check_order(sheet, columns, rows)
    _derive(sheet, columns, schema, len(rows))
    target = clean_schema(load_schema())
    return pa.table([columns[name] for name in target.names], schema=target).filter(pa.array(rows))


def _reject_uncomputed(sheet: Sheet, name: str, rows: Mask) -> Mask:
    lost = uncomputed_rows(sheet, name) & rows
    sheet.reject(lost, name, "intake.formula_without_value", "的公式没有保存计算结果，该行未读入", None, expected="数值",
                 advice="请用 Excel 或 WPS 打开该文件，保存一次后再提交")  # fmt: skip
    return lost


def _read_column(sheet: Sheet, field: RequestField, schema: RequestSchema, key: bytes, rows: Any) -> tuple[Any, Any]:
    """Typed values of one field, and the rows that are still accepted."""
    text = clean_text(sheet.column(field.name))
    if field.type == "datetime":
        values, bad = parse_datetimes(_without(text, schema.empty), schema.date_order)
        wrong = np.asarray(bad) & rows
        sheet.reject(
            wrong, field.name, "intake.not_a_date", "不是日期时间，该行未读入", text, expected="如 2023-03-05 14:02"
        )
        return values, rows & ~wrong
    if field.type in {"flag", "level"}:
        kind = "flag" if field.type == "flag" else field.name
        values, unknown = parse_levels(text, schema.values[kind], schema.empty)
        known = "、".join(schema.values[kind]).replace("true", "是").replace("false", "否")
        sheet.warn(np.asarray(unknown) & rows, field.name, "intake.unknown_value", "的写法不认识，当作未填", text,
                   expected=known)  # fmt: skip
        return (pc.equal(values, "true") if field.type == "flag" else values), rows
    if field.type == "count":
        values, bad = parse_counts(_without(text, schema.empty))
        sheet.warn(
            np.asarray(bad) & rows, field.name, "intake.not_a_count", "不是整数，当作未填", text, expected="整数"
        )
        return values, rows
    if field.type == "person":
        # 无 and 匿名 are no caller; one pseudonym for all of them would be the busiest.
        return pseudonymise(_without(text, schema.empty + schema.nobody), key), rows
    masked = _masked(field, schema, text, key)
    sheet.masked(field.name, masked, rows)
    return masked.values, rows


def _masked(field: RequestField, schema: RequestSchema, text: pa.Array, key: bytes) -> MaskedColumn:
    if field.name == schema.required[0]:
        return mask_request_numbers(text, key)
    return {"address": mask_addresses, "free_text": mask_free_text}.get(field.type, mask_labels)(text)


def _without(text: pa.Array, words: list[str]) -> pa.Array:
    return pc.if_else(pc.fill_null(pc.is_in(text, pa.array(words)), False), pa.scalar(None, pa.string()), text)


def _check_order(sheet: Sheet, columns: dict[str, Any], rows: Any) -> Any:
    if "closed_datetime" not in sheet.header.columns:
        return rows
    early = np.asarray(pc.fill_null(pc.less(columns["closed_datetime"], columns["requested_datetime"]), False)) & rows
    shown = pc.strftime(columns["closed_datetime"], "%Y-%m-%d %H:%M")
    sheet.reject(early, "closed_datetime", "intake.closed_before_requested", "早于受理时间，该行未读入", shown)
    return rows & ~early


def _derive(sheet: Sheet, columns: dict[str, Any], schema: RequestSchema, length: int) -> None:
    status = columns["status"]
    groups, _ = parse_levels(status, schema.values["status"], [])
    by_time = pc.is_valid(columns["closed_datetime"])
    # Without a status the closing time decides; with one, what the status says (退回 may carry a time as well).
    columns["is_closed"] = pc.if_else(pc.is_valid(status), pc.fill_null(pc.equal(groups, "closed"), False), by_time)
    returned = pc.fill_null(pc.equal(groups, "returned"), False)
    columns["is_returned"] = pc.or_(returned, pc.fill_null(pc.greater(columns["returned_count"], 0), False))
    marked = any(SYNTHETIC in text for text in (*sheet.header.titles, *sheet.header.unknown.values(), sheet.file))
    columns["is_synthetic"] = pa.repeat(marked, length)
    columns["year"] = pc.year(columns["requested_datetime"])
    columns["row_kind"] = pa.repeat("line", length)
    columns["source_file"] = pa.repeat(mask_label(sheet.file), length)
    columns["source_sheet"] = pa.repeat(mask_label(sheet.grid.sheet), length)
    columns["source_row"] = pa.array(np.arange(length, dtype=np.int64) + sheet.first_row)


def _without_repeats(table: pa.Table, sheets: list[Sheet], lengths: list[int]) -> Mask | None:
    """Without rows that stand there twice and without a number that two different cases use; None where all stay."""
    same, clash = find_repeats(table, "service_request_id")
    if not (same.any() or clash.any()):
        return None
    start = 0
    for sheet, length in zip(sheets, lengths, strict=True):
        part = slice(start, start + length)
        start += length
        if not (same[part].any() or clash[part].any()):
            continue
        places = table.column("source_row").slice(part.start, length).to_numpy() - sheet.first_row
        text = clean_text(sheet.column("service_request_id"))
        for found, report, code, reason in (
            (same[part], sheet.warn, "intake.repeated_row", "整行重复，只留一行"),
            (clash[part], sheet.reject, "intake.duplicate_id", "与前面的工单相同而内容不同，该行未读入"),
        ):
            rows = np.zeros(len(text), dtype=bool)
            rows[places[found]] = True
            report(rows, "service_request_id", code, reason, text, expected="不重复的编号")
    kept: Mask = ~(same | clash)
    return kept
