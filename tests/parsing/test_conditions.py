"""Conditions on a number as rules print them: which values hold, on the edges and on either side of them."""

from fractions import Fraction

import pytest

from evallib.parsing import compile_rule, score, shown

UP, OPEN_UP = {"89.5": False, "90": True, "90.5": True}, {"89.5": False, "90": False, "90.5": True}
DOWN, OPEN_DOWN = {"89.5": True, "90": True, "90.5": False}, {"89.5": True, "90": False, "90.5": False}


def between(low_in, high_in):
    return {"79.5": False, "80": low_in, "85": True, "90": high_in, "90.5": False}


CONDITIONS = [
    ("≥90%", UP), ("＞＝90%", UP), ("大于等于90%", UP), ("大于或等于90%", UP), ("不低于90%", UP), ("不少于90%", UP), ("不小于90%", UP), ("达到90%", UP),
    ("达90%", UP), ("至少90%", UP), ("90%及以上", UP), ("90%以上（含）", UP), ("90%（含）以上", UP), ("90%（含90%）以上", UP), ("90%以上", UP), ("达到90%以上", UP),
    ("＞90%", OPEN_UP), ("大于90%", OPEN_UP), ("高于90%", OPEN_UP), ("超过90%", OPEN_UP), ("90%（不含）以上", OPEN_UP), ("90%以上（不含）", OPEN_UP),
    ("≤90%", DOWN), ("小于等于90%", DOWN), ("不高于90%", DOWN), ("不超过90%", DOWN), ("不大于90%", DOWN), ("90%及以下", DOWN), ("90%以下（含）", DOWN),
    ("控制在90%以内", DOWN), ("90%以内", DOWN), ("90%（含）以下", DOWN),
    ("＜90%", OPEN_DOWN), ("小于90%", OPEN_DOWN), ("低于90%", OPEN_DOWN), ("少于90%", OPEN_DOWN), ("不足90%", OPEN_DOWN), ("未达到90%", OPEN_DOWN),
    ("不到90%", OPEN_DOWN), ("90%（不含）以下", OPEN_DOWN),
    ("在80%至90%之间", between(True, True)), ("80%-90%", between(True, True)), ("80%～90%", between(True, True)), ("介于80%到90%之间", between(True, True)),
    ("80%（含）-90%（不含）", between(True, False)), ("80%（不含）-90%（含）", between(False, True)), ("80%（不含）至90%（不含）", between(False, False)),
    ("80%以上、90%以下", between(True, True)), ("高于80%且低于90%", between(False, False)), ("不低于80%且不高于90%", between(True, True)),
    ("≥80%且＜90%", between(True, False)), ("＞80%，≤90%", between(False, True)), ("80%及以上、不足90%", between(True, False)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "holds"), CONDITIONS)
def test_a_condition_on_a_rate(words, holds):
    rule = compile_rule(f"办结率{words}的得满分，否则不得分", 10)
    got = {value: shown(score(rule, f"{value}%")) for value in holds}
    assert got == {value: "10" if inside else "0" for value, inside in holds.items()}


@pytest.mark.parametrize(("words", "holds"), [
    ("90≤得率＜95", {"89": False, "90": True, "94.9": True, "95": False}), ("90%＜办结率≤95%", {"90": False, "91": True, "95": True, "96": False}),
    ("95%≥办结率＞90%", {"90": False, "91": True, "95": True, "96": False}), ("95%＞办结率≥90%", {"90": True, "94": True, "95": False}),
])  # fmt: skip
def test_a_condition_with_the_name_in_the_middle(words, holds):
    rule = compile_rule(f"{words}，得满分；否则不得分", 10)
    assert {v: shown(score(rule, f"{v}%")) for v in holds} == {
        v: "10" if inside else "0" for v, inside in holds.items()
    }


@pytest.mark.parametrize(("words", "holds"), [
    ("在±10%以内", {"10": True, "-10": True, "10.5": False, "-10.5": False, "0": True}),
    ("在±10%（不含）以内", {"10": False, "-10": False, "9.5": True}),
])  # fmt: skip
def test_a_condition_on_either_side_of_nothing(words, holds):
    rule = compile_rule(f"预算调整率{words}得满分，否则不得分", 10)
    assert {v: shown(score(rule, f"{v}%")) for v in holds} == {
        v: "10" if inside else "0" for v, inside in holds.items()
    }


@pytest.mark.parametrize(("text", "values"), [
        ("投诉量3件以内得5分，4-6件得3分，7件及以上不得分", {"0件": "5", "3件": "5", "4件": "3", "6件": "3", "7件": "0"}),
    ("全年无事故得5分，发生1起得3分，发生2起得1分，3起及以上不得分", {"0起": "5", "1起": "3", "2起": "1", "3起": "0", "5起": "0"}),
    ("考核得分85分以上得5分，75-85分得3分，75分以下不得分", {"86分": "5", "80分": "3", "74分": "0", "90": "5"}),
        ("支出不超过200万元得5分，每超10万元扣1分", {"200万元": "5", "210万元": "4", "2200000元": "3", "190万元": "5"}),
    ("较上年下降得5分，持平得3分，上升不得分", {"-2%": "5", "0%": "3"}),


])  # fmt: skip
def test_other_measures(text, values):
    rule = compile_rule(text, 5)
    assert rule.readings
    assert {value: shown(score(rule, value)) for value in values} == values


@pytest.mark.parametrize(("text", "value", "points"), [
    ("签约额1亿元得1分，2亿元得2分，以此类推，最高5分", "3亿元", "3"), ("签约额1亿元得1分，2亿元得2分，以此类推，最高5分", "9亿元", "5"),
    ("低于平均值不得分，达到平均值得3分，高于平均值得5分", {"本单位": "92%", "平均": "90%"}, "5"),
    ("低于平均值不得分，达到平均值得3分，高于平均值得5分", {"本单位": "90%", "平均": "90%"}, "3"),
    ("低于平均值不得分，达到平均值得3分，高于平均值得5分", {"本单位": "89%", "平均": "90%"}, "0"),
    ("较上年下降得5分，持平得3分，上升不得分", {"本年": "9件", "上年": "10件"}, "5"),
    ("较上年下降得5分，持平得3分，上升不得分", {"本年": "10件", "上年": "10件"}, "3"),
    ("较上年下降得5分，持平得3分，上升不得分", {"本年": "11件", "上年": "10件"}, "0"),
    ("排名前三得5分，第4至6名得3分，其余不得分", "第3名", "5"), ("排名前三得5分，第4至6名得3分，其余不得分", "第4名", "3"),
    ("排名前三得5分，第4至6名得3分，其余不得分", "第7名", "0"), ("排名前25%得5分，其余得2分", {"名次": "第3名", "单位数": "12个"}, "5"),
    ("排名前25%得5分，其余得2分", {"名次": "第4名", "单位数": "12个"}, "2"),
])  # fmt: skip
def test_against_others_and_places(text, value, points):
    got = shown(score(compile_rule(text, 5), value))
    assert got is not None and (got == points or Fraction(got) == Fraction(points))
