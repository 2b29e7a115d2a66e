"""Goals of at least, prices of a unit, and lists whose items have a figure of every unit."""

from __future__ import annotations

import pytest

#: The text, its right figure, a wrong one, and the code of what is told of the wrong one.
TOLD = {
    "笔数与金额": ("全年发放318笔5286万元，其中个人贷款309笔3486万元、企业贷款{}1800万元，带动就业1460人。", "9笔", "7笔", "sum.prose"),
    "户数与人数": ("退出低保764户1355人（死亡312户502人、收入超标452户{}）。", "853人", "855人", "sum.prose"),
    "目标不低于": ("补贴发放人次年初指标值为不低于250人，全年实际完成值215人，完成率{}。", "86%", "82%", "rate.prose"),
    "目标大于等于": ("共享接口目标≥900个，实际858个，完成率{}。", "95.3%", "97.3%", "rate.prose"),
    "每座与座数": ("改建厕所1800座（其中新建1650座、整改150座），按每座1500元奖补，应兑现{}。", "270万元", "290万元", "product.amount"),
    "两项合计": ("未达标主要是车辆报废31辆、迁出3辆，两项合计{}。", "34辆", "39辆", "sum.prose"),
    "还在时限内": ("10月差评工单按时整改{}，1个在整改时限内，整改率99.4%。", "169个", "109个", "rate.prose"),
    "整改多于问题": ("检查发现52项具体问题，截至11月30日已整改{}，整改到位资金3210万元，正在整改9项。", "43项", "93项", "sum.prose"),
    "收支总计": ("本单位2023年度收入总计{}，支出总计3453.98万元，与上年度相比各增加207.79万元，增长6.40%。", "3453.98万元", "3413.98万元", "sum.balance"),
    "财政自给率": ("一般公共预算收入5.36亿元，同口径增长9.8%；一般公共预算支出41.27亿元，增长2.3%，财政自给率{}。", "13.0%", "13.4%", "rate.prose"),
    "床位与入住": ("7家机构核定床位1042张，入住{}，入住率67.5%。", "703人", "709人", "rate.prose"),
    "括号里的交办与办结": ("另有部门4家，其中1家仅为88.24%（交办17件、办结{}）。", "15件", "35件", "rate.prose"),
    "评价为": ("回收问卷480份，总体满意度92.9%（满意及比较满意446份），对政策知晓率评价为{}（390份）。", "81.3%", "51.3%", "rate.prose"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "code"), TOLD.values(), ids=TOLD.keys())
def test_what_its_units_and_goals_tell(audit_text, text, right, wrong, code):
    assert [f.message for f in audit_text(text.format(right)).findings] == []
    assert code in [f.code for f in audit_text(text.format(wrong)).findings]


#: An item is no whole of those behind it, a rate of several has figures of its own, and a price may be one of many.
SILENT = {
    "并列的一项": "工矿事故中，建筑业31起、死亡33人，制造业8起、死亡9人，矿山2起、死亡4人，其他5起、死亡5人，起数合计46起。",
    "几家的办结率": "已办结5210件，办结率97.4%，其余139件在办理时限内。三个平台办结率分别为97.9%、98.3%和96.6%。",
    "几种补助": "免费筛查宫颈癌每人49元、乳腺癌每人89元，检查8000人，应安排资金110.40万元。",
    "收入与本年支出": "2023年度收入总计3453.98万元，本年支出合计3401.20万元，年末结转和结余52.78万元。",
    "括号里的一个数": "物业类诉求占比较高（390件），其中小区停车占41.3%（161件）。",
    "没有分全的户数": "救助874户1655人，其中因病致贫402户802人、因学致贫12户30人。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_other_figures_are_no_column_and_no_price(audit_text, text):
    assert [f.message for f in audit_text(text).findings] == []
