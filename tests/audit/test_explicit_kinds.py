"""Kinds whose words name both sides: states, grades, what came and went, what was saved, brackets behind a share."""

from __future__ import annotations

import pytest

#: (text with one wrong figure, the code that shows it, the confidence)
TOLD = {
    "节约率": ("采购预算18.6万元，实际采购17.2万元，节约率1.5%。", "rate.prose", "high"),
    "死亡率不是增加值": ("1—6月亿元地区生产总值事故死亡率0.036，同比下降50.0%（上年同期0.045）。", "growth.prose", "high"),
    "隔着批次的上年数": (
        "实际支出0.72万元，全部为公务接待费，共接待8批次64人次，较上年的0.96万元下降45.0%。",
        "growth.prose",
        "high",
    ),
    "两个括号相差": ("累计前两名为东湖区（91.36分）、西山区（90.84分），相差1.52分。", "sum.difference", "high"),
    "占比后面的括号": (
        "超时较多的单位是：石桥镇42件、占比41.8%（本单位签收193件），热力公司18件、占比56.3%（本单位签收32件）。",
        "rate.share",
        "medium",
    ),
    "净增看进出": ("规上企业68家，比上年净增9家（新入规7家、退库3家），亏损企业19家。", "sum.difference", "high"),
    "净增在后": ("新增低保826户1343人，退出674户1255人，净增98人。", "sum.difference", "high"),
    "已整改和正在整改": ("截至9月底，38个问题已整改26个，正在整改17个；收回资金435.20万元。", "sum.prose", "medium"),
    "括号外在推进": ("督办事项共有362件，其中有301件已完成，41件正在有序推进中。", "sum.prose", "medium"),
    "优良中": ("36个项目中，自评“优”（90分及以上）21个、“良”11个、“中”6个，平均分88.4分。", "sum.prose", "low"),
    "括号里的分项不缺别的": (
        "全年发行债券12.68亿元（新增一般债券3.42亿元，新增专项债券9.24亿元）；其中，县本级新增一般债券3.42亿元，"
        "用于公路1.86亿元，医疗0.02亿元，其他1.54亿元。",
        "sum.prose",
        "medium",
    ),
    "截至月末的月均": ("截至8月31日，今年以来累计受理196.48万件，月均34.56万件，较去年全年月均水平多1.2万件左右。", "rate.average", "low"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "confidence"), TOLD.values(), ids=TOLD.keys())
def test_what_both_sides_are_named_of_is_held_against_them(audit_text, text, code, confidence):
    found = audit_text(text).findings
    assert [(f.code, f.confidence) for f in found] == [(code, confidence)], [(f.arithmetic, f.message) for f in found]


SILENT = {
    "节约率相符": "采购预算18.6万元，实际采购17.2万元，节约率7.5%。",
    "另一单位的括号": "石桥镇42件、占比21.8%（其中重复18件），热力公司18件、占比9.3%（上年同期32件）。",
    "净增对上年": "规上企业68家，比上年净增9家，其中新入规7家。",
    "整改的不只这些": "发现问题38个，整改资金26.4万元，正在研究政策7个。",
    "不从优起": "36个项目中，评为“良”11个、“中”6个、“差”2个。",
    "相差的不是最近两项": "甲区91.36分、乙区90.84分、丙区88.12分，首尾相差3.24分。",
    "人次不是万元": "支出12.6万元，接待48批次，较上年的56批次下降14.3%。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_where_one_side_is_another_thing_nothing_is_told(audit_text, text):
    assert not audit_text(text).findings
