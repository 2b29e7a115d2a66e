"""What they were about (月报·事项): repeated matters, hot words, what became of last month's failures, sudden rises."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from evallib.indicators.carried_over import WHAT, carried_over
from evallib.indicators.hot_words import hot_words
from evallib.indicators.repeated_matters import WITHIN_DAYS, repeated_by
from evallib.indicators.request_counts import during, fetch, in_cohort
from evallib.indicators.sudden_rises import LEVEL, sudden_rises
from evallib.model.periods import Period, add_months
from evallib.privacy.suppression import MERGED, merge_groups, small_groups
from evallib.publish.sections.month.month_page import MonthPage, MonthTable
from evallib.publish.sections.orders.request_page import UNSTATED
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns

REPEATED, WORDS, CARRIED, RISES = "重复诉求", "热点词", "上月未了事项", "突增预警"
BASELINE_MONTHS = 12
#: Texts of a month that are read for words; a random but fixed part of more.
MOST_TEXTS = 60_000


def repeats(month: MonthPage) -> list[MonthTable]:
    """Repeated matters by type and place: by caller and matter, beside the city's own mark."""
    again = month.repeated
    whole = repeated_by(again, []).iloc[0]
    total = int(month.page.current.count().to_pyarrow().as_py())
    text = (
        f"本月重复诉求 {fmt.count(whole['cases_count'])} 件，"
        f"占 {fmt.pct(whole['cases_count'] / total if total else None)}："
        f"同一诉求人在 {WITHIN_DAYS} 天内反映同一事项的 {fmt.count(whole['matters_count'])} 项，"
        f"市级标记重复的 {fmt.count(whole['marked_count'])} 件。"
    )
    tables: list[MonthTable] = []
    for group, label in (("service_subtype", "小类"), ("service_name", "诉求类型"), ("community", "所属居村")):
        if group == "service_name" and any(table.name == "repeats_service_subtype" for table in tables):
            continue
        if not month.page.knows(group) or not whole["cases_count"]:
            continue
        frame = repeated_by(again, [group]).fillna({group: UNSTATED})  # left out, the sentence's total would tell them
        frame = merge_groups(frame, group, small_groups(frame, group, ["cases_count"], month.page.threshold))
        frame = frame[frame["cases_count"] > 0].head(10)
        columns: Columns = {group: (label, fmt.text), "cases_count": ("重复诉求（件）", fmt.count)}
        if (~frame[group].isin([MERGED, UNSTATED])).any():  # all of them together say no more than the sentence
            tables.append(
                MonthTable(
                    f"repeats_{group}", REPEATED, f"重复诉求较多的{label}", frame, columns, () if tables else (text,)
                )
            )
    return tables or [MonthTable("repeats", REPEATED, "重复诉求", pd.DataFrame(), {}, (text,))]


def words(month: MonthPage) -> list[MonthTable]:
    """Words that stand in most requests, and those that came up against the month before."""
    texts = [_texts(month, span) for span in (month.period, month.period.period_before())]
    if not texts[0]:
        return []
    frame = hot_words(texts[0], texts[1], least=max(month.page.threshold, 5))
    if frame.empty:
        return []
    # A share of the month before tells in how few texts a word stood.
    few = frame["before_count"].between(1, month.page.threshold - 1)
    frame[["before_rate", "change_pp"]] = frame[["before_rate", "change_pp"]].mask(few)
    rising = frame.loc[frame["is_rise"], "word"].tolist()
    text = f"提到最多的是{'、'.join(frame['word'].head(5))}"
    if not texts[1]:
        text += "；上月没有文字可比"
    else:
        text += f"；比上月明显增多的有{'、'.join(rising[:8])}" if rising else "；与上月相比没有超出随机波动的增多"
    columns: Columns = {
        "word": ("词", fmt.text),
        "now_count": ("本月件数", fmt.count),
        "now_rate": ("占本月", fmt.pct),
        "before_rate": ("占上月", fmt.pct),
        "change_pp": ("变动", fmt.pp),
        "is_rise": ("明显增多", lambda flag: "是" if flag else ""),
    }
    return [MonthTable("words", WORDS, "诉求内容中的热点词（每件只计一次）", frame, columns, (text + "。",))]


def _texts(month: MonthPage, span: Period) -> list[str]:
    cases = in_cohort(month.whole, "requested", span)
    columns = [name for name in ("title", "description") if name in cases.columns]
    if not columns:
        return []
    order = cases.service_request_id.hash() if "service_request_id" in cases.columns else cases[columns[0]]
    rows = cases.order_by(order).limit(MOST_TEXTS).select(*columns).to_pyarrow().to_pylist()
    joined = ["，".join(filter(None, row.values())) for row in rows]
    return [text for text in joined if text]


def carried(month: MonthPage) -> list[MonthTable]:
    """What became of the failures of the month before."""
    frame = carried_over(month.whole, month.period, month.moment, month.page.cases)
    if not frame["failed_count"].sum():
        return [
            MonthTable(
                "carried",
                CARRIED,
                "上月未了事项",
                pd.DataFrame(),
                {},
                ("上月末没有超期未结，也没有回访不满意或未解决的工单。",),
            )
        ]
    parts = []
    for row in frame.to_dict("records"):
        if row["failed_count"]:
            word = "已办结" if row["what"] == WHAT["overdue"] else "本月未再来电"
            parts.append(
                f"{row['what']} {fmt.count(row['failed_count'])} 件，{word} {fmt.count(row['settled_count'])} 件"
            )
    columns: Columns = {
        "what": ("事项", fmt.text),
        "failed_count": ("上月件数", fmt.count),
        "settled_count": ("本月已了", fmt.count),
        "left_count": ("仍未了", fmt.count),
        "settled_rate": ("了结率", fmt.pct),
        "note": ("说明", fmt.text),
    }
    return [
        MonthTable(
            "carried", CARRIED, "上月未了事项的本月进展", frame, columns, ("；".join(parts) + "。" if parts else "",)
        )
    ]


def rises(month: MonthPage) -> list[MonthTable]:
    """Cells of place and type that rose beyond chance, with all cells accounted for that were looked at."""
    by = [name for name in ("community", "service_name") if month.page.knows(name)]
    if not by:
        return []
    baseline = Period(add_months(month.period.start, -BASELINE_MONTHS), month.period.start)
    cases = in_cohort(month.whole, "requested", Period(baseline.start, month.period.end))
    counts = cases.group_by(by).aggregate(
        now_count=cases.count(where=during(cases.requested_datetime, month.period)).cast("int64"),
        before_count=cases.count(where=during(cases.requested_datetime, baseline)).cast("int64"),
        first_datetime=cases.requested_datetime.min(),
    )
    frame = fetch(counts, by)
    before = Period(_first_month(month, baseline, frame["first_datetime"].min()), month.period.start)
    if before.start >= month.period.start:
        return []
    days = ((month.period.end - month.period.start).days, (before.end - before.start).days)
    frame = frame.drop(columns="first_datetime").dropna(subset=by)
    found = sudden_rises(frame, by, *days, least=month.page.threshold)
    # What is expected of so many days, and how odd the month is, tell how few requests there were before.
    few = found["before_count"].between(1, month.page.threshold - 1)
    found[["expected_count", "p_adjusted"]] = found[["expected_count", "p_adjusted"]].mask(few)
    looked = int(((frame["now_count"] + frame["before_count"]) > 0).sum())
    text = (
        f"逐一比较 {looked:,} 个{'居村×类型' if len(by) == 2 else '类别'}组合与{before.label}的日均件数，"
        + (f"{len(found)} 个突增" if len(found) else "没有超出随机波动的突增")
        + f"（已计入同时比较的个数，误报可能不超过 {LEVEL:.0%}）。"
    )
    columns: Columns = {
        **{name: ({"community": "所属居村", "service_name": "诉求类型"}[name], fmt.text) for name in by},
        "now_count": ("本月件数", fmt.count),
        "expected_count": ("按以往应有", _expected),
        "p_adjusted": ("p 值（已校正）", _p_value),
    }
    return [MonthTable("rises", RISES, "突增的居村与类型", found.head(20), columns, (text,))]


def _expected(value: float) -> str:
    return fmt.NOTHING if pd.isna(value) else f"{value:,.1f}"


def _p_value(value: float) -> str:
    return fmt.NOTHING if pd.isna(value) else "<0.0001" if value < 0.0001 else f"{value:.4f}"


def _first_month(month: MonthPage, baseline: Period, seen: pd.Timestamp) -> date:
    """The first month with requests, not before the baseline's; `seen` is the first request since then."""
    cases = in_cohort(month.whole, "requested")
    older = (
        cases.filter(cases.requested_datetime < datetime(baseline.start.year, baseline.start.month, 1)).limit(1).count()
    )
    if older.to_pyarrow().as_py():
        return baseline.start
    return month.period.start if pd.isna(seen) else seen.date().replace(day=1)
