"""Verdicts: rounding is allowed for, truncation and remainders are named, errors are errors."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.audit import LESS, RATE, SAME, SUM, Figure, Identity, Place, conclude, judge, suggest_causes


def figure(text: str, unit: str = "", at: int = 0) -> Figure:
    digits = text.replace(",", "")
    return Figure(Decimal(digits), text, unit, len(digits.partition(".")[2]), Place(at, 0, len(text), 1, text))


def identity(result: str, terms: list[str], formula, unit: str = "", **options) -> Identity:
    return Identity(
        "x.y",
        "甲",
        figure(result, unit),
        tuple(figure(t, unit, i + 1) for i, t in enumerate(terms)),
        formula,
        **options,
    )


@pytest.mark.parametrize(
    ("result", "terms", "formula", "verdict"),
    [
        ("517.36", ["505.73", "11.23"], SUM, "differs"),
        ("516.96", ["505.73", "11.23"], SUM, "agrees"),
        ("827.58", ["344.18", "483.41"], SUM, "rounding"),
        ("12", ["5", "6"], SUM, "differs"),
        ("827.83", ["873.32", "45.49"], LESS, "agrees"),
        ("99.09", ["38581", "38935"], RATE, "agrees"),
        ("99.08", ["38581", "38935"], RATE, "rounding"),
        ("66.66", ["2", "3"], RATE, "truncated"),
        ("98.92", ["940.10", "950.40"], RATE, "agrees"),
        ("370.88", ["370.88"], SAME, "agrees"),
        ("50", ["1", "0"], RATE, "undefined"),
    ],
)
def test_verdicts(result, terms, formula, verdict):
    assert judge(identity(result, terms, formula)) == verdict


def test_undefined_says_nothing():
    assert conclude(identity("50", ["1", "0"], RATE)) is None


def test_rounding_lowers_the_severity():
    found = conclude(identity("827.58", ["344.18", "483.41"], SUM, severity="score"))
    assert found.severity == "rounding"
    assert "尾数" in found.message


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8), st.integers(1, 10**5))
def test_a_changed_count_always_differs(values, change):
    terms = [str(v) for v in values]
    assert judge(identity(str(sum(values)), terms, SUM)) == "agrees"
    assert judge(identity(str(sum(values) + change), terms, SUM)) == "differs"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_rounded_ratio_always_agrees(part, whole, places):
    printed = (Decimal(part) / whole * 100).quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")
    assert judge(identity(f"{printed:f}", [str(part), str(whole)], RATE, unit="")) == "agrees"


@given(st.lists(st.decimals(0, 1000, places=2), min_size=2, max_size=5), st.data())
def test_sums_are_solved_exactly(values, data):
    index = data.draw(st.integers(0, len(values) - 1))
    terms = [f"{value:f}" for value in values]
    assert identity(f"{sum(values):f}", terms, SUM).solved(index) == values[index]


@pytest.mark.parametrize(
    ("printed", "expected", "cause"),
    [
        ("270.88", "370.88", "只有一位数字不同"),
        ("48.20", "42.80", ""),
        ("4280", "4820", "相邻两位数字可能写颠倒"),
        ("39.1328", "391328", "相差 10000 倍"),
        ("12", "11", "只有一位数字不同"),
    ],
)
def test_causes_are_suggested(printed, expected, cause):
    causes = "；".join(suggest_causes(figure(printed), Decimal(expected)))
    assert cause in causes
