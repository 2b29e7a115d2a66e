"""Rounding that a rule prints: of the written value before it is scored, or of the points."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.outcome import Outcome, ask

Evaluate = Callable[[Rule, object, Fraction], Outcome]


def rounded_score(rule: Rule, value: object, weight: Fraction, evaluate: Evaluate) -> Outcome:
    """The outcome of a rule that rounds.

    >>> from evallib.parsing.rules.scoring.evaluation import evaluate
    >>> ratio = {
    ...     "kind": "ratio",
    ...     "unit": "%",
    ...     "target": None,
    ...     "rounding": {"of": "points", "places": "1", "way": "half_up"},
    ... }
    >>> evaluate(ratio, "77%", Fraction(6)).score
    Fraction(23, 5)
    """
    plain = {key: one for key, one in rule.items() if key != "rounding"}
    how = rule["rounding"]
    if how["of"] == "points":
        outcome = evaluate(plain, value, weight)
        return outcome if outcome.score is None else replace(outcome, score=nearest(outcome.score, how))
    if not isinstance(value, str) or len(patterns.findall(NUMBER, value)) != 1:
        return ask("要先取整的是比率，请填写算好的比率")
    turned = patterns.sub(NUMBER, lambda m: f"{float(nearest(Fraction(m[0]), how)):g}", value)
    return evaluate(plain, turned, weight)


def nearest(number: Fraction, how: dict[str, str]) -> Fraction:
    """A number rounded to places: half up, down, or up.

    >>> (
    ...     nearest(Fraction("94.6"), {"places": "0", "way": "half_up"}),
    ...     nearest(Fraction("4.69"), {"places": "1", "way": "down"}),
    ... )
    (Fraction(95, 1), Fraction(23, 5))
    """
    scale = 10 ** int(how["places"])
    exact = abs(number) * scale
    whole = {"down": math.floor(exact), "up": math.ceil(exact)}.get(how["way"], math.floor(exact + Fraction(1, 2)))
    return Fraction(whole, scale) * (-1 if number < 0 else 1)
