"""Which printed word a written one means, and which name a key stands for: the same denial, the same degree, or a question."""

import pytest

from evallib.parsing import answer, compile_rule, parse_numeral, parse_period, read_limit, score, shown

POINTS = ["10", "6", "3", "1"]


def meant(word, *phrases, **rest):
    """The points for a word; the first phrase earns 10, the next 6, 3, 1."""
    tiers = [{"words": [phrase], "give": {"points": POINTS[i]}} for i, phrase in enumerate(phrases)]
    return shown(score({"kind": "words", "tiers": tiers, **rest}, word, 10))


@pytest.mark.parametrize(("word", "phrases", "points"), [
    ("良好", ("优秀", "良好", "合格"), "6"), ("不合格", ("合格", "不合格"), "6"), ("合格", ("不合格", "合格"), "6"), ("一般", ("优秀", "良好"), "ask"),
    ("健全", ("制度健全", "制度不健全"), "10"), ("不健全", ("制度健全", "制度不健全"), "6"), ("较健全", ("制度健全", "制度较健全", "制度不健全"), "6"),
    ("基本健全", ("制度健全", "制度基本健全", "制度不健全"), "6"), ("完整", ("资料完整规范", "资料基本完整", "资料不完整"), "10"), ("制度健全且执行到位", ("制度健全", "无制度"), "10"),
    ("部分落实", ("全部落实", "部分落实", "未落实"), "6"), ("全部落实", ("全部落实", "部分落实", "未落实"), "10"), ("未落实", ("全部落实", "部分落实", "未落实"), "3"),
    ("未建立", ("已建立", "未建立"), "6"), ("已落实", ("落实到位", "未落实"), "10"), ("没有落实", ("落实到位", "未落实"), "6"), ("很好", ("好", "一般", "差"), "ask"),
    ("一般", ("较好", "一般", "较差"), "6"), ("较差", ("较好", "一般", "较差"), "3"), ("有效", ("执行有效", "执行无效"), "10"), ("无效", ("执行有效", "执行无效"), "6"),
    ("优秀", ("优秀", "优秀"), "ask"), ("是", ("有台账", "无台账"), "10"), ("否", ("有台账", "无台账"), "6"), ("否", ("优", "良", "差"), "ask"), ("无", ("有台账", "没有台账"), "6"),
    ("全部满足", ("全部满足", "部分满足", "不满足"), "10"), ("缺2项", ("齐全", "缺少部分", "没有"), "6"), ("逾期", ("按时报送", "逾期报送"), "6"), ("逾期3天", ("按时报送", "逾期报送"), "6"),
    ("按期完成", ("按时报送", "逾期报送"), "10"), ("提前2天", ("提前完成", "按时完成", "逾期完成"), "10"), ("按时", ("提前完成", "按时完成", "逾期完成"), "6"), ("提前3天", ("按时报送", "逾期报送"), "10"),
    ("群众反映良好，社会效果显著", ("效果显著", "效果一般", "无效果"), "10"), ("随便什么", ("效果显著", "效果一般"), "ask"), ("效果不显著", ("效果显著", "效果一般"), "ask"),
])  # fmt: skip
def test_a_word_among_printed_ones(word, phrases, points):
    assert meant(word, *phrases) == points


@pytest.mark.parametrize(
    ("word", "points"),
    [
        ("健全", "10"),
        ("否", "0"),
        ("没有", "0"),
        ("逾期", "ask"),
        ("均不满足", "0"),
        ("全部满足", "10"),
        ("缺2项", "0"),
        ("怪话", "ask"),
        ("是", "10"),
    ],
)
def test_a_word_where_the_rule_has_a_rest(word, points):
    assert meant(word, "制度健全", **{"else": {"points": "0"}}) == points


ITEMS = [("迟到", "次", "1"), ("早退", "次", "2"), ("旷工", "天", "3")]


def counted(values, types=ITEMS, **more):
    data = [{"name": n, "unit": u, "sign": "-", "amount": {"points": p}, "stated": True} for n, u, p in types]
    return shown(score({"kind": "items", "types": data, **more}, values, 20))


@pytest.mark.parametrize(("values", "points"), [
    ({"迟到": "1次", "早退": "1次", "旷工": "1天"}, "14"), ({"旷工": "2天"}, "14"), ({"旷工天数": "1天", "迟到次数": "2次"}, "15"), ({"早退": "3次", "迟到": "0次"}, "14"),
    ({"无故早退": "1次", "旷工": "1天"}, "15"), ({"请假": "1次", "出差": "2次"}, "ask"), ({"甲": "1", "乙": "1", "丙": "1", "丁": "1"}, "ask"), ({"甲": "0", "乙": "否"}, "20"),
    ({"甲": "1次", "迟到": "1次"}, "ask"),
])  # fmt: skip
def test_keys_stand_for_the_names_that_they_hold(values, points):
    assert counted(values) == points


@pytest.mark.parametrize(("values", "points"), [
    ({"一般问题": "2件", "重大问题": "1件"}, "14"), ({"重大问题": "1件", "一般问题": "2件"}, "14"), ({"非重大": "2件", "重大": "1件"}, "14"), ({"重大问题": "2件"}, "12"),
])  # fmt: skip
def test_a_doubled_class_beside_the_plain_one(values, points):
    types = [{"name": "问题", "unit": "件", "sign": "-", "amount": {"points": "1"}, "stated": True},
             {"name": "重大问题", "unit": "件", "sign": "-", "amount": {"points": "1"}, "stated": True, "factor": "4"}]  # fmt: skip
    assert shown(score({"kind": "items", "types": types}, values, 20)) == points


PARTS = [("制定方案", "4"), ("开展培训", "3"), ("总结报告", "3")]


@pytest.mark.parametrize(("values", "points"), [
    ({"制定方案": "是", "开展培训": "是", "总结报告": "否"}, "7"), ({"方案": "是", "培训": "否", "总结": "是"}, "7"), ({"总结": "是", "方案": "否", "培训": "否"}, "3"),
    ({"①": "是", "②": "否", "③": "是"}, "7"), ({"方案": "是", "培训": "是"}, "ask"), ({"方案": "是", "培训": "可以", "总结": "是"}, "ask"),
])  # fmt: skip
def test_parts_by_name_and_by_number(values, points):
    marks = "①②③"
    parts = [
        {"name": f"{marks[i]}{name}" if "①" in values else name, "weight": weight, "rule": {"kind": "met"}}
        for i, (name, weight) in enumerate(PARTS)
    ]
    assert shown(score({"kind": "parts", "parts": parts}, values, 10)) == points


@pytest.mark.parametrize(("answers", "points"), [
    ({"满意": "60", "基本满意": "20", "不满意": "20"}, "7.2"), ({"满意": "60", "较为满意": "0", "很不满意": "40"}, "6"),
    ({"满意": "50%", "不满意": "50%"}, "5"), ({"满意": "若干"}, "ask"),
])  # fmt: skip
def test_answers_by_level(answers, points):
    rule = {
        "kind": "index",
        "levels": {"满意": "1", "基本满意": "0.6"},
        "rule": {"kind": "ratio", "unit": "%", "target": None},
    }
    assert shown(score(rule, answers, 10)) == points


@pytest.mark.parametrize(("value", "points"), [
    ("弄虚作假", "0"), ("存在弄虚作假", "0"), ("未弄虚作假", "ask"), ({"完成率": "95%", "弄虚作假情况": "有"}, "0"), ({"完成率": "95%", "弄虚作假情况": "无"}, "10"),
    ({"完成率": "93%", "是否弄虚作假": "否"}, "9"), ({"完成率": "95%", "弄虚作假": "1起"}, "0"), ({"完成率": "95%", "一票否决": "是"}, "0"), ("95%", "10"),
])  # fmt: skip
def test_a_veto_among_values(value, points):
    rule = compile_rule("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止；弄虚作假的，不得分", 10)
    assert shown(score(rule, value)) == points


@pytest.mark.parametrize("number", range(1, 10))
def test_every_digit_in_words(number):
    digit = "零一二三四五六七八九"[number]
    assert parse_numeral(digit)[0].value == number and parse_numeral(f"{digit}百")[0].value == 100 * number
    assert parse_numeral("零壹贰叁肆伍陆柒捌玖"[number])[0].value == number
    assert read_limit(f"{digit}天").count == number and read_limit(f"{digit}十天").count == 10 * number
    assert read_limit(f"十{digit}个工作日").count == 10 + number
    if number > 1:
        later = answer(f"每发现一处扣1分，第{digit}处起每处扣2分", 20, f"{number}处")
        assert later["score"] == str(19 - number)
        assert answer(f"每出现{digit}次扣1分，不足的不扣分", 9, f"{number}次")["score"] == "8"
    assert answer(f"办结率百分之九十{digit}得满分，每低1个百分点扣1分", 9, f"{90 + number}%")["score"] == "9"
    assert [(r.low.year, r.high.year) for r in parse_period(f"二〇一{digit}年度")] == [(2010 + number, 2010 + number)]
