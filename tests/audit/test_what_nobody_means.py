"""Readings that nobody means are no doubts, though some slip would make them hold; what is meant beside them is told."""

from __future__ import annotations

import pytest

_STAFF = "全镇供养人员432人。在编在职干部279人，其中：行政编制86人，事业编制193人；编外人员23人；临聘人员5人；退休干部125人。"
_SENT_ON = (
    "共收到转办举报件16件，其中来电举报9件，微信举报7件，涉及23个问题。"
    "从区域上看，甲县7件、乙区4件、丙区2件、市直部门1件、开发区2件。"
)
_SCORED = (
    "东城区城区文明程度指数测评综合得分为73.77分，排在第三名。\n经过整改，各项工作均有进展。\n"
    "重点窗口行业群众满意度测评结果中，综合得分为79.24分，列最后一名。"
)
_ZONES = (
    "龙泽区十分重视。龙泽区考核办法已印发。龙泽区（84.52分）排名靠前。龙泽区绿化面积增加。\n"
    "（二）建成区组（详见附件）\n龙泽区继续推进。"
)

SILENT = {
    "括号里的一项不是后两项之和": "来件最多的部门是公安局（317宗）、建设局（225宗）、人社局（184宗）、医保局（172宗）、城管局（143宗）。",
    "百分之百不说另一句的件数": "超期办结14件；返工单34件，返工率0.3%。紧急工单受理197件，全部第一时间办结，办结率100%。",
    "分别上升的第二个": "调查显示，群众安全感为96.03%，满意度为96.08%，分别比上一年度上升了0.46和0.35个百分点。",
    "平均分的提升": "有54处问题没有整改。综合平均分环比提升1.85分，东县以94.90分排在第一。",
    "没有支出而写完成百分之百": "因公出国费支出决算为0万元，完成年初预算的100%；公务接待费支出决算为26.4万元，完成年初预算的88%。",
    "总数已由后面两项合成": _STAFF,
    "几项合成的是另一个总数": _SENT_ON,
    "各自只说一次的两个总分": _SCORED,
    "不是地名的区": _ZONES,
}
#: A passage with a fault of the same words, and what it is told to be.
TOLD = {
    "括号里的各项与共计": (
        "共受理1041宗：公安局（317宗）、建设局（225宗）、人社局（184宗）、医保局（112宗）、城管局（143宗）。",
        "981",
    ),
    "同一句的百分之百": ("紧急工单受理197件，办结179件，办结率100%。", "90.86"),
    "总数与后面两项": (_STAFF.replace("193人", "198人"), "284"),
    "完成零而有比率": ("因公出国费支出决算为0万元，完成年初预算的80%；公务接待费决算为26.4万元。", "0"),
    "另一个总数与几项": (_SENT_ON.replace("丙区2件", "丙区8件"), "22件"),
    "平均分": ("全市9个镇得分合计819分，平均得分81分。", "91"),
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_nobody_means_is_no_doubt(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


@pytest.mark.parametrize(("text", "right"), TOLD.values(), ids=TOLD)
def test_what_is_meant_is_told(audit_text, text, right):
    assert any(right in f.recomputed + f.arithmetic for f in audit_text(text).findings)
