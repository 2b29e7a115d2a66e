"""Bodies with a printed formula: one quantity in it is a straight line, several are a formula of named inputs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import number, span_data
from evallib.parsing.rules.grammar.cases import Case, read_case
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.formulas import Node, find_formula, formula_names, straight
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_GOAL = re.compile(r"目标值?|计划(?:值|数)?|指标值|标准值?")
_ACTUAL = re.compile(
    r"(?:实际|完成|执行)(?:完成)?(?:值|数|率|比例)?|[A-Za-z]|数值|[\u4e00-\u9fff]{0,14}(?:率|度|比例|占比)"
)
_RATE = re.compile(r"率|度(?!假)|比例|占比|%")


def build_formula(text: str, weight: Fraction) -> Rule | None:
    """The rule of a body whose points are printed as a formula; None where it has none or says more than is understood.

    >>> rule = build_formula("完成率≥100%,得6分;60%≤完成率<100%,得分=6*(完成率-60%)/40%;完成率<60%,0分", Fraction(6))
    >>> rule["kind"], rule["anchors"]
    ('line', [['60', '0'], ['100', '6']])
    >>> build_formula("得分=(1-差错率)*分值", Fraction(5))["kind"]
    'formula'
    """
    found = find_formula(text)
    if found is None or "每" in text:
        return None
    kind, node, start, end = found
    sentence = text[_sentence_start(text, start) : start].strip(",;。:( ")
    rest = [
        c for c in clauses(text[: _sentence_start(text, start)] + "#" + text[end:]) if c.verb not in {"cap", "floor"}
    ]
    if not rest and not find_spans(sentence) and not _goal(text):
        return {"kind": "formula", "formula": node, "names": formula_names(node)}
    rest += clauses(sentence)
    return _line(text, node, sentence, [read_case(c) for c in rest], weight) if kind.startswith("得") or rest else None


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence of a formula begins: its own condition stands before it."""
    return max((m.end() for m in patterns.finditer(r"[;。\n]", text[:at])), default=0)


def _goal(text: str) -> Span | None:
    """A target that is printed as a number (目标值为90%)."""
    named = patterns.search(rf"(?:目标值?|计划(?:值|数)?|指标值|标准值?)(?:为|是|=|:|\()?(?={NUMBER})", text)
    return next(iter(find_spans(text[named.end() :])), None) if named else None


@dataclass(frozen=True, slots=True)
class _Course:
    """A straight line: points at nothing, and for each unit of the value."""

    start: Fraction
    slope: Fraction

    def at(self, x: Fraction) -> Fraction:
        return self.start + self.slope * x

    def reaches(self, points: Fraction) -> Fraction:
        return (points - self.start) / self.slope


def _line(text: str, node: Node, sentence: str, cases: list[Case], weight: Fraction) -> Rule | None:
    """A formula of one quantity, with stretches where all or nothing is earned."""
    goal = _goal(text)
    known = {name: _amount(goal) for name in formula_names(node) if goal and _GOAL.fullmatch(name)}
    names = [name for name in formula_names(node) if name not in known]
    if len(names) != 1 or not _ACTUAL.fullmatch(names[0]):
        return None
    percent = bool(_RATE.search(text))
    found = straight(node, {k: v for k, v in known.items() if v is not None}, names[0], weight)
    if found is None or not found[1] or None in known.values():
        return None
    course = _Course(found[0], found[1] / 100 if percent else found[1])
    full, zero = [], []
    for case in cases:
        spans = [s for s in case.spans if s.unit != "分"]
        beside_goal = not spans and _GOAL.search(case.text) is not None
        if case.clause.verb == "full" or (case.clause.verb == "get" and case.clause.amounts[0].value == weight):
            if beside_goal and goal is not None and goal.low is not None:
                spans = [Span(goal.low, None) if course.slope > 0 else Span(None, goal.low)]
            full += spans[:1]
        elif case.clause.verb == "zero" and len(spans) == 1:
            zero += spans
        else:
            return None
        if len(spans) != 1 and not case.otherwise:
            return None
    ends = sorted(course.reaches(points) for points in (Fraction(0), weight))
    within = [s for s in find_spans(sentence) if s.unit != "分"]
    if not full and not zero and not within:
        return None
    rule: Rule = {"kind": "line", "unit": "%" if percent else (full + zero + within)[0].unit, "printed": text}
    rule["anchors"] = [[number(x), number(min(max(course.at(x), Fraction(0)), weight))] for x in ends]
    if any(course.at(edge) < weight for s in full for edge in (s.low, s.high) if edge is not None):
        rule["full"] = [span_data(s) for s in full]
    if any(course.at(edge) > 0 for s in zero for edge in (s.low, s.high) if edge is not None):
        rule["zero"] = [span_data(s) for s in zero]
    return rule if _plausible(ends, full, percent) else None


def _amount(goal: Span | None) -> Fraction | None:
    if goal is None or goal.low is None:
        return None
    return goal.low / 100 if goal.unit == "%" else goal.low


def _plausible(ends: list[Fraction], full: list[Span], percent: bool) -> bool:
    """Points that would need a rate far below nothing are a formula in another unit (10-(90%-实际值)*0.5)."""
    top = ends[1] if not full else max(e for s in full for e in (s.low, s.high) if e is not None)
    return not percent or (abs(ends[1] - ends[0]) <= 200 and abs(ends[1] - top) <= 100)
