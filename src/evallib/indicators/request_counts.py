"""Counts of cases (工单计数): everything a rate needs, counted once, as one Ibis expression for DuckDB and Spark.

All counts are additive: counts of months add up to the year, counts of units to the district. A table of counts by
every dimension of interest is therefore a cube (计数立方体) from which any coarser grouping is a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import pandas as pd

from evallib.model.periods import Period

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
    "closed_count": "已结案数",
    "unknown_state_count": "是否结案不明数",
    "limited_count": "有时限数",
    "due_count": "应办结数",
    "on_time_count": "按时办结数",
    "overdue_count": "超时数",
    "contacted_count": "先行联系数",
    "not_contacted_count": "未先行联系数",
    "solved_count": "实际解决数",
    "explained_count": "解释说明数",
    "unsolved_count": "未解决数",
    **{column: f"{level}数" for level, column in LEVELS.items()},
    "red_light_count": "红灯数",
    "repeated_count": "重复件数",
    "returned_count": "退回数",
}


def count_requests(
    cases: ir.Table,
    by: Sequence[str] = (),
    cohort: Cohort = "requested",
    period: Period | None = None,
    as_of: datetime | None = None,
    counts: Sequence[str] | None = None,
) -> ir.Table:
    """Count cases by group.

    Args:
        cases: clean service requests, on any Ibis backend.
        by: grouping columns; ``month`` is the first day of the month of the cohort's time.
        cohort: by which time a case belongs to a period and a month, see `COHORTS`.
        period: only cases of this period; cases without the cohort's time never count.
        as_of: the moment of the export (数据截止时间): a case that is open and past its limit by then is due and
            overdue. Without it, open cases are neither.
        counts: only these of `COUNTS`; all by default.

    Returns:
        An expression with the columns `by` and `COUNTS` (whole numbers).

    >>> import ibis, pyarrow
    >>> cases = ibis.memtable(pyarrow.table({"unit": ["A", "A"], "satisfaction": ["满意", None]}))
    >>> counts = fetch(count_requests(with_missing_columns(cases), by=["unit"]))
    >>> counts[["unit", "cases_count", "satisfied_count"]].to_dict("records")
    [{'unit': 'A', 'cases_count': 2, 'satisfied_count': 1}]
    """
    chosen = in_cohort(cases, cohort, period)
    if "month" in by:
        chosen = chosen.mutate(month=chosen[f"{cohort}_datetime"].truncate("M").date())
    metrics = count_metrics(chosen, as_of, counts)
    return chosen.group_by(list(by)).aggregate(**metrics) if by else chosen.aggregate(**metrics)


def fetch(expression: ir.Table, by: Sequence[str] = ()) -> pd.DataFrame:
    """Run an expression on its engine, and sort its groups, so that every engine gives the same frame."""
    # By way of Arrow: ibis 12 reads a pandas option that pandas 3 deprecates.
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame.sort_values(list(by), kind="stable", ignore_index=True) if by else frame


def count_metrics(
    cases: ir.Table, as_of: datetime | None = None, counts: Sequence[str] | None = None
) -> dict[str, ir.Value]:
    """The aggregates of `COUNTS`, or of some of them, over a table."""
    import ibis

    closed, expected = cases.closed_datetime, cases.expected_datetime
    # Closed without a time is neither on time nor late; what went back or is excused waits for nobody here.
    is_open = closed.isnull() & ~cases.is_closed.fill_null(False)
    if "state" in cases.columns:
        is_open &= cases.state.fill_null("") != "returned"
        is_open &= ~cases.is_excused.fill_null(False)
    past = expected <= ibis.literal(as_of) if as_of else ibis.literal(False)
    # A comparison with a missing time is missing, and what is missing is not counted.
    late = (closed > expected) | (is_open & past)
    on_time = closed <= expected
    tests = {
        "closed_count": cases.is_closed,
        "unknown_state_count": cases.is_closed.isnull(),
        "limited_count": expected.notnull(),
        "on_time_count": on_time,
        "overdue_count": late,
        "contacted_count": cases.was_contacted,
        "not_contacted_count": ~cases.was_contacted,
        "solved_count": cases.resolution == "实际解决",
        "explained_count": cases.resolution == "解释说明",
        "unsolved_count": cases.resolution == "未解决",
        **{column: cases.satisfaction == level for level, column in LEVELS.items()},
        "red_light_count": cases.is_red_light,
        "repeated_count": cases.is_repeated,
        "returned_count": cases.is_returned,
    }
    metrics: dict[str, ir.Value] = {"cases_count": cases.count().cast("int64")}
    for name, test in tests.items():
        metrics[name] = cases.count(where=test).cast("int64").fill_null(0)
    metrics["due_count"] = metrics["on_time_count"] + metrics["overdue_count"]
    return {name: metrics[name] for name in COUNTS if counts is None or name in counts}


def in_cohort(cases: ir.Table, cohort: Cohort = "requested", period: Period | None = None) -> ir.Table:
    """The cases that belong to a cohort and period."""
    if cohort not in COHORTS:
        raise ValueError(f"cohort must be one of {', '.join(COHORTS)}")
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


def sum_counts(counts: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Sum counts to a coarser grouping; groups come sorted.

    >>> cube = pd.DataFrame({"unit": ["A", "A"], "month": [1, 2], "cases_count": [3, 4]})
    >>> sum_counts(cube, ["unit"]).to_dict("records")
    [{'unit': 'A', 'cases_count': 7}]
    """
    columns = [name for name in COUNTS if name in counts.columns]
    if not by:
        return counts[columns].sum().to_frame().T
    return counts.groupby(list(by), dropna=False, sort=True)[columns].sum().reset_index()


def with_missing_columns(cases: ir.Table) -> ir.Table:
    """Add the columns that `count_requests` reads and a table does not have, as missing values."""
    import ibis

    types = {
        **dict.fromkeys([f"{cohort}_datetime" for cohort in COHORTS], "timestamp"),
        **dict.fromkeys(["is_closed", "is_returned", "was_contacted", "is_red_light", "is_repeated"], "boolean"),
        **dict.fromkeys(["resolution", "satisfaction"], "string"),
    }
    return cases.mutate(**{name: ibis.null().cast(kind) for name, kind in types.items() if name not in cases.columns})
