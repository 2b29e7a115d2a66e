"""Deductions that would take from those who do well, words of tiers, steps of an explanation: read from the rules by eye."""

from decimal import Decimal

import pytest

from evallib.scoring import Entry, Framework, check_framework, explanation, score_indicator

D = Decimal


def framework(rule, target=None, adjustments=(), weight="100"):
    leaf = {"code": "A", "name": "甲", "weight": weight, "rule": rule} | ({"target": target} if target else {})
    return Framework.model_validate({
        "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
        "indicators": [leaf], "adjustments": list(adjustments),
    })  # fmt: skip


def printed(**reading):
    return {"kind": "printed", "text": "按评分标准扣分", "reading": reading}


def give(**verdict):
    return verdict


COUNTED = {"name": "投诉", "unit": "起", "sign": "-", "amount": {"points": "1"}, "stated": True}
FULL, HALF, TWO = give(full=True), give(share="1/2"), give(points="2")


@pytest.mark.parametrize(("rule", "target", "refused"), [
    # Deductions are what is lost: a rule that gives most to those who reach the target takes from them.
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "0.5"}, {"points": "0"}]}, "≥95%", True),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "1"}, {"points": "0"}]}, "≥95%", True),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "1"}, {"points": "0"}]}, "≤95%", False),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "1"}, {"points": "0"}]}, "不超过95%", False),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "0"}, {"points": "2"}]}, "≥95%", False),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "1"}, {"points": "2"}]}, "≥95%", False),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "0"}, {"points": "0"}]}, "≥95%", False),
    (printed(kind="words", tiers=[{"words": ["有"], "give": FULL}, {"words": ["无"], "give": give(points="0")}]), None, True),
    (printed(kind="words", tiers=[{"words": ["无"], "give": give(deduct={"points": "2"})}]), None, True),
    (printed(kind="words", tiers=[{"words": ["通报"], "give": TWO}, {"words": ["约谈"], "give": give(points="5")}]), None, False),
    (printed(kind="words", tiers=[{"words": ["通报"], "give": TWO}], **{"else": give(points="0")}), None, False),
    (printed(kind="words", tiers=[{"words": ["通报"], "give": TWO}], **{"else": FULL}), None, True),
    (printed(kind="met"), None, True),
    *((printed(**reading), None, refused) for reading, refused in (
        ({"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "whole", "deduct": {"points": "1"}}, True), ({"kind": "ratio", "unit": "%", "target": None}, True),
        ({"kind": "line", "unit": "%", "anchors": [["60", "0"], ["100", "5"]]}, True), ({"kind": "parts", "parts": [{"name": "甲", "weight": "5", "rule": {"kind": "met"}}]}, True),
        ({"kind": "items", "types": [COUNTED]}, True), ({"kind": "items", "types": [COUNTED], "base": "0"}, False), ({"kind": "items", "types": [COUNTED | {"sign": "+"}], "base": "0"}, False),
        ({"kind": "items", "types": [COUNTED, COUNTED | {"sign": "+"}]}, False),
        ({"kind": "ranges", "measure": "value", "unit": "%", "rows": [{"span": {"low": "90", "low_in": True}, "give": FULL}]}, True),
        ({"kind": "ranges", "measure": "value", "unit": "%", "rows": [{"span": {"high": "90", "high_in": False}, "give": TWO}], "else": give(points="0")}, False))),
    *((rule | {"deduct_points": "1"}, target, True) for rule, target in (
        ({"kind": "deficiencies"}, None), ({"kind": "incidents"}, None), ({"kind": "unfinished_tasks"}, None), ({"kind": "linear"}, "≥90%"), ({"kind": "band", "tolerance": "5%"}, None))),
    *((rule, target, True) for rule, target in (
        ({"kind": "zero_incident"}, "=0次"), ({"kind": "checks", "checks": [{"name": "甲"}]}, None), ({"kind": "threshold"}, "≥90%"), ({"kind": "cliff"}, "≤20%"), ({"kind": "proportional"}, "≥90%"),
        ({"kind": "deadline"}, "2024年6月30日前"), ({"kind": "several"}, "10个村5个社区"))),
    *((rule, None, False) for rule in (
        {"kind": "tiers", "tiers": [{"when": ["通报"], "points": "2"}, {"when": ["无"], "points": "0"}]}, {"kind": "items", "items": [{"name": "市级", "points": "2"}]}, {"kind": "judgement"})),
])  # fmt: skip
def test_a_deduction_takes_from_those_who_do_badly(rule, target, refused):
    item = {"code": "K", "name": "扣分", "kind": "deduction", "cap": "5", "rule": rule}
    item |= {"target": target} if target else {}
    met = {"kind": "checks", "checks": [{"name": "有制度", "points": "100"}]}
    found = [p.code for p in check_framework(framework(met, adjustments=[item])) if p.code == "framework.deduction"]
    assert found == (["framework.deduction"] if refused else [])


TIERS = printed(
    kind="words", tiers=[{"words": ["考核结果优秀"], "give": FULL}, {"words": ["考核结果良好"], "give": HALF}]
)
LEVELS = {
    "kind": "tiers",
    "tiers": [{"name": "考核结果优秀", "points": "100"}, {"name": "考核结果一般", "points": "0"}],
}


@pytest.mark.parametrize(("word", "points"), [("考核结果优秀", 100), ("优秀", 100), ("良好", 50), ("一般", None)])
def test_a_word_stands_for_the_one_printed_phrase_that_holds_it(word, points):
    frame = framework(TIERS)
    assert score_indicator(frame, frame.leaves[0], Entry.of(word)).score == points


@pytest.mark.parametrize(("formula", "filled", "result", "parts"), [
    ("业绩值 × 分值", "90% × 10", "9", ["业绩值 × 分值", "90% × 10", "9"]),
    ("业绩值", "90%", "90%", ["业绩值", "90%"]),
    ("业绩值", "72%（见四率）", "72%", ["业绩值", "72%（见四率）"]),
    ("业绩值", "72%，见四率", "72%", ["业绩值", "72%，见四率", "72%"]),
    ("9", "9", "9", ["9"]),
    ("90%", "8", "90%", ["90%", "8", "90%"]),
    (f"{explanation.OPEN}：由人判断", "x", explanation.OPEN, []),
    ("业绩值", "缺少数据", explanation.OPEN, ["业绩值", "缺少数据"]),
    ("业绩值", "业绩值", explanation.OPEN, ["业绩值"]),
])  # fmt: skip
def test_each_thing_of_a_step_is_told_once(formula, filled, result, parts):
    assert explanation.TraceStep("得分", formula, filled, result).parts == parts
