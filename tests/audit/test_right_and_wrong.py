"""One sentence, with its right figure and with a wrong one: the first is silent, the second is told of that figure."""

from __future__ import annotations

import pytest

#: The sentence, its right figure, a wrong one, the code of the finding.
SENTENCES = {
    "预算与决算各有其基数": ("公路支出2830万元，为年初预算2640万元的107.2%，比上年决算2516万元增长{}。", "12.5%", "15.2%", "growth.prose"),
    "开业与关闭": ("全年新开门店46家，关闭13家，净增{}。", "33家", "35家", "sum.difference"),
    "迁入与迁出": ("年内迁入5210人，迁出4180人，净增{}。", "1030人", "1080人", "sum.difference"),
    "节约多少为预算的几成": ("预算金额380万元，中标金额352.6万元，节约资金27.4万元，节约率{}。", "7.21%", "7.81%", "rate.prose"),
    "率的名称说明分子": ("车辆上线率{}（在册240辆，上线228辆）。", "95%", "91%", "rate.prose"),
    "实物的收发": ("年初结存1860件，本年购入2430件，发放3115件，年末结存{}。", "1175件", "1275件", "sum.balance"),
    "合计只报一次": ("财政拨款4210.35万元，事业收入318.62万元，其他收入25.40万元，收入合计{}。", "4554.37万元", "4554.87万元", "sum.prose"),
    "签订在日期之后": ("合同于{}签订，2024年6月28日完成验收。", "2024年5月20日", "2024年8月20日", "date.order"),
    "由此到彼": ("按期办结率从上年的91.2%提升到94.7%，提高{}。", "3.5个百分点", "3.9个百分点", "growth.points"),
    "和也是一项": ("共设{}一级指标，即产出、效益和满意度。", "3个", "2个", "count.list"),
    "两处点名的倍数": ("电话受理5210件，占68.4%，网络受理2407件，占31.6%，电话是网络的{}。", "2.2倍", "2.7倍", "rate.multiple"),
    "各项之和的占比": ("渠道以电话为主，共3120件，占62.4%；微信1180件，占{}；现场700件，占14.0%。", "23.6%", "26.3%", "rate.share"),
    "收治与出院": ("年初在院412人，全年收治8650人，出院8691人，年末在院{}。", "371人", "317人", "sum.balance"),
    "本年的合计": ("上年结余120万元，本年收入合计560万元，支出合计610万元，年末结余{}。", "70万元", "90万元", "sum.balance"),
    "一百二十批不是急救电话": ("上、下半年分别抽检120批、150批，合格114批、147批，合格率分别为95.0%、{}。", "98.0%", "93.0%", "rate.prose"),
    "逐年列举的增长": ("近三年救助支出分别为1837万元、1899万元和2014万元，2022年、2023年分别增长{}和6.06%。", "3.38%", "3.88%", "growth.prose"),
    "逐年列举的增减额": ("2021年至2023年，在册企业分别为412家、437家和451家，分别增加{}和14家。", "25家", "28家", "sum.difference"),
    "后一年比所列的前一年": ("三年中，2021年罚没1530.4万元、2022年1286.5万元，2023年较上年增加140.8万元，增长{}。", "10.9%", "12.9%", "growth.prose"),
    "其余也是一项": ("本月反映较多的是养老类1866件；住房类2107件。养老类占比连续3个月居首位。养老类诉求中，待遇资格412件、补缴393件、转移接续207件，其余为信息更正等{}。", "854件", "884件", "sum.prose"),
    "下一句分级次看": ("全市支出累计完成31.46亿元，增长5.2%。分级次看，市级支出{}，增长4.1%；县级支出8.15亿元，增长8.5%。", "23.31亿元", "28.31亿元", "sum.prose"),
    "新收与上年结转": ("2023年新收公开申请{}，上年结转3件，共27件。", "24件", "21件", "sum.prose"),
    "别处另报的合计": (
        "项目批复概算{}，其中设备购置1842万元、软件平台460万元、土建及安装418万元、其他费用150万元、预备费90万元。\n\n决算较概算2960万元有节约。",
        "2960万元", "2760万元", "sum.prose",
    ),
    "分项之后的总数": ("“三公”经费合计3.14万元，其中接待费0.87万元、用车费2.27万元，比2017年的{}下降15.14%。", "3.70万元", "4.70万元", "growth.prose"),
    "用于何处": ("新增一般债券{}，用于公路建设0.81亿元、农林水利0.38亿元、教育0.22亿元、医疗卫生0.09亿元、其他0.23亿元。", "1.73亿元", "1.78亿元", "sum.prose"),
    "分号后的一对": (
        "对12个项目开展自评，涉及拨款约2600万元，评为优的10个、良的2个；其中综合改革项目年初预算720万元，实际拨付648万元，执行率{}。",
        "90%", "94%", "rate.prose",
    ),
    "各种回答的占比": ("收回有效问卷412份，非常满意占57.5%，满意占34.0%，一般占6.2%，不满意占{}。", "2.3%", "2.8%", "share.total"),
    "批准的预算": ("批准基金预算收入5.2亿元。上半年完成11317万元，占年初预算的{}，主要是出让进度滞后。", "21.8%", "24.8%", "rate.share"),
    "今年也是一年": ("2021年、2022年和今年9月受理量分别为7.97万件、8.83万件和9.86万件（即98642件），后两年分别增长{}和11.7%。", "10.8%", "10.3%", "growth.prose"),
    "几年净增": ("2014年、2015年、2016年基金支出分别为6,328万元、7,807万元和9,234万元，两年净增{}。", "2,906万元", "2,916万元", "sum.difference"),
    "两种计量各说一遍": ("总产量241.6万吨（48.3亿斤），比2022年减少3.2万吨（0.6亿斤），下降{}。", "1.3%", "4.3%", "growth.prose"),
    "多出栏": ("生猪出栏48.24万头，比上年多出栏11.09万头，增长{}。", "29.9%", "28.9%", "growth.prose"),
    "对比括号里的上一轮": ("对比上一轮同期（2018年，全市交办184件），本轮信访件减少37件，下降{}。", "20.1%", "28.1%", "growth.prose"),
    "率后的分项": ("回访2410件，满意率{}，较上周提高0.4个百分点，其中非常满意1503件，满意721件。", "92.28%", "97.28%", "rate.prose"),
}  # fmt: skip
SILENT = {
    "四成多": "意见由去年的128条减少到今年的73条，减少四成多（43.0%）。",
    "用于其中一项": "新增专项债券8.16亿元，主要用于市政建设5.62亿元、交通1.09亿元。",
    "几种回答": "非常满意占57.5%，满意占34.0%，基本满意占6.2%。",
    "分行业看只说主要的": "全市支出累计完成31.46亿元，增长5.2%。从主要支出看，教育支出7.31亿元，增长4.1%；卫生支出3.15亿元，增长8.5%。",
    "各年的数各有其年": "2021年、2022年、2023年新收申请分别为27件、16件、21件。2023年新收信息公开申请21件。新收申请中，邮寄12件，网上8件，当面1件。",
    "另起一种分法": "收入完成32,846万元，增长9.5%。从部门看：税务部门完成16,972万元，增长3.1%；财政部门完成15,874万元，增长17.3%。"
    "从结构看：税收完成12,604万元，增长2.2%；非税完成20,242万元，增长14.6%。",
    "率所数的分项不是全部": "回访2410件，回访满意率92.28%，较上周提高0.4个百分点，其中非常满意1503件，满意721件。",
    "还了多少没有说": "年初余额48.3亿元，新增债券5.2亿元，年末余额51.1亿元。",
    "来了多少没有说": "年初在册512户，退出31户，年末在册498户。",
    "急救电话": "拨打120急救电话和110报警服务台，由119指挥中心联动处置。",
}


@pytest.mark.parametrize(("text", "right", "wrong", "code"), SENTENCES.values(), ids=SENTENCES.keys())
def test_the_right_figure_is_silent_and_the_wrong_one_is_told(audit_text, text, right, wrong, code):
    assert audit_text(text.format(right)).findings == ()
    found = audit_text(text.format(wrong)).findings
    assert [(f.code, f.confidence != "low") for f in found] == ([(code, True)] if code else [])


#: What one slip explains and words tell loosely: among consistent texts such slips fitted by accident as well.
DOUBTED = {
    "余下多少": ("奖补资金累计下达1740万元，占全年预算1800万元的96.7%，余下{}用于年终考核。", "60万元", "80万元", "sum.balance"),
    "比所列的某一年多": ("2022年、2023年、2024年前4个月收入分别为35930万元、37405万元和36318万元，虽低于上年，但比2022年仍多{}。", "388万元", "338万元", "sum.balance"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "code"), DOUBTED.values(), ids=DOUBTED.keys())
def test_the_right_figure_is_silent_and_the_wrong_one_is_doubted(audit_text, text, right, wrong, code):
    assert audit_text(text.format(right)).findings == ()
    assert [(f.code, f.confidence) for f in audit_text(text.format(wrong)).findings] == [(code, "low")]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_not_told_is_no_fault(audit_text, text):
    assert audit_text(text).findings == ()


def test_a_rate_of_a_row_has_the_name_of_the_first(audit_text):
    text = "甲、乙两镇分别收到150件、180件，办结147件、171件，办结率分别为98.0%、91.0%。"
    assert [f.message[:5] for f in audit_text(text).findings] == ["“办结率”"]


def test_of_two_slips_the_exact_one_is_told(audit_text):
    (finding,) = audit_text("债务限额52.6亿元，债务余额48.3亿元，剩余举债空间4.8亿元。").findings
    assert finding.recomputed == "4.3亿元"


def test_a_label_keeps_the_whole_word_of_a_total(audit_text):
    (finding,) = audit_text("门诊18.2万人次，急诊2.6万人次，门急诊合计20.3万人次。").findings
    assert finding.message.startswith("“门急诊合计”")


def test_what_the_year_before_grew_by_is_not_told(audit_text):
    """The rate is of the change and the amount before it, not of what that amount came from."""
    (finding,) = audit_text("藏书45.2万册，去年同期41.8万册，增加3.4万册，同比增长8.7%。").findings
    assert finding.recomputed == "8.1%"
