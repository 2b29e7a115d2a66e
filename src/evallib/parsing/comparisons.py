"""Comparisons (目标与完成值对照): whether a written value answers a written target, and what has to be asked.

>>> pairs = (("≥1,200㎡", "1300平方米"), ("≤5%", "0"), ("100%", "1"), ("3公里", "3000米"), ("≥80元", "80件"))
>>> [match.met if (match := compare(*pair)).met is not None else match.question for pair in pairs]
[True, True, True, True, '单位不一致']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evallib.parsing.common_units import percent_goal, reached, same_unit, with_scale
from evallib.parsing.phrases import NEVER, NOT_DONE, judge_phrase
from evallib.parsing.plain_text import is_blank
from evallib.parsing.readings import Reading
from evallib.parsing.targets import DAY_OF_MONTH, parse_target


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
    if not targets:
        return Match(None, values[0] if values else None, question="没有填写目标值")
    if not values or (isinstance(value, str) and is_blank(value)):
        return Match(targets[0], None, question="没有填写完成值")
    values = [with_scale(targets[0], reading, target if isinstance(target, str) else "") for reading in values]
    return _by_kind(targets, values)


def _by_kind(targets: list[Reading], values: list[Reading]) -> Match:
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
    answer, why = same_unit(Reading(goal.low, goal.unit, kind="range"), answer)
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
    percent_target, taken = percent_goal(goal, answer)
    value, why = same_unit(percent_target, answer)
    if why:
        return Match(percent_target, answer, question=why)
    met = reached(percent_target, value)
    if met is False and goal.unit == DAY_OF_MONTH:
        return Match(percent_target, value, question="每月逾期，扣分多少需评定")
    if met is None:
        return Match(percent_target, value, question="完成值只给出界限，不能判断")
    return Match(percent_target, value, met, evidence=taken)
