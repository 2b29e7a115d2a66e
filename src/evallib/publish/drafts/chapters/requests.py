"""Requests (诉求与热线): published counts with their changes, failed samples, surveys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Figure, Pieces, Row, Table, joined, line
from evallib.publish.messages.cases import ASIDE
from evallib.publish.unit_figures import FAILED_SAMPLES
from evallib.publish.words import format as fmt

MOST, ALL = 5, 8  # kinds that a sentence names; up to how many it names all of them
NUMBERS = {"cases_count", "change_count", "printed_rate"}
STAGES = ("办理环节", "案件状态")  # groupings whose rows are steps of one way, in their order


def counts(m: Material) -> list[Block]:
    """A sentence per topic and grouping of the published counts, and one table with all of them."""
    frame = m.frame("case_counts")
    frame = frame[~frame["topic"].isin(FAILED_SAMPLES)]
    if frame.empty:
        return m.missing("case_counts")
    groups = [group.to_dict("records") for _, group in frame.groupby(["topic", "dimension"], sort=False)]
    blocks: list[Block] = [m.say(text) for rows in groups if (text := _topic(m, rows))]
    table = counts_table(m, frame)
    return [
        *blocks,
        m.say(line("各事项的件数见{table}；统计时段不同的事项不相加、不比较。", table=cite(table.id))),
        table,
    ]


def counts_table(m: Material, frame: pd.DataFrame) -> Table:
    """All published counts as they were handed in; columns that nobody filled are left out."""
    heads = {
        "topic": "统计事项",
        "category": "类别",
        "subcategory": "其中",
        "cases_count": "件数",
        "change_count": "同比增减",
        "printed_rate": "比率",
        "period_text": "统计时段",
    }
    columns = [name for name in heads if frame[name].notna().any()]
    rows = [
        Row(
            tuple(
                m.book.cell("case_counts", row, name) if name in NUMBERS else fmt.text(row[name]) for name in columns
            ),
            row["row_kind"],
        )
        for row in frame.to_dict("records")
    ]
    title = f"{m.year} 年诉求与案件统计"
    return m.plain_table(
        "case_counts",
        title,
        [heads[name] for name in columns],
        rows,
        [frame],
        unit="件",
        merged=(0,),
        period="见表内统计时段",
    )


def _topic(m: Material, rows: list[dict[Any, Any]]) -> Pieces:
    """One grouping of a topic: its whole, then its parts, the largest first; what may not add up stands apart."""
    name, period, dimension = str(rows[0]["topic"]), fmt.text(rows[0]["period_text"]), fmt.text(rows[0]["dimension"])
    whole = next((row for row in rows if row["row_kind"] == "total"), None)
    rows = [row for row in rows if row is whole or not is_missing(row["cases_count"])]
    own = [row for row in rows if row is not whole and is_missing(row["subcategory"]) and row["row_kind"] == "line"]
    inner = [
        row for row in rows if row is not whole and not is_missing(row["subcategory"]) and row["row_kind"] == "line"
    ]
    if dimension in STAGES or not own:
        shown, word = own or inner, ""
    else:
        shown = sorted(own, key=lambda row: -int(row["cases_count"]))
        shown = shown if len(shown) <= ALL else shown[:MOST]
        word = f"按{dimension}分，" + ("主要有" if len(own) > len(shown) else "")
    if len(rows) == 1 and rows[0]["category"] == name:
        return line("{name}（{period}）{count}。", name=name, period=period, count=_count(m, rows[0], " ")[1:])
    told = joined([_count(m, row) for row in shown])
    lead = line("{whole}。", whole=_count(m, whole, "共计")) if whole else ()
    open_end = "等" if word.endswith("主要有") else ""
    rest = line("{word}{told}{end}。", word=word, told=told, end=open_end) if len(shown) > 1 or not whole else ()
    sub = (
        line("其中{parts}。", parts=joined([_count(m, row, _inner_name(row, len(own))) for row in inner]))
        if (inner and len(own) == 1 and len(inner) <= MOST)
        else ()
    )
    return (f"{name}（{period}）：", *lead, *rest, *sub)


def _inner_name(row: Mapping[Any, Any], outer: int) -> str:
    return str(row["subcategory"]) if outer == 1 else f"{row['category']}·{row['subcategory']}"


def _count(m: Material, row: Mapping[Any, Any], name: str = "") -> Pieces:
    """A count with its change and its printed rate; what a name says in brackets is left to the table."""
    text: Pieces = (
        f"{name or ASIDE.sub('', str(row['category']))} ",
        m.book.cell("case_counts", row, "cases_count"),
        " 件",
    )
    more: list[Pieces] = []
    if not is_missing(row["change_count"]):
        change = int(row["change_count"])
        cell = m.book.cell("case_counts", row, "change_count")
        size = (
            m.book.derived(f"{cell.id} 幅度", fmt.count(abs(change)), f"{row['category']}同比变动", [cell], "件")
            if isinstance(cell, Figure)
            else ""
        )
        more.append((f"同比{'增加' if change > 0 else '减少'} ", size, " 件") if change else ("同比持平",))
    if not is_missing(row["printed_rate"]):
        label = "占比" if is_missing(row["rate_label"]) or row["rate_label"] == "比率" else str(row["rate_label"])
        more.append((f"{label} ", m.book.cell("case_counts", row, "printed_rate")))
    return (*text, "（", *joined(more, "，"), "）") if more else text


def failures(m: Material) -> list[Block]:
    """Failed samples by agency and by type, the largest first."""
    frame = m.page.failed_samples
    if frame.empty:
        return []
    rows = [
        Row(
            (
                str(r["topic"]),
                fmt.text(r["dimension"]),
                str(r["category"]),
                m.book.cell("case_counts", r, "cases_count"),
            )
        )
        for r in frame.to_dict("records")
    ]
    table = m.plain_table(
        "failed_samples",
        "抽查不合格案件分布",
        ("事项", "分组", "类别", "件数"),
        rows,
        [frame],
        unit="件",
        merged=(0, 1),
    )
    sentences = [m.say(text) for text in failure_facts(m)]
    return [
        *sentences,
        m.say(line("已公布的分布见{table}，只列件数较多的类别，各行之和不等于不合格总数。", table=cite(table.id))),
        table,
    ]


def failure_facts(m: Material) -> Sequence[Pieces]:
    """Facts: where the failed samples lie."""
    frame = m.page.failed_samples
    told = []
    for (topic, dimension), group in frame.groupby(["topic", "dimension"], sort=False):
        top = group.sort_values("cases_count", ascending=False, kind="stable").head(MOST).to_dict("records")
        told.append(
            line(
                "{topic}按{dimension}件数较多的是{parts}。",
                topic=str(topic),
                dimension=str(dimension),
                parts=joined([_count(m, row) for row in top]),
            )
        )
    return told


def count_facts(m: Material) -> Sequence[Pieces]:
    """Facts: counts that changed against the year before."""
    frame = m.frame("case_counts")
    frame = frame[frame["change_count"].notna()]
    return [(f"{row['topic']}：", *_count(m, row), "。") for row in frame.to_dict("records")][:8]


def surveys(m: Material) -> list[Block]:
    """Surveys: weighted satisfaction with its answers, and the table behind."""
    frame = m.frame("survey_answers")
    if frame.empty:
        return []
    heads = {"answers_count": "人数", "answers_rate": "占比", "weight_rate": "等级权重"}
    given = [name for name in heads if frame[name].notna().any()]
    rows = []
    for row in frame.to_dict("records"):
        cells = m.cells("survey_answers", row, given)
        rows.append(Row((str(row["survey"]), str(row["option"]), *cells), row["row_kind"]))
    table = m.plain_table(
        "survey_answers",
        "满意度调查结果",
        ("调查项目", "评价等级", *(heads[name] for name in given)),
        rows,
        [frame],
        unit="人" if "answers_count" in given else "",
        merged=(0,),
    )
    told = []
    for row in m.page.surveys.to_dict("records"):
        if is_missing(row["value"]):
            continue
        mine = frame[frame["survey"] == row["survey"]].to_dict("records")
        parents = [
            c for r in mine for c in m.cells("survey_answers", r, ("answers_count", "answers_rate", "weight_rate"))
        ]
        value = m.book.derived(f"survey.{row['survey']}", fmt.pct(row["value"]), f"{row['survey']}加权满意度", parents)
        told.append(
            line(
                "{name}加权满意度 {value}（按{given}与等级权重计算）",
                name=str(row["survey"]),
                value=value,
                given=fmt.text(row["given_as"]),
            )
        )
    lead = [m.say(line("{parts}，见{table}。", parts=joined(told, "；"), table=cite(table.id)))] if told else []
    return [*lead, table] if lead else [m.say(line("调查结果见{table}。", table=cite(table.id))), table]
