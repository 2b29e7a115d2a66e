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

from evallib.model import patterns
from evallib.parsing.common_units import percent_goal, reached, same_unit, with_scale
from evallib.parsing.frequencies import Frequency, parse_frequency
from evallib.parsing.phrases import NEVER, judge_figure, judge_phrase, opposite
from evallib.parsing.plain_text import is_blank, plain
from evallib.parsing.quantities import same_thing
from evallib.parsing.readings import Reading
from evallib.parsing.targets import DAY_OF_MONTH, RANKED, parse_target

OPPOSITE = "与目标的方向相反"
ALL_DONE = re.compile(r"(?:已)?(?:全部|均已?)?(?:完成|达成|实现|落实|覆盖|达标)")
#: 未按时完成, 不及时, 逾期完成: what says in time within such words does not say it.
NOT_IN_TIME = re.compile("[未不没非]|逾期|延期|超期|滞后")
#: Classes whose order the words do not tell: of safety standards 一级 is the best, of data protection the highest.
GRADES = frozenset({"级", "等", "类", "档", "星", "星级", "A级", "等奖"})


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
    if isinstance(target, str) and (goal := parse_frequency(target)) is not None:
        return _frequencies(goal, targets[0], values[0], value if isinstance(value, str) else "")
    if isinstance(value, str) and (done := parse_frequency(value)) is not None and targets[0].kind == "quantity":
        wanted = targets[0]
        if not same_thing(wanted.unit, done.unit) or wanted.op in {"≤", "<"}:
            return Match(wanted, values[0], question="完成值是频次，目标不是")
        total = Reading(done.a_year, wanted.unit, done.a_year, done.a_year, "quantity")
        return Match(wanted, total, bool(done.a_year >= wanted.value), evidence=("按全年次数比较",))
    values = [with_scale(targets[0], reading, target if isinstance(target, str) else "") for reading in values]
    return _by_kind(targets, values)


def _frequencies(goal: Frequency, wanted: Reading, answer: Reading, written: str) -> Match:
    """Times a period against times a period, or against the number of the whole year."""
    done = parse_frequency(written)
    if done is not None and not same_thing(goal.unit, done.unit):
        return Match(wanted, answer, question="单位不一致")
    target = Reading(goal.a_year, goal.unit, goal.a_year, None, "quantity", wanted.evidence, op="≥")
    if done is None:
        if plain(written) == plain(wanted.rest) or answer.kind not in {"quantity", "number"} or answer.op == "≈":
            return Match(wanted, answer, question="目标是频次，完成值不是次数")
        if answer.unit and not same_thing(goal.unit, answer.unit):
            return Match(wanted, answer, question="单位不一致")
        if answer.value == goal.count != goal.a_year:
            return Match(wanted, answer, question="完成值是每期的次数还是全年的次数，没有写明")
        if goal.often and answer.value < goal.a_year:
            return Match(wanted, answer, question="目标按周或按日计，全年应有多少次需写明")
        reached_value = answer.value
    else:
        reached_value = done.a_year
    value = Reading(reached_value, goal.unit, reached_value, reached_value, "quantity")
    return Match(target, value, bool(reached_value >= goal.a_year), evidence=("按全年次数比较",))


def _by_kind(targets: list[Reading], values: list[Reading]) -> Match:
    goal, answer = targets[0], values[0]
    if goal.op == "≈":
        return Match(goal, answer, question="目标值是约数")
    if answer.kind == "phrase" and goal.kind != "phrase":
        return _affirmed(goal, answer)
    if RANKED in {goal.unit, answer.unit} or (goal.unit in GRADES and goal.kind != "phrase"):
        return _ranks(goal, answer)
    match goal.kind:
        case "date":
            return _dates(targets, values)
        case "phrase":
            if answer.kind != "phrase":
                met = judge_figure(goal.value, answer)
                why = "目标是文字，完成值是数值或日期" if met is None else ""
                return Match(goal, answer, met, why, () if met is None else ("完成值的数值与文字目标同向比较",))
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
        and patterns.search(r"按时|按期|如期|及时|准时", answer.value)
        and not NOT_IN_TIME.search(answer.value)
    ):
        return Match(goal, answer, True, evidence=("写明按期完成",))
    if goal.value == 0 and NEVER.match(answer.value):
        zero = Reading(Decimal(0), goal.unit, Decimal(0), Decimal(0), goal.kind)
        return Match(goal, zero, True, evidence=("写明未发生",))
    if goal.unit == "%" and goal.value == 1 and goal.op in {"", "="} and ALL_DONE.fullmatch(answer.value):
        return Match(goal, Reading(Decimal(1), "%", kind="percent"), True, evidence=("写明全部完成",))
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


def _ranks(goal: Reading, answer: Reading) -> Match:
    """Places are better the smaller they are; of grades only equal ones are known to be reached."""
    if goal.unit == answer.unit == RANKED:
        return Match(goal, answer, bool(answer.value <= goal.value), evidence=("按名次比较",))
    if goal.unit == answer.unit and goal.value == answer.value:
        return Match(goal, answer, True, evidence=("等级相同",))
    return Match(goal, answer, question="等级或名次的高低需判断")


def _compounds(goal: Reading, answer: Reading) -> Match:
    if answer.kind != "compound" or {p.unit for p in goal.value} != {p.unit for p in answer.value}:
        return Match(goal, answer, question="各项与目标不对应")
    reached = {part.unit: part.value for part in answer.value}
    return Match(goal, answer, all(reached[part.unit] >= part.value for part in goal.value))


def _ranges(goal: Reading, answer: Reading) -> Match:
    if answer.kind in {"date", "compound"}:
        return Match(goal, answer, question="目标是区间，完成值不是一个数")
    if answer.kind == "range":
        inside = answer.low >= goal.low and answer.high <= goal.high
        return Match(goal, answer, True if inside else None, "" if inside else "完成值也是区间，不能判断")
    answer, why = same_unit(Reading(goal.low, goal.unit, kind="range"), answer)
    if answer.op not in {"", "="}:
        why = why or ("完成值是约数" if answer.op == "≈" else "完成值只给出界限，不能判断")
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
    if opposite(goal.rest, answer.rest) and answer.value > 0:
        return Match(goal, answer, False, evidence=(OPPOSITE,))
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
