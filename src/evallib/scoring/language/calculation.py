"""One indicator's calculation (计算过程): named inputs, parameters and steps, ending in a score.

A rule writes a calculation once; it is then evaluated for any number of units, explained, and laid out in Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from evallib.model.problems import EvallibError, Problem
from evallib.scoring.language.expression import Expr, NoScoreError, Ref, Style, compiled, lift
from evallib.scoring.language.targets import Quantity, Target, parse, parse_target

Kind = TypeVar("Kind", bound=Target)
WEIGHT = "分值"
VALUE = "业绩值"
SCORE = "得分"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What a calculation needs to be told.

    Args:
        name: Chinese name, unique within the indicator.
        style: how it is read and shown.
        target: the target that fixes its unit, where there is one.
        choices: the words that are understood, for text.
        default: taken when nothing is said.
        components: units of a compound value (大类, 小类).
        limit: highest value that is taken without question (a rate over 100% is asked for).
        signed: negative values are meaningful.
        partner: the input whose unit must be the same (分子 and 分母 of a rate).
        loose: a word may stand for the one printed phrase that holds it (parsing decides, or asks).
    """

    name: str
    style: Style = "number"
    target: Quantity | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    components: tuple[str, ...] = ()
    limit: Decimal | None = None
    signed: bool = False
    partner: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the framework states: weight, target, points per step."""

    name: str
    value: Decimal | str
    style: Style


@dataclass(frozen=True, slots=True)
class Step:
    """An intermediate result with its formula; above `limit` a person has to look (业绩值超过100%)."""

    name: str
    expr: Expr
    style: Style
    limit: Decimal | None = None


@dataclass(slots=True)
class Calculation:
    """Inputs, parameters and steps; `given` and `items` say what the unit supplied where the layout depends on it."""

    weight: Decimal
    given: frozenset[str] = frozenset()
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inputs: dict[str, InputSpec] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    result: Expr = field(default_factory=lambda: lift(0))
    _run: list[tuple[str, Callable[[Mapping[str, Any]], Any], Decimal | None]] = field(default_factory=list)

    def finish(self, result: Expr) -> Calculation:
        """Close the calculation with the formula of the score."""
        self.result = result
        self._run = [(step.name, compiled(step.expr), step.limit) for step in self.steps]
        self._run.append((SCORE, compiled(result), None))
        return self

    @property
    def styles(self) -> dict[str, Style]:
        """How each of its names is shown."""
        found: dict[str, Style] = {name: parameter.style for name, parameter in self.parameters.items()}
        found.update({name: spec.style for name, spec in self.inputs.items()})
        found.update({step.name: step.style for step in self.steps})
        return {**found, SCORE: "points"}

    def evaluate(
        self, env: Mapping[str, Any], keep: Collection[str] = ()
    ) -> tuple[dict[str, Any], NoScoreError | None]:
        """Every step and the unrounded score (`SCORE`), as far as they can be computed, and why not further.

        Args:
            env: value of every input; parameters may be replaced by name (what if the target were another).
            keep: steps that are not computed but taken from `env` (what if the rate were another).
        """
        state: dict[str, Any] = {name: parameter.value for name, parameter in self.parameters.items()}
        state.update(env)
        for name, run, limit in self._run:
            if name in keep:
                continue
            try:
                state[name] = value = run(state)
            except NoScoreError as reason:
                return state, reason
            if limit is not None and value > limit:
                return state, NoScoreError("over_100", f"“{name}”超过100%，请核对或在指标体系中声明允许超过")
        return state, None


def _name_taken(name: str) -> EvallibError:
    advice = "请给数据项换一个名称"
    return EvallibError(
        Problem("framework.name_taken", f"数据项“{name}”与评分规则里的名称重复", value=name, advice=advice)
    )


class ValueSource(Protocol):
    """Where a value comes from (`evallib.scoring.language.derived_values`)."""

    @property
    def kind(self) -> str:
        """``given`` for a value handed in, else how it is derived."""

    def build(self, scope: Scope) -> Expr:
        """Write the value's inputs and steps."""


@dataclass(slots=True)
class Scope:
    """What a rule sees while it writes: the points at stake, the value, the target; names get the part's prefix."""

    calc: Calculation
    points: Expr
    spec: ValueSource
    target_text: str | None = None
    prefix: str = ""
    counted: bool = False
    _value: Expr | None = None

    @classmethod
    def of(cls, weight: Decimal, spec: ValueSource, target: str | None, **layout: Any) -> Scope:
        """The scope of a whole indicator."""
        calc = Calculation(weight, **layout)
        calc.parameters[WEIGHT] = Parameter(WEIGHT, weight, "points")
        return cls(calc, Ref(WEIGHT), spec, target)

    def part(self, name: str, points: Decimal, spec: ValueSource, target: str | None) -> Scope:
        """The scope of a part with its own points."""
        inner = Scope(self.calc, lift(0), spec, target, f"{self.prefix}{name}·")
        inner.points = inner.parameter(WEIGHT, points, "points")
        return inner

    def named(self, label: str) -> str:
        """The label with the part's prefix; a part's own value is called like the part."""
        return self.prefix[:-1] if self.prefix and label == VALUE else self.prefix + label

    def input(self, label: str, style: Style = "number", **details: Any) -> Expr:
        """Ask for an input."""
        name = self.named(label)
        if name in self.calc.parameters or name in {step.name for step in self.calc.steps}:
            raise _name_taken(name)
        self.calc.inputs.setdefault(name, InputSpec(name, style, **details))
        return Ref(name)

    def parameter(self, label: str, value: Decimal | str, style: Style = "number") -> Expr:
        """State a number of the framework."""
        name = self.prefix + label
        if name in self.calc.inputs:
            raise _name_taken(name)
        self.calc.parameters[name] = Parameter(name, value, style)
        return Ref(name)

    def step(self, label: str, expr: Expr, style: Style = "points", limit: Decimal | None = None) -> Expr:
        """Write an intermediate result."""
        name = self.prefix + label
        if name in self.calc.inputs:
            raise _name_taken(name)
        self.calc.steps.append(Step(name, expr, style, limit))
        return Ref(name)

    def was_given(self, label: str) -> bool:
        """The unit supplied this input."""
        return self.named(label) in self.calc.given

    def items(self, label: str = VALUE) -> tuple[str, ...]:
        """Names of the items that the unit listed under this input."""
        return tuple(self.calc.items.get(self.named(label), ()))

    def target(self) -> Target:
        """The target, parsed.

        Raises:
            EvallibError: the rule needs one and has none, or it has no unit.
        """
        if not self.target_text:
            raise EvallibError(
                Problem("framework.no_target", "这种评分规则需要目标值", advice="请填写 target，例如 ≥95%")
            )
        return parse(self.target_text) if self.counted else parse_target(self.target_text)

    def quantity(self) -> Quantity:
        """The target as a quantity."""
        return self.target_of(Quantity, "目标值应为带单位的数值", "请写成 ≥95% 的样子；文字目标请用三档定性规则")

    def target_of(self, kind: type[Kind], expected: str, advice: str) -> Kind:
        """The target, which has to be of one kind.

        Raises:
            EvallibError: it is of another.
        """
        target = self.target()
        if not isinstance(target, kind):
            raise EvallibError(Problem("framework.target_kind", expected, value=self.target_text or "", advice=advice))
        return target

    def value(self) -> Expr:
        """The value that is scored, derived from its inputs as the framework says."""
        if self._value is None:
            self._value = self.spec.build(self)
        return self._value
