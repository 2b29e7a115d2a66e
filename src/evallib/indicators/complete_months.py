"""Complete months (逐月齐全): a month without requests is one with 0, not a month that never was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from evallib.model.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_every_month(counts: ir.Table, by: Sequence[str], period: Period, as_of: datetime | None = None) -> ir.Table:
    """Counts by month and group, with a 0 for every month of the period in which a group has no case.

    Months that begin after `as_of` are not there: nothing is known of them.
    """
    import ibis

    days = [part.start for part in period.months if as_of is None or part.start <= as_of.date()]
    names = [name for name in counts.columns if name not in by]
    if not days or not names:
        return counts
    others = [name for name in by if name != "month"]
    groups = counts.select(*others).distinct() if others else counts.aggregate(groups_count=counts.count())
    zero = groups.mutate(month=ibis.array([ibis.date(f"{day}") for day in days]).unnest())
    zero = zero.mutate(**{name: ibis.literal(0, "int64") for name in names}).select(*by, *names)
    both = counts.select(*by, *names).union(zero)
    return both.group_by(list(by)).aggregate(**{name: both[name].sum().cast("int64") for name in names})


def complete_months(counts: pd.DataFrame, by: Sequence[str] = ("month",)) -> pd.DataFrame:
    """Counts by month and group without gaps: counts of a month that is not there are 0, other columns missing.

    >>> from datetime import date
    >>> counts = pd.DataFrame({"month": [date(2023, 1, 1), date(2023, 3, 1)], "cases_count": [5, 7]})
    >>> complete_months(counts)["cases_count"].tolist()
    [5, 0, 7]
    """
    known = counts["month"].dropna()
    if known.empty:
        return counts
    first, last = pd.Timestamp(known.min()), pd.Timestamp(known.max())
    months = pd.date_range(first, last, freq="MS")
    others = [name for name in by if name != "month"]
    is_date = not pd.api.types.is_datetime64_any_dtype(counts["month"])
    calendar = pd.DataFrame({"month": [day.date() for day in months] if is_date else months})
    whole = counts[others].drop_duplicates().merge(calendar, how="cross") if others else calendar
    if len(whole) <= len(counts):
        return counts
    merged = whole.merge(counts, how="outer", on=list(by), sort=False)
    for name in counts.columns:
        if str(name).endswith("_count"):
            merged[name] = merged[name].fillna(0).astype(counts[name].dtype)
    return merged[list(counts.columns)]
