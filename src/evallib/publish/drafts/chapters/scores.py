"""Scores (得分): every score, weight and rate of an indicator, a level or the whole as one figure each."""

from __future__ import annotations

from evallib.publish.drafts.chapters.findings import score_sources
from evallib.publish.drafts.material import Material
from evallib.publish.drafts.tree import Figure
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import LevelScore, Scorecard

OPEN = "待补充"


def computed_from(card: Scorecard) -> str:
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
