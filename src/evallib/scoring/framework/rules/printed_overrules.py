"""Formulas of what overrules the points of a reading: gates of other quantities, and rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evallib.scoring.framework.rules.base import not_below_zero
from evallib.scoring.framework.rules.printed_amounts import points
from evallib.scoring.framework.rules.printed_inputs import LONGEST_NAME
from evallib.scoring.framework.rules.printed_ranges import PERCENT, inside, number_in_base, value_of
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Expr, call, lift
from evallib.scoring.language.targets import Quantity, parse

Reading = dict[str, Any]


def under_gates(rule: Reading, scope: Scope, score: Expr) -> Expr:
    """The points where another quantity decides over them (回收率低于60%的，本项不得分); it is an input of its own."""
    order = {"deduct": 0, "full": 1, "zero": 2}
    for gate in sorted(rule.get("gates", []), key=lambda gate: order[next(iter(gate["give"]))]):
        name = gate["name"][:LONGEST_NAME]
        value = _quantity(gate, scope, name)
        what = next(iter(gate["give"]))
        if what == "deduct":
            then = not_below_zero(score - points(gate["give"]["deduct"], scope, f"{name}扣分"))
        else:
            then = scope.points if what == "full" else lift(0)
        score = call("if", inside(gate["span"], value, {"unit": gate["unit"]}), then, score)
    return score


def _quantity(gate: Reading, scope: Scope, name: str) -> Expr:
    edge = gate["span"].get("low") or gate["span"].get("high") or "1"
    if gate["unit"] in PERCENT:
        target = Quantity(number_in_base(edge, gate), "%", "")
        return scope.input(name, "percent", target=target, signed=True)
    written = parse(f"{edge}{gate['unit']}")
    return scope.input(name, "number", target=written if isinstance(written, Quantity) else None, signed=True)


def rounded(rule: Reading, number: Expr, scale: int = 1) -> Expr:
    """A number rounded as the text prints it; `scale` turns it into what was printed (a share into per cent)."""
    how = rule["rounding"]
    steps = number * lift(10 ** int(how["places"]) * scale)
    if how["way"] == "half_up":
        whole = call("floor", steps + lift(Decimal("0.5")))
    else:
        whole = call("floor" if how["way"] == "down" else "ceil", steps)
    return whole / lift(10 ** int(how["places"]) * scale)


def rounds(rule: Reading, of: str) -> bool:
    """Whether a reading rounds its value, or its points."""
    return bool(rule.get("rounding")) and rule["rounding"]["of"] == of


def rounded_value(rule: Reading, scope: Scope) -> Expr:
    """The value of a reading, rounded before it is scored."""
    value = value_of(rule, scope, rule.get("target"))
    return scope.step(
        "取整后的数值",
        rounded(rule, value, 100 if rule["unit"] in PERCENT else 1),
        "percent" if rule["unit"] in PERCENT else "number",
    )
