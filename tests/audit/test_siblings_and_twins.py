"""What its siblings, its twin or its own words say of a figure: told where it is wrong, silent where it is right."""

from __future__ import annotations

import pytest

#: The sentence, its right figure, a wrong one, and the code of the finding; all of them are sure.
SURE = {
    "计划在括号里": ("完成危房改造{}（计划50户，完成率72%），新建公厕12座。", "36户", "38户", "rate.prose"),
    "应当与已经": ("本月初次来访应登记426件，3日内登记421件，及时登记率{}；应告知318件。", "98.83%", "93.83%", "rate.prose"),
    "轮流说的两数": (
        "生产环节抽检1420批次，不合格11批次；流通环节抽检8630批次，不合格164批次；餐饮环节抽检3210批次，不合格{}。不合格率分别为0.77%、1.90%、2.71%。",
        "87批次", "27批次", "rate.prose",
    ),
    "不同单位的一行": (
        "共发生事故512起、死亡204人、受伤398人，同比分别减少36起、12人、31人，分别下降{}、5.6%和7.2%。", "6.6%", "6.1%", "growth.prose",
    ),
    "占比之后的合计": ("办理量居前的4个领域占比分别为20.7%、17.2%、11.9%、{}，合计占58.1%。", "8.3%", "8.8%", "rate.share"),
    "各项之后说的是总数的增减": ("全年共收到提案118件，其中集体提案36件、个人提案82件，较上年的{}增加7件。", "111件", "117件", "sum.difference"),
    "括号里的上年同期": (
        "受理3621件，结案2410件，结案率66.56%。与上年同期相比，结案增加148件；结案率下降{}（上年同期67.42%）。", "0.86个百分点", "0.36个百分点", "growth.points",
    ),
    "新增与删除": ("全年知识库新增词条326条、修改214条、删除78条，较上年末净增{}。", "248条", "948条", "sum.difference"),
    "总支出与各句首项": (
        "2024年，一般公共预算总收入完成318620万元，其中：一般公共预算收入完成34215万元，完成预算34000万元的100.63%，其中：税收收入20184万元。上级补助收入205430万元，一般债券转贷收入{}；调入资金5120万元；上年结余收入32675万元。",
        "41180万元", "41380万元", "sum.prose",
    ),
    "其余占比同一总数": (
        "新增专项债券7.30亿元。投向：产业园区2.90亿元、占39.7%，城乡供水1.85亿元、占25.3%，医疗卫生1.50亿元、占20.5%，旧区改造1.05亿元、占{}。", "14.4%", "64.4%", "rate.share",
    ),
    "两半与总数": (
        "一般公共预算收入完成138420万元，比上月多14210万元。税收收入94815万元，占一般公共预算收入的{}；非税收入43605万元，占31.5%。", "68.5%", "62.5%", "rate.share",
    ),
    "变动率跟着增减额": ("“三公”经费决算12.37万元，与2021年决算14.62万元相比减少2.25万元，变动率{}。", "15.39%", "15.89%", "growth.prose"),
    "前一句的收入": ("上级补助收入16.84万元，为开展业务活动取得的收入。较2021年度决算数减少{}，下降33.9%。", "8.64万元", "3.64万元", "growth.prose"),
    "占诉求量的几项": (
        "共受理诉求8426件，办结诉求8317件。诉求主要集中在农林水利1188件，占诉求量的14.10%；社会保障1065件，占诉求量的12.64%；公安交通934件，占诉求量的11.08%；生活公用{}，占诉求量的9.26%。",
        "780件", "180件", "rate.share",
    ),
    "金额占比": ("采购服务类78.36万元。授予小微企业合同金额占比为{}。", "100%", "700%", "share.possible"),
    "年末结转": (
        "收入总计4318.62万元，本年支出合计4203.17万元，其中：基本支出2814.05万元，占66.95%；项目支出1389.12万元，占33.05%。年末结转和结余{}。",
        "115.45万元", "115.95万元", "sum.balance",
    ),
}  # fmt: skip
#: Those of which the words leave something open: a doubt is enough.
DOUBTS = {
    "分开说的三公": (
        "“三公”经费决算总额4127万元。因公出国（境）费94万元，比上年增长12.4%；公务接待费1385万元，下降6.3%；公务用车购置及运行费{}，下降1.8%。",
        "2648万元", "2668万元",
    ),
    "新建与改造提升": ("建设任务5.4万亩，其中新建3.6万亩、改造提升{}。项目总投资11040万元。", "1.8万亩", "9.8万亩"),
    "约数印得精确": ("项目总投资约21.46亿元，其中资本金{}、专项债券10.60亿元。", "10.86亿元", "10.36亿元"),
    "再融资与预算资金": ("到期本息10.49亿元（本金8.25亿元，利息2.24亿元）。其中本金部分，再融资债券偿还{}，预算资金偿还4.51亿元。", "3.74亿元", "3.77亿元"),
    "车均运行费": ("公务用车运行维护费9.36万元，其中燃油费5.21万元。年末保有车辆3辆。车均运行维护费{}。", "3.12万元", "3.92万元"),
    "及其他": (
        "发行专项债券201.56亿元。主要投向：市政设施85.20亿元、社会事业41.37亿元、交通设施33.16亿元、保障住房26.15亿元、农林水利及其他{}。", "15.68亿元", "15.60亿元"
    ),
    "分开说的购置与运行": (
        "公务用车购置及运行费5231万元，比上年增长2.6%。公务用车购置费1246万元，购置67辆；公务用车运行费{}，保有量1752辆。", "3985万元", "3995万元",
    ),
}  # fmt: skip
TWIN = (
    "一、总体情况\n\n本年支出合计{}万元，其中：基本支出2936.41万元，占56.50%。\n\n二、支出决算\n\n"
    "支出5197.53万元，其中教育支出3402.18万元，占65.46%；其他支出1795.35万元，占34.54%。\n\n三、其他\n\n收入总计5197.53万元。\n"
)


@pytest.mark.parametrize(("text", "right", "wrong", "code"), SURE.values(), ids=SURE.keys())
def test_a_figure_that_its_own_words_or_siblings_settle(audit_text, text, right, wrong, code):
    assert audit_text(text.format(right)).findings == ()
    found = audit_text(text.format(wrong)).findings
    assert [(f.code, f.confidence != "low") for f in found] == [(code, True)], [f.message for f in found]


@pytest.mark.parametrize(("text", "right", "wrong"), DOUBTS.values(), ids=DOUBTS.keys())
def test_names_that_leave_nothing_out_wherever_they_stand(audit_text, text, right, wrong):
    assert audit_text(text.format(right)).findings == ()
    assert audit_text(text.format(wrong)).findings


def test_a_twin_that_holds_tells_what_is_wrong_with_the_other(audit_text):
    assert audit_text(TWIN.format("5197.53")).findings == ()
    (finding,) = audit_text(TWIN.format("5195.53")).findings
    assert finding.printed.startswith("5195.53万元")
    assert finding.recomputed == "5197.53万元"


def test_a_twin_of_another_name_is_another_amount(audit_text):
    text = TWIN.format("5197.53") + "\n年初预算5195.53万元。\n"
    assert audit_text(text).findings == ()


def test_what_is_called_no_total_may_leave_an_item_out(audit_text):
    text = "全市机构2093个，其中中心50个，增加2个；站83个，增加1个；室935个，减少8个；所1025个，减少3个。"
    assert audit_text(text).findings == ()


def test_few_digits_of_several_paragraphs_tie_nothing(audit_text):
    """Of a few things here and a few there some two always make up a third, and an item is no sum of its neighbours."""
    audit = audit_text("本季重点督办事项5件。\n\n各单位另有举措：甲局约谈2次。\n\n现场核实3件、退回2件重办。\n")
    assert audit.agreements == ()
    assert audit_text("债券期限有5年、10年、15年三种，均已公告。").agreements == ()


def test_marks_are_no_product(audit_text):
    audit = audit_text("甲村扣2分，乙村扣1.5分，丙村扣2分，合计扣分5.5分。")
    assert {a.code for a in audit.agreements} == {"sum.prose"}
