"""Points of every rule kind at its edges, on either side of them and far beyond: each reckoned by hand."""

from decimal import Decimal

import pytest

from evallib.scoring import Entry, Framework, Indicator, score_indicator

FRAME = Framework.model_validate({
    "id": "t", "name": "试", "valid": {"from": "2024-01-01"}, "grades": [{"name": "合格", "range": "[0, 100]"}],
    "indicators": [{"code": "A", "name": "甲", "weight": "100", "rule": {"kind": "judgement"}}],
})  # fmt: skip


def scored(rule, value=None, inputs=None, deficiencies=None, **more):
    node = Indicator.model_validate({"code": "X", "name": "试", "weight": "10", "rule": rule, **more})
    return score_indicator(
        FRAME, node, Entry.model_validate({"value": value, "inputs": inputs or {}, "deficiencies": deficiencies})
    )


def points(*args, **more):
    """The score as text; None where it is open."""
    score = scored(*args, **more).score
    return None if score is None else f"{score.normalize():f}"


SHARE = {"kind": "linear", "deduct_share": "5%"}
STEP = {"kind": "linear", "deduct_points": "0.5"}
FIVES = {"kind": "linear", "deduct_points": "1", "per": "5%"}
BAND = {"kind": "band", "tolerance": "10%", "deduct_points": "0.5"}
PROPORTION = {"kind": "proportional"}
BY_VALUE = [
    (SHARE, "≥90%", {"90%": "10", "95%": "10", "89%": "9.5", "89.5%": "9.75", "70%": "0", "71%": "0.5", "60%": "0"}),
    (SHARE, "≤10%", {"10%": "10", "0%": "10", "11%": "9.5", "29%": "0.5", "30%": "0", "90%": "0"}),
    (STEP, "90%", {"90%": "10", "100%": "10", "89%": "9.5", "70%": "0"}),
    (FIVES, "≥90%", {"85%": "9", "87.5%": "9.5", "90%": "10"}),
    (FIVES | {"counting": "whole"}, "≥90%", {"90%": "10", "85.1%": "10", "85%": "9", "80.1%": "9", "80%": "8"}),
    (FIVES | {"counting": "started"}, "≥90%", {"90%": "10", "89.9%": "9", "85%": "9", "84.9%": "8"}),
    ({"kind": "linear", "deduct_points": "2", "per": "1小时"}, "≤24小时", {"24小时": "10", "25小时": "8", "1440分钟": "10"}),
    ({"kind": "linear", "deduct_points": "1", "per": "10万元"}, "≤200万元",
     {"200万元": "10", "2100000元": "9", "250万元": "5", "150万元": "10"}),
    (BAND, None, {"0%": "10", "10%": "10", "-10%": "10", "11%": "9.5", "-11%": "9.5", "30%": "0", "-30%": "0", "29%": "0.5"}),
    (BAND | {"counting": "whole"}, None, {"10.9%": "10", "11%": "9.5", "-12.9%": "9"}),
    (BAND | {"deduct_points": None, "deduct_share": "10%"}, None, {"12%": "8", "-15%": "5"}),
    (PROPORTION, "≥80%", {"80%": "10", "100%": "10", "40%": "5", "0%": "0", "60%": "7.5"}),
    (PROPORTION, "≤8天", {"8天": "10", "4天": "10", "16天": "5", "10天": "8"}),
    (PROPORTION | {"cap": "120%"}, "≥50个", {"50个": "10", "55个": "11", "60个": "12", "100个": "12"}),
    (PROPORTION | {"cap": "80%"}, "≥50个", {"50个": "8", "40个": "8", "30个": "6"}),
    (PROPORTION | {"zero_below": "60%"}, "≥50个", {"30个": "6", "29个": "0", "50个": "10"}),
    (PROPORTION | {"overshoot": {"tolerance": "20%"}}, "≥50个",
     {"50个": "10", "60个": "10", "65个": "9", "110个": "0", "120个": "0", "40个": "8"}),
    ({"kind": "threshold"}, "≤100%", {"100%": "10", "99%": "10"}),
    ({"kind": "threshold"}, "≤100个", {"100个": "10", "101个": "0", "0个": "10"}),
    ({"kind": "threshold"}, "＞90%", {"90%": "0", "90.01%": "10"}),
    ({"kind": "threshold"}, "＜5件", {"5件": "0", "4件": "10"}),
    ({"kind": "threshold"}, "25人", {"25人": "10", "24人": "0", "26人": "0"}),
    ({"kind": "threshold", "above": "full", "below": "ask"}, "25人", {"25人": "10", "24人": None, "26人": "10"}),
    ({"kind": "threshold", "below": "full"}, "25人", {"25人": "10", "24人": "10", "26人": "0"}),
    ({"kind": "threshold", "above": "ask"}, "≤25人", {"25人": "10", "24人": "10", "26人": None}),
    ({"kind": "threshold", "below": "ask"}, "≥25人", {"25人": "10", "24人": None, "26人": "10"}),
    ({"kind": "cliff"}, "≤20%", {"20%": "10", "20.1%": "0", "0%": "10"}),
    ({"kind": "cliff"}, "20%", {"20%": "10", "21%": "0"}),
    ({"kind": "cliff"}, "≥20%", {"20%": "10", "19%": "0"}),
    ({"kind": "cliff", "within": "ask"}, "≤20%", {"20%": None, "21%": "0"}),
    ({"kind": "deadline"}, "2024年6月30日前", {"2024年6月30日": "10", "2024-07-01": "0", "2023年12月1日": "10"}),
    ({"kind": "deadline", "deduct_per_day": "2"}, "2024年6月30日前",
     {"2024年6月30日": "10", "2024年7月1日": "8", "2024年7月5日": "0", "2024年8月1日": "0", "2024年6月1日": "10"}),
    ({"kind": "several"}, "10个村5个社区", {"10个村5个社区": "10", "5个村5个社区": "7.5", "12个村4个社区": "9", "0个村5个社区": "5"}),
    ({"kind": "zero_incident"}, "0起", {"0起": "10", "1起": "0"}),
    ({"kind": "tiers", "tiers": [{"when": ["优秀", "优"], "points": "10"}, {"when": ["良好"], "points": "6.5"},
                                 {"when": ["合格"]}, {"when": ["差"], "points": "0"}]}, None,
     {"优秀": "10", "优": "10", "良好": "6.5", "合格": None, "差": "0", "中等": None}),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "10"}, {"from": "80%", "points": "6"},
                                   {"from": "60%", "points": "2"}, {"points": "0"}]}, None,
     {"95%": "10", "94.99%": "6", "80%": "6", "79.99%": "2", "60%": "2", "59.99%": "0", "100%": "10"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "target", "value", "expected"),
    [(rule, target, value, earned) for rule, target, row in BY_VALUE for value, earned in row.items()],
)
def test_points_for_a_value(rule, target, value, expected):
    assert points(rule, value=value, target=target) == expected


COUNTED = {"kind": "deficiencies", "deduct_points": "1.5", "zero_clause": "无制度", "veto": "重大违规"}
CHECKS = {"kind": "checks", "checks": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}, {"name": "丁"}]}
OWN = {"kind": "checks", "checks": [{"name": "甲", "points": "7"}, {"name": "乙", "points": "3"}], "veto": "造假"}
BONUS = {"kind": "items", "items": [{"name": "表彰", "points": "2"}, {"name": "报道", "points": "0.5"}]}
TASKS = {"kind": "unfinished_tasks", "deduct_points": "2"}
RATIO = {"kind": "ratio", "numerator": "办结", "denominator": "应办"}
INDEX = {"kind": "index", "levels": {"满意": "100%", "一般": "60%", "不满意": "0%"}}
LEVELS = {"kind": "qualitative"}
BY_INPUTS = [
    (COUNTED, {"问题项数": "0"}, "10"), (COUNTED, {"问题项数": "2"}, "7"), (COUNTED, {"问题项数": "6"}, "1"),
    (COUNTED, {"问题项数": "7"}, "0"), (COUNTED, {"问题项数": "0", "无制度": "是"}, "0"),
    (COUNTED, {"问题项数": "2", "无制度": "否", "重大违规": "否"}, "7"), (COUNTED, {"问题项数": "2", "重大违规": "是"}, "0"),
    (COUNTED, {}, None),
    ({"kind": "incidents", "deduct_share": "10%"}, {"发生次数": "3"}, "7"),
    ({"kind": "incidents", "deduct_share": "10%"}, {"发生次数": "11"}, "0"),
    (TASKS, {"计划项数": "10", "完成项数": "8"}, "6"), (TASKS, {"计划项数": "10", "完成项数": "12"}, "10"),
    (TASKS, {"计划项数": "10", "完成项数": "0"}, "0"), (TASKS, {"计划项数": "0", "完成项数": "0"}, None),
    (CHECKS, {"甲": "是", "乙": "是", "丙": "是", "丁": "是"}, "10"), (CHECKS, {"甲": "否", "乙": "是", "丙": "是", "丁": "否"}, "5"),
    (CHECKS, {"甲": "否", "乙": "否", "丙": "否", "丁": "否"}, "0"), (CHECKS, {"甲": "是"}, None),
    (OWN, {"甲": "是", "乙": "否"}, "7"), (OWN, {"甲": "否", "乙": "是"}, "3"), (OWN, {"甲": "是", "乙": "是", "造假": "是"}, "0"),
    (BONUS, {"表彰次数": "2", "报道次数": "3"}, "5.5"), (BONUS, {"表彰次数": "9"}, "10"), (BONUS, {"报道次数": "1"}, "0.5"), (BONUS, {}, "0"),
    (LEVELS, {"业绩值": "达成指标", "评定比例": "100%"}, "10"), (LEVELS, {"业绩值": "达成指标", "评定比例": "80%"}, "8"),
    (LEVELS, {"业绩值": "达成指标", "评定比例": "79%"}, None), (LEVELS, {"业绩值": "部分达成", "评定比例": "80%"}, "8"),
    (LEVELS, {"业绩值": "部分达成", "评定比例": "81%"}, None), (LEVELS, {"业绩值": "部分达成", "评定比例": "60%"}, "6"),
    (LEVELS, {"业绩值": "未达成", "评定比例": "60%"}, "6"), (LEVELS, {"业绩值": "未达成", "评定比例": "0%"}, "0"),
    (LEVELS, {"业绩值": "未达成", "评定比例": "61%"}, None), (LEVELS, {"业绩值": "达成指标"}, None),
    (LEVELS | {"when_unchosen": "top"}, {"业绩值": "达成指标"}, "10"), (LEVELS | {"when_unchosen": "top"}, {"业绩值": "部分达成"}, None),
    (LEVELS | {"when_unchosen": "top"}, {"业绩值": "达成指标", "评定比例": "90%"}, "9"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "inputs", "expected"), BY_INPUTS)
def test_points_for_what_was_counted(rule, inputs, expected):
    assert points(rule, inputs=inputs) == expected


DERIVED = [
    (PROPORTION, "≥80%", RATIO, {"办结": "30", "应办": "50"}, "7.5"),
    (PROPORTION, "≥80%", RATIO, {"办结": "50", "应办": "50"}, "10"),
    (PROPORTION, "≥80%", RATIO, {"办结": "51", "应办": "50"}, None),
    (PROPORTION, "≥80%", RATIO | {"over_100": "allow"}, {"办结": "51", "应办": "50"}, "10"),
    (PROPORTION, "≥80%", RATIO, {"业绩值": "60%"}, "7.5"),
    (PROPORTION, "≥80%", RATIO, {"业绩值": "100%"}, "10"), (PROPORTION, "≥80%", RATIO, {"业绩值": "101%"}, None),
    (PROPORTION, "≥80%", RATIO | {"complement": True}, {"办结": "20", "应办": "50"}, "7.5"),
    (PROPORTION, "≥80%", INDEX, {"满意": "50", "一般": "30", "不满意": "20"}, "8.5"),
    (PROPORTION, "≥80%", INDEX | {"base": "发放数"}, {"满意": "50", "一般": "30", "不满意": "20", "发放数": "200"}, "4.25"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous"}, {"本年度": "110", "上年度": "100"}, "10"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous"}, {"本年度": "105", "上年度": "100"}, "7.5"),
    (STEP, "≥10%", {"kind": "growth", "base": "current"}, {"本年度": "125", "上年度": "120"}, "7"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous", "decrease": True}, {"本年度": "95", "上年度": "100"}, "7.5"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous"}, {"业绩值": "-5%"}, "2.5"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous"}, {"业绩值": "150%"}, "10"),
    (STEP, "≥10%", {"kind": "growth", "base": "previous"}, {"本年度": "1", "上年度": "0"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "target", "spec", "inputs", "expected"), DERIVED)
def test_points_for_a_derived_value(rule, target, spec, inputs, expected):
    node = {"code": "X", "name": "试", "weight": "10", "rule": rule, "target": target, "value": spec}
    score = score_indicator(FRAME, Indicator.model_validate(node), Entry.model_validate({"inputs": inputs})).score
    assert (None if score is None else f"{score.normalize():f}") == expected


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ({"甲": "5%", "乙": "10%"}, "10"),
        ({"甲": "12%", "乙": "-13%"}, "7.5"),
        ({"甲": "12%"}, "9"),
        ({"甲": "50%"}, "0"),
        ({}, None),
    ],
)
def test_a_band_for_each_project(projects, expected):
    assert points(BAND | {"each": True}, inputs={"业绩值": projects} if projects else {}) == expected


PARTS = [
    {"name": "甲", "points": "6", "target": "≥90%", "rule": PROPORTION},
    {"name": "乙", "points": "4", "target": "≥50%", "rule": {"kind": "threshold"}},
]


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("sum", {"甲": "45%", "乙": "50%"}, "7"), ("sum", {"甲": "90%", "乙": "49%"}, "6"), ("sum", {"甲": "95%"}, None),
        ("either", {"甲": "45%", "乙": "50%"}, "4"), ("either", {"甲": "75%", "乙": "50%"}, "5"), ("either", {"乙": "49%"}, "0"),
        ("either", {}, None),
    ],
)  # fmt: skip
def test_rules_made_of_rules(kind, inputs, expected):
    rule = {"kind": kind, "parts" if kind == "sum" else "options": PARTS}
    assert points(rule, inputs=inputs) == expected


@pytest.mark.parametrize("text", ["约90%", "90", "80%-90%", "90件", "很高", "＞80%", "≤95%", "比上年提高90%"])
def test_values_that_decide_nothing_are_asked_for(text):
    found = scored({"kind": "threshold"}, value=text, target="≥90%")
    assert found.score is None and found.problems


@pytest.mark.parametrize(("text", "target", "expected"), [
    ("＞90%", "≥90%", "10"), ("≥90%", "≥90%", "10"), ("≥95%", "≥90%", "10"), ("≥90%", "＞90%", None), ("＞90%", "＞90%", None),
    ("＜5件", "≤5件", "10"), ("≤5件", "≤5件", "10"), ("≤5件", "＜5件", None), ("＜5件", "＜5件", None), ("≤6件", "≤5件", None),
    ("≥3件", "≤5件", None), ("5", "≤5件", "10"), ("1,200件", "≥1200件", "10"), ("0.12万元", "≥1200元", "10"), ("97.00(%)", "=97%", "10"),
    ("950‰", "≥95%", "10"),
])  # fmt: skip
def test_bounds_and_units_of_values(text, target, expected):
    assert points({"kind": "threshold"}, value=text, target=target) == expected


@pytest.mark.parametrize(("places", "expected"), [(0, "3"), (1, "3.3"), (2, "3.33"), (3, "3.333")])
def test_scores_are_rounded_as_the_framework_says(places, expected):
    frame = FRAME.model_copy(update={"rounding": FRAME.rounding.model_copy(update={"places": places})})
    node = Indicator.model_validate({"code": "X", "name": "试", "weight": "10", "target": "≥90%", "rule": PROPORTION})
    assert score_indicator(frame, node, Entry.of("30%")).score == Decimal(expected)
