"""The monthly report as a whole (工单月报): headline, sections in order, and its tables for whoever hands them on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.publish.page.blocks import bullets, figure, key_figures, links, notice, record, sentence, subsection, table
from evallib.publish.sections.gaps import guarded
from evallib.publish.sections.month.month_agencies import AGENCIES, STANDING, agency_tables, labels, measures, standing
from evallib.publish.sections.month.month_matters import (
    CARRIED,
    REPEATED,
    RISES,
    WORDS,
    carried,
    repeats,
    rises,
    words,
)
from evallib.publish.sections.month.month_page import MonthPage, MonthTable
from evallib.publish.sections.month.month_volume import VOLUME, clock, totals, volumes
from evallib.publish.words import format as fmt
from evallib.publish.words.sentences import small_counts_sentence

#: Sections in the order of the report: heading → its tables.
SECTIONS: dict[str, Callable[[MonthPage], list[MonthTable]]] = {
    VOLUME: lambda month: [totals(month), *volumes(month), clock(month)],
    AGENCIES: agency_tables,
    STANDING: standing,
    REPEATED: repeats,
    WORDS: words,
    CARRIED: carried,
    RISES: rises,
}
ANCHORS = {VOLUME: "volume", AGENCIES: "agencies", STANDING: "standing", REPEATED: "repeats", WORDS: "words",
           CARRIED: "carried", RISES: "rises"}  # fmt: skip
WORKBOOK = "月报附表.xlsx"


def chosen_sections(names: Iterable[str] | str | None = None) -> list[str]:
    """The sections that are asked for, in the report's order; all without names.

    Args:
        names: headings, or one text of them as the command line gives it: ``案件量,承办情况``.

    Raises:
        EvallibError: a name that is none of them.

    >>> chosen_sections(["热点词", "案件量"])
    ['案件量', '热点词']
    >>> chosen_sections("['案件量', '承办情况']") == chosen_sections("承办情况、案件量")
    True
    """
    if isinstance(names, str):
        names = [name for name in patterns.split(r"[\s,，、;；\[\]()'\"]+", names) if name]
    wanted = list(names or SECTIONS)
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        raise EvallibError(
            [
                Problem(
                    "month.section",
                    "月报没有这一节",
                    value=name,
                    expected="、".join(SECTIONS),
                    advice=did_you_mean(name, SECTIONS),
                )
                for name in unknown
            ]
        )
    return [name for name in SECTIONS if name in wanted]


def month_tables(month: MonthPage, sections: Iterable[str] | str | None = None) -> list[MonthTable]:
    """Every table of the report, computed once: the page, the Excel and a Word report take them from here."""
    return [item for name in chosen_sections(sections) for item in SECTIONS[name](month)]


def headline(month: MonthPage) -> list[str]:
    """The first sentences: how many, where they stand, the four rates; each figure with its base."""
    total = _total(month)
    parts = [
        f"{label} {fmt.pct(total[name])}（{_count(total, name, 'numerator')} ÷ {_count(total, name, 'denominator')}）"
        for name, label in labels(month).items()
        if total[f"{name}_denominator"]
    ]
    standing_text = (
        f"已办结 {fmt.count(total['closed_count'])} 件，在办未到期 {fmt.count(total['open_in_limit_count'])} 件，"
    )
    standing_text += f"超期未结 {fmt.count(total['open_overdue_count'])} 件"
    if total["unknown_state_count"]:
        standing_text += f"，另有 {fmt.count(total['unknown_state_count'])} 件状态写法不认识，不算结案率"
    return [
        *totals(month).sentences[:1],
        f"截至 {month.moment:%Y-%m-%d %H:%M}，{standing_text}（均为本月受理的工单）。",
        "，".join(parts) + "。" if parts else "没有时限、联系和回访结果，各率无法计算。",
    ]


def _total(month: MonthPage) -> dict[str, Any]:
    frame = measures(month)
    return {str(name): value for name, value in frame[frame["kind"] == "合计"].iloc[0].items()}


def _count(total: dict[str, Any], name: str, part: str) -> str:
    value = float(total[f"{name}_{part}"])
    return fmt.count(int(value)) if value.is_integer() else f"{value:,.1f}"


@guarded("要点", "headline")
def show_headline(month: MonthPage, tables: Sequence[MonthTable] = ()) -> None:
    """The verdict first: headline, cards and what changed."""
    if month.page.mark:
        notice(f"{month.page.mark}本页的工单由程序生成，不是真实案件，不得用于考核。")
    if month.is_partial:
        notice(f"数据只到 {month.moment:%Y-%m-%d %H:%M}，本月尚未完整，与上月、上年同月不完全可比。")
    total, told = _total(month), headline(month)
    key_figures(
        [
            ("受理", f"{fmt.count(total['cases_count'])} 件", month.period.label),
            ("超期未结", f"{fmt.count(total['open_overdue_count'])} 件", f"截至 {month.moment:%m-%d}"),
        ]
        + [
            (label, fmt.pct(total[name]), f"{_count(total, name, 'denominator')} 件中")
            for name, label in labels(month).items()
            if total[f"{name}_denominator"]
        ]
    )
    first = {item.section: item.sentences[0] for item in reversed(tables) if item.sentences and item.sentences[0]}
    bullets(
        [*told, *(first[name] for name in (STANDING, REPEATED, WORDS, CARRIED, RISES) if name in first)], "conclusion"
    )
    basis = (
        f"按受理时间统计 {month.period.label}，数字冻结于 {month.moment:%Y-%m-%d %H:%M}："
        "此后的办结和回访不计入，重新运行结果不变。"
    )
    sentence(
        basis,
        month.tally.sentence() if month.tally else "",
        month.page.about_years(),
        small_counts_sentence(month.page.threshold),
    )
    record(
        month={
            "month": f"{month.period.start:%Y-%m}",
            **{name: total[name] for name in ("cases_count", "open_overdue_count", *labels(month))},
        }
    )


def show_sections(month: MonthPage, tables: Sequence[MonthTable]) -> None:
    """Each section with its tables and figures; one that fails is told and stops no other."""
    for name in dict.fromkeys(item.section for item in tables):
        mine = [item for item in tables if item.section == name]
        guarded(name, ANCHORS[name])(_show)(month, mine)


def _show(month: MonthPage, tables: Sequence[MonthTable]) -> None:
    for item in tables:
        caption = month.page.caption(item.title)
        if len(tables) > 1:
            subsection(item.title)
        sentence(*filter(None, item.sentences))
        if item.frame.empty:
            continue
        if item.draw is not None:
            figure(
                item.draw(item.frame), caption, item.sentences[0] if item.sentences else "", item.frame, item.columns
            )
        else:
            table(item.frame, item.columns, caption, lambda row: "total" if row.get("kind") == "合计" else "")


def show_downloads() -> None:
    """The workbook with the same tables, which a run puts beside the page."""
    links([(f"{WORKBOOK}（各表与本页一致）", WORKBOOK)])


def guarded_tables(month: MonthPage, sections: Iterable[str] | str | None = None) -> list[MonthTable]:
    """The tables, with a sentence in place of those of a section that could not be made."""
    tables: list[MonthTable] = []
    for name in chosen_sections(sections):
        try:
            tables += SECTIONS[name](month)
        except Exception as error:  # whatever it is: the other sections are still true
            reason = f"本节暂缺：{type(error).__name__}：{error}"
            tables.append(MonthTable(name, name, name, pd.DataFrame(), {}, (reason,)))
    return tables
