"""One wrong digit that bears out what words claim is a finding; without one, or in marks and means, it is a doubt."""

from __future__ import annotations

import pytest

#: (text with one wrong digit, the code of the relation that shows it)
BORNE_OUT = {
    "四位的比率": ("9月有效工单5236件，按时办结率97.42%。其中民生类1874件，占38.79%。", "rate.share"),
    "点明总数的占比": ("全市采购规模418.64亿元。授予小微企业合同金额263.20亿元，占采购规模的67.9%。", "rate.share"),
    "两半的合计": ("上半年两项合计短收996万元，其中甲税短收612万元、乙税短收387万元。", "sum.prose"),
    "几类公务用车": ("州本级共购置公务用车73辆，其中特种专业技术用车41辆、执法执勤用车26辆、机要通信用车9辆。", "sum.prose"),
    "三类合计的占比": ("立案1084件。排前3位的依次是：小广告（397件）；店外经营（211件）；乱堆物（157件）。三类合计占立案数的76.6%。", "rate.share"),
    "别处恰好两数相等": ("监测点位15个，昼间达标率100%，夜间达标15个，达标率93.75%。", "rate.prose"),
    "括号分开总数": ("五部门合计1164条（甲312条、乙287条、丙242条、丁198条、戊126条）。", "sum.prose"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), BORNE_OUT.values(), ids=BORNE_OUT.keys())
def test_a_slip_that_bears_words_out_is_a_finding(audit_text, text, code):
    found = audit_text(text).findings
    assert [f.code for f in found if f.confidence != "low"] == [code], [(f.confidence, f.message) for f in found]


DOUBTFUL = {
    "同一数两处": "满意率得分12.5分。\n\n经测算，满意率得分13.5分。",
    "问卷不是满意度": "发放企业问卷150份，回收129份，综合满意度为86.4%。",
    "分数凑成": "自评总分97.35分，其中过程9.22分、产出48.13分。",
    "全部不是一成": "受理176件，涉及18个单位，回复率100%。",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_what_a_slip_bears_out_by_accident_is_no_finding(audit_text, text):
    assert [f.message for f in audit_text(text).findings if f.confidence != "low"] == []
