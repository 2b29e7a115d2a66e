"""The last figure that is still allowed and the first that is not: each limit of the room from both sides, by hand."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.identities import calculations, find_wholes, group_sums, mixed_money_units, shares, sums

D = Decimal
MANY = list("甲乙丙丁戊己庚辛壬癸子丑寅卯")


def table(*rows, columns):
    return pd.DataFrame([list(row) for row in rows], columns=["row_kind", "name", *columns], dtype=object)


def column_of(*values):
    return table(*(("line", MANY[at], D(value)) for at, value in enumerate(values)), columns=["n"])


def doubted(frame, *columns, **more):
    return [(found.row, found.column) for found in mixed_money_units(frame, list(columns), "name", **more)]


@pytest.mark.parametrize(("count", "arithmetic"), [
    (12, "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 = 12"), (13, "13 行之和 = 13"),
])  # fmt: skip
def test_twelve_parts_are_written_out_and_thirteen_counted(count, arithmetic):
    rows = [*(("line", MANY[at], D(1)) for at in range(count)), ("total", "合计", D(99))]
    (found,) = sums(table(*rows, columns=["n"]), ["n"], "name")
    assert found.arithmetic == arithmetic
    lines = table(*(("line", MANY[at], D(1)) for at in range(count)), columns=["n"])
    (found,) = group_sums(lines, "n", total="99")
    assert found.arithmetic == arithmetic


@pytest.mark.parametrize(("between", "arithmetic"), [
    (["7", "6"], "7 + 6 = 13"), (["7", "5"], "13 行之和 = 13"), (["7", None], "13 行之和 = 13"),
])  # fmt: skip
def test_a_long_sum_is_told_by_its_subtotals_where_they_add_up(between, arithmetic):
    rows = [("line", name, D(1)) for name in MANY[:13]]
    rows.insert(7, ("subtotal", "小计", between[0] and D(between[0])))
    rows += [("subtotal", "小计", between[1] and D(between[1])), ("total", "合计", D(99))]
    (found,) = (one for one in sums(table(*rows, columns=["n"]), ["n"], "name") if one.subject == "合计")
    assert found.arithmetic == arithmetic


@pytest.mark.parametrize(("total", "is_note"), [("7", False), ("10", False), ("10.01", True)])
def test_parts_that_make_up_just_the_listed_share_are_no_examples(total, is_note):
    # 8 of 10 is 80%: a list of examples holds less than the share that is named.
    rows = [("line", "甲", D(3)), ("line", "乙", D(5)), ("total", "合计", D(total))]
    (found,) = sums(table(*rows, columns=["n"]), ["n"], "name", listed=0.8)
    assert bool(found.note) is is_note


@pytest.mark.parametrize(("unit", "printed", "arithmetic"), [
    ("元", "19,000 元", "5,000 × 3 = 15,000"), ("", "19,000", "5,000 × 3 = 15,000"), ("万元", "1.9 万元", "0.5 × 3 = 1.5"),
])  # fmt: skip
def test_only_a_table_in_ten_thousands_is_told_in_them(unit, printed, arithmetic):
    rows = table(("line", "甲", D(5000), D(3), D(19000)), columns=["price_yuan", "n", "x"])
    (found,) = calculations.calculations(rows, "x", "product", ["price_yuan", "n"], "name", unit=unit)
    assert (found.printed, found.arithmetic) == (printed, arithmetic)


# A column in another unit: in every row 300 times apart at least, and moved by ten thousand between 1/20 and twice the rest.


@pytest.mark.parametrize(("small", "told"), [("2", True), ("2.0001", False), ("0.05", True), ("0.0499", False)])
def test_a_moved_column_lies_between_a_twentieth_and_twice_the_rest(small, told):
    rows = table(("line", "甲", D(small), D(10000)), ("line", "乙", D(small), D(10000)), columns=["a", "b"])
    whole = [found for found in mixed_money_units(rows, ["a", "b"], "name") if found.subject == "整列"]
    assert [(found.row, found.column) for found in whole] == ([(0, "a")] if told else [])


@pytest.mark.parametrize(("one", "told"), [("1000000", True), ("1000001", False)])
def test_amounts_a_hundred_times_apart_still_agree(one, told):
    # Beside 1 stand 10,000 and a hundred times that; a little more, and it may be another column that is wrong.
    rows = table(*(("line", name, D(1), D(10000), D(one)) for name in "甲乙"), columns=["a", "b", "c"])
    whole = [found.column for found in mixed_money_units(rows, ["a", "b", "c"], "name") if found.subject == "整列"]
    assert whole == (["a"] if told else [])


def test_amounts_of_one_yuan_and_less_are_amounts():
    rows = table(("line", "甲", D("0.8"), D(9000)), ("line", "乙", D(1), D(11000)), columns=["a", "b"])
    assert [(found.row, found.column, found.subject) for found in mixed_money_units(rows, ["a", "b"], "name")] == [
        (0, "a", "整列"),
    ]  # fmt: skip


def test_a_total_that_is_empty_is_in_no_unit():
    rows = table(("line", "甲", D(9000)), ("line", "乙", D(1000)), ("total", "合计", None), columns=["n"])
    assert doubted(rows, "n") == []
    rows = table(("line", "甲", None), ("line", "乙", None), ("total", "合计", D(10000)), columns=["n"])
    assert doubted(rows, "n") == []


@pytest.mark.parametrize(("values", "rows"), [
    (["0", "0.9", "9000", "9100", "9200"], [1]), (["0", "0.9", "9000", "9100"], []), (["0.9", "9000", "9100", "9200"], [0]),
])  # fmt: skip
def test_an_empty_amount_is_no_neighbour(values, rows):
    assert [found.row for found in mixed_money_units(column_of(*values), ["n"], "name")] == rows


# Shares.


@pytest.mark.parametrize(
    ("rate", "fits"), [("0.33334", True), ("0.3333", True), ("0.33335", False), ("0.33325", True), ("0.33324", False)]
)
def test_shares_are_compared_to_the_hundredth_of_a_percentage_point_at_most(rate, fits):
    rows = table(("line", "甲", D(1), D(rate)), ("line", "乙", D(2), D("0.66667")), columns=["n", "n_rate"])
    assert ([found.row for found in shares.shares(rows, "n_rate", "n", "name")] == []) is fits


@pytest.mark.parametrize(("complete", "total", "figure", "note"), [
    (True, "10", "", False), (False, "10", "", True), (False, "10", "n", False), (False, "12", "n", True), (True, "12", "n", False),
])  # fmt: skip
def test_too_little_is_a_note_where_parts_may_be_missing(complete, total, figure, note):
    rows = table(("line", "甲", D(6), D("0.6")), ("line", "乙", D(4), D("0.3")), ("total", "合计", D(total), D(1)),
                 columns=["n", "n_rate"])  # fmt: skip
    (found,) = group_sums(rows, "n_rate", rows="below", label="name", complete=complete, figure=figure)
    assert bool(found.note) is note and (found.printed, found.recomputed) == ("90.00%", "100.00%")
    assert not note or found.note == "合计所列占比合计 90.00%，没有列全"


def test_a_subtotal_is_no_whole_of_shares():
    rows = table(("line", "甲", D("0.6")), ("line", "乙", D("0.3")), ("subtotal", "小计", D("0.9")), ("line", "丙", D("0.1")),
                 ("total", "合计", D(1)), columns=["n_rate"])  # fmt: skip
    assert list(group_sums(rows, "n_rate", rows="below", label="name")) == []
    spoilt = rows.assign(n_rate=[D("0.6"), D("0.3"), D("0.9"), D("0.2"), D(1)])
    assert [found.recomputed for found in group_sums(spoilt, "n_rate", rows="below", label="name")] == ["100.00%"]


def test_a_total_without_parts_is_no_whole_of_shares():
    rows = table(("total", "合计", D(1)), ("line", "甲", D("0.6")), ("line", "乙", D("0.3")), columns=["n_rate"])
    (found,) = group_sums(rows, "n_rate", rows="below", label="name")
    assert found.printed == "90.00%"


# Wholes.


def wholes(frame, way, level=""):
    return [(whole.row, whole.name, whole.parts) for whole in find_wholes(frame, way, "name", (), level)]


def test_details_come_in_the_order_of_the_sheet():
    rows = table(("line", "项目", None), ("line", "项目", "丙"), ("line", "项目", "丁"), ("line", "人员", None), ("line", "人员", "甲"),
                 ("line", "人员", "乙"), columns=["of"])  # fmt: skip
    assert wholes(rows, "detailed", "of") == [(0, "项目", [1, 2]), (3, "人员", [4, 5])]


def test_a_bare_total_of_an_outline_adds_its_highest_level_and_a_subtotal_never():
    rows = table(("line", "一、流动资产"), ("line", "1.现金"), ("line", "2.存款"), ("subtotal", "合计"), ("line", "二、固定资产"),
                 ("line", "1.房屋"), ("line", "2.车辆"), ("subtotal", "固定资产合计"), ("total", "合计："), columns=[])  # fmt: skip
    assert wholes(rows, "outlined") == [
        (0, "一、流动资产", [1, 2]), (4, "二、固定资产", [5, 6]), (3, "合计", [0]), (7, "固定资产合计", [4]), (8, "合计", [0, 4]),
    ]  # fmt: skip
