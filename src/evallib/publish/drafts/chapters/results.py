"""Results (评价结论): total and grade, levels, what each level got and lost, and the proof of every indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from evallib.publish.drafts.chapters.findings import lost_figure, score_sources
from evallib.publish.drafts.chapters.rates import rate_sentences
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Chart, Figure, Head, Piece, Pieces, Row, Series, Table, joined, line
from evallib.publish.words import format as fmt
from evallib.scoring.scorecard import IndicatorScore, LevelScore, Scorecard

OPEN = "待补充"
PROBLEMS = re.compile(r"问题项数(\d+)")


def _computed(card: Scorecard) -> str:
    """Where scores come from, for the source line of a table."""
    return f"评价底稿；指标体系为{card.framework.name}" + (
        f"（{card.framework.document_no}）" if card.framework.document_no else ""
    )


def score_figure(m: Material, score: IndicatorScore) -> Figure | str:
    """The score of an indicator."""
    if score.score is None:
        return OPEN
    code = score.indicator.code
    return m.book.derived(
        f"score.{code}",
        fmt.points(score.score),
        f"{code} {score.indicator.name}得分",
        score_sources(score),
        "分",
        f"{m.year}年度",
    )


def weight_figure(m: Material, score: IndicatorScore) -> Figure:
    """The weight of an indicator."""
    code = score.indicator.code
    return m.book.derived(
        f"weight.{code}", fmt.points(score.weight), f"{code} {score.indicator.name}分值", ["指标体系"], "分"
    )


def rate_figure(m: Material, score: IndicatorScore) -> Figure | str:
    """得分率 of an indicator."""
    code = score.indicator.code
    if score.rate is None:
        return OPEN
    return m.book.derived(
        f"rate.{code}",
        fmt.pct(score.rate),
        f"{code} {score.indicator.name}得分率",
        [score_figure(m, score), weight_figure(m, score)],
    )


def level_figures(m: Material, level: LevelScore) -> tuple[Figure, Figure | str, Figure | str]:
    """Weight, score and rate of a level."""
    assert m.card is not None
    name = f"{level.code} {level.name}"
    below = [
        score
        for code, score in m.card.scores.items()
        if any(node.code == level.code for node in m.card.framework.path(code))
    ]
    weight = m.book.derived(f"weight.{level.code}", fmt.points(level.weight), f"{name}权重", ["指标体系"], "分")
    if level.score is None:
        return weight, OPEN, OPEN
    sources = [place for score in below for place in score_sources(score)]
    got = m.book.derived(f"score.{level.code}", fmt.points(level.score), f"{name}得分", sources, "分", f"{m.year}年度")
    return weight, got, m.book.derived(f"rate.{level.code}", fmt.pct(level.rate), f"{name}得分率", [got, weight])


def total_figures(m: Material, card: Scorecard) -> tuple[Figure, Figure | str, Figure | str]:
    """Full marks, total and rate."""
    full = m.book.derived("weight.total", fmt.points(card.framework.full_score), "满分", ["指标体系"], "分")
    if card.total is None:
        return full, OPEN, OPEN
    sources = [place for score in card.scores.values() for place in score_sources(score)]
    total = m.book.derived("score.total", fmt.points(card.total), "总分", sources, "分", f"{m.year}年度")
    return (
        full,
        total,
        m.book.derived("rate.total", fmt.pct(card.total / card.framework.full_score), "总得分率", [total, full]),
    )


def first_levels(card: Scorecard) -> list[LevelScore]:
    """The levels of the first depth."""
    return [level for level in card.levels.values() if level.depth == 1]


def conclusion(m: Material) -> list[Block]:
    """Total, grade, and each first level in one sentence; the verdict is the name of the grade and nothing else."""
    card = m.card
    if card is None:
        return []
    _, total, _ = total_figures(m, card)
    if card.total is None:
        low, high = card.bounds
        return [m.say((f"有指标缺少得分，总分在 {fmt.points(low)} 至 {fmt.points(high)} 分之间，等级待定。",))]
    parts = []
    for level in first_levels(card):
        weight, got, rate = level_figures(m, level)
        parts.append(line("{name}权重 {w} 分，得 {s} 分，得分率 {r}", name=level.name, w=weight, s=got, r=rate))
    what = card.unit.subject or "部门整体支出"
    return [m.say(line("{year} 年度{what}绩效评价总分 {total} 分，等级为“{grade}”。其中：{parts}。", year=str(m.year), what=what, total=total,
                       grade=card.grade, parts=joined(parts, "；")))]  # fmt: skip


def levels_table(m: Material) -> list[Block]:
    """S4-0: the first levels side by side."""
    card = m.card
    if card is None:
        return []
    columns = [level_figures(m, level) for level in first_levels(card)] + [total_figures(m, card)]
    rows = [
        Row((name, *(column[place] for column in columns))) for place, name in enumerate(("权重", "得分", "得分率"))
    ]
    heads = ("指标", *(f"{level.code} {level.name}" for level in first_levels(card)), "合计")
    table = m.table(
        Table(
            "levels",
            f"{m.year} 年度绩效得分情况",
            (tuple(Head(text) for text in heads),),
            tuple(rows),
            "分",
            f"{m.year} 年度",
            _computed(card),
        )
    )
    return [m.say(line("各一级指标得分见{table}。", table=cite(table.id))), table]


def levels_chart(m: Material) -> list[Block]:
    """得分率 of the first levels."""
    card = m.card
    levels = [level for level in first_levels(card) if level.rate is not None] if card else []
    if card is None or len(levels) < 2 or "levels" not in m.tables:
        return []
    labels = tuple(str(level_figures(m, level)[2]) for level in levels)
    series = Series("得分率", tuple(float(level.rate or 0) * 100 for level in levels), labels)
    chart = Chart("levels_chart", "各一级指标得分率", "bar", tuple(f"{level.code} {level.name}" for level in levels), (series,), "%", f"{m.year} 年度",
                  _computed(card), "；".join(f"{level.name} {label}" for level, label in zip(levels, labels, strict=True)), "levels")  # fmt: skip
    return [m.say(line("得分率的比较见{chart}，数据取自{table}。", chart=cite(chart.id), table=cite("levels"))), chart]


def analysis(m: Material) -> list[Block]:
    """Per first level: how many indicators got full marks, and which lost points, the largest first."""
    card = m.card
    return [m.say(_level_analysis(m, card, level)) for level in first_levels(card)] if card else []


def _level_analysis(m: Material, card: Scorecard, level: LevelScore) -> Pieces:
    scores = [score for code, score in card.scores.items() if card.framework.path(code)[0].code == level.code]
    lost = sorted((score for score in scores if score.lost), key=lambda score: -(score.lost or 0))
    weight, got, _ = level_figures(m, level)
    full = sum(1 for score in scores if score.score is not None and not score.lost)
    count = m.book.derived(f"count.{level.code}", str(len(scores)), f"{level.name}指标数", ["指标体系"], "个")
    ones = m.book.derived(
        f"full.{level.code}", str(full), f"{level.name}得满分的指标数", [got] if isinstance(got, Figure) else [], "个"
    )
    head = line(
        "{name}：共 {n} 个指标，{full} 个得满分，得 {got} 分（权重 {w} 分）",
        name=level.name,
        n=count,
        full=ones,
        got=got,
        w=weight,
    )
    if not lost:
        return (*head, "，无扣分指标。")
    parts = [
        line("{code} {name}失 {lost} 分", code=s.indicator.code, name=s.indicator.name, lost=lost_figure(m, s))
        for s in lost
    ]
    return (*head, *line("。扣分指标：{parts}。", parts=joined(parts)))


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
    """S0-9: the whole indicator system with values and scores, on pages that are turned; columns without a word are left out."""
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
    table = m.table(Table("system", f"{m.year} 年度评价指标体系及得分", (tuple(Head(heads[c]) for c in kept),), shown, "分", f"{m.year} 年度",
                          _computed(card), merged=merged, widths=tuple(widths[c] for c in kept), wide=True))  # fmt: skip
    return [m.say(line("指标体系、评分标准、业绩值与得分见{table}。", table=cite(table.id))), table]


def _system_row(m: Material, card: Scorecard, code: str, score: IndicatorScore, depth: int) -> tuple[Piece, ...]:
    path = [f"{node.code} {node.name}" for node in card.framework.path(code)]
    path = [*path[:-1], *[fmt.NOTHING] * (depth - len(path)), path[-1]]
    first = level_figures(m, card.levels[card.framework.path(code)[0].code])[0]
    told = (score.indicator.explanation, score.indicator.rule_text, score.indicator.data_source, value_shown(m, score))
    return (path[0], first, *path[1:], weight_figure(m, score), *map(fmt.text, told), score_figure(m, score))


def system_sentence(m: Material) -> list[Block]:
    """Where the indicator system came from and where it is printed whole."""
    card = m.card
    if card is None:
        return []
    count = m.book.derived("count.all", str(len(card.scores)), "指标数", ["指标体系"], "个")
    text = "采用{name}，共 {n} 个计分指标，满分 {full} 分，全表见附件1（{table}）。"
    return [m.say(line(text, name=card.framework.name, n=count, full=total_figures(m, card)[0], table=cite("system")))]


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
        Table("scores", f"{m.year} 年度指标评分情况", head, tuple(rows), "分", f"{m.year} 年度", _computed(card))
    )
    return [m.say(line("{n} 个指标的评分情况见{table}。", n=m.book.derived("count.all", str(len(card.scores)), "指标数", ["指标体系"], "个"),
                       table=cite(table.id))), table]  # fmt: skip


def _level_rows(m: Material, card: Scorecard, level: LevelScore) -> list[Row]:
    own = [score for code, score in card.scores.items() if card.framework.path(code)[0].code == level.code]
    lines = [
        Row((f"{s.indicator.code} {s.indicator.name}", weight_figure(m, s), score_figure(m, s), rate_figure(m, s)))
        for s in own
    ]
    return [*lines, Row((f"{level.code} {level.name}小计", *level_figures(m, level)), "subtotal")]


def proof(m: Material) -> list[Block]:
    """S0-12 to 14, S4-17 to 20: per first level its table; per indicator the fact, the score, and for a loss the rule."""
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
                f"scores_{first.code.lower()}",
                f"{name}得分情况",
                head,
                tuple(_level_rows(m, card, level)),
                "分",
                f"{m.year} 年度",
                _computed(card),
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
        blocks += [m.say(_proof(m, score), name=f"i_{code.lower()}_", link=f"DG-{code}") for code, score in group]
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


def achievements(m: Material) -> list[Block]:
    """For the summary: sentences of rates and counts whose figures stand in the body."""
    return [m.say(pieces) for pieces in rate_sentences(m)]


def losses_chart(m: Material) -> list[Block]:
    """Points lost, the largest first."""
    card = m.card
    lost = sorted((s for s in card.scores.values() if s.lost), key=lambda s: -(s.lost or 0))[:12] if card else []
    if card is None or len(lost) < 2 or "scores" not in m.tables:
        return []
    series = Series("失分", tuple(float(s.lost or 0) for s in lost), tuple(fmt.points(s.lost) for s in lost))
    chart = Chart("losses_chart", "失分最多的指标", "bar", tuple(f"{s.indicator.code} {s.indicator.name}" for s in lost), (series,), "分", f"{m.year} 年度",
                  _computed(card), "；".join(f"{s.indicator.name} {fmt.points(s.lost)}" for s in lost), "scores")  # fmt: skip
    return [
        m.say(line("失分最多的指标见{chart}，全部得分见{table}。", chart=cite(chart.id), table=cite("scores"))),
        chart,
    ]


def management_facts(m: Material) -> Sequence[Pieces]:
    """Facts: indicators on institutions and control, with score and deficiency."""
    words = ("制度", "内控", "管理", "决策", "规范", "公开", "培训", "采购")
    found = [s for s in m.card.scores.values() if any(word in s.indicator.name for word in words)] if m.card else []
    return [
        (f"{s.indicator.code} {s.indicator.name}：{fmt.points(s.score)}/{fmt.points(s.weight)} 分"
         + (f"，{'；'.join(s.entry.deficiencies)}" if s.entry.deficiencies else ""),)
        for s in found
    ]  # fmt: skip
