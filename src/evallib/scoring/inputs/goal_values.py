"""Goal values (目标与完成值): what a form prints as target and result, as the rules of scoring read it.

What cannot be decided becomes a question on its own row; everything else of the form is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evallib.model.problems import EvallibError
from evallib.parsing.comparisons import OPPOSITE, Match, compare
from evallib.parsing.numerals import shortest
from evallib.parsing.readings import Reading
from evallib.parsing.targets import RANKED
from evallib.scoring.framework.rules.lookup import THREE_LEVELS
from evallib.scoring.language.targets import Quantity, Target, normalised, parse, settle

REACHED = THREE_LEVELS[0].when[0]
KNOWN = frozenset(normalised(word) for level in THREE_LEVELS for word in (level.name, *level.when))


@dataclass(frozen=True, slots=True)
class GoalValue:
    """A goal as it is scored.

    Args:
        target: the target as text that a rule understands; as printed where that does.
        value: the result in the same way, None where there is none.
        counted: the target is a bare number of things.
        question: what has to be asked; the goal stays open.
        note: how the two were brought together, where their words do not say it.
    """

    target: str
    value: str | None
    counted: bool = False
    question: str = ""
    note: str = ""


def goal_value(target: str, value: str | None, year: int) -> GoalValue:
    """Bring a printed target and result together.

    Args:
        target: 年度指标值 as printed.
        value: 实际完成值 as printed, None where the cell is empty.
        year: year of the form, for dates without one.

    >>> goal_value("≤4", "4", 2023).counted, goal_value("9月前", "7月", 2023).target
    (True, '2023年8月31日前')
    >>> goal_value("约6台", "6台", 2023).question, goal_value("明显提升", "显著提高", 2023).value
    ('目标值是约数', '达成指标')
    """
    value = value or None
    match = compare(target, value or "", year=year)
    if match.target is None:
        return GoalValue(target, value, question=match.question)
    if match.target.kind == "phrase":
        return _phrase(target, value, match)
    if value is None:
        written, counted = _unanswered(target, match.target)
        return GoalValue(written, None, counted, match.question)
    if match.question:
        return GoalValue(target, value, question=match.question)
    assert match.value is not None
    if match.met is False and (match.target.unit == RANKED or OPPOSITE in match.evidence):
        return GoalValue(target, value, question="没有达到目标，按比例无从计算，得分需评定")
    note = "；".join(match.evidence)
    if match.target.kind == "compound":
        return GoalValue(target, value, note=note)
    if match.target.kind == "date":
        return GoalValue(
            f"{_day(match.target.value)}前",
            _day(match.value.value if match.value.kind == "date" else match.target.value),
            note=note,
        )
    if match.target.kind == "range":
        if not isinstance(match.value.value, Decimal):
            return GoalValue(target, value, question="目标是区间，完成值不是一个数，是否达成需判断")
        return _range(match)
    if match.target.op == "±":
        return GoalValue(target, value, question="目标是允许的偏差，按比例无从计算，得分需评定")
    written, counted = _target(target, match.target)
    return GoalValue(written, _result(value, match.value, written), counted, note=note)


def _phrase(target: str, value: str | None, match: Match) -> GoalValue:
    if value is None or normalised(value) in KNOWN or normalised(value) == normalised(target):
        return GoalValue(target, value)
    if match.question:
        return GoalValue(target, value, question=match.question)
    return GoalValue(
        target, REACHED if match.met else THREE_LEVELS[-1].when[0], note=f"填报为“{value}”：{'；'.join(match.evidence)}"
    )


def _unanswered(printed: str, reading: Reading) -> tuple[str, bool]:
    """The target where no result is filled in: as it would be held against one."""
    if reading.kind == "compound":
        return printed, False
    if reading.kind == "date":
        return f"{_day(reading.value)}前", False
    return _target(printed, _low_end(reading) if reading.kind == "range" else reading)


def _target(printed: str, reading: Reading) -> tuple[str, bool]:
    """The target's text, and whether it is a bare count; as printed where a rule reads that alike."""
    try:
        known: Target | None = parse(printed)
    except EvallibError:
        known = None
    same = isinstance(known, Quantity) and (known.number, known.unit, known.op) == (
        reading.value,
        reading.unit,
        reading.op,
    )
    return (printed if same else _spelled(reading)), not reading.unit


def _result(printed: str, reading: Reading, target: str) -> str:
    wanted = parse(target)
    assert isinstance(wanted, Quantity)
    try:
        if settle(printed, wanted) == reading.value:
            return printed
    except EvallibError:
        pass
    return _spelled(reading)


def _range(match: Match) -> GoalValue:
    """Inside a range is enough; below it the lower end counts; above it somebody has to say whether that is good."""
    assert match.target is not None and match.value is not None
    low = _low_end(match.target)
    if match.value.value > match.target.high:
        return GoalValue(_spelled(low), None, question="完成值高于目标区间，是否达成需判断")
    return GoalValue(_spelled(low), _spelled(match.value), not match.target.unit, note="目标是区间，以下限计")


def _low_end(target: Reading) -> Reading:
    return Reading(target.low, target.unit, kind="number", op="≥")


def _spelled(reading: Reading) -> str:
    number: Decimal = reading.value
    if reading.unit == "%":
        return f"{reading.op}{shortest(number * 100)}%"
    return f"{reading.op}{shortest(number)}{reading.unit}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
