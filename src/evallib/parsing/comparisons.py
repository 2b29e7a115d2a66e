"""Comparisons (目标与完成值对照): whether a written value answers a written target, and what has to be asked.

>>> pairs = (("≥1,200㎡", "1300平方米"), ("≤5%", "0"), ("100%", "1"), ("3公里", "3000米"), ("≥80元", "80件"))
>>> [match.met if (match := compare(*pair)).met is not None else match.question for pair in pairs]
[True, True, True, True, '单位不一致']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from evallib.parsing.phrases import NEVER, NOT_DONE, judge_phrase
from evallib.parsing.plain_text import is_blank
from evallib.parsing.quantities import UNITS, same_thing
from evallib.parsing.readings import Reading
from evallib.parsing.targets import parse_target


@dataclass(frozen=True, slots=True)
class Match:
    """How a value answers a target.

    Args:
        target: the target, as it was taken.
        value: the value, in the target's unit.
        met: whether the target is reached; None where it has to be asked.
        question: what is unclear, in Chinese; empty where nothing is.
        evidence: how the two were brought together.
    """

    target: Reading | None
    value: Reading | None
    met: bool | None = None
    question: str = ""
    evidence: tuple[str, ...] = ()


def compare(target: str | list[Reading], value: str | list[Reading], *, year: int | None = None) -> Match:
    """Bring a target and its value together.

    Args:
        target: the target as written, or its readings.
        value: the value as written, or its readings.
        year: year of the form, for dates without one.

    Returns:
        The match that all sensible readings agree on, or one with a question.

    >>> compare("9月前", "7月", year=2023).met, compare("2023年12月", "2025年12月").met, compare("不发生", "未发生").met
    (True, False, True)
    >>> compare("≥100件", "约98件").question, compare("有所改善", "").question
    ('完成值是约数', '没有填写完成值')
    """
    targets = parse_target(target, year=year) if isinstance(target, str) else target
    values = parse_target(value, year=year) if isinstance(value, str) else value
    written = value if isinstance(value, str) else ""
    if not targets:
        return Match(None, values[0] if values else None, question="没有填写目标值")
    if not values or (isinstance(value, str) and is_blank(value)):
        return Match(targets[0], None, question="没有填写完成值")
    return _by_kind(targets, values, written)


def _by_kind(targets: list[Reading], values: list[Reading], written: str) -> Match:
    goal, answer = targets[0], values[0]
    if goal.op == "≈":
        return Match(goal, answer, question="目标值是约数")
    if answer.kind == "phrase" and goal.kind != "phrase":
        return _affirmed(goal, answer)
    match goal.kind:
        case "date":
            return _dates(targets, values)
        case "phrase":
            if answer.kind != "phrase":
                return Match(goal, answer, question="目标是文字，完成值是数值或日期")
            met, why = judge_phrase(goal.value, answer.value)
            return Match(goal, answer, met, why if met is None else "", () if met is None else (why,))
        case "compound":
            return _compounds(goal, answer)
        case "range":
            return _ranges(goal, answer)
        case _:
            return _numbers(goal, answer)


def _affirmed(goal: Reading, answer: Reading) -> Match:
    if (
        goal.kind == "date"
        and re.search(r"按时|按期|如期|及时|准时", answer.value)
        and not NOT_DONE.match(answer.value)
    ):
        return Match(goal, answer, True, evidence=("写明按期完成",))
    if goal.value == 0 and NEVER.match(answer.value):
        zero = Reading(Decimal(0), goal.unit, Decimal(0), Decimal(0), goal.kind)
        return Match(goal, zero, True, evidence=("写明未发生",))
    return Match(
        goal, answer, question="目标是日期，完成值没有写日期" if goal.kind == "date" else "目标是数值，完成值没有写数值"
    )


def _dates(targets: list[Reading], values: list[Reading]) -> Match:
    goal, answer = targets[0], values[0]
    if answer.kind != "date":
        return Match(goal, answer, question="目标是日期，完成值不是日期")
    verdicts = {_in_time(target, done) for target in targets for done in values}
    if len(verdicts) > 1 or None in verdicts:
        return Match(goal, answer, question="只凭所写的日期不能判断是否按期")
    met = verdicts.pop()
    day = _latest(answer) if met else _earliest(answer)
    return Match(goal, Reading(day, "", day, day, "date", answer.evidence), met, evidence=("按日期比较",))


def _in_time(target: Reading, done: Reading) -> bool | None:
    due: date = target.value
    if _latest(done) <= due:
        return True
    return False if _earliest(done) > due else None


def _latest(reading: Reading) -> date:
    last: date = reading.value if reading.op else reading.high
    return last


def _earliest(reading: Reading) -> date:
    first: date = reading.low or date.min
    return first


def _compounds(goal: Reading, answer: Reading) -> Match:
    if answer.kind != "compound" or {p.unit for p in goal.value} != {p.unit for p in answer.value}:
        return Match(goal, answer, question="各项与目标不对应")
    reached = {part.unit: part.value for part in answer.value}
    return Match(goal, answer, all(reached[part.unit] >= part.value for part in goal.value))


def _ranges(goal: Reading, answer: Reading) -> Match:
    if answer.kind == "range":
        inside = answer.low >= goal.low and answer.high <= goal.high
        return Match(goal, answer, True if inside else None, "" if inside else "完成值也是区间，不能判断")
    answer, why = _same_unit(Reading(goal.low, goal.unit, kind="range"), answer)
    if why:
        return Match(goal, answer, question=why)
    return Match(goal, answer, bool(goal.low <= answer.value <= goal.high), evidence=("目标是区间",))


def _numbers(goal: Reading, answer: Reading) -> Match:
    if answer.op == "≈":
        return Match(goal, answer, question="完成值是约数")
    if answer.kind in {"date", "compound"}:
        return Match(goal, answer, question="目标是数值，完成值不是")
    if answer.kind == "range":
        return Match(goal, answer, question="完成值是区间")
    percent_target, taken = _percent_goal(goal, answer)
    value, why = _same_unit(percent_target, answer)
    if why:
        return Match(percent_target, answer, question=why)
    met = _reached(percent_target, value)
    if met is None:
        return Match(percent_target, value, question="完成值只给出界限，不能判断")
    return Match(percent_target, value, met, evidence=taken)


def _percent_goal(goal: Reading, answer: Reading) -> tuple[Reading, tuple[str, ...]]:
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


def _same_unit(goal: Reading, answer: Reading) -> tuple[Reading, str]:
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
    if answer.value == 0 and goal.value == 0 and not (one and other):
        return taking(answer.value, "都是零")
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
    fraction, share = _reached(goal, taking(number, "")[0]), _reached(goal, taking(number / 100, "")[0])
    if fraction == share:
        return taking(number / 100, "两种读法结论相同")
    return answer, "完成值没有写%，不知是小数还是百分数"


def _reached(goal: Reading, answer: Reading) -> bool | None:
    number, wanted = answer.value, goal.value
    if answer.op in {"≥", ">"} and goal.op in {"≤", "<"}:
        return None
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
