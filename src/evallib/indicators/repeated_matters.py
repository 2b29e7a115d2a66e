"""Repeated matters (重复诉求): the same caller with the same matter within some weeks, beside the city's own mark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from evallib.indicators.request_counts import during, fetch, in_cohort
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

WITHIN_DAYS = 90


def matter_column(cases: ir.Table) -> ir.Value:
    """What a request is about: its subtype where there is one, else its type."""
    return cases.service_subtype.fill_null("").nullif("").fill_null(cases.service_name).fill_null("")


def repeated(cases: ir.Table, period: Period, within_days: int = WITHIN_DAYS) -> ir.Table:
    """The requests of a period whose caller had brought the same matter within the days before, or in the period.

    Args:
        cases: clean service requests, from before the period as well.
        period: the period.
        within_days: how many days back count.

    Returns:
        The requests of the period with ``matter``, ``times`` (how often this caller brought the matter within the
        window, this request included) and ``is_marked`` (the city marked it as repeated); only those with two times or
        a mark.
    """
    import ibis

    chosen = in_cohort(cases, "requested")
    start = ibis.timestamp(f"{period.start - timedelta(days=within_days)} 00:00:00")
    end = ibis.timestamp(f"{period.end} 00:00:00")
    window = chosen.filter((chosen.requested_datetime >= start) & (chosen.requested_datetime < end))
    window = window.mutate(matter=matter_column(window))
    known = window.caller_id.notnull() & (window.matter != "")
    same = ibis.window(group_by=["caller_id", "matter"])
    counted = window.mutate(
        times=ibis.ifelse(known, window.count().over(same), 1), is_marked=window.is_repeated.fill_null(False)
    )
    here = counted.filter(during(counted.requested_datetime, period))
    return here.filter((here.times >= 2) | here.is_marked)


def repeated_by(again: ir.Table, by: Sequence[str]) -> pd.DataFrame:
    """How many requests and how many different matters were repeated, by group, most first.

    Args:
        again: see `repeated`.
        by: grouping columns.

    Returns:
        `by`, ``cases_count``, ``matters_count`` (a caller's matter counts once; those without a caller are not in it),
        ``marked_count``.
    """
    import ibis

    pair = ibis.ifelse(again.times >= 2, again.caller_id + "|" + again.matter, ibis.null().cast("string"))
    metrics = {
        "cases_count": again.count().cast("int64"),
        "matters_count": pair.nunique().cast("int64"),
        "marked_count": again.count(where=again.is_marked).cast("int64"),
    }
    frame = fetch(again.group_by(list(by)).aggregate(**metrics) if by else again.aggregate(**metrics), by)
    return frame.sort_values("cases_count", ascending=False, kind="stable", ignore_index=True)
