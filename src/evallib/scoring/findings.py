"""Findings (评分发现): published scores that do not follow from their rules, totals that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evallib.model.problems import excerpt
from evallib.model.rounding import round_half_up
from evallib.scoring.framework.text_agreement import parted_texts
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import Finding, Scorecard, Severity

WARNING: Severity = "warning"
NOTE: Severity = "note"


def find(card: Scorecard) -> list[Finding]:
    """Compare what was published with what follows from the rules.

    Returns:
        Differences as warnings; published scores that no rule can reproduce for want of data as notes.
    """
    found = [finding for code, score in card.scores.items() for finding in _of_indicator(card, code, score)]
    return [*found, *_outside(card), *_of_levels(card), *_of_framework(card)]


def _outside(card: Scorecard) -> Iterator[Finding]:
    """Points for the execution of the budget that a form prints beside goals which make up the hundred alone."""
    project = card.unit.project
    weight = project.execution_weight if project else None
    goals = sum((goal.weight for goal in card.unit.goals), Decimal(0))
    if project is None or not project.funds or not weight or goals != card.framework.full_score or not card.unit.goals:
        return
    adjusted, executed = (Decimal(amount or 0) for amount in (project.funds[0].adjusted, project.funds[0].executed))
    known = bool(project.funds[0].executed) and adjusted > 0
    reached = f"{round_half_up(min(executed / adjusted, Decimal(1)) * weight, 2):f}" if known else ""
    message = (
        f"各行分值合计 {goals + weight:f}（含预算执行 {weight:f}）；指标分值合计已为 {goals:f}，"
        f"预算执行率（{f'按规则 {reached} 分' if known else '没有执行数或预算数'}）不计入总分"
    )
    yield Finding("scoring.execution_outside", "total", message, f"{weight:f}", reached, "", "note")


def _of_framework(card: Scorecard) -> Iterator[Finding]:
    """What the framework itself makes doubtful: its period, texts that parted from rules, a bonus that was cut."""
    year, valid = card.unit.year, card.framework.valid
    if year < valid.start.year or (valid.end is not None and year > valid.end.year):
        period = f"{valid.start} 至 {valid.end or '今'}"
        message = f"评价年度 {year} 不在指标体系的适用期间（{period}）之内"
        yield Finding("scoring.outside_period", "total", message, str(year), period, card.framework.name)
    for code, told in parted_texts(card.framework).items():
        indicator = card.framework.path(code)[-1]
        message = f"{code} {indicator.name}：评分标准原文与所用规则不一致，{told}"
        yield Finding("scoring.text_differs", code, message, excerpt(indicator.rule_text), "", "评分标准")
    over = beyond_full(card)
    if over > 0:
        message = f"加分后为 {card.framework.full_score + over:f} 分，超过满分 {over:f} 分的部分未计入总分"
        yield Finding(
            "scoring.bonus_cut",
            "total",
            message,
            f"{card.framework.full_score + over:f}",
            f"{card.framework.full_score:f}",
            "加分项",
        )


def beyond_full(card: Scorecard) -> Decimal:
    """Points above full marks that the total does not count."""
    known = sum((s.score for s in card.scores.values() if s.score is not None), Decimal(0))
    for adjustment in card.framework.adjustments:
        moved = card.adjustments[adjustment.code].score or Decimal(0)
        known += moved if adjustment.kind == "bonus" else -moved
    return max(known - card.framework.full_score, Decimal(0))


def _of_indicator(card: Scorecard, code: str, score: IndicatorScore) -> Iterator[Finding]:
    at = f"{code} {score.indicator.name}"
    rule = score.indicator.rule
    for published in score.entry.published:
        where = f"（{published.where}）" if published.where else ""
        if score.literal is None and rule is not None and rule.kind != "judgement":
            message = f"{at}：公布得分 {_points(card, published.score)}{where}，按规则无法重算：{score.reason}"
            yield Finding(
                "scoring.not_recomputable", code, message, _points(card, published.score), "", published.where, "note"
            )
        elif score.literal is not None and published.score != score.literal:
            message = f"{at}：公布得分 {_points(card, published.score)}{where}，按评分规则应为 {score.literal:f}"
            yield Finding(
                "scoring.published_differs",
                code,
                message,
                _points(card, published.score),
                f"{score.literal:f}",
                published.where,
            )
        elif score.literal is None and score.score is not None and published.score != score.score:
            message = f"{at}：公布得分 {_points(card, published.score)}{where}，与评定得分 {score.score:f} 不一致"
            yield Finding(
                "scoring.published_differs",
                code,
                message,
                _points(card, published.score),
                f"{score.score:f}",
                published.where,
            )


def _of_levels(card: Scorecard) -> Iterator[Finding]:
    for item in card.unit.published:
        where = f"（{item.where}）" if item.where else ""
        if item.grade and card.grade and item.grade != card.grade:
            message = f"公布等级“{item.grade}”{where}，按得分应为“{card.grade}”"
            yield Finding("scoring.grade_differs", item.level, message, item.grade, card.grade, item.where)
        if item.score is None:
            continue
        printed, level = f"公布 {_points(card, item.score)}{where}", card.levels.get(item.level)
        computed = card.total if item.level == "total" else level.score if level else None
        name = "总分" if item.level == "total" else f"{item.level} {level.name}小计" if level else item.level
        if computed is not None and round_half_up(computed, card.framework.rounding.places) == item.score:
            continue
        result, code, severity = "" if computed is None else f"{computed:f}", "scoring.not_recomputable", NOTE
        if item.level == "total" and _adds_up(card, item.score):
            rules = f"按评分规则为 {result}，差在上述各项" if result else "有指标尚未评分"
            code, message = "scoring.total_follows", f"总分：{printed}与公布的各项得分相加相符；{rules}"
        elif computed is None:
            why = "有指标尚未评分" if level or item.level == "total" else "指标体系中没有这一级"
            message = f"{name}：{printed}，{why}，无法核对"
        else:
            code, severity, message = "scoring.total_differs", WARNING, f"{name}：{printed}，各项得分相加为 {result}"
        yield Finding(code, item.level, message, _points(card, item.score), result, item.where, severity)


def _adds_up(card: Scorecard, total: Decimal) -> bool:
    """Whether published scores add up to the published total: it is no fault of theirs that rules give another."""
    told = [score.entry.published[0].score if score.entry.published else None for score in card.scores.values()]
    return None not in told and sum((score for score in told if score is not None), Decimal(0)) == total


def _points(card: Scorecard, score: Decimal) -> str:
    """A printed score with the places that the framework declares."""
    return f"{round_half_up(score, card.framework.rounding.places):f}"
