"""The formulas that printed rules from random parts are written as give the points that are reckoned from the parts."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from random_rules import RULES

from evallib.parsing import compile_rule
from evallib.scoring import Entry, Framework, Indicator, score_indicator

FRAME = Framework.model_validate({
    "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
    "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}],
    "rounding": {"places": 6},
})  # fmt: skip


def hold(rule):
    """Counts of several kinds are asked for by name (test_printed_formulas)."""
    text, weight, cases = rule
    node = Indicator.model_validate({
        "code": "X", "name": "试", "weight": str(weight), "rule_text": text,
        "rule": {"kind": "printed", "reading": compile_rule(text, weight).readings[0].rule, "text": text},
    })  # fmt: skip
    wrong = []
    for value, points in cases:
        if not isinstance(value, str):
            continue
        got = score_indicator(FRAME, node, Entry.of(value)).score
        if points == "ask" if got is None else points != "ask" and abs(Fraction(got) - points) <= Fraction(1, 10**5):
            continue
        wrong.append((value, got, str(points)))
    assert wrong == [], (text, weight)


@pytest.mark.slow
@given(RULES)
def test_formulas_follow_from_the_parts(rule):
    hold(rule)


@pytest.mark.long
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(RULES)
def test_formulas_follow_from_many_parts(rule):
    hold(rule)
