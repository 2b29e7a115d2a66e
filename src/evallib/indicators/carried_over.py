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
WHAT = {"overdue": "上月末超期未结", "dissatisfied": "上月回访不满意", "unsolved": "上月回访未解决"}


def carried_over(cases: ir.Table, period: Period, moment: datetime) -> pd.DataFrame:
    """What became of the failures of the period before.

    Args:
        cases: clean service requests, not frozen.
        period: the month; the failures are those of `period.period_before()`.
        moment: until when it is known what became of them.

    Returns:
        One row per kind of failure: ``what``, ``failed_count``, ``settled_count`` (overdue ones: closed by now;
        others: their caller did not come again with the matter), ``left_count``, ``settled_rate`` (missing where
        there were none), ``note``.
    """
    before = period.period_before()
    end = datetime(period.start.year, period.start.month, period.start.day)
    then, now = frozen(cases, end), frozen(cases, moment)
    rows = [_overdue(then, now, end)]
    past = in_cohort(then, "requested", before)
    again = in_cohort(now, "requested", period)
    again = again.filter(again.caller_id.notnull())
    again = again.mutate(matter=matter_column(again)).select("caller_id", "matter").distinct()
    for what, test in (
        ("dissatisfied", past.satisfaction.isin(DISSATISFIED)),
        ("unsolved", past.resolution == "未解决"),
    ):
        failed = past.filter(test.fill_null(False))
        failed = failed.mutate(matter=matter_column(failed))
        back = failed.semi_join(again, ["caller_id", "matter"])
        nobody = int(failed.caller_id.isnull().sum().to_pyarrow().as_py() or 0)
        counts = [int(table.count().to_pyarrow().as_py()) for table in (failed, back)]
        note = f"其中 {nobody} 件没有可识别的诉求人，按未再来计" if nobody else ""
        rows.append((what, counts[0], counts[0] - counts[1], note))
    frame = pd.DataFrame(rows, columns=["what", "failed_count", "settled_count", "note"])
    frame["left_count"] = frame["failed_count"] - frame["settled_count"]
    frame["settled_rate"] = frame["settled_count"] / frame["failed_count"].where(frame["failed_count"] > 0)
    frame["what"] = frame["what"].map(WHAT)
    return frame[["what", "failed_count", "settled_count", "left_count", "settled_rate", "note"]]


def _overdue(then: ir.Table, now: ir.Table, end: datetime) -> tuple[str, int, int, str]:
    import ibis

    waiting = ~then.is_closed.fill_null(True)
    if "state" in then.columns:
        waiting &= (then.state.fill_null("") != "returned") & ~then.is_excused.fill_null(False)
    late = in_cohort(then.filter(waiting & (then.expected_datetime <= ibis.literal(end))), "requested")
    closed = now.filter(now.is_closed.fill_null(False)).select("service_request_id")
    settled = late.semi_join(closed, ["service_request_id"])
    counts = [int(table.count().to_pyarrow().as_py()) for table in (late, settled)]
    return "overdue", counts[0], counts[1], ""


def requests_by_clock(cases: ir.Table, period: Period) -> pd.DataFrame:
    """Requests of a period by hour (0–23) and weekday (0 is Monday).

    Returns:
        ``weekday``, ``hour``, ``cases_count``; every hour of every weekday.
    """
    chosen = in_cohort(cases, "requested", period)
    chosen = chosen.filter(during(chosen.requested_datetime, period))
    chosen = chosen.mutate(weekday=chosen.requested_datetime.day_of_week.index(), hour=chosen.requested_datetime.hour())
    counts = fetch(chosen.group_by(["weekday", "hour"]).aggregate(cases_count=chosen.count().cast("int64")),
                   ["weekday", "hour"])  # fmt: skip
    whole = pd.MultiIndex.from_product([range(7), range(24)], names=["weekday", "hour"])
    filled = counts.set_index(["weekday", "hour"]).reindex(whole, fill_value=0).reset_index()
    return filled.astype("int64")
