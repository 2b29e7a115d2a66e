"""Joins told in other words: terms before their days, lists closed by “和”, marks lost for another year, goals met."""

from __future__ import annotations

import pytest

HEAD = "丰乐县2023年度农村公路养护项目绩效评价报告\n\n"
DATED = "丰乐县2022年度供水保障项目绩效自评报告\n\n（填报日期：2023年4月10日）\n\n"
CONTRACTS = (
    "表1 外包合同\n合同名称\t起止时间\t服务期限\n绿化合同\t2023年1月1日至2023年12月31日\t12个月\n"
    "电梯合同\t2023年4月1日至2024年3月31日\t{}\n"
)
LOST = "指标\t分值\t得分\t扣分原因\n资金合规性\t5\t3\t{}存在超范围支出，扣2分\n项目验收\t5\t5\t\n"
CELL = "指标\t说明\n建设内容\t包括以下{}：（1）新建泵站；（2）改造管网；（3）清淤河道。\n"
#: The wrong form, what is told of it, and the same with the right figure.
KINDS = {
    "期限在前": ("保安服务合同约定服务期{}，自2021年5月1日起至2024年5月31日止。", "date.length", "36个月", "37个月"),
    "结束日不合": ("物业合同服务期两年，自2022年7月1日起至{}止。", "date.length", "2024年7月31日", "2024年6月30日"),
    "即某日至某日": ("设备租赁期限为一年，即{}至2024年3月31日。", "date.length", "2023年3月1日", "2023年4月1日"),
    "括号里的期间": ("项目工期{}（2023年4月1日至2023年10月31日），由区水务局实施。", "date.length", "6个月", "7个月"),
    "从与到": ("监测任务历时{}，从2022年1月1日开始，到2022年8月31日结束。", "date.length", "九个月", "八个月"),
    "启动与完成": ("专项自2022年10月启动，于2023年4月完成，前后共{}。", "date.length", "5个月", "7个月"),
    "起与止": ("图书馆运营为期三年，2020年9月1日起，{}止。", "date.length", "2023年7月31日", "2023年8月31日"),
    "以天计": ("展览工期{}（2023年3月1日至2023年3月30日）。", "date.length", "25天", "30天"),
    "表中的期限": (CONTRACTS, "date.length", "10个月", "12个月"),
    "末项用和": ("整治分{}推进，分别是综合专班、宣传专班、信息专班和督查专班。", "count.list", "三个专班", "四个专班"),
    "即某某和某某": ("共有{}街道参与试点，即东湖街道、南山街道和北苑街道。", "count.list", "4个", "3个"),
    "通行的分项": ("从经济效益、社会效益和可持续影响{}维度考核。", "count.list", "两个", "三个"),
    "队伍": ("成立了{}队伍，分别为巡查队、应急队和服务队。", "count.list", "2支", "3支"),
    "有几": ("主要做法有{}：一是建章立制，二是强化督导，三是严格考核。", "count.list", "二", "三"),
    "单元格内": (CELL, "count.list", "四项", "三项"),
    "圈码": ("措施：①建章立制；{}压实责任；③严格考核；④总结推广。", "name.numbering", "③", "②"),
    "其一其二": ("不足有：其一，制度不全；其二，人员不足；{}，经费不足。", "name.numbering", "其二", "其三"),
    "跳过二": ("问题：一是台账不清；{}进度偏慢；{}验收滞后。", "name.numbering", ("三是", "四是"), ("二是", "三是")),
}  # fmt: skip
QUIET = {
    "质保期": "合同约定质保期24个月。工程于2023年2月1日开工，2023年9月30日竣工。",
    "首年合同": "服务期36个月，首年合同自2021年5月1日起至2022年4月30日止，一年一签。",
    "其中一段": "项目工期9个月，2023年4月1日至2023年5月31日完成基础施工。",
    "停工": "合同工期120天，自2023年3月1日起至2023年8月31日止因雨季停工两个月。",
    "几个月租金": "押金按3个月租金收取，租期自2023年1月1日至2023年12月31日。",
    "组名里的和": "专班分为三个小组，分别是政策与法规组、信息和档案组、监督组。",
    "阶段里的和": "分三个阶段推进，分别是动员部署、自查自纠和督查整改、总结提升。",
    "分别位于": "设立2个服务点，分别位于东湖街道、南山街道和西河街道交界处。",
    "分别由": "三个专班分别由局长、副局长和总工程师牵头，政府办、督查室和人社局配合。",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "wrong", "right"), KINDS.values(), ids=KINDS)
def test_the_right_figure_is_silent_and_the_wrong_one_is_told(audit_text, text, code, wrong, right):
    told, proper = ((value,) if isinstance(value, str) else value for value in (wrong, right))
    assert [finding.code for finding in audit_text(text.format(*told)).findings] == [code]
    assert audit_text(text.format(*proper)).findings == ()


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_a_neighbour_is_silent(audit_text, text):
    assert audit_text(text).findings == ()
