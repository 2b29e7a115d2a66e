"""Which rows make up a whole, which of them are looked at, and what is said of them; tables written out and read by eye."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.identities import (
    calculations,
    find_wholes,
    group_sums,
    mixed_money_units,
    mixed_rate_scales,
    scales,
    shares,
    sums,
)

D = Decimal


def table(*rows, columns=("row_kind", "name")):
    return pd.DataFrame([list(row) for row in rows], columns=list(columns), dtype=object)


def wholes(frame, way, by=(), level=""):
    return [(whole.row, whole.name, whole.parts) for whole in find_wholes(frame, way, "name", by, level)]


@pytest.mark.parametrize(
    ("total", "rounding"), [("60200", True), ("60300", False), ("59800", True), ("59700", False), ("60100", True)]
)
def test_four_rounded_amounts_may_be_off_by_two_hundred_yuan_and_no_more(total, rounding):
    frame = table(*(("line", name, D(value)) for name, value in zip("甲乙丙", (10000, 20000, 30000), strict=True)),
                  ("total", "合计", D(total)), columns=("row_kind", "name", "n"))  # fmt: skip
    (found,) = sums(frame, ["n"], "name", unit="万元")
    assert found.rounding is rounding


NAMED = table(
    ("line", "基本支出", "甲科"), ("line", "项目支出", "甲科"), ("subtotal", "小计", "甲科"),
    ("line", "基本支出", "乙科"), ("line", "项目支出", "乙科"), ("subtotal", "小计：", "乙科"),
    ("subtotal", "基本支出小计", "合计"), ("total", "合计", None), ("total", None, None),
    columns=("row_kind", "name", "office"),
)  # fmt: skip


def test_a_named_subtotal_adds_its_lines_and_is_called_after_its_owner():
    assert wholes(NAMED, "named", level="office") == [
        (2, "甲科·小计", [0, 1]), (5, "乙科·小计", [3, 4]), (6, "合计·基本支出小计", [0, 3]), (7, "合计", [0, 1, 3, 4]),
        (8, "合计", [0, 1, 3, 4]),
    ]  # fmt: skip


@pytest.mark.parametrize(("column", "levels"), [
    ("line_no", ["1", "(1)", "(2)", "2", "(1)", "(2)"]), ("level", [1, 2, 2, None, 2, 2]), ("detail", [None, "人员", "公用", None, "设备", "维修"]),
])  # fmt: skip
def test_lines_of_the_second_level_are_parts_of_the_first(column, levels):
    names = ["基本支出", "其中人员", "其中公用", "项目支出", "其中设备", "其中维修"]
    frame = table(*(("line", *pair) for pair in zip(names, levels, strict=True)), ("total", "合计", None),
                  columns=("row_kind", "name", column))  # fmt: skip
    assert wholes(frame, "numbered", level=column) == [(0, "基本支出", [1, 2]), (3, "项目支出", [4, 5])]
    assert wholes(frame, "below", level=column) == [(6, "合计", [0, 3])]


def test_a_subtotal_adds_what_stands_since_the_one_before_and_the_total_all():
    frame = table(
        ("line", "甲"), ("line", "乙"), ("subtotal", "小计"), ("line", "丙"), ("subtotal", None), ("total", "总计：")
    )
    assert wholes(frame, "below") == [(2, "小计", [0, 1]), (4, "小计", [3]), (5, "总计", [0, 1, 3])]


def test_groups_are_named_by_year_and_words_but_never_by_file():
    columns = ("row_kind", "name", "year", "office", "source_file")
    frame = table(("line", "甲", 2022, "办公室", "a.xlsx"), ("total", "合计", 2022, "办公室", "a.xlsx"),
                  ("line", "甲", 2023, None, "b.xlsx"), ("total", "合计", 2023, None, "b.xlsx"), columns=columns)  # fmt: skip
    assert wholes(frame, "below", by=["year", "office", "source_file"]) == [
        (1, "2022年办公室·合计", [0]), (3, "2023年合计", [2]),
    ]  # fmt: skip


@pytest.mark.parametrize(("details", "told"), [
    ([None, "甲", "乙"], [(0, "人员", [1, 2])]), ([None, "甲"], []), ([None, None, "甲", "乙"], []), (["甲", "乙"], []),
])  # fmt: skip
def test_a_line_and_its_details(details, told):
    frame = table(
        *(("line", "人员", detail) for detail in details), ("total", "人员", None), columns=("row_kind", "name", "of")
    )
    assert wholes(frame, "detailed", level="of") == told


@pytest.mark.parametrize(("count", "parts"), [(1, None), (2, [1]), (3, [1, 2])])
def test_a_leading_row_states_the_sum_of_the_others(count, parts):
    frame = table(*(("line", name) for name in ("年度资金总额", "其中：财政", "其他")[:count]))
    assert wholes(frame, "leading") == ([] if parts is None else [(0, "年度资金总额", parts)])


@pytest.mark.parametrize(("names", "told"), [
    (("基本支出", "项目支出"), False), (("中央财政资金", "市级配套资金"), False), (("当年财政拨款", "其他资金"), False),
    (("基本支出", "其中：人员"), True), (("项目资金", "财政拨款"), True), (("部门整体支出", "基本支出", "项目支出"), True),
])  # fmt: skip
def test_what_stands_side_by_side_states_no_sum(names, told):
    assert bool(wholes(table(*(("line", name) for name in names)), "leading")) == told


@pytest.mark.parametrize(("values", "doubts"), [
    ([130000, 12, 140000, 120000], [1]), ([14, 13, 130000, 12], [2]), ([14, 13, 12, 15], []), (["0.9", 9000, 9100, 9200], [0]), ([0, 9000, 9100, 9200], []),
    (["0.9", 9000, 9100], []), (["0.9", 9000, 9100, 0], []),
])  # fmt: skip
def test_the_odd_amount_is_found_wherever_it_stands(values, doubts):
    frame = table(
        *(("line", "甲乙丙丁戊"[at], D(value)) for at, value in enumerate(values)), columns=("row_kind", "name", "n")
    )
    assert [found.row for found in mixed_money_units(frame, ["n"], "name")] == doubts
    assert [found.subject for found in mixed_money_units(frame, ["n"], "name")] == ["甲乙丙丁戊"[at] for at in doubts]


BALANCE = [("line", "资产总额", "100", None), ("line", "流动资产", "60", "0.6"), ("line", "固定资产", "40", "0.4")]


def balance(*rows):
    return table(*((kind, name, D(n), None if rate is None else D(rate)) for kind, name, n, rate in rows),
                 columns=("row_kind", "name", "n", "n_rate"))  # fmt: skip


def test_a_total_without_a_number_is_no_part_of_an_outline():
    assert list(shares.shares(balance(*BALANCE), "n_rate", "n", "name", rows="outlined")) == []
    wrong = balance(BALANCE[0], ("line", "流动资产", "60", "0.7"), ("line", "固定资产", "40", "0.3"))
    found = [(one.subject, one.recomputed) for one in shares.shares(wrong, "n_rate", "n", "name", rows="outlined")]
    assert found == [("流动资产", "60.00%"), ("固定资产", "40.00%")]
    plain = [one.recomputed for one in shares.shares(wrong, "n_rate", "n", "name", rows="below")]
    assert plain == ["30.00%", "20.00%"], "without an outline every line counts"


OUTLINE = [("line", "一、流动资产", "60", "0.6"), ("line", "1.货币", "40", "0.4"), ("line", "2.应收", "20", "0.2"), ("line", "二、固定资产", "40", "0.4"),
           ("line", "1.房屋", "30", "0.75"), ("line", "2.车辆", "10", "0.25"), ("total", "合计", "100", None)]  # fmt: skip


def test_a_share_in_an_outline_may_be_one_of_the_whole_table_or_of_its_own_group():
    assert list(shares.shares(balance(*OUTLINE), "n_rate", "n", "name", rows="outlined")) == []
    for wrong in ("0.41", "0.39"):
        rows = [*OUTLINE[:1], ("line", "1.货币", "40", wrong), *OUTLINE[2:]]
        found = list(shares.shares(balance(*rows), "n_rate", "n", "name", rows="outlined"))
        assert [(one.row, one.subject) for one in found] == [(1, "1.货币")]
    in_group = [*OUTLINE[:1], ("line", "1.货币", "40", "0.67"), ("line", "2.应收", "20", "0.33"), *OUTLINE[3:]]
    assert list(shares.shares(balance(*in_group), "n_rate", "n", "name", rows="outlined")) == []


def test_shares_of_a_part_of_the_whole_add_up_to_its_own_share():
    assert list(group_sums(balance(*OUTLINE[:3]), "n", total="60", rows="outlined", label="name")) == []
    assert [one.recomputed for one in group_sums(balance(*OUTLINE[:3]), "n_rate", rows="below", label="name")] == [
        "100.00%"
    ]


@pytest.mark.parametrize(("n", "rate", "told"), [("1", "0.5", ["100.00%"]), ("1", "1", []), ("0", "0.5", [])])
def test_a_whole_of_one_is_a_whole_and_one_of_nothing_is_none(n, rate, told):
    frame = balance(("line", "甲", n, rate))
    assert [one.recomputed for one in shares.shares(frame, "n_rate", "n", "name")] == told


def test_only_rows_under_a_header_are_looked_at():
    frame = table(*(("line", name, D(n), D(rate), under) for name, n, rate, under in
                    [("甲", 80, "0.7", "占比"), ("乙", 20, "0.3", "占比"), ("丙", 50, "0.2", "增幅"), ("丁", 50, "0.2", None)]),
                  columns=("row_kind", "name", "n", "n_rate", "under"))  # fmt: skip
    found = [(one.row, one.recomputed) for one in shares.shares(frame, "n_rate", "n", "name", only={"under": "占"})]
    assert found == [(0, "80.00%"), (1, "20.00%")]
    assert list(group_sums(frame, "n_rate", only={"under": "^占比$"})) == []
    assert [one.printed for one in group_sums(frame, "n_rate", only={"under": "增"})] == ["20.00%"]
    assert [one.printed for one in group_sums(frame, "n_rate")] == ["140.00%"]


RATE = ["rate", "ratio", ["a", "b"], "name"]


@pytest.mark.parametrize(
    ("rate", "told"), [("0.3333", []), ("0.33333", []), ("0.333349", []), ("0.3334", ["33.33%"]), ("0.3", ["33.33%"])]
)
def test_a_rate_is_compared_at_four_places_and_corrected_to_them(rate, told):
    frame = table(("line", "甲", D(rate), D(1), D(3)), columns=("row_kind", "name", "rate", "a", "b"))
    found = list(calculations.calculations(frame, *RATE))
    assert [one.recomputed for one in found] == told
    assert [one.cells[0].fitting for one in found] == [D("0.3333")] * len(told)


def doubts(*columns, **more):
    names = [f"n{at}" for at in range(len(columns))]
    rows = [("line", name, *(None if value is None else D(value) for value in values))
            for name, values in zip("甲乙丙丁戊", zip(*columns, strict=True), strict=False)]  # fmt: skip
    found = mixed_money_units(table(*rows, columns=("row_kind", "name", *names)), names, "name", **more)
    return [(one.row, one.column, one.subject, one.printed, one.recomputed, one.arithmetic) for one in found]


def test_a_doubt_is_told_with_its_neighbour():
    assert doubts([12, 120000, 130000, 140000]) == [(0, "n0", "甲", "12 元", "130,000 元", "12 × 10,000 = 120,000")]
    assert doubts([120000, 130000, 140000, 12]) == [(3, "n0", "丁", "12 元", "130,000 元", "12 × 10,000 = 120,000")]
    assert doubts([14, 13, 150000, 12]) == [(2, "n0", "丙", "150,000 元", "13 元", "150,000 ÷ 10,000 = 15")]


def test_a_whole_column_is_judged_where_it_has_amounts():
    told = [(0, "n0", "整列", "10 元", "100,000 元", "10 × 10,000 = 100,000")]
    assert doubts([10, 20], [100000, 200000])[:1] == told
    assert doubts([10, 20, 0], [100000, 200000, 300000])[:1] == told
    assert doubts([10, 20, None], [100000, 200000, 300000])[:1] == told
    assert [one for one in doubts([0, 20], [100000, 200000]) if one[2] == "整列"] == [], "one row is no column"


@pytest.mark.parametrize(("values", "told"), [
    (["0.006", "0.004"], [("整列", "0.6%", "60%", "各行之和是 1%，像是小数")]), (["0.0061", "0.004"], [("整列", "0.61%", "61%", "各行之和是 1.01%，像是小数")]),
    (["0.3", "0.2", "0.005"], [("丙", "0.5%", "50%", "改为百分数后各行之和为 100%")]), (["0.6", "0.4"], []), (["0.03", "0.02"], []),
])  # fmt: skip
def test_fractions_among_shares_are_told_with_their_sum(values, told):
    frame = table(
        *(("line", "甲乙丙"[at], D(value)) for at, value in enumerate(values)), columns=("row_kind", "name", "rate")
    )
    found = mixed_rate_scales(frame, "rate", "name", shares=True)
    assert [(one.subject, one.printed, one.recomputed, one.arithmetic) for one in found] == told


def test_shares_and_rates_of_one_column_are_judged_apart():
    rows = [
        ("甲", "0.5", "占比"),
        ("乙", "0.495", "占比"),
        ("丙", "0.005", "占比"),
        ("丁", "0.976", "增幅"),
        ("戊", "0.0095", "增幅"),
    ]
    frame = table(
        *(("line", name, D(value), kind) for name, value, kind in rows), columns=("row_kind", "name", "rate", "kind")
    )
    assert [one.subject for one in mixed_rate_scales(frame, "rate", "name", only={"kind": "占比"})] == ["戊"]


@pytest.mark.parametrize(("kind", "values", "told"), [
    ("count", [1, 2], []), ("count", [1, "2"], [(1, "2", "str")]), ("count", [True, 3], [(0, "True", "bool")]), ("text", ["甲", None], []), ("rate", [D("0.5"), 0.5], [(1, "0.5", "float")]),
        ("text", ["甲", 5], [(1, "5", "int")]),
])  # fmt: skip
def test_values_of_another_type_are_named(kind, values, told):
    found = scales.wrong_types(pd.DataFrame({"x": values}, dtype=object), {"x": kind})
    assert [(one.row, one.printed, one.arithmetic) for one in found] == told


@pytest.mark.parametrize(("values", "rows"), [
    ([12, 12001, 120000, 130000], [0]), ([12, 12000, 120000, 130000], []), ([12, 13, 150, 150001], [3]), ([12, 13, 150, 150000], []),
])  # fmt: skip
def test_an_amount_stands_alone_beyond_a_thousand_times_its_neighbour(values, rows):
    assert [one[0] for one in doubts(values)] == rows


def test_a_long_sum_is_told_from_its_first_line_on():
    lines = [("line", f"第{at}", D(at)) for at in range(1, 15)]
    frame = table(*lines[:7], ("subtotal", "小计", D(28)), *lines[7:], ("subtotal", "小计", D(77)), ("total", "合计", D(106)),
                  columns=("row_kind", "name", "n"))  # fmt: skip
    (found,) = sums(frame, ["n"], "name")
    assert found.arithmetic == "28 + 77 = 105"
    lone = table(("subtotal", "小计", D(77)), *lines, ("total", "合计", D(106)), columns=("row_kind", "name", "n"))
    assert [one.arithmetic for one in sums(lone, ["n"], "name") if one.row == 15] == ["14 行之和 = 105"]


@pytest.mark.parametrize(
    ("parts", "total", "told"),
    [
        (["0.5", "0.5"], "10000", True),
        (["0.0005", "0"], "5", True),
        (["5000", "5000"], "1", True),
        (["0", "0"], "1", False),
    ],
)
def test_a_total_of_small_amounts_in_another_unit(parts, total, told):
    frame = table(
        *(("line", "甲乙"[at], D(part)) for at, part in enumerate(parts)),
        ("total", "合计", D(total)),
        columns=("row_kind", "name", "n"),
    )
    assert [one.row for one in mixed_money_units(frame, ["n"], "name")] == ([2] if told else [])
