from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.parsing import ValueProblemError, clean_text, parse_count, parse_money, parse_number, parse_rate

D = Decimal


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("1,765.22", D("1765.22")),
        ("１，７６５．２２", D("1765.22")),
        (" 12 ", D(12)),
        ("−6323", D(-6323)),
        (0.1 + 0.2, D("0.3")),
        (1765.22, D("1765.22")),
        (3, D(3)),
        ("-", None),
        ("—", None),
        ("－", None),
        ("", None),
        (None, None),
        ("\u200b", None),
    ],
)
def test_numbers_are_read_as_meant(printed, meant):
    assert parse_number(printed) == meant


@pytest.mark.parametrize("printed", ["约五十", "1,76.22", "12 34a", "2023年", "1.2.3", True, datetime(2023, 1, 1)])
def test_what_is_no_number_is_said(printed):
    with pytest.raises(ValueProblemError) as problem:
        parse_number(printed)
    assert problem.value.expected == "数字"


@pytest.mark.parametrize(
    ("printed", "unit", "yuan"),
    [
        ("109.7967", "万元", D(1097967)),
        (934785.52, "元", D("934785.52")),
        ("40万元", "元", D(400000)),
        ("1.5", "亿元", D(150000000)),
        ("-", "万元", None),
    ],
)
def test_money_is_exact_yuan(printed, unit, yuan):
    assert parse_money(printed, unit) == yuan


@given(st.decimals(0, 10**9, places=2))
def test_money_keeps_every_fen(amount):
    assert parse_money(f"{amount:,}", "元") == amount
    assert parse_money(str(amount), "万元") == amount * 10000


@pytest.mark.parametrize(
    ("printed", "options", "rate"),
    [
        ("99.90%", {}, D("0.999")),
        ("99.9％", {}, D("0.999")),
        (0.9993, {"number_format": "0.00%"}, D("0.9993")),
        (1.0, {"number_format": "0.00%"}, D(1)),
        (97, {"percent_header": True}, D("0.97")),
        ("97.5", {"percent_header": True}, D("0.975")),
        ("-22.90%", {"signed": True}, D("-0.229")),
        ("—", {}, None),
    ],
)
def test_percentages(printed, options, rate):
    assert parse_rate(printed, **options) == rate


@pytest.mark.parametrize("printed", [0.97, 97, "97", 1, "-3%"])
def test_a_bare_number_could_be_either_and_is_not_guessed(printed):
    with pytest.raises(ValueProblemError):
        parse_rate(printed)


@pytest.mark.parametrize(("printed", "signed"), [("1.5", False), ("-3", False), ("2.5", True), ("many", True)])
def test_counts_are_whole(printed, signed):
    with pytest.raises(ValueProblemError):
        parse_count(printed, signed)


def test_signed_counts():
    assert parse_count("-6323", signed=True) == -6323
    assert parse_count("+320", signed=True) == 320


@pytest.mark.parametrize(
    ("value", "text"), [("a\nb", "a b"), (12.0, "12"), (True, "是"), ("\u202e隐藏\u200b", "隐藏"), (None, "")]
)
def test_text_is_clean(value, text):
    assert clean_text(value) == text


@pytest.mark.parametrize(
    "value", [float("inf"), float("nan"), 1e15, "1" + "0" * 15, "0." + "0" * 18 + "1", "1234567890.12345678901234567"]
)
def test_numbers_that_could_not_be_stored_are_told(value):
    with pytest.raises(ValueProblemError):
        parse_number(value)


@pytest.mark.parametrize(
    "text", ["9" * 15, "0." + "0" * 17 + "1", "12345678." + "1" * 18, "-" + "9" * 15, "123456789.12345678901234567"]
)
def test_numbers_at_the_edge_of_what_can_be_stored(text):
    assert parse_number(text) == D(text)


def test_what_stands_in_a_cell_is_read_or_refused():
    for wrong, expected in (("²³", "数字"), ("⑫", "数字")):
        with pytest.raises(ValueProblemError) as problem:
            parse_number(wrong)
        assert problem.value.expected == expected
    assert parse_number("567.21①") == D("567.21") and parse_number("1,200 [1]") == 1200
    assert parse_money("0.00012345", "亿元") == D(12345) and parse_money("0.0001", "元") == D("0.0001")
    with pytest.raises(ValueProblemError, match="金额"):
        parse_money("0.00001", "元")
    with pytest.raises(ValueProblemError, match="金额"):
        parse_money("0.000000001", "万元")
    assert (
        parse_count("0") == 0
        and parse_count("-0") == 0
        and parse_rate("0%") == 0
        and parse_rate("-0.5%", signed=True) == D("-0.005")
    )
    assert (
        clean_text(datetime(2023, 5, 1)) == "2023-05-01"
        and clean_text(datetime(2023, 5, 1, 9, 30)) == "2023-05-01 09:30"
    )
