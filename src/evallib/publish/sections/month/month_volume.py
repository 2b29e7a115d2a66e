"""How many requests (月报·案件量): in all, by source, type, place and clock, beside the month and the year before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from evallib.charts.places import tile_map
from evallib.charts.volume import volume_change_figure
from evallib.indicators.carried_over import requests_by_clock
from evallib.indicators.places import counts_by_place, place_tiles
from evallib.indicators.request_counts import fetch
from evallib.indicators.request_states import STATES, frozen, state_counts
from evallib.indicators.workload import volume_change
from evallib.model.periods import Period
from evallib.privacy.suppression import MERGED
from evallib.publish.sections.month.month_page import MonthPage, MonthTable, change_words, month_end
from evallib.publish.sections.orders.request_page import UNSTATED, RequestPage
from evallib.publish.words import format as fmt
from evallib.publish.words import request_columns
from evallib.publish.words.columns import Columns

VOLUME = "案件量"
GROUPS = {
    "source": ("来源", "按来源"),
    "service_name": ("诉求类型", "按诉求类型"),
    "service_subtype": ("小类", "按小类"),
    "community": ("所属居村", "按居村"),
}
TOP = 15
PLACE = "community"
#: Fewer places than these say no more as tiles than as a table.
LEAST_PLACES = 4
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
TOTALS: Columns = {
    "what": ("项目", fmt.text),
    "now_count": ("本月", fmt.count),
    "before_count": ("上月", fmt.count),
    "month_on_month_rate": ("环比", fmt.signed_pct),
    "year_before_count": ("上年同月", fmt.count),
    "year_on_year_rate": ("同比", fmt.signed_pct),
}


def totals(month: MonthPage) -> MonthTable:
    """The table of `make_totals`, computed once for a report."""
    made: MonthTable = month.once("totals", lambda: make_totals(month))
    return made


def make_totals(month: MonthPage) -> MonthTable:
    """Requests of the month by where they stand at its end, beside the month and the year before at theirs."""
    frame = pd.DataFrame({"what": list(STATES.values())}, index=list(STATES))
    frame["now_count"] = _states(month, month.period)
    for name, span in (("before", month.period.period_before()), ("year_before", month.period.year_before())):
        there = month.is_comparable(span)
        frame[f"{name}_count"] = _states(month, span) if there else pd.NA
    for name, basis in (("month_on_month_rate", "before_count"), ("year_on_year_rate", "year_before_count")):
        before = frame[basis].astype("Float64")
        frame[name] = (frame["now_count"] - before) / before.where(before > 0)
    shown = frame[(frame[["now_count", "before_count", "year_before_count"]].fillna(0) != 0).any(axis=1)]
    text = f"{month.period.label}共受理工单 {fmt.count(frame.loc['cases_count', 'now_count'])} 件，环比"
    text += f"{change_words(frame.loc['cases_count', 'month_on_month_rate'])}，同比"
    text += f"{change_words(frame.loc['cases_count', 'year_on_year_rate'])}。"
    start = month.period.start
    days = (month.moment.date() - start).days + 1, (start - month.period.period_before().start).days
    note = f"{f'本月数据只有 {days[0]} 天' if month.is_partial else '本月与上月天数不同'}，按日均计环比"
    counts = frame["before_count"].astype("Float64").tolist()[0], float(frame["now_count"].tolist()[0])
    known = not pd.isna(counts[0]) and counts[0] > 0 and days[0] > 0 and days[0] != days[1]
    per_day = counts[1] / days[0] / (counts[0] / days[1]) - 1 if known else None
    return MonthTable(
        "totals",
        VOLUME,
        "工单总量与月末状态（件）",
        shown.reset_index(drop=True),
        TOTALS,
        (text, f"{note}{change_words(per_day)}。" if known else ""),
    )


def _states(month: MonthPage, span: Period) -> pd.Series:
    moment = min(month.moment, month_end(span))
    row = fetch(state_counts(frozen(month.page.cases, moment), moment, period=span)).iloc[0]
    return row[list(STATES)].astype("int64")


def volumes(month: MonthPage) -> list[MonthTable]:
    """Requests by source, type, subtype and place, where the requests tell them."""
    tables = []
    for group, (label, title) in GROUPS.items():
        if not month.page.knows(group):
            continue
        cases = _merged(month, group).cases
        change = volume_change(cases, month.period, [group], comparable=month.is_comparable)
        named = change[change[group] != MERGED]
        shown = pd.concat([named.head(TOP), change[change[group] == MERGED]], ignore_index=True)
        rest = named.iloc[TOP:]["cases_count"]
        told = f"前 {TOP} 类以外的 {len(rest)} 类共 {fmt.count(rest.sum())} 件不单列。" if len(rest) else ""
        tables.append(
            MonthTable(
                f"volume_{group}",
                VOLUME,
                f"工单量{title}（件）",
                shown,
                request_columns.volume(group, label),
                (_movers(change, group, label), told),
                partial(volume_change_figure, group=group),
            )
        )
        if group == PLACE and len(shown) >= LEAST_PLACES:
            tables.append(places(month))
    return tables


def _merged(month: MonthPage, group: str) -> RequestPage:
    """Small groups together; one that was small a month before either basis is so too.

    A group's month is told again by the next month's page (上期), and by next year's (上年同期): were it hidden only
    where it is small, the year less its other months would tell it.
    """
    page = replace(month.page, cases=month.whole)  # the page itself has read the month and its bases alone
    return page.merged(group, month.period.compared_months())


def places(month: MonthPage) -> MonthTable:
    """A tile for each 居村, as far as the table beside it tells them: small ones are together there and here."""
    counts = counts_by_place(_merged(month, PLACE).current, PLACE)
    rest = counts[counts[PLACE].isin([MERGED, UNSTATED])]
    tiles = place_tiles(counts.drop(rest.index), PLACE)
    text = "颜色越深件数越多" + (f"；另有 {fmt.count(rest['cases_count'].sum())} 件不单列" if len(rest) else "") + "。"
    columns: Columns = {PLACE: ("所属居村", fmt.text), "cases_count": ("工单（件）", fmt.count)}
    return MonthTable(
        "places", VOLUME, "工单按居村的分布（件）", tiles, columns, (text,), partial(tile_map, group=PLACE)
    )


def _movers(change: pd.DataFrame, group: str, label: str) -> str:
    """Who grew and who fell most against the month before, in requests."""
    known = change[(change[group] != MERGED) & change["period_before_count"].notna()]
    if known.empty:
        first = change.iloc[0]
        return (
            f"{label}以{first[group]}最多（{fmt.count(first['cases_count'])} 件，"
            f"占 {fmt.pct(first['share_rate'])}）；上月数据不可比。"
        )
    moved = (known["cases_count"] - known["period_before_count"].astype("int64")).sort_values(kind="stable")
    parts = []
    for word, place in (("增加", moved.index[-1]), ("减少", moved.index[0])):
        value = int(moved[place])
        if (value > 0) == (word == "增加") and value:
            parts.append(f"{known.loc[place, group]}{word}最多（{value:+,} 件）")
    first = change.iloc[0]
    head = f"{label}以{first[group]}最多（{fmt.count(first['cases_count'])} 件，占 {fmt.pct(first['share_rate'])}）"
    return f"{head}；比上月" + ("，".join(parts) if parts else "各类持平") + "。"


def clock(month: MonthPage) -> MonthTable:
    """When requests came: by weekday and part of the day."""
    counts = requests_by_clock(month.page.cases, month.period)
    counts["part"] = pd.cut(counts["hour"], [-1, 5, 8, 11, 13, 17, 20, 23], labels=PARTS).astype(str)
    wide = counts.pivot_table(index="part", columns="weekday", values="cases_count", aggfunc="sum")
    wide = wide.reindex(index=PARTS, columns=range(7)).reset_index()  # a weekday without requests stays
    hidden = _hide_small(wide, month.page.threshold)
    busiest = counts.groupby("hour")["cases_count"].sum().sort_values(ascending=False, kind="stable")
    days = counts.groupby("weekday")["cases_count"].sum().sort_values(ascending=False, kind="stable")
    text = (
        f"来件最多的是{WEEKDAYS[int(days.index[0])]}和 {int(busiest.index[0])} 时，"
        f"最少的是{WEEKDAYS[int(days.index[-1])]}。"
    )
    text = text if days.sum() else "本月没有受理工单。"
    named = hidden.rename(columns={day: f"d{day}" for day in range(7)})
    columns: Columns = {
        "part": ("时段", fmt.text),
        **{f"d{day}": (name, fmt.count) for day, name in enumerate(WEEKDAYS)},
    }
    return MonthTable("clock", VOLUME, "工单按星期与时段（件）", named, columns, (text,))


PARTS = ["0–5 时", "6–8 时", "9–11 时", "12–13 时", "14–17 时", "18–20 时", "21–23 时"]


def _hide_small(wide: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Without small cells, and without those that would give them away by the totals of their row or column."""
    from evallib.privacy.suppression import suppress_small_cells

    long = wide.melt(id_vars="part", var_name="weekday", value_name="cases_count")
    long["cases_count"] = long["cases_count"].fillna(0).astype("int64")
    shown = suppress_small_cells(long, "cases_count", [["part"], ["weekday"]], threshold=threshold)
    return (
        shown.pivot_table(index="part", columns="weekday", values="cases_count", aggfunc="first")
        .reindex(index=PARTS, columns=range(7))  # a day of which all is hidden stays
        .reset_index()
    )
