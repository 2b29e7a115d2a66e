"""Rules made of rules: sums of parts with caps, best-of, bonus items, judgement; the union of all kinds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from evallib.model.strict_yaml import Strict
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.counting import (
    Checks,
    Deficiencies,
    Incidents,
    UnfinishedTasks,
    ZeroIncident,
    with_veto,
)
from evallib.scoring.framework.rules.limits import Cliff, Deadline, Several, Threshold
from evallib.scoring.framework.rules.linear import Band, Linear, Proportional
from evallib.scoring.framework.rules.lookup import Qualitative, Ranges, Tiers
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.framework.rules.rule_words import clause_words, number_words
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.derived_values import Given, Points, ValueSpec
from evallib.scoring.language.expression import Ask, Expr, added, call


class Part(Strict):
    """One part of a sum or one option: its own points (cap), value, target and rule."""

    name: str
    points: Points
    rule: Rule
    target: str | None = None
    value: ValueSpec = Given()

    def build(self, scope: Scope) -> Expr:
        """The part's score as a step, never above its points."""
        inner = scope.part(self.name, self.points, self.value, self.target)
        score = self.rule.build(inner)
        return scope.step(f"{self.name}·得分", call("min", score, inner.points))


def _told(parts: Iterable[Part]) -> str:
    told = []
    for count, part in enumerate(parts, start=1):
        inside = [part.value.tell(), part.rule.tell(part.target, part.points)]
        told.append(f"（{count}）{part.name}（{number_words(part.points)} 分）：{'，'.join(filter(None, inside))}")
    return "；".join(told)


class Sum(RuleModel):
    """几部分之和，各有上限（可带一票否决）；合计不超过分值."""

    label: ClassVar[str] = "分项相加"
    kind: Literal["sum"]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    veto: str | None = None

    def build(self, scope: Scope) -> Expr:
        """Add the parts."""
        total = added([part.build(scope) for part in self.parts])
        return with_veto(scope, call("min", total, scope.points), self.veto)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The points of all parts."""
        return "各部分合计", sum((part.points for part in self.parts), Decimal(0))

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The parts, one by one."""
        return f"分 {len(self.parts)} 项相加：{_told(self.parts)}{clause_words(self.veto, '一票否决')}"


class Either(RuleModel):
    """几种算法取最高分；没有数据的算法不参加比较."""

    label: ClassVar[str] = "择优计分"
    kind: Literal["either"]
    options: Annotated[tuple[Part, ...], Field(min_length=2)]

    def build(self, scope: Scope) -> Expr:
        """The best of the options for which something was handed in; all of them when nothing was."""
        known = [*scope.calc.given, *scope.calc.items]
        named = {option.name: f"{scope.prefix}{option.name}" for option in self.options}
        used = [o for o in self.options if any(n == named[o.name] or n.startswith(f"{named[o.name]}·") for n in known)]
        scores = [option.build(scope) for option in used or self.options]
        best = scores[0]
        for score in scores[1:]:
            best = call("max", best, score)
        return call("min", best, scope.points)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The best of the ways."""
        return "分值最高的算法", max(part.points for part in self.options)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The ways, one by one."""
        return f"几种算法取最高分，没有数据的不比：{_told(self.options)}"


class Item(Strict):
    """A bonus or deduction item with its points per occurrence."""

    name: str
    points: Points


class Items(RuleModel):
    """加分项、扣分项：按次数计分，封顶分值；未填报的项目按0次."""

    label: ClassVar[str] = "按次数累计"
    kind: Literal["items"]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def build(self, scope: Scope) -> Expr:
        """Σ 次数 × 每次分值, capped."""
        earned = [
            scope.step(
                f"{item.name}计分",
                scope.input(f"{item.name}次数", default="0")
                * scope.parameter(f"{item.name}每次", item.points, "points"),
            )
            for item in self.items
        ]
        return call("min", added(earned), scope.points)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Each thing and its points."""
        return f"按次数累计，不超过分值：{'、'.join(f'{i.name}每次 {number_words(i.points)} 分' for i in self.items)}"


class Judgement(RuleModel):
    """评分细则未公布或需专家评定：分数由评价人员给出，须写明理由和角色."""

    label: ClassVar[str] = "评价人员评定"
    kind: Literal["judgement"]
    question: str = ""

    def build(self, scope: Scope) -> Expr:
        """Nothing to compute; `question` says what a form left undecided."""
        return Ask(self.question or "评分细则未附，由评价人员评定")

    def tell(self, target: str | None, weight: Decimal) -> str:
        """A person decides."""
        return "评分细则没有公布，由评价人员评定，写明理由"


Rule = Annotated[
    Tiers
    | Ranges
    | Qualitative
    | Deficiencies
    | Incidents
    | UnfinishedTasks
    | ZeroIncident
    | Checks
    | Linear
    | Band
    | Proportional
    | Threshold
    | Cliff
    | Deadline
    | Several
    | Sum
    | Either
    | Items
    | Judgement
    | Printed,
    Field(discriminator="kind"),
]
#: Name → class, of every kind of the union.
RULE_KINDS: dict[str, type[RuleModel]] = {
    str(kind.model_fields["kind"].annotation.__args__[0]): kind for kind in get_args(get_args(Rule)[0])
}
for _model in (Part, Sum, Either):
    _model.model_rebuild()
