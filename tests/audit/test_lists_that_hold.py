"""Lists, sums and balances that hold and were tied to nothing: one digit of them changed, at least a doubt says so."""

from __future__ import annotations

import pytest

#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "最后一项只有一位": (
        "4月，热线共受理诉求12817件，同比减少9.3%。其中电话受理11735件，微信984件，受理来信共92件，网民留言6件。",
        ("6件。", "4件。"),
        "12815件",
    ),
    "括号里的增减额": (
        "与报告的执行数相比，全县收入增加45012万元（债务转贷收入增加44975万元，上级补助收入增加文化建设费37万元），"
        "支出增加45136万元（债务还本支出增加44976万元，上解支出增加了证件工本费38万元、培训经费3万元，补充调节基金119万元）。",
        ("44976", "44676"),
        "44836万元",
    ),
    "由甲调整为乙之后的构成": (
        "调减一般公共预算收入17022万元，由年初预算的76022万元调整为59000万元。主要是税收收入减少14074万元、非税收入减少2948万元。",
        ("14074", "14874"),
        "17822万元",
    ),
    "主要由于之后的构成": (
        "上级补助收入由年初预算16171.06万元调整为19301.66万元，调增3130.6万元，主要由于：专项转移支付收入调增1835.6万元，"
        "其他转移支付收入调增1295万元。",
        ("1835.6", "1835.9"),
        "3130.9万元",
    ),
    "核减的构成": (
        "审计核减投资87.36万元，其中：建安投资核减61.92万元，待摊投资核减25.44万元。",
        ("25.44", "28.44"),
        "90.36万元",
    ),
}
#: What holds or has another reading.
SILENT = {
    "括号里只说其中一项": "收入增加45012万元（其中债务转贷收入增加32975万元），支出增加45136万元。",
    "先分来源再说办理": "全市6月共受理事项17382件，其中市局接收417件、热线中心接收16965件，已办结16203件，正在办理中1179件。",
    "另一部分的满意档次": (
        "全省收集用户评价2,863,124条。其中，网站收到1,579,735条，小程序收到6,451条，大厅收到656,203条，热线收到620,735条。\n"
        "网站、小程序、大厅收到的有效评价中，非常满意456,721条，满意45,524条，基本满意1,738,571条，不满意321条，非常不满意1,252条。"
    ),
    "括号里的前几名": "承办较多的是公安局（293宗）、城关镇（241宗）、人社局（175宗）、医保局（136宗）、市监局（115宗）。",
    "其余没有数": (
        "上周共受理诉求6213件。其中，按来源分：电话受理5631件，网络受理582件；按类型分：反映问题类6175件，投诉类38件。"
        "系统转办2071件，二次交办350件，三方通话10件，其余均为当场答复。"
    ),
    "总数以后再说一遍其中一项": (
        "平台服务总量为872309人次，其中电话服务791204人次，服务时长91425小时；智能服务81095人次；视频服务10人次。\n"
        "电话接通791204人次，比上年同期增加。"
    ),
    "从后一项起差一位": (
        "建设内容：甲村道路硬化700平方米；乙村道路硬化900平方米；丙村道路硬化400平方米；丁村道路硬化1220平方米。\n"
        "已完成道路硬化3220平方米，挡墙960立方米。"
    ),
    "总数只有两位的再分一次": (
        "收到举报16件，其中来电9件，微信7件，涉及23个问题。从区域上看，东区7件、西区4件、南区2件、市直1件、开发区2件。"
    ),
    "括号里是用途": "支出增加3625万元（用于道路维修2100万元，桥梁加固1500万元），年底完工。",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_holds_is_silent_and_tied(audit_text, name):
    text, (old, _), _ = TOLD[name]
    audit = audit_text(text)
    assert not audit.findings
    at = text.index(old)
    line, start = text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)
    states = {p: s for p, s in audit.states.items() if p.line == line + 1 and p.start <= start < p.end}
    assert list(states.values()) == ["勾稽相符"]


@pytest.mark.parametrize("name", TOLD)
def test_one_wrong_digit_is_told(audit_text, name):
    text, (old, new), said = TOLD[name]
    assert text.count(old) == 1
    told = [f"{f.recomputed} {f.arithmetic}" for f in audit_text(text.replace(old, new)).findings]
    assert any(said in one for one in told), told


@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_sum_is_silent(audit_text, name):
    assert not audit_text(SILENT[name]).findings
