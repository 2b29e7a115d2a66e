"""Figures in sentences: value, precision, unit, and the part that the words around give them; worked out by hand."""

from fractions import Fraction

import pytest

from evallib.parsing import (
    cell_figure,
    days_told,
    direction_of,
    find_mentions,
    find_spoken_shares,
    is_base,
    is_budget,
    is_whole,
    read_passage,
    read_spoken,
    role_of,
    whole_words,
    write_value,
)

F = Fraction


@pytest.mark.parametrize(("text", "value", "half", "dimension", "unit"), [
    ("立案52件", "52", "1/2", "count", "件"), ("立案5 200件", "5200", "1/2", "count", "件"), ("立案5,200件", "5200", "1/2", "count", "件"),
    ("支出2.35亿元", "235000000", "500000", "money", "亿元"), ("支出12万元", "120000", "5000", "money", "万元"), ("支出12.30万元", "123000", "50", "money", "万元"),
    ("支出35元", "35", "1/2", "money", "元"), ("占3‰", "3/10", "1/20", "percent", "‰"), ("占3.5%", "7/2", "1/20", "percent", "%"), ("占12％", "12", "1/2", "percent", "%"),
    ("提高0.5个百分点", "1/2", "1/20", "points", "个百分点"), ("是去年的2.5倍", "5/2", "1/20", "times", "倍"), ("用时3.5小时", "7/2", "1/20", "hour", "小时"),
    ("用时30分钟", "30", "1/2", "minute", "分钟"), ("工期5年", "5", "1/2", "year", "年"), ("历时12天", "12", "1/2", "day", "天"),
    ("历时3个月", "3", "1/2", "month", "个月"), ("重3.5吨", "7/2", "1/20", "mass", "吨"), ("得85.5分", "171/2", "1/20", "score", "分"), ("面积3公顷", "3", "1/2", "area", "公顷"), ("道路2公里", "2", "1/2", "length", "公里"),
    ("受理3.12万件", "31200", "50", "count", "万件"), ("共3万人次", "30000", "5000", "count", "万人次"), ("限5个工作日", "5", "1/2", "workday", "个工作日"),
    ("平台立案三千二百件", "3200", "1/2", "count", "件"), ("增加一万二千元", "12000", "1/2", "money", "元"), ("办结率百分之九十六点五", "193/2", "1/20", "percent", "百分之九十六点五"),
    ("约占两成", "20", "1", "percent", "两成"), ("同比（-3.5%）", "-7/2", "1/20", "percent", "%"), ("（+3.5%）", "7/2", "1/20", "percent", "%"),
])  # fmt: skip
def test_one_figure(text, value, half, dimension, unit):
    (found,) = find_mentions(text)
    assert (found.value, found.half, found.dimension, found.unit) == (F(value), F(half), dimension, unit)


@pytest.mark.parametrize("text", [
    "2023年11月", "第28周", "电话021-67212345", "12345热线", "〔2023〕7号", "附件3", "2023-11-05", "9:30", "第3条", "前3名", "一网统管", "十人", "十个", "十家", "十次", "G60", "7×24小时", "工期3.5年", "3百米", "千里", "一二三",
])  # fmt: skip
def test_names_are_no_figures(text):
    assert find_mentions(text) == []


@pytest.mark.parametrize(("text", "hedge"), [
    ("约52件", "约"), ("近52件", "近"), ("52余件", "余"), ("52件左右", "左右"), ("52件以上", "以上"), ("不少于52件", "不少于"), ("超过52件", "超过"), ("共52件", ""), ("≥90%", "≥"), ("50多件", "多"),
])  # fmt: skip
def test_words_that_make_a_figure_inexact(text, hedge):
    assert find_mentions(text)[0].hedge == hedge


@pytest.mark.parametrize(("value", "like", "written"), [
    ("22500", "2.35万元", "2.25万元"), ("22549", "2.35万元", "2.25万元"), ("22550", "2.35万元", "2.26万元"), ("-22500", "2.35万元", "-2.25万元"), ("12", "8件", "12件"),
    ("12.5", "8件", "13件"), ("0.31", "3.0‰", "3.1‰"), ("-0.04", "3.5%", "0.0%"), ("95.25", "96.5%", "95.3%"), ("0.05", "0.1元", "0.1元"),
])  # fmt: skip
def test_another_value_is_written_alike(value, like, written):
    assert write_value(F(value), find_mentions(like)[0]) == written


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("52件", True),
        ("5.2万件", False),
        ("35元", True),
        ("35万元", False),
        ("85.5分", True),
        ("95%", False),
        ("35.5元", True),
    ],
)
def test_what_rounding_cannot_excuse(text, exact):
    assert find_mentions(text)[0].exact is exact


@pytest.mark.parametrize(("text", "value", "places"), [
    ("三千一百零四", "3104", 0), ("九十六点五", "193/2", 1), ("一万二千", "12000", 0), ("十五", "15", 0), ("二十", "20", 0), ("一百零五", "105", 0), ("两亿三千万", "230000000", 0),
    ("一万亿", "1000000000000", 0), ("二三", "23", 0), ("零", "0", 0), ("三点一四", "157/50", 2), ("十", "10", 0), ("千", "1000", 0),
])  # fmt: skip
def test_spoken_numbers(text, value, places):
    assert read_spoken(text) == (F(value), places)


@pytest.mark.parametrize("text", ["", "点五", "abc", "三点", "二三百"])
def test_what_is_no_spoken_number(text):
    assert read_spoken(text) is None


@pytest.mark.parametrize(("text", "shares"), [
    ("百分之九十六", [("96", "1/2")]), ("三成半", [("35", "1")]), ("四分之三", [("75", "1")]), ("五分之六", []), ("三分之一", [("100/3", "1")]), ("一半", [("50", "1")]), ("另一半", []),
    ("九成为", []), ("两成和一半", [("20", "1"), ("50", "1")]),
])  # fmt: skip
def test_spoken_shares(text, shares):
    assert [(value, half) for _, _, value, half in find_spoken_shares(text)] == [(F(v), F(h)) for v, h in shares]


@pytest.mark.parametrize(("text", "value", "dimension", "signed"), [
    ("1,200.98", "120098/100", "", False), ("52", "52", "", False), ("-3.5", "-7/2", "", True), ("+3", "3", "", True), ("↓40.26%", "-4026/100", "percent", True),
    ("↑3%", "3", "percent", True), ("12万元", "120000", "money", False), ("-12万元", "-120000", "money", True), ("8件", "8", "count", False), ("(3件)", None, "", False),
    ("2023年", None, "", False), ("3月", None, "", False), ("≥90%", None, "", False), ("甲局", None, "", False), ("12,34", None, "", False),
    ("1 200", None, "", False), ("12 34", "1234", "", False),
])  # fmt: skip
def test_a_cell_that_holds_one_figure(text, value, dimension, signed):
    found = cell_figure(text)
    if value is None:
        assert found is None
    else:
        assert (found.value, found.dimension, found.signed) == (F(value), dimension, signed)


@pytest.mark.parametrize(("text", "roles"), [
    ("收入120万元，比上年增加20万元，增长20%", ["plain", "change", "growth"]), ("占总收入的40%", ["share"]), ("执行率99%", ["rate"]), ("日均5件", ["mean"]),
    ("同比下降3.2个百分点", ["points"]), ("占比为12%", ["share"]), ("较上年减少8件，下降12%", ["change", "growth"]), ("为上年的2.5倍", ["multiple"]), ("增长2.5倍", ["growth"]),
    ("年均增长8%", ["compound"]), ("完成年度预算的95%", ["completion"]), ("增加到20件", ["plain"]), ("预算调整幅度8%", ["growth"]), ("满意率达到96%", ["rate"]), ("户均3元", ["mean"]),
    ("超过预算数3万元", ["change"]), ("环比-3%", ["growth"]), ("其中12%", ["bare"]), ("同比↓3%", ["growth"]),
    ("覆盖率增加到55.6%", ["rate"]), ("占比扩大至15.3%", ["rate"]), ("增幅收窄至3.1%", ["growth"]),
])  # fmt: skip
def test_the_part_of_a_figure(text, roles):
    assert [role_of(spot) for spot in read_passage(text)] == roles


@pytest.mark.parametrize(("words", "way"), [
    ("比上年增长", 1), ("同比下降", -1), ("较上年变动", 0), ("减收", -1), ("由升转降", -1), ("由降转升", 1), ("", 0), ("高于平均", 1), ("低于平均", -1),
])  # fmt: skip
def test_which_way_words_point(words, way):
    assert direction_of(words) == way


@pytest.mark.parametrize(("words", "whole"), [
    ("占投诉总量的", "投诉"), ("占比", ""), ("占全部诉求的比重为", "全部诉求"), ("占总支出的", "总支出"), ("合计", ""), ("占其中占甲的", "甲"), ("占诉求总数的比例约", "诉求"),
])  # fmt: skip
def test_what_a_share_is_of(words, whole):
    assert whole_words(words) == whole


def test_labels_gaps_sentences_and_brackets():
    spots = read_passage("共受理52件，其中咨询类31件（占59.62%），投诉类21件。办结率100%；满意率95%！")
    assert [spot.mention.text for spot in spots] == ["52件", "31件", "59.62%", "21件", "100%", "95%"]
    assert [spot.sentence for spot in spots] == [0, 0, 0, 0, 1, 1]
    assert [spot.depth for spot in spots] == [0, 0, 1, 0, 0, 0]
    assert [spot.gap for spot in spots] == ["共受理", "，其中咨询类", "(占", ")，投诉类", "办结率", "；满意率"]
    assert [spot.head for spot in spots] == ["共受理", "其中咨询类", "占", "投诉类", "办结率", "满意率"]
    assert [spot.tail for spot in spots] == ["，其中咨询类", "(占", ")，投诉类", "。", "；满意率", "！"]
    assert [spot.label for spot in spots][1::2] == ["咨询类", "投诉类", "满意率"]


@pytest.mark.parametrize(("text", "base", "whole", "budget"), [
    ("上年120万元", True, False, False), ("由120万元", True, False, False), ("本年120万元", False, False, False), ("去年同期，今年120万元", False, False, False),
    ("合计120万元", False, True, False), ("公共120万元", False, False, False), ("共120万元", False, True, False), ("年初预算120万元", False, False, True),
    ("预算数为120万元", False, False, True), ("预算执行120万元", False, False, False),
])  # fmt: skip
def test_bases_wholes_and_budgets(text, base, whole, budget):
    (spot,) = read_passage(text)
    assert (is_base(spot), is_whole(spot), is_budget(spot)) == (base, whole, budget)


@pytest.mark.parametrize(("text", "days"), [
    ("7月8日—7月14日", [7]), ("2023年12月30日至2024年1月2日", [4]), ("12月30日至1月2日", [4]), ("7月8日—14日", [7]), ("8日—14日", [7]), ("14日—8日", []), ("1日—31日", [31]),
    ("本周", [7]), ("第28周", [7]), ("三天", [3]), ("十天", [10]), ("2024年2月", [29]), ("2月", [28, 29]), ("一季度", [90, 91]), ("二季度", [91]), ("12月", [31]), ("1月", [31]), ("2023年2月", [28]), ("2024年一季度", [91]), ("2023年三季度", [92]),
    ("2023年四季度", [92]), ("全年", [365, 366]), ("上半年", [181]), ("13月", []), ("2月30日至3月2日", []),
])  # fmt: skip
def test_lengths_of_periods(text, days):
    assert sorted({count for count, _, _ in days_told(text, sure=True)}) == days


def test_printed_days_are_believed_where_there_is_one_range():
    assert [sure for _, _, sure in days_told("7月8日—7月14日", sure=True)] == [True]
    assert [sure for _, _, sure in days_told("7月8日—7月14日", sure=False)] == [False]
    named = list(days_told("本周、三天、2月、2023年3月、一季度、2024年二季度、全年、上半年", sure=True))
    assert len(named) > 9 and not any(sure for _, _, sure in named)
    assert [sure for _, _, sure in days_told("7月8日—7月14日，较7月1日—7月7日", sure=True)] == [False, False]
