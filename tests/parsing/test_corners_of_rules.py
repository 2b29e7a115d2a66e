"""Printed rules at the branches that few texts take; points by hand."""

from fractions import Fraction

import pytest
from rule_corners import RULES
from rule_turns import written

from evallib.parsing import compile_rule, score, shown


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("text", "weight", "cases"), RULES, ids=[text[:24] for text, _, _ in RULES])
def test_points_by_hand(text, weight, cases):
    rule = compile_rule(text, weight)
    other = {}
    for value, points in cases.items():
        got = shown(score(rule, written(value)))
        worded = {got, points} & {"ask", "judgement", None}
        if got != points if worded else Fraction(got) != Fraction(points):
            other[value] = (points, got)
    assert other == {}
