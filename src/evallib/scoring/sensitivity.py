"""Sensitivity (敏感性分析): what a percentage point is worth, which improvements pay most, what moves the grade."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evallib.scoring.calculation import SCORE, VALUE
from evallib.scoring.expression import round_half_up
from evallib.scoring.scorecard import IndicatorScore, Scorecard
from evallib.scoring.wording import show

if TYPE_CHECKING:
    import pandas as pd

POINT = Decimal("0.01")
ONE = Decimal(1)
NEEDED = {
    "tiers": "达到最高档", "ranges": "达到最高一段", "qualitative": "达成年度指标", "deficiencies": "没有扣分的问题",
    "incidents": "不再发生", "unfinished_tasks": "完成全部计划", "checks": "各要点均符合",
}  # fmt: skip
GOALS = ("目标值", "界限")


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
        score.indicator.code, score.indicator.name, score.value_text, score.score, score.weight, lost,
        _per_point(score), needed,
    )  # fmt: skip


def _is_rate(score: IndicatorScore) -> bool:
    styles = {
        **{item.name: item.style for item in score.inputs},
        **{step.name: step.style for step in score.calc.steps},
    }
    return isinstance(score.state.get(VALUE), Decimal) and styles.get(VALUE) == "percent"


def _per_point(score: IndicatorScore) -> Decimal | None:
    """The change of the unrounded score for one step in the better direction."""
    base = score.raw
    if base is None or score.status in {"not_applicable", "missing", "declared"}:
        return None
    if _is_rate(score):
        moved = [_score_with(score, VALUE, score.state[VALUE] + step) for step in (POINT, -POINT)]
        gains = [after - base for after in moved if after is not None]
        return max(gains, default=Decimal(0)).max(Decimal(0))
    for counted in ("问题项数", "发生次数"):
        if score.state.get(counted, Decimal(0)) >= ONE:
            after = _score_with(score, counted, score.state[counted] - ONE)
            return None if after is None else after - base
    if score.state.get("未完成项数", Decimal(0)) >= ONE:
        after = _score_with(score, "完成项数", score.state["完成项数"] + ONE)
        return None if after is None else after - base
    return None


def _score_with(score: IndicatorScore, name: str, value: Decimal) -> Decimal | None:
    """The unrounded score if one input, step or parameter had another value."""
    calc = score.calc
    state: dict[str, Any] = {p.name: p.value for p in calc.parameters.values()}
    state.update({item.name: item.value for item in score.inputs})
    state[name] = value
    replaced = {step.name for step in calc.steps} & {name}
    state, stopped = calc.evaluate(state, keep=replaced)
    return None if stopped else state[SCORE]


@dataclass(frozen=True, slots=True)
class Movement:
    """How the total and the grade move when one target or one weight moves (a bar of a tornado chart)."""

    code: str
    name: str
    kind: str
    low_label: str
    high_label: str
    low_total: Decimal
    high_total: Decimal
    low_grade: str
    high_grade: str

    @property
    def span(self) -> Decimal:
        """Length of the bar."""
        return abs(self.high_total - self.low_total)


def movements(
    card: Scorecard, target_step: Decimal = Decimal("0.05"), weight_step: Decimal = Decimal("0.2")
) -> list[Movement]:
    """Move every target and every weight, one at a time; the longest bar first.

    Args:
        card: a complete scorecard.
        target_step: how far a target moves: percentage points for rates, a share of the target otherwise.
        weight_step: how far a weight moves, as a share of it; the other weights give or take in proportion.

    Returns:
        Only what moves the total; scores that rest on a judgement keep their share of the weight.
    """
    if card.total is None:
        return []
    found = [*_targets(card, target_step), *_weights(card, weight_step)]
    return sorted((item for item in found if item.span), key=lambda item: (-item.span, item.code))


def tornado_frame(card: Scorecard, **steps: Decimal) -> pd.DataFrame:
    """`movements` as a frame."""
    import pandas as pd

    rows = [{"code": m.code, "name": m.name, "kind": m.kind, "low_label": m.low_label, "high_label": m.high_label,
             "low_total": m.low_total, "high_total": m.high_total, "low_grade": m.low_grade,
             "high_grade": m.high_grade, "span": m.span} for m in movements(card, **steps)]  # fmt: skip
    columns = [
        "code",
        "name",
        "kind",
        "low_label",
        "high_label",
        "low_total",
        "high_total",
        "low_grade",
        "high_grade",
        "span",
    ]
    return pd.DataFrame(rows, columns=columns)


def _targets(card: Scorecard, step: Decimal) -> Iterator[Movement]:
    for score in card.scores.values():
        if score.status != "rule" or score.raw is None:
            continue
        for parameter in score.calc.parameters.values():
            if parameter.name.split("·")[-1] not in GOALS or not isinstance(parameter.value, Decimal):
                continue
            move = step if parameter.style == "percent" else parameter.value * step
            labels, totals = [], []
            highest = ONE if parameter.style == "percent" and parameter.value <= ONE else parameter.value + move
            for goal in (parameter.value - move, min(parameter.value + move, highest)):
                after = _score_with(score, parameter.name, goal) if goal > 0 else None
                rounded = score.score if after is None else card.framework.rounding.indicator(after * _factor(score))
                labels.append(f"目标 {show(goal, parameter.style)}")
                totals.append(_moved(card, (rounded or Decimal(0)) - (score.score or Decimal(0))))
            yield _movement(card, score, "target", labels, totals)


def _weights(card: Scorecard, step: Decimal) -> Iterator[Movement]:
    full = card.framework.full_score
    assert card.total is not None
    earned = sum((score.score for score in card.scores.values() if score.score is not None), Decimal(0))
    for score in card.scores.values():
        if not score.weight or score.score is None or score.weight == full:
            continue
        labels, totals = [], []
        for sign in (-1, 1):
            weight = score.weight * (1 + sign * step)
            others = (earned - score.score) * (full - weight) / (full - score.weight)
            labels.append(f"分值 {show(weight)}")
            totals.append(_moved(card, score.score * weight / score.weight + others - earned))
        yield _movement(card, score, "weight", labels, totals)


def _factor(score: IndicatorScore) -> Decimal:
    return score.weight / score.indicator.weight


def _moved(card: Scorecard, change: Decimal) -> Decimal:
    assert card.total is not None
    total = min(max(card.total + change, Decimal(0)), card.framework.full_score)
    return round_half_up(total, card.framework.rounding.places)


def _movement(card: Scorecard, score: IndicatorScore, kind: str, labels: list[str], totals: list[Decimal]) -> Movement:
    grade: Callable[[Decimal], str] = card.framework.grade
    low, high = totals
    return Movement(score.indicator.code, score.indicator.name, kind, labels[0], labels[1], low, high,
                    grade(low), grade(high))  # fmt: skip
