"""Steps that are printed without 每: 少10%扣2分, 滞后1个月扣1分, 提高0.01得1分."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.cases import Bad, Case, Step
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.wording import NUMBER


def put_loose_steps(cases: list[Case], weight: Fraction, *, capped: bool) -> None:
    """Let cases be steps that say so without 每.

    Args:
        cases: of one body; changed in place.
        weight: its points.
        capped: whether a most number of points is printed.
    """
    _loose_step(cases)
    if capped:
        _loose_gain(cases, weight)
    _graded_lateness(cases)


_LOOSE = re.compile(
    rf"(?:^|[,;。:])[^\d,;。每]{{0,6}}?(?P<way>少|差|降低|下降|降|低|高出|高|"
    rf"超|多)(?P<n>{NUMBER})(?P<u>%|个?百分点)的?,?$"
)


_BEYOND_BOUND = re.compile(rf"(?:^|[,;。:])(?P<way>超过|高于|超出|低于|少于)(?P<n>{NUMBER})(?P<u>个?百分点)的?,?$")


def _loose_step(cases: list[Case]) -> None:
    """少10%扣2分 without 每 is a step where it stands alone; two of them are grades."""
    bounds = any(s.unit == "%" for c in cases if c.clause.verb in {"get", "full"} for s in c.spans)
    marks = [_LOOSE, _BEYOND_BOUND] if bounds else [_LOOSE]
    loose = [
        (c, found[0])
        for c in cases
        if c.clause.verb == "deduct"
        and not (c.step or c.item)
        and (found := [m for pattern in marks if (m := pattern.search(c.text))])
    ]
    if len(loose) == 1:
        case, match = loose[0]
        bad: Bad = "above" if match["way"] in {"高出", "高", "超", "多", "超过", "高于", "超出"} else "below"
        case.step = Step(Fraction(match["n"]), match["u"].removeprefix("个"), bad, stated=False)
        case.spans = find_spans(case.text[: match.start()])


def _loose_gain(cases: list[Case], weight: Fraction) -> None:
    """系数提高0.01得1分,满分3分: so much for each step, where several of them earn the weight."""
    gains = [c for c in cases if c.clause.verb == "get"]
    if len(gains) != len(cases) or len(gains) != 1 or len(gains[0].clause.amounts) != 1:
        return
    case, amount = gains[0], gains[0].clause.amounts[0]
    span = case.spans[0] if len(case.spans) == 1 else None
    whole = amount.value and (weight / amount.value).denominator == 1 and amount.value < weight
    rises = span and patterns.search(r"(?:提高|提升|增加|增长|上升)$", case.text[: span.start])
    if span is not None and span.bare and span.low and whole and not amount.share and rises and not case.item:
        case.step, case.spans = Step(span.low, span.unit, "above", stated=False), []


def _graded_lateness(cases: list[Case]) -> None:
    """滞后1个月扣1分,滞后2个月扣2分: grades, and no step of one month."""
    loose = [c for c in cases if c.step and not c.step.stated and c.clause.verb == "deduct" and not c.spans]
    if len(loose) != 1 or loose[0].step is None:
        return
    case, unit = loose[0], loose[0].step.unit
    if any(c is not case and c.clause.verb == "deduct" and any(s.unit == unit for s in c.spans) for c in cases):
        case.step, case.spans = None, find_spans(case.text)
