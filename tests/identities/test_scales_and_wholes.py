"""Slips of unit and scale at the edges of what is doubted, and which rows of a table make up a whole."""

from decimal import Decimal

import pandas as pd
import pytest

from evallib.identities import calculations, find_wholes, mixed_money_units, shares


def amounts(**columns):
    count = len(next(iter(columns.values())))
    figures = {name: [Decimal(value) for value in values] for name, values in columns.items()}
    return pd.DataFrame({"row_kind": "line", "name": list("甲乙丙丁戊己")[:count], **figures})


def doubted(frame, *columns):
    return [(found.row, found.column, found.arithmetic) for found in mixed_money_units(frame, list(columns), "name")]


def test_a_product_is_told_in_the_unit_of_its_table():
    frame = pd.DataFrame(
        {"name": ["甲"], "n": [Decimal(3)], "price_yuan": [Decimal(5000)], "amount_yuan": [Decimal(20000)]}
    )
    (found,) = calculations.calculations(frame, "amount_yuan", "product", ["price_yuan", "n"], "name", unit="万元")
    assert (found.printed, found.recomputed, found.arithmetic) == ("2 万元", "1.5 万元", "0.5 × 3 = 1.5")


def test_others_that_differ_by_a_factor_of_two_still_agree():
    assert doubted(amounts(a=["1.5"], b=[10000], c=[20000]), "a", "b", "c") == [(0, "a", "1.5 × 10,000 = 15,000")]
    assert doubted(amounts(a=["1.5"], b=[10000], c=[20001]), "a", "b", "c") == []


def test_an_amount_too_large_is_divided():
    frame = amounts(a=[12, 13, 14, 15, 150000])
    assert doubted(frame, "a") == [(4, "a", "150,000 ÷ 10,000 = 15")]


@pytest.mark.parametrize("values", [[12, 100, 120000, 130000, 140000], [12, 13, 14, 200, 150000]])
def test_an_amount_with_a_neighbour_within_a_thousand_times_is_in_order(values):
    assert doubted(amounts(a=values), "a") == []


def test_shares_that_rounding_keeps_from_a_whole_are_still_all_there_are():
    frame = pd.DataFrame({"row_kind": "line", "name": ["甲", "乙"], "n": [Decimal(50), Decimal(50)],
                          "n_rate": [Decimal("0.50"), Decimal("0.49")]})  # fmt: skip
    (found,) = shares.shares(frame, "n_rate", "n", "name", complete=False)
    assert (found.row, found.printed, found.recomputed) == (1, "49.00%", "50.00%")
    less = frame.assign(n_rate=[Decimal("0.50"), Decimal("0.48")])
    assert list(shares.shares(less, "n_rate", "n", "name", complete=False)) == []


def wholes(rows, way, **columns):
    frame = pd.DataFrame(rows, columns=["row_kind", "name", *columns.get("more", ())])
    return [(found.name, found.parts) for found in find_wholes(frame, way, "name", (), columns.get("level", ""))]


def test_levels_of_their_own_column_make_wholes_of_the_next_level_only():
    rows = [("line", "基本支出", 1), ("line", "人员经费", 2), ("line", "工资", 3), ("line", "津贴", 3),
            ("line", "公用经费", 2), ("line", "项目支出", 1)]  # fmt: skip
    assert wholes(rows, "numbered", more=["level"], level="level") == [("基本支出", [1, 4]), ("人员经费", [2, 3])]


def test_a_subtotal_of_an_outline_adds_the_lines_since_the_one_before():
    rows = [("line", "货币资金"), ("line", "应收账款"), ("subtotal", "流动资产合计"), ("line", "房屋"),
            ("line", "车辆"), ("subtotal", "固定资产合计")]  # fmt: skip
    assert wholes(rows, "outlined") == [("流动资产合计", [0, 1]), ("固定资产合计", [3, 4])]


def test_a_bare_total_of_an_outline_adds_its_highest_level():
    rows = [
        ("line", "一、流动资产"),
        ("line", "1.货币资金"),
        ("line", "2.应收账款"),
        ("line", "二、固定资产"),
        ("total", "合计"),
    ]
    assert wholes(rows, "outlined") == [("一、流动资产", [1, 2]), ("合计", [0, 3])]
    mixed = [("line", "一、流动资产"), ("line", "车辆"), ("line", "二、固定资产"), ("total", "合计")]
    assert wholes(mixed, "outlined") == [("合计", [])]
