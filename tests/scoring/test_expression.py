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


A, B, C = Ref("a"), Ref("b"), Ref("c")


@pytest.mark.parametrize(("expr", "text"), [
    (A / B / C, "a/b/c"), (A / (B / C), "a/(b/c)"), (A / (B * C), "a/(b*c)"), (A * B / C, "a*b/c"), (A * (B / C), "a*b/c"),
    (A - (B - C), "a-(b-c)"), (A - B - C, "a-b-c"), (A - (B + C), "a-(b+c)"), (A + (B - C), "a+b-c"), ((A + B) * C, "(a+b)*c"),
    (A * (B - C), "a*(b-c)"), ((A - B) / C, "(a-b)/c"), (A / (B - C), "a/(b-c)"), (A + B * C, "a+b*c"), (A - B / C, "a-b/c"),
])  # fmt: skip
def test_brackets_stand_where_they_are_needed_and_nowhere_else(expr, text):
    assert written(expr, lambda name: name, excel=True) == text


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


A, B, C, E = (Ref(name) for name in "abcd")


def ge(left, right):
    return call("ge", left, right)


#: Brackets stand where they are needed, each read by hand in words and as a formula.
TEXTS = [
    (A + B + C, "a + b + c", "a+b+c"),
    (A + (B + C), "a + b + c", "a+b+c"),
    (A - B - C, "a − b − c", "a-b-c"),
    (A - (B - C), "a − (b − c)", "a-(b-c)"),
    (A - (B + C), "a − (b + c)", "a-(b+c)"),
    (A + B - C, "a + b − c", "a+b-c"),
    (A * B * C, "a × b × c", "a*b*c"),
    (A * (B * C), "a × b × c", "a*b*c"),
    (A * (B + C), "a × (b + c)", "a*(b+c)"),
    ((A + B) * C, "(a + b) × c", "(a+b)*c"),
    (A / B / C, "a ÷ b ÷ c", "a/b/c"),
    (A / (B / C), "a ÷ (b ÷ c)", "a/(b/c)"),
    (A / (B * C), "a ÷ (b × c)", "a/(b*c)"),
    (A * B / C, "a × b ÷ c", "a*b/c"),
    (A * (B / C), "a × b ÷ c", "a*b/c"),
    ((A + B) / C, "(a + b) ÷ c", "(a+b)/c"),
    (A / (B + C), "a ÷ (b + c)", "a/(b+c)"),
    (A * B + C * E, "a × b + c × d", "a*b+c*d"),
    (A - B * C, "a − b × c", "a-b*c"),
    ((A - B) * C, "(a − b) × c", "(a-b)*c"),
    (call("min", A + B, C), "较小者(a + b，c)", "MIN(a+b,c)"),
    (call("max", call("if", ge(A, B), A, B), C), "较大者(若a ≥ b则a，否则b，c)", "MAX(IF(ROUND(a-b,9)>=0,a,b),c)"),
    (call("abs", A - B), "绝对值(a − b)", "ABS(a-b)"),
    (call("floor", A / B) + C, "只取整数(a ÷ b) + c", "INT(ROUND(a/b,9))+c"),
    (call("ceil", call("if", ge(A, B), A, B)), "不足一步按一步(若a ≥ b则a，否则b)", "-INT(-ROUND(IF(ROUND(a-b,9)>=0,a,b),9))"),
    (call("ge", A + B, C * E), "a + b ≥ c × d", "ROUND(a+b-c*d,9)>=0"),
    (call("gt", A + B, C * E), "a + b ＞ c × d", "ROUND(a+b-c*d,9)>0"),
    (call("le", A + B, C * E), "a + b ≤ c × d", "ROUND(a+b-c*d,9)<=0"),
    (call("lt", A + B, C * E), "a + b ＜ c × d", "ROUND(a+b-c*d,9)<0"),
    (call("ge", A, B - C), "a ≥ (b − c)", "ROUND(a-(b-c),9)>=0"),
    (call("gt", A, B - C), "a ＞ (b − c)", "ROUND(a-(b-c),9)>0"),
    (call("le", A, B - C), "a ≤ (b − c)", "ROUND(a-(b-c),9)<=0"),
    (call("lt", A, B - C), "a ＜ (b − c)", "ROUND(a-(b-c),9)<0"),
    (call("ge", A, B * C), "a ≥ b × c", "ROUND(a-b*c,9)>=0"),
    (call("gt", A, B * C), "a ＞ b × c", "ROUND(a-b*c,9)>0"),
    (call("le", A, B * C), "a ≤ b × c", "ROUND(a-b*c,9)<=0"),
    (call("lt", A, B * C), "a ＜ b × c", "ROUND(a-b*c,9)<0"),
    (call("same", A + B, C), "a + b 为c", "a+b=c"),
    (call("same", A, B + C), "a 为b + c", "a=b+c"),
    (call("same", A, "好"), "a 为“好”", 'a="好"'),
    (call("or", ge(A, B), ge(C, E)), "a ≥ b 或 c ≥ d", "OR(ROUND(a-b,9)>=0,ROUND(c-d,9)>=0)"),
    (call("and", ge(A, B), call("lt", C, E)), "a ≥ b 且 c ＜ d", "AND(ROUND(a-b,9)>=0,ROUND(c-d,9)<0)"),
    (call("or", call("and", ge(A, B), ge(C, E)), ge(A, E)), "(a ≥ b 且 c ≥ d) 或 a ≥ d", "OR(AND(ROUND(a-b,9)>=0,ROUND(c-d,9)>=0),ROUND(a-d,9)>=0)"),
    (call("and", ge(A, E), call("or", ge(A, B), ge(C, E))), "a ≥ d 且 (a ≥ b 或 c ≥ d)", "AND(ROUND(a-d,9)>=0,OR(ROUND(a-b,9)>=0,ROUND(c-d,9)>=0))"),
    (call("if", ge(A, B), A, B), "若a ≥ b则a，否则b", "IF(ROUND(a-b,9)>=0,a,b)"),
    (call("if", call("or", ge(A, B), ge(C, E)), A + B, B), "若a ≥ b 或 c ≥ d则a + b，否则b", "IF(OR(ROUND(a-b,9)>=0,ROUND(c-d,9)>=0),a+b,b)"),
    (call("if", ge(A, B), call("if", ge(A, C), A, C), B), "若a ≥ b则(若a ≥ c则a，否则c)，否则b", "IF(ROUND(a-b,9)>=0,IF(ROUND(a-c,9)>=0,a,c),b)"),
    (call("if", ge(A, B), A, call("if", ge(A, C), A, C)), "若a ≥ b则a，否则若a ≥ c则a，否则c", "IF(ROUND(a-b,9)>=0,a,IF(ROUND(a-c,9)>=0,a,c))"),
    (call("if", ge(A, B), A, B) + C, "(若a ≥ b则a，否则b) + c", "IF(ROUND(a-b,9)>=0,a,b)+c"),
    (C * call("if", ge(A, B), A, B), "c × (若a ≥ b则a，否则b)", "c*IF(ROUND(a-b,9)>=0,a,b)"),
    (call("ge", call("if", ge(A, B), A, B), C), "(若a ≥ b则a，否则b) ≥ c", "ROUND(IF(ROUND(a-b,9)>=0,a,b)-c,9)>=0"),
    (call("or", call("same", A, "甲"), call("same", A, "乙")), "a 为“甲”、“乙”之一", 'OR(a="甲",a="乙")'),
    (call("if", call("same", A, "是"), lift(0), B - C), "若a 为“是”则0，否则b − c", 'IF(a="是",0,b-c)'),
    (call("if", ge(A, B), ge(C, E), ge(A, E)), "若a ≥ b则c ≥ d，否则a ≥ d", "IF(ROUND(a-b,9)>=0,ROUND(c-d,9)>=0,ROUND(a-d,9)>=0)"),
    (call("same", call("max", A, B), C), "较大者(a，b) 为c", "MAX(a,b)=c"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "text", "excel"), TEXTS)
def test_brackets_stand_where_they_are_needed(expr, text, excel):
    assert (written(expr, str), written(expr, str, excel=True)) == (text, excel)


HALF = D("0.0000000005")


@pytest.mark.parametrize(
    ("op", "answers"),
    [
        ("ge", (False, True, True, True, True)),
        ("gt", (False, False, False, False, True)),
        ("le", (True, True, True, True, False)),
        ("lt", (True, False, False, False, False)),
    ],
)
def test_comparisons_are_those_of_numbers_rounded_to_nine_places(op, answers):
    """As ROUND(a-b,9) has it: half a step of the ninth place is one already."""
    assert tuple(evaluate(call(op, gap, D(0)), {}) for gap in (-HALF, -HALF / 2, D(0), HALF / 2, HALF)) == answers


@pytest.mark.parametrize(
    ("expr", "value"),
    [(A + B, 8), (A - B, 4), (A * B, 12), (A / B, 3), (call("min", A, B), 2), (call("max", A, B), 6), (call("abs", B - A), 4), (call("same", A, 6), True), (call("same", A, B), False),
     (call("or", ge(A, B), ge(B, A)), True), (call("or", ge(B, A), ge(B, A)), False), (call("and", ge(A, B), ge(B, A)), False), (call("and", ge(A, B), ge(A, B)), True),
     (call("if", ge(A, B), A, B), 6), (call("if", ge(B, A), A, B), 2), (call("floor", A / lift(4)), 1), (call("ceil", A / lift(4)), 2), (call("floor", B - A), -4), (call("ceil", (B - A) / lift(3)), -1)],
)  # fmt: skip
def test_what_operators_give(expr, value):
    assert evaluate(expr, {"a": D(6), "b": D(2)}) == value


REACHED, BELOW = call("ge", A, B), call("lt", B, C)


@pytest.mark.parametrize(("expr", "text"), [
    *((call(op, A + B, C), f"a + b {sign} c") for op, sign in (("ge", "≥"), ("gt", "＞"), ("le", "≤"), ("lt", "＜"))),
    *((call(op, A, B + C), f"a {sign} (b + c)") for op, sign in (("ge", "≥"), ("gt", "＞"), ("le", "≤"), ("lt", "＜"))),
    (call("ge", A, B * C), "a ≥ b × c"), (call("same", A + B, C), "a + b 为c"), (call("or", REACHED, BELOW), "a ≥ b 或 b ＜ c"),
    (call("and", call("or", REACHED, BELOW), REACHED), "(a ≥ b 或 b ＜ c) 且 a ≥ b"), (call("or", call("and", REACHED, BELOW), BELOW), "(a ≥ b 且 b ＜ c) 或 b ＜ c"),
    (call("if", call("or", REACHED, BELOW), A, B), "若a ≥ b 或 b ＜ c则a，否则b"), (call("if", REACHED, call("if", BELOW, A, B), C), "若a ≥ b则(若b ＜ c则a，否则b)，否则c"),
    (call("if", REACHED, A, call("if", BELOW, B, C)), "若a ≥ b则a，否则若b ＜ c则b，否则c"), (call("if", REACHED, A, B) + C, "(若a ≥ b则a，否则b) + c"),
    (call("if", REACHED, A + B, B - C), "若a ≥ b则a + b，否则b − c"), (call("min", A + B, C) * B, "较小者(a + b，c) × b"), (A - call("ceil", B - C), "a − 不足一步按一步(b − c)"),
])  # fmt: skip
def test_words_and_comparisons_are_bracketed_where_they_would_be_misread(expr, text):
    assert written(expr, lambda name: name, excel=False) == text
