"""A rule under other quantities that decide over its points (回收率低于60%的,本项不得分)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import likeness
from evallib.parsing.rules.scoring.outcome import Outcome, amount, ask, holds, scored
from evallib.parsing.rules.scoring.values import convert, named_values, read_value

Evaluate = Callable[[Rule, object, Fraction], Outcome]


def gated(rule: Rule, value: object, weight: Fraction, evaluate: Evaluate) -> Outcome:
    """The points of a rule with gates: a gate's quantity not handed in is asked for where it would change them."""
    main = {key: one for key, one in rule.items() if key != "gates"}
    value = (named_values(value) or value) if isinstance(value, str) else value
    given = dict(value) if isinstance(value, dict) else {}
    shut: list[Rule] = []
    unknown: list[Rule] = []
    for gate in rule["gates"]:
        near = sorted(
            ((likeness(str(k), gate["name"]) - likeness(str(k), gate["beside"]), str(k)) for k in given), reverse=True
        )
        if not near or (len(near) == 1 and near[0][0] <= 0):
            unknown.append(gate)
            continue
        if len(near) > 1 and near[0][0] - near[1][0] < _CLEARLY:
            return ask(f"哪个数值是“{gate['name']}”没有看出来")
        key = near[0][1]
        number = convert(read_value(given.pop(key)), gate["unit"])
        inside = None if number is None else holds(gate["span"], number)
        if inside is None:
            return ask(f"“{gate['name']}”的数值没有看懂")
        shut += [gate] if inside else []
    if any("zero" in gate["give"] for gate in shut):
        return scored(Fraction(0), "达到不得分的界限")
    if any("full" in gate["give"] for gate in shut):
        return scored(weight)
    rest: object = (next(iter(given.values())) if len(given) == 1 else given) if isinstance(value, dict) else value
    outcome = evaluate(main, rest, weight)
    if outcome.score is None:
        return outcome
    points = _after(shut, outcome.score, weight)
    for gate in unknown:
        if _after([gate], points, weight) != points:
            return ask(f"还要填“{gate['name']}”")
    return scored(points)


_CLEARLY = 0.3


def _after(gates: list[Rule], points: Fraction, weight: Fraction) -> Fraction:
    for gate in gates:
        if "zero" in gate["give"]:
            return Fraction(0)
        if "full" in gate["give"]:
            points = weight
        elif "deduct" in gate["give"]:
            points = max(points - amount(gate["give"]["deduct"], weight), Fraction(0))
    return points
