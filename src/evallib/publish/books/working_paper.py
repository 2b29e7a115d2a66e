"""评价底稿.xlsx: the workbook that proves a score - every score is a live formula over the data cells.

Sheets: 封面, 目录, 汇总, 评分表, one 底稿 sheet per level-1 indicator with one block per indicator, 数据, 人工评定,
评分发现, 证据清单, and the clean tables that are handed over with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evallib.model import palette
from evallib.model.books.pen import Pen, open_book
from evallib.publish.books.index_numbers import data_number, name_cell
from evallib.publish.books.paper_block import (
    COLUMNS,
    DATA_SHEET,
    IMPOSSIBLE,
    JUDGEMENT_SHEET,
    OPEN,
    UNDECIDED,
    BlockWriter,
    Places,
)
from evallib.publish.books.paper_data import write_data_sheet
from evallib.publish.books.paper_links import TableLinks
from evallib.publish.books.paper_table import SCORE_SHEET, write_score_table
from evallib.publish.books.signing import write_evidence, write_signers, write_summary
from evallib.publish.messages.scores import card_name
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    import pandas as pd

Rows = dict[tuple[str, str], int]
DATA_HEAD = (("指标代码", 9), ("指标", 20), ("数据项", 20), ("数值", 15), ("填报原文", 16), ("来源文件", 24),
             ("工作表", 14), ("单元格", 9), ("说明", 26), ("索引号", 11))  # fmt: skip
JUDGEMENT_HEAD = (("指标代码", 10), ("指标", 26), ("按规则得分", 12), ("人工评定", 12), ("理由", 70), ("角色", 14))
FINDING_HEAD = (("编号", 26), ("指标", 10), ("公布", 10), ("计算", 10), ("位置", 28), ("说明", 80))
READING = (
    "本底稿的每个得分都是对“数据”表单元格的公式；修改数据、参数或人工评定，得分、小计、合计和等级随之改变。",
    "取自清洁数据表的“数值”是指向后附数据表单元格的公式；改动数据表的单元格，得分同样改变。",
    "“底稿”各表按一级指标分开，每个指标一块：评分标准、参数、数据、计算步骤、按规则得分、采用得分。",
    "“待补充”表示缺少数据，“待定”表示评分标准没有给出分值、须由评价人员评定；二者都不按零分或满分处理。",
    "计算步骤中灰色的“待补充”“待定”“无法计算”（分母为零）表示这一步因此算不下去，不影响其他指标。",
    "金额一律换算为元；百分数按小数保存、按百分数显示。",
)


def write_working_paper(
    card: Scorecard,
    path: Path,
    tables: Mapping[str, pd.DataFrame] | None = None,
    hashes: Mapping[str, str] | None = None,
) -> Path:
    """Write the 评价底稿 of a scorecard.

    Args:
        card: the scorecard.
        path: the .xlsx file; folders are made.
        tables: clean tables to hand over as data sheets, by sheet name.
        hashes: fingerprint of every file that was handed in, for the list of evidence.

    Returns:
        The path.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_book(path, f"{card.unit.title} 评价底稿", card.unit.year) as formats:
        formats.book.set_calc_mode("auto")
        pen = formats.sheet
        cover, contents, summary, table = pen("封面"), pen("目录"), pen("汇总"), pen(SCORE_SHEET)
        blocks = {node.code: pen(f"底稿{node.code}") for node in card.framework.indicators}
        if card.adjustments:
            blocks["±"] = pen("底稿加减分")
        data, judged, found, evidence = pen(DATA_SHEET), pen(JUDGEMENT_SHEET), pen("评分发现"), pen("证据清单")
        rows = _data(data, card, TableLinks(tables or {})), _judgements(judged, card)
        places = {code: at for level, block in blocks.items() for code, at in _blocks(block, card, level, rows).items()}
        scored = write_score_table(table, card, places)
        write_summary(summary, card, scored)
        _findings(found, card)
        write_evidence(evidence, card, hashes or {})
        for name, frame in (tables or {}).items():
            write_data_sheet(pen(name[:31]), name, frame)
        _cover(cover, card, scored.total, scored.grade)
        _contents(contents, formats.book)
        cover.sheet.activate()
    return path


def _all(card: Scorecard) -> list[tuple[str, IndicatorScore]]:
    return [*card.scores.items(), *card.adjustments.items()]


def _blocks(pen: Pen, card: Scorecard, level: str, rows: tuple[Rows, dict[str, int]]) -> dict[str, Places]:
    title = next((f"{n.code} {n.name}" for n in card.framework.indicators if n.code == level), "加分项、扣分项")
    pen.open(f"评价底稿：{title}", COLUMNS)
    writer = BlockWriter(pen, pen.sheet.name, card.framework.rounding, *rows)
    places = {code: writer.write(score, _path(card, code, score)) for code, score in _members(card, level)}
    grey = pen.formats.change(font_color=palette.PALE)
    for word in (OPEN, UNDECIDED, IMPOSSIBLE):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": grey}
        pen.sheet.conditional_format(2, 1, writer.row, 1, rule)
    return places


def _members(card: Scorecard, level: str) -> list[tuple[str, IndicatorScore]]:
    if level == "±":
        return list(card.adjustments.items())
    return [(code, score) for code, score in card.scores.items() if card.framework.path(code)[0].code == level]


def _path(card: Scorecard, code: str, score: IndicatorScore) -> str:
    nodes = card.framework.path(code) if code in card.scores else ()
    return " › ".join(f"{node.code} {node.name}" for node in nodes) or f"{code} {score.indicator.name}"


def _data(pen: Pen, card: Scorecard, links: TableLinks) -> Rows:
    pen.open("评分数据（修改“数值”列，得分随之改变）", DATA_HEAD)
    rows: Rows = {}
    row = 2
    for code, score in _all(card):
        for place, item in enumerate(score.inputs, start=1):
            source = item.source
            cells = (source.file, source.sheet, source.cell, source.note) if source else ("", "", "", "")
            if not any(cells[:3]):
                cells = (card.unit.source, score.entry.source, "", cells[3])
            for column, text in enumerate((code, score.indicator.name, item.name)):
                pen.put(row, column, text)
            link = links.formula(source.origin if source else None, item.value)
            if link:
                pen.put_formula(row, 3, link, item.value, item.style, bg_color=palette.INPUT_FILL)
            else:
                pen.put(row, 3, item.value, item.style, bg_color=palette.INPUT_FILL)
            for column, text in enumerate((item.written, *cells, data_number(code, place)), start=4):
                pen.put(row, column, text)
            name_cell(pen, data_number(code, place), row, 3)
            row += 1
            rows[code, item.name] = row
    pen.sheet.autofilter(1, 0, max(row - 1, 1), len(DATA_HEAD) - 1)
    return rows


def _judgements(pen: Pen, card: Scorecard) -> dict[str, int]:
    pen.open("人工评定（与按规则得分并列，须有理由和角色）", JUDGEMENT_HEAD)
    rows: dict[str, int] = {}
    for row, score in enumerate(card.overrides, start=2):
        override = score.entry.override
        assert override is not None
        pen.put(row, 0, score.indicator.code)
        pen.put(row, 1, score.indicator.name)
        pen.put(row, 2, "无法计算" if score.literal is None else score.literal, "points")
        pen.put(row, 3, score.score, "points", bg_color=palette.INPUT_FILL)
        pen.put(row, 4, override.reason)
        pen.put(row, 5, override.role)
        rows[score.indicator.code] = row + 1
    return rows


def _findings(pen: Pen, card: Scorecard) -> None:
    pen.open("评分发现：公布得分与规则、合计与分项不一致之处", FINDING_HEAD)
    for row, found in enumerate(card.findings, start=2):
        texts = (found.code, found.indicator, found.published, found.computed, found.where, found.message)
        for column, text in enumerate(texts):
            pen.put(row, column, text)


def _cover(pen: Pen, card: Scorecard, total: str, grade: str) -> None:
    pen.sheet.hide_gridlines(2)
    pen.set_width(0, 18)
    pen.set_width(1, 76)
    pen.sheet.set_paper(9)
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.write_string(
        0,
        0,
        "绩效评价底稿（假设测算）" if card.assumptions else "绩效评价底稿",
        pen.formats.get(bold=True, font_size=20, text_wrap=False),
    )
    framework = card.framework
    lines = [
        ("被评价单位", card.unit.unit_name),
        ("评价对象", card_name(card)),
        ("评价年度", f"{card.unit.year} 年度"),
        ("指标体系", framework.name),
        ("文号", framework.document_no),
        ("依据", framework.source),
        ("数据来源", card.unit.source),
        *([("假设", "；".join(card.assumptions))] if card.assumptions else []),
    ]
    for row, (name, text) in enumerate(lines, start=2):
        pen.put(row, 0, name, bold=True)
        pen.put(row, 1, text)
    row = 2 + len(lines)
    value = float(card.total) if card.total is not None else "待补充"
    pen.put(row, 0, "总分", bold=True)
    points = pen.formats.cell("points", bold=True, font_size=14, align="left", num_format="0.00")
    pen.sheet.set_default_row(20)
    pen.sheet.write_formula(row, 1, f"={total}", points, value)
    pen.put(row + 1, 0, "等级", bold=True)
    pen.sheet.write_formula(
        row + 1, 1, f"={grade}", pen.formats.cell("text", bold=True, font_size=14), card.grade or "待定"
    )
    row = write_signers(pen, row + 3)
    for offset, text in enumerate((*READING, *([framework.note] if framework.note else [])), start=row + 1):
        pen.sheet.merge_range(offset, 0, offset, 1, text, pen.formats.note)
        pen.sheet.set_row(offset, 30)


def _contents(pen: Pen, book: Any) -> None:
    pen.sheet.write_string(0, 0, "目录", pen.formats.title)
    pen.sheet.set_column(0, 0, 40)
    pen.print_pages(landscape=False)
    for row, other in enumerate((s for s in book.worksheets() if s.name not in {"封面", "目录"}), start=2):
        link = pen.formats.get(font_color=palette.ACCENT, underline=1)
        pen.sheet.write_url(row, 0, f"internal:'{other.name}'!A1", link, other.name)
