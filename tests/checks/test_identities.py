from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.identities import (
    OPERATIONS,
    find_wholes,
    group_sums,
    mixed_money_units,
    mixed_rate_scales,
    sums,
    wrong_types,
)
from evallib.identities.calculations import calculations

D = Decimal


def table(*rows, columns=("row_kind", "line_no", "name", "a_yuan")):
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


BUDGET = [
    ("line", "1", "基本", D(700)),
    ("line", "(1)", "人员", D(500)),
    ("line", "(2)", "公用", D(200)),
    ("line", "2", "项目", D(300)),
    ("total", None, "合计", D(1000)),
]


def found(frame, **options):
    return [
        (item.row, item.printed, item.recomputed)
        for item in sums(frame, ["a_yuan"], "name", **({"unit": "元"} | options))
    ]


def test_numbered_lines_are_not_counted_twice():
    frame = table(*BUDGET)
    assert found(frame, level="line_no") == []
    assert found(frame) == [(4, "1,000 元", "1,700 元")]
    assert found(frame, rows="numbered", level="line_no") == []
    frame.loc[1, "a_yuan"] = D("500.01")
    assert found(frame, rows="numbered", level="line_no") == [(0, "700 元", "700.01 元")]


def test_subtotals_add_the_lines_above_them():
    frame = table(
        ("line", None, "甲", D(1)), ("line", None, "乙", D(2)), ("subtotal", None, "小计", D(3)),
        ("line", None, "丙", D(4)), ("subtotal", None, "小计", D(5)), ("total", None, "合计", D(7)),
    )  # fmt: skip
    assert found(frame) == [(4, "5 元", "4 元")]


def test_subtotals_named_after_a_line_or_a_department():
    frame = pd.DataFrame(
        [("line", "甲", "基本支出", D(1)), ("line", "甲", "项目支出", D(2)), ("subtotal", "甲", "小计", D(3)),
         ("line", "乙", "基本支出", D(4)), ("subtotal", "乙", "小计", D(4)),
         ("subtotal", "合计", "基本支出小计", D(5)), ("total", "合计", "合计", D(8))],
        columns=["row_kind", "who", "name", "a_yuan"], dtype=object,
    )  # fmt: skip
    assert found(frame, rows="named", level="who") == [(6, "8 元", "7 元")]


def test_details_and_examples():
    frame = pd.DataFrame(
        [("line", "网格", None, 10), ("line", "网格", "其中一", 6), ("line", "网格", "其中二", 3),
         ("line", "热线", None, 5), ("line", "热线", "其中三", 1), ("total", "合计", None, 100)],
        columns=["row_kind", "name", "detail", "n"], dtype=object,
    )  # fmt: skip
    wholes = list(find_wholes(frame, "detailed", "name", level="detail"))
    assert [(whole.row, whole.parts) for whole in wholes] == [(0, [1, 2])], "one detail alone is an example"
    [item] = sums(frame, ["n"], "name", level="detail", listed=0.9)
    assert item.note == "合计的明细只列出其中 15.00%", "15 of 100 is a list of examples"
    [item] = sums(frame, ["n"], "name", level="detail", unit="件")
    assert (item.printed, item.recomputed) == ("100 件", "15 件")


def test_the_first_row_may_be_the_sum():
    frame = table(
        ("line", None, "资金总额", D(9)),
        ("line", None, "其中：财政", D(5)),
        ("line", None, "其他", None),
        ("line", None, "结转", D(3)),
    )
    assert found(frame, rows="leading") == [(0, "9 元", "8 元")]


@pytest.mark.parametrize(
    ("printed", "rounding"), [(D(8275800), True), (D(8275700), False), (D(8275801), False)], ids=str
)
def test_rounding_is_told_from_contradiction(printed, rounding):
    """344.18 + 483.41 = 827.59 万元: half a unit of the last place for each of three amounts is 150 元."""
    frame = table(("line", None, "甲", D(3441800)), ("line", None, "乙", D(4834100)), ("total", None, "合计", printed))
    [item] = sums(frame, ["a_yuan"], "name", unit="万元")
    assert item.rounding is rounding


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.integers(0, 10**9))
def test_a_total_is_doubted_exactly_if_it_differs(parts, off):
    rows = [("line", None, str(n), D(value) / 100) for n, value in enumerate(parts)]
    frame = table(*rows, ("total", None, "合计", (D(sum(parts)) + off) / 100))
    assert bool(found(frame)) == (off != 0)


@pytest.mark.parametrize(
    ("operation", "operands", "result"),
    [
        ("ratio", ("50", "200"), "0.25"),
        ("product", ("300", "200"), "60000"),
        ("difference", ("10", "4"), "6"),
        ("sum", ("10", "4"), "14"),
        ("growth", ("385.88", "500.48"), "-0.2290"),
        ("complement", ("607", "20"), "0.9671"),
    ],
)
def test_calculations(operation, operands, result):
    value = OPERATIONS[operation][1](*map(D, operands))
    assert round(value, 4) == D(result)


def test_a_zero_denominator_is_no_disagreement():
    frame = pd.DataFrame({"name": ["甲"], "rate": [D(1)], "a": [D(5)], "b": [D(0)]}, dtype=object)
    assert list(calculations(frame, "rate", "ratio", ["a", "b"], "name")) == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [("0.9827", []), ("0.98", [True]), ("0.983", [True]), ("0.9820", [False]), ("0.99", [False]), ("0.9828", [False])],
)
def test_a_rate_is_compared_at_its_own_places(printed, said):
    frame = pd.DataFrame({"name": ["甲"], "rate": [D(printed)], "a": [D("98.27")], "b": [D(100)]}, dtype=object)
    assert [item.rounding for item in calculations(frame, "rate", "ratio", ["a", "b"], "name")] == said


def test_shares_add_up():
    frame = pd.DataFrame({"row_kind": "line", "survey": list("甲甲乙乙"),
                          "answers_rate": [D("0.667"), D("0.333"), D("0.8"), D("0.1")]})  # fmt: skip
    [item] = group_sums(frame, "answers_rate", ["survey"], slack="0.0005")
    assert (item.row, item.subject, item.printed, item.recomputed) == (2, "乙", "90.00%", "100.00%")


@pytest.mark.parametrize(
    ("amounts", "doubted"),
    [
        ((120000, 95000, 240000, 180000), []),
        ((120000, 95000, 12, 240000), [2]),
        ((12, 9, 240000, 18), [2]),
        ((2, 120000, 95000, 240000), []),  # 2 × 10,000 does not lie among the others
        ((12, 240000), []),  # two amounts have no neighbours to be compared with
    ],
)
def test_wan_among_yuan_down_a_column(amounts, doubted):
    frame = pd.DataFrame({"row_kind": "line", "name": "行", "a_yuan": [D(value) for value in amounts]})
    assert [item.row for item in mixed_money_units(frame, ["a_yuan"], "name")] == doubted


def test_wan_among_yuan_in_a_row_and_in_a_total():
    frame = pd.DataFrame(
        [("line", "甲", D(5000), D("0.49")), ("line", "乙", D(3000), D(2900)), ("total", "合计", D("0.8"), None)],
        columns=["row_kind", "name", "a_yuan", "b_yuan"], dtype=object,
    )  # fmt: skip
    doubts = {(item.row, item.column) for item in mixed_money_units(frame, ["a_yuan", "b_yuan"], "name")}
    assert doubts == {(0, "b_yuan"), (2, "a_yuan")}


@pytest.mark.parametrize(
    ("rates", "doubted"),
    [
        (("0.976", "0.0072", "0.722"), [1]),
        (("0.033", "0.8", "0.067"), []),
        (("0.009", "0.005"), [0]),  # told once for the whole column
        (("0.009", "0"), []),  # one rate alone tells nothing
        (("0.5", "0"), []),
    ],
)
def test_fraction_among_percentages(rates, doubted):
    frame = pd.DataFrame({"name": "行", "rate": [D(rate) for rate in rates]})
    assert [item.row for item in mixed_rate_scales(frame, "rate", "name")] == doubted


def test_types():
    frame = pd.DataFrame({"n": [1, D(1), None, True], "m": [D(1), 1.5, None, D(0)]}, dtype=object)
    items = [(item.column, item.row) for item in wrong_types(frame, {"n": "count", "m": "money"})]
    assert items == [("n", 1), ("n", 3), ("m", 1)]
