"""Common units (统一单位): a target and the value that answers it in one unit, or why that cannot be.

>>> from evallib.parsing.quantities import parse_quantity
>>> [
...     str(same_unit(*(parse_quantity(text)[0] for text in pair))[0].value)
...     for pair in (("≥3公里", "3200米"), ("≤5%", "0"))
... ]
['3200', '0']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from evallib.parsing.plain_text import plain
from evallib.parsing.quantities import UNITS, same_thing
from evallib.parsing.readings import Reading

MONEY_UNIT = re.compile("百万元|亿元|万元|千元|元")


def with_scale(goal: Reading, answer: Reading, written: str) -> Reading:
    """A bare amount counts in the unit of its target's writing, where that brings it near: 195 against ≤195万元."""
    unit = MONEY_UNIT.search(plain(written))
    if (
        unit is None
        or goal.kind != "money"
        or answer.kind != "number"
        or answer.unit
        or not answer.value
        or not goal.value
    ):
        return answer
    value = answer.value * UNITS[unit[0]].scale
    if not Decimal("0.2") <= value / goal.value <= 5:
        return answer
    return replace(answer, value=value, unit="元", low=None, high=None, kind="money", evidence=("金额单位取自目标",))


def percent_goal(goal: Reading, answer: Reading) -> tuple[Reading, tuple[str, ...]]:
    """A bare target that is answered in per cent is one itself: 90 against 96%."""
    if not goal.unit and answer.unit == "%" and 1 < goal.value <= 100:
        value = goal.value / 100
        bounds = (value if goal.low is not None else None, value if goal.high is not None else None)
        return Reading(value, "%", *bounds, "percent", goal.evidence, goal.rest, goal.op), ("目标的%取自完成值",)
    if not goal.unit and answer.unit and goal.kind == "number" and answer.unit != "%":
        return Reading(goal.value, answer.unit, goal.low, goal.high, "quantity", goal.evidence, goal.rest, goal.op), (
            "目标的单位取自完成值",
        )
    return goal, ()


def same_unit(goal: Reading, answer: Reading) -> tuple[Reading, str]:
    """The answer in the unit of its target, and why that cannot be; empty where it can."""

    def taking(value: Any, evidence: str) -> tuple[Reading, str]:
        taken = Reading(value, goal.unit, None, None, goal.kind, (*answer.evidence, evidence), answer.rest, answer.op)
        return taken, ""

    if answer.unit == goal.unit:
        return answer, ""
    if not answer.unit:
        if goal.unit == "%":
            return _bare_percent(goal, answer, taking)
        if UNITS.get(goal.unit) and UNITS[goal.unit].dimension == "money" and answer.value:
            return answer, "完成值没有写金额单位"
        return taking(answer.value, "单位取自目标")
    one, other = UNITS.get(goal.unit), UNITS.get(answer.unit)
    if one and other and {one.dimension, other.dimension} == {"time", "days"}:
        hours = {"分钟": Decimal(1), "天": Decimal(1440)}
        return taking(answer.value * hours[answer.unit] / hours[goal.unit], "时间单位换算")
    if same_thing(goal.unit, answer.unit):
        return taking(answer.value, "量词相当")
    if goal.value == 0 and not (one or other):  # 零投诉 and 2件
        return taking(answer.value, "都是零" if answer.value == 0 else "目标为零")
    return answer, "单位不一致"


def _bare_percent(
    goal: Reading, answer: Reading, taking: Callable[[Any, str], tuple[Reading, str]]
) -> tuple[Reading, str]:
    """98, 1 or 0.98 against a percentage: decided where only one of fraction and percentage makes sense."""
    number = answer.value
    if number == 0 or number > 2 or (number > 1 and goal.value < Decimal("0.5")):
        return taking(number / 100, "按百分数读") if number <= 200 else (answer, "完成值没有写%，且大于200")
    if goal.value >= Decimal("0.2") and number <= 1:
        return taking(number, "按小数读")
    fraction, share = reached(goal, taking(number, "")[0]), reached(goal, taking(number / 100, "")[0])
    if fraction == share:
        return taking(number / 100, "两种读法结论相同")
    return answer, "完成值没有写%，不知是小数还是百分数"


def reached(goal: Reading, answer: Reading) -> bool | None:
    """Whether the value reaches the target; None where a bound leaves it open."""
    number, wanted = answer.value, goal.value
    if answer.op in {"≥", ">"} and goal.op in {"≤", "<"}:
        return None
    if answer.op in {"≥", ">"} and number < wanted and goal.op != "≤":
        return None  # 97%以上 may be 98%
    if answer.op == "≥" and number == wanted and goal.op == ">":
        return None  # 95%以上 may be 95% itself
    if answer.op in {"≤", "<"} and goal.op in {"≥", ">", ""} and not (answer.op == "≤" and number < wanted):
        return None
    match goal.op:
        case "≤":
            return bool(number <= wanted)
        case "<":
            return bool(number < wanted)
        case ">":
            return bool(number > wanted or (number == wanted and answer.op == ">"))
        case _ if wanted == 0 and goal.op != "≥":
            return bool(number == 0)
        case _:
            return bool(number >= wanted)
