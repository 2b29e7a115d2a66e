"""Other quantities beside a rule, several rates in one sentence, rounding, and numbers that a rule must not lose: points reckoned by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from reckoned_rules import RECKONED

from evallib.parsing import compile_rule, score, shown


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("text", "weight", "value", "points"),
    [(text, weight, value, points) for text, weight, cases in RECKONED for value, points in cases],
)
def test_points_of_several_quantities(text, weight, value, points):
    got = shown(score(compile_rule(text, weight), value))
    if points in {"ask", "judgement"} or got in {None, "ask", "judgement"}:
        assert got == points
    else:
        assert Fraction(got) == Fraction(points)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("text", "weight"), [(text, weight) for text, weight, _ in RECKONED])
def test_what_is_told_of_several_quantities_is_read_alike(text, weight):
    """A read-back that compiles gives the same points as the text, or is asked for."""
    cases = next(cases for one, _, cases in RECKONED if one == text)
    first = compile_rule(text, weight)
    again = compile_rule(first.readings[0].told, weight)
    for value, points in cases:
        got = shown(score(again, value))
        assert points in {"ask", "judgement"} or got in {None, "ask", "judgement"} or Fraction(got) == Fraction(points)
