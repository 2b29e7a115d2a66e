"""The score of one indicator (指标得分), with everything it was computed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from evallib.model.problems import Problem
from evallib.model.rounding import round_half_up
from evallib.scoring.framework.definition import Indicator
from evallib.scoring.inputs.binding import BoundInput
from evallib.scoring.inputs.entries import Entry
from evallib.scoring.language.calculation import SCORE, VALUE, Calculation
from evallib.scoring.language.wording import show

Status = Literal["rule", "declared", "override", "judged", "not_applicable", "missing"]
STATUS_LABELS: dict[Status, str] = {
    "rule": "按规则计算", "declared": "按约定计分", "override": "人工调整", "judged": "人工评定",
    "not_applicable": "不适用", "missing": "待补充",
}  # fmt: skip


@dataclass(slots=True)
class IndicatorScore:
    """One indicator's score.

    Args:
        weight: the weight that counts, after re-spreading; `indicator.weight` is the printed one.
        literal: what the rule gives, rounded as declared; None where the rule does not decide.
        score: the score that counts: the override's, else the literal one.
        reason: why there is no literal score, or what was declared for the case.
        state: every input, parameter and step by name.
    """

    indicator: Indicator
    weight: Decimal
    status: Status
    literal: Decimal | None
    score: Decimal | None
    entry: Entry
    calc: Calculation
    inputs: list[BoundInput]
    state: dict[str, Any]
    reason: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def raw(self) -> Decimal | None:
        """The score before rounding and re-spreading."""
        return self.state.get(SCORE)

    @property
    def value_text(self) -> str:
        """业绩值 as a reader sees it: as written, else as derived, else the few things that were counted."""
        if self.entry.value is not None and isinstance(self.entry.value.value, str):
            return self.entry.value.value
        if self.entry.value is not None and self.entry.value.value is None and self.status == "judged":
            return self.entry.value.note  # what the form says, which no rule can read
        name = VALUE if VALUE in self.state else "完成率"
        if isinstance(derived := self.state.get(name), Decimal):
            return show(round_half_up(derived, 4), self.calc.styles[name])
        given = [item for item in self.inputs if item.written and item.written != "否"]
        if len(given) > 3:
            return f"{len(given)}项数据"
        return "；".join(f"{item.name.split('·')[-1]}{item.written}" for item in given)

    @property
    def factor(self) -> Decimal:
        """What re-spreading made of a point of the rule; 1 where the indicator has no points at all."""
        return self.weight / self.indicator.weight if self.indicator.weight else Decimal(1)

    @property
    def rate(self) -> Decimal | None:
        """得分率 = 得分 ÷ 权重, a fraction."""
        return self.score / self.weight if self.score is not None and self.weight else None

    @property
    def lost(self) -> Decimal | None:
        """Points lost."""
        return self.weight - self.score if self.score is not None else None
