"""Another month, quarter or half year in the place of the reported one, and where it may be told."""

from __future__ import annotations

import pytest

MONTH = "青岚市2023年8月数字城管运行情况\n一、案件受理\n8月份，共受理案件1386件。\n二、案件处理\n"
HALF = "青岚市2023年上半年投诉情况分析\n一、总体情况\n上半年，共受理投诉1205件。\n二、分类情况\n"
QUARTER = "青岚市2023年第二季度考核情况\n一、总体情况\n第二季度，共考核6个镇。\n二、得分\n"
TABLE = "案件类别\t{0}(宗)\t7月(宗)\t增减(宗)\n市容环境\t820\t800\t20\n街面秩序\t566\t560\t6\n合计\t1386\t1360\t26\n"
TOLD = {
    "以后的月": (MONTH + "电话回访中，9月份满意率97.1%，应结案1195件。", "9月份"),
    "以后的季": (QUARTER + "各镇得分如下，2023年第三季度办理工单1205件，办结1190件。", "2023年第三季度"),
    "以后的半年": (HALF + "群众诉求方面，下半年接到商品类投诉820件。", "下半年"),
    "段首的上月": (MONTH + "7月受理的案件中，部件类46件。", "7月"),
    "小标题": (QUARTER + "三、三季度工作情况\n各镇均已整改。", "三季度"),
    "表头": (MONTH + TABLE.format("9月"), "9月"),
    "标题": ("青岚市2023年9月数字城管运行情况\n一、受理\n全市8月份受理案件1386件。\n8月份结案1300件。", "9月"),
    "标题的半年": ("青岚市2023年下半年信访情况\n一、总量\n1—6月，全市信访总量197件次。", "下半年"),
}
SILENT = {
    "环比": MONTH + "受理量比7月增加26件，7月受理1360件。",
    "以后的安排": MONTH + "9月份将开展专项整治，整治点位20处。",
    "要求": HALF + "三、下半年工作安排\n下半年受理量控制在1200件以内。",
    "还要付的": HALF + "上半年已支付8.5万元，下半年还需支付4.2万元。",
    "同一表": MONTH + TABLE.format("8月"),
    "累计": QUARTER + "上半年，一季度6个镇平均92.1分，二季度平均93.4分。",
    "各季": "青岚市2023年度考核情况\n一季度考核6个镇，二季度考核7个镇，三季度考核5个镇。",
    "本月": "青岚市2023年9月数字城管运行情况\n一、受理\n本月受理案件1386件，较8月份增加26件。",
    "报送日期": MONTH + "以上数据截至9月5日，仍有12件未结。",
}


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_another_period_in_the_place_of_the_reported_one_is_a_doubt(audit_text, text, printed):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "date.outside"]
    assert found == [(printed, "low")]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_period_that_may_be_told_is_none(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "date.outside"]
