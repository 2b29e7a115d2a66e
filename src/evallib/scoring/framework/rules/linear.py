"""Rules in proportion: points off per 1% from a target, tolerance bands, score in proportion to the target."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import model_validator

from evallib.model.problems import EvallibError, Problem
from evallib.scoring.framework.rules.base import ROUNDERS, RuleModel, not_below_zero
from evallib.scoring.framework.rules.rule_words import each_words, goal_words, side_words, step_words
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.derived_values import Points, Share
from evallib.scoring.language.expression import Expr, added, call, lift
from evallib.scoring.language.targets import Quantity, parse, parse_target
from evallib.scoring.language.wording import show

Counting = Literal["proportional", "whole", "started"]


class PerStepRule(RuleModel):
    """Points or share of the weight lost per step (1% unless stated otherwise).

    Args:
        deduct_points: points per step, or
        deduct_share: share of the weight per step.
        per: size of a step, in the target's unit.
        counting: `proportional` (按比例), `whole` (不足一步不扣), `started` (不足一步按一步扣).
    """

    keeps: ClassVar[bool] = True
    deduct_points: Points | None = None
    deduct_share: Share | None = None
    per: str = "1%"
    counting: Counting = "proportional"

    @model_validator(mode="after")
    def _consistent(self) -> PerStepRule:
        if (self.deduct_points is None) == (self.deduct_share is None):
            raise ValueError("deduct_points（扣分）与 deduct_share（扣权重的百分比）须写且只写一项")
        step = parse(self.per)
        if not isinstance(step, Quantity) or step.number <= 0 or not step.unit:
            raise ValueError("per 须为带单位的正数，例如 1%")
        return self

    def deduction(self, scope: Scope, gap: Expr) -> Expr:
        """The points that a gap costs."""
        step = parse(self.per)
        assert isinstance(step, Quantity)
        steps = gap / scope.parameter("每步", step.number, step.style)
        if self.counting != "proportional":
            steps = scope.step("步数", call(ROUNDERS[self.counting], steps), "number")
        if self.deduct_points is not None:
            return steps * scope.parameter("每步扣分", self.deduct_points, "points")
        assert self.deduct_share is not None
        return steps * scope.parameter("每步扣权重", self.deduct_share, "percent") * scope.points

    @property
    def step_told(self) -> str:
        """One step and what it costs."""
        return step_words(self.per, each_words(self.deduct_points, self.deduct_share), self.counting)

    def check_unit(self, target: Quantity) -> None:
        """The step and the target must be of one kind."""
        if parse(self.per).unit != target.unit:  # type: ignore[union-attr]
            raise EvallibError(
                Problem(
                    "framework.step_unit",
                    "每步（per）的单位与目标值不一致",
                    value=self.per,
                    expected=f"单位“{target.unit}”",
                    advice="请改为相同单位",
                )
            )


class Linear(PerStepRule):
    """目标以下（≤ 目标则以上）每1%扣X分或扣权重的x%，扣完为止."""

    label: ClassVar[str] = "每差1%扣分"
    kind: Literal["linear"]

    def build(self, scope: Scope) -> Expr:
        """分值 − 差距 ÷ 每步 × 每步扣分, not below zero."""
        target = scope.quantity()
        self.check_unit(target)
        style = target.style
        goal = scope.parameter("目标值", target.number, style)
        value = scope.value()
        gap = scope.step("与目标的差距", not_below_zero(value - goal if target.reverse else goal - value), style)
        lost = scope.step("扣分", self.deduction(scope, gap))
        return not_below_zero(scope.points - lost)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Full at the target, a deduction for each step from it."""
        return f"达到{goal_words(target)}得满分，每{side_words(target)} {self.step_told}，扣完为止"


class Band(PerStepRule):
    """在±允许幅度内得满分，超出部分每1%扣分；`each` 时对每个项目分别计算并累计扣分."""

    label: ClassVar[str] = "允许幅度内满分"
    monotone: ClassVar[bool] = False
    kind: Literal["band"]
    tolerance: str
    each: bool = False

    @model_validator(mode="after")
    def _tolerance(self) -> Band:
        band = parse_target(self.tolerance)
        if not isinstance(band, Quantity) or band.number < 0:
            raise ValueError("tolerance 须为带单位的数值，例如 10%")
        return self

    def build(self, scope: Scope) -> Expr:
        """分值 − Σ 超出幅度 ÷ 每步 × 每步扣分, not below zero."""
        band = parse_target(self.tolerance)
        assert isinstance(band, Quantity)
        self.check_unit(band)
        limit = scope.parameter("允许幅度", band.number, band.style)
        scope.target_text = None
        if self.each:
            names = {item: f"{scope.named(VALUE)}·{item}".removeprefix(scope.prefix) for item in scope.items()}
            values = {f"{item}·": scope.input(name, band.style, signed=True) for item, name in names.items()}
        elif scope.spec.kind == "given":
            values = {"": scope.input(VALUE, band.style, signed=True)}
        else:
            values = {"": scope.value()}
        if not values:
            scope.input(f"{VALUE}（逐项）")  # nothing was listed: ask for it by name
            return lift(0)
        over = [
            scope.step(f"{item}超出幅度", not_below_zero(call("abs", value) - limit), band.style)
            for item, value in values.items()
        ]
        total = over[0] if len(over) == 1 else scope.step("超出幅度合计", added(over), band.style)
        lost = scope.step("扣分", self.deduction(scope, total))
        return not_below_zero(scope.points - lost)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Full inside the band, a deduction for each step outside."""
        band = parse_target(self.tolerance)
        told = (
            "没有偏差得满分，每偏差"
            if isinstance(band, Quantity) and not band.number
            else f"在 ±{self.tolerance} 以内得满分，每超出"
        )
        told += f" {self.step_told}，扣完为止"
        return told + ("；逐项计算，扣分累计" if self.each else "")


class Overshoot(RuleModel):
    """完成值远高于（偏低的）目标时的扣减：超出容许比例的部分按偏离度扣减."""

    label: ClassVar[str] = "超额扣减"
    tolerance: Share

    def build(self, scope: Scope) -> Expr:
        """The tolerated excess."""
        return scope.parameter("容许超额", self.tolerance, "percent")


class Proportional(RuleModel):
    """达到目标得满分，否则按完成比例得分，封顶分值；≤ 目标按 目标 ÷ 实际.

    Args:
        cap: highest share of the weight.
        zero_below: completion below which nothing is earned.
        overshoot: deduction for values far above the target.
    """

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "按完成比例得分"
    kind: Literal["proportional"]
    cap: Share = Decimal(1)
    zero_below: Share | None = None
    overshoot: Overshoot | None = None

    def build(self, scope: Scope) -> Expr:
        """分值 × 较小者(完成比例, 封顶)."""
        target = scope.quantity()
        if not target.number:
            raise EvallibError(
                Problem(
                    "framework.zero_target",
                    "按完成比例得分的目标值不能为零",
                    value=scope.target_text or "",
                    advice="目标为0次时请用零次目标（zero_incident）",
                )
            )
        goal = scope.parameter("目标值", target.number, target.style)
        value = scope.value()
        ratio = call("if", call("le", value, goal), 1, goal / value) if target.reverse else value / goal
        done = scope.step("完成比例", not_below_zero(ratio), "percent")
        cap = scope.parameter("封顶比例", self.cap, "percent")
        share = call("min", done, cap)
        if self.overshoot is not None:
            excess = not_below_zero(done - 1 - self.overshoot.build(scope))
            share = not_below_zero(share - scope.step("超额偏离", excess, "percent"))
        score = scope.points * share
        if self.zero_below is None:
            return score
        least = scope.parameter("最低完成比例", self.zero_below, "percent")
        return call("if", call("lt", done, least), 0, score)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The weight, or its share up to the cap."""
        return f"封顶比例 {self.cap:%}，最多", weight * self.cap

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The share of the target that was reached."""
        parts = [] if self.zero_below is None else [f"完成比例低于 {show(self.zero_below, 'percent')} 不得分"]
        if self.cap != 1:
            parts.append(f"最多得分值的 {show(self.cap, 'percent')}")
        if self.overshoot is not None:
            parts.append(f"超过目标 {show(self.overshoot.tolerance, 'percent')} 以上的部分按超出比例扣减")
        return f"达到{goal_words(target)}得满分，否则按完成比例得分" + "".join(f"；{part}" for part in parts)
