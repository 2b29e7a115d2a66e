"""Requests by month (各月案件量) on a page of the year, told so that no page of a month tells what it hides."""

from __future__ import annotations

from datetime import date

import pandas as pd

from evallib.indicators.request_counts import fetch
from evallib.indicators.workload import volume
from evallib.model.periods import Period, add_months
from evallib.privacy.suppression import small_groups, suppress_small_cells
from evallib.publish.sections.orders.rates_of_requests import hide
from evallib.publish.sections.orders.request_page import UNSTATED, RequestPage

Cell = tuple[date, object]


def by_month(page: RequestPage, group: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cases by month and group without small cells, and all of them.

    What the pages of the months put together covers a small cell first: of another one, a month page tells the count.
    """
    monthly = fetch(volume(page.merged(group).cases, ["month", group], period=page.period), ["month", group])
    sums = monthly.groupby("month")["cases_count"].sum().rename("cases_count").reset_index()
    quiet = set(sums.loc[hide(page, sums, "cases_count")["cases_count"].isna(), "month"])
    cells = [(_day(month), name) for month, name in zip(monthly["month"], monthly[group], strict=True)]
    few = monthly["cases_count"].between(1, page.threshold - 1)
    small = {cell for cell, is_small in zip(cells, few, strict=True) if is_small}
    covers = _covers(small, untold_by_months(page, group)) if small else small
    already = [month in quiet or cell in covers for month, cell in zip(monthly["month"], cells, strict=True)]
    shown = suppress_small_cells(
        monthly, "cases_count", [["month"], [group]], threshold=page.threshold, already=already
    )
    return shown, monthly


def _covers(small: set[Cell], untold: set[Cell]) -> set[Cell]:
    """The small cells, what nobody tells in their months and groups, then in the months and groups of that, and on."""
    reached = set(small)
    while more := {
        cell for cell in untold - reached if any(cell[0] == day or cell[1] == name for day, name in reached)
    }:
        reached |= more
    return reached


def untold_by_months(page: RequestPage, group: str) -> set[Cell]:
    """Months and groups that no month page tells: neither the month's own nor the next one's (上期)."""
    months = page.period.months
    known = Period(add_months(page.period.start, -13), page.period.end)
    cases = page.cases.mutate(**{group: page.cases[group].fill_null(UNSTATED)})
    counts = fetch(volume(cases, ["month", group], period=known), ["month", group])
    counts["month"] = [str(_day(month)) for month in counts["month"]]
    wide = counts.pivot_table(index=group, columns="month", values="cases_count", aggfunc="sum", fill_value=0)
    wide = wide.reset_index()
    together: dict[date, set[object]] = {}
    for month in [*months, Period(page.period.end, add_months(page.period.end, 1))]:
        columns = [str(span.start) for span in month.compared_months() if str(span.start) in wide]
        together[month.start] = set(small_groups(wide, group, columns, page.threshold))
    return {(month.start, name) for month in months for name in together[month.start] & together[month.end]}


def _day(value: object) -> date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
