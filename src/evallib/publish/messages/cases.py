"""What the published counts say (案件量): totals, growth, and one name for two counts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.publish.messages.failures import share_words
from evallib.publish.messages.message import VERIFY, Message, Thing, numeral
from evallib.publish.messages.pictures import Bar, Bars, Stack, Stacks
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

Row = dict[Any, Any]
TOTAL = re.compile(r"合计|总计|小计|总数|总量|共受理|总件数")
SAME_NAME = "同名不同数"
LEAST_GROWTH = 0.10
SHOWN = 6
ASIDE = re.compile(r"[（(][^（）()]*[)）]")


def cases_message(page: UnitFigures) -> Message | None:
    """How many cases there were and how many of them are closed; None where no counts were handed in."""
    if page.counts.empty:
        return None
    rates = [row for row in page.published_rates.to_dict("records") if not is_missing(row["value"])]
    closed = max((row for row in rates if "办结" in row["name"]), key=lambda row: row["denominator"], default=None)
    total = _largest(page)
    if closed is not None:
        topic = closed["name"].partition("·")[0]
        headline = (
            f"{topic}：立案 {fmt.count(closed['denominator'])} 件，"
            f"已办结 {fmt.count(closed['numerator'])} 件（{fmt.pct(closed['value'])}）"
        )
    elif total is not None:
        headline = f"{_plain(total['topic'])} {fmt.count(total['cases_count'])} 件"
    else:
        topics = list(dict.fromkeys(page.counts["topic"]))
        headline = f"列有{'、'.join(topics[:3])}{'等' if len(topics) > 3 else ''}{numeral(len(topics))}类件数"
    grown = [thing.headline for thing in _growths(page)[:1]]
    return Message(headline, f"{grown[0]}。" if grown else "", source="案件统计")


def case_things(page: UnitFigures) -> list[Thing]:
    """What of the counts may be among the three things."""
    return [*_growths(page), *_unlisted(page), *_same_names(page)]


def _growths(page: UnitFigures) -> list[Thing]:
    """Counts that grew or fell by a tenth or more, types of one topic together where all go the same way."""
    rows = [
        row
        for row in page.count_growth.to_dict("records")
        if not is_missing(row["value"]) and not str(row["note"]).startswith(SAME_NAME)
    ]
    things = []
    for topic in dict.fromkeys(row["topic"] for row in rows):
        own = [row for row in rows if row["topic"] == topic]
        parts = [row for row in own if not TOTAL.search(row["category"])]
        total = next((row for row in own if TOTAL.search(row["category"])), None)
        one_way = len(parts) > 1 and (all(row["value"] > 0 for row in parts) or all(row["value"] < 0 for row in parts))
        if one_way:
            things.append(_parts_growth(topic, parts, total))
        elif total is not None or len(own) == 1:
            things.append(_total_growth(topic, total or own[0]))
    return [thing for thing in things if thing.size >= LEAST_GROWTH]


def _parts_growth(topic: str, parts: list[Row], total: Row | None) -> Thing:
    now, before = (sum(int(row[name]) for row in parts) for name in ("cases_count", "previous_count"))
    up = now > before
    text = (
        f"{numeral(len(parts))}类比上年同期{'增长' if up else '下降'} "
        f"{fmt.pct(abs(Decimal(now - before) / before)) if before else '—'}"
    )
    if total is not None and (total["value"] > 0) != up:
        text += (
            f"，而{_plain(total['category'])}由 {fmt.count(total['previous_count'])} "
            f"件{'增' if not up else '降'}至 {fmt.count(total['cases_count'])} 件"
        )
        text += f"；{'减少' if up else '增加'}的类型未列明，总量{'下降' if up else '上升'}不能说明各类情况"
    bars = tuple(
        Bar(
            row["category"],
            int(row["cases_count"]),
            fmt.count(row["cases_count"]),
            float(row["previous_count"]),
            fmt.signed_count(int(row["cases_count"]) - int(row["previous_count"])),
        )
        for row in sorted(parts, key=lambda row: -int(row["cases_count"]))[:SHOWN]
    )
    alt = "；".join(f"{bar.label} {bar.text} 件，较上年 {bar.change}" for bar in bars)
    return Thing(
        (
            f"{numeral(len(parts))}类主要{topic.removeprefix('群众')}全部{'增加' if up else '减少'}，"
            f"共{'增' if up else '减'} {abs(now - before):,} 件"
        ),
        f"{text}。",
        source="案件统计",
        anchor="cases",
        link="案件量",
        size=min(1.0, abs(now - before) / max(before, 1)),
        picture=Bars(bars, alt, "上年同期"),
        subject=f"{topic}{'增加' if up else '减少'}",
    )


def _total_growth(topic: str, row: Row) -> Thing:
    up, named = row["value"] > 0, topic if TOTAL.search(row["category"]) else row["category"]
    now, before = int(row["cases_count"]), int(row["previous_count"])
    bars = (Bar("上年", before, f"{before:,} 件", kind="mute"), Bar("本年", now, f"{now:,} 件"))
    return Thing(
        f"{_plain(named)}由 {before:,} 件{'增' if up else '降'}至 {now:,} 件",
        f"较上年{'增长' if up else '下降'} {fmt.pct(abs(row['value']))}，上年件数取自{row['source']}。",
        source="案件统计",
        anchor="cases",
        link="案件量",
        size=min(1.0, float(abs(row["value"]))),
        picture=Bars(bars, f"上年 {before:,} 件，本年 {now:,} 件"),
        subject=f"{_plain(named)}{'增加' if up else '减少'}",
    )


def _unlisted(page: UnitFigures) -> list[Thing]:
    """A total whose types are listed only in part: what is known of it."""
    things = []
    for (topic, _), group in page.counts[page.counts["cases_count"].notna()].groupby(
        ["topic", "dimension"], sort=False
    ):
        totals = group[(group["row_kind"] == "total")]
        lines = group[(group["row_kind"] == "line") & group["subcategory"].isna()]
        if totals.empty or lines.empty:
            continue
        whole, listed = int(totals["cases_count"].iloc[0]), int(lines["cases_count"].sum())
        if not whole or listed >= 0.8 * whole:
            continue
        rows = sorted(lines.to_dict("records"), key=lambda row: -int(row["cases_count"]))
        share = Decimal(listed) / whole
        parts = [
            (
                f"{row['category']} {fmt.count(row['cases_count'])}",
                float(row["cases_count"]) / whole * 100,
                "accent" if place == 0 else "m2",
            )
            for place, row in enumerate(rows[:3])
        ]
        rest = (f"未列类型 {whole - listed:,} 件（{fmt.pct(1 - share)}）", float(1 - share) * 100, "outline")
        told = "、".join(f"{row['category']} {fmt.count(row['cases_count'])} 件" for row in rows[:3])
        stack = Stack(f"{_plain(topic)} {whole:,} 件", (*parts, rest), below=f"已列：{told}")
        things.append(
            Thing(
                f"{_plain(topic)} {whole:,} 件，{share_words(float(1 - share))}未列类型",
                f"已列的{numeral(len(rows))}类（{told}）占 {fmt.pct(share)}。",
                source="案件统计",
                anchor="cases",
                link="案件量",
                size=0.1,
                picture=Stacks((stack,), f"{told}；{rest[0]}"),
                subject=f"{_plain(topic)}",
            )
        )
    return sorted(things, key=lambda thing: -len(thing.text))[:1]


def _same_names(page: UnitFigures) -> list[Thing]:
    """One name for two counts: which is meant cannot be told, so nothing about it may be concluded."""
    rows = [row for row in page.count_growth.to_dict("records") if str(row["note"]).startswith(SAME_NAME)]
    if len(rows) < 2:
        return []
    rows = sorted(rows, key=lambda row: -int(row["cases_count"]))[:2]
    name = _plain(rows[0]["category"])
    counts = [int(row["cases_count"]) for row in rows]
    growth = [row["value"] if not is_missing(row["value"]) else row["printed_value"] for row in rows]
    bars, told = [], []
    for row, rate in zip(rows, growth, strict=True):
        own = not is_missing(row["value"])
        before = (
            int(row["previous_count"])
            if own
            else None
            if is_missing(rate) or rate == -1
            else round(int(row["cases_count"]) / (1 + float(rate)))
        )
        aside = "" if is_missing(rate) else f"{'复算' if own else '表列'}同比 {fmt.signed_pct(rate).replace('-', '−')}"
        if before is not None:
            words = f"{before:,}" if own else f"约 {before:,}（反推）"
            bars.append(
                Bar(
                    str(page.year - 1), before, words, kind="mute" if own else "outline", head=row["topic"], aside=aside
                )
            )
        bars.append(
            Bar(
                str(page.year),
                int(row["cases_count"]),
                fmt.count(row["cases_count"]),
                head="" if before is not None else row["topic"],
            )
        )
        told += [] if is_missing(rate) else [f"一处较上年{'增' if rate > 0 else '降'} {fmt.pct(abs(rate))}"]
    apart = len({rate > 0 for rate in growth if not is_missing(rate)}) == 2
    text = f"两处相差 {abs(counts[0] - counts[1]):,} 件" + (f"，{'、'.join(told)}" if told else "")
    text += f"；两表均未说明口径，{f'{name}是增是减' if apart else '以哪一处为准'}无法判断，核实前不宜引用。"
    return [
        Thing(
            f"{name}量两处填报{'一升一降' if apart else '不一'}",
            text,
            source="案件统计",
            tag=VERIFY,
            anchor="cases",
            link="案件量",
            size=abs(counts[0] - counts[1]) / max(counts),
            picture=Bars(
                tuple(bars),
                f"{name}两处填报：" + "；".join(f"{row['topic']} {fmt.count(row['cases_count'])} 件" for row in rows),
            ),
            subject=f"{name}量",
        )
    ]


def _largest(page: UnitFigures) -> Row | None:
    totals: pd.DataFrame = page.counts[page.counts["row_kind"] == "total"]
    rows = totals[totals["cases_count"].notna()].to_dict("records")
    return max(rows, key=lambda row: int(row["cases_count"]), default=None)


def _plain(name: object) -> str:
    """A name without what stands in brackets behind it."""
    return ASIDE.sub("", str(name)).strip() or str(name)
