"""Verdicts that say the other way than the figures beside them, and verdicts that do not."""

from __future__ import annotations

import pytest

TOLD = {
    "没有达到": ("满意以上占80.24%，达到85%的目标。", "达到", "high"),
    "约定的可用性": ("平台全年可用性99.97%，低于合同约定的99.95%。", "低于", "high"),
    "漏报率": ("漏报率1.85%，低于合同约定的1.5%。", "低于", "high"),
    "控制价": ("每平方米91.7元，高于控制价110元。", "高于", "high"),
    "目标值": ("抽查240人，满意率95.4%，低于目标值90%。", "低于", "high"),
    "序时进度": ("支出进度75.50%，高于序时进度(83.33%)7.83个百分点。", "高于", "high"),
    "黄线": ("债务率为118.6%，高于120%。", "高于", "high"),
    "未完成计划": ("培训1.92万人，已完成2.3万人的计划。", "已完成", "high"),
    "列出的更低": ("办结率高于98%的有2家：甲镇96.6%、乙镇91.2%。", "高于", "medium"),
    "列出的得分": ("低于90分的有石桥街道（92.47分）、市政公司（93.90分）。", "低于", "medium"),
    "达标断面": ("15个断面中14个未达标，达标率为93.3%。", "14", "medium"),
    "未达标天数": ("出水未达标天数179天，达标率98.90%（上半年共181天）。", "179", "medium"),
    "全部未完成": ("11件案件均未完成，完成率100%。", "完成", "medium"),
    "剩下的": ("派遣案件15件，完成14件，已完成1件，按期完成13件。", "1", "low"),
    "限额以内": ("年末余额163.02亿元，高于限额2.55亿元，控制在核定限额之内。", "高于", "low"),
}
SILENT = {
    "达到": "满意以上占86.24%，达到85%的目标。",
    "达到多少": "办结率上升，达到98.5%，较上月92.0%提高6.5个百分点。",
    "控制价以内": "每平方米91.7元，低于控制价110元。",
    "相差": "满意率95.4%，低于全市平均水平1.2个百分点。",
    "高出的数": "全年支出320万元，高于控制数20万元。",
    "别的单位": "变更造价占8.4%，超过10%的有3个。",
    "列出的": "办结率低于98%的有2家：甲镇96.6%、乙镇91.2%。",
    "扣分规则": "办结率低于90%的有3家，每家扣1分：甲镇、乙镇、丙镇。",
    "未达标": "15个断面中1个未达标，达标率为93.3%。",
    "一半": "4个断面中2个未达标，达标率50%。",
    "未完成": "派遣案件15件，完成14件，未完成1件。",
    "两批": "一批完成14件，二批完成1件，共派遣16件。",
    "限额内": "年末余额163.02亿元，低于限额2.55亿元，控制在核定限额之内。",
}


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD.keys())
def test_a_turned_verdict_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "growth.direction"]
    assert found == [(printed, sure)]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_right_verdict_is_not(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "growth.direction"]
