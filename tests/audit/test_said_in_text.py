"""Figures of the text that a table prints for the same name: amounts, shares and growth; one digit changed is told."""

from __future__ import annotations

import pytest

CHANNELS = """3月，全省接到的举报中，热线举报共1222件，约占37.7%，微信举报1727件，约占53.3%，网上举报290件，占9.0%。
其中，热线举报量同比下降41.7%，网上举报量同比下降60.9%，微信举报量同比增长8.2%。
表1 举报渠道情况
举报渠道\t本月占比(%)\t环比增长(%)\t同比增长(%)
热线举报\t37.7\t-32.7\t-41.7
微信举报\t53.3\t-8.5\t8.2
网上举报\t9.0\t-6.1\t-60.9
"""
FEES = """一、“三公”经费决算情况
1.2021年公务接待费2.36万元，主要用于来访单位的用餐。
2.2021年公务用车运行维护费17.94万元，主要用于车辆的燃料费。
3.2021年因公出国(境)费用5.08万元，用于培训。
2021年“三公”经费决算表
单位:万元
项目\t2021年决算
因公出国(境)费\t5.08
公务接待费\t2.36
公务用车运行维护费\t17.94
"""
BOTH = """2022年公务接待费预算3.25万元，用于来访接待。
2022年公务接待费决算2.48万元，严格控制了标准。
2022年公务用车运行费决算12.61万元，用于燃料。
2022年因公出国费决算4.07万元，用于培训。
单位:万元
项目\t2022年预算\t2022年决算
因公出国费\t6.60\t4.07
公务接待费\t3.25\t2.48
公务用车运行费\t14.30\t12.61
"""
#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "文中的同比与表": (CHANNELS, ("下降41.7%", "下降47.7%"), "41.7"),
    "表中的同比与文": (CHANNELS, ("\t8.2\n", "\t9.2\n"), "8.2"),
    "文中的占比与表": (CHANNELS, ("\t53.3", "\t58.3"), "53.3"),
    "各条所说的金额与表": (FEES, ("2.36万元", "2.86万元"), "2.36"),
    "表中的金额与各条": (FEES, ("\t17.94", "\t17.54"), "17.94"),
    "决算数与预算数分栏": (BOTH, ("决算2.48万元", "决算2.98万元"), "2.48"),
}
SILENT = {
    "别的年份的表": FEES.replace("2021年“三公”经费决算表", "2020年“三公”经费决算表")
    .replace("2021年决算", "2020年决算")
    .replace("\t2.36", "\t2.86"),
    "预算与决算": FEES.replace("公务接待费2.36", "公务接待费预算2.86"),
    "名称是另一项的一部分": FEES.replace("2021年公务接待费2.36", "2021年下属单位公务接待费2.86"),
    "另有主语的同比": CHANNELS.replace("热线举报量同比下降41.7%", "夜间受理的热线举报中噪声类同比下降47.7%"),
    "升降相反的是另一件事": CHANNELS.replace("网上举报量同比下降60.9%", "网上举报量同比增长60.3%"),
    "环比与同比": CHANNELS.replace("热线举报量同比下降41.7%", "热线举报量比年初下降42.7%"),
}


@pytest.mark.parametrize(("text", "change", "right"), TOLD.values(), ids=TOLD)
def test_a_changed_digit_is_told(audit_text, text, change, right):
    assert not audit_text(text).findings
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.recomputed + f.arithmetic for f in wrong)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_told_of_something_else_is_no_finding(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings if f.code == "same.row"] == []


@pytest.mark.parametrize("text", [FEES, BOTH.replace("6.60", "").replace("14.30", "")])
def test_amounts_of_a_name_are_tied(audit_text, text):
    told = [state for place, state in audit_text(text).states.items() if not place.table]
    assert told.count("勾稽相符") >= 3
