"""Printed rules put together from parts at random give the points that are reckoned from the parts."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from random_rules import RULES

from evallib.parsing import compile_rule, score, shown


def hold(rule):
    printed, weight, cases = rule
    compiled = compile_rule(printed, weight)
    wrong = []
    for value, points in cases:
        told = shown(score(compiled, value))
        worded = {told, points} & {"ask", "judgement", None}
        if told != points if worded else abs(Fraction(told) - points) > Fraction(1, 10**9):
            wrong.append((value, told, str(points)))
    assert wrong == [], (printed, weight, [reading.told for reading in compiled.readings], compiled.questions)


@given(RULES)
def test_points_follow_from_the_parts(rule):
    hold(rule)


@pytest.mark.long
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(RULES)
def test_points_follow_from_many_parts(rule):
    hold(rule)
