"""Rules that look up: tiers of words, ranges of numbers, the three qualitative levels of the 财政部 form."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from evallib.model.strict_yaml import Strict
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.rule_words import points_words, quoted
from evallib.scoring.language.calculation import VALUE, Scope
from evallib.scoring.language.derived_values import Points, Share
from evallib.scoring.language.expression import Ask, Const, Expr, call, either_of
from evallib.scoring.language.targets import Phrase, Quantity, parse
from evallib.scoring.language.wording import show


class Tier(Strict):
    """Words that earn points; no points means that the printed rule leaves them to judgement (酌情扣分)."""

    when: Annotated[tuple[str, ...], Field(min_length=1)]
    points: Points | None = None


class Tiers(RuleModel):
    """定性档位查表（明确得2分，不清晰得1分，未分解得0分；优秀、良好、合格……）."""

    label: ClassVar[str] = "档位查表"
    kind: Literal["tiers"]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _words_once(self) -> Tiers:
        words = [word for tier in self.tiers for word in tier.when]
        if twice := {word for word in words if words.count(word) > 1}:
            raise ValueError(f"同一用语出现在两个档位：{'、'.join(sorted(twice))}")
        return self

    def build(self, scope: Scope) -> Expr:
        """The points of the tier that names the value."""
        words = tuple(word for tier in self.tiers for word in tier.when)
        value = scope.input(VALUE, "text", choices=words)
        points = [
            Ask(f"“{tier.when[0]}”由评价人员酌情评分")
            if tier.points is None
            else scope.parameter(f"{tier.when[0]}得分", tier.points, "points")
            for tier in self.tiers
        ]
        result: Expr = Ask("档位不在评分标准中")
        for tier, earned in zip(reversed(self.tiers), reversed(points), strict=True):
            result = call("if", either_of(value, tier.when), earned, result)
        return result

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The best tier; None where a tier without points may be the best."""
        known = [tier for tier in self.tiers if tier.points is not None]
        if not known or (len(known) < len(self.tiers) and max(t.points or 0 for t in known) < weight):
            return None
        best = max(known, key=lambda tier: tier.points or Decimal(0))
        return f"最高档“{best.when[0]}”", best.points or Decimal(0)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Each tier and what it gives."""
        return "；".join(f"{quoted(tier.when)}{points_words(tier.points)}" for tier in self.tiers)


class Range(Strict):
    """Points from a value on; the last range has no `from`."""

    start: str | None = Field(None, alias="from")
    points: Points


class Ranges(RuleModel):
    """数值分段得分（≥95% 得2分，≥90% 得1分，其余0分）；降序书写，最后一段不写 from."""

    label: ClassVar[str] = "数值分段得分"
    monotone: ClassVar[bool] = False
    kind: Literal["ranges"]
    ranges: Annotated[tuple[Range, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _descending(self) -> Ranges:
        starts = [range_.start for range_ in self.ranges]
        if starts[-1] is not None or None in starts[:-1]:
            raise ValueError("分段须从高到低书写，且只有最后一段不写 from，否则会有空档")
        found = [parse(start) for start in starts if start]
        numbers = [bound.number for bound in found if isinstance(bound, Quantity) and bound.unit]
        if len(numbers) < len(found) or numbers != sorted(set(numbers), reverse=True):
            raise ValueError("分段的 from 须为带单位的数值，且从高到低、不重复")
        return self

    def build(self, scope: Scope) -> Expr:
        """The points of the first range that the value reaches."""
        scope.target_text = scope.target_text or self.ranges[0].start
        value = scope.value()
        *bounded, rest = self.ranges
        result = scope.parameter("其余得分", rest.points, "points")
        for range_ in reversed(bounded):
            assert range_.start is not None
            bound = parse(range_.start)
            assert isinstance(bound, Quantity)
            start = scope.parameter(f"起点{range_.start}", bound.number, bound.style)
            result = call("if", call("ge", value, start), scope.parameter(f"{range_.start}得分", range_.points), result)
        return result

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The best range."""
        return "最高段", max(r.points for r in self.ranges)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Each range and what it gives."""
        return "；".join(
            f"{'达到 ' + r.start + ' ' if r.start else '其余'}{points_words(r.points)}" for r in self.ranges
        )


class Level(Strict):
    """A qualitative level: its words, and the share of the weight that the assessor may choose from."""

    name: str
    when: tuple[str, ...] = ()
    low: Share
    high: Share


#: The words of the 财政部 form (年度指标), those of the forms in use (预期指标), and what people write for short.
THREE_LEVELS = (
    Level(name="达成年度指标", when=("达成指标", "达成", "已达成", "完成", "达成预期指标"), low="80%", high="100%"),
    Level(name="部分达成年度指标并具有一定效果",
          when=("部分达成", "部分达成指标", "部分达成预期指标", "部分达成预期指标并具有一定效果",
                "部分达成指标并具有一定效果", "部分达成并具有一定效果"), low="60%", high="80%"),
    Level(name="未达成年度指标且效果较差",
          when=("未达成", "未达成指标", "未达成预期指标", "未达成预期指标且效果较差", "未达成指标且效果较差",
                "未达成且效果较差"), low="0%", high="60%"),
)  # fmt: skip


class Qualitative(RuleModel):
    """定性三档：达成 100–80%，部分达成 80–60%，未达成 60–0%，评价人员在区间内选择评定比例.

    Args:
        levels: the levels, best first; older forms use 80–50 and 50–0.
        when_unchosen: what 达成 without a chosen share means: `top` (上限) or `ask`.
    """

    label: ClassVar[str] = "定性三档"
    kind: Literal["qualitative"]
    levels: Annotated[tuple[Level, ...], Field(min_length=2)] = THREE_LEVELS
    when_unchosen: Literal["top", "ask"] = "ask"

    def build(self, scope: Scope) -> Expr:
        """分值 × 评定比例, the share inside the range of its level."""
        target = scope.target() if scope.target_text else None
        best, *others = self.levels
        words = [(best.name, *best.when, *((target.text,) if isinstance(target, Phrase) else ()))]
        words += [(level.name, *level.when) for level in others]
        flat = tuple(dict.fromkeys(word for group in words for word in group))
        value = scope.input(VALUE, "text", choices=flat)
        low, high = _share(self.levels[-1].low), _share(self.levels[-1].high)
        for group, level in zip(reversed(words[:-1]), reversed(self.levels[:-1]), strict=True):
            reached = either_of(value, tuple(dict.fromkeys(group)))
            low = call("if", reached, _share(level.low), low)
            high = call("if", reached, _share(level.high), high)
        floor, ceiling = scope.step("评定比例下限", low, "percent"), scope.step("评定比例上限", high, "percent")
        if scope.was_given("评定比例"):
            chosen = scope.input("评定比例", "percent")
        elif self.when_unchosen == "top":
            top = scope.parameter("未选择时的评定比例", best.high, "percent")
            chosen = scope.step(
                "采用评定比例",
                call("if", either_of(value, tuple(dict.fromkeys(words[0]))), top, Ask("请在区间内选择评定比例")),
                "percent",
            )
        else:
            chosen = scope.input("评定比例", "percent")
        inside = call("and", call("ge", chosen, floor), call("le", chosen, ceiling))
        return call("if", inside, scope.points * chosen, Ask("评定比例不在该档区间内"))

    def allows(self, share: Decimal, value: str, target: str) -> bool:
        """Whether an assessor may choose this share of the weight for a value.

        >>> rule = Qualitative(kind="qualitative")
        >>> (
        ...     rule.allows(Decimal("0.9"), "有所提升", "有所提升"),
        ...     rule.allows(Decimal("0.7"), "达成", ""),
        ...     rule.allows(Decimal("0.7"), "一般", ""),
        ... )
        (True, False, False)
        """
        best = self.levels[0]
        words = [
            (level, {level.name, *level.when, *({target} if level is best and target else ())}) for level in self.levels
        ]
        return any(value in told and level.low <= share <= level.high for level, told in words)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The top of the best level."""
        return f"最高一档“{self.levels[0].name}”", max(level.high for level in self.levels) * weight

    def tell(self, target: str | None, weight: Decimal) -> str:
        """Each level and its share."""
        spans = [f"{v.name}，得分值的 {show(v.low, 'percent')}–{show(v.high, 'percent')}" for v in self.levels]
        rest = "；没有选定比例的达成，取上限" if self.when_unchosen == "top" else "，比例由评价人员选定"
        return "；".join(spans) + rest


def _share(share: Decimal) -> Expr:
    return Const(share, "percent")
