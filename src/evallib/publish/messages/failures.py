"""Where failed samples concentrate (抽查不合格)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from evallib.publish.messages.message import Message, Thing, numeral
from evallib.publish.messages.pictures import Bar, Bars
from evallib.publish.messages.rates import sample_of
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

LEAST_SHARE = 0.20
SHOWN = 6
RATE_OF = {"不满意": "市民满意率", "未实际解决": "诉求解决率", "未先行联系": "先行联系率"}


def failures_message(page: UnitFigures) -> Message | None:
    """Where the failed samples concentrate; None where none were handed in."""
    if page.failed_samples.empty:
        return None
    found = failure_things(page)
    if found:
        return Message(found[0].headline, found[0].text, "只含报表列出的部门与类型", "案件统计")
    topics = [
        f"{topic} {fmt.count(group['cases_count'].sum())} 件"
        for topic, group in page.failed_samples.groupby("topic", sort=False)
    ]
    return Message("列出" + "、".join(topics), "", "只含报表列出的部门与类型", "案件统计")


def failure_things(page: UnitFigures) -> list[Thing]:
    """A type or agency that a large part of all failed samples is about, where the number of all is known."""
    failed, things = page.failed_samples, []
    for (topic, dimension), group in failed.groupby(["topic", "dimension"], sort=False):
        whole = sample_of(page, RATE_OF.get(str(topic), ""))[1]
        rows = sorted(group.to_dict("records"), key=lambda row: -int(row["cases_count"]))
        listed = sum(int(row["cases_count"]) for row in rows)
        if whole is None or whole < listed or len(rows) < 2:
            continue
        top, count = rows[0], int(rows[0]["cases_count"])
        if count / whole < LEAST_SHARE:
            continue
        bars = [Bar(top["category"], count, f"{count} 件 {fmt.pct(Decimal(count) / whole)}")]
        bars += [
            Bar(row["category"], int(row["cases_count"]), fmt.count(row["cases_count"]), kind="mute")
            for row in rows[1 : SHOWN - 1]
        ]
        rest = whole - sum(int(bar.value) for bar in bars)
        bars += [Bar("其他（未列）", rest, f"{rest:,}", kind="outline")] if rest > 0 else []
        others = _also(page, str(topic), str(dimension), top["category"])
        text = (
            f"{topic}共 {whole:,} 件，{top['category']} {count} 件{others}；"
            f"表中只列前{numeral(len(rows))}类，各类抽查数未报，不能比较各类的率。"
        )
        things.append(
            Thing(
                f"{topic}案件{share_words(count / whole)}为{top['category']}",
                text,
                source="案件统计",
                anchor="failures",
                link="抽查不合格案件",
                size=count / whole,
                picture=Bars(tuple(bars), "；".join(f"{bar.label} {bar.text}" for bar in bars)),
                subject=f"{top['category']}{topic}",
            )
        )
    things.sort(key=lambda thing: -thing.size)
    return things[:1]


def _also(page: UnitFigures, topic: str, dimension: str, category: str) -> str:
    rows = page.failed_samples
    same = rows[(rows["topic"] != topic) & (rows["dimension"] == dimension) & (rows["category"] == category)]
    for row in same.to_dict("records"):
        whole = sample_of(page, RATE_OF.get(row["topic"], ""))[1]
        if whole:
            return f"；{row['topic']}的 {whole:,} 件中也占 {fmt.pct(Decimal(int(row['cases_count'])) / whole)}"
    return ""


def share_words(share: float) -> str:
    """A share in round words that it really reaches.

    >>> [share_words(share) for share in (0.2792, 0.5, 0.8252, 0.34, 0.22)]
    ['逾四分之一', '一半', '八成以上', '逾三分之一', '逾两成']
    """
    for limit, words in (
        (0.8, "八成以上"),
        (0.667, "逾三分之二"),
        (0.501, "过半"),
        (0.4999, "一半"),
        (1 / 3, "逾三分之一"),
        (0.25, "逾四分之一"),
    ):
        if share >= limit:
            return words
    return "逾两成" if share >= 0.2 else fmt.pct(share)
