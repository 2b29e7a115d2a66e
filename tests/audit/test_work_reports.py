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

FUND = "2026年全市基金预算收入986亿元，下降{}%（{}土地出让收入900亿元）。加上上级补助收入1.8亿元，总收入987.8亿元。"
QUOTAS = "债券额度安排东区75,000万元（其中：一般债券10,000万元）、南区90,000万元、西区200,000万元、{}270,000万元、山区610,000万元。"
LIKE = (
    "2024年，全县地方一般公共预算收入完成444.5亿元，{}增长8.2%。分结构看：税收收入完成298.3亿元，增长10.4%，占收入的67.1%；非税收入完成146.2亿元，"
    "下降0.8%。分级次看：县本级完成164.9亿元，增长14.7%；乡镇级完成279.6亿元，增长2.1%。"
)
ADJUSTED = (
    "一般公共预算总收支均为1123.13亿元，较年初预算增加80.06亿元；政府性基金预算总收入调整为535.38亿元，比年初预算增加181.8亿元，"
    "总支出调整为532.89亿元，比年初预算增加181.8亿元。"
)
GRANTED = (
    "{}强化政府采购。综合运用预留份额等措施，支持中小企业参与。全年授予中小企业采购合同金额14.47亿元，占比达78.9%。"
)
CULTURE = (
    "2026年转移支付表\n单位：万元\n项目\t东区\t南区\t西区\t北区\n科学技术\t434.70\t205.40\t100.00\t806.40\n文化旅游\t224.00\t228.50\t185.00\t67.00\n"
    "其中：文物保护资金\t94.00\t80.50\t105.00\t32.00\n电影放映补助\t0.00\t0.00\t0.00\t0.00\n精神文明补助\t120.00\t148.00\t80.00\t35.00\n"
    "人才培养经费\t{}\t0.00\t0.00\t0.00\n社会保障\t911.90\t812.60\t427.50\t578.60\n"
)
RESERVE = (
    "2026年支出功能分类科目表\n单位：万元\n科目编码\t科目名称\t合计\n\t合计\t{}\n201\t一般公共服务支出\t29580\n20101\t人大事务\t29580\n"
    "205\t教育支出\t58558\n20502\t普通教育\t58558\n2050201\t学前教育\t18333\n2050202\t小学教育\t40225\n227\t预备费\t4900\n227\t预备费\t4900\n227\t预备费\t4900\n"
)
PLANNED = "项目\t决算数\t预算数\t执行数\t占预算%\n一、补助支出\t41\t15\t15\t100.00\n二、其他支出\t30\t22\t22\t100.00\n本年支出合计\t71\t37\t37\t100.00\n"

QUIET = {
    "括号里的其中不是基数": FUND.format("1.4", "其中"),
    "并列的下一个区": QUOTAS.format("北区"),
    "同口径与分项": LIKE.format("同口径"),
    "收支各增同数": ADJUSTED,
    "隔句的另一个总数": GRANTED.format("新增债券资金15亿元，其中首单债券10亿元。"),
    "多数区没有的一项": CULTURE.format("10.00"),
    "同一科目重复三级": RESERVE.format("93038"),
    "完成预算的百分数": PLANNED,
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
    "括号里的上年数": (FUND.format("1.4", "上年"), "growth.prose", "1.4%"),
    "分项合计的增长": (LIKE.format(""), "growth.parts", "8.2%"),
    "多数区没有的一项不符": (CULTURE.format("40.00"), "sum.table", "224.00"),
    "科目合计不符": (RESERVE.format("93638"), "sum.table", "93638"),
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
