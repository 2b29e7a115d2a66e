"""Levels, ranges and changes that no doubt is told of: limits a rate is held against, ages, what a change is no base of."""

from __future__ import annotations

import pytest

SILENT = {
    "低于控制目标": "草原有害生物成灾率2.9‰，低于3.8‰的控制目标。结转结余率4.32%，低于9%的控制线。",
    "量是另一件事": "办结率99.89%，同比受理量增长9.8%。按时办结率99.49%，诉求量比4月份上升7.67%。",
    "核减率是率": "节余率5.47%；核减率4.51%。",
    "高于目标": "年末城镇登记失业率3.1%，低于4.5%的控制目标1.4个百分点。",
    "上年同期的水平": "漏损率12.50%，比上年同期的13.16%下降0.66个百分点。",
    "是上周的几倍": "供暖诉求3864件，较上周的1527件增加2337件，是上周的2.5倍。",
    "比某年多追回": "追回资金4318.6万元，比2021年多追回553.7万元，增长14.7%。",
    "每人增加": "个人缴费标准提至320元，较2021年每人增加40元，增长14.3%，财政补助不低于610元。",
    "年龄段": "合计有效样本2200个。18—35岁占31.6%，36—55岁占47.3%，56岁及以上占21.1%。",
    "分数段": "14家医院中，95分以上7家、90—95分4家、80—90分3家，平均92.4分，比上年提高1.2分。",
}  # fmt: skip
TOLD = {
    "比率写成百分数": ("新收案件占57.01%，同比上升7.66%。", "7.66%"),
    "几倍算错": ("供暖诉求3864件，较上周的1527件增加2337件，是上周的3.5倍。", "3.5倍"),
    "多追回的增幅": ("追回资金4318.6万元，比2021年多追回553.7万元，增长17.4%。", "17.4%"),
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_no_change_is_no_doubt(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_what_is_a_change_is_told(audit_text, text, printed):
    assert printed in [f.printed.partition("（")[0] for f in audit_text(text).findings]
