"""Workload (案件量): how many cases, and how that compares with a year and a month before (同比、环比).

Counts change in per cent, rates in percentage points (百分点).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evallib.indicators.comparisons import UNKNOWN, compare_rates
from evallib.indicators.complete_months import with_every_month
from evallib.indicators.frames import as_names
from evallib.indicators.request_counts import Cohort, during, fetch, in_cohort, with_missing_columns
from evallib.indicators.request_rates import FOUR_RATE_RULES, RateRule, case_rates
from evallib.model.periods import Period
from evallib.model.working_days import WorkingCalendar

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_BASIS = "上期没有数据"
#: What has fewer months with cases, or not a twentieth of the cases, is a part of a period or a stray row, no basis.
LEAST_BASIS = 0.05
#: A rate of which more requests than this share are not due yet is not compared.
MOST_UNRIPE, UNRIPE = 0.05, "未到期"


def volume(
    cases: Any,
    by: Sequence[str] | str = (),
    cohort: Cohort = "requested",
    period: Period | None = None,
    as_of: datetime | None = None,
) -> ir.Table:
    """Number of cases (案件数) by group, as an expression with the columns `by` and ``cases_count``.

    Args:
        cases: clean service requests.
        by: grouping columns; ``month`` is the first day of the cohort's month.
        cohort: see `evallib.indicators.request_counts.COHORTS`.
        period: only cases of this period; by ``month``, all its months are there.
        as_of: the data's end: months that begin after it are not there.
    """
    by, chosen = as_names(by), in_cohort(cases, cohort, period)
    if "month" in by:
        chosen = chosen.mutate(month=chosen[f"{cohort}_datetime"].truncate("M").date())
    count = chosen.count().cast("int64")
    if not by:
        return chosen.aggregate(cases_count=count)
    counted = chosen.group_by(list(by)).aggregate(cases_count=count)
    return with_every_month(counted, by, period, as_of) if period is not None and "month" in by else counted


def volume_change(
    cases: Any,
    period: Period,
    by: Sequence[str] | str = (),
    cohort: Cohort = "requested",
    calendar: WorkingCalendar | None = None,
    comparable: Callable[[Period], bool] | None = None,
) -> pd.DataFrame:
    """Cases of a period beside those of a year before (同比) and of the period before (环比).

    Args:
        cases: clean service requests.
        period: the period.
        by: grouping columns; by ``month`` each month stands beside the same month a year before and the month before
            it.
        cohort: by which time a case belongs to a period.
        calendar: working days, by which the length of months and holidays are taken out; those of China by default.
        comparable: whether an earlier period is a basis, where that is known already; `is_comparable` without it.

    Returns:
        One row per group: `by`, ``cases_count``, ``share_rate`` (占比), ``year_before_count``,
        ``year_on_year_rate``, ``period_before_count``, ``period_on_period_rate``, both growths per working day
        (``…_per_workday_rate``), ``note``; growth is a fraction and
        missing where there is no basis. A period that `is_comparable` does not accept is missing as a whole. Most
        cases first.
    """
    by, cases, calendar = as_names(by), with_missing_columns(cases), calendar or WorkingCalendar()
    if "month" in by:
        return _by_month(cases, period, by, cohort, calendar, comparable)
    spans = {
        "cases_count": period,
        "year_before_count": period.year_before(),
        "period_before_count": period.period_before(),
    }
    merged = _by_span(cases, by, cohort, spans)
    for name in ("year_before_count", "period_before_count"):
        known = comparable(spans[name]) if comparable else is_comparable(cases, period, spans[name], cohort)
        if not known:
            merged[name] = pd.array([pd.NA] * len(merged), dtype="Int64")
    days = {
        name: calendar.workdays(span.start, span.end)
        for name, span in (("now", period), ("year", period.year_before()), ("period", period.period_before()))
    }
    total = int(merged["cases_count"].sum())
    merged["share_rate"] = merged["cases_count"] / (total if total else math.nan)
    merged["year_on_year_rate"] = _growth(merged["cases_count"], merged["year_before_count"])
    merged["period_on_period_rate"] = _growth(merged["cases_count"], merged["period_before_count"])
    for name in ("year", "period"):
        scale = days[name] / days["now"] if days["now"] else math.nan
        merged[f"{name}_on_{name}_per_workday_rate"] = (merged[f"{name}_on_{name}_rate"] + 1) * scale - 1
    empty = merged[["year_before_count", "period_before_count"]].fillna(0).eq(0).any(axis=1)
    merged["note"] = [NO_BASIS if flag else "" for flag in empty]
    columns = [
        *by,
        "cases_count",
        "share_rate",
        "year_before_count",
        "year_on_year_rate",
        "year_on_year_per_workday_rate",
        "period_before_count",
        "period_on_period_rate",
        "period_on_period_per_workday_rate",
        "note",
    ]
    result: pd.DataFrame = merged[columns].sort_values("cases_count", ascending=False, kind="stable")
    return result.reset_index(drop=True)


def _by_month(
    cases: ir.Table,
    period: Period,
    by: Sequence[str],
    cohort: Cohort,
    calendar: WorkingCalendar,
    comparable: Callable[[Period], bool] | None,
) -> pd.DataFrame:
    """The months of a period, each with its own bases; shares are of the whole period."""
    groups = [name for name in by if name != "month"]
    months = [
        volume_change(cases, month, groups, cohort, calendar, comparable).assign(month=pd.Timestamp(month.start))
        for month in period.months
    ]
    changes = pd.concat(months, ignore_index=True)
    changes["share_rate"] = changes["cases_count"] / (changes["cases_count"].sum() or math.nan)
    names = [*by, *(name for name in changes.columns if name not in by)]
    return changes[names].sort_values("cases_count", ascending=False, kind="stable", ignore_index=True)


def _by_span(cases: ir.Table, by: Sequence[str], cohort: Cohort, spans: Mapping[str, Period]) -> pd.DataFrame:
    """Cases by group in several periods, read once."""
    chosen = in_cohort(cases, cohort)
    told = [during(chosen[f"{cohort}_datetime"], span) for span in spans.values()]
    chosen = chosen.filter(reduce(or_, told))
    counts = {
        name: chosen.count(where=during(chosen[f"{cohort}_datetime"], span)).cast("int64")
        for name, span in spans.items()
    }
    merged = fetch(chosen.group_by(list(by)).aggregate(**counts) if by else chosen.aggregate(**counts), by)
    merged[list(spans)] = merged[list(spans)].fillna(0).astype("int64")
    return merged


def is_comparable(cases: Any, period: Period, before: Period, cohort: Cohort = "requested") -> bool:
    """Whether an earlier period can be a basis (可比): it has as many months with cases, and not next to none of them.

    Args:
        cases: clean service requests.
        period: the period that is compared.
        before: the period that it is compared with.
        cohort: by which time a case belongs to a period.
    """
    chosen = in_cohort(cases, cohort)
    at = chosen[f"{cohort}_datetime"]
    chosen = chosen.filter(during(at, period) | during(at, before)).mutate(month=at.truncate("M").date())
    # Read once: each month with its cases in either period.
    counted = chosen.group_by("month").aggregate(
        **{
            name: chosen.count(where=during(chosen[f"{cohort}_datetime"], span)).cast("int64")
            for name, span in (("now", period), ("then", before))
        }
    )
    frame = fetch(counted, ["month"])
    now, then = frame["now"], frame["then"]
    months_now, months_then = int((now > 0).sum()), int((then > 0).sum())
    return months_then >= months_now and int(then.sum()) >= LEAST_BASIS * int(now.sum()) and months_then > 0


def rate_change(
    cases: Any,
    period: Period,
    by: Sequence[str] | str = (),
    rules: Sequence[RateRule] = FOUR_RATE_RULES,
    as_of: datetime | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Rates of a period, and their change in percentage points (百分点) on a year and a period before.

    A change comes with Newcombe's interval and a word; rates of which more than `MOST_UNRIPE` of the requests are not
    due yet are compared with nothing.

    Returns:
        The frame of `case_rates` with, for ``year`` and ``period``: ``…_before_value``, ``…_before_denominator``,
        ``…_on_…_pp``, ``…_on_…_lower_pp``, ``…_on_…_upper_pp``, ``…_on_…_word`` (上升, 下降, 无显著变化, 无法比较 or
        未到期); missing where either rate is, or where `is_comparable` does not accept the earlier period.
    """
    by, cases = as_names(by), with_missing_columns(cases)
    now = case_rates(cases, by, rules, period, as_of, confidence=confidence)
    keys = [*by, "rate"]
    waiting = now["unripe_count"] / (now["unripe_count"] + now["denominator"].astype(float))
    unripe = (waiting.fillna(0) > MOST_UNRIPE).to_numpy()
    for name, span in (("year", period.year_before()), ("period", period.period_before())):
        before = case_rates(cases, by, rules, span, as_of, confidence=confidence)
        compared = compare_rates(now, before, keys, confidence)
        comparable = is_comparable(cases, period, span)
        shown = np.full(len(now), comparable)
        for part in ("value", "denominator"):
            now[f"{name}_before_{part}"] = compared[f"before_{part}"].where(shown).to_numpy()
        for column, part in (("pp", "change"), ("lower_pp", "change_lower"), ("upper_pp", "change_upper")):
            now[f"{name}_on_{name}_{column}"] = (compared[part] * 100).where(shown & ~unripe).to_numpy()
        words = np.where(unripe, UNRIPE, compared["change_word"]) if comparable else UNKNOWN
        now[f"{name}_on_{name}_word"] = words
    return now


def _growth(current: pd.Series, basis: pd.Series) -> pd.Series:
    known = basis.astype("Float64").where(basis.fillna(0) != 0).astype(float)
    growth: pd.Series = (current - known) / known
    return growth
