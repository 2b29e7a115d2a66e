"""One row each (一单一行): the newest telling of an order stays, with its main agency; the other tellings are told."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.sheet_orders import SheetOrders
from evallib.intake.requests.versions import Tellings, find_tellings, pad_numbers
from evallib.parsing.orders.order_ids import DOUBTS


def one_row_each(
    table: pa.Table, columns: pa.DictionaryArray, orders: list[SheetOrders], tables: list[pa.Table]
) -> tuple[pa.Table, pa.DictionaryArray, Counter[str]]:
    """One row for each order: the newest telling of it, with its main agency; and how many rows were something else."""
    left_out: Counter[str] = Counter()
    doubtful = np.concatenate([part.doubtful[part.rows] for part in orders]) if orders else np.array([], dtype=bool)
    lengths = [part.num_rows for part in tables]
    ids, padded = pad_numbers(table["service_request_id"].combine_chunks())
    if padded.any():
        table = table.set_column(table.schema.get_field_index("service_request_id"), "service_request_id", ids)
        _tell(orders, lengths, padded, "intake.zeros_lost", f"{DOUBTS['zeros_lost']}，已按其他编号的位数补足")
    period = np.repeat(np.array([part.period for part in orders], np.int64), lengths)
    told = find_tellings(table, period, doubtful)
    if told is None:
        return table, columns, left_out
    for reason, mask in told.left_out.items():
        left_out[reason] += int(mask.sum())
        _tell(orders, lengths, mask, "intake.repeated_row", f"是{reason}，不另计件")
    _tell(
        orders,
        lengths,
        told.shared & told.keep,
        "intake.shared_id",
        "与受理时间不同的另一工单相同，各计一件",
        "warning",
    )
    return _kept(table, told, doubtful), columns.filter(pa.array(told.keep)), left_out


def _kept(table: pa.Table, told: Tellings, doubtful: np.ndarray) -> pa.Table:
    """The rows that stay, with what the others told; a number that tells no order gets the row behind it."""
    ids = table["service_request_id"].combine_chunks()
    alone = doubtful | told.shared
    if alone.any():
        suffixed = pc.binary_join_element_wise(ids, pc.cast(table["source_row"].combine_chunks(), pa.string()), "-R")
        ids = pc.if_else(pa.array(alone), suffixed, ids)
    assisting = pc.coalesce(pa.array(told.assisting, pa.string()), table["agency_assisting"].combine_chunks())
    for name, values in (
        ("service_request_id", ids),
        ("agency_assisting", assisting),
        ("versions_count", pa.array(told.versions)),
        ("dispatches_count", pa.array(told.dispatches)),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, values)
    return table.filter(pa.array(told.keep))


def _tell(
    orders: list[SheetOrders], lengths: list[int], mask: np.ndarray, code: str, reason: str, severity: str = "note"
) -> None:
    start = 0
    for part, length in zip(orders, lengths, strict=True):
        mine = np.flatnonzero(mask[start : start + length])
        start += length
        if len(mine):
            sheet, places = part.sheet, np.flatnonzero(part.rows)[mine]
            count = f"，共 {len(mine):,} 行" if len(mine) > 1 else ""
            sheet.note(code, f"“{sheet.labels['service_request_id']}”{reason}{count}",
                       cell=sheet.cells("service_request_id", places),
                       severity=severity)  # type: ignore[arg-type] # fmt: skip
