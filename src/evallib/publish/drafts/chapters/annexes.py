"""Annexes (附件): surveys, index of the working paper, figures that do not agree, where everything came from."""

from __future__ import annotations

from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Head, Piece, Row, Table, line
from evallib.publish.page.provenance import sources
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.wording import show

PAPER = "评价底稿.xlsx"


def paper_index(m: Material) -> list[Block]:
    """附件 底稿索引: index number, indicator, score, data, value, source: rows of the working paper's data sheet."""
    card = m.card
    if card is None:
        return []
    rows = [row for code, score in card.scores.items() for row in _index_rows(code, score)]
    heads = ("索引号", "指标与得分", "数据项与数值", "来源")
    table = m.table(
        Table(
            "paper_index",
            "评价底稿索引",
            (tuple(Head(text) for text in heads),),
            tuple(rows),
            period=f"{m.year} 年度",
            source=PAPER,
            merged=(0, 1),
            widths=(9, 25, 28, 36),
            wide=True,
        )
    )
    return [
        m.say(
            line(
                "索引号与{paper}中的名称一致，各指标的得分、数据和来源单元格见{table}。",
                paper=PAPER,
                table=cite(table.id),
            )
        ),
        table,
    ]


def _index_rows(code: str, score: IndicatorScore) -> list[Row]:
    head: tuple[Piece, ...] = (
        f"DG-{code}",
        f"{score.indicator.name}（{f'{fmt.points(score.score)} 分' if score.score is not None else '待补充'}）",
    )
    inputs = [item for item in score.inputs if item.value is not None or item.written]
    if not inputs:
        return [Row((*head, fmt.NOTHING, score.entry.source or fmt.NOTHING))]
    return [
        Row(
            (
                *head,
                (
                    f"{item.name}："
                    f"{fmt.text(item.written or ('' if item.value is None else show(item.value, item.style)))}"
                ),
                (item.source.place if item.source else "") or score.entry.source or fmt.NOTHING,
            )
        )
        for item in inputs
    ]


def disagreements(m: Material) -> list[Block]:
    """附件 勾稽核对: figures that do not agree in what was handed in; nothing is changed."""
    found = m.page.findings
    if found.empty:
        return [m.say(("已核对的合计、比率、单价与数量及各表之间没有发现不一致。",))]
    rows = [
        Row(
            (
                str(number),
                fmt.text(row["kind"]),
                fmt.text(row["message"]),
                fmt.text(row["printed"]),
                fmt.text(row["recomputed"]),
                fmt.text(row["place"]),
            )
        )
        for number, row in enumerate(found.to_dict("records"), start=1)
    ]
    heads = ("序号", "类别", "发现", "报表所列", "复核数", "位置")
    table = m.table(
        Table(
            "disagreements",
            "提交资料中不一致的数字",
            (tuple(Head(text) for text in heads),),
            tuple(rows),
            period=f"{m.year} 年度",
            source="勾稽核对.xlsx",
            widths=(4, 9, 34, 12, 12, 30),
            wide=True,
        )
    )
    return [m.say(line("提交资料中有下列数字不一致，见{table}；本报告按原表列示。", table=cite(table.id))), table]


def inputs_table(m: Material) -> list[Block]:
    """附件 数据来源: every sheet, what it was recognised as, how many rows went in, and the fingerprint of its file."""
    sheets, hashes = sources(m.page.gate), m.page.gate.get("inputs", {})
    if sheets.empty:
        return []
    rows = [
        Row(
            (
                fmt.text(item["file"]),
                fmt.text(item["sheet"]),
                fmt.text(item["title"] or item["table_title"]),
                fmt.text(item["rows"]),
                fmt.text(hashes.get(item["file"], ""))[:16],
            )
        )
        for item in sheets.to_dict("records")
    ]
    heads = ("文件", "工作表", "表题", "数据行", "文件指纹（前 16 位）")
    table = m.table(
        Table(
            "inputs_table",
            "提交的文件与工作表",
            (tuple(Head(text) for text in heads),),
            tuple(rows),
            period=f"{m.year} 年度",
            source="data/raw",
            merged=(0,),
            wide=True,
        )
    )
    return [m.say(line("本报告的数据取自{table}所列文件。", table=cite(table.id))), table]
