"""Days without a year, turned periods, named ranks, numbers of lists, grades told in sentences, and levels compared."""

from __future__ import annotations

import pytest

STEPS = "一、概况\n受理热线工单。\n\n{}、措施\n逐件办理。\n\n三、问题\n回复偏慢。\n\n四、建议\n加强督办。"
FORM = "指标\t分值\t得分\n产出\t60\t50\n效益\t40\t38\n合计\t100\t88\n\n评价等级为“{}”。"
FOUND = {
    "没有的月": ("截至22月16日，青川县办结件数过半。", "date.impossible", "22月16日"),
    "没有的日": ("2月30日至3月5日，白水镇开展入户走访。", "date.impossible", "2月30日"),
    "年份颠倒": ("自2022年3月1日至2021年3月31日，中心受理案件。", "date.reversed", "2021年3月31日"),
    "只写到月": ("2024年1月至2023年10月，全州受理举报。", "date.reversed", "2023年10月"),
    "第二个年份没有写": ("审计组自2024年4月22日至3月31日进行了审计。", "date.reversed", "3月31日"),
    "只有年份": ("2021年至2018年，三公经费分别为7.5万元、8.2万元和8.8万元。", "date.reversed", "2018年"),
    "后几位": ("排名后二位的单位分别为：青川县（41.2分）、白水县（55.1分）、丰乐县（60分）。", "count.list", "二位"),
    "低于的几家": ("结案率低于60%的有3家：甲水公司（应结13件，按期7件）、乙电公司（应结9件，按期3件）。", "count.list", "3家"),
    "前几名": ("工单量前四名：甲局412件、乙局388件、丙局341件、丁镇276件、戊镇255件。", "count.list", "四名"),
    "跳过一个": (STEPS.format("四"), "name.numbering", "四、"),
    "句中的等级": ("项目综合得分91.5分，评价等级为“良”。", "grade.scale", "良"),
    "表下的等级": (FORM.format("优"), "grade.scale", "优"),
    "印出划分": ("自评得分96.50分，自评等次为“良”（90分及以上为优，80—90分为良，60—80分为中）。", "grade.scale", "良"),
    "高于目标": ("抽查300亩，成活258亩，合格率86%，高于90%的目标。", "growth.direction", "高于"),
    "低于要求": ("满意度97.1%，低于省要求的95%。", "growth.direction", "低于"),
    "平均水平": ("青川县办结率93%，低于全市平均水平（91.2%）。", "growth.direction", "低于"),
    "上月": ("日均受理64.1件，高于2月的68.8件。", "growth.direction", "高于"),
    "标题的月份": ("2024年9月份市长热线运行情况通报\n\n2024年10月，热线共受理1200件。", "date.same", "10月"),
    "标题的年份": ("2025年9月全市热线情况\n\n一、情况\n\n2023年9月，热线共受理1200件。", "date.same", "2023年"),
    "标题的季度": ("四季度“市长信箱”办理情况\n\n第三季度，信箱共收到来信671件。", "date.same", "三季度"),
}  # fmt: skip
QUIET = {
    "有的日": "截至12月31日，2月29日至3月5日开展走访；累计13个月。",
    "跨年的冬天": "2023年11月15日至3月15日供热；2023年12月25日至1月5日放假；2019年至2021年。",
    "学年": "2023年9月1日至8月31日为一个年度。",
    "列全": "排名后三位的单位分别为：青川县（41.2分）、白水县（55.1分）、丰乐县（60分）。",
    "没有列完": "工单量前四名：甲局412件、乙局388件、丙局341件、丁镇276件、戊镇255件等。",
    "没有各自的数": "下设3家单位，分别为：综合科和规划办、造林科、种苗站、林业站。",
    "接得上": STEPS.format("二"),
    "等级相合": "项目综合得分91.5分，评价等级为“优”。自评得分84分，等级为“良”。",
    "表下相合": FORM.format("良"),
    "相差": "余额303.85亿元，低于限额14.43亿元；增速5.4%，高于全市平均水平5.6个百分点。",
    "方向对": "合格率86%，低于90%的目标；满意度97.1%，高于95%的目标值；债务率118.6%，低于120%的预警线；费用91.40万元，未超过控制数的102.70万元。",
    "标题相合": "2024年9月份市长热线运行情况通报\n\n9月，热线共受理1200件。",
    "累计的标题": "2024年1—9月热线情况\n\n8月，热线共受理1200件。",
    "标题有两个期间": "2024年11月及1—11月空气质量状况\n\n10月，优良天数26天。",
}  # fmt: skip
CODES = {
    "date.same",
    "date.impossible",
    "date.reversed",
    "count.list",
    "name.numbering",
    "grade.scale",
    "growth.direction",
}


@pytest.mark.parametrize(("text", "code", "word"), FOUND.values(), ids=FOUND.keys())
def test_what_cannot_be_is_told(audit_text, text, code, word):
    (finding,) = [f for f in audit_text(text).findings if f.code == code]
    assert word in finding.message


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_can_be_is_not(audit_text, text):
    assert not {f.code for f in audit_text(text).findings} & CODES
