"""Workload (案件量): how many cases, and how that compares with a year and a month before (同比、环比).

Counts change in per cent, rates in percentage points (百分点).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from evallib.indicators.request_counts import Cohort, fetch, in_cohort
from evallib.indicators.request_rates import FOUR_RATE_RULES, RateRule, case_rates
from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_BASIS = "上期没有数据"
#: What has fewer months with cases, or not a twentieth of the cases, is a part of a period or a stray row, no basis.
LEAST_BASIS = 0.05


def volume(
    cases: ir.Table, by: Sequence[str] = (), cohort: Cohort = "requested", period: Period | None = None
) -> ir.Table:
    """Number of cases (案件数) by group, as an expression with the columns `by` and ``cases_count``.

    Args:
        cases: clean service requests.
        by: grouping columns; ``month`` is the first day of the cohort's month.
        cohort: see `evallib.indicators.request_counts.COHORTS`.
        period: only cases of this period.
    """
    chosen = in_cohort(cases, cohort, period)
    if "month" in by:
        chosen = chosen.mutate(month=chosen[f"{cohort}_datetime"].truncate("M").date())
    count = chosen.count().cast("int64")
    return chosen.group_by(list(by)).aggregate(cases_count=count) if by else chosen.aggregate(cases_count=count)


def volume_change(
    cases: ir.Table, period: Period, by: Sequence[str] = (), cohort: Cohort = "requested"
) -> pd.DataFrame:
    """Cases of a period beside those of a year before (同比) and of the period before (环比).

    Returns:
        One row per group: `by`, ``cases_count``, ``share_rate`` (占比), ``year_before_count``,
        ``year_on_year_rate``, ``period_before_count``, ``period_on_period_rate``, ``note``; growth is a fraction and
        missing where there is no basis. A period that `is_comparable` does not accept is missing as a whole. Most
        cases first.
    """
    frames = {
        name: fetch(volume(cases, by, cohort, span), by).rename(columns={"cases_count": name})
        for name, span in (
            ("cases_count", period),
            ("year_before_count", period.year_before()),
            ("period_before_count", period.period_before()),
        )
    }
    merged = frames["cases_count"]
    for name in ("year_before_count", "period_before_count"):
        merged = merged.merge(frames[name], on=list(by), how="outer") if by else merged.join(frames[name])
    counts = ["cases_count", "year_before_count", "period_before_count"]
    merged[counts] = merged[counts].fillna(0).astype("int64")
    for name, span in (("year_before_count", period.year_before()), ("period_before_count", period.period_before())):
        if not is_comparable(cases, period, span, cohort):
            merged[name] = pd.array([pd.NA] * len(merged), dtype="Int64")
    total = int(merged["cases_count"].sum())
    merged["share_rate"] = merged["cases_count"] / (total if total else math.nan)
    merged["year_on_year_rate"] = _growth(merged["cases_count"], merged["year_before_count"])
    merged["period_on_period_rate"] = _growth(merged["cases_count"], merged["period_before_count"])
    empty = merged[["year_before_count", "period_before_count"]].fillna(0).eq(0).any(axis=1)
    merged["note"] = [NO_BASIS if flag else "" for flag in empty]
    columns = [*by, "cases_count", "share_rate", "year_before_count", "year_on_year_rate", "period_before_count",
               "period_on_period_rate", "note"]  # fmt: skip
    result: pd.DataFrame = merged[columns].sort_values("cases_count", ascending=False, kind="stable")
    return result.reset_index(drop=True)


def is_comparable(cases: ir.Table, period: Period, before: Period, cohort: Cohort = "requested") -> bool:
    """Whether an earlier period can be a basis (可比): it has as many months with cases, and not next to none of them.

    Args:
        cases: clean service requests.
        period: the period that is compared.
        before: the period that it is compared with.
        cohort: by which time a case belongs to a period.
    """
    now, then = (fetch(volume(cases, ["month"], cohort, span), ["month"])["cases_count"] for span in (period, before))
    return len(then) >= len(now) and int(then.sum()) >= LEAST_BASIS * int(now.sum()) and len(then) > 0


def rate_change(
    cases: ir.Table,
    period: Period,
    by: Sequence[str] = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """Rates of a period, and their change in percentage points (百分点) on a year and a period before.

    Returns:
        The frame of `case_rates` with ``year_before_value``, ``year_before_denominator``, ``year_on_year_pp``,
        ``period_before_value``, ``period_before_denominator``, ``period_on_period_pp``; missing where either rate is,
        or where `is_comparable` does not accept the earlier period.
    """
    now = case_rates(cases, by, rules, period, as_of)
    keys = [*by, "rate"]
    for name, span in (("year", period.year_before()), ("period", period.period_before())):
        before = case_rates(cases, by, rules, span, as_of)[[*keys, "value", "denominator"]]
        named = {column: f"{name}_before_{column}" for column in ("value", "denominator")}
        now = now.merge(before.rename(columns=named), on=keys, how="left")
        if not is_comparable(cases, period, span):
            now[list(named.values())] = math.nan
        now[f"{name}_on_{name}_pp"] = (now["value"] - now[f"{name}_before_value"].astype(float)) * 100
    return now


def _growth(current: pd.Series, basis: pd.Series) -> pd.Series:
    known = basis.astype("Float64").where(basis.fillna(0) != 0).astype(float)
    growth: pd.Series = (current - known) / known
    return growth
