"""A rule told in plain Chinese: what its author reads to see whether it was understood."""

from fractions import Fraction
from pathlib import Path

import pytest
from rule_points import CASES

from evallib.parsing import answer, compile_rule, tell

RULES = [
    ("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止", "≥95% 得 10 分；每低 1 个百分点扣 0.5 分，不足部分按比例，扣完为止"),
    ("退单率≤5%得满分，每高1个百分点扣权重的5%", "≤5% 得 10 分；每高 1 个百分点扣 0.5 分，不足部分按比例，扣完为止"),
    ("开工率≥90%得满分，每低5个百分点扣1分，不足5个百分点不扣分", "≥90% 得 10 分；每低 5 个百分点扣 1 分，不足 5 个百分点的不计，扣完为止"),
    ("开工率≥90%得满分，每低5个百分点扣1分，不足5个百分点按5个百分点计，最多扣4分", "≥90% 得 10 分；每低 5 个百分点扣 1 分，不足 5 个百分点按 5 个百分点计，最多扣 4 分"),
    ("完成率≥95%得满分，每低1个百分点扣0.5分，低于80%不得分", "≥95% 得 10 分；每低 1 个百分点扣 0.5 分，不足部分按比例，扣完为止；<80% 不得分"),
    ("预算调整率在±10%以内得满分，每超1个百分点扣1分", "在±10%以内 得 10 分；每超出 1 个百分点扣 1 分，不足部分按比例，扣完为止"),
    ("响应时间不超过30分钟得满分，每超5分钟扣1分，不足5分钟不扣分", "≤30分钟 得 10 分；每高 5分钟扣 1 分，不足 5分钟的不计，扣完为止"),
    ("≥95%得10分；90%（含）-95%得8分；低于90%不得分", "≥95% 得 10 分；90%≤x<95% 得 8 分；<90% 不得分"),
    ("办结率90%以上得满分，否则不得分", "≥90% 得 10 分；其余 不得分"),
    ("每发现1处扣0.5分，最多扣2分", "从 10 分起；发现问题：每 1处扣 0.5 分；合计最多扣 2 分；扣完为止"),
    ("得分=执行率×分值，不超过分值", "得分 = 数值 × 10；最高得 10 分"),
    ("优秀得10分，良好得8分，其他不得分", "“优秀” 得 10 分；“良好” 得 8 分；其余 不得分"),
    ("①有方案（6分）；②有总结（4分）", "各部分相加：①有方案（6 分）：符合得 6 分，不符合不得分；②有总结（4 分）：符合得 4 分，不符合不得分"),
    ("得分=（1-差错率）×分值", "得分 = ((1 - 差错率) × 分值)，最低 0 分，最高 10 分"),
    ("综合评定，最高10分", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), RULES)
def test_a_compiled_rule_is_told(text, told):
    got = compile_rule(text, 10).readings[0].told
    assert got == told if told else "由评价人员评定" in got


ONE = {"name": "投诉", "unit": "起", "sign": "-", "amount": {"points": "1"}, "stated": True}
SPAN = {"low": "80", "low_in": True}
DATA = [
    ({"kind": "items", "types": [ONE | {"group": "5"}]}, "从 10 分起；投诉：每 5起扣 1 分（不足部分按比例）；扣完为止"),
    ({"kind": "items", "types": [ONE | {"stated": False}]}, "从 10 分起；投诉：有即扣 1 分；扣完为止"),
    ({"kind": "items", "types": [ONE | {"once": True}]}, "从 10 分起；投诉：有即扣 1 分（只扣 1 次）；扣完为止"),
    ({"kind": "items", "types": [ONE | {"factor": "2"}]}, "从 10 分起；投诉的加倍扣分；扣完为止"),
    ({"kind": "items", "types": [ONE | {"free": "2", "at_least": "3", "required": "12", "max": {"points": "4"}}]},
     "从 10 分起；投诉：应不少于 12起，每少 1起扣 1 分（达到 3起后全部计扣），最多扣 4 分；扣完为止"),
    ({"kind": "items", "types": [ONE | {"ladder": [["1", {"points": "1"}], ["3", {"share": "0.2"}]]}]},
     "从 10 分起；投诉：第 1 起起每起扣 1 分，第 3 起起每起扣 2 分；扣完为止"),
    ({"kind": "items", "types": [ONE | {"sign": "+", "name": "", "unit": ""}], "base": "0", "cap": "5", "highest": True, "max_add": "4", "floor": "-2",
      "max_deduct": {"share": "0.3"}},
     "从 0 分起；发现问题：每 1次加 1 分；就高不重复；合计最多扣 3 分；合计最多加 4 分；最低 -2 分；最高得 5 分"),
    ({"kind": "steps", "target": "50", "unit": "件", "bad": "below", "per": "1", "relative": True, "counting": "proportional", "deduct": {"points": "0.1"}},
     "≥50件 得 10 分；每低 目标值的 1%扣 0.1 分，不足部分按比例，扣完为止"),
    ({"kind": "steps", "target": None, "unit": "%", "bad": "both", "per": "1", "counting": "proportional", "deduct": {"points": "1"}, "first": {"points": "2"},
      "rows": [{"span": SPAN, "give": {"deduct": {"points": "3"}}}]},
     "=目标值 得 10 分；未达到先扣 2 分，再每相差 1 个百分点扣 1 分，不足部分按比例，扣完为止；≥80% 扣 3 分"),
    ({"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "proportional", "base": "8", "deduct": {"points": "1"},
      "pieces": [{"beyond": "90", "per": "2", "deduct": {"points": "3"}}], "add": {"points": "0.5"}, "add_per": "1", "max_add": {"points": "2"}},
     "≥95% 得 8 分；每低 1 个百分点扣 1 分，低于90%的部分每低 2 个百分点扣 3 分，不足部分按比例，扣完为止；每超 1 个百分点加 0.5 分，最多加 2 分"),
    ({"kind": "ranges", "measure": "late", "unit": "天", "rows": [{"span": {"low": "0", "low_in": False, "high": "5", "high_in": True}, "give": {"points": "3"}}],
      "worded": [{"words": "未报送", "give": {"points": "0"}}], "else": {"judgement": True}},
     "逾期0天<x≤5天 得 3 分；“未报送” 不得分；其余 由评价人员评定"),
    ({"kind": "ranges", "measure": "rank", "unit": "名", "rows": [{"span": {"low": "1", "high": "1"}, "give": {"full": True}}]}, "名次=1名 得 10 分"),
    ({"kind": "ranges", "measure": "value", "unit": "%", "rows": [{"span": {"low": "80", "low_in": None, "high": "90", "high_in": False}, "give": {"share": "0.5"}},
      {"span": {"high": "5", "high_in": True, "absolute": True}, "give": {}}]}, "80%≤或<x<90% 得 5 分；绝对值≤5% 未读懂"),
    ({"kind": "ratio", "unit": "件", "target": "40", "inverse": True, "times": "5", "uncapped": True, "full": [SPAN], "zero": [{"high": "10", "high_in": False}],
      "zero_of_target": [{"high": "60", "high_in": False}]},
     "得分 = 40件÷数值 × 5；≥80件 得 10 分；<10件 不得分；完成比例<60% 不得分；可超过分值"),
    ({"kind": "ratio", "unit": "件", "target": "40"}, "得分 = 数值÷40件 × 10；最高得 10 分"),
    ({"kind": "line", "unit": "%", "anchors": [["60", "6"], ["100", "10"]], "zero": [{"high": "60", "high_in": False}]},
     "60% 得 6 分、100% 得 10 分，之间按直线折算；<60% 不得分"),
    ({"kind": "index", "levels": {"满意": "1", "一般": "0.6"}, "rule": {"kind": "ratio", "unit": "%", "target": None}}, "指数=（满意数×1+一般数×0.6）÷总数；得分 = 数值 × 10；最高得 10 分"),
    ({"kind": "parts", "choose": "worst", "parts": [{"name": "甲", "weight": "4", "rule": {"kind": "met"}}]}, "取最低的一部分：①甲：符合得 4 分，不符合不得分"),
    ({"kind": "met", "veto": ["造假", "瞒报"], "each": "mean"}, "符合得 10 分，不符合不得分；“造假”不得分、“瞒报”不得分；各项得分取平均"),
    ({"kind": "judgement", "why": "见办法"}, "由评价人员评定（见办法）"),
]  # fmt: skip


#: The rules of `rule_points`, each told once; the lines were read beside the data, one by one.
POINTS = [rule for number, (rule, _, _) in enumerate(CASES) if rule not in [one for one, _, _ in CASES[:number]]]
LINES = (Path(__file__).parent / "told_rules.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("rule", "told"), [*DATA, *zip(POINTS, LINES, strict=True)])
def test_rule_data_is_told(rule, told):
    assert tell(rule, Fraction(10)) == told


@pytest.mark.parametrize(("text", "weight", "examples"), [
    ("完成率≥95%得满分，每低1个百分点扣0.5分，扣完为止", 10, {"95%": "10", "93.5%": "9.25", "75%": "0"}),
    ("退单率≤5%得满分，每高1个百分点扣1分，扣完为止", 10, {"5%": "10", "6.5%": "8.5", "25%": "0"}),
    ("得分=执行率×分值", 10, {"100%": "10", "90%": "9", "50%": "5"}),
    ("优秀得10分，良好得8分，合格得6分，不合格得0分", 10, {"优秀": "10", "良好": "8", "合格": "6"}),
    ("每发现1处扣1分，扣完为止", 5, {"0处": "5", "1处": "4", "3处": "2"}),
    ("≥95%得10分；90%（含）-95%得8分；80%（含）-90%得5分；低于80%不得分", 10, {"95%": "10", "92.5%": "8", "79%": "0"}),
])  # fmt: skip
def test_worked_examples(text, weight, examples):
    told = answer(text, weight)
    assert {row["value"]: row["score"] for row in told["examples"]} == examples
    assert told["score"] is None and (told["confidence"] == "1") == (told["questions"] == [])


def test_what_the_words_leave_open_is_told_with_each_reading():
    told = answer("开工率≥90%得满分，每低5个百分点扣1分，扣完为止", 10, "87%")
    assert (told["score"], told["usual"], told["confidence"]) == ("ask", "10", "0.7")
    assert [(reading["choice"], reading["score"]) for reading in told["readings"]] == [
        ("只计整步", "10"),
        ("不足一步的按比例", "9.4"),
    ]
    assert told["questions"] == ["不足一步的按比例？"] and told["not_understood"] == []
