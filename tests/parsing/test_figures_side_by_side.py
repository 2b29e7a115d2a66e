"""What would silently become another figure: two figures in one cell, marks of notes, hours of the night, parts of a day."""

from datetime import datetime
from decimal import Decimal

import pytest

from evallib.parsing import (
    ValueProblemError,
    parse_money,
    parse_number,
    parse_numeral,
    parse_percentage,
    parse_quantity,
    parse_rate,
    parse_target,
    read_limit,
    read_moment,
)

D = Decimal


@pytest.mark.parametrize("printed", ["100\n200", "1200\r\n300", "12 5", "1 200 30", "2.5 1", "12\t500", "１２　５"])
def test_two_figures_in_a_cell_are_asked_for_and_never_joined(printed):
    for read in (
        parse_number,
        parse_rate,
        lambda text: parse_money(text, "元"),
        lambda text: parse_money(f"{text}万元", "元"),
    ):
        with pytest.raises(ValueProblemError) as problem:
            read(printed)
        assert problem.value.expected == "一格一个数字" and "一格只写一个数" in problem.value.advice
    assert parse_numeral(printed) == parse_quantity(printed) == parse_percentage(f"{printed}%") == []
    assert [reading.kind for reading in parse_target(printed)] == ["phrase"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("1 765.22", D("1765.22")), ("-1 200", D(-1200)), ("12 345 678", D(12345678)), (" 12 ", D(12))],
)
def test_groups_of_three_digits_are_one_figure(printed, meant):
    assert parse_number(printed) == meant and parse_numeral(printed)[0].value == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("567㉑", D(567)), ("567₁", D(567)), ("12①", D(12)), ("567.21㊱", D("567.21"))],
)
def test_marks_of_notes_are_no_digits(printed, meant):
    assert parse_number(printed) == parse_numeral(printed)[0].value == parse_target(printed)[0].value == meant


@pytest.mark.parametrize(
    ("printed", "op", "value", "unit"),
    [
        ("≥95①", "≥", D(95), ""), ("100%②", "", D(1), "%"), ("≥30件③", "≥", D(30), "件"), ("97.33%²", "", D("0.9733"), "%"),
        ("≧ 1,200㎡", "≥", D(1200), "平方米"),
    ],
)  # fmt: skip
def test_a_target_with_the_mark_of_a_note(printed, op, value, unit):
    found = parse_target(printed)[0]
    assert (found.op, found.value, found.unit) == (op, value, unit)


@pytest.mark.parametrize("printed", ["10⁴元", "30①名", "2③处"])
def test_a_mark_inside_is_no_part_of_the_number(printed):
    assert parse_quantity(printed) == [] and parse_target(printed)[0].kind == "phrase"


def test_a_rate_may_carry_one_mark_and_one_sign():
    assert parse_rate("97.33%②") == parse_rate("97.33％") == D("0.9733")
    with pytest.raises(ValueProblemError):
        parse_rate("97%%")


@pytest.mark.parametrize(
    ("printed", "unit", "kind", "value"),
    [
        ("2015.6", "万元", "money", D(20156000)), ("1985.12", "平方米", "quantity", D("1985.12")),
        ("2023.9", "", "date", None), ("2023.9", "时间", "date", None), ("2023年9月", "万元", "date", None),
    ],
)  # fmt: skip
def test_an_amount_under_its_unit_is_no_month(printed, unit, kind, value):
    found = parse_target(printed, unit=unit)[0]
    assert found.kind == kind and (value is None or found.value == value)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("晚上12点", "2023-03-06 00:00:00"), ("夜间12:00", "2023-03-06 00:00:00"), ("晚上12:30", None), ("夜间0:30", None), ("晚上1点", None),
        ("夜间 4:59", None), ("晚上5:00", "2023-03-05 17:00:00"), ("晚间11:59", "2023-03-05 23:59:00"), ("晚上20:30", "2023-03-05 20:30:00"),
        ("下午1:30", "2023-03-05 13:30:00"), ("傍晚6点", "2023-03-05 18:00:00"), ("下午13:30", "2023-03-05 13:30:00"),
        ("上午13:20", None), ("13:20 AM", None), ("凌晨13:00", None), ("上午12:00", "2023-03-05 12:00:00"), ("凌晨12:00", "2023-03-05 00:00:00"),
    ],
)  # fmt: skip
def test_hours_of_the_night_are_not_those_of_the_afternoon(printed, meant):
    found = read_moment(f"2023-03-05 {printed}")
    assert (None if found is None else str(found.at)) == meant


@pytest.mark.parametrize(
    ("printed", "end"),
    [
        ("2个工作日", "2023-03-03 23:59:59"), ("2.5个工作日", None), ("1天", "2023-03-02 23:59:59"), ("0.5天", None), ("1.5天", None),
        ("2.5小时", "2023-03-01 11:30:00"), ("当日", "2023-03-01 23:59:59"),
    ],
)  # fmt: skip
def test_a_part_of_a_day_ends_at_no_known_hour(printed, end):
    found = read_limit(printed).ends(datetime(2023, 3, 1, 9), lambda day: day.weekday() < 5)
    assert (None if found is None else str(found)) == end
