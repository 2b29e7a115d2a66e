"""Passages that must pass and passages that must not, check by check."""

from __future__ import annotations

import pytest

HEAD = "2023 年度示例镇绩效评价报告\n\n"

PASS = {
    "主要列出一部分": "红灯案件 66 件，主要为停车管理 12 件、设施管理 7 件、市容环卫 7 件。",
    "等字表示未列完": "共检查 66 家，其中餐饮 12 家、商店 7 家等。",
    "分项之后另有办结数": "共计 969 件，其中紧急类 793 件、纠纷类 176 件，已办结 959 件，办结率 98.97%。",
    "分项里还有分项": "管理岗位 25 个。其中：7 级岗位 2 个；8 级岗位 4 个；9 级岗位 19 个，其中应急 9 个、网格 10 个。",
    "同比数不是分项": "共受理 5715 件，同比减少 6323 件。其中，热线案件 5378 件，比上年减少 5884 件。",
    "公共不是共": "涉及公共设施 30 件，停车 12 件、街面 9 件。",
    "百分比四舍五入合计": "66.7%的居民表示非常满意，16.7%的居民表示满意，16.7%的居民表示一般。",
    "约数不核对": "案件约 300 件，办结 260 件，办结率 90%以上。",
    "提升十个百分点是取整": "处置率由今年1月的73.3%上升到9月的83.03%，提升了10个百分点。",
    "相对变动": "2022年满意度 81.38%，2023年满意度 72.27%，满意度下降 11.19%。",
    "两个规则阈值": "调整率大于 20%，得 0 分。年初预算 100 万元，调整后预算 90 万元，调整率 10%。",
    "不同部门同名": "甲部门支出 30 万元，乙部门支出 40 万元，合计 70 万元。",
    "元与万元的不同数": "预算 12.50 万元，其中人工 75000 元。",
    "合同期跨年": "2023年完成采购，合同服务期至2024年5月7日。",
    "空分母": "名称\t全年预算数\t全年执行数\t执行率(%)\n甲\t0.00\t0.00\t0.00\n乙\t5.00\t5.00\t100.00\n",
}
FAIL = {
    "其中顿号": ("共 79 件，其中居村 39 件、街面 38 件、拓展 3 件。", "sum.prose"),
    "合计在后": ("甲 3 件、乙 4 件，共计 8 件。", "sum.prose"),
    "主要超过总数": ("共 20 件，主要为甲 12 件、乙 11 件。", "sum.prose"),
    "增长写错": ("2023年预算 120.00 万元，较2022年预算 100.00 万元增长 25.00%。", "growth.prose"),
    "百分点": ("满意率由 90.00% 上升至 95.00%，提高 5.00%。", "growth.points"),
    "下降写成上升": ("处置率由 95.00% 上升到 90.00%，提高 5.00 个百分点。", "growth.direction"),
    "占比": ("立案 200 件，其中热线案件 50 件，占立案总数的 30.00%。", "rate.share"),
    "算式": ("合计 12.00=5.00+6.00 万元。", "formula.written"),
    "样本": ("根据问卷，提升认可度=(45*68.4%+45*31.6%*60%)/45 人*100%=87.36%。", "share.possible"),
    "节余": ("名称\t调整后预算\t支出\t结余\n甲\t10.00\t8.00\t3.00\n", "sum.balance"),
    "单价": ("名称\t数量\t单价(元)\t金额(万元)\n甲\t20\t300\t0.50\n", "product.table"),
    "不存在的日期": ("会议于2023年2月30日召开。", "date.impossible"),
    "期间颠倒": ("服务期2024年7月1日-2023年6月30日。", "date.reversed"),
}  # fmt: skip


@pytest.mark.parametrize("text", PASS.values(), ids=PASS.keys())
def test_consistent_passage_passes(audit_text, text):
    assert [f.message for f in audit_text(HEAD + text).findings] == []


@pytest.mark.parametrize(("text", "code"), FAIL.values(), ids=FAIL.keys())
def test_wrong_passage_is_found(audit_text, text, code):
    assert code in {f.code for f in audit_text(HEAD + text).findings}


def test_indicator_rows_are_read_by_code(facts_of):
    text = (
        "一级指标\t权重(%)\t二级指标\t三级指标\t分值\t评分标准\t业绩值\t得分\n"
        "A 决策\t40%\tA1 立项(4分)\tA11 立项依据充分性\t2.00\t依据充分，得2分；不充分，得0分。\t充分\t2.00\n"
        "\t\t\tA12 立项程序规\t2.00\t程序规范，得2分；\t规范\t2.00\n"
        "\t\t\t范性\t\t不规范，得0分。\t\t\n"
        "\t\tA2 目标(4分) A21 目标合理性\t\t4.00\t目标合理，得4分。\t合理\t3.00\n"
    )
    ((first, second, third),) = facts_of(text).score_rows
    assert (first.code, first.value, first.headings[-1].code) == ("A11", "充分", "A1")
    assert first.headings[-1].points.value == 4
    assert second.name == "立项程序规范性"
    assert (third.code, third.score.text, third.headings[-1].code) == ("A21", "3.00", "A2")


def test_rows_that_lost_a_cell_are_realigned(facts_of):
    text = (
        "一级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t备注\n"
        "产出\t设备使用率\t=100(%)\t100(%)\t20\t20\t\n时效\t及时\t达成\t30\t30\t\t\n总分\t\t\t\t50\t50\t\n"
    )
    (grid,) = facts_of(text).grids
    assert [sorted(row.figures) for row in grid.rows] == [[3, 4, 5], [4, 5], [4, 5]]
