"""Turns of phrase that printed rules use beside the plain ones, with values on both sides of each limit; points by hand."""

from fractions import Fraction

import pytest
from rule_turns import RULES, written

from evallib.parsing import compile_rule, score, shown


@pytest.mark.sampled(4)
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
