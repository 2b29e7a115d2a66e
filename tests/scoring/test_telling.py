"""Every kind of rule is told in Chinese, with the numbers that decide."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from evallib.scoring import RULE_KINDS, Rule, ValueSpec, tell_rule, tell_value

TOLD = [
    ({"kind": "tiers", "tiers": [{"when": ["优"], "points": "2"}, {"when": ["差"]}]}, None,
     "“优”得 2 分；“差”由评价人员酌情评分"),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "2"}, {"points": "0"}]}, None, "达到 95% 得 2 分；其余得 0 分"),
    ({"kind": "qualitative", "when_unchosen": "top"}, "及时", "没有选定比例的达成，取上限"),
    ({"kind": "deficiencies", "deduct_points": "0.5", "veto": "违规"}, None, "每有一项问题扣 0.5 分，扣完为止；“违规”的，一票否决"),
    ({"kind": "incidents", "deduct_share": "10%"}, None, "每发生一次扣分值的 10%，扣完为止"),
    ({"kind": "unfinished_tasks", "deduct_points": "1"}, None, "每有一项没有完成扣 1 分，扣完为止"),
    ({"kind": "zero_incident"}, "=0次", "没有发生得满分，发生不得分"),
    ({"kind": "checks", "checks": [{"name": "甲"}, {"name": "乙"}]}, None, "各项平均分配分值：甲；乙"),
    ({"kind": "linear", "deduct_points": "0.1", "counting": "whole"}, "≤5%", "每高 1% 扣 0.1 分（不足 1% 不扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "3", "per": "1天", "counting": "started"}, None, "每差 1天 扣 3 分（不足 1天 按 1天 扣）"),
    ({"kind": "band", "tolerance": "10%", "deduct_points": "0.1", "each": True}, None, "在 ±10% 以内得满分，每超出 1% 扣 0.1 分"),
    ({"kind": "proportional", "zero_below": "60%"}, "≥90%", "否则按完成比例得分；完成比例低于 60% 不得分"),
    ({"kind": "threshold", "below": "ask"}, "25人", "等于目标（25人）得满分，高于目标不得分，低于目标由评价人员酌情评分"),
    ({"kind": "threshold"}, "≤100%", "达到目标（≤100%）得满分，否则不得分"),
    ({"kind": "cliff", "within": "ask"}, "≤20%", "在界限（≤20%）以内由评价人员酌情评分，超过界限不得分"),
    ({"kind": "deadline", "deduct_per_day": "0.5"}, None, "按期完成得满分，每逾期 1 天扣 0.5 分，扣完为止"),
    ({"kind": "several"}, None, "否则按各项完成比例的平均数得分"),
    ({"kind": "sum", "parts": [{"name": "甲", "points": "1", "target": "≥90%", "rule": {"kind": "proportional"}}]}, None,
     "分 1 项相加：（1）甲（1 分）：达到目标（≥90%）得满分"),
    ({"kind": "either", "options": [{"name": n, "points": "1", "rule": {"kind": "judgement"}} for n in "甲乙"]}, None,
     "几种算法取最高分"),
    ({"kind": "items", "items": [{"name": "市级", "points": "2"}]}, None, "按次数累计，不超过分值：市级每次 2 分"),
    ({"kind": "judgement"}, None, "由评价人员评定"),
    ({"kind": "printed", "text": "达到95%得满分，每降低1%扣0.5分，扣完为止",
      "reading": {"kind": "steps", "unit": "%", "per": "1", "bad": "below", "target": "95", "counting": "proportional",
                  "deduct": {"points": "0.5"}}}, None, "每低 1 个百分点扣 0.5 分，不足部分按比例，扣完为止"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "target", "told"), TOLD)
def test_a_rule_is_told(rule, target, told):
    assert told in tell_rule(TypeAdapter(Rule).validate_python(rule), target)


#: Whole sentences, read beside the rules one by one.
WHOLE = [
    ({"kind": "linear", "deduct_points": "0.1"}, "≥95%",
     "达到目标（≥95%）得满分，每低 1% 扣 0.1 分（不足 1% 按比例扣），扣完为止"),
    ({"kind": "linear", "deduct_share": "2%"}, "≥95%",
     "达到目标（≥95%）得满分，每低 1% 扣分值的 2%（不足 1% 按比例扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "0.1"}, "≤5%",
     "达到目标（≤5%）得满分，每高 1% 扣 0.1 分（不足 1% 按比例扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "1", "per": "5%", "counting": "started"}, "≥95%",
     "达到目标（≥95%）得满分，每低 5% 扣 1 分（不足 5% 按 5% 扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "1", "per": "5%", "counting": "whole"}, "≥95%",
     "达到目标（≥95%）得满分，每低 5% 扣 1 分（不足 5% 不扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "1"}, None,
     "达到目标得满分，每差 1% 扣 1 分（不足 1% 按比例扣），扣完为止"),
    ({"kind": "linear", "deduct_points": "1", "per": "1小时"}, "≤24小时",
     "达到目标（≤24小时）得满分，每高 1小时 扣 1 分（不足 1小时 按比例扣），扣完为止"),
    ({"kind": "band", "tolerance": "10%", "deduct_points": "0.5"}, None,
     "在 ±10% 以内得满分，每超出 1% 扣 0.5 分（不足 1% 按比例扣），扣完为止"),
    ({"kind": "band", "tolerance": "10%", "deduct_share": "5%"}, None,
     "在 ±10% 以内得满分，每超出 1% 扣分值的 5%（不足 1% 按比例扣），扣完为止"),
    ({"kind": "band", "tolerance": "10%", "deduct_points": "0.5", "counting": "whole"}, None,
     "在 ±10% 以内得满分，每超出 1% 扣 0.5 分（不足 1% 不扣），扣完为止"),
    ({"kind": "proportional"}, "≥90%",
     "达到目标（≥90%）得满分，否则按完成比例得分"),
    ({"kind": "proportional"}, None,
     "达到目标得满分，否则按完成比例得分"),
    ({"kind": "proportional", "cap": "120%"}, "≥50个",
     "达到目标（≥50个）得满分，否则按完成比例得分；最多得分值的 120%"),
    ({"kind": "proportional", "zero_below": "60%"}, "≥90%",
     "达到目标（≥90%）得满分，否则按完成比例得分；完成比例低于 60% 不得分"),
    ({"kind": "proportional", "overshoot": {"tolerance": "20%"}}, "≥50个",
     "达到目标（≥50个）得满分，否则按完成比例得分；超过目标 20% 以上的部分按超出比例扣减"),
    ({"kind": "proportional", "cap": "120%", "zero_below": "60%", "overshoot": {"tolerance": "30%"}}, "≥50个",
     "达到目标（≥50个）得满分，否则按完成比例得分；完成比例低于 60% 不得分；最多得分值的 120%；超过目标 30% 以上的部分按超出比例扣减"),
    ({"kind": "threshold"}, "≤100%",
     "达到目标（≤100%）得满分，否则不得分"),
    ({"kind": "threshold"}, "≥90%",
     "达到目标（≥90%）得满分，否则不得分"),
    ({"kind": "threshold"}, "＞90%",
     "达到目标（＞90%）得满分，否则不得分"),
    ({"kind": "threshold"}, "25人",
     "等于目标（25人）得满分，高于目标不得分，低于目标不得分"),
    ({"kind": "threshold", "above": "full"}, "25人",
     "等于目标（25人）得满分，高于目标得满分，低于目标不得分"),
    ({"kind": "threshold", "below": "ask"}, "≥25人",
     "达到目标（≥25人）得满分，否则由评价人员酌情评分"),
    ({"kind": "threshold", "above": "ask"}, "≤25人",
     "达到目标（≤25人）得满分，否则由评价人员酌情评分"),
    ({"kind": "threshold", "limit_input": "控制数", "value_input": "支出", "op": "≤"}, None,
     "支出 ≤ 控制数得满分，否则不得分"),
    ({"kind": "threshold"}, None,
     "等于目标得满分，高于目标不得分，低于目标不得分"),
    ({"kind": "cliff"}, "≤20%",
     "在界限（≤20%）以内得满分，超过界限不得分"),
    ({"kind": "deadline"}, "2024年6月30日前",
     "按期（2024年6月30日前）完成得满分，逾期不得分"),
    ({"kind": "deadline"}, None,
     "按期完成得满分，逾期不得分"),
    ({"kind": "deadline", "deduct_per_day": "2"}, "2024年6月30日前",
     "按期（2024年6月30日前）完成得满分，每逾期 1 天扣 2 分，扣完为止"),
    ({"kind": "several"}, "10个村5个社区",
     "各项都达到目标（10个村5个社区）得满分，否则按各项完成比例的平均数得分"),
    ({"kind": "deficiencies", "deduct_points": "1"}, None,
     "每有一项问题扣 1 分，扣完为止"),
    ({"kind": "deficiencies", "deduct_share": "5%", "zero_clause": "无制度"}, None,
     "每有一项问题扣分值的 5%，扣完为止；“无制度”的，不得分"),
    ({"kind": "incidents", "deduct_points": "1", "zero_clause": "瞒报", "veto": "重大事故"}, None,
     "每发生一次扣 1 分，扣完为止；“瞒报”的，不得分；“重大事故”的，一票否决"),
    ({"kind": "checks", "checks": [{"name": "甲", "points": "4"}, {"name": "乙", "points": "6"}]}, None,
     "逐项判断，符合得该项分，不符合不得分：甲（4 分）；乙（6 分）"),
    ({"kind": "checks", "checks": [{"name": "甲"}]}, None,
     "逐项判断，符合得该项分，不符合不得分：甲"),
    ({"kind": "checks", "checks": [{"name": "甲"}, {"name": "乙"}], "veto": "造假"}, None,
     "逐项判断，符合得该项分，不符合不得分，各项平均分配分值：甲；乙；“造假”的，一票否决"),
    ({"kind": "tiers", "tiers": [{"when": ["优", "优秀"], "points": "10"}, {"when": ["良"], "points": "6.5"}, {"when": ["差"]}]}, None,
     "“优”、“优秀”得 10 分；“良”得 6.5 分；“差”由评价人员酌情评分"),
    ({"kind": "ranges", "ranges": [{"from": "95%", "points": "10"}, {"from": "80%", "points": "6"}, {"points": "0"}]}, None,
     "达到 95% 得 10 分；达到 80% 得 6 分；其余得 0 分"),
    ({"kind": "qualitative"}, None,
     "达成年度指标，得分值的 80%–100%；部分达成年度指标并具有一定效果，得分值的 60%–80%；未达成年度指标且效果较差，得分值的 0%–60%，比例由评价人员选定"),
    ({"kind": "qualitative", "when_unchosen": "top"}, None,
     "达成年度指标，得分值的 80%–100%；部分达成年度指标并具有一定效果，得分值的 60%–80%；未达成年度指标且效果较差，得分值的 0%–60%；没有选定比例的达成，取上限"),
    ({"kind": "sum", "parts": [{"name": "甲", "points": "4", "rule": {"kind": "judgement"}}, {"name": "乙", "points": "6", "target": "≥90%", "rule": {"kind": "proportional"}}]}, None,
     "分 2 项相加：（1）甲（4 分）：评分细则没有公布，由评价人员评定，写明理由；（2）乙（6 分）：达到目标（≥90%）得满分，否则按完成比例得分"),
    ({"kind": "either", "options": [{"name": "甲", "points": "4", "rule": {"kind": "judgement"}}, {"name": "乙", "points": "6", "target": "≥90%", "rule": {"kind": "threshold"}}]}, None,
     "几种算法取最高分，没有数据的不比：（1）甲（4 分）：评分细则没有公布，由评价人员评定，写明理由；（2）乙（6 分）：达到目标（≥90%）得满分，否则不得分"),
    ({"kind": "items", "items": [{"name": "市级", "points": "2"}, {"name": "区级", "points": "1"}]}, None,
     "按次数累计，不超过分值：市级每次 2 分、区级每次 1 分"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "target", "told"), WHOLE)
def test_a_rule_is_told_in_full(rule, target, told):
    assert tell_rule(TypeAdapter(Rule).validate_python(rule), target, Decimal(10)) == told


def test_no_kind_is_left_out():
    assert {rule["kind"] for rule, _, _ in TOLD} == set(RULE_KINDS)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"kind": "given"}, ""),
        ({"kind": "ratio", "numerator": "甲", "denominator": "乙", "complement": True}, "业绩值 = 1 − 甲 ÷ 乙"),
        ({"kind": "index", "levels": {"满意": "100%", "一般": "40%"}, "base": "回收数"},
         "业绩值 =（满意 × 100% + 一般 × 40%）÷ 回收数"),
        ({"kind": "growth", "base": "current", "decrease": True}, "业绩值 =（上年度 − 本年度）÷ 本年度"),
    ],
)  # fmt: skip
def test_a_value_is_told(value, told):
    assert tell_value(TypeAdapter(ValueSpec).validate_python(value)) == told
