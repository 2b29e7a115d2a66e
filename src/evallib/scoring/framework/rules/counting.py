"""Rules that count: deficiencies, incidents, unfinished tasks, all-or-nothing checks, zero incidents."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from evallib.scoring.framework.rules.base import RuleModel, not_below_zero
from evallib.scoring.framework.rules.rule_words import clause_words, each_words, number_words
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.derived_values import Points, Share
from evallib.scoring.language.expression import Expr, added, call

YES, NO = "是", "否"


class CountingRule(RuleModel):
    """Points off per counted thing, down to zero; a clause or a veto (一票否决) takes the whole score.

    Args:
        deduct_points: points per thing, or
        deduct_share: share of the weight per thing.
        zero_clause: e.g. 无规划 - full loss when it applies; asked as 是/否, 否 when nothing is said.
        veto: e.g. 有重大违规违纪行为 - the same, under the name of a veto.
    """

    event: ClassVar[str]
    keeps: ClassVar[bool] = True
    deduct_points: Points | None = None
    deduct_share: Share | None = None
    zero_clause: str | None = None
    veto: str | None = None

    @model_validator(mode="after")
    def _one_deduction(self) -> CountingRule:
        if (self.deduct_points is None) == (self.deduct_share is None):
            raise ValueError("deduct_points（扣分）与 deduct_share（扣权重的百分比）须写且只写一项")
        return self

    def count(self, scope: Scope) -> Expr:
        """The number of counted things."""
        raise NotImplementedError

    def build(self, scope: Scope) -> Expr:
        """分值 − 数量 × 每项扣分, not below zero."""
        if self.deduct_points is not None:
            each = scope.parameter("每项扣分", self.deduct_points, "points")
        else:
            assert self.deduct_share is not None
            each = scope.points * scope.parameter("每项扣权重", self.deduct_share, "percent")
        deduction = scope.step("扣分", self.count(scope) * each)
        score = not_below_zero(scope.points - deduction)
        return with_veto(scope, with_veto(scope, score, self.zero_clause), self.veto)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """What one of them costs."""
        text = f"{self.event}扣{each_words(self.deduct_points, self.deduct_share)}，扣完为止"
        return text + clause_words(self.zero_clause, "不得分") + clause_words(self.veto, "一票否决")


def with_veto(scope: Scope, score: Expr, clause: str | None) -> Expr:
    """Zero when the clause applies."""
    if not clause:
        return score
    answer = scope.input(clause, "text", choices=(YES, NO), default=NO)
    return call("if", call("same", answer, YES), 0, score)


class Deficiencies(CountingRule):
    """每项缺陷扣X分，扣完为止（可带“无制度不得分”“一票否决”）."""

    label: ClassVar[str] = "按缺陷项数扣分"
    event: ClassVar[str] = "每有一项问题"
    kind: Literal["deficiencies"]

    def count(self, scope: Scope) -> Expr:
        """问题项数."""
        return scope.input("问题项数")


class Incidents(CountingRule):
    """每发生一起扣X分或扣权重的x%."""

    label: ClassVar[str] = "按发生次数扣分"
    event: ClassVar[str] = "每发生一次"
    kind: Literal["incidents"]

    def count(self, scope: Scope) -> Expr:
        """发生次数."""
        return scope.input("发生次数")


class UnfinishedTasks(CountingRule):
    """每未完成1项扣X分."""

    label: ClassVar[str] = "按未完成项数扣分"
    event: ClassVar[str] = "每有一项没有完成"
    kind: Literal["unfinished_tasks"]

    def count(self, scope: Scope) -> Expr:
        """计划项数 − 完成项数."""
        planned, done = scope.input("计划项数"), scope.input("完成项数")
        scope.step("完成率", done / planned, "percent")
        return scope.step("未完成项数", not_below_zero(planned - done), "number")


class ZeroIncident(RuleModel):
    """目标为零次：未发生得满分，发生不得分."""

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "零次目标"
    kind: Literal["zero_incident"]

    def build(self, scope: Scope) -> Expr:
        """Full or nothing."""
        return call("if", call("le", scope.value(), 0), scope.points, 0)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """None, or nothing."""
        return "没有发生得满分，发生不得分"


class Check(RuleModel):
    """One point of a check-list; equal shares where no points are given."""

    label: ClassVar[str] = "评价要点"
    name: str
    points: Points | None = None

    def build(self, scope: Scope) -> Expr:
        """是 得分，否 不得分."""
        return call("same", scope.input(self.name, "text", choices=(YES, NO)), YES)


class Checks(RuleModel):
    """逐项判断，符合得该项分，不符合不得分."""

    keeps: ClassVar[bool] = True
    label: ClassVar[str] = "评价要点逐项得分"
    kind: Literal["checks"]
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    veto: str | None = None

    @model_validator(mode="after")
    def _points_for_all_or_none(self) -> Checks:
        if len({check.points is None for check in self.checks}) > 1:
            raise ValueError("评价要点的 points 须全部填写，或全部不填（平均分配）")
        return self

    def build(self, scope: Scope) -> Expr:
        """Sum of the points that hold."""
        parts = []
        for check in self.checks:
            each = (
                scope.points / len(self.checks)
                if check.points is None
                else scope.parameter(f"{check.name}分值", check.points, "points")
            )
            parts.append(scope.step(f"{check.name}得分", call("if", check.build(scope), each, 0)))
        return with_veto(scope, added(parts), self.veto)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """All points together; None for equal shares of the weight."""
        points = [check.points for check in self.checks if check.points is not None]
        return ("要点合计", sum(points, Decimal(0))) if points else None

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Each requirement and its points."""
        names = "；".join(
            f"{c.name}{'' if c.points is None else f'（{number_words(c.points)} 分）'}" for c in self.checks
        )
        shared = "，各项平均分配分值" if self.checks[0].points is None and len(self.checks) > 1 else ""
        return f"逐项判断，符合得该项分，不符合不得分{shared}：{names}{clause_words(self.veto, '一票否决')}"
