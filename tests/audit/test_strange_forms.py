"""Forms in words that nobody here has read: roles are settled by figures, and what nothing confirms is no finding."""

from __future__ import annotations

import pytest

FUNDS = """经费使用（万元）\t\t{initial}\t{whole}\t{spent}\t{full}\t{ratio}\t{got}
\t经费总量\t64.00\t61.50\t59.04\t{ten}\t{rate}\t{nine}
\t市级\t64.00\t61.50\t59.04\t\t{rate}\t
"""
ITEMS = """任务类\t任务\t{target}\t{actual}\t{full}\t{got}\t说明
数量指标\t走访户数\t≥420户\t436户\t25\t25\t
质量指标\t合格率\t≥97%\t98%\t25\t25\t
时效指标\t按时率\t100%\t98.4%\t20\t{nineteen}\t个别延后
满意度指标\t住户评价\t≥90%\t93%\t20\t20\t
总计\t\t\t\t100\t{total}\t
"""
WORDS = {
    "known": ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", "指标值", "完成值"),
    "strange": ("初始盘子", "可用盘子", "用出数", "配分", "用出比", "自打分", "设定", "落实"),
    "half": ("年初批复", "可用盘子", "支用", "额定分", "执行率", "评定", "设定标准", "完成值"),
}
NAMES = ("initial", "whole", "spent", "full", "ratio", "got", "target", "actual")
PRINTED = {"ten": "10", "nine": "9.6", "rate": "96.00%", "nineteen": "19.68", "total": "99.28"}


def form(words, **changed):
    return "项目绩效自评表\n" + (FUNDS + ITEMS).format(
        **dict(zip(NAMES, WORDS[words], strict=True)), **PRINTED | changed
    )


def sure(audit):
    return [(f.code, f.printed) for f in audit.findings if f.confidence != "low"]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(
    "changed",
    [{}, {"rate": "0.96"}, {"ten": "", "nine": ""}, {"nine": "", "ten": "", "rate": ""}],
    ids=["whole", "fraction", "no points for funds", "no rate"],
)
def test_a_consistent_form_has_no_finding(audit_text, words, changed):
    assert sure(audit_text(form(words, **changed))) == []


def test_points_taken_are_no_score(audit_text):
    taken = (
        form("half", nineteen="0.32", total="0.72")
        .replace("\t25\t25\t", "\t25\t0\t")
        .replace("\t20\t20\t", "\t20\t0\t")
    )
    assert sure(audit_text(taken)) == []


def test_weights_of_ninety_are_no_fault(audit_text):
    text = "\n".join(
        form("known", total="89.68").split("\n")[:1]
        + ITEMS.format(**dict(zip(NAMES, WORDS["known"], strict=True)), **PRINTED | {"total": "89.68"}).split("\n")
    )
    assert sure(audit_text(text)) == []


def test_a_wrong_score_is_told_where_the_weights_confirm_the_rows(audit_text):
    assert [printed for _, printed in sure(audit_text(form("known", total="98.28")))] == ["98.28"]


NO_DATA = [
    "[1] 数据来源：统计年鉴。",
    "注1：本表四舍五入。注2：不含二级单位。",
    "办公地址：中山路88号3号楼502室。",
    "共25页，第3页",
    "— 12 —",
    "S223省道、104国道K12+300处。",
    "5G网络，4K屏。",
    "咨询电话：88123456、88123457，QQ群 123456789。",
    "“7×24”小时值守。",
]


@pytest.mark.parametrize("text", NO_DATA)
def test_numbers_that_name_something_are_no_data(audit_text, text):
    assert audit_text(text).entries == ()


def test_figures_beside_names_are_data(audit_text):
    text = "流量20个，来电12345件，每层20间，注册3家，共30家。"
    assert [str(e) for e in audit_text(text).entries] == ["20个", "12345件", "20间", "3家", "30家"]
