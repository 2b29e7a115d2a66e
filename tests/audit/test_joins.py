"""What needs the whole document: the order of events, months left out, verdicts, and another unit's name."""

from __future__ import annotations

import pytest

PORT = "《甲河港保洁服务合同》期限为2024年3月1日至2025年2月28日。"
FOUND = {
    "合同期间年份": (f"{PORT}\n\n经查阅，《甲河港保洁服务合同》的服务期限自2024年3月1日起至2026年2月28日止。", "date.contract", "2026年2月28日"),
    "合同期间月份": (f"{PORT}\n\n《甲河港保洁服务合同》约定服务期2024年2月—2025年2月。", "date.contract", "2024年2月"),
    "同一公司的合同": (
        "本中心与乙山物业有限公司签订合同，服务期限2023.4.1-2024.3.31。\n\n与乙山物业有限公司的合同期间为2023年4月1日至2023年3月31日。\n\n"
        "与乙山物业有限公司的合同期限为2023年4月1日至2024年5月31日。", "date.contract", "2024年5月31日"),
    "合同早于中标": ("该项目于2023年5月10日中标，2023年3月2日签订服务合同。", "date.order", "2023年3月2日"),
    "验收早于开工": ("改造工程2023年6月开工，2023年4月20日通过验收。", "date.order", "2023年4月20日"),
    "年份与前后不接": ("2023年2月6日考核；2023年5月18日扣款3.20万元；2023年8月3日清理；2022年11月8日扣款5.60万元。", "date.outside", "2022年11月8日"),
    "漏一个月": ("全年逐月受理：1月120件、2月98件、3月130件、5月140件、6月155件。", "count.months", "4月"),
    "重一个月": ("逐月受理：1月120件、2月98件、3月130件、3月140件、4月155件。", "count.months", "3月"),
    "两个等级": ("绩效评价等级为“良”。\n\n综上，本次综合评价结果为“优”。", "grade.verdict", "优"),
    "别处的镇名": ("甲河镇城运中心负责平台运行。" * 6 + "\n\n乙河镇城运中心已完成整改。", "name.unit", "乙河镇"),
}  # fmt: skip
QUIET = {
    "同一期间": f"{PORT}\n\n《甲河港保洁服务合同》约定服务期自2024年3月至2025年2月，共12个月。",
    "续签": f"{PORT}\n\n《甲河港保洁服务合同》续签后，服务期限为2024年3月1日至2026年2月28日。",
    "下一份": f"{PORT}\n\n《甲河港保洁服务合同》服务期限为2025年3月1日至2026年2月28日。",
    "别的合同": f"{PORT}\n\n《甲河港绿化养护合同》期限为2024年3月1日至2025年12月31日。",
    "评价期间": f"{PORT}\n\n评价时段为2024年3月1日至2024年12月31日。",
    "先中标后合同": "该项目于2023年3月2日中标，2023年3月20日签订服务合同，2023年12月验收。",
    "同月": "该项目2023年3月批复，2023年3月5日签订合同。",
    "计划": "项目计划2023年5月验收，实际2023年6月1日开工。",
    "部分月份": "其中1月120件、3月98件、6月130件、9月140件。",
    "等级划分": "评价等级分为优、良、中、差，90分以上为优。评价等级为“良”。",
    "标准里的等级": "评价等级为“良”。\n\n该指标根据评分标准“评价等级为优秀，得1分；良好，得0.8分”，得0.8分。",
    "各镇": "甲河镇城运中心、乙河镇城运中心、丙河镇城运中心均已完成。" * 3,
}


@pytest.mark.parametrize(("text", "code", "word"), FOUND.values(), ids=FOUND.keys())
def test_what_cannot_be_is_told(audit_text, text, code, word):
    (finding,) = [f for f in audit_text(text).findings if f.code == code]
    assert word in finding.message


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_can_be_is_not(audit_text, text):
    codes = {f.code for f in audit_text(text).findings}
    assert not codes & {"date.contract", "date.order", "count.months", "grade.verdict", "name.unit"}


RANKED = """考评得分：甲河县为145.89分，乙山县{}分，丙水区142.59分，丁口区140.20分。

单位\t工单数\t得分
甲河县\t2050\t145.89
乙山县\t2040\t145.20
丙水区\t3508\t142.59
丁口区\t4339\t140.20
"""


def test_a_list_beside_its_table(audit_text):
    assert not audit_text(RANKED.format("145.2")).findings
    (finding,) = audit_text(RANKED.format("154.2")).findings
    assert (finding.code, finding.printed, finding.recomputed) == ("same.row", "154.2分", "145.2分")


PERIODS = "设备租赁服务周期为2024年5月8日至2025年5月7日。\n\n{}期间支付租金。\n\n中标后服务期限为2024年5月8日至2025年5月7日，一招三年。\n\n上一年度2023年5月8日至2024年5月7日期间已结清，2024年5月8日至2024年12月31日为本年度部分。"


@pytest.mark.parametrize(
    "slip", ["2024年5月18日至2025年5月7日", "2024年5月8日至2025年5月17日", "2024年5月8日至2035年5月7日"]
)
def test_a_period_told_again_with_a_slip(audit_text, slip):
    """Broken months or many years beside a period that is told twice; parts of it and other years are not told."""
    assert audit_text(PERIODS.format("2024年5月8日至2025年5月7日")).findings == ()
    (finding,) = audit_text(PERIODS.format(slip)).findings
    assert (finding.code, finding.printed) == ("date.contract", slip)
