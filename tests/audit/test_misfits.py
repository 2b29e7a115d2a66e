"""What some slip would make hold in a long report, and nobody means: silent; beside each, what is still told."""

from __future__ import annotations

import pytest

SILENT = {
    "合计不含自己": "市级支出预算为240000万元，调整为386460万元，实际完成386460万元，为调整预算的100%。",
    "补助标准不是平均": "安排补助资金900元。实施项目9个。将公共卫生服务经费人均补助标准提高至98元。",
    "出生率按年平均人口": "年末常住人口362.8万人。全年出生人口2.14万人，出生率为5.88‰；死亡人口3.02万人，死亡率为8.30‰。",
    "完成预算的只看预算": "市本级基金收入4.6亿元，完成预算的112.8%；国资支出0.5亿元，完成预算的99.1%。",
    "三句三事": "投入科技资金2.31亿元。发放惠民补贴1.74亿元，惠及八千户。争取专项借款4.15亿元，用于管网。",
    "收支结余不是分项": "职工医保基金收入301056万元，支出289812万元，当年结余11244万元，累计结余430867万元。",
    "零工市场": "江川市甲局。江川市乙局。江川市丙局。江川市丁局。江川市戊局。建成零工市场三处，统筹3项资金。",
    "价格涨幅": "预期目标：城镇调查失业率5.3%左右，居民消费价格涨幅2%左右。",
    "从几提高到几": "研发投入强度从2.65%提高到3.2%左右。",
    "贷款不在预算之内": "安排奖补资金3684万元，拨付补贴4127万元，兑现奖励2350万元，撬动银行贷款6954600万元。",
    "差数太粗不看单位": "一般债务发行额41.35亿元，还本额41.32亿元，年末余额预计277.51亿元。",
}  # fmt: skip
TOLD = {
    "完成与未完成": ("上周派遣案件1118件，实际完成1050件，未完成58件。", "1118件"),
    "合计在后": ("区大厅受理14628件。镇街大厅受理5402件。两级合计受理29030件。", "29030件"),
    "执行率": ("全年预算3980.50万元，实际支出3517.62万元，预算执行率88.47%。", "88.47%"),
    "套用的镇名": ("江川镇甲局。江川镇乙局。江川镇丙局。江川镇丁局。江川镇戊局。由虹梁镇自评，涉及3项资金。", "虹梁镇"),
    "比率写成百分数": ("参保率96.2%，比上年提高1.3%。", "1.3%"),
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_nobody_means_is_no_doubt(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_what_may_be_wrong_is_told(audit_text, text, printed):
    assert printed in [f.printed.partition("（")[0] for f in audit_text(text).findings]


def test_taxes_told_among_others_are_a_doubt_at_most(audit_text):
    taxes = "增值税118700万元，企业所得税34182万元，个人所得税4821万元，资源税91178万元，环境保护税2411万元"
    found = audit_text(f"税收收入完成251352万元，其中：{taxes}。").findings
    assert [f.confidence for f in found] == ["low"]
