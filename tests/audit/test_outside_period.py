"""Days far from the reported period of a title, and those that may well be told in a report of it."""

from __future__ import annotations

import pytest

YEAR = "南桥县2022年度部门决算说明\n一、基本情况\n2022年末在职人员35人。\n"
MONTH = "青岚市数字城管2023年9月运行情况\n9月份，共受理案件1386件。\n"
ANNUAL = "青岚市2023年政府信息公开工作年度报告\n"
TOLD = {
    "后年的年末": (YEAR + "截至2024年12月31日，单位共有车辆3辆。", "2024年12月31日", "low"),
    "次年的年末": (YEAR + "截至2023年12月31日，实际支出32.50万元。", "2023年12月31日", "low"),
    "后年的调查": (YEAR + "受委托，调查队于2024年11月6日开展问卷调查。", "2024年11月6日", "low"),
    "前年同月": (MONTH + "对比2021年8月案件情况分析，案件增加73件。", "2021年8月", "low"),
    "次年同月": (MONTH + "自2023年9月1日起统计。\n2024年9月受理的案件中，事件类1205件。", "2024年9月", "low"),
    "落款太晚": (MONTH + "\n2024年10月12日\n", "2024年10月12日", "low"),
    "落款太早": (MONTH + "\n2022年10月12日\n", "2022年10月12日", "low"),
    "标题的年份": (MONTH + "\n2024年9月30日\n2024年9月，平台派遣案件1205件。", "2023年9月", "low"),
    "统计期限": (ANNUAL + "所列数据的统计期限为2021年1月1日至12月31日。", "2021年", "medium"),
}
SILENT = {
    "当年的年末": YEAR + "截至2022年12月31日，单位共有车辆3辆。",
    "次年支付": YEAR + "质保金于2023年3月支付。",
    "合同": YEAR + "合同期限至2024年12月31日。",
    "计划": YEAR + "该项目计划2024年6月底前完成。",
    "以前的事": YEAR + "本单位2015年3月成立。",
    "几处写到": YEAR + "2024年3月验收。\n截至2024年12月31日，单位共有车辆3辆。",
    "同比": MONTH + "比2022年9月增加73件，比2023年8月减少12件。",
    "落款": MONTH + "\n2023年10月12日\n",
    "年末的一个月": "青岚市数字城管2023年12月运行情况\n12月份，共受理案件1386件。\n\n2024年1月8日\n",
    "当年的期限": ANNUAL + "所列数据的统计期限为2023年1月1日至12月31日。",
    "次年整改": "南桥县2022年度审计查出问题整改情况\n2023年6月启动整改，2023年10月完成。",
    "两年": "关于南桥县2022年预算执行情况和2023年预算草案的报告\n截至2024年12月31日，余额35万元。",
}


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD.keys())
def test_a_day_far_from_the_reported_period_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "date.outside"]
    assert (printed, sure) in found


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_day_that_a_report_may_tell_is_not(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "date.outside"]


def test_the_period_is_told_without_the_blanks_of_its_print(audit_text):
    text = MONTH.replace("2023年9月", "2023 年 ") + "截至2026年3月5日，受理的案件中，事件类1205件。"
    (finding,) = [f for f in audit_text(text).findings if f.code == "date.outside"]
    assert finding.message.startswith("标题所写的期间是 2023年，此处的 2026年3月5日") and finding.recomputed == "2023年"
