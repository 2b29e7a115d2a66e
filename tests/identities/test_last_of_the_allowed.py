"""The last figure that is still allowed and the first that is not: each limit of the room from both sides, by hand."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.identities import (
    Disagreement,
    calculations,
    find_wholes,
    group_sums,
    mixed_money_units,
    mixed_rate_scales,
    shares,
    sums,
)

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
    assert (found.arithmetic, found.note) == (arithmetic, "")
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


@pytest.mark.parametrize(("parts", "told"), [
    (["8"], False), (["9.9"], False), (["10.1"], True), (["12"], True), (["5", "3.9"], False), (["5", "4"], True),
])  # fmt: skip
def test_what_a_sum_is_of_which_may_be_a_part_of_it_but_no_more(parts, told):
    """其中 that lists one thing may leave out the rest; of several, nine tenths are meant to be all of it."""
    lines = [("line", f"其中：{MANY[at]}", D(part)) for at, part in enumerate(parts)]
    assert bool(list(sums(table(*lines, ("total", "合计", D(10)), columns=["n"]), ["n"], "name"))) is told


def test_a_subtotal_right_after_the_first_line_counts():
    rows = [
        ("line", "甲", D(1)),
        ("subtotal", "小计", D(1)),
        *(("line", name, D(1)) for name in MANY[:12]),
        ("subtotal", "小计", D(12)),
    ]
    (found,) = sums(table(*rows, ("total", "合计", D(99)), columns=["n"]), ["n"], "name")
    assert found.arithmetic == "1 + 12 = 13"


@pytest.mark.parametrize(("off", "rounding"), [(2500, True), (2600, False), (-2500, True), (-2600, False)])
def test_fifty_rounded_amounts_and_their_sum_may_be_off_by_half_a_place_each(off, rounding):
    rows = [("line", "甲", D(10000)) for _ in range(50)]
    (found,) = sums(table(*rows, ("total", "合计", D(500000 + off)), columns=["n"]), ["n"], "name", unit="万元")
    assert found.rounding is rounding


def test_a_sum_of_floats_is_exact_and_no_rounding_unless_said():
    rows = table(
        ("line", "甲", 0.1), ("line", "乙", 0.2), ("total", "合计", 0.3), ("total", "总计", 0.4), columns=["n"]
    )
    assert [(found.subject, found.arithmetic) for found in sums(rows, ["n"], "name")] == [("总计", "0.1 + 0.2 = 0.3")]
    assert Disagreement(0, "n", "甲", "1", "2", "").rounding is False


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


@pytest.mark.parametrize("figures", [
    ("9000", "1000", None), (None, None, "10000"), (None, "10000"), ("0", "0", "10000"), ("0", "10000"),
])  # fmt: skip
def test_a_total_or_a_part_that_is_empty_is_in_no_unit(figures):
    rows = [("line", name, figure and D(figure)) for name, figure in zip(MANY, figures[:-1], strict=False)]
    frame = table(*rows, ("total", "合计", figures[-1] and D(figures[-1])), columns=["n"])
    assert doubted(frame, "n") == []


def test_an_amount_apart_is_told_beside_the_middle_of_the_others():
    (found,) = mixed_money_units(column_of("0.9", "9000", "9500", "9900", "9990"), ["n"], "name")
    assert (found.row, found.printed, found.recomputed) == (0, "0.9 元", "9,900 元")


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
    assert (found.printed, found.note) == ("90.00%", "")


OUTLINE = [("line", "一、流动资产", "0.6"), ("line", "1.现金", "0.4"), ("line", "2.存款", "0.2"), ("line", "二、固定资产", "0.4"),
           ("line", "1.房屋", "0.3"), ("line", "2.车辆", "0.1"), ("total", "合计", "1")]  # fmt: skip


@pytest.mark.parametrize(("row", "rate", "told"), [
    (2, "0.2", []), (2, "0.25", [("65.00%", "100.00%")]), (5, "0.2", [("50.00%", "100.00%")]), (3, "0.5", [("40.00%", "100.00%"), ("110.00%", "100.00%")]),
])  # fmt: skip
def test_shares_of_a_part_of_an_outline_add_up_to_the_part(row, rate, told):
    rows = [(kind, name, D(rate if at == row else share)) for at, (kind, name, share) in enumerate(OUTLINE)]
    found = group_sums(table(*rows, columns=["n_rate"]), "n_rate", rows="outlined", label="name")
    assert [(one.printed, one.recomputed) for one in found] == told


@pytest.mark.parametrize(("sections", "told"), [
    (["甲", "甲"], []), (["甲", "乙"], ["2023年"]), (["甲"], []), (["甲", "乙", "丙"], ["2023年"]),
])  # fmt: skip
def test_a_group_of_one_section_is_not_the_whole(sections, told):
    rows = table(*(("line", MANY[at], 2023, section, D("0.2")) for at, section in enumerate(sections)),
                 columns=["year", "section", "n_rate"])  # fmt: skip
    found = list(group_sums(rows, "n_rate", by=["year"], several="section"))
    assert [one.subject for one in found] == told
    closed = pd.concat([rows, table(("total", "合计", 2023, None, D(1)), columns=["year", "section", "n_rate"])])
    assert len(list(group_sums(closed.reset_index(drop=True), "n_rate", by=["year"], several="section"))) == 1


def test_groups_come_in_the_order_of_the_sheet_and_without_a_name_too():
    rows = table(("line", "甲", "乙科", D("0.9")), ("line", "乙", "丙科", D("0.8")), ("line", "丙", None, D("0.7")), ("line", "丁", "甲科", D("0.6")),
                 columns=["office", "n_rate"])  # fmt: skip
    assert [(one.subject, one.printed) for one in group_sums(rows, "n_rate", by=["office"])] == [
        ("乙科", "90.00%"), ("丙科", "80.00%"), ("", "70.00%"), ("甲科", "60.00%"),
    ]  # fmt: skip


@pytest.mark.parametrize(("figure", "rounding"), [(506, True), (509, True), (510, False), (494, True), (490, False)])
def test_a_share_a_whole_step_off_is_not_rounded(figure, rounding):
    # 50% printed for 50.6% may have been rounded down so that all add up to 100%; 51% is a whole step off.
    rows = table(("line", "甲", D(figure), D("0.50")), ("line", "乙", D(1000 - figure), None), columns=["n", "n_rate"])
    (found,) = shares.shares(rows, "n_rate", "n", "name")
    assert found.rounding is rounding


@pytest.mark.parametrize(
    ("figures", "total", "note"), [((6, None), 6, False), ((6, None), 7, True), ((6, 1), 7, False)]
)
def test_a_part_without_a_figure_adds_nothing(figures, total, note):
    rows = table(*(("line", name, figure and D(figure), D(rate)) for name, figure, rate in zip("甲乙", figures, ("0.5", "0.4"), strict=True)),
                 ("total", "合计", D(total), D(1)), columns=["n", "n_rate"])  # fmt: skip
    (found,) = group_sums(rows, "n_rate", rows="below", label="name", complete=False, figure="n")
    assert bool(found.note) is note


@pytest.mark.parametrize(("rates", "told"), [
    (["0.0061", "0.004"], [0]), (["0.00611", "0.004"], []), (["0.0059", "0.004"], [0]), (["0.00589", "0.004"], []),
])  # fmt: skip
def test_shares_that_are_fractions_add_up_to_one_per_cent_but_for_their_rounding(rates, told):
    # Two shares: each may be rounded by half a hundredth of a percentage point of what it should have been.
    rows = table(*(("line", name, D(rate)) for name, rate in zip("甲乙", rates, strict=True)), columns=["rate"])
    assert [found.row for found in mixed_rate_scales(rows, "rate", "name", shares=True)] == told


@pytest.mark.parametrize(("rates", "told"), [
    (["0.3", "0.205", "0.005"], [2]), (["0.3", "0.2051", "0.005"], []), (["0.3", "0.195", "0.005"], [2]), (["0.3", "0.1949", "0.005"], []),
])  # fmt: skip
def test_what_makes_up_the_whole_is_within_half_a_percentage_point(rates, told):
    rows = table(*(("line", name, D(rate)) for name, rate in zip("甲乙丙", rates, strict=True)), columns=["rate"])
    assert [found.row for found in mixed_rate_scales(rows, "rate", "name", shares=True)] == told


@pytest.mark.parametrize(("last", "rounding"), [("0.05", True), ("0.04", False), ("0.15", True), ("0.16", False)])
def test_ten_whole_percentages_may_be_off_by_five(last, rounding):
    rates = ["0.10"] * 9 + [last]
    rows = table(*(("line", name, D(rate)) for name, rate in zip(MANY, rates, strict=False)), columns=["n_rate"])
    (found,) = group_sums(rows, "n_rate")
    assert found.rounding is rounding


def test_a_printed_total_of_less_than_all_is_no_excuse():
    rows = table(("line", "甲", D("0.6")), ("line", "乙", D("0.3")), ("total", "合计", D("0.9")), columns=["n_rate"])
    assert [one.printed for one in group_sums(rows, "n_rate", rows="below", label="name")] == ["90.00%"]


def test_lines_with_subtotals_alone_are_a_whole_and_those_of_an_outline_are_not():
    rows = table(
        ("line", "甲", D("0.6")),
        ("line", "乙", D("0.3")),
        ("subtotal", "小计", D("0.9")),
        ("line", "丙", D("0.05")),
        columns=["n_rate"],
    )
    assert [one.printed for one in group_sums(rows, "n_rate", rows="below", label="name")] == ["95.00%"]
    assert list(group_sums(rows, "n_rate", rows="outlined", label="name")) == []


def test_a_rate_whose_numerator_is_not_told_proves_nothing():
    rows = table(
        ("line", "甲", D("0.9"), D(9), D(10)), ("line", "乙", D("0.0095"), None, D(10000)), columns=["rate", "a", "b"]
    )
    assert [found.row for found in mixed_rate_scales(rows, "rate", "name", ratio=["a", "b"])] == [1]


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


@pytest.mark.parametrize(("levels", "told"), [
    (["1", "2", "3"], []), (["(1)", "(2)", "1", "(1)", "(2)"], [(2, "丙", [3, 4])]), (["1", "(1)", "2"], [(0, "甲", [1])]),
    (["1", "2", "(1)"], [(1, "乙", [2])]), (["(1)", "(2)"], []),
])  # fmt: skip
def test_a_line_without_lines_below_it_and_lines_without_one_above_make_no_whole(levels, told):
    rows = table(*(("line", MANY[at], level) for at, level in enumerate(levels)), columns=["line_no"])
    assert wholes(rows, "numbered", "line_no") == told
    closed = pd.concat([rows, table(("total", "合计", None), columns=["line_no"])], ignore_index=True)
    assert wholes(closed, "numbered", "line_no") == told


def test_a_single_part_of_an_outline_is_an_example():
    one = table(
        ("line", "一、流动资产"),
        ("line", "1.现金"),
        ("line", "二、固定资产"),
        ("line", "1.房屋"),
        ("line", "2.车辆"),
        columns=[],
    )
    assert wholes(one, "outlined") == [(2, "二、固定资产", [3, 4])]
