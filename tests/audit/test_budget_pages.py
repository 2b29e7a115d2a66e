"""Budgets and accounts (预算、决算) as they are printed: what holds is tied, one wrong digit is told, a neighbour is not."""

from __future__ import annotations

import pytest

_FUNDS = (
    "（一）一般公共预算。收入：全区一般公共预算收入完成231500万元，为预算的100.8%。其中：税收收入142300万元，"
    "非税收入89200万元。加上级补助收入352418万元、债券转贷收入25000万元、上年结余27316万元、调入资金98766万元，"
    "收入总计735000万元。支出：全区一般公共预算支出641287万元，较去年下降1.1%。加上解上级支出38643万元、"
    "债务还本支出25000万元、补充预算稳定调节基金4521万元、当年结转结余25549万元，支出总计735000万元。"
)
_DIVIDED = """本年度支出预算326.48万元。
其中，按支出项目类别：1、基本支出187.53万元，包括：人员经费支出171.22万元，公用经费支出16.31万元；2、项目支出138.95万元，包括：商品服务支出91.40万元，其他支出类项目47.55万元；3、事业单位经营支出0万元；4、上缴上级支出0万元。
按支出功能分类科目：一般公共服务支出158.21万元，社会保障和就业支出41.36万元，医疗卫生支出18.47万元，住房保障支出12.36万元，城乡社区事务2.14万元；农林水事务92.58万元；其他支出1.36万元。
按支出经济分类科目：工资福利支出181.53万元，商品和服务支出106.74万元，对个人和家庭的补助支出38.21万元。
"""
_LEVELS = """全县一般公共预算支出累计完成31.52亿元，兑付专项资金2.23亿元。
分支出级次看，县本级支出26.17亿元，同比增长26.3%；乡镇支出5.35亿元，同比减少22.6%。
"""
_HEADED = """上级补助收入3260400元：
（1）办案经费1530000元，
（2）业务装备1730400元；
执法补助500000元。
"""
_MISSING = (
    "国税5230万元，超任务数230万元，同比增收1643万元，增长45.80%；"
    "地税4108万元，距任务数还差92万元，同比减收1793万元，下降30.38%。"
)
_MADE_UP = (
    "全区收入预算总计调整为536205万元，调增92640万元。其中：区本级收入不变；转移性收入调整为433105万元，"
    "调增92640万元，主要是调增上级补助收入73630万元、债务转贷收入19010万元。"
)
_SIGNED = (
    "相比上年的总支出7283.97万元增加606.58万元。其中，财政项目补助支出增加103.80万元，事业支出增长1156.49万元，"
    "管理费用减少768.12万元，其他支出增加114.41万元。"
)

#: By kind: a text that holds, figures that it ties, and one digit of it changed.
SLIPS = {
    "加上，隔句": (_FUNDS, ("641287万元", "38643万元"), "641287万元", "641237万元"),
    "功能科目": (_DIVIDED, ("158.21万元", "41.36万元"), "92.58万元", "95.58万元"),
    "经济科目": (_DIVIDED, ("181.53万元", "38.21万元"), "106.74万元", "106.14万元"),
    "还差": (_MISSING, ("4108万元", "30.38%"), "30.38%", "30.83%"),
    "调增，主要是调增": (_MADE_UP, ("73630万元", "19010万元"), "73630万元", "73930万元"),
    "各项有增有减": (_SIGNED, ("1156.49万元", "768.12万元"), "768.12万元", "788.12万元"),
}
#: What is tied, and too weak to be told alone.
TIED = {
    "分级次看": (_LEVELS, ("31.52亿元", "26.17亿元", "5.35亿元")),
    "金额领起的编号": (_HEADED, ("3260400元", "1530000元", "1730400元")),
}
SILENT = {
    "变动的原因": "收入比上年增加606.58万元，主要原因是人员经费增加512.30万元、项目增加81.26万元。",
    "只说部分": "收入预算调增92640万元，主要是调增上级补助收入61230万元、债务转贷收入12010万元。",
    "不是执行数": """本年度支出预算326.48万元。
按支出功能分类科目：一般公共服务支出完成142.21万元，社会保障支出完成39.36万元，农林水支出完成110.57万元。
""",
    "两项之外": "全县支出31.52亿元。分支出级次看，县本级支出18.46亿元；乡镇支出5.35亿元。",
    "另一口径的增减": "收入调减1626.40万元。其中：与年初预算相比，税收增加312.55万元，非税收入减少91.07万元。",
}


def _tied(audit, text, figures):
    lines = text.split("\n")
    told = {lines[p.line - 1][p.start : p.end]: s for p, s in audit.states.items()}
    return {figure: told.get(figure) for figure in figures}


@pytest.mark.parametrize(("text", "figures", "right", "wrong"), SLIPS.values(), ids=SLIPS)
def test_what_holds_is_tied_and_a_slip_is_told(audit_text, text, figures, right, wrong):
    audit = audit_text(text)
    assert not audit.findings
    assert set(_tied(audit, text, figures).values()) == {"勾稽相符"}
    assert audit_text(text.replace(right, wrong, 1)).findings


@pytest.mark.parametrize(("text", "figures"), TIED.values(), ids=TIED)
def test_what_two_items_make_up_is_tied(audit_text, text, figures):
    audit = audit_text(text)
    assert set(_tied(audit, text, figures).values()) == {"勾稽相符"}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_neighbours_are_left_alone(audit_text, text):
    assert not audit_text(text).findings
