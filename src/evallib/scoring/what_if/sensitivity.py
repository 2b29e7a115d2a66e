"""Sensitivity (敏感性分析): what one more percentage point is worth, and which improvements pay most."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.calculation import SCORE, VALUE
from evallib.scoring.scorecard import Scorecard

POINT = Decimal("0.01")
ONE = Decimal(1)
NEEDED = {
    "tiers": "达到最高档", "ranges": "达到最高一段", "qualitative": "达成年度指标", "deficiencies": "没有扣分的问题",
    "incidents": "不再发生", "unfinished_tasks": "完成全部计划", "checks": "各要点均符合",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Improvement:
    """What better work on one indicator would bring.

    Args:
        gain: points from here to full marks.
        per_point: points for one more percentage point (one thing less, for counts); None if it is no number.
        needed: what full marks take, in words.
    """

    code: str
    name: str
    current: str
    score: Decimal
    weight: Decimal
    gain: Decimal
    per_point: Decimal | None
    needed: str


def improvements(card: Scorecard) -> list[Improvement]:
    """Every indicator that lost points, the largest gain first."""
    found = [_improvement(card, score) for score in card.scores.values() if score.lost]
    return sorted(found, key=lambda item: (-item.gain, item.code))


def best_five(card: Scorecard) -> list[Improvement]:
    """The five improvements that raise the total most."""
    return improvements(card)[:5]


def points_per_percent(card: Scorecard) -> dict[str, Decimal]:
    """Points that one more percentage point (one less, for ≤ targets) brings, for every indicator with a rate."""
    found = {}
    for code, score in card.scores.items():
        worth = _per_point(score)
        if worth is not None and _is_rate(score):
            found[code] = worth
    return found


def _improvement(card: Scorecard, score: IndicatorScore) -> Improvement:
    lost = score.lost
    assert lost is not None and score.score is not None
    rule = score.indicator.rule
    assert rule is not None
    needed = f"达到 {score.indicator.target}" if score.indicator.target else NEEDED.get(rule.kind, "各部分均得满分")
    if score.status in {"override", "judged"}:
        needed = "由评价人员评定"
    return Improvement(
        score.indicator.code,
        score.indicator.name,
        score.value_text,
        score.score,
        score.weight,
        lost,
        _per_point(score),
        needed,
    )


def _is_rate(score: IndicatorScore) -> bool:
    styles = {
        **{item.name: item.style for item in score.inputs},
        **{step.name: step.style for step in score.calc.steps},
    }
    return isinstance(score.state.get(VALUE), Decimal) and styles.get(VALUE) == "percent"


def _per_point(score: IndicatorScore) -> Decimal | None:
    """The change of the unrounded score for one step in the better direction, in points of the weight that counts."""
    if score.raw is None or score.status in {"not_applicable", "missing", "declared"}:
        return None
    change = _better(score, score.raw)
    return None if change is None else change * score.factor


def _better(score: IndicatorScore, base: Decimal) -> Decimal | None:
    if _is_rate(score):
        moved = [score_with(score, VALUE, score.state[VALUE] + step) for step in (POINT, -POINT)]
        gains = [after - base for after in moved if after is not None]
        return max(gains, default=Decimal(0)).max(Decimal(0))
    for counted in ("问题项数", "发生次数"):
        if score.state.get(counted, Decimal(0)) >= ONE:
            after = score_with(score, counted, score.state[counted] - ONE)
            return None if after is None else after - base
    if score.state.get("未完成项数", Decimal(0)) >= ONE:
        after = score_with(score, "完成项数", score.state["完成项数"] + ONE)
        return None if after is None else after - base
    return None


def score_with(score: IndicatorScore, name: str, value: Decimal) -> Decimal | None:
    """The unrounded score if one input, step or parameter had another value."""
    calc = score.calc
    state: dict[str, Any] = {p.name: p.value for p in calc.parameters.values()}
    state.update({item.name: item.value for item in score.inputs})
    state[name] = value
    replaced = {step.name for step in calc.steps} & {name}
    state, stopped = calc.evaluate(state, keep=replaced)
    return None if stopped else state[SCORE]
