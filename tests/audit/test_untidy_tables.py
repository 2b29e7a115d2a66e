"""Untidy tables: rows within rows, columns left out, marks taken off, blanks for tabs; what is right, and what is not."""

from __future__ import annotations

import pytest


def table(title, *rows):
    return "\n".join([title, *(row.replace(" ", "\t") for row in rows)])


BONDS = (
    "项目 全省 本级",
    "一、债券发行额 {0} 6.30",
    "其中：一般债券 5.85 1.77",
    "其中：再融资债券 3.51 ",
    "专项债券 8.74 4.53",
    "其中：再融资债券 3.50 ",
    "二、债券还本额 8.07 3.59",
    "其中：一般债券 4.34 1.52",
    "专项债券 3.73 2.07",
)
REPAIRS = (
    "项目名称 金额（万元）",
    "{0} 98.54",
    "桥涵修建 70.25",
    "饮水管网 260.63",
    "卫生室 49.16",
    "合计 478.58",
)
ACCOUNTS = (
    "单位 本年收入 本年支出 年末结转",
    "{0} 3 2 4=1+3-2",
    "机关 352.16 246.22 135.92",
    "大队 357.88 257.88 159.62",
    "中心 208.80 135.25 87.80",
    "合计 {1} 639.35 383.34",
)
WEIGHTS = ("考核项目 权重 加权得分", "响应率 20% {0}", "解决率 40% 32.81", "满意率 40% 32.92", "综合 100% 82.91")
ORDERS = (
    "承办单位 应办结 按时办结 按时办结率",
    "甲局 615 606 98.54%",
    "乙局 509 501 99.80%",
    "丙局 230 208 94.55%",
    "丁局 617 611 99.35%",
    "合计 1971 1926 {0}",
)
PEOPLE = (
    "类别 人数 占比",
    "登记人员 5553 100%",
    "其中：女性 2723 49.0%",
    "就业困难人员 775 14.0%",
    "残疾人 730 13.1%",
    "35岁以下 1327 23.9%",
    "{0} 671 12.1%",
)
MEETINGS = (
    "会议名称 天数 人数 标准（元/人） 预算（元）",
    "年度工作会 1 70 400 28000",
    "培训班 1 43 450 19350",
    "推进会 {0} 39 550 42900",
)
YEARS = (
    "年度 项目 一季度 二季度 三季度 四季度 全年",
    "2023年 收入 457.41 185.55 80.03 476.45 1199.44",
    " 支出 316.01 371.46 320.85 497.16 1505.48",
    "2024年 收入 145.23 441.30 438.61 424.01 1449.15",
    " 支出 349.08 338.35 282.46 369.93 {0}",
    "增幅（%） 收入 -68.2 137.8 448.1 -11.0 20.8",
    " 支出 10.5 -8.9 -12.0 -25.6 -11.0",
)
SCORES = ("一级指标 分值 得分", "决策 15 11.46", "过程 25 24.09", "产出 30 25.31", "效益 30 24.35", "总分 100 85.21")
SPACED = """支出决算表
单位：万元
科目编码  科目名称  合计  基本支出  项目支出
201  一般公共服务支出  {0}  200.00  100.24
221  住房保障支出  455.00  267.75  187.25
合计  755.24  467.75  287.49
{1}"""
SILENT = {
    "其中里的其中": table("债券情况表\n单位：亿元", *BONDS).format("14.59"),
    "一行里两个项目": "本次评价共涉及5个项目。\n" + table("", *REPAIRS).strip().format("会议室改造、食堂改造"),
    "表后另说其余": table("6个单位参与考核，情况见下表。", "单位 受理", *REPAIRS[1:5], "食堂改造 15.10") + "\n其余1个单位未参加。",
    "表中只列较多的": table("6个单位参与考核，受理较多的单位见下表。", "单位 受理", *REPAIRS[1:5], "食堂改造 15.10"),
    "编号不连的栏次": table("结转情况表\n单位：万元", *ACCOUNTS).format("栏次", "918.84"),
    "权重不是得分的占比": table("三率考核", *WEIGHTS).format("17.18"),
    "各行都不是这个比率": table("工单办理情况", *ORDERS).format("98.71%"),
    "占比凑巧加满": table("登记人员构成", *PEOPLE).format("高校毕业生"),
    "单价×数量×天数": table("会议明细", *MEETINGS).format("2"),
    "增幅两行": table("分季度收支（万元）", *YEARS).format("1339.82"),
    "总分少印一位": table("评分结果", *SCORES) + "\n该项目综合得分85.2分，等级为良。",
    "扣分是减": "经考核，基础得分90.0分，加分2.2分，扣分0.9分，最终得分91.3分。",
    "空格分隔的得分": "指标  分值  目标  得分  完成\n巡查次数  10  60次  9  66次\n整改率  20  95%  20  98%\n满意度  4  90  4  99",
    "空格分隔而少一格": SPACED.format("300.24", ""),
    "空格分隔而对不上栏": SPACED.format("300.24", "财政拨款  700.00  412.51\n"),
}  # fmt: skip
TOLD = {
    "其中里的其中": (table("债券情况表\n单位：亿元", *BONDS).format("14.69"), "14.69亿元"),
    "少一个项目": ("本次评价共涉及5个项目。\n" + table("", *REPAIRS).strip().format("会议室改造"), "5个"),
    "合计": (table("结转情况表\n单位：万元", *ACCOUNTS).format("栏次", "928.84"), "928.84万元"),
    "单价×数量": (table("会议明细", *MEETINGS).format("1"), "42900元"),
    "横向合计": (table("分季度收支（万元）", *YEARS).format("1349.82"), "1349.82"),
    "总分不同": (table("评分结果", *SCORES) + "\n该项目综合得分85.3分，等级为良。", "得分 85.21"),
    "扣分是减": ("经考核，基础得分90.0分，加分2.2分，扣分0.9分，最终得分93.3分。", "93.3分"),
    "空格分隔": (SPACED.format("310.24", ""), "310.24万元"),
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_an_untidy_table_that_is_right_is_no_finding(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings if f.confidence != "low"] == []


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_an_untidy_table_that_is_wrong_is_told(audit_text, text, printed):
    assert printed in [f.printed.partition("（")[0] for f in audit_text(text).findings if f.confidence != "low"]


def test_the_same_people_taken_apart_in_two_ways_are_a_doubt_at_most(audit_text):
    found = audit_text("期末在册3889人，其中女性1512人，35岁以下1661人，高校毕业生717人。").findings
    assert {f.confidence for f in found} <= {"low"}
