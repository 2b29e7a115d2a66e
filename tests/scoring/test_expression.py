"""One formula, several readings: they agree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.model import round_half_up
from evallib.scoring import OPERATORS, Ask, NoScoreError, Ref, call, evaluate, lift, written

D = Decimal

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=4)


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [("2.675", 2, "2.68"), ("1.005", 2, "1.01"), ("4.3055", 2, "4.31"), ("-0.125", 2, "-0.13"), ("2.4999999", 0, "2")],
)
def test_half_up(value, places, result):
    assert round_half_up(D(value), places) == D(result)


def test_division_residue_does_not_hide_a_half():
    assert round_half_up(D(1) / 3 * D("0.015"), 2) == D("0.01")
    assert round_half_up(D(2) / 3 * D("0.0075"), 3) == D("0.005")


@given(NUMBERS, NUMBERS, NUMBERS)
def test_python_reading_of_the_text_form(a, b, c):
    expr = (Ref("a") - (Ref("b") - Ref("c"))) * lift(2) - call("max", Ref("a") * (Ref("b") + Ref("c")), Ref("c"))
    env = {"a": a, "b": b, "c": c}
    text = written(expr, lambda name: f"env['{name}']", excel=True)
    python = text.replace("MAX", "max")
    assert eval(python, {"env": env, "max": max}) == evaluate(expr, env)


@pytest.mark.parametrize(("value", "floor", "ceil"), [("2.9999999999", 3, 3), ("3", 3, 3), ("3.01", 3, 4), ("0", 0, 0)])
def test_whole_steps_look_at_nine_decimals(value, floor, ceil):
    env = {"x": D(value)}
    assert evaluate(call("floor", Ref("x")), env) == floor
    assert evaluate(call("ceil", Ref("x")), env) == ceil


def test_comparisons_forgive_the_tenth_decimal():
    assert evaluate(call("ge", D("0.94999999999"), D("0.95")), {})
    assert not evaluate(call("gt", D("0.95000000001"), D("0.95")), {})
    assert not evaluate(call("ge", D("0.9499"), D("0.95")), {})


def test_if_is_lazy_and_zero_denominators_are_said():
    expr = call("if", call("le", Ref("x"), 0), 1, lift(1) / Ref("x"))
    assert evaluate(expr, {"x": D(0)}) == 1
    with pytest.raises(NoScoreError) as error:
        evaluate(lift(1) / Ref("x"), {"x": D(0)})
    assert error.value.code == "empty"
    with pytest.raises(NoScoreError) as error:
        evaluate(Ask("由评价人员评定"), {})
    assert error.value.code == "ask"


def test_text_quotes_and_unknown_names():
    assert written(call("same", Ref("x"), '说"好"'), lambda name: "A1", excel=True) == 'A1="说""好"""'
    assert all(operator.text and operator.excel for operator in OPERATORS.values())
