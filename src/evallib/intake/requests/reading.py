"""Service requests (工单): exports as they were handed in → one typed, masked table with a row for each order.

Reads workbooks (.xlsx, .xls, .ods), text in any usual encoding and delimiter and web pages saved as .xls; several
sheets and files of one kind; title rows and two-row headers. An order is kept and its doubtful fields are emptied; only
rows that tell no order, or one that is told already, stay out. A file that is no export is refused.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.data_span import DataSpan, find_span
from evallib.intake.requests.exports import RequestExport, find_export
from evallib.intake.requests.kept_orders import KeptOrders
from evallib.intake.requests.life_cycle import span_of
from evallib.intake.requests.one_row_each import one_row_each
from evallib.intake.requests.sheets.field_values import STAMP
from evallib.intake.requests.sheets.request_sheets import find_request_sheets
from evallib.intake.requests.sheets.sheet_orders import SheetOrders, finish_orders, read_orders
from evallib.intake.requests.sheets.sheet_reading import PLACES, SheetReading
from evallib.intake.requests.sheets.typed_columns import ARROW_TYPES, ReadingContext
from evallib.intake.requests.tally import METADATA, Tally
from evallib.intake.tables.corrections import AppliedCorrection, Correction, assign_corrections
from evallib.model.problems import ProblemList
from evallib.model.requests import RequestSchema, load_schema
from evallib.model.working_days import WorkingCalendar
from evallib.model.workspace.files import whole_file

VOID = "作废或无效"


@dataclass(frozen=True)
class ServiceRequests:
    """What was read.

    Args:
        table: orders, one row each, the columns of `clean_schema`.
        rejected: one row per row that was left out: source_file, source_sheet, source_row, cell, label, value, code,
            reason.
        problems: everything that was wrong or worth saying, in Chinese, one per cause and column.
        columns: for every order, the column letters of each field in its sheet, as JSON (few distinct ones).
        corrections: the corrections that were applied.
        doubted: one row per cell that was not taken, in the columns of `rejected`.
        tally: how many rows were handed in, and what became of them.
    """

    table: pa.Table
    rejected: pd.DataFrame
    problems: ProblemList
    columns: pa.DictionaryArray
    corrections: tuple[AppliedCorrection, ...] = ()
    doubted: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PLACES))
    tally: Tally = field(default_factory=Tally)

    @property
    def is_synthetic(self) -> bool:
        """Whether any order is marked as synthetic (合成数据)."""
        return bool(pc.any(self.table["is_synthetic"]).as_py())

    def to_pandas(self) -> pd.DataFrame:
        """The orders as a data frame."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def write(self, path: Path) -> Path:
        """Write the orders as Parquet, e.g. to data/clean/<unit>/<year>/service_requests.parquet, with their tally."""
        import pyarrow.parquet as pq

        metadata = {**(self.table.schema.metadata or {}), METADATA: self.tally.to_json()}
        with whole_file(path) as part:
            pq.write_table(self.table.replace_schema_metadata(metadata), part, compression="zstd")
        return path


def clean_schema(schema: RequestSchema | None = None) -> pa.Schema:
    """Columns and types of the clean table (清洁表): the fields, then what intake derives."""
    fields = [(item.name, ARROW_TYPES[item.type]) for item in (schema or load_schema()).columns if item.type != "drop"]
    derived = [
        ("is_closed", pa.bool_()),
        ("is_returned", pa.bool_()),
        ("is_synthetic", pa.bool_()),
        ("year", pa.int64()),
        ("row_kind", pa.string()),
        ("source_file", pa.string()),
        ("source_sheet", pa.string()),
        ("source_row", pa.int64()),
        ("state", pa.string()),
        ("is_excused", pa.bool_()),
        ("original_expected_datetime", STAMP),
        ("dispatches_count", pa.int64()),
        ("versions_count", pa.int64()),
        ("doubts", pa.string()),
    ]
    return pa.schema(fields + derived)


def read_service_requests(
    paths: Path | str | RequestExport | Iterable[Path | str | RequestExport],
    mapping: Path | str | None = None,
    key: bytes | None = None,
    unit: str | None = None,
    corrections: Sequence[Correction] = (),
    calendar: WorkingCalendar | None = None,
    kept: KeptOrders | None = None,
) -> ServiceRequests:
    """Read one or more exports (工单导出表) into one table.

    Args:
        paths: files. Of those that `evallib.intake.requests.exports.find_export` has passed, macros, links, hidden rows
            and formulas without a value are told as well; a bare path is read as it is.
        mapping: a mapping file, or the name of a shipped one, for headers and values that the schema does not know.
        key: key of the callers' pseudonyms; without it they hold within this call only.
        unit: name of the unit (街镇) for rows that do not name one.
        corrections: cells to put right first (更正), in files that `find_export` has passed.
        calendar: which days are working days, for limits in working days; the State Council's arrangement without it.
        kept: what the same files were read as before; it is used and brought up to date where nothing is corrected.

    Returns:
        Orders, what was left out or doubted, and problems. A faulty cell does not stop the reading.

    Raises:
        EvallibError: a file cannot be opened, no sheet in it is an export, or a correction does not fit.
    """
    schema = load_schema(mapping)
    exports = [_export(paths)] if isinstance(paths, str | Path | RequestExport) else [_export(path) for path in paths]
    place = Path(mapping) if mapping is not None and Path(mapping).is_file() else None
    kept = None if corrections or calendar else kept
    if kept is None:
        exports = [_opened(export, place) for export in exports]
    else:
        kept.reading, kept.labels = b"\0".join((key or b"", (unit or "").encode())), schema.labels
    sheets: list[SheetReading] = []
    orders: list[SheetOrders] = []
    applied: list[AppliedCorrection] = []
    meant = assign_corrections(corrections, {export.path.name: list(export.sheets) for export in exports})
    context = ReadingContext(schema, key or secrets.token_bytes(32), zone=ZoneInfo(schema.zone))
    context.calendar = calendar or context.calendar
    for export in exports:
        first = len(sheets) + 1
        mine = kept.read(export.path, place, first) if kept else None
        if mine is None:
            found, done = find_request_sheets(_opened(export, place), schema, meant.get(export.path.name, []))
            applied += done
            mine = [read_orders(sheet, context, unit, number) for number, sheet in enumerate(found, start=first)]
            if kept is not None and key:
                kept.write(export.path, place, first, mine)
        sheets += [part.sheet for part in mine]
        orders += mine
    if kept is not None:
        kept.forget_others()
    span = _span(orders, schema)
    for part in orders:
        finish_orders(part, schema, span)
    target = clean_schema(load_schema())
    tables = [part.table(target) for part in orders]
    table, columns = pa.concat_tables(tables), _columns(sheets, tables)
    table, columns, left_out = one_row_each(table, columns, orders, tables)
    for sheet in sheets:
        left_out.update(sheet.left_out)
    tally = _tally(table, sum(sheet.handed_in for sheet in sheets), left_out, span)
    problems = ProblemList(problem for sheet in sheets for problem in sheet.problems)
    return ServiceRequests(
        table, _joined(sheets, "rejected"), problems, columns, tuple(applied), _joined(sheets, "doubted"), tally
    )


def _opened(export: RequestExport, mapping: Path | None) -> RequestExport:
    """The export with its facts, where it was only known from before."""
    return (find_export(export.path, mapping) or RequestExport(export.path)) if export.is_kept else export


def _export(path: Path | str | RequestExport) -> RequestExport:
    return path if isinstance(path, RequestExport) else RequestExport(Path(path))


def _span(orders: list[SheetOrders], schema: RequestSchema) -> DataSpan:
    times = [
        part.columns[name].filter(pa.array(part.rows))
        for part in orders
        for name in ("requested_datetime", "closed_datetime")
        if name in part.sheet.header.columns
    ]
    titles = [title for part in orders for title in part.sheet.header.titles]
    return find_span(span_of(times), titles, schema.data_until)


def _columns(sheets: list[SheetReading], tables: list[pa.Table]) -> pa.DictionaryArray:
    told = [json.dumps(sheet.letters) for sheet in sheets]
    distinct = list(dict.fromkeys(told))
    indices = np.repeat([distinct.index(text) for text in told], [table.num_rows for table in tables])
    return pa.DictionaryArray.from_arrays(indices.astype(np.int32), distinct)


def _joined(sheets: list[SheetReading], what: str) -> pd.DataFrame:
    frames = [frame for sheet in sheets for frame in getattr(sheet, what)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=PLACES)


def _tally(table: pa.Table, handed_in: int, left_out: Counter[str], span: DataSpan) -> Tally:
    valid = pc.fill_null(table["is_valid"], True)
    void = table.num_rows - (pc.sum(valid).as_py() or 0)
    doubtful = pc.sum(pc.and_(valid, pc.is_valid(table["doubts"]))).as_py() or 0
    reasons = {reason: count for reason, count in (left_out + Counter({VOID: void})).items() if count}
    return Tally(handed_in, table.num_rows - void - doubtful, doubtful, reasons, span.until, span.basis)
