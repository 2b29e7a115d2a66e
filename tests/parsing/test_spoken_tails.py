"""Numerals whose last unit is left out in speech, the evidence of a numeral, headers that share their words."""

from decimal import Decimal

import pytest

from evallib.parsing import lost_zeros, numerals, parse_header, parse_numeral


@pytest.mark.parametrize(("text", "number"), [
    ("三百五", 350), ("三百零五", 305), ("三百五十", 350), ("一千二", 1200), ("一千零二", 1002), ("两万三", 23000), ("两万零三", 20003), ("十五", 15), ("二十五", 25),
    ("三千二百五", 3250), ("二十五万三", 253000), ("一亿五", 150000000), ("一百一十五", 115), ("五", 5), ("二〇二三", 2023), ("百", 100), ("一万亿", 10**12),
])  # fmt: skip
def test_a_last_digit_stands_for_the_next_lower_unit(text, number):
    assert numerals.chinese_number(text) == Decimal(number)


@pytest.mark.parametrize(("text", "number", "evidence"), [
    ("三百五", 350, "中文数字"), ("十二", 12, "中文数字"), ("35", 35, "数字"), ("3百", 300, "数字"), ("1.5万", 15000, "数字"), ("-7", -7, "数字"),
])  # fmt: skip
def test_a_numeral_tells_how_it_was_written(text, number, evidence):
    (reading,) = parse_numeral(text)
    assert (reading.value, reading.low, reading.high, reading.evidence) == (number, number, number, (evidence,))


@pytest.mark.parametrize(("header", "concepts"), [
    ("使用部门", ["department", "organisation"]), ("填报单位", ["filing_unit", "organisation"]),
    ("支付金额", ["executed_yuan", "amount_yuan"]),
])  # fmt: skip
def test_a_header_whose_words_are_shared_is_asked_for(header, concepts):
    found = [reading.value for reading in parse_header(header)]
    assert sorted(found[: len(concepts)]) == sorted(concepts) and len(found) >= 2


@pytest.mark.parametrize(("texts", "length"), [
    (["000123", "000124", "125"], 6), (["99", "100"], None), (["0099", "100"], 4), (["0099", "0100"], None), (["0099", "00100", "1"], None), (["0099", "12345"], None),
    (["0099", "甲1"], None), (["0099", "甲", "7"], 4), ([], None), (["甲"], None), (["01", "1"], 2),
])  # fmt: skip
def test_zeros_that_a_workbook_lost(texts, length):
    assert lost_zeros(texts) == length
