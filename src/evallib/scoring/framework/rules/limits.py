"""Rules with an edge: thresholds, cliffs, deadlines, and targets that name several counts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import model_validator

from evallib.scoring.framework.rules.base import RuleModel, not_below_zero
from evallib.scoring.framework.rules.rule_words import OUTCOMES, goal_words, number_words, quantity_of
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.derived_values import Points
from evallib.scoring.language.expression import COMPARISONS, Ask, Expr, added, call, lift
from evallib.scoring.language.targets import Compound, Moment, Quantity
from evallib.scoring.language.wording import day_number

Outcome = Literal["full", "zero", "ask"]


def outcome(scope: Scope, what: Outcome, case: str) -> Expr:
    """Full points, none, or a judgement."""
    if what == "ask":
        return Ask(f"{case}，评分标准未给出分值，由评价人员酌情评分")
    return scope.points if what == "full" else lift(0)


class Threshold(RuleModel):
    """达到要求得满分，否则不得分（或由评价人员酌情评分）.

    Args:
        limit_input: the limit is not in the framework but handed in, e.g. 当年度控制数; `target` then says ≤ or ≥.
        above, below: what a value above or below the target earns; by default the miss earns nothing.
    """

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "达标得满分"
    kind: Literal["threshold"]
    limit_input: str | None = None
    value_input: str | None = None
    op: Literal["≤", "≥"] | None = None
    above: Outcome | None = None
    below: Outcome | None = None

    @model_validator(mode="after")
    def _limit(self) -> Threshold:
        if (self.limit_input is None) != (self.op is None) or (self.limit_input is None) != (self.value_input is None):
            raise ValueError("limit_input、value_input 与 op 须同时填写")
        return self

    def build(self, scope: Scope) -> Expr:
        """Compare the value with its limit."""
        if self.limit_input and self.value_input:
            op: str = self.op or ""
            value, goal = scope.input(self.value_input), scope.input(self.limit_input)
        else:
            target = scope.quantity()
            op = target.op
            goal = scope.parameter("目标值", target.number, target.style)
            value = scope.value()
        above = outcome(scope, self.above or ("full" if op in {"≥", ">"} else "zero"), "高于目标")
        below = outcome(scope, self.below or ("full" if op in {"≤", "<"} else "zero"), "低于目标")
        if op in {"", "="}:
            return call("if", call("gt", value, goal), above, call("if", call("lt", value, goal), below, scope.points))
        missed = below if op in {"≥", ">"} else above
        return call("if", call(COMPARISONS[op], value, goal), scope.points, missed)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Met or missed."""
        if self.limit_input:
            return f"{self.value_input} {self.op} {self.limit_input}得满分，否则不得分"
        quantity = quantity_of(target)
        op = quantity.op if quantity else ""
        above = OUTCOMES[self.above or ("full" if op in {"≥", ">"} else "zero")]
        below = OUTCOMES[self.below or ("full" if op in {"≤", "<"} else "zero")]
        if op in {"", "="}:
            return f"等于{goal_words(target)}得满分，高于目标{above}，低于目标{below}"
        return f"达到{goal_words(target)}得满分，否则{below if op in {'≥', '>'} else above}"


class Cliff(RuleModel):
    """超过界限不得分；界限以内按 `within` 得满分，或由评价人员评分."""

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "超限不得分"
    kind: Literal["cliff"]
    within: Outcome = "full"

    def build(self, scope: Scope) -> Expr:
        """Zero beyond the limit."""
        target = scope.quantity()
        goal = scope.parameter("界限", target.number, target.style)
        kept = call(COMPARISONS.get(target.op, "le"), scope.value(), goal)
        return call("if", kept, outcome(scope, self.within, "在界限以内"), 0)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Nothing beyond the limit."""
        return f"在界限（{target}）以内{OUTCOMES[self.within]}，超过界限不得分"


class Deadline(RuleModel):
    """按期完成得满分；逾期不得分，或每逾期1天扣分."""

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "时限目标"
    kind: Literal["deadline"]
    deduct_per_day: Points | None = None

    def build(self, scope: Scope) -> Expr:
        """Compare the day of completion with the deadline."""
        target = scope.target_of(Moment, "时限目标应为日期", "请写成 2023年12月31日前")
        due = scope.parameter("完成时限", day_number(target.day), "date")
        done = scope.input(VALUE, "date", target=Quantity(day_number(target.day), "日期", "≤"))
        late = scope.step("逾期天数", not_below_zero(done - due), "number")
        if self.deduct_per_day is None:
            return call("if", call("gt", late, 0), 0, scope.points)
        return not_below_zero(scope.points - late * scope.parameter("每天扣分", self.deduct_per_day, "points"))

    def tell(self, target: str | None, weight: Decimal) -> str:
        """In time, or late."""
        points = self.deduct_per_day
        late = "逾期不得分" if points is None else f"每逾期 1 天扣 {number_words(points)} 分，扣完为止"
        return f"按期（{target}）完成得满分，{late}" if target else f"按期完成得满分，{late}"


class Several(RuleModel):
    """复合目标（13大类144小类）：各项均达到得满分，否则按各项完成比例的平均得分."""

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "复合目标"
    kind: Literal["several"]

    def build(self, scope: Scope) -> Expr:
        """Mean completion of the components, each capped at 100%."""
        target = scope.target_of(Compound, "复合目标应写出各项数量", "请写成 13大类144小类")
        scope.input(VALUE, "text", components=tuple(part.unit for part in target.parts))
        shares = []
        for part in target.parts:
            goal = scope.parameter(f"目标{part.unit}", part.number, "number")
            reached = scope.input(f"{scope.named(VALUE)}·{part.unit}".removeprefix(scope.prefix))
            shares.append(scope.step(f"{part.unit}完成比例", call("min", reached / goal, 1), "percent"))
        return scope.points * (added(shares) / len(shares))

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The mean completion of the parts."""
        return f"各项都达到{goal_words(target)}得满分，否则按各项完成比例的平均数得分"
