"""What whole published texts print and excerpts do not: rows read as text, several evaluations, levels of government."""

from __future__ import annotations

import pytest

ACCOUNT = "{}\n本年收入\n一、彩票公益金收入 143,808\n二、城市配套费收入\n三、车辆通行费收入 1,968,{}\n五、其他收入\n六、专项债务收入 203,354\n"
PARTS = (
    "{}江市2024年公报\n一、综合\n经济稳定。\n六、投资\n投资增长。\n{}一、文化\n活动丰富。\n二、资源\n水质良好。\n四、服务业\n发展较快。\n"
    "五、旅游\n人数增加。\n六、贸易\n增长平稳。\n"
)
NOTES = "说明：1、口径不变。2、数据为初步数。3、不含飞地。4、按年报统计。 12 {}、含林业。{}、资料来自各部门。"
YEARS = "注：1. 口径不变；2. 数据为初步数；3. 不含飞地；{}. 2022－2024年为决算数；5. 含林业；6. 资料来自各部门。"
GRADED = "2023年度乡村道路养护资金绩效评价等级为“良”。\n二、养老\n2023年度{}绩效评价得分91.2分，评价等级为“优”。"
TOTALS = "甲项目综合得分89.1分，等次为良。\n乙项目综合得分{}分，等次为良。\n丙项目综合得分{}分，等次为良。\n"
FUND = "2026年{}基金收入预期{}亿元。国有资本经营预算收入加上省提前下达补助、上年结余收入，减去调出资金和上解支出后，当年可以安排的财力约为{}亿元。据此安排支出。"
LEVELS = FUND.format("全市", "9.8", "3.6") + "\n一般情况。\n又一段。\n" + FUND.format("{}", "3.1", "{}")
AMOUNT = "全市收入增加{}亿元。\n单位：万元\n科目\t预算数\n立法\t1{}13.00\n会议\t21.50\n"
UNITS = "青江省养老服务不断完善。青江省养老服务人员增加。青江省出台办法。{}养老服务目标更加明确。"
COUNTIES = "{}山县完成投资12.1亿元，巴山县民生改善。巴山县全年稳定。\n巴山县实现产值211.11亿元，增长14.6%；{}实现产值87.75亿元，增长10.4%。"

QUIET = {
    "表的行读成文字而少一行": ACCOUNT.format("省级基金", "299"),
    "两张表的同一行": ACCOUNT.format("全省基金", "299") + "\n说明。\n" + ACCOUNT.format("省级基金", "298"),
    "只读到几部分": PARTS.format("云", ""),
    "页码在序号前": NOTES.format(5, 6),
    "年份在序号后": YEARS.format(4),
    "几个项目的等级": GRADED.format("普惠养老补助资金"),
    "几个项目的总分": TOTALS.format("91.5", "84.2"),
    "全市与市级": LEVELS.format("市级", "0.6"),
    "表的编号紧接单位": "表10单位：万元\n甲\t1\n乙\t2\n表11单位：万元\n甲\t3\n乙\t4\n",
    "亿元的整数与表中的小数": AMOUNT.format("113", ""),
    "我省": UNITS.format("明确了我省"),
    "两县并列": COUNTIES.format("巴", "伊岭县"),
    "同乡村振兴": "巩固衔接乡村振兴成果。衔接乡村振兴资金到位。衔接乡村振兴任务完成。巩固脱贫成果同乡村振兴有效衔接。",
}  # fmt: skip

FOUND = {
    "页码在跳过的序号前": (NOTES.format(6, 7), "name.numbering", "6、"),
    "年份在跳过的序号后": (YEARS.format(3), "name.numbering", "3."),
    "同一项目两个等级": (GRADED.format("乡村道路养护资金"), "grade.verdict", "优"),
    "同一级两处": (LEVELS.format("全市", "3.5"), "same.sentence", "3.5亿元"),
    "别省的名称": (UNITS.format("白水省"), "name.unit", "白水省"),
}  # fmt: skip


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_whole_texts_print_is_no_fault(audit_text, text):
    assert [f for f in audit_text(text).findings if f.confidence != "low"] == []


@pytest.mark.parametrize(("text", "code", "quote"), FOUND.values(), ids=FOUND.keys())
def test_a_fault_of_the_kind_is_told(audit_text, text, code, quote):
    found = [f for f in audit_text(text).findings if f.code == code and f.confidence != "low"]
    assert any(quote in f"{f.printed}{f.recomputed}{f.message}" for f in found), found
