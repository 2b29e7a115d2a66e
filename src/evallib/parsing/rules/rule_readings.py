"""The question of this room: `compile_rule(text, weight)` → readings; `score(readings, value)` → points or a question.

A reading is a rule as plain data with its telling; the usual one comes first. Other rooms call only what stands here.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.building.compiler import compile_text
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.evaluation import evaluate
from evallib.parsing.rules.scoring.outcome import Outcome
from evallib.parsing.rules.telling.rule_telling import tell


@dataclass(frozen=True, slots=True)
class RuleReading:
    """One way to read a printed rule."""

    rule: Rule
    told: str
    choice: str = ""
    usual: bool = True


@dataclass(frozen=True, slots=True)
class RuleReadings:
    """All readings of a printed rule, the usual one first; empty readings mean that it was not understood.

    Attributes:
        text: the words as printed.
        weight: the points of the indicator.
        readings: rules as plain data.
        questions: what must be decided, in Chinese.
        not_understood: pieces of the text that no reading uses.
        confidence: 0 to 1; below 0.5 no score is given without a confirmation.
    """

    text: str
    weight: Fraction
    readings: tuple[RuleReading, ...]
    questions: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    confidence: Fraction = Fraction(0)

    @property
    def understood(self) -> bool:
        """Whether there is a rule that can be used without a person writing it."""
        return bool(self.readings) and not self.not_understood


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What a printed rule gives for a value.

    Attributes:
        state: score, ask, judgement or unread.
        score: the points, exact and unrounded; None unless state is score.
        usual: the points by the usual reading, where there is one.
        options: each reading's choice and points, the usual one first.
        why: what is asked or left to a person, in Chinese.
    """

    state: str
    score: Fraction | None
    usual: Fraction | None
    options: tuple[tuple[str, Fraction], ...] = field(default=())
    why: str = ""


def compile_rule(text: str, weight: Fraction | str | int) -> RuleReadings:
    """Read a printed rule.

    Args:
        text: the words of the 评分标准.
        weight: the points of the indicator.

    >>> r = compile_rule("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止", 10)
    >>> r.readings[0].rule["kind"], r.readings[0].rule["target"]
    ('steps', '95')
    >>> score(r, "93%").score
    Fraction(9, 1)
    """
    points = Fraction(weight)
    compiled = compile_text(text, points)
    if compiled.rule is None:
        return RuleReadings(text, points, (), (), tuple(compiled.not_understood) or (text,))
    readings = [RuleReading(compiled.rule, tell(compiled.rule, points), _first_choice(compiled.open), True)]
    for option in compiled.open:
        rule = _apply(compiled.rule, option)
        one = RuleReading(rule, tell(rule, points), option["told"], bool(option.get("usual")))
        if option.get("usual"):
            readings.insert(0, one)
        else:
            readings.append(one)
    questions = tuple(option["told"] + "？" for option in compiled.open)
    sure = Fraction(1) if not compiled.open else Fraction(7, 10)
    if compiled.not_understood:
        sure = Fraction(3, 10)
    return RuleReadings(text, points, tuple(readings), questions, tuple(compiled.not_understood), sure)


def _first_choice(options: list[dict[str, Any]]) -> str:
    told = " ".join(option["told"] for option in options)
    if "相对" in told:
        return "1%按1个百分点"
    if "按比例" in told:
        return "只计整步"
    return "通常读法" if options else ""


def _apply(rule: Rule, option: dict[str, Any]) -> Rule:
    """The rule with one choice made otherwise."""
    changed = copy.deepcopy(rule)
    spot = changed
    for index in option.get("part", []):
        spot = spot["parts"][index]["rule"]
    if option.get("inside"):
        spot = spot["rule"]
    if "type" in option:
        spot = spot["types"][option["type"]]
    if "replace" in option:
        spot.clear()
        spot.update(copy.deepcopy(option["replace"]))
        return changed
    for key, value in option["set"].items():
        if value is None:
            spot.pop(key, None)
        else:
            spot[key] = value
    return changed


def score(rule: RuleReadings | Rule, value: object, weight: Fraction | str | int | None = None) -> RuleScore:
    """Score a value by a compiled rule, or by one rule as plain data with its weight.

    Where the readings give different points the state is `ask` and all of them are told.

    >>> score(compile_rule("满意度95%以上得满分，每下降1%扣权重的3%", 4), "90%").state
    'ask'
    >>> score(compile_rule("优秀得2分；良好得1分；不合格得0分", 2), "良好").score
    Fraction(1, 1)
    """
    if isinstance(rule, dict):
        outcome = evaluate(rule, value, Fraction(weight if weight is not None else 0))
        return RuleScore(outcome.state, outcome.score, outcome.score, outcome.options, outcome.why)
    if not rule.readings:
        return RuleScore("unread", None, None, (), "评分标准没有读懂")
    outcomes = [evaluate(reading.rule, value, rule.weight) for reading in rule.readings]
    first = outcomes[0]
    options = (
        tuple(
            (reading.choice, outcome.score)
            for reading, outcome in zip(rule.readings, outcomes, strict=True)
            if outcome.score is not None
        )
        or first.options
    )
    usual = first.score if first.score is not None else (first.options[0][1] if first.options else None)
    if first.state == "judgement" and not rule.not_understood:
        return RuleScore("judgement", None, None, (), first.why)
    if rule.not_understood:
        return RuleScore("ask", None, usual, options, "有未读懂的部分：" + "；".join(rule.not_understood))
    if any(outcome.state == "ask" for outcome in outcomes):
        return RuleScore("ask", None, usual, options, _why(outcomes))
    if len({outcome.score for outcome in outcomes}) > 1:
        return RuleScore("ask", None, usual, options, "、".join(rule.questions))
    return RuleScore("score", first.score, first.score, options, first.why)


def _why(outcomes: list[Outcome]) -> str:
    return next((o.why for o in outcomes if o.state == "ask" and o.why), "")


def decimal(value: Fraction) -> str:
    """A number as a decimal; ten places where it does not end.

    >>> decimal(Fraction(5, 2)), decimal(Fraction(1, 3))
    ('2.5', '0.3333333333')
    """
    text = number(value)
    return number(Fraction(round(value * 10**10), 10**10)) if "/" in text else text


def shown(score_: RuleScore) -> str | None:
    """A score as the interface writes it: a decimal, `ask`, `judgement`, or None.

    >>> shown(score(compile_rule("得分=执行率×分值，不超过分值", 10), "88.5%"))
    '8.85'
    """
    if score_.state == "score":
        assert score_.score is not None
        return decimal(score_.score)
    return None if score_.state == "unread" else score_.state
