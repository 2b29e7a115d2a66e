"""Bases of shares and rates that stand apart: tied where words or siblings tell them, and told where a digit is wrong."""

from __future__ import annotations

import pytest

#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "三处占全市收入，合计有预算数": (
        "2018年，年初批准的一般公共预算收入为96.8亿元，执行中按法定程序调整为95.1亿元，实际完成95.6亿元，为调整预算的100.5%。\n"
        "分级次收入情况：市本级完成31.4亿元，占全市一般公共预算收入的32.8%；三城区完成17.9亿元，占全市一般公共预算收入的18.7%；"
        "五县完成46.3亿元，占全市一般公共预算收入的48.4%。",
        ("18.7%", "13.7%"),
        "18.7%",
    ),
    "各段占同一总数": (
        "八月，平台受理2417件，其中群众举报1985件，巡查发现432件。\n六个区的总立项数为1382件，占全市总立项数的57.18%。\n"
        "九个部门的总立项数为731件，占全市总立项数的30.24%。\n三个公司的总立项数为304件，占全市总立项数的12.58%。",
        ("30.24%", "30.84%"),
        "30.24%",
    ),
    "隔了几句的本类总数": (
        "1.公共设施类事项，受理投诉173件次。今年排在第一位，主要反映如下：关于路灯不亮的投诉事项有98件次，"
        "占公共设施类投诉事项的56.6%；关于井盖缺失的投诉事项有23件次，占公共设施类投诉事项的13.3%。",
        ("98件次", "96件次"),
        "55.5%",
    ),
    "批准数在前句，完成数带括号": (
        "全区人民代表大会批准公共预算收入41.7亿元，增长4.5%。上半年，区本级公共预算收入完成22.6亿元（包括园区收入3120万元），"
        "同比增长12.9%，完成年初目标任务的54.2%。",
        ("54.2%", "58.2%"),
        "54.2%",
    ),
    "调整预算在前句": (
        "全县支出调整预算为86453万元。全县公共预算支出83167万元（其中镇级支出9436万元），完成调整预算的96.2%。",
        ("96.2%", "92.2%"),
        "96.2%",
    ),
    "支出预算与决算": (
        "该局会议费支出预算为187,300.00元，支出决算为324,029.00元，完成年初预算的173%。",
        ("173%", "178%"),
        "173%",
    ),
    "去年开头的一整句": ("去年参评5236人，满意4987人，满意率95.24%。", ("95.24%", "92.24%"), "95.24%"),
    "另起一句只说一个率": ("去年承办案件423件，已办结398件。办结率94.09%。", ("398件", "498件"), "117.73%"),
    "执行数多于资金": (
        "育秧项目资金合计592.18万元，全年预算执行数合计213.47万元。预算执行率36.05%。",
        ("213.47", "613.47"),
        "103.60%",
    ),
    "标题里的整数不作借口": (
        "热线通话总量超30万通。\n一年来，平台通话总量达34.18万通，呼入来电29.47万通，成功接听28.26万通，接通率为95.89%。",
        ("95.89%", "98.89%"),
        "95.89%",
    ),
    "两项占满百分之百": (
        "本期公共预算安排支出2963.40亿元，占77.8%；基金预算安排支出845.61亿元，占22.2%。",
        ("77.8%", "71.8%"),
        "77.8%",
    ),
}

SILENT = {
    "前句的预算是另一项": "批准公共预算收入41.7亿元。上半年，基金预算支出完成22.6亿元，完成年初预算的38.1%。",
    "调整之后的预算没有印": "全县年初预算为86453万元。全县公共预算支出83167万元，完成调整预算的91.4%。",
    "去年的数和今年的数": "去年受理投诉4236件，今年受理4187件，办结率96.8%。",
    "两项之外还有别项": "受访者中甲类412人，占61.9%；乙类154人，占24.7%。",
    "各段另有总数": (
        "共发现问题987处。路面类200处，占问题总数的20.26%；绿化类176处，占问题总数的17.83%；照明类169处，占问题总数的17.12%。\n"
        "小区问题727处。甲类小区305处，占问题总数的41.95%；乙类小区266处，占问题总数的36.59%；丙类小区156处，占问题总数的21.46%。"
    ),
}


def _state(audit, text, figure):
    start = text.index(figure)
    line = text.count("\n", 0, start)
    at = start - (text.rfind("\n", 0, start) + 1)
    return next(s for p, s in audit.states.items() if p.line == line + 1 and p.start <= at < p.end)


@pytest.mark.parametrize("name", TOLD)
def test_what_holds_is_silent_and_tied(audit_text, name):
    text, (old, _), _ = TOLD[name]
    audit = audit_text(text)
    assert not audit.findings
    assert _state(audit, text, old) == "勾稽相符"


@pytest.mark.parametrize("name", TOLD)
def test_one_wrong_digit_is_told(audit_text, name):
    text, (old, new), said = TOLD[name]
    assert text.count(old) == 1
    told = [f"{f.recomputed} {f.arithmetic}" for f in audit_text(text.replace(old, new)).findings]
    assert any(said in one for one in told)


@pytest.mark.parametrize("name", SILENT)
def test_what_is_of_something_else_is_silent(audit_text, name):
    assert not audit_text(SILENT[name]).findings
