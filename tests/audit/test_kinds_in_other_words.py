"""Known kinds in other words, units and places (同类异文): what is told of them, and that they are silent where they hold."""

from __future__ import annotations

import pytest

#: A passage that holds, one figure of it, what is printed instead, and what is told then: printed or right.
TOLD = {
    "全栏比率都差一点": (
        "序号\t街道\t受检数\t返工数\t返工率\n1\t甲街\t200\t18\t9.0%\n2\t乙街\t150\t12\t8.0%\n3\t丙镇\t125\t10\t8.0%\n4\t丁镇\t50\t4\t8.0%",
        (("9.0%", "8.0%"), ("8.0%", "7.0%")),
        "7.0%",
    ),
    "汉字数的比率": (
        "清理隐患一百五十处中已销号一百四十七处，销号率为百分之九十八。",
        (("百分之九十八", "百分之九十三"),),
        "98.00%",
    ),
    "汉字数的名额": ("参训二百四十名，结业二百二十八名，结业率95%。", (("95%", "93%"),), "93%"),
    "同句的千分率": (
        "全年接种54万剂次，报告一般反应108例，发生率0.2‰；报告异常反应27例，发生率0.05‰。",
        (("0.2‰", "0.7‰"),),
        "0.2‰",
    ),
    "增减与增减率两栏": (
        "表1 经费对比（单位：万元）\n项目\t上年决算\t本年决算\t比上年增减\t增减%\n接待费\t12.50\t10.00\t-2.50\t-20.00\n"
        "会议费\t18.00\t22.50\t4.50\t25.00\n培训费\t35.00\t42.70\t7.70\t22.00\n车辆费\t64.00\t60.80\t-3.20\t-5.00",
        (("7.70", "7.07"),),
        "7.70万元",
    ),
    "比上年增加额": (
        "表1 经费对比（单位：万元）\n项目\t上年决算\t本年决算\t较上年增加额\t增长率\n接待费\t12.50\t15.00\t2.50\t20.00%\n"
        "会议费\t18.00\t22.50\t4.50\t25.00%\n培训费\t35.00\t42.70\t7.70\t22.00%\n车辆费\t64.00\t67.20\t3.20\t5.00%",
        (("7.70", "7.07"),),
        "7.70万元",
    ),
    "应结与结案两列各自相加": (
        "全县应结案1000件，结案965件，结案率96.5%。其中，东镇应结400件、结案388件，结案率97.0%；西镇应结325件、结案312件，"
        "结案率96.0%；北镇应结175件、结案168件，结案率96.0%；其余应结100件、结案97件，结案率97.0%。",
        (("168件，结案率96.0%", "168件，结案率99.0%"),),
        "96.0%",
    ),
    "各项单价与合计": (
        "采购情况：编织袋2000条，单价1.80元；雨衣160件，单价95.00元；手电80支，单价68.00元，采购金额合计24240.00元。",
        (("24240", "24740"),),
        "24240.00元",
    ),
    "一项单价颠倒": (
        "采购情况：编织袋2000条，单价1.80元；雨衣160件，单价95.00元；手电80支，单价68.00元，采购金额合计24240.00元。",
        (("95.00", "59.00"),),
        "24240.00元",
    ),
    "括号里的多提取": (
        "办理提取51.48亿元，同比增长14.40%（多提取6.48亿元）。当季开户486家，较上季度多开38家，环比增长8.5%。",
        (("14.40%", "14.90%"), ("8.5%", "3.5%")),
        "8.5%",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "swaps", "named"), TOLD.values(), ids=TOLD.keys())
def test_a_wrong_figure_is_told(audit_text, text, swaps, named):
    for swap in swaps:
        assert swap[0] in text
        text = text.replace(*swap)
    found = audit_text(text).findings
    assert any(named in {f.recomputed, f.printed} for f in found), [f.arithmetic for f in found]


@pytest.mark.parametrize("text", [row[0] for row in TOLD.values()], ids=TOLD.keys())
def test_what_holds_is_silent_and_tied(audit_text, text):
    audit = audit_text(text)
    assert [f.arithmetic for f in audit.findings] == []
    assert audit.coverage.tied > 0
