"""Kinds whose words name both sides: states, grades, what came and went, what was saved, brackets behind a share."""

from __future__ import annotations

import pytest

#: (text with one wrong figure, the code that shows it, the confidence)
TOLD = {
    "节约率": ("采购预算18.6万元，实际采购17.2万元，节约率1.5%。", "rate.prose", "medium"),
    "死亡率不是增加值": ("1—6月亿元地区生产总值事故死亡率0.036，同比下降50.0%（上年同期0.045）。", "growth.prose", "medium"),
    "隔着批次的上年数": (
        "实际支出0.72万元，全部为公务接待费，共接待8批次64人次，较上年的0.96万元下降45.0%。",
        "growth.prose",
        "medium",
    ),
    "两个括号相差": ("累计前两名为东湖区（91.36分）、西山区（90.84分），相差1.52分。", "sum.difference", "high"),
    "占比后面的括号": (
        "超时较多的单位是：石桥镇42件、占比41.8%（本单位签收193件），热力公司18件、占比56.3%（本单位签收32件）。",
        "rate.share",
        "medium",
    ),
    "净增看进出": ("规上企业68家，比上年净增9家（新入规7家、退库3家），亏损企业19家。", "sum.difference", "medium"),
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
    "括号里的全数": (
        "项目总投资约16.32亿元（概算162215.37万元），其中工程费用131430.66万元、其他费20727.11万元、预备费10057.60万元。",
        "unit.slip",
        "medium",
    ),
    "各项增收合为增收": (
        "收入完成1287230万元，完成年初预算（213.5亿元）的60.3%，同比增收75834万元。其中：市本级完成466918万元，同比增收15549万元，"
        "增长3.44%；8个县完成820312万元，同比增收59885万元，增长7.88%。",
        "sum.difference",
        "high",
    ),
    "段首的支出也在内": (
        "一般公共预算支出258574万元，占调整预算的96.8%。上解支出5713万元，债务还本支出13987万元，补充基金10747万元，"
        "结转下年8846万元，总支出297857万元，收支平衡。",
        "sum.prose",
        "medium",
    ),
    "收支总计相等": ("本单位2023年度总收入1454.79万元，总支出1451.79万元（含结转和结余）。", "sum.balance", "medium"),
    "支出和调出": (
        "全市国有资本经营收入15.9亿元，加上上年结转收入0.7亿元，收入总计16.6亿元。全市国有资本经营支出10.4亿元、调出2.2亿元。",
        "sum.prose",
        "low",
    ),
    "一位数也只有一种": ("按期结案率低于60%的有3家：水务集团（应结13件，按期8件，53.85%）、热力公司（应结9件，按期5件，55.56%）、通信公司（应结17件，按期8件，47.06%）。", "rate.prose", "low"),
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
    "收支不必相等": "总收入1454.79万元，总支出1321.15万元。",
    "较预算和较上年": (
        "三公经费21.36万元，较年初预算减少3.64万元，较上年增加1.85万元。用车费18.20万元，较上年增加2.11万元；接待费3.16万元，"
        "较上年减少0.26万元。"
    ),
    "括号里是另一数": "项目总投资约16.32亿元（到位104215.37万元）。",
    "支出和调出还有结转": "收入总计16.6亿元。支出10.4亿元、调出2.2亿元、结转4.0亿元。",
    "人次不是万元": "支出12.6万元，接待48批次，较上年的56批次下降14.3%。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_where_one_side_is_another_thing_nothing_is_told(audit_text, text):
    assert not audit_text(text).findings


#: (text with one wrong figure, the confidence)
SURER = {
    "本句的均数": ("认定不达标2918户，退还热费163.72万元，户均568.07元。", "medium"),
    "几个整数以外的一位": (
        "整改资金147066.92万元，其中：追缴52310.47万元，归还渠道1265.38万元，统筹盘活84311.46万元，调整账务3179.61万元。",
        "high",
    ),
    "整数的项目可能有缺": (
        "整改资金147060万元，其中：追缴52310万元，归还渠道1260万元，统筹盘活84310万元，调整账务3180万元。",
        "low",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "confidence"), SURER.values(), ids=SURER.keys())
def test_what_hardly_happens_by_accident_is_more_than_a_doubt(audit_text, text, confidence):
    assert [f.confidence for f in audit_text(text).findings] == [confidence]
