"""Targets and values as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from evallib.model import EvallibError
from evallib.scoring import Compound, Moment, Phrase, Quantity, parse, parse_target, settle

D = Decimal


@pytest.mark.parametrize(
    ("text", "number", "unit", "op"),
    [
        ("=100.00(%)", "1", "%", "="),
        ("≥90.00(%)", "0.9", "%", "≥"),
        ("≥85%", "0.85", "%", "≥"),
        (">=85％", "0.85", "%", "≥"),
        ("不低于 85 %", "0.85", "%", "≥"),
        ("≤800 元/人·月", "800", "元/人·月", "≤"),
        ("=12.00(人)", "12", "人", "="),
        ("97.00(%)", "0.97", "%", ""),
        ("＞85%", "0.85", "%", ">"),
        ("95%以上", "0.95", "%", "≥"),
        ("24人", "24", "人", ""),
        ("1,765.22万元", "17652200", "元", ""),
        ("≤24 小时", "1440", "分钟", "≤"),
        ("30天以内", "30", "天", "≤"),
        ("-11%", "-0.11", "%", ""),
        ("5‰", "0.005", "%", ""),
        ("=0次", "0", "次", "="),
    ],
)
def test_quantities(text, number, unit, op):
    found = parse(text)
    assert isinstance(found, Quantity)
    assert (found.number, found.unit, found.op) == (D(number), unit, op)


def test_other_kinds():
    assert parse("及时") == Phrase("及时")
    assert parse("达成指标") == Phrase("达成指标")
    assert parse("2023年12月31日前") == Moment(date(2023, 12, 31), before=True)
    assert parse("2023-12-31") == Moment(date(2023, 12, 31))
    found = parse("13大类144小类")
    assert isinstance(found, Compound)
    assert [(part.number, part.unit) for part in found.parts] == [(13, "大类"), (144, "小类")]
    assert [part.unit for part in parse("11个村及1个居委").parts] == ["个村", "个居委"]
    assert parse("同比下降≥15%").label == "同比下降"
    assert parse("完整字段≥22 项/条").unit == "项/条"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("约100件", "target.approximate"),
        ("90%左右", "target.approximate"),
        ("80%-90%", "target.range"),
        ("12月底前", "target.no_year"),
        ("2023年2月30日前", "target.no_such_day"),
    ],
)
def test_what_cannot_be_decided_is_asked_for(text, code):
    with pytest.raises(EvallibError) as error:
        parse(text)
    assert error.value.problems[0].code == code
    assert error.value.problems[0].advice


def test_a_target_needs_a_unit():
    with pytest.raises(EvallibError, match="目标值没有单位"):
        parse_target("≥95")


@pytest.mark.parametrize(
    ("value", "target", "number"),
    [
        ("97%", "≥95%", "0.97"),
        ("＞85%", "≥85%", "0.85"),
        ("95%以上", "≥90%", "0.95"),
        ("≤3天", "≤5天", "3"),
        ("24", "25人", "24"),
        ("1.5小时", "≤100分钟", "90"),
        ("50万元", "≤600000元", "500000"),
    ],
)
def test_settled(value, target, number):
    assert settle(value, parse(target)) == D(number)


@pytest.mark.parametrize(
    ("value", "target", "code"),
    [
        ("95", "≥90%", "target.unit"),
        ("24人", "25个", "target.unit"),
        ("＞85%", "≥90%", "target.bound"),
        ("＞85%", "=100%", "target.bound"),
        ("＞85%", "≤90%", "target.bound"),
        ("≥85%", ">85%", "target.bound"),
        ("≤9天", "≤5天", "target.bound"),
        ("全域覆盖", "100%", "target.not_a_number"),
        ("同比上升5%", "同比下降≥15%", "target.direction"),
    ],
)
def test_undecided(value, target, code):
    with pytest.raises(EvallibError) as error:
        settle(value, parse(target))
    assert error.value.problems[0].code == code


def test_units_and_counting_words_are_those_of_parsing():
    assert settle("3000米", parse("3公里")) == settle("3公里", parse("3公里"))
    assert settle("24起", parse("≤25次")) == 24
    assert parse("1.2万亩").number == 12_000
    assert parse("12个/12个").number == 12
    for text, code in (
        ("12月底前", "no_year"),
        ("2023年2月30日前", "no_such_day"),
        ("80-90%", "range"),
        ("近90件", "approximate"),
    ):
        with pytest.raises(EvallibError) as refused:
            parse(text)
        assert refused.value.problems[0].code == f"target.{code}"
