"""Mentions: quantities are found with units; dates, document numbers and hotline numbers are not quantities."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.parsing import cell_figure, find_mentions, first_year, half_width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共立案 38935 件，已结案 38581 件", ["38935 件", "38581 件"]),
        ("“12345”案件 5,378 件", ["5,378 件"]),
        ("12345 上报案件 6585 件", ["6585 件"]),
        ("沪财绩[2021]25号，闵人综〔2009〕5 号", []),
        ("2023 年 1 月 1 日至 2023 年 12 月 31 日", []),
        ("2024.5.8 - 2025.5.7", []),
        ("由 84.78%上升至 100%", ["84.78%", "100%"]),
        ("提高 3.25 个百分点", ["3.25 个百分点"]),
        ("预算990.14 万增长", ["990.14 万"]),
        ("占９５％", ["95%"]),
        ("同比 -22.90%", ["-22.90%"]),
        ("7 级管理岗位 2 个", ["2 个"]),
        ("购置桌椅120套，拨打120急救", ["120套"]),
        ("（42/45）×100%", ["42", "45"]),
        ("646名、788人", ["646名", "788人"]),
        ("实际支出2012.05万元，自2023.5起", ["2012.05万元"]),
    ],
)
def test_quantities_with_units(text, expected):
    assert [m.text for m in find_mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("约 30 件", "约"),
        ("95%以上", "以上"),
        ("≥98%", "≥"),
        ("40 余场次", "余"),
        ("不超过 5%", "不超过"),
        ("公厕不足38条", ""),
        ("不足48件的单位", "不足"),
        ("违约16件", ""),
        ("大约16件", "约"),
        ("30 件", ""),
    ],
)
def test_hedges_are_kept(text, hedge):
    assert find_mentions(text)[0].hedge == hedge


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,000.98", "1000.98"),
        ("-22.90%", "-22.90"),
        ("24人", "24"),
        ("3.45亿元", "3.45"),
        ("106 2", "1062"),
        ("29.73 58", "29.7358"),
        ("400 000 00", None),
        ("2023年", None),
        ("≥90.00(%)", None),
        ("-", None),
        ("", None),
        ("۷", None),
    ],
)
def test_cells_hold_one_figure_or_none(text, number):
    mention = cell_figure(text)
    assert (mention.number if mention else None) == (Decimal(number) if number else None)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_grouped_and_plain_digits_are_one_value(number):
    assert cell_figure(f"{number:,.2f}").number == cell_figure(f"{number:.2f}").number == number


@given(st.text(max_size=60))
def test_places_hold_the_digits(text):
    for mention in find_mentions(text):
        assert (
            mention.text == half_width(text)[mention.start : mention.end]
            or "，" in mention.text
            or "：" in mention.text
        )


def test_year():
    assert first_year("2023 年度") == 2023
    assert first_year("无") == 0
