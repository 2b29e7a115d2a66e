"""A rule as plain data gives the points that were reckoned by hand."""

from fractions import Fraction

import pytest
from rule_points import CASES

from evallib.parsing import score, shown


@pytest.mark.parametrize(
    ("rule", "value", "points"), CASES, ids=[f"{rule['kind']}-{value}" for rule, value, _ in CASES]
)
def test_points_by_hand(rule, value, points):
    got = shown(score(rule, value, 10))
    assert got == points if points in {"ask", "judgement"} else got is not None and Fraction(got) == Fraction(points)
