"""Proof (逐项评分): the indicator system with values and scores; for every indicator the fact, the rule, the loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from evallib.publish.drafts.chapters.findings import lost_figure
from evallib.publish.drafts.chapters.scores import (
    computed_from,
    first_levels,
    level_figures,
    rate_figure,
    score_figure,
    total_figures,
    weight_figure,
)
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.narrative import block_name
from evallib.publish.drafts.tree import Block, Head, Piece, Pieces, Row, Table, line
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import LevelScore, Scorecard

PROBLEMS = re.compile(r"问题项数(\d+)")


def value_shown(m: Material, score: IndicatorScore) -> str:
    """业绩值; where it is a count of cases only, after the achievement that the table of goals tells."""
    if found := PROBLEMS.fullmatch(score.value_text):
        return f"问题 {found[1]} 项" if int(found[1]) else "未发现问题"
    text, counted = score.value_text, [item for item in score.inputs if item.written]
    goals = m.frame("goals")
    told = goals[goals["goal_name"] == score.indicator.name]["achievement"].tolist() if len(goals) else []
    if counted and told and isinstance(told[0], str) and text.startswith(counted[0].name.split("·")[-1]):
        return told[0]
    return text


def system_table(m: Material) -> list[Block]:
    """S0-9: the whole indicator system with values and scores, on turned pages; columns without a word left out."""
    card = m.card
    if card is None:
        return []
    depth = max(len(card.framework.path(code)) for code in card.scores)
    names = ("一级指标", "权重", "二级指标", "三级指标", "四级指标")[: depth + 1]
    heads = (*names, "分值", "指标解释", "评分标准", "数据来源", "业绩值", "得分")
    widths = (10, 7, *[9] * (depth - 1), 6, 13, 28, 10, 9, 6)
    rows = [_system_row(m, card, code, score, depth) for code, score in card.scores.items()]
    full, total, _ = total_figures(m, card)
    rows.append(("合计", full, *[""] * (depth - 1), full, "", "", "", "", total))
    kept = [c for c in range(len(heads)) if any(str(row[c]) not in ("", fmt.NOTHING) for row in rows)]
    shown = tuple(Row(tuple(row[c] for c in kept), "line" if row is not rows[-1] else "total") for row in rows)
    merged = tuple(place for place, c in enumerate(kept) if c <= depth - 1)
    table = m.table(
        Table(
            "system",
            f"{m.year} 年度评价指标体系及得分",
            (tuple(Head(heads[c]) for c in kept),),
            shown,
            "分",
            f"{m.year} 年度",
            computed_from(card),
            merged=merged,
            widths=tuple(widths[c] for c in kept),
            wide=True,
        )
    )
    return [m.say(line("指标体系、评分标准、业绩值与得分见{table}。", table=cite(table.id))), table]


def _system_row(m: Material, card: Scorecard, code: str, score: IndicatorScore, depth: int) -> tuple[Piece, ...]:
    path = [f"{node.code} {node.name}" for node in card.framework.path(code)]
    path = [*path[:-1], *[fmt.NOTHING] * (depth - len(path)), path[-1]]
    first = level_figures(m, card.levels[card.framework.path(code)[0].code])[0]
    told = (score.indicator.explanation, score.indicator.rule_text, score.indicator.data_source, value_shown(m, score))
    return (path[0], first, *path[1:], weight_figure(m, score), *map(fmt.text, told), score_figure(m, score))


def score_table(m: Material) -> list[Block]:
    """S0-11: every indicator with weight, score and rate, subtotals and total."""
    card = m.card
    if card is None:
        return []
    rows: list[Row] = []
    for level in first_levels(card):
        rows += _level_rows(m, card, level)
    rows.append(Row(("合计", *total_figures(m, card)), "total"))
    head = (tuple(Head(text) for text in ("指标", "权重", "得分", "得分率")),)
    table = m.table(
        Table("scores", f"{m.year} 年度指标评分情况", head, tuple(rows), "分", f"{m.year} 年度", computed_from(card))
    )
    return [
        m.say(
            line(
                "{n} 个指标的评分情况见{table}。",
                n=m.book.derived("count.all", str(len(card.scores)), "指标数", ["指标体系"], "个"),
                table=cite(table.id),
            )
        ),
        table,
    ]


def _level_rows(m: Material, card: Scorecard, level: LevelScore) -> list[Row]:
    own = [score for code, score in card.scores.items() if card.framework.path(code)[0].code == level.code]
    lines = [
        Row((f"{s.indicator.code} {s.indicator.name}", weight_figure(m, s), score_figure(m, s), rate_figure(m, s)))
        for s in own
    ]
    return [*lines, Row((f"{level.code} {level.name}小计", *level_figures(m, level)), "subtotal")]


def proof(m: Material) -> list[Block]:
    """S0-12 to 14, S4-17 to 20: per first level its table; per indicator the fact, the score, and a loss's rule."""
    card = m.card
    if card is None:
        return []
    blocks: list[Block] = []
    for first, group in groupby(card.scores.items(), key=lambda item: card.framework.path(item[0])[0]):
        level = card.levels[first.code]
        weight, got, rate = level_figures(m, level)
        name = f"{first.code} {first.name}"
        blocks.append(m.say((name,), "item"))
        head = (tuple(Head(text) for text in ("指标", "权重", "得分", "得分率")),)
        table = m.table(
            Table(
                f"scores_{block_name(first.code)}",
                f"{name}得分情况",
                head,
                tuple(_level_rows(m, card, level)),
                "分",
                f"{m.year} 年度",
                computed_from(card),
            )
        )
        blocks.append(
            m.say(
                line(
                    "{name}权重 {w} 分，得 {s} 分，得分率 {r}，见{t}。",
                    name=first.name,
                    w=weight,
                    s=got,
                    r=rate,
                    t=cite(table.id),
                )
            )
        )
        blocks.append(table)
        blocks += [m.say(_proof(m, score), name=f"i_{block_name(code)}_", link=f"DG-{code}") for code, score in group]
    return blocks


def _proof(m: Material, score: IndicatorScore) -> Pieces:
    """What was found, the score, the rule and the loss; a judgement beside what the rule gives."""
    indicator, override = score.indicator, score.entry.override
    pieces: list[Piece] = [f"{indicator.code} {indicator.name}。"]
    fact = score.entry.evidence or (f"业绩值：{score.value_text}。" if score.value_text else "")
    pieces += [fact if fact.endswith("。") else f"{fact}。"] if fact else []
    pieces += line("分值 {w} 分，得 {s} 分", w=weight_figure(m, score), s=score_figure(m, score))
    if score.lost:
        quoted = f"。评分标准：“{indicator.rule_text.rstrip('。')}”" if indicator.rule_text else "。评分细则未提供"
        pieces += (quoted, "，扣 ", *lost_figure(m, score), " 分")
    if score.entry.deficiencies:
        pieces.append(f"。存在的问题：{'；'.join(score.entry.deficiencies)}")
    if override is not None:
        by_rule = (
            "按评分标准或现有数据无法评定" if score.literal is None else f"按规则得 {fmt.points(score.literal)} 分"
        )
        pieces.append(f"。{by_rule}，{override.role}评定，理由：{override.reason.rstrip('。')}")
    elif score.score is None:
        pieces.append(f"。{score.reason}" if score.reason else "")
    return (*pieces, "。")


def management_facts(m: Material) -> Sequence[Pieces]:
    """Facts: indicators on institutions and control, with score and deficiency."""
    words = ("制度", "内控", "管理", "决策", "规范", "公开", "培训", "采购")
    found = [s for s in m.card.scores.values() if any(word in s.indicator.name for word in words)] if m.card else []
    return [
        (
            f"{s.indicator.code} {s.indicator.name}：{fmt.points(s.score)}/{fmt.points(s.weight)} 分"
            + (f"，{'；'.join(s.entry.deficiencies)}" if s.entry.deficiencies else ""),
        )
        for s in found
    ]
