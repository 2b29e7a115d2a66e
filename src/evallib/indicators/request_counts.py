"""Counts of cases (工单计数): everything a rate needs, counted once, as one Ibis expression for DuckDB and Spark.

All counts are additive: counts of months add up to the year, counts of units to the district. A table of counts by
every dimension of interest is therefore a cube (计数立方体) from which any coarser grouping is a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.indicators.complete_months import complete_months, with_every_month
from evallib.indicators.frames import as_names, as_pandas
from evallib.indicators.request_tables import COHORTS, Cohort, last_moment, with_missing_columns
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "COHORTS", "COUNTS", "LEVELS", "Cohort", "count_metrics", "count_requests", "during", "fetch", "in_cohort",
    "last_moment", "sum_counts", "with_missing_columns",
]  # fmt: skip

#: Count column of each satisfaction level (满意度等级).
LEVELS: dict[str, str] = {
    "非常满意": "very_satisfied_count",
    "满意": "satisfied_count",
    "基本满意": "mostly_satisfied_count",
    "一般": "neutral_count",
    "不满意": "dissatisfied_count",
    "非常不满意": "very_dissatisfied_count",
}
COUNTS: dict[str, str] = {
    "cases_count": "案件数",
    "ripe_count": "已到期案件数",
    "unripe_count": "未到期案件数",
    "closed_count": "已结案数",
    "unknown_state_count": "是否结案不明数",
    "limited_count": "有时限数",
    "ripe_closed_count": "已到期案件中已结案数",
    "due_count": "应办结数",
    "on_time_count": "按时办结数",
    "overdue_count": "超时数",
    "contacted_count": "先行联系数",
    "not_contacted_count": "未先行联系数",
    "solved_count": "实际解决数",
    "explained_count": "解释说明数",
    "unsolved_count": "未解决数",
    **{column: f"{level}数" for level, column in LEVELS.items()},
    "sampled_count": "回访（抽查）数",
    "known_reach_count": "有接通记录数",
    "reached_count": "接通数",
    "rated_count": "表态数",
    "known_red_light_count": "标明是否红灯数",
    "known_repeated_count": "标明是否重复数",
    "known_returned_count": "可知是否退回数",
    "red_light_count": "红灯数",
    "repeated_count": "重复件数",
    "returned_count": "退回数",
}


def count_requests(
    cases: Any,
    by: Sequence[str] | str = (),
    cohort: Cohort = "requested",
    period: Period | None = None,
    as_of: datetime | None = None,
    counts: Sequence[str] | None = None,
    ripe_only: bool = False,
) -> ir.Table:
    """Count cases by group.

    Args:
        cases: clean service requests: on any Ibis backend, or a frame; columns that are not there are missing values.
        by: grouping columns, or one; ``month`` is the first day of the month of the cohort's time.
        cohort: by which time a case belongs to a period and a month, see `COHORTS`.
        period: only cases of this period; cases without the cohort's time never count.
        as_of: the moment of the export (数据截止时间). A case is ripe (已到期) when its limit has passed by then, or
            when it has none; only ripe cases are due, on time or overdue, so that a month whose slow cases may still
            become late does not read as a better one. What is closed before its limit is on time for sure, also where
            the limit lies behind the export: it counts so over a whole file, but not in a group or a period, whose
            cases are all treated alike. Without it every case is ripe, and open cases are neither on time nor overdue.
        counts: only these of `COUNTS`; all by default.
        ripe_only: over a whole file, too, only ripe cases are due; rates take this, so that groups add up to the whole.

    Returns:
        An expression with the columns `by` and `COUNTS` (whole numbers). With a period and ``month`` among `by`, every
        month of the period that the data reach is there: a month without cases is one with 0.

    >>> import pyarrow
    >>> cases = pyarrow.table({"unit": ["A", "A"], "satisfaction": ["满意", None]})
    >>> counts = fetch(count_requests(cases, by=["unit"]))
    >>> counts[["unit", "cases_count", "satisfied_count"]].to_dict("records")
    [{'unit': 'A', 'cases_count': 2, 'satisfied_count': 1}]
    """
    by, chosen = as_names(by), in_cohort(cases, cohort, period)
    unknown = [name for name in by if name != "month" and name not in chosen.columns]
    if unknown:
        raise ValueError(f"no column {'、'.join(unknown)}; there are {'、'.join(chosen.columns)}")
    if "month" in by:
        chosen = chosen.mutate(month=chosen[f"{cohort}_datetime"].truncate("M").date())
    metrics = count_metrics(chosen, as_of, counts, ripe_only=ripe_only or period is not None or bool(by))
    if not by:
        return chosen.aggregate(**metrics)
    counted = chosen.group_by(list(by)).aggregate(**metrics)
    return with_every_month(counted, by, period, as_of) if period is not None and "month" in by else counted


def fetch(expression: ir.Table, by: Sequence[str] | str = ()) -> pd.DataFrame:
    """Run an expression on its engine, and sort its groups, so that every engine gives the same frame.

    Of counts by ``month``, a month without cases between the first and the last is added with 0.
    """
    by = as_names(by)
    # By way of Arrow: ibis 12 reads a pandas option that pandas 3 deprecates.
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    if "month" in by:
        frame = complete_months(frame, by)
    return frame.sort_values(list(by), kind="stable", ignore_index=True) if by else frame


def count_metrics(
    cases: ir.Table, as_of: datetime | None = None, counts: Sequence[str] | None = None, ripe_only: bool = True
) -> dict[str, ir.Value]:
    """The aggregates of `COUNTS`, or some of them, over a table; without `ripe_only` what is certain counts early."""
    import ibis

    closed, expected = cases.closed_datetime, cases.expected_datetime
    # Stores of earlier versions know nothing of calls.
    reached = cases.was_reached if "was_reached" in cases.columns else ibis.null().cast("boolean")
    everything = ibis.literal(True)
    passed, ripe, judged = ibis.literal(False), everything, everything
    # Closed without a time is neither on time nor late; what went back or is excused waits for nobody here.
    is_open = closed.isnull() & ~cases.is_closed.fill_null(False)
    if as_of is not None:
        now = ibis.literal(as_of)
        is_open = is_open | (closed > now)
        passed = judged = expected <= now
        ripe = expected.isnull() | passed
    if "state" in cases.columns:
        is_open &= cases.state.fill_null("") != "returned"
        is_open &= ~cases.is_excused.fill_null(False)
    # A comparison with a missing time is missing, and what is missing is not counted.
    late = ((closed > expected) & judged) | (is_open & passed)
    on_time = (closed <= expected) & (judged if ripe_only or as_of is None else closed <= ibis.literal(as_of))
    tests = {
        "ripe_count": ripe,
        "unripe_count": ~ripe,
        "closed_count": cases.is_closed,
        "unknown_state_count": cases.is_closed.isnull(),
        "limited_count": expected.notnull(),
        "ripe_closed_count": cases.is_closed & ripe,
        "on_time_count": on_time,
        "overdue_count": late,
        "contacted_count": cases.was_contacted,
        "not_contacted_count": ~cases.was_contacted,
        "solved_count": cases.resolution == "实际解决",
        "explained_count": cases.resolution == "解释说明",
        "unsolved_count": cases.resolution == "未解决",
        **{column: cases.satisfaction == level for level, column in LEVELS.items()},
        "sampled_count": cases.sampled_datetime.notnull() | cases.satisfaction.notnull(),
        "known_reach_count": reached.notnull(),
        # Who rated was reached, whatever the record of the call says; without any record nobody knows.
        "reached_count": reached.fill_null(False) | (reached.notnull() & cases.satisfaction.notnull()),
        "rated_count": cases.satisfaction.notnull(),
        "known_red_light_count": cases.is_red_light.notnull(),
        "known_repeated_count": cases.is_repeated.notnull(),
        "known_returned_count": cases.is_returned.notnull(),
        "red_light_count": cases.is_red_light,
        "repeated_count": cases.is_repeated,
        "returned_count": cases.is_returned,
    }
    metrics: dict[str, ir.Value] = {"cases_count": cases.count().cast("int64")}
    # Spark counts nothing of a condition as null, not as 0.
    for name, test in tests.items():
        metrics[name] = cases.count(where=test).cast("int64").fill_null(0)
    metrics["due_count"] = metrics["on_time_count"] + metrics["overdue_count"]
    return {name: metrics[name] for name in COUNTS if counts is None or name in counts}


def in_cohort(cases: Any, cohort: Cohort = "requested", period: Period | None = None) -> ir.Table:
    """The cases that belong to a cohort and period."""
    if cohort not in COHORTS:
        raise ValueError(f"cohort must be one of {', '.join(COHORTS)}")
    cases = with_missing_columns(cases)
    if "is_valid" in cases.columns:  # 作废 is no order
        cases = cases.filter(cases.is_valid.fill_null(True))
    if period is None:
        return cases if cohort == "requested" else cases.filter(cases[f"{cohort}_datetime"].notnull())
    return cases.filter(during(cases[f"{cohort}_datetime"], period))


def during(moment: ir.Value, period: Period) -> ir.BooleanValue:
    """Whether a time lies in a period."""
    import ibis

    start, end = (ibis.timestamp(f"{day} 00:00:00") for day in (period.start, period.end))
    inside: ir.BooleanValue = (moment >= start) & (moment < end)
    return inside


def sum_counts(counts: Any, by: Sequence[str] | str = ()) -> pd.DataFrame:
    """Sum counts to a coarser grouping; groups come sorted.

    >>> cube = pd.DataFrame({"unit": ["A", "A"], "month": [1, 2], "cases_count": [3, 4]})
    >>> sum_counts(cube, ["unit"]).to_dict("records")
    [{'unit': 'A', 'cases_count': 7}]
    """
    table: pd.DataFrame = as_pandas(counts)
    by = as_names(by)
    columns = [name for name in COUNTS if name in table.columns]
    # A sum with a gap in it is not known; it is not the sum of the rest.
    if not by:
        return table[columns].sum(skipna=False).to_frame().T
    groups = table.groupby(by, dropna=False, sort=True)
    sums, gaps = groups[columns].sum(), table[columns].isna().any()
    for name in gaps.index[gaps]:
        sums[name] = sums[name].where(groups[name].count() == groups.size())
    return sums.reset_index()
