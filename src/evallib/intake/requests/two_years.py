"""Two years (两个年度的工单): the tables of a year and of the one before as one; an order that both tell counts once.

Exports overlap: the orders of December stand in that of their year and again in the next one. The later telling counts,
as among the files of one year: it alone knows what became of an order that was open when the earlier table was
exported.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.requests.store import open_requests
from evallib.intake.requests.versions import PLACES, SAME_ORDER
from evallib.model.workspace.units import UnitYear

if TYPE_CHECKING:
    import ibis.expr.types as ir

NUMBER, RECEIPT = "service_request_id", "requested_datetime"
#: A number that tells a row; one that two orders share, or that lost digits, ends with its row.
OF_A_ROW = r"^S\d+-R\d+$|-R\d+$"


def open_two_years(units: Iterable[UnitYear]) -> ir.Table:
    """Clean service requests of units and their year together with those of the year before; each order once.

    Args:
        units: units with the year; tables that are not there are passed over. Orders of two units are never the same.

    Raises:
        EvallibError: none of the tables is there.
    """
    import ibis

    pairs = [tuple(at.workspace.cases_file(at.unit, year) for year in (at.year - 1, at.year)) for at in units]
    files = [path for pair in pairs for path in pair]
    there = [path for path in files if path.is_file()]
    cases = open_requests(there or files)
    gone = {str(earlier): numbers for earlier, own in pairs if len(numbers := told_again(earlier, own))}
    if not gone:
        return cases
    backend: Any = cases.get_backend()
    told = backend.read_parquet([str(path) for path in there], filename="_file")
    places = pa.array([file for file, numbers in gone.items() for _ in range(len(numbers))])
    again = ibis.memtable(pa.table({"_file": places, NUMBER: pa.concat_arrays(list(gone.values()))}))
    rest: ir.Table = told.anti_join(again, ["_file", NUMBER]).drop("_file")
    return rest


def told_again(earlier: Path, own: Path) -> pa.StringArray:
    """Numbers of the orders of one clean table that the table of the same unit and the year after tells again.

    An order is known by its number, where both tables tell receipts within a day (numbers may begin anew every year).
    Where a table has no numbers, or doubtful ones, by all that it says but the place of its row: an order without a
    number that changed between two exports counts twice, since nothing tells that it is the same.

    Args:
        earlier: a table; none is known again where it is not there.
        own: the table of the year after.
    """
    import pyarrow.parquet as pq

    nothing = pa.array([], pa.string())
    if not (earlier.is_file() and own.is_file() and _may_overlap(earlier, own)):
        return nothing
    before, after = (pq.read_table(path, columns=[NUMBER, RECEIPT]) for path in (earlier, own))
    of_rows = [pc.match_substring_regex(table[NUMBER], OF_A_ROW) for table in (before, after)]
    sure = [table.filter(pc.invert(mask)).to_pandas() for table, mask in zip((before, after), of_rows, strict=True)]
    pairs = sure[0].merge(sure[1], on=NUMBER, suffixes=("", "_again"))
    apart = (pairs[RECEIPT] - pairs[f"{RECEIPT}_again"]).abs() > SAME_ORDER
    found = pa.array(pairs.loc[~apart, NUMBER], pa.string())
    if not any(pc.any(mask).as_py() for mask in of_rows):
        return found
    names = [set(pq.read_schema(path).names) for path in (earlier, own)]
    said = sorted(set.intersection(*names) - {*PLACES, NUMBER})
    rows = [_rows(pq.read_table(path, columns=[NUMBER, *said]), said) for path in (earlier, own)]
    alike = before.filter(pc.is_in(rows[0], rows[1]))[NUMBER].combine_chunks()
    return pc.unique(pa.concat_arrays([found, alike]))


def _rows(table: pa.Table, said: list[str]) -> pa.ChunkedArray:
    """What each row says, as one text: its number without the row behind it, and its fields."""
    number = pc.replace_substring_regex(table[NUMBER], OF_A_ROW, "")
    fields = [pc.fill_null(pc.cast(table[name], pa.string()), "") for name in said]
    return pc.binary_join_element_wise(number, *fields, "\x1f")


def _may_overlap(earlier: Path, own: Path) -> bool:
    """Whether orders may stand in both tables, by the receipts that the files state of themselves."""
    before, after = _receipts(earlier), _receipts(own)
    return before is None or after is None or before[1] >= after[0]


def _receipts(path: Path) -> tuple[datetime, datetime] | None:
    """The first and the last receipt of a table; None where a receipt is missing or the file does not state them."""
    import pyarrow.parquet as pq

    meta = pq.read_metadata(path)
    column = meta.schema.to_arrow_schema().get_field_index(RECEIPT)
    told = [meta.row_group(number).column(column).statistics for number in range(meta.num_row_groups)]
    if not told or any(item is None or not item.has_min_max or item.null_count for item in told):
        return None
    return min(item.min for item in told), max(item.max for item in told)
