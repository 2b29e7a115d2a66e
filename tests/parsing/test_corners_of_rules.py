"""Printed rules, and rules as plain data, at the branches that few take; points by hand."""

from fractions import Fraction

import pytest
from rule_corners import DATA, RULES
from rule_turns import written

from evallib.parsing import compile_rule, score, shown


def others(cases, scored):
    """The values whose points are not those that were reckoned."""
    found = {}
    for value, points in cases.items():
        got = shown(scored(written(value)))
        worded = {got, points} & {"ask", "judgement", None}
        if got != points if worded else Fraction(got) != Fraction(points):
            found[value] = (points, got)
    return found


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("text", "weight", "cases"), RULES, ids=[text[:24] for text, _, _ in RULES])
def test_points_by_hand(text, weight, cases):
    rule = compile_rule(text, weight)
    assert others(cases, lambda value: score(rule, value)) == {}


@pytest.mark.parametrize(("rule", "cases"), DATA)
def test_points_of_data_by_hand(rule, cases):
    assert others(cases, lambda value: score(rule, value, 10)) == {}
