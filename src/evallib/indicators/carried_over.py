"""Carried over (上月未了事项): what became, in a month, of the failures that the month before had left."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from evallib.indicators.repeated_matters import matter_column
from evallib.indicators.request_counts import during, fetch, in_cohort
from evallib.indicators.request_states import frozen
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

DISSATISFIED = ("不满意", "非常不满意")
WHAT = {"overdue": "上月末超期未结（含更早受理的）", "dissatisfied": "上月回访不满意", "unsolved": "上月回访未解决"}


def carried_over(cases: ir.Table, period: Period, moment: datetime, recent: ir.Table | None = None) -> pd.DataFrame:
    """What became of the failures of the period before.

    Args:
        cases: clean service requests, as they are known at `moment` or later.
        period: the month; the failures are those of `period.period_before()`.
        moment: until when it is known what became of them.
        recent: those of `cases` that were received in the period or the one before, where they are at hand.

    Returns:
        One row per kind of failure: ``what``, ``failed_count``, ``settled_count`` (overdue ones: closed by now;
        others: their caller did not come again with the matter), ``left_count``, ``settled_rate`` (missing where
        there were none), ``note``.
    """
    before = period.period_before()
    end = datetime(period.start.year, period.start.month, period.start.day)
    rows = [_overdue(cases, end, moment)]
    recent = cases if recent is None else recent
    past = in_cohort(frozen(recent, end), "requested", before)
    past = past.mutate(matter=matter_column(past))
    again = in_cohort(frozen(recent, moment), "requested", period)
    again = again.mutate(matter=matter_column(again)).filter(again.caller_id.notnull())
    again = again.select(caller="caller_id", what="matter").distinct()
    told = past.left_join(again, [past.caller_id == again.caller, past.matter == again.what])
    kinds = {"dissatisfied": told.satisfaction.isin(DISSATISFIED), "unsolved": told.resolution == "未解决"}
    counts: dict[str, ir.Value] = {}
    for kind, test in kinds.items():
        counts |= {
            f"{kind}_failed": told.count(where=test),
            f"{kind}_back": told.count(where=test & told.caller.notnull()),
            f"{kind}_nobody": told.count(where=test & told.caller_id.isnull()),
        }
    found = told.aggregate(**counts).to_pyarrow().to_pylist()[0]
    for kind in kinds:
        failed, back, nobody = (int(found[f"{kind}_{name}"]) for name in ("failed", "back", "nobody"))
        note = f"其中 {nobody} 件没有可识别的诉求人，按未再来计" if nobody else ""
        rows.append((kind, failed, failed - back, note))
    frame = pd.DataFrame(rows, columns=["what", "failed_count", "settled_count", "note"])
    frame["left_count"] = frame["failed_count"] - frame["settled_count"]
    frame["settled_rate"] = frame["settled_count"] / frame["failed_count"].where(frame["failed_count"] > 0)
    frame["what"] = frame["what"].map(WHAT)
    return frame[["what", "failed_count", "settled_count", "left_count", "settled_rate", "note"]]


def _overdue(cases: ir.Table, end: datetime, moment: datetime) -> tuple[str, int, int, str]:
    """Requests overdue at the end of the period before, whenever they came, and how many of them are closed by now."""
    # Closed in between: open for whoever looked at the end, and not for whoever looks now.
    closed = cases.is_closed.fill_null(False) & ~(cases.closed_datetime > moment).fill_null(False)
    then = in_cohort(frozen(cases.mutate(is_settled=closed), end), "requested")
    waiting = ~then.is_closed.fill_null(True)
    if "state" in then.columns:
        waiting &= (then.state.fill_null("") != "returned") & ~then.is_excused.fill_null(False)
    late = then.filter(waiting & (then.expected_datetime <= end))
    row = late.aggregate(failed=late.count(), settled=late.count(where=late.is_settled)).to_pyarrow().to_pylist()[0]
    return "overdue", int(row["failed"]), int(row["settled"]), ""


def requests_by_clock(cases: ir.Table, period: Period) -> pd.DataFrame:
    """Requests of a period by hour (0–23) and weekday (0 is Monday).

    Returns:
        ``weekday``, ``hour``, ``cases_count``; every hour of every weekday.
    """
    chosen = in_cohort(cases, "requested", period)
    chosen = chosen.filter(during(chosen.requested_datetime, period))
    chosen = chosen.mutate(weekday=chosen.requested_datetime.day_of_week.index(), hour=chosen.requested_datetime.hour())
    counts = fetch(
        chosen.group_by(["weekday", "hour"]).aggregate(cases_count=chosen.count().cast("int64")), ["weekday", "hour"]
    )
    whole = pd.MultiIndex.from_product([range(7), range(24)], names=["weekday", "hour"])
    filled = counts.set_index(["weekday", "hour"]).reindex(whole, fill_value=0).reset_index()
    return filled.astype("int64")
