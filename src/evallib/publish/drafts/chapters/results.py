"""Results (评价结论): total and grade, the first levels, what each got and lost, the largest losses."""

from __future__ import annotations

from evallib.publish.drafts.chapters.findings import lost_figure
from evallib.publish.drafts.chapters.rates import rate_sentences
from evallib.publish.drafts.chapters.scores import (
    computed_from,
    first_levels,
    level_figures,
    total_figures,
)
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Chart, Figure, Head, Pieces, Row, Series, Table, joined, line
from evallib.publish.words import format as fmt
from evallib.scoring.scorecard import LevelScore, Scorecard


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
    return [
        m.say(
            line(
                "{year} 年度{what}绩效评价总分 {total} 分，等级为“{grade}”。其中：{parts}。",
                year=str(m.year),
                what=what,
                total=total,
                grade=card.grade,
                parts=joined(parts, "；"),
            )
        )
    ]


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
            computed_from(card),
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
    chart = Chart(
        "levels_chart",
        "各一级指标得分率",
        "bar",
        tuple(f"{level.code} {level.name}" for level in levels),
        (series,),
        "%",
        f"{m.year} 年度",
        computed_from(card),
        "；".join(f"{level.name} {label}" for level, label in zip(levels, labels, strict=True)),
        "levels",
    )
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
    chart = Chart(
        "losses_chart",
        "失分最多的指标",
        "bar",
        tuple(f"{s.indicator.code} {s.indicator.name}" for s in lost),
        (series,),
        "分",
        f"{m.year} 年度",
        computed_from(card),
        "；".join(f"{s.indicator.name} {fmt.points(s.lost)}" for s in lost),
        "scores",
    )
    return [
        m.say(line("失分最多的指标见{chart}，全部得分见{table}。", chart=cite(chart.id), table=cite("scores"))),
        chart,
    ]


def system_sentence(m: Material) -> list[Block]:
    """Where the indicator system came from and where it is printed whole."""
    card = m.card
    if card is None:
        return []
    count = m.book.derived("count.all", str(len(card.scores)), "指标数", ["指标体系"], "个")
    text = "采用{name}，共 {n} 个计分指标，满分 {full} 分，全表见附件1（{table}）。"
    return [m.say(line(text, name=card.framework.name, n=count, full=total_figures(m, card)[0], table=cite("system")))]
