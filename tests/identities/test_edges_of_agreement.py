"""What just agrees and what just does not: sums, shares, products, rates, and figures in another unit; by hand."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.identities import calculations, group_sums, mixed_money_units, mixed_rate_scales, shares, sums

D = Decimal
NAMES = list("甲乙丙丁戊己庚辛")


def frame(*kinds, **columns):
    """Rows by their kind (line, subtotal, total); figures as text, None where a cell is empty."""
    figures = {name: [None if v is None else v if name in {"name", "group", "level", "part"} else D(v) for v in values]
               for name, values in columns.items()}  # fmt: skip
    return pd.DataFrame({"row_kind": list(kinds), "name": NAMES[: len(kinds)], **figures}, dtype=object)


def lines(**columns):
    return frame(*["line"] * len(next(iter(columns.values()))), **columns)


def doubted(table, *columns, **more):
    return [
        (found.row, found.column, found.subject) for found in mixed_money_units(table, list(columns), "name", **more)
    ]


@pytest.mark.parametrize(("total", "unit", "told", "rounding"), [
    ("3", "", [], None), ("4", "", [("4", "3", "1 + 2 = 3")], False), ("2", "件", [("2 件", "3 件", "1 + 2 = 3")], False),
])  # fmt: skip
def test_a_sum_is_exact(total, unit, told, rounding):
    found = list(sums(frame("line", "line", "total", n=["1", "2", total]), ["n"], "name", unit=unit))
    assert [(one.printed, one.recomputed, one.arithmetic) for one in found] == told
    assert [one.rounding for one in found] == ([] if rounding is None else [rounding])


@pytest.mark.parametrize(
    ("total", "rounding"), [("30150", True), ("30200", False), ("29850", True), ("30100.5", False)]
)
def test_amounts_in_ten_thousands_may_be_rounded(total, rounding):
    table = frame("line", "line", "total", n=["10000", "20000", total])
    (found,) = sums(table, ["n"], "name", unit="万元")
    # Three amounts to two places of 万元 may be off by half of 100 yuan each; 30,100.5 is none of them.
    assert found.rounding is (rounding and D(total) % 100 == 0 and abs(D(total) - 30000) <= 150)


def test_a_sum_in_ten_thousands_is_told_in_them():
    (found,) = sums(frame("line", "line", "total", n=["10000", "25000", "40000"]), ["n"], "name", unit="万元")
    assert (found.printed, found.recomputed, found.arithmetic) == ("4 万元", "3.5 万元", "1 + 2.5 = 3.5")
    assert [(cell.row, cell.fitting) for cell in found.cells] == [(2, 35000), (0, 15000), (1, 30000)]


def test_a_part_that_cannot_be_made_to_fit_has_no_fitting_value():
    (found,) = sums(frame("line", "line", "total", n=["1", "9", "5"]), ["n"], "name")
    assert [cell.fitting for cell in found.cells] == [10, None, 4]
    (none,) = sums(frame("line", "line", "total", n=["4", "9", "9"]), ["n"], "name")
    assert [cell.fitting for cell in none.cells] == [13, 0, 5]


@pytest.mark.parametrize(("listed", "is_note"), [("0.5", False), ("0.8", True)])
def test_examples_are_no_sum(listed, is_note):
    (found,) = sums(frame("line", "line", "total", n=["3", "4", "10"]), ["n"], "name", listed=listed)
    assert bool(found.note) is is_note and ("70.00%" in found.note) is is_note


RATE = ["rate", "ratio", ["a", "b"], "name"]


@pytest.mark.parametrize(("rate", "a", "b", "agrees", "rounding"), [
    ("0.9992", "517", "517", False, False), ("0.9825", "9825", "10000", True, None), ("0.98", "9827", "10000", False, True), ("0.98", "9851", "10000", False, False),
    ("0.983", "9827", "10000", False, True), ("0.9827", "982745", "1000000", True, None), ("0.9827", "982755", "1000000", False, False), ("0.5", "1", "0", True, None),
])  # fmt: skip
def test_a_rate_agrees_to_a_hundredth_of_a_percentage_point(rate, a, b, agrees, rounding):
    found = list(calculations.calculations(lines(rate=[rate], a=[a], b=[b]), *RATE))
    assert (not found) is agrees and [one.rounding for one in found] == ([] if rounding is None else [rounding])


@pytest.mark.parametrize(("operation", "result", "fits"), [
    ("product", "12", True), ("product", "13", False), ("difference", "4", True), ("sum", "8", True), ("ratio", "3", True), ("growth", "2", True), ("growth", "3", False),
    ("complement", str(D(4) / 6), True),
])  # fmt: skip
def test_each_operation(operation, result, fits):
    found = list(calculations.calculations(lines(x=[result], a=["6"], b=["2"]), "x", operation, ["a", "b"], "name"))
    assert (not found) is fits


@pytest.mark.parametrize(("tolerance", "fits"), [("0", False), ("0.9", False), ("1", True)])
def test_a_tolerance_is_kept(tolerance, fits):
    found = list(
        calculations.calculations(
            lines(x=["13"], a=["6"], b=["2"]), "x", "product", ["a", "b"], "name", tolerance=tolerance
        )
    )
    assert (not found) is fits


def test_the_subject_names_the_year_and_operands_their_unit():
    table = lines(year=["2023"], price_yuan=["5000"], n=["3"], x=["20000"])
    (found,) = calculations.calculations(table, "x", "product", ["price_yuan", "n"], "name", by=["year"], unit="万元")
    assert (found.subject, found.arithmetic, found.printed) == ("2023年甲", "0.5 × 3 = 1.5", "2 万元")
    assert [(cell.column, cell.fitting) for cell in found.cells] == [("x", 15000), ("price_yuan", None), ("n", None)]


RATIO = {"ratio": ["a", "b"]}


@pytest.mark.parametrize(("rates", "doubts"), [
    (["0.976", "0.0095", "0.722"], [1]), (["0.976", "0.0101", "0.722"], [1]), (["0.976", "0.0102", "0.722"], []), (["0.2", "0.0095"], [1]), (["0.1999", "0.0095"], []),
    (["0.0095", "0.0099"], [0]), (["0.0095"], []), (["0.0095", "0"], []), (["0.0095", "0.0099", "0"], [0]), (["0.0095", "0.15"], []), (["0.9", "0"], []), (["0.9", "-0.009"], []),
])  # fmt: skip
def test_fractions_among_percentages(rates, doubts):
    assert [found.row for found in mixed_rate_scales(lines(rate=rates), "rate", "name")] == doubts


@pytest.mark.parametrize(("a", "doubts"), [("95", []), ("95.5", []), ("96", [1])])
def test_a_small_rate_that_its_amounts_prove_is_in_order(a, doubts):
    table = lines(rate=["0.9", "0.0095"], a=["900", a], b=["1000", "10000"])
    assert [found.row for found in mixed_rate_scales(table, "rate", "name", **RATIO)] == doubts


def test_a_small_rate_of_a_row_without_amounts_is_doubted():
    table = lines(rate=["0.9", "0.0095"], a=["900", None], b=["1000", "0"])
    assert [
        (found.row, found.printed, found.recomputed) for found in mixed_rate_scales(table, "rate", "name", **RATIO)
    ] == [(1, "0.95%", "95%")]


@pytest.mark.parametrize(("values", "doubts"), [
    (["0.6", "0.395", "0.005"], []), (["0.3", "0.2", "0.005"], [2]), (["0.3", "0.21", "0.005"], []), (["0.006", "0.004"], [0]), (["0.006", "0.005"], []), (["0.01"], [0]),
])  # fmt: skip
def test_a_small_share_is_doubted_where_a_hundred_times_it_makes_up_the_whole(values, doubts):
    assert [found.row for found in mixed_rate_scales(lines(rate=values), "rate", "name", shares=True)] == doubts


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("90001", []),
        ("89999", []),
        ("111000", []),
        ("90000", [(2, "a", "丙")]),
        ("110000", [(2, "a", "丙")]),
        ("100000", [(2, "a", "丙")]),
    ],
)
def test_a_total_ten_thousand_times_too_small(part, told):
    table = frame("line", "line", "total", a=[part, "0", "10"])
    found = [one for one in doubted(table, "a") if one[0] == 2]
    within = 9 * 10**4 <= D(part) <= 11 * 10**4
    assert bool(found) is within and (bool(told) is within or part == "90001")


def test_a_total_ten_thousand_times_too_large_and_none():
    assert [one[0] for one in doubted(frame("line", "line", "total", a=["5", "5", "100000"]), "a")] == [2]
    assert doubted(frame("line", "line", "total", a=["5", "5", "0"]), "a") == []
    assert doubted(frame("line", "line", "total", a=["0", "0", "100000"]), "a") == []


@pytest.mark.parametrize(("values", "doubts"), [
    (["12", "120000", "130000", "140000"], [0]), (["12", "120000", "130000"], []), (["12", "12000", "13000", "14000"], []), (["12", "12001", "13000", "14000"], []),
    (["6", "60000", "130000", "140000"], [0]), (["2.9", "60000", "130000", "140000"], []), (["12", "13", "14", "130000"], [3]), (["12", "13", "14", "12999"], []),
    (["12", "13", "14", "290000"], []), (["12", "13", "14", "280000"], [3]), (["12", "13", "14", "59999"], []), (["12", "13", "14", "60000"], [3]),
])  # fmt: skip
def test_a_line_that_stands_apart_from_its_column(values, doubts):
    assert [one[0] for one in doubted(lines(a=values), "a")] == doubts


@pytest.mark.parametrize(("values", "doubts"), [
    ({"a": ["10"], "b": ["100000"]}, [(0, "a")]), ({"a": ["10"], "b": ["90000"]}, [(0, "a")]), ({"a": ["10"], "b": ["89999"]}, []), ({"a": ["10"], "b": ["110000"]}, [(0, "a")]),
    ({"a": ["10"], "b": ["110001"]}, []), ({"a": ["10"], "b": ["200000"], "c": ["150000"]}, [(0, "a")]), ({"a": ["10"], "b": ["200000"], "c": ["99999"]}, []),
    ({"a": ["100000"], "b": ["10"], "c": ["15"]}, [(0, "a")]), ({"a": ["100000"], "b": ["10"], "c": ["21"]}, []), ({"a": ["0"], "b": ["100000"]}, []),
])  # fmt: skip
def test_an_amount_that_stands_apart_from_its_row(values, doubts):
    assert [(row, column) for row, column, _ in doubted(lines(**values), *values)] == doubts


@pytest.mark.parametrize(("a", "b", "whole"), [
    (["10", "20"], ["100000", "200000"], True), (["10", "20"], ["2900", "200000"], False), (["10", "20"], ["3100", "400000"], True), (["10"], ["100000"], False),
    (["10", "20"], ["100000", None], False), (["10", "20"], ["3001", "200000"], True), (["10", "20"], ["3000", "200000"], False), (["10", "20"], ["2000000", "4000000"], True),
    (["10", "20"], ["2001000", "4001000"], False),
])  # fmt: skip
def test_a_whole_column_in_another_unit(a, b, whole):
    found = [one for one in doubted(lines(a=a, b=b), "a", "b") if one[2] == "整列"]
    assert [(row, column) for row, column, _ in found] == ([(0, "a")] if whole else [])


def test_of_two_columns_the_smaller_is_named_and_of_three_the_odd_one():
    assert [one[1] for one in doubted(lines(a=["100000", "200000"], b=["10", "20"]), "a", "b")] == ["b"]
    three = lines(a=["100000", "200000"], b=["10", "20"], c=["11", "21"])
    assert [one[1:] for one in doubted(three, "a", "b", "c")] == [("a", "整列")]
    apart = lines(a=["10", "20"], b=["100000", "200000"], c=["1001", "2100"])
    assert [one for one in doubted(apart, "a", "b", "c") if one[2] == "整列"] == [], (
        "others that differ by more than a hundred say nothing"
    )


@pytest.mark.parametrize(("values", "printed", "rounding"), [
    (["0.8", "0.2"], None, None), (["0.8", "0.19"], "99.00%", True), (["0.8", "0.18"], "98.00%", False), (["0.805", "0.19"], "99.50%", False), (["0.805", "0.194"], "99.90%", True),
    (["0.8", "0.21"], "101.00%", True),
])  # fmt: skip
def test_shares_of_a_group_add_up(values, printed, rounding):
    found = list(group_sums(lines(n_rate=values), "n_rate"))
    assert [(one.printed, one.rounding) for one in found] == ([] if printed is None else [(printed, rounding)])


@pytest.mark.parametrize(("column", "rounding"), [("n_rate", True), ("n", False)])
def test_only_rates_are_rounded(column, rounding):
    (found,) = group_sums(lines(**{column: ["0.8", "0.19"]}), column)
    assert found.rounding is rounding


@pytest.mark.parametrize(("slack", "told"), [("0", True), ("0.004", True), ("0.005", False), ("0.01", False)])
def test_slack_counts_for_each_figure(slack, told):
    assert bool(list(group_sums(lines(n_rate=["0.8", "0.19"]), "n_rate", slack=slack))) is told


@pytest.mark.parametrize(("values", "note"), [(["0.5", "0.3"], True), (["0.5", "0.6"], False)])
def test_parts_that_are_not_all_listed(values, note):
    (found,) = group_sums(lines(n_rate=values), "n_rate", complete=False)
    assert bool(found.note) is note


def test_a_group_of_one_kind_is_a_section_unless_it_has_its_own_total():
    table = lines(n_rate=["0.5", "0.3", "0.9", "0.1"], part=["x", "x", "y", "z"], group=["甲", "甲", "乙", "乙"])
    assert list(group_sums(table, "n_rate", by=["group"], several="part")) == []
    assert [found.row for found in group_sums(table, "n_rate", by=["group"])] == [0]
    closed = frame("line", "line", "total", n_rate=["0.5", "0.3", "1"], part=["x", "x", None], group=["甲"] * 3)
    assert len(list(group_sums(closed, "n_rate", by=["group"], several="part"))) == 1


@pytest.mark.parametrize(("printed", "counts", "wrong"), [
    (["0.8", "0.2"], ["80", "20"], []), (["0.7", "0.3"], ["80", "20"], [0, 1]), (["0.67", "0.33"], ["2", "1"], []), (["0.66", "0.34"], ["2", "1"], [0, 1]),
    (["0.8", "0.2"], ["0", "0"], []), (["0.8", None], ["80", "20"], []), (["0.75", None], ["80", "20"], [0]),
])  # fmt: skip
def test_shares_beside_their_counts(printed, counts, wrong):
    assert [found.row for found in shares.shares(lines(n_rate=printed, n=counts), "n_rate", "n", "name")] == wrong


@pytest.mark.parametrize(("share", "rounding"), [("0.66", True), ("0.65", False), ("0.68", False)])
def test_a_share_rounded_the_other_way_is_rounding(share, rounding):
    found = [
        one for one in shares.shares(lines(n_rate=[share, "0.33"], n=["2", "1"]), "n_rate", "n", "name") if one.row == 0
    ]
    assert (
        [one.rounding for one in found]
        == [abs(D(2) / 3 - D(share)) < D("0.01")]
        == [rounding if share != "0.68" else False]
    )
    assert found[0].recomputed == "66.67%" and [cell.fitting for cell in found[0].cells] == [D("0.67"), None]


def test_a_share_of_the_printed_total_or_of_the_lines():
    table = frame("line", "line", "total", n_rate=["0.4", "0.1", None], n=["40", "10", "100"])
    assert list(shares.shares(table, "n_rate", "n", "name")) == []
    lines_only = frame("line", "line", "total", n_rate=["0.8", "0.2", None], n=["40", "10", "100"])
    assert list(shares.shares(lines_only, "n_rate", "n", "name")) == []
    (found, _) = shares.shares(
        frame("line", "line", "total", n_rate=["0.5", "0.5", None], n=["40", "10", "100"]), "n_rate", "n", "name"
    )
    assert found.arithmetic == "40 ÷ 100 = 40.00%"
    (money, _) = shares.shares(lines(n_rate=["0.5", "0.5"], n=["40000", "10000"]), "n_rate", "n", "name", unit="万元")
    assert money.arithmetic == "4 ÷ 5 = 80.00%"


@pytest.mark.parametrize("printed", [104, 106])
def test_a_long_sum_is_told_by_its_subtotals(printed):
    kinds = ["line"] * 7 + ["subtotal"] + ["line"] * 7 + ["subtotal", "total"]
    figures = [*range(1, 8), 28, *range(8, 15), 77, printed]
    table = pd.DataFrame(
        {"row_kind": kinds, "name": [f"第{n}" for n in range(17)], "n": [D(10000) * n for n in figures]}, dtype=object
    )
    (found,) = sums(table, ["n"], "name", unit="万元")
    assert (found.row, found.arithmetic) == (16, "28 + 77 = 105")
    odd = table.assign(n=[*table["n"][:7], D(290000), *table["n"][8:]])
    assert [found.arithmetic for found in sums(odd, ["n"], "name", unit="万元")][-1] == "14 行之和 = 105"
    short = table.drop(index=[0, 1])  # twelve lines are told one by one
    assert [found.arithmetic for found in sums(short, ["n"], "name", unit="万元")][-1].startswith(
        "3 + 4 + 5 + 6 + 7 + 8"
    )


def test_places_beyond_a_hundredth_of_a_percentage_point_do_not_count():
    agree = lines(rate=["0.98274", "0.982749"], a=["9827", "9827"], b=["10000", "10000"])
    assert list(calculations.calculations(agree, *RATE)) == []
    assert len(list(calculations.calculations(lines(rate=["0.98276"], a=["9827"], b=["10000"]), *RATE))) == 1


def test_a_column_of_fractions_is_told_at_its_first():
    (found,) = mixed_rate_scales(lines(rate=["0", "0.0095", "0.0099"]), "rate", "name")
    assert (found.row, found.subject, found.printed, found.recomputed) == (1, "整列", "0.95%", "95%")


def test_a_total_of_a_balance_adds_the_highest_level_and_a_line_of_it_is_none():
    table = pd.DataFrame({"row_kind": ["line", "line", "line", "total"], "name": ["一、甲", "1.乙", "二、丙", "其中合计"],
                          "n": [D(1), D(1), D(2), D(9)]}, dtype=object)  # fmt: skip
    assert [found.recomputed for found in sums(table, ["n"], "name", rows="outlined")] == ["3"]
