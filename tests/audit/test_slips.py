"""One wrong digit in a figure that words do not tie, but its neighbours do; and texts of the same shapes that hold."""

from __future__ import annotations

import re

import pytest

#: (text, the right figure, the figure as a typist left it, the code of the relation that shows it)
SLIPS = {
    "剩余": ("问题资金318045.62万元，报告日整改到位283610.17万元，未整改34435.45万元。", "34435.45万元", "34438.45万元", "sum.prose"),
    "两半": ("收到留言4873条。其中形成工单3318件，不成单的1555件。当场答复2204件，转办1114件。", "2204件", "2704件", "sum.prose"),
    "分别": ("全年采购规模41872.9亿元。货物、工程、服务分别为9215.3亿元、17804.1亿元和14853.5亿元。", "17804.1亿元", "17304.1亿元", "sum.prose"),
    "列举": ("涉及项目14个：水利6个、医疗3个、园区3个、供水2个。", "6个", "9个", "sum.prose"),
    "合计漏项": ("编发日报366期、周报48期、月报12期、专报31期，合计457期。", "457期", "426期", "sum.prose"),
    "比率在旁": ("应结718件，已结701件，结案率97.63%。", "97.63%", "97.36%", "rate.prose"),
    "逐项的率": ("省、市、县三级来信分别为48213件、39104件、26877件，回复分别为33041件、30982件、23015件，回复率分别为68.53%、79.23%和85.63%。", "79.23%", "72.23%", "rate.prose"),
    "括号里的上期": ("受理684件，同比下降7.4%（去年同期739件），环比上升5.2%（二季度650件）。", "5.2%", "5.7%", "growth.prose"),
    "百分点在括号": ("按时办结率98.71%，比上年提高0.84个百分点（上年97.87%）。", "0.84个百分点", "0.48个百分点", "growth.points"),
    "三数相乘": ("乙方提供38个座席，单价7150元，服务期12个月，合同金额3260400元。", "3260400元", "3206400元", "product.amount"),
    "两种写法": ("合同金额3260400元，折合326.04万元。", "326.04万元", "326.84万元", "unit.slip"),
    "各自的增减": ("甲系统收入15亿元，同比下降7.2%，减收1.16亿元；乙系统收入36.5亿元，同比下降8.9%，减收3.57亿元。", "36.5亿元", "96.5亿元", "growth.prose"),
    "所名的总数": ("共受理信访750件次，其中来访318批，占42.4%。来访中集体访21批，占来访的6.6%。", "318批", "378批", "rate.share"),
    "上年的数": ("受理47.31万件，较2022年的40.8万件增加6.51万件，增长16.0%。其中电话38.25万件、网络9.06万件。", "47.31万件", "47.38万件", "sum.prose"),
    "高于目标": ("栽植3650株，成活3497株，成活率95.8%，高于目标值（94%）1.8个百分点。", "1.8个百分点", "1.3个百分点", "growth.points"),
    "括号里的基数在前": ("工单：13482件，环比1月（17260件）减少21.9%，同比去年2月（11937件）增加12.9%。", "21.9%", "27.9%", "growth.prose"),
    "依次占比": ("资金12.8亿元投向：园区5.3亿元、住房3.2亿元、供水2.5亿元、医院1.8亿元，占比依次为41.4%、25.0%、19.5%、14.1%。", "19.5%", "79.5%", "share.total"),
    "算式里的权重": ("综合得分=数量×50%+质量×30%+满意度×20%。", "30%", "38%", "share.total"),
    "点名的除数": ("接入网点3262个。\n\n欠薪诉求812件，涉及2035人，件均2.5人。", "2035人", "8035人", "rate.average"),
    "率在前件数在括号": ("呼入13482个，15秒接通率92.1%（15秒内接通12417个）。", "12417个", "12471个", "rate.prose"),
    "隔段的总数": ("全年受理26840件。其中居民22814件，占85.0%；单位2684件，占10.0%；其他1342件，占5.0%。\n\n按时间，三季度7920件；四季度8413件；一季度5772件；二季度4735件。", "8413件", "8493件", "sum.prose"),
    "两半与它们的总数": ("热线受理诉求65120件，日均9303件。\n\n本周所受理的诉求中，直办34318件，占52.7%，转办30802件，占47.3%。", "34318件", "34313件", "sum.prose"),
    "满意几档": ("电话回访抽取420件，其中有效回访331件，表示满意的有318件，表示一般的有9件，表示不满意的有4件。", "318件", "118件", "sum.prose"),
    "权重": ("得分由时限、解决、评价三项按30%、30%、40%加权计算。", "40%", "46%", "share.total"),
}  # fmt: skip


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(("text", "right", "wrong", "code"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_where_it_stands(audit_text, text, right, wrong, code):
    before, _, after = text.rpartition(right)
    found = [f for f in audit_text(before + wrong + after).findings if f.code == code]
    assert any(wrong in place.quote for f in found for place in f.places), [f.message for f in found]


@pytest.mark.parametrize("text", [s[0] for s in SLIPS.values()], ids=SLIPS.keys())
def test_the_same_text_without_it_is_silent(audit_text, text):
    assert audit_text(text).findings == ()


def test_one_slip_with_its_symptoms_is_one_finding(audit_text):
    text = "应结718件，已结701件，结案率97.63%；群众参评{}件，满意428件，参评率64.91%，满意率94.07%。"
    assert audit_text(text.format(455)).findings == ()
    (finding,) = audit_text(text.format(458)).findings
    assert finding.printed.startswith("458件") and finding.confidence != "low"


QUIET = {
    "各项已合成另一个总数": "承办栏目2期2件次，书记信箱52件、县长信箱37件。办理热线办交办来电12件，其中满意9件，不满意3件。",
    "要求不是平均": "落实协管员日人均20条的工作量要求，登记247个，处置100人次。",
    "预算不是总数": "收入完成56.84亿元，为年初预算55亿元的103.3%，同口径增长5.8%（上年53.7亿元）。其中税收收入38.71亿元，非税收入18.13亿元。",
    "核减率": "重点审核230个，核减资金1.42亿元，核减率9.4%（送审15.1亿元）。",
    "与预算相比": "2023年支出决算2731.06万元，与年初预算2649.72万元相比，增加81.34万元，增长3.07%。",
    "与上年相比": "收入总计5926.14万元、支出总计5926.14万元，与2022年（6231.07万元）相比，收、支总计各减少304.93万元，下降4.9%。",
    "净增": "全年新增724户，退出495户，上年末6107户，净增229户。",
    "三项各扣": "扣分合计9.56分，其中实施、时效、效益三项各扣2分，共占扣分的62.8%。",
    "其余四项": "八项支出52.75亿元：教育16.9亿元，科技3.15亿元，社保12.44亿元，卫生8.06亿元，其余四项共12.20亿元。",
    "加上": "加上级补助41.3亿元、上年结余6.28亿元、调入资金9.14亿元、一般债券5.6亿元，收入总计118.89亿元。",
    "低于限额": "债务余额64.91亿元，其中一般债务23.4亿元、专项债务41.51亿元，低于债务限额70.2亿元5.29亿元。",
    "扣掉的分": "B07 决策程序。分值 2.00 分，得 2.00 分。由评价小组评定，理由：目标设得不全：缺了成本目标，扣 0.5 分；部分目标没有量化的口径，扣 0.5分。综上，尚有不足。",
    "算式中的因子": "认同度=（40*62.5%+40*37.5%*60%）/40人*100%=85.00%。",
    "两年的同名数": "2021年受理投诉15102件，先行联系率为95.42%；2022年受理投诉14104件，先行联系率为98.39%。",
    "区间的两端": "等级按总分划分（方括号含端点、圆括号不含）：优：[90, 100]；良：[80, 90)；合格：[60, 80)；不合格：[0, 60)。",
    "几个指标的分值": "A11立项依据充分性得2.00分，A12立项程序规范性得2.00分，C32任务响应时间得1.50分，C33更新时效得2.00分。",
    "写出的算式": "决算29.4168万元为尾款19.6846万元和预付款9.7322万元合计数，即29.4168万元=19.6846万元+9.7322万元。",
    "可多选": "不满意原因（可多选）：办理时间长61人、答复敷衍44人、电话难打通29人、其他13人。",
    "列举后的合计": "扣分指标3个：执行率扣0.41分，接通率扣0.2分，化解率扣0.6分，合计扣1.21分。",
    "夹着上年数的合计": "收入预算数为16.27亿元，实际完成16.27亿元，比上年决算数15.81亿元增长2.9%，加上补助收入12.48亿元、转贷收入2.16亿元、上年结余0.59亿元，收入合计31.50亿元。",
    "人和批": "共受理信访750件次。来访318批706人次，占42.4%。",
    "排序": "按进度排序，东原县81.2%，南陵县80%，西渠县77.4%，北川县76.9%，中屏县71.3%。全市收入10.7亿元，其中东原县9.6亿元、南陵县9.3亿元。",
    "约数": "留言19204件，其中医疗5267件，占总数近三成。",
    "另一件事": "全市生产总值3586.20亿元，增长5.1%。接待费2.13万元，培训费3.46万元，印刷费1.27万元，邮寄费0.88万元。",
    "列举未尽": "受理9624件，主要有噪声2213件、供水1876件、停车1542件。",
    "结转": "收入80422万元，转贷6540万元，上年结转1873万元，调入3012万元，收入总计91847万元。支出67124万元，上解2157万元，支出总计69281万元，结转下年22566万元。",
}  # fmt: skip


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_stands_alone_is_left_alone(audit_text, text):
    assert audit_text(text).findings == ()


RANKED = "名次\t单位\t得分\n1\t甲镇\t97.4\n2\t乙镇\t95.1\n{}\t丙镇\t93.8\n{}\t丁镇\t92.6\n5\t戊乡\t90.2"


def test_ranks_follow_the_scores(audit_text):
    wrong = [f for f in audit_text("考核结果\n" + RANKED.format(4, 3)).findings if f.code == "count.rank"]
    assert [(f.printed, f.recomputed) for f in wrong] == [("4", "3"), ("3", "4")]
    assert audit_text("考核结果\n" + RANKED.format(3, 4)).findings == ()
    twice = [f for f in audit_text("考核结果\n" + RANKED.format(2, 4)).findings if f.code == "count.rank"]
    assert [(f.printed, f.recomputed) for f in twice] == [("2", "3")]


def test_weights_in_words_are_those_of_the_columns(audit_text):
    table = "单位\t办结率\t解决率\t满意率\t得分\n甲局\t98.0\t96.0\t95.0\t{}\n乙局\t97.0\t94.0\t92.0\t94.1\n丙局\t99.0\t98.0\t97.0\t97.9\n丁局\t95.0\t93.0\t91.0\t92.8"
    text = "得分由办结率、解决率、满意率三项按30%、30%、40%加权计算。\n"
    assert audit_text(text + table.format("96.2")).findings == ()
    assert [f.printed for f in audit_text(text + table.format("95.2")).findings if f.code == "rate.weighted"] == [
        "95.2"
    ]


def test_a_calculation_that_is_printed_is_told_once(audit_text):
    text = "决算29.4168万元为尾款19.6846万元和预付款9.7322万元合计数，即29.4168万元=19.6841万元+9.7322万元。"
    assert [f.code for f in audit_text(text).findings] == ["formula.written"]


@pytest.mark.parametrize("base", ["比上年的6215件增加627件", "较上年6215件增加627件"])
def test_growth_on_what_stands_before_the_change(audit_text, base):
    """The amount of the year before is what it grew from, not what came of it."""
    text = "2024年共受理6842件，" + base + "，增长{}。"
    assert audit_text(text.format("10.09%")).findings == ()
    (finding,) = audit_text(text.format("11.09%")).findings
    assert (finding.printed, finding.recomputed) == ("11.09%", "10.09%")


def test_the_figure_in_another_unit_than_the_rest_is_the_wrong_one(audit_text):
    text = "收费收入88412万元，为预算的109.2%，减少15187{}，下降14.7%。\n\n罚没收入61240万元，为预算的111.1%，增加10555万元，增长20.8%。"
    assert audit_text(text.format("万元")).findings == ()
    (finding,) = audit_text(text.format("元")).findings
    assert (finding.printed.partition("（")[0], finding.recomputed) == ("15187元", "15187万元")
