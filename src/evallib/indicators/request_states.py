"""Where requests stand at a moment (期末状态): open within the limit apart from overdue, as it was known then.

`frozen` takes away what was known only later, so that a report of a past month gives the same figures whenever it is
made: a closing after the moment is none, and an answer given after it has not been given; one that does not tell when
it was given was given after the closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from evallib.indicators.request_counts import in_cohort
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Counts of `state_counts`; the four kinds of open requests and the closed ones add up to the requests.
STATES: dict[str, str] = {
    "cases_count": "派发",
    "closed_count": "已办结",
    "open_in_limit_count": "在办未到期",
    "open_overdue_count": "超期未结",
    "open_without_limit_count": "在办无时限",
    "excused_count": "延期或缓办",
    "sent_back_count": "退回",
    "unknown_state_count": "是否办结不明",
    "closed_late_count": "超期办结",
    "on_time_count": "按时办结",
}


def frozen(cases: ir.Table, moment: datetime) -> ir.Table:
    """The requests as they were known at a moment.

    Args:
        cases: clean service requests.
        moment: the end of the month, or the end of the data where that is earlier.
    """
    import ibis

    now = ibis.literal(moment)
    later = (cases.closed_datetime > now).fill_null(False)
    answered_later = (cases.sampled_datetime > now).fill_null(False)
    changed = {
        "closed_datetime": ibis.ifelse(later, ibis.null().cast("timestamp"), cases.closed_datetime),
        "is_closed": ibis.ifelse(later, ibis.literal(False), cases.is_closed),
    }
    # Whether it was solved is asked after the closing, 先行联系 is made before: the one cannot be known of what was
    # open.
    unasked = answered_later | (later & cases.sampled_datetime.isnull())
    for name, kind, unknown in (
        ("resolution", "string", unasked),
        ("satisfaction", "string", unasked),
        ("was_contacted", "boolean", answered_later),
    ):
        changed[name] = ibis.ifelse(unknown, ibis.null().cast(kind), cases[name])
    known = (cases.requested_datetime <= now) | cases.requested_datetime.isnull()
    return cases.mutate(**changed).filter(known)


def state_counts(cases: ir.Table, moment: datetime, by: Sequence[str] = (), period: Period | None = None) -> ir.Table:
    """Requests by where they stand at a moment.

    Args:
        cases: clean service requests, see `frozen`.
        moment: the moment.
        by: grouping columns.
        period: only requests received in this period.

    Returns:
        An expression: `by` and `STATES`. A request that closed without telling when is closed, neither late nor in
        time; what went back or is excused is not overdue.
    """
    import ibis

    chosen = in_cohort(cases, "requested", period)
    now = ibis.literal(moment)
    columns = set(chosen.columns)
    closed = chosen.is_closed.fill_null(False)
    state = chosen.state.fill_null("") if "state" in columns else ibis.literal("")
    sent_back = ~closed & (state == "returned")
    excused = ~closed & ~sent_back & (chosen.is_excused.fill_null(False) if "is_excused" in columns else False)
    unknown = chosen.is_closed.isnull() & ~sent_back & ~excused
    waiting = ~closed & ~sent_back & ~excused & ~unknown
    limit, at = chosen.expected_datetime, chosen.closed_datetime
    tests = {
        "closed_count": closed,
        "open_in_limit_count": waiting & (limit > now),
        "open_overdue_count": waiting & (limit <= now),
        "open_without_limit_count": waiting & limit.isnull(),
        "excused_count": excused,
        "sent_back_count": sent_back,
        "unknown_state_count": unknown,
        "closed_late_count": closed & (at > limit),
        "on_time_count": closed & (at <= limit),
    }
    # Spark counts nothing of a condition as null, not as 0.
    counts = {name: chosen.count(where=test).cast("int64").fill_null(0) for name, test in tests.items()}
    metrics = {"cases_count": chosen.count().cast("int64"), **counts}
    return chosen.group_by(list(by)).aggregate(**metrics) if by else chosen.aggregate(**metrics)
