"""What words name: the base of a share, a price by head, weights behind a score, a summary; rewritten cases, wrong and right."""

from __future__ import annotations

import pytest

#: What is told of two things at once: amounts, those of the year before (or what was added), rates of growth.
TWO = {
    "上年分别为": "收入、支出分别为1260万元、1180万元，上年分别为1000万元、1000万元，分别增长26.0%、{}%。",
    "上年在括号里": "投诉量、咨询量分别为1260件、3540件，较上年同期（1000件、3000件）分别增长26.0%和{}%。",
    "各自的上年": "甲镇受理1260件、乙镇受理1180件，分别比上年的1000件、1000件增长26.0%、{}%。",
    "分别增加": "门诊、住院分别为52310人次和4720人次，分别比上年增加2310人次和720人次，增长4.62%和{}%。",
}

WRONG = {
    "占的是另一项": ("全年签约286份，其中服务类171份，占59.79%；货物类77份，占26.92%；工程类38份，占22.22%。", "rate.share", "22.22%"),
    "名义总数": ("上半年受理诉求5,200件，其中投诉类1,560件，占30.00%。投诉类中，噪声580件，占投诉总量的11.15%；占道397件，占投诉总量的25.45%。", "rate.share", "11.15%"),
    "每名": ("配备协管员24名，人均月工资3,800元；另为每名协管员购买意外险150元，计3,060元。", "product.amount", "3,060元"),
    "按人按月": ("驾驶员6名，每人每月4,500元，12个月合计34.20万元。", "product.amount", "34.20万元"),
    "各项单价": ("服务器5台，单价7.20万元；网关3台，单价2.51万元；终端20台，单价0.45万元，合计52.35万元。", "product.amount", "52.35万元"),
    "写出的权重": ("响应率99.0%、解决率92.0%、满意率95.0%，综合得分93.60分（响应率×0.2+解决率×0.5+满意率×0.3）。", "rate.weighted", "93.60分"),
    "摘要": ("摘要：全镇办结工单860件，满意率94.52%。\n\n一、基本情况\n\n回访640件，满意592件。\n\n二、回访情况\n\n满意592件，满意率92.50%。", "same.sentence", "92.50%"),
    "元写成万元": ("巡查费42.60万元，设备费18.20万元，培训费6.40万元，设计费53200.00万元。", "unit.slip", "53200.00万元"),
}  # fmt: skip
RIGHT = {
    "两层分母": "在册残疾人1250人，其中重度500人，占40%。重度残疾人中享受护理补贴450人，占90%。",
    "两类合计": "本月办理3000件，其中市容1200件（占40.0%），街面900件（占30.0%）。市容中暴露垃圾480件，占40.0%。市容、街面两类合计占70.0%。",
    "各项单价": "服务器5台，单价7.20万元；网关3台，单价2.45万元；终端20台，单价0.45万元，合计52.35万元。",
    "写出的权重": "响应率99.0%、解决率92.0%、满意率95.0%，综合得分94.30分（响应率×0.2+解决率×0.5+满意率×0.3）。",
    "本年为零": "全年支出1165.08万元，同比减少63.96万元。其中：出国费0万元。购车费204.78万元，同比减少54.2万元；运行费664.60万元，同比增加53.81万元；接待费295.70万元，同比减少60.14万元。",
    "大数在旁": "全市生产总值3586.20亿元，会议费2.10万元，培训费3.40万元，印刷费1.20万元。",
}  # fmt: skip


@pytest.mark.parametrize("text", TWO.values(), ids=TWO.keys())
def test_growth_of_two_things_told_at_once(audit_text, text):
    """Each rate belongs to the figures at its place, and none of them adds up to another."""
    assert audit_text(text.format("18.0")).findings == ()
    (finding,) = audit_text(text.format("15.0")).findings
    assert (finding.code, finding.printed, finding.recomputed) == ("growth.prose", "15.0%", "18.0%")


def test_changes_of_several_things_are_no_sums(audit_text):
    assert audit_text("三镇分别为120件、98件、76件，环比分别上升12件、8件、4件。").agreements == ()


@pytest.mark.parametrize(("text", "code", "printed"), WRONG.values(), ids=WRONG.keys())
def test_a_fault_is_told(audit_text, text, code, printed):
    assert printed in [f.printed for f in audit_text(text).findings if f.code == code]


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_what_holds_is_silent(audit_text, text):
    assert [f for f in audit_text(text).findings if f.confidence != "low"] == []


def test_growth_of_a_rate_may_be_told_in_points(audit_text):
    table = "项目\t单位\t2022年\t2023年\t增长%\n客流\t人次\t84200\t92620\t10.0\n收入\t万元\t310.0\t341.0\t10.0\n门票\t万元\t120.0\t132.0\t10.0\n开房率\t%\t48.64\t49.00\t0.4"
    assert audit_text("主要指标\n" + table).findings == ()


def test_a_whole_is_named_by_its_whole_word(audit_text):
    found = audit_text("两馆全年接待读者15.2万人次、8.3万人次，合计24.5万人次。").findings
    assert ["“合计”与各项之和" in finding.message for finding in found] == [True]


@pytest.mark.parametrize("goal", ["未达到目标值90%", "低于指标值90%", "未达到年度目标90%"])
def test_a_goal_is_no_rate_of_completion(audit_text, goal):
    text = f"加固水库11座，计划12座，完成率91.67%。\n\n一是1座水库未按期完工；二是满意度89.4%，{goal}。"
    assert audit_text(text).findings == ()
