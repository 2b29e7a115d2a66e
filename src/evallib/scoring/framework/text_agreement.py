"""Text and rule may not part: the printed 评分标准 compiled again and held against the rule that is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evallib.model import patterns
from evallib.model.problems import EvallibError, errors_of
from evallib.parsing.rules import RuleReadings, compile_rule, score
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.building.doubts.unused_numbers import unused_numbers
from evallib.parsing.rules.grammar.wording import normalise
from evallib.parsing.rules.rule_answers import examples
from evallib.parsing.rules.rule_data import Rule
from evallib.scoring.framework.definition import Framework, Indicator
from evallib.scoring.framework.rules.compose import Judgement
from evallib.scoring.framework.rules.counting import CountingRule
from evallib.scoring.framework.rules.limits import Threshold
from evallib.scoring.framework.rules.linear import Linear, Proportional
from evallib.scoring.framework.rules.lookup import Ranges, Tiers
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.inputs.binding import bind
from evallib.scoring.inputs.entries import Sourced
from evallib.scoring.language.calculation import SCORE, VALUE

RATES = ("100%", "99%", "97.5%", "95%", "92%", "90%", "85%", "80%", "70%", "60%", "50%", "0%")
OVER = ("101%", "102.5%", "105%", "110%", "130%")
SMALL = ("0%", "1%", "3%", "5%", "8%", "10%", "15%", "20%", "30%")
COUNTS = ("0", "1", "2", "3")
NUMERIC = (Linear, Proportional, Ranges, Threshold)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value for which text and rule give different points."""

    value: str
    by_text: Decimal
    by_rule: Decimal

    @property
    def told(self) -> str:
        """The difference in one sentence."""
        return (
            f"业绩值 {self.value} 时，按评分标准原文得 {self.by_text.normalize():f} 分，"
            f"按规则得 {self.by_rule.normalize():f} 分"
        )


def changed_text(node: Indicator) -> bool:
    """The printed text is another than the one that the rule was read from."""
    return isinstance(node.rule, Printed) and bool(node.rule_text) and _plain(node.rule_text) != _plain(node.rule.text)


def disagreement(node: Indicator) -> Disagreement | None:
    """The first value for which no reading of the text gives what the rule gives; None where all agree or none can."""
    if node.rule is None or not node.rule_text or isinstance(node.rule, Judgement):
        return None
    readings = compile_rule(node.rule_text, Fraction(node.weight))
    if not readings.understood:
        return None
    if isinstance(node.rule, Printed):
        return _from_reading(node.rule, readings)
    for value in _values(node):
        ours = _by_rule(node, value)
        texts = [s.score for r in readings.readings if (s := score(r.rule, value, readings.weight)).score is not None]
        if ours is None or not texts:
            continue
        if all(abs(text - Fraction(ours)) > Fraction(1, 10**9) for text in texts):
            return Disagreement(value, _decimal(texts[0]), ours)
    return None


def _from_reading(rule: Printed, readings: RuleReadings) -> Disagreement | None:
    """The first value for which a kept reading gives what none of its text gives: one was changed without the other."""
    if rule.reading in [one.rule for one in readings.readings]:
        return None
    for value in _written(rule.reading, readings):
        ours = score(rule.reading, value, readings.weight).score
        texts = [s.score for r in readings.readings if (s := score(r.rule, value, readings.weight)).score is not None]
        if ours is not None and texts and all(abs(text - ours) > Fraction(1, 10**9) for text in texts):
            told = value if isinstance(value, str) else "、".join(f"{name} {count}" for name, count in value.items())
            return Disagreement(told, _decimal(texts[0]), _decimal(ours))
    return None


def _written(reading: Rule, readings: RuleReadings) -> Iterator[str | dict[str, str]]:
    """Values as people write them, for a reading and for what its text says now."""
    yield from (*RATES, *SMALL)
    for unit in dict.fromkeys(str(one.get("unit") or "") for one in (reading, readings.readings[0].rule)):
        yield from (f"{count}{unit}" for count in range(7))
    yield from (str(example["value"]) for example in examples(readings))
    yield from (*COUNTS, *(str(tier["words"][0]) for tier in reading.get("tiers", [])))
    types = [t["name"] or t["unit"] for t in reading.get("types", [])]
    for one in types:
        for count in COUNTS:
            yield {name: f"{count if name == one else 0}" for name in types}
    parts = [part["name"] for part in reading.get("parts", [])]
    yield from (dict.fromkeys(parts, value) for value in (*RATES, "是", "否"))


def parted_texts(framework: Framework) -> dict[str, str]:
    """Indicators whose printed text says something else than their rule, with the difference."""
    return framework.once(
        "parted texts", lambda: {leaf.code: told for leaf in framework.leaves if (told := parted(leaf))}
    )


def parted(node: Indicator) -> str:
    """How a text and its rule differ, in one sentence; empty where they agree."""
    differs = disagreement(node)
    if differs:
        return differs.told
    if changed_text(node):
        return "原文已改，规则仍按改前的原文"
    lost = lost_numbers(node)
    return f"原文中的{'、'.join(lost)}在规则中没有" if lost else ""


def lost_numbers(node: Indicator) -> list[str]:
    """Points and percentages of the text that a rule of several parts does not hold.

    Such a rule (a sum, a band, a list of checks, the best of several) has no single value at which it could be held
    against its text.
    """
    compared = (*NUMERIC, Tiers, CountingRule, Judgement)
    if node.rule is None or not node.rule_text or isinstance(node.rule, compared):
        return []
    readings = compile_rule(node.rule_text, Fraction(node.weight)).readings if isinstance(node.rule, Printed) else ()
    if isinstance(node.rule, Printed) and (not readings or node.rule.reading in [one.rule for one in readings]):
        return []
    held = {
        "rule": node.rule.model_dump(mode="json"),
        "value": node.value.model_dump(mode="json"),
        "target": node.target,
    }
    told = unused_numbers(normalise(node.rule_text), held, Fraction(node.weight))
    return [words.removesuffix("没有用上") for words in told]


def _plain(text: str) -> str:
    return patterns.sub(r"[\s，,；;。.、：:（）()]", "", text)


def _values(node: Indicator) -> Iterator[str]:
    """Values at which a rule of this kind can be held against its text."""
    rule = node.rule
    if isinstance(rule, Tiers):
        for tier in rule.tiers:
            yield from tier.when
    elif isinstance(rule, CountingRule):
        yield from COUNTS
    elif isinstance(rule, NUMERIC):
        small = patterns.search(r"[≤<]\s*(?:[0-4]?\d(?:\.\d+)?)%", node.target or "")
        yield from SMALL if small else (*RATES, *(OVER if patterns.search(r"[≤<]", node.target or "") else ()))
    elif isinstance(rule, Printed):
        yield from (*RATES, *SMALL, *COUNTS)


def _by_rule(node: Indicator, value: str) -> Decimal | None:
    name = VALUE
    try:
        if isinstance(node.rule, CountingRule):
            name = next(
                (n for n, spec in node.calculation(frozenset(), {}).inputs.items() if spec.default is None), VALUE
            )
            if name == "计划项数":
                return None
        calc = node.calculation(frozenset({name}), {})
        bound = bind(calc, {name: Sourced(value=value)})
    except EvallibError:
        return None
    if bound.missing or errors_of(bound.problems):
        return None
    state, stopped = calc.evaluate(bound.env)
    return None if stopped is not None else state[SCORE]


def _decimal(value: Fraction) -> Decimal:
    text = number(value)
    return Decimal(text) if "/" not in text else Decimal(value.numerator) / Decimal(value.denominator)
