"""Test cases (算例) beside a framework: what a value should earn, written by the people who know the rule.

A case file ``<framework>.cases.yaml`` needs no programming: indicator, value or inputs, and the expected score
(or 待定, 不考核).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import Field

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.rounding import round_half_up
from evallib.scoring.framework.catalogue import find_framework
from evallib.scoring.framework.definition import Framework, Indicator, Model
from evallib.scoring.framework.loading import load_framework, read_model
from evallib.scoring.inputs.entries import AnyValue, Entry, OneValue
from evallib.scoring.inputs.instance import rule_for
from evallib.scoring.language.derived_values import Points
from evallib.scoring.language.targets import parse_target
from evallib.scoring.score import score_indicator

OPEN = "待定"
NOT_APPLICABLE = "不考核"


class Case(Model):
    """One case: an indicator of the framework, or a goal (target and weight) of a self-evaluation form."""

    name: str = ""
    indicator: str = ""
    target: str = ""
    weight: Points | None = None
    value: OneValue | None = None
    inputs: dict[str, AnyValue] = Field(default_factory=dict)
    deficiencies: tuple[str, ...] | None = None
    not_applicable: str = ""
    expect: str


class CaseFile(Model):
    """The cases of a framework."""

    framework: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with what came out of it."""

    case: Case
    title: str
    expected: str
    got: str
    reason: str

    @property
    def passed(self) -> bool:
        """Expected and computed score agree."""
        return self.expected == self.got


def run_cases(path: Path) -> Iterator[CaseResult]:
    """Run a case file against its framework (the one beside it, or one that comes with evallib).

    Raises:
        EvallibError: the file does not hold, or names an unknown indicator.
    """
    file, _ = read_model(path, CaseFile)
    framework = find_framework(file.framework, path.parent)
    leaves = {leaf.code: leaf for leaf in framework.leaves}
    for number, case in enumerate(file.cases, start=1):
        leaf = _goal(framework, case) if case.target else leaves.get(case.indicator)
        if leaf is None:
            advice = did_you_mean(case.indicator, leaves)
            message = f"第{number}个算例：没有指标“{case.indicator}”"
            raise EvallibError(Problem("case.indicator", message, file=str(path), advice=advice))
        entry = Entry(
            value=case.value, inputs=case.inputs, deficiencies=case.deficiencies, not_applicable=case.not_applicable
        )
        score = score_indicator(framework, leaf, entry)
        places = framework.rounding.places  # as the total rounds them, where indicators stay unrounded
        got = OPEN if score.score is None else f"{round_half_up(score.score, places):f}"
        got = NOT_APPLICABLE if score.status == "not_applicable" else got
        expected = (
            case.expect if case.expect in {OPEN, NOT_APPLICABLE} else f"{round_half_up(_points(case, path), places):f}"
        )
        title = case.name or f"{leaf.code} {leaf.name} {case.value.value if case.value else ''}".strip()
        yield CaseResult(case, title, expected, got, score.reason)


def _points(case: Case, path: Path) -> Decimal:
    try:
        return Decimal(case.expect)
    except InvalidOperation:
        problem = Problem("case.expect", "expect 应为分数、“待定”或“不考核”", file=str(path), value=case.expect)
        raise EvallibError(problem) from None


def _goal(framework: Framework, case: Case) -> Indicator | None:
    if framework.goal_rules is None or case.weight is None:
        return None
    rule = rule_for(parse_target(case.target), framework.goal_rules)
    code = f"{case.target} {case.weight}"
    return Indicator(code=code, name=case.name or case.target, weight=case.weight, target=case.target, rule=rule)


def check_file(path: Path) -> tuple[Framework, list[CaseResult]]:
    """What ``evallib framework check FILE`` does: read a framework strictly (.yaml or .xlsx) and run its cases.

    Raises:
        EvallibError: every mistake of the framework, with file and line, or sheet and cell.
    """
    if path.suffix == ".xlsx":
        from evallib.scoring.framework.from_sheet import import_framework

        return import_framework(path), []
    framework = load_framework(path)
    beside = path.with_name(f"{path.stem}.cases.yaml")
    return framework, list(run_cases(beside)) if beside.is_file() else []
