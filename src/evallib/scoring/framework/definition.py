"""Frameworks (评价指标体系) as data: a tree of indicators with weights and rules, a grade scale, a rounding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, PrivateAttr, model_validator

from evallib.model.rounding import round_half_up
from evallib.model.strict_yaml import Strict
from evallib.scoring.framework.rules import Rule
from evallib.scoring.language.calculation import Calculation, Scope
from evallib.scoring.language.derived_values import Given, Points, ValueSpec
from evallib.scoring.language.expression import Expr

Outcome = Literal["ask", "full", "zero", "not_applicable"]
INTERVAL = re.compile(r"([\[(])\s*([-\d.]+)\s*,\s*([-\d.]+)\s*([\])])")


class Model(Strict):
    """Strict, unchangeable, filled by the names of fields as well as by what files call them."""

    model_config = ConfigDict(populate_by_name=True)


class Interval(Model):
    """An interval as printed, ``[75, 90)``."""

    low: Decimal
    high: Decimal
    low_closed: bool
    high_closed: bool

    def __contains__(self, score: Decimal) -> bool:
        above = score >= self.low if self.low_closed else score > self.low
        return above and (score <= self.high if self.high_closed else score < self.high)

    def __str__(self) -> str:
        return f"{'[' if self.low_closed else '('}{self.low:f}, {self.high:f}{']' if self.high_closed else ')'}"


def _interval(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    found = INTERVAL.fullmatch(text.strip())
    if not found:
        raise ValueError("请写成区间，例如 [75, 90)")
    low, high = Decimal(found[2]), Decimal(found[3])
    if low >= high:
        raise ValueError("区间的下限须小于上限")
    return Interval(low=low, high=high, low_closed=found[1] == "[", high_closed=found[4] == "]")


class Grade(Model):
    """A grade (等级) and its interval of scores."""

    name: str
    range: Annotated[Interval, BeforeValidator(_interval), PlainSerializer(str)]


class Rounding(Model):
    """Where scores are rounded, half up: each indicator (as printed tables add up) or the total only."""

    places: int = Field(2, ge=0, le=6)
    mode: Literal["half_up"] = "half_up"
    at: Literal["indicator", "total"] = "indicator"

    def indicator(self, score: Decimal) -> Decimal:
        """An indicator's score as it enters the total."""
        return round_half_up(score, self.places) if self.at == "indicator" else score


class Period(Model):
    """The years for which a framework may be used."""

    start: date = Field(alias="from")
    end: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError("适用期间的结束早于开始")
        return self


class Indicator(Model):
    """An indicator (指标); a leaf has a rule, the others have children.

    Args:
        code, name, weight: as printed.
        explanation, terms, rule_text, data_source: 指标解释, 指标说明 (formula and terms), 评分标准, 数据来源 as
            printed.
        target: 目标值 as written, with its unit.
        value: how the value is obtained.
        rule: how it is scored.
        when_missing, when_empty: what a missing value or a zero denominator means for the score.
        when_not_applicable: full marks, or removed and the weight re-spread among the siblings.
        counted: the target is a number of things whose unit the form does not name.
        goals: the children are the goals of the project (三级指标 of a self-evaluation form).
    """

    code: str
    name: str
    weight: Points
    explanation: str = ""
    terms: str = ""
    rule_text: str = ""
    data_source: str = ""
    target: str | None = None
    value: ValueSpec = Given()
    rule: Rule | None = None
    children: tuple[Indicator, ...] = ()
    when_missing: Outcome = "ask"
    when_empty: Outcome = "ask"
    when_not_applicable: Literal["respread", "full"] = "respread"
    counted: bool = False
    goals: bool = False
    note: str = ""

    def walk(self) -> Iterator[Indicator]:
        """This indicator and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def calculation(self, given: frozenset[str], items: Mapping[str, tuple[str, ...]]) -> Calculation:
        """The steps of a leaf for what a unit supplied."""
        assert self.rule is not None
        scope = Scope.of(self.weight, self.value, self.target, given=given, items=items)
        scope.counted = self.counted
        result: Expr = self.rule.build(scope)
        return scope.calc.finish(result)


class Adjustment(Model):
    """A bonus (加分项) or deduction (扣分项) outside the weights; `cap` is the most it can move the total."""

    code: str
    name: str
    kind: Literal["bonus", "deduction"]
    cap: Points
    rule: Rule
    target: str | None = None
    value: ValueSpec = Given()
    rule_text: str = ""

    def as_indicator(self) -> Indicator:
        """The same rule as an indicator whose weight is the cap; nothing reported counts as nothing."""
        return Indicator(
            code=self.code,
            name=self.name,
            weight=self.cap,
            rule=self.rule,
            target=self.target,
            value=self.value,
            rule_text=self.rule_text,
            when_missing="zero",
        )


class GoalRules(Model):
    """Which rule a project's goal gets, by the kind of its target (self-evaluation forms)."""

    at_least: Rule
    at_most: Rule
    equal: Rule
    zero: Rule
    qualitative: Rule
    deadline: Rule
    several: Rule


class Framework(Model):
    """An indicator system with its source, grades and rounding."""

    id: str
    name: str
    document_no: str = ""
    source: str = ""
    valid: Period
    full_score: Points = Decimal(100)
    rounding: Rounding = Rounding()
    grades: tuple[Grade, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    adjustments: tuple[Adjustment, ...] = ()
    goal_rules: GoalRules | None = None
    note: str = ""

    _calculations: dict[Any, tuple[Indicator, Calculation]] = PrivateAttr(default_factory=dict)
    _places: dict[str, tuple[Indicator, ...]] = PrivateAttr(default_factory=dict)
    _leaves: tuple[Indicator, ...] = PrivateAttr(default=())
    _worked_out: dict[str, dict[str, str]] = PrivateAttr(default_factory=dict)
    _adjusting: dict[str, Indicator] = PrivateAttr(default_factory=dict)

    def model_post_init(self, context: Any) -> None:
        """Index the tree."""
        stack: list[tuple[Indicator, tuple[Indicator, ...]]] = [(node, ()) for node in self.indicators]
        while stack:
            node, above = stack.pop()
            self._places.setdefault(node.code, (*above, node))
            stack.extend((child, (*above, node)) for child in node.children)
        self._adjusting = {adjustment.code: adjustment.as_indicator() for adjustment in self.adjustments}
        self._leaves = tuple(node for node in self.walk() if node.rule is not None)

    def walk(self) -> Iterator[Indicator]:
        """All indicators, in order."""
        for indicator in self.indicators:
            yield from indicator.walk()

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The scored indicators, in order."""
        return self._leaves

    @property
    def adjusting(self) -> dict[str, Indicator]:
        """The bonus and deduction items as indicators, by code."""
        return self._adjusting

    def once(self, what: str, work_out: Callable[[], dict[str, str]]) -> dict[str, str]:
        """What was worked out about the framework, told by indicator; ready for the next unit that is scored by it."""
        if what not in self._worked_out:
            self._worked_out[what] = work_out()
        return self._worked_out[what]

    def path(self, code: str) -> tuple[Indicator, ...]:
        """The indicator with its ancestors, from level 1 down.

        Raises:
            KeyError: no such code.
        """
        return self._places[code]

    def grade(self, score: Decimal) -> str:
        """The grade of a total."""
        return next((grade.name for grade in self.grades if score in grade.range), "")

    def calculation(
        self, leaf: Indicator, given: frozenset[str] = frozenset(), items: Mapping[str, tuple[str, ...]] | None = None
    ) -> Calculation:
        """The calculation of a leaf, kept for the next unit that supplies the same things."""
        key = (leaf.code, given, tuple((items or {}).items()))
        kept = self._calculations.get(key)
        if kept is None or (kept[0] is not leaf and kept[0] != leaf):
            kept = self._calculations[key] = leaf, leaf.calculation(given, items or {})
        return kept[1]
