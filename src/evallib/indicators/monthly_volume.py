"""Monthly volume (月案件量): counts with month length, holidays and season taken out, before they are called news.

A month has more requests because it has more working days, and a summer more than a winter. Volumes are compared per
working day; where an earlier year is known, each month is set against the same month of the earlier years.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators.complete_months import complete_months
from evallib.indicators.frames import as_pandas, check_names
from evallib.indicators.spc import ChartOptions, process_chart
from evallib.indicators.special_causes import RuleSet
from evallib.model.periods import add_months
from evallib.model.working_days import WorkingCalendar

#: A year of months, whose season is then known.
SEASON = 12
SEASON_UNKNOWN = "不足两年，季节变动无法剔除，只判断个别月份"
SEASON_OUT = "已按往年同月剔除季节变动"
#: Where a season cannot be told from a shift, neither runs nor trends are news.
SINGLE_MONTHS = RuleSet("single months", run_length=10_000, trend_length=0, two_of_three=False)


def adjusted_volume(
    counts: Any, calendar: WorkingCalendar | None = None, as_of: datetime | None = None, count: str = "cases_count"
) -> pd.DataFrame:
    """Counts by month per working day, and against the same month of earlier years.

    Args:
        counts: one row per month: ``month`` (its first day) and `count`; a month that is not there between two others
            has 0.
        calendar: which days count; working days in China by default.
        as_of: the data's end; of the month in which it lies only the days up to it count.
        count: column with the counts.

    Returns:
        ``month``, `count`, ``workdays_count``, ``per_workday`` (件/工作日), ``season_factor`` (what its month of the
        year is worth in the earlier years; 1 where none is known), ``adjusted_per_workday``, ``years_count`` (earlier
        years known).

    >>> months = pd.DataFrame({"month": [date(2023, 9, 1), date(2023, 10, 1)], "cases_count": [200, 190]})
    >>> adjusted_volume(months)[["workdays_count", "per_workday"]].round(2).to_dict("list")
    {'workdays_count': [20, 19], 'per_workday': [10.0, 10.0]}
    """
    calendar = calendar or WorkingCalendar()
    table = as_pandas(counts)
    check_names(table, ["month", count])
    table = complete_months(table[["month", count]].rename(columns={count: "cases_count"}))
    table = table.rename(columns={"cases_count": count}).sort_values("month", kind="stable", ignore_index=True)
    starts = [pd.Timestamp(month).date() for month in table["month"]]
    ends = [_end(start, as_of) for start in starts]
    table["workdays_count"] = [calendar.workdays(start, end) for start, end in zip(starts, ends, strict=True)]
    table["per_workday"] = table[count].astype(float) / table["workdays_count"].where(table["workdays_count"] > 0)
    factors, years = (
        zip(*[_season(table, starts, place) for place in range(len(starts))], strict=True) if starts else ((), ())
    )
    table["season_factor"], table["years_count"] = np.array(factors, dtype=float), np.array(years, dtype=int)
    table["adjusted_per_workday"] = table["per_workday"] / table["season_factor"]
    return table


def volume_chart(adjusted: pd.DataFrame, label: str = "month") -> pd.DataFrame:
    """A process chart of volumes per working day (件/工作日).

    With earlier years the season is out and all rules apply. Without them a season cannot be told from a shift: limits
    come from the spread of all months, and only a month beyond them is news.

    Args:
        adjusted: frame of `adjusted_volume`, cut to the months to be shown.
        label: column that names the points.

    Returns:
        The frame of `process_chart`; ``note`` says which of the two it is.
    """
    seasonal = len(adjusted) > 0 and bool((adjusted["years_count"] > 0).all())
    options = (
        ChartOptions("xmr", "neither")
        if seasonal
        else ChartOptions("xmr", "neither", rules=SINGLE_MONTHS, spread="standard deviation")
    )
    chart = process_chart(adjusted, label, "adjusted_per_workday", options=options)
    said = SEASON_OUT if seasonal else SEASON_UNKNOWN
    chart["note"] = [f"{said}；{note}" if note else said for note in chart["note"]]
    return chart


def _end(start: date, as_of: datetime | None) -> date:
    end = add_months(start, 1)
    return min(end, as_of.date() + timedelta(days=1)) if as_of is not None and as_of.date() >= start else end


def _season(table: pd.DataFrame, starts: list[date], place: int) -> tuple[float, int]:
    """What a month of the year was worth in earlier years, relative to the mean of those years."""
    start = starts[place]
    shares = []
    for back in range(1, len(starts) // SEASON + 1):
        year = [
            i
            for i, other in enumerate(starts)
            if add_months(start, -12 * back - 6) <= other < add_months(start, -12 * back + 6)
        ]
        same = [i for i in year if starts[i] == add_months(start, -12 * back)]
        values = table["per_workday"].iloc[year]
        if same and len(year) >= SEASON - 1 and values.mean() > 0:
            shares.append(float(table["per_workday"].iloc[same[0]] / values.mean()))
    shares = [share for share in shares if share > 0]
    return (float(np.exp(np.mean(np.log(shares)))), len(shares)) if shares else (1.0, 0)
