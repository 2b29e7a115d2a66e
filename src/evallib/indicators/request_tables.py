"""Tables of requests (工单表): whatever is handed in becomes an Ibis table with every column that is counted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from evallib.indicators.frames import as_ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

Cohort = Literal["requested", "expected", "closed", "sampled"]

#: 同期口径: by which time a case belongs to a period.
COHORTS: dict[str, str] = {
    "requested": "按受理时间",
    "expected": "按应办结时间",
    "closed": "按办结时间",
    "sampled": "按回访（抽查）时间",
}


def with_missing_columns(cases: Any) -> ir.Table:
    """Requests as an Ibis table, with columns that `count_requests` reads and a table lacks as missing values.

    A date counts as its midnight, ISO text as the time that it tells (other text is an error of the engine), 0 and 1 as
    no and yes; a column without any value has the type that it should have.
    """
    import ibis

    cases = as_ibis(cases)
    types = {
        **dict.fromkeys([f"{cohort}_datetime" for cohort in COHORTS], "timestamp"),
        **dict.fromkeys(
            ["is_closed", "is_returned", "was_reached", "was_contacted", "is_red_light", "is_repeated"], "boolean"
        ),
        **dict.fromkeys(["resolution", "satisfaction"], "string"),
    }
    schema = cases.schema()
    added: dict[str, ir.Value] = {}
    for name, kind in types.items():
        given = schema.get(name)
        if given is None or given.is_null():
            added[name] = ibis.null().cast(kind)
        elif (kind == "timestamp" and (given.is_date() or given.is_string())) or (
            kind == "boolean" and given.is_integer()
        ):
            added[name] = cases[name].cast(kind)
    return cases.mutate(**added) if added else cases


def last_moment(cases: Any) -> datetime | None:
    """Until when the data goes where no tally tells: the last time of a request or a closing; None without any."""
    cases = as_ibis(cases)
    row = cases.aggregate(requested=cases.requested_datetime.max(), closed=cases.closed_datetime.max())
    stamps = [stamp for stamp in row.to_pyarrow().to_pylist()[0].values() if stamp is not None]
    return max(stamps, default=None)
