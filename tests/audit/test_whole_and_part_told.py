"""What is told beside a rate or in its bracket: measured wholes, months beside a year, answers and what was late."""

from __future__ import annotations

import pytest

#: (text with one wrong figure, code of the relation that shows it, its printed figure)
WRONG = {
    "增支在增长率之后": ("1-5月，支出58240万元，占年初预算81600万元的71.4%，同比增长28.4%，增支6580万元。", "growth.prose", "28.4%"),
    "上年的率在后": ("及时率96.8%，较上年提高1.9个百分点，上年为95.4%。", "growth.points", "1.9个百分点"),
    "预算数决算数": ("预算数为480万元，决算数为426万元，完成预算的95%。", "rate.prose", "95%"),
    "括号里的评价": ("已全部答复，满意率98.31%（57件满意、1件基本满意）。", "rate.prose", "98.31%"),
    "率后的超期": ("承办工单1260件，按时办结率99.68%，超期5件。", "rate.prose", "99.68%"),
    "超过全部的其中": ("共受理举报63件，其中属实71件、部分属实16件、不属实6件。", "sum.prose", "63件"),
    "几成": ("专项债券余额18.6亿元，占全部债务余额31.2亿元的八成。", "rate.share", "八成"),
    "率后由至": ("下降的有：甲类（下降20.0%，由250件降至200件）、乙类（下降33.3%，由120件降至90件）。", "growth.prose", "33.3%"),
    "几所中的几所": ("覆盖率由75%提高到96%（25所中的21所）。", "rate.prose", "96%"),
    "有效问卷": ("走访问卷400份，有效问卷388份，有效率92.00%。", "rate.prose", "92.00%"),
    "投向": ("发行新增债券30.20亿元，再融资债券18.50亿元。新增债券资金投向：道路14.30亿元、水利8.60亿元、教育5.10亿元、其他2.80亿元。", "sum.prose", "30.20亿元"),
    "最高与最低": ("依次为甲区85.20分、乙市84.46分、丙县81.65分，最高与最低相差3.50分。", "sum.difference", "3.50分"),
    "四件实事": ("全年办理四件实事：一是改造管网；二是新增车位；三是加装电梯。", "count.list", "四件"),
}  # fmt: skip
RIGHT = {
    "增支在增长率之后": "1-5月，支出58240万元，占年初预算81600万元的71.4%，同比增长12.7%，增支6580万元。",
    "上年的率在后": "及时率96.8%，较上年提高1.4个百分点，上年为95.4%。",
    "括号里的评价": "已全部答复，满意率98.28%（57件满意、1件基本满意）。",
    "率后的超期": "承办工单1260件，按时办结率99.60%，超期5件。",
    "有自己的率": "查出隐患8640条，其中重大隐患96条，已整改8510条，整改率98.50%，重大隐患整改90条，其余6条正在整改。",
    "当月和余额": "完成支出58240万元，占年初预算81600万元的71.4%。其中：民生支出4.42亿元，占75.9%；5月当月支出1.31亿元，环比减少0.26亿元；5月末库款余额1.07亿元。",
    "高于两处": "投资增长13.9%，增幅高于全国（-17.2%）31.1个百分点，高于全省（-5.1%）19.0个百分点。",
    "另一个括号": "公众号181个（市直44个，县区137个）；微博48个（市直18个，县区30个）；客户端3个（市直3个）。",
    "率后由至": "下降的有：甲类（下降20.0%，由250件降至200件）、乙类（下降25.0%，由120件降至90件）。",
    "其余没有数": "受理175件中，立案29件，不予立案131件，其余正在核查；罚款3万元。",
    "其余为": "结案8148件，其中采集员上报6190件，热线转办1229件，其余为视频上报。",
    "另一口径": "本季应办2078件，按期办结2073件，超期5件。\n\n市考核情况如下：应办2078件，按期办结2076件（审批延期的计为按期）。",
    "人与件": "主要是7月有4名巡查员离岗；1—7月累计67625件，其中三季度任务按每月9300件下达。",
    "各有括号": "24个项目中仍有9个未开工，主要卡在用地报批（5个）、林地审批（2个）、资金筹措（2个）。",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "printed"), WRONG.values(), ids=WRONG.keys())
def test_what_its_words_say_of_it_is_told(audit_text, text, code, printed):
    found = audit_text(text).findings
    assert (code, printed) in [(f.code, f.printed) for f in found], [(f.confidence, f.message) for f in found]


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_what_holds_is_silent(audit_text, text):
    assert [f.message for f in audit_text(text).findings] == []


def test_a_half_that_nothing_names_ties_nothing(audit_text):
    found = audit_text("收入102.70亿元，支出52.36亿元。完成目标的一半以上，整改率达一半。").agreements
    assert [a.arithmetic for a in found] == []


def test_a_road_is_no_indicator_and_a_final_score_no_part(audit_text):
    text = "项目立项8分(满分10分)、产出37.5分(满分40分)、效益18.6分(满分20分)，综合得分91.2分。\n\n被甲刊采用7篇、乙刊采用31篇，较年初目标(采用30篇次)多8篇次。"
    assert [f.message for f in audit_text(text).findings if f.confidence != "low"] == []


def _accounts(title: str, *amounts: int) -> str:
    names = (
        "教育支出",
        "科学技术支出",
        "文化体育支出",
        "卫生健康支出",
        "节能环保支出",
        "城乡社区支出",
        "农林水支出",
        "交通运输支出",
    )
    rows = "\n".join(f"{name}\t{amount}" for name, amount in zip(names, amounts, strict=True))
    return f"{title}\n单位：万元\n科目名称\t决算数\n{rows}"


@pytest.mark.parametrize(
    ("others", "told"),
    [((4410, 5520, 7735, 8120, 6310, 4890, 9120, 3310), 1), ((310, 520, 735, 812, 631, 4890, 9120, 3310), 0)],
)
def test_tables_of_which_many_rows_differ_are_of_two_scopes(audit_text, others, told):
    mine = _accounts("表1 支出决算表", 4410, 5520, 7755, 8120, 6310, 4890, 9120, 3310)
    found = audit_text(f"{mine}\n\n说明如下。\n\n{_accounts('表2 支出决算对照表', *others)}").findings
    assert len([f for f in found if f.code == "same.table"]) == told


def test_rows_that_make_up_a_hundred_are_shares_of_their_own_whole(audit_text):
    rows = ("项目\t金额\t占比\n应付账款\t30.00\t15.00%\n其他应付款\t20.00\t10.00%\n应交税费\t10.00\t5.00%\n"
            "其中：短期债务\t56.00\t40.00%\n长期债务\t84.00\t60.00%\n负债合计\t200.00\t100.00%")  # fmt: skip
    assert [f.message for f in audit_text(f"负债构成（单位：亿元）\n{rows}").findings if f.code == "rate.share"] == []


@pytest.mark.parametrize(("amount", "told"), [("252.20", []), ("282.20", ["815.30万元"])])
def test_clauses_take_each_figure_apart_by_its_name(audit_text, amount, told):
    text = "完成项目88项，成交金额9120.40万元，节约资金815.30万元。其中：市级中心完成项目36项，成交金额6180.15万元，节约资金{}万元；县级中心完成项目52项，成交金额2940.25万元，节约资金563.10万元。"
    assert [f.printed.partition("（")[0] for f in audit_text(text.format(amount)).findings] == told


FUNDS = "资金来源\t年初预算数\t全年预算数\t全年执行数\t执行率\t分值\t得分\n总额\t{}\t512.60\t486.97\t95.00%\t10\t9.5\n财政拨款\t480.00\t512.60\t486.97\t95.00%\t/\t/\n财政专户管理资金\t0.00\t0.00\t0.00\t0.00%\t/\t/\n单位资金\t0.00\t0.00\t0.00\t0.00%\t/\t/"


@pytest.mark.parametrize(("total", "told"), [("480.00", []), ("430.00", ["430.00"])])
def test_the_funds_of_a_form_are_all_its_money(audit_text, total, told):
    """Though only one kind of money is not nought, the total of a self-evaluation form is that of its kinds."""
    found = audit_text(f"项目资金（万元）\n{FUNDS.format(total)}").findings
    assert [f.printed for f in found if f.confidence != "low"] == told
