"""What reports of work and of budgets print: means of years, words with 共, lists within a sentence, wide headers."""

from __future__ import annotations

import pytest

INCOME = "农村居民人均纯收入由3090元增加到3476元，{}3.8%。"
PROFIT = "全市财政收入3.93万亿元，比上年增加7694亿元{}31%，增加442亿元。"
COLLEGES = "新建产业学院7个、企业联合体5个{}8个。"
PROJECTS = "建成大中型项目四百九十六个，其中能源、交通{}。"
ACCORDS = "县政府同东镇、西镇{}东线、西线两个协议{}。"
VALUE = "2024年同2019年相比，工业总产值由348亿元增加到938亿元，{}102%。"
SPENT = "项目执行金额为{0}万元。\n全年执行金额{0}万元，均按计划使用。\n"
LIST = "单位：万元\n内容\t执行金额\n{}"
NESTED = "一般支出\t68.3\n教学\t60.1\n设备\t8.2\n其他\t30.5\n"
SHARES = (
    "2026年分地区收入结构表\n单位：万元\n地区\t合计\t\t\t税收收入\t\t\t\n\t预算数\t同期完成数\t增幅%\t预算数\t同期完成数\t增幅%\t占一般公共预算收入%\n"
    "全市合计\t930000\t903071\t3.0\t654790\t569781\t14.9\t70.4\n"
    "云山县\t513975\t510603\t0.7\t314270\t319768\t-1.7\t{}\n"
    "石桥县\t416025\t392468\t6.0\t340520\t250013\t36.2\t81.9\n"
)

QUIET = {
    "平均每年增长": INCOME.format("平均每年实际增长"),
    "分号后的企业利润": PROFIT.format("；规模以上工业企业实现利润增长"),
    "共同体": COLLEGES.format("、产教融合共同体"),
    "一百零三个": PROJECTS.format("项目一百零三个"),
    "句中的两个协议": ACCORDS.format("政府在落实", "上开展合作"),
    "可比价格": VALUE.format("按可比价格计算增长"),
    "分层的行": SPENT.format("98.8") + LIST.format(NESTED),
    "别的表": SPENT.format("98.8") + LIST.format("甲\t31.4\n乙\t22.7\n丙\t19.3\n"),
    "两行表头的百分数": SHARES.format("61.1"),
}
FOUND = {
    "直接说增长": (INCOME.format("增长"), "growth.prose", "3.8%"),
    "同一主语的增长": (PROFIT.format("，增长").replace("，增加442亿元", ""), "growth.prose", "31%"),
    "一共": (COLLEGES.format("，一共"), "sum.prose", "8个"),
    "三个项目": (PROJECTS.format("、水利两个项目已完工"), "count.list", "两个"),
    "三个镇": (ACCORDS.format("、南镇两个镇签订", "").replace("东线、西线两个协议", "协议"), "count.list", "两个"),
    "当年价格": (VALUE.format("增长"), "growth.prose", "102%"),
    "行之和差一位": (SPENT.format("98.8") + LIST.format("甲\t31.4\n乙\t42.7\n丙\t25.7\n"), "same.total", "98.8"),
    "两行表头下的占比": (SHARES.format("66.1"), "rate.table", "66.1"),
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_these_reports_print_is_no_fault(audit_text, text):
    assert [f for f in audit_text(text).findings if f.confidence != "low"] == []


@pytest.mark.parametrize(("text", "code", "quote"), FOUND.values(), ids=FOUND.keys())
def test_a_fault_of_the_kind_is_told(audit_text, text, code, quote):
    found = [f for f in audit_text(text).findings if f.code == code]
    assert any(quote in f"{f.printed}{f.recomputed}{f.message}" for f in found), audit_text(text).findings
