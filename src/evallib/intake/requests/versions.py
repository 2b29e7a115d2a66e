"""Versions and dispatches (工单版本与派遣): rows that tell the same order again → one row for each order.

The newest telling counts: by its update time, then by the month of its file, then the closed one, then the later row.
One order that went to several agencies in one export keeps one main agency; the others are counted and named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.sheets.sheet_reading import Mask
from evallib.parsing.orders.order_ids import lost_zeros

REPEATED, SUPERSEDED, DISPATCH = "整行重复", "旧版本", "同一工单的协办派遣"
#: Columns that tell where a row stood, not what it says.
PLACES = ("source_file", "source_sheet", "source_row", "versions_count", "dispatches_count", "doubts")
#: Receipts of one number further apart than this are two orders that share it.
SAME_ORDER = np.timedelta64(1, "D")
NEVER = np.datetime64("1900-01-01", "us")


@dataclass(frozen=True)
class Tellings:
    """Which rows stay, and what the others were.

    Args:
        keep: rows that stay, one for each order.
        left_out: rows that do not, by reason.
        shared: rows whose number another order uses as well.
        versions: how often each row's order was told, in all.
        dispatches: to how many agencies each row's order went.
        assisting: the other agencies of each row's order; None where there are none.
    """

    keep: Mask
    left_out: dict[str, Mask]
    shared: Mask
    versions: Any
    dispatches: Any
    assisting: list[str | None] = field(default_factory=list)


def pad_numbers(ids: pa.Array) -> tuple[pa.Array, Mask]:
    """Fill numbers up that lost their leading zeros, where other numbers show how long they were; and which those are.

    >>> padded, filled = pad_numbers(pa.array(["000123", "000124", "125"]))
    >>> padded.to_pylist(), filled.tolist()
    (['000123', '000124', '000125'], [False, False, True])
    """
    none: Mask = np.zeros(len(ids), dtype=bool)
    starts = pc.fill_null(pc.starts_with(ids, "0"), False)
    if not pc.any(starts).as_py():
        return ids, none
    length = lost_zeros(ids.drop_null().to_pylist())
    if length is None:
        return ids, none
    short = pc.and_(pc.fill_null(pc.utf8_is_digit(ids), False), pc.less(pc.utf8_length(ids), length))
    padded = pc.if_else(short, pc.utf8_lpad(ids, length, "0"), ids)
    return padded, np.asarray(pc.fill_null(short, False))


def find_tellings(table: pa.Table, period: Any, doubtful: Mask) -> Tellings | None:
    """Which rows tell the same order; None where each tells its own.

    Args:
        table: all rows, as in the clean table.
        period: month of each row's file, as a growing number; equal where the files tell none.
        doubtful: rows whose number is in doubt, so that equal numbers prove nothing.

    >>> table = pa.table({"service_request_id": ["1", "1", "1"], "status": ["办理中", "结案", "结案"],
    ...     "requested_datetime": pa.array([0, 0, 0], pa.timestamp("us")), "agency_responsible": ["甲", "甲", "乙"],
    ...     "is_closed": [False, True, True], "source_file": ["1月", "2月", "2月"]})
    >>> told = find_tellings(table, np.array([1, 2, 2]), np.zeros(3, dtype=bool))
    >>> told.keep.tolist(), told.dispatches.tolist(), told.assisting[1]
    ([False, True, False], [2, 2, 2], '乙')
    """
    length = table.num_rows
    ids = table["service_request_id"].combine_chunks()
    certain = ~doubtful & np.asarray(pc.is_valid(ids))
    told = ids if certain.all() else ids.filter(pa.array(certain))
    if pc.count_distinct(told).as_py() == len(told) and not doubtful.any():
        return None
    # Rows with a doubtful number are compared by all they say; only a full repetition is one.
    again = np.zeros(length, dtype=bool)
    again[certain] = pd.Series(ids.filter(pa.array(certain)).to_pandas()).duplicated(keep=False).to_numpy()
    again |= doubtful
    where = np.flatnonzero(again)
    twins = table.take(pa.array(where)).to_pandas()
    content = [name for name in table.column_names if name not in PLACES]
    repeated = twins.duplicated(subset=content).to_numpy()
    twins = twins.assign(_period=period[where], _place=np.arange(len(where)), _doubtful=doubtful[where])
    twins = twins[~repeated & ~twins["_doubtful"]]
    masks = {reason: np.zeros(length, dtype=bool) for reason in (REPEATED, SUPERSEDED, DISPATCH)}
    masks[REPEATED][where[repeated]] = True
    shared, versions, dispatches = np.zeros(length, dtype=bool), np.ones(length, np.int64), np.ones(length, np.int64)
    assisting: list[str | None] = [None] * length
    if len(twins):
        _sort_out(twins, where, masks, shared, versions, dispatches, assisting)
    keep = ~np.logical_or.reduce(list(masks.values()))
    return Tellings(keep, masks, shared, versions, dispatches, assisting)


def _sort_out(
    twins: pd.DataFrame,
    where: Any,
    masks: dict[str, Mask],
    shared: Mask,
    versions: Any,
    dispatches: Any,
    assisting: list[str | None],
) -> None:
    requested = twins["requested_datetime"]
    first = requested.groupby(twins["service_request_id"]).transform("min")
    # One number, receipts days apart: two orders. Each day of receipt is one.
    apart = (requested - first) > SAME_ORDER
    twins = twins.assign(_order=np.where(apart.fillna(False), requested.dt.strftime("%Y%m%d"), ""))
    keys = ["service_request_id", "_order"]
    orders = twins.groupby("service_request_id")["_order"].transform("nunique")
    shared[where[twins.loc[orders > 1, "_place"].to_numpy()]] = True
    updated = twins["updated_datetime"] if "updated_datetime" in twins else pd.Series(NEVER, index=twins.index)
    role = twins["agency_role"].eq("主办") if "agency_role" in twins else pd.Series(False, index=twins.index)
    twins = twins.assign(
        _updated=updated.fillna(NEVER), _closed=twins["is_closed"].fillna(False).astype(bool), _main=role
    )
    newest = twins["_period"] == twins.groupby(keys)["_period"].transform("max")
    agency = twins["agency_responsible"].fillna("")
    # Several agencies within the newest file are dispatches; the same agency again is another version.
    ranked = (
        twins[newest]
        .assign(_agency=agency[newest])
        .sort_values([*keys, "_agency", "_updated", "_closed", "_place"], kind="stable")
    )
    current = ranked.drop_duplicates([*keys, "_agency"], keep="last")
    main = current.sort_values([*keys, "_main", "_place"], ascending=[True, True, False, True], kind="stable")
    main = main.drop_duplicates(keys, keep="first")
    others = current[~current["_place"].isin(main["_place"])]
    masks[DISPATCH][where[others["_place"].to_numpy()]] = True
    old = twins[~twins["_place"].isin(current["_place"])]
    masks[SUPERSEDED][where[old["_place"].to_numpy()]] = True
    told = twins.groupby(keys)["_place"].transform("size")
    versions[where[twins["_place"].to_numpy()]] = told.to_numpy()
    sizes = current.groupby(keys)["_place"].size().rename("_size").reset_index()
    merged = twins[[*keys, "_place"]].merge(sizes, on=keys, how="left")
    dispatches[where[merged["_place"].to_numpy()]] = merged["_size"].fillna(1).to_numpy(dtype=np.int64)
    names = others[others["_agency"] != ""].groupby(keys)["_agency"].agg("、".join)
    for key, place in zip(main[keys].itertuples(index=False, name=None), main["_place"], strict=True):
        if key in names.index:
            assisting[where[place]] = str(names[key])
