"""Movements (敏感性、龙卷风图数据): how total and grade move when one target or one weight moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from evallib.model.rounding import round_half_up
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.language.wording import show
from evallib.scoring.scorecard import Scorecard
from evallib.scoring.what_if.sensitivity import score_with

if TYPE_CHECKING:
    import pandas as pd

ONE = Decimal(1)
GOALS = ("目标值", "界限")  # the parameters that are targets


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

    columns = [*(field.name for field in fields(Movement)), "span"]
    rows = [[getattr(movement, column) for column in columns] for movement in movements(card, **steps)]
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
                after = score_with(score, parameter.name, goal) if goal > 0 else None
                rounded = score.score if after is None else card.framework.rounding.indicator(after * score.factor)
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
            weight = min(score.weight * (1 + sign * step), full)
            others = (earned - score.score) * (full - weight) / (full - score.weight)
            labels.append(f"分值 {show(weight)}")
            totals.append(_moved(card, score.score * weight / score.weight + others - earned))
        yield _movement(card, score, "weight", labels, totals)


def _moved(card: Scorecard, change: Decimal) -> Decimal:
    assert card.total is not None
    total = min(max(card.total + change, Decimal(0)), card.framework.full_score)
    return round_half_up(total, card.framework.rounding.places)


def _movement(card: Scorecard, score: IndicatorScore, kind: str, labels: list[str], totals: list[Decimal]) -> Movement:
    grade = card.framework.grade
    low, high = totals
    return Movement(
        score.indicator.code, score.indicator.name, kind, labels[0], labels[1], low, high, grade(low), grade(high)
    )
