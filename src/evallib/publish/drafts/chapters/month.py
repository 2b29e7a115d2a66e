"""The month (热线月报): the tables and sentences of the monthly report, as they are computed for its page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evallib.model.problems import EvallibError, Problem
from evallib.publish.drafts.chapters.process import context_table
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Head, Piece, Pieces, Row, Table, line
from evallib.publish.sections.month.month_agencies import AGENCIES, STANDING
from evallib.publish.sections.month.month_matters import CARRIED, REPEATED, RISES, WORDS
from evallib.publish.sections.month.month_page import MonthPage, MonthTable, open_month
from evallib.publish.sections.month.month_report import headline, month_tables
from evallib.publish.sections.month.month_targets import TARGET
from evallib.publish.sections.month.month_volume import VOLUME
from evallib.publish.words import format as fmt
from evallib.publish.words.sentences import small_counts_sentence

MOST_ROWS, MOST_TOPICS = 40, 12  # rows of a table of agencies, and of any other; the rest stands in the workbook
LEFT_OUT = {"intervals"}  # too wide for a page of text
HIDDEN = "＊"  # a count that may not be told: it is not nothing
WIDE = 8  # columns from which a table is set small


def month_of(m: Material) -> MonthPage:
    """The month of the report.

    Raises:
        EvallibError: no month was named, or no requests were handed in for it.
    """
    wanted = m.extra.get("month")
    if not wanted:
        raise EvallibError(Problem("draft.no_month", "月报没有写明月份", expected="--month 年-月，例如 2024-07"))
    if "page" not in m.extra:
        data = m.page.data
        try:
            page = open_month(data.workspace.at(data.unit, data.year), str(wanted))
        except ValueError:
            raise EvallibError(
                Problem("draft.bad_month", "看不懂的月份", value=str(wanted), expected="年-月，例如 2024-07")
            ) from None
        if page is None:
            raise EvallibError(
                Problem(
                    "draft.no_requests",
                    "没有提交工单明细，不能生成月报",
                    advice=f"请把工单导出表放入 data/raw/{data.unit}/{data.year}/",
                )
            )
        m.extra["page"], m.extra["tables"] = page, month_tables(page)
    found: MonthPage = m.extra["page"]
    return found


def _tables(m: Material, section: str) -> list[MonthTable]:
    month_of(m)
    return [item for item in m.extra["tables"] if item.section == section]


def _section(m: Material, *sections: str) -> list[Block]:
    blocks: list[Block] = []
    for section in sections:
        for item in (item for item in _tables(m, section) if item.name not in LEFT_OUT):
            blocks += [m.say((text,)) for text in item.sentences if text]
            if len(item.frame):
                table = as_table(m, item)
                blocks += [m.say(line("{title}见{table}。", title=item.title, table=cite(table.id))), table]
    return blocks


def as_table(m: Material, item: MonthTable) -> Table:
    """A table of the month with its formats; what may not be published is left out already."""
    month = month_of(m)
    most = MOST_ROWS if item.section == AGENCIES else MOST_TOPICS
    columns = [name for name in item.columns if name in item.frame and item.frame[name].notna().any()]
    source = f"工单明细，数字冻结于 {month.moment:%Y-%m-%d %H:%M}"
    rows = []
    for number, row in enumerate(item.frame.head(most).to_dict("records")):
        cells = tuple(_cell(m, item, number, name, row[name], source) for name in columns)
        rows.append(Row(cells, "total" if row.get("kind") == "合计" else "line"))
    head = (tuple(Head(item.columns[name][0]) for name in columns),)
    left = len(item.frame) - most
    note = f"另有 {left} 行，见月报附表。" if left > 0 else ""
    note += f"{HIDDEN} 为过小或可推出过小的件数，不列示。" if any(HIDDEN in row.cells for row in rows) else ""
    return m.table(
        Table(
            f"m_{item.name}"[:26],
            item.title,
            head,
            tuple(rows),
            "件；率为 %",
            month.period.label,
            source,
            note=note,
            wide=len(columns) > WIDE,
        )
    )


def _cell(m: Material, item: MonthTable, row: int, name: str, value: Any, source: str) -> Piece:
    text = item.columns[name][1](value)
    # What a target does not tell is not hidden.
    is_target = "kind" in item.frame and item.frame["kind"].iloc[row] == TARGET
    if text == fmt.NOTHING and item.columns[name][1] is fmt.count and not is_target:
        return HIDDEN
    if isinstance(value, str) or text == fmt.NOTHING or (not isinstance(value, list) and pd.isna(value)):
        return text
    label = f"{item.title}·{item.columns[name][0]}"
    return m.book.derived(f"month.{item.name}.{row}.{name}", text, label, [source], "", month_of(m).period.label)


def month_headline(m: Material) -> list[Block]:
    """提要: how many, where they stand, the rates."""
    return [m.say((text,)) for text in headline(month_of(m))]


def month_volume(m: Material) -> list[Block]:
    """受理情况."""
    return _section(m, VOLUME)


def month_agencies(m: Material) -> list[Block]:
    """办理情况 by agency."""
    return _section(m, AGENCIES)


def month_standing(m: Material) -> list[Block]:
    """办理质效: who stands apart, groups ranked apart."""
    return _section(m, STANDING)


def month_topics(m: Material) -> list[Block]:
    """热点诉求: hot words and sudden rises."""
    return _section(m, WORDS, RISES)


def month_matters(m: Material) -> list[Block]:
    """问题分析: repeated matters and last month's failures."""
    return _section(m, REPEATED, CARRIED)


def month_cases(m: Material) -> list[Block]:
    """典型案例 as they were told, without persons."""
    return context_table(m, "cases_told", "典型案例")


def month_basis(m: Material) -> list[Block]:
    """What is counted how, and until when."""
    month = month_of(m)
    told = [
        f"本期按受理时间统计 {month.period.label}，数字冻结于 {month.moment:%Y-%m-%d %H:%M}，此后的办结和回访不计入。",
        month.tally.sentence() if month.tally else "",
        small_counts_sentence(month.page.threshold).replace("（“—”）", f"（“{HIDDEN}”）"),
        f"{month.page.mark}本期工单由程序生成，不是真实案件。" if month.page.mark else "",
    ]
    return [m.say((text,)) for text in told if text]


def month_facts(m: Material) -> list[Pieces]:
    """Facts: the first sentence of each section."""
    month_of(m)
    first = {
        item.section: item.sentences[0] for item in reversed(m.extra["tables"]) if item.sentences and item.sentences[0]
    }
    return [(text,) for text in first.values()]
