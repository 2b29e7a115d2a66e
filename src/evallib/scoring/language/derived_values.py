"""Where a value (业绩值) comes from: handed in, a ratio, a weighted survey index, or growth on a named base.

A derived value may also be handed in directly when the counts behind it are not available.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from evallib.model.strict_yaml import Strict
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.expression import Expr, Style, added, lift
from evallib.scoring.language.targets import Quantity, parse
from evallib.scoring.language.wording import show


def _share(text: Any) -> Any:
    if isinstance(text, Decimal):
        return text
    found = parse(str(text))
    if not isinstance(found, Quantity) or found.unit != "%" or found.op:
        raise ValueError(f"请写成百分数，例如 {text}%")
    return found.number


def _points(text: Any) -> Any:
    if isinstance(text, (int, Decimal)):
        return Decimal(text)
    found = parse(str(text))
    if not isinstance(found, Quantity) or found.unit not in {"", "分"} or found.op or found.number < 0:
        raise ValueError("请写分数，例如 0.5")
    return found.number


def _percent_text(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


Share = Annotated[Decimal, BeforeValidator(_share), PlainSerializer(_percent_text)]
Points = Annotated[Decimal, BeforeValidator(_points), PlainSerializer(lambda points: f"{points:f}")]


class Spec(Strict):
    """Base of the value kinds."""

    over_100: Literal["ask", "allow"] = "ask"

    def build(self, scope: Scope) -> Expr:
        """Write the value's inputs and steps."""
        if scope.was_given(VALUE):
            return self.direct(scope)
        return self.derive(scope)

    def tell(self) -> str:
        """Where the value comes from, in Chinese; nothing for one that is handed in."""
        text = self.formula()
        return text + ("，可以超过 100%" if text and self.over_100 == "allow" else "")

    def formula(self) -> str:
        """The value's formula in Chinese."""
        return ""

    def derive(self, scope: Scope) -> Expr:
        """Derive the value; a value handed in is taken as it is."""
        return self.direct(scope)

    def direct(self, scope: Scope, signed: bool = False) -> Expr:
        """The value as handed in, in the target's unit."""
        target = scope.quantity() if scope.target_text else None
        style: Style = "percent" if target and target.unit == "%" else "number"
        limit = Decimal(1) if style == "percent" and self.over_100 == "ask" else None
        return scope.input(VALUE, style, target=target, limit=limit, signed=signed)


class Given(Spec):
    """A value handed in (直接填报)."""

    kind: Literal["given"] = "given"


class Ratio(Spec):
    """Numerator ÷ denominator; `complement` for 1 − 分子 ÷ 分母 (e.g. 超时件数 ÷ 立案件数)."""

    kind: Literal["ratio"]
    numerator: str
    denominator: str
    complement: bool = False

    def formula(self) -> str:
        """分子 ÷ 分母."""
        return f"业绩值 = {'1 − ' if self.complement else ''}{self.numerator} ÷ {self.denominator}"

    def derive(self, scope: Scope) -> Expr:
        """Divide."""
        above = scope.input(self.numerator, partner=scope.named(self.denominator))
        ratio = above / scope.input(self.denominator)
        expr = lift(1) - ratio if self.complement else ratio
        return scope.step(VALUE, expr, "percent", limit=Decimal(1) if self.over_100 == "ask" else None)


class Index(Spec):
    """Weighted index of answers by level (满意度加权指数): Σ 人数 × 权重 ÷ 基数."""

    kind: Literal["index"]
    levels: dict[str, Share] = Field(min_length=2)
    base: str = "合计"

    def formula(self) -> str:
        """Σ 人数 × 权重 ÷ 基数."""
        terms = " + ".join(f"{level} × {show(share, 'percent')}" for level, share in self.levels.items())
        return f"业绩值 =（{terms}）÷ {'各档人数之和' if self.base == '合计' else self.base}"

    def derive(self, scope: Scope) -> Expr:
        """Weigh the answers; the base is their sum unless the framework names another input."""
        answers = {level: scope.input(level) for level in self.levels}
        terms = [n * scope.parameter(f"{level}权重", self.levels[level], "percent") for level, n in answers.items()]
        total, weighed = added(answers.values()), added(terms)
        base = scope.step("表态合计", total, "number") if self.base == "合计" else scope.input(self.base)
        return scope.step(VALUE, weighed / base, "percent")


class Growth(Spec):
    """(本年 − 上年) ÷ 基数, the base named; `decrease` turns it into a reduction (下降率)."""

    kind: Literal["growth"]
    current: str = "本年度"
    previous: str = "上年度"
    base: Literal["current", "previous"]
    decrease: bool = False

    def formula(self) -> str:
        """(本年 − 上年) ÷ 基数."""
        now, before = self.current, self.previous
        change = f"{before} − {now}" if self.decrease else f"{now} − {before}"
        return f"业绩值 =（{change}）÷ {now if self.base == 'current' else before}"

    def derive(self, scope: Scope) -> Expr:
        """Compute the signed change."""
        current, previous = scope.input(self.current), scope.input(self.previous)
        change = previous - current if self.decrease else current - previous
        return scope.step(VALUE, change / (current if self.base == "current" else previous), "percent")

    def direct(self, scope: Scope, signed: bool = True) -> Expr:
        """A change may be negative, and may exceed 100%."""
        return scope.input(VALUE, "percent", target=scope.quantity() if scope.target_text else None, signed=signed)


ValueSpec = Annotated[Given | Ratio | Index | Growth, Field(discriminator="kind")]
