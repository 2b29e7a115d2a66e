"""What ties far places of a document: numbering, announced counts, names, told dates, goals and scores, sentences and cells."""

from __future__ import annotations

import pytest

ITEMS = "{}制度不全；{}执行偏慢；{}档案缺失；{}验收滞后。"
RATES = (
    "5月，全区先行联系率97.60%，诉求解决率88.21%，市民满意率90.41%。青云镇先行联系率98.10%，市民满意率{}%，排名第一；白马镇诉求解决率80.35%，排名末位。\n"
    "表1 各镇四率情况\n单位\t先行联系率\t诉求解决率\t市民满意率\t按时办结率\n青云镇\t98.10%\t90.25%\t92.20%\t100%\n"
    "白马镇\t97.00%\t80.35%\t88.60%\t99.1%\n丰乐镇\t97.70%\t90.00%\t90.10%\t100%\n全区\t97.60%\t88.21%\t90.41%\t99.8%\n"
)
TOTALS = (
    "经评价，项目综合得分{}分。\n表1 绩效评价得分表\n一级指标\t二级指标\t分值\t得分\n决策\t项目立项\t10\t10\n决策\t绩效目标\t10\t9.5\n"
    "过程\t资金管理\t30\t29.38\n产出\t产出数量\t30\t28.5\n效益\t满意度\t20\t18\n合计\t\t100\t95.38\n"
)
TOWN = "甲河镇城运中心负责平台运行，甲河镇城运中心制定了制度。甲河镇城运中心按月通报。\n\n{}城运中心在案件处置中及时性不够。"
CODED = (
    "{0}\n\n指标\t权重\t评分标准\t业绩值\t得分\n{1}\t4\t满意度95%以上，得4分，每下降1%，扣权重的3%，扣完为止。\t96.00%\t4\n"
    "A12 制度健全性\t2\t制度健全，得2分；有缺失，得1分。\t健全\t2\nA13 公开及时性\t2\t及时公开，得{2}分；否则不得分。\t及时\t2\n"
    "B11 处置完成率\t3\t完成率100%，得3分，每下降1%，扣0.1分。\t100.00%\t3\nB12 资料完整性\t2\t完整，得2分；缺一项扣0.5分。\t完整\t2\n"
)
GOALS = "目标名称\t目标值\n人口数据准确率\t≥95%\n\n{}\n\n指标\t权重\t得分\nC11 人口数据准确率\t2\t{}\nC12 巡查完整性\t2\t2\nC13 更新及时率\t2\t2\n"
BUDGET = (
    "2023年部门年初预算873.32万元。年中调减45.49万元，调整后预算827.83万元，截止至{}年12月31日，预算执行827.58万元。"
)
FOUND_ON = "{}，经区委编委研究决定设置甲河镇城市运行管理中心，加挂应急指挥中心牌子。"
PLAN = "时间\t工作\n{}年3月底\t签订合同\n2024年6月底\t完成采集\n2024年9月底\t完成核查\n2024年12月底\t总结\n"

FORM = (
    "三级指标\t分值\t目标值\t业绩值\t评分标准\t得分\nC21 无害化处理率\t6\t≥98%\t98.6%\t≥98%得满分，每降低1个百分点扣1分\t6.00\n"
    "C22 抽查合格率\t6\t≥95%\t{}\t≥95%得满分，每降低1个百分点扣1分，扣完为止\t{}\nC23 改造完成数\t6\t≥1250户\t1268户\t达到目标值得满分，未达到的按完成比例得分\t6.00\n"
)
BODIES = "甲河区农村环境项目绩效评价报告\n\n主管部门：甲河区农业农村局\n\n项目由甲河区农业农村局牵头。{}农业农村局制定了管护办法等制度。甲河区农业农村局统一采购。"
FAR = "".join(f"第{n}段说明情况。\n\n" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
LISTED = (
    "目 录\n一、概况……1\n（一）背景……1\n（二）内容……2\n二、评价……{0}\n\n一、概况\n\n（一）背景\n\n受理3件。\n\n（{1}）内容\n\n"
    "办结3件。\n\n二、评价\n\n结果良好。"
)
STEPS = (
    "评价组于2025年6月中旬提交方案评审稿，6月25日通过评审，于2025年6月底完善方案。自2025年6月底起实施评价，于2025年7月中旬完成初稿，"
    "并于{}年7月底邀请专家评审。"
)
DAYS = "时间\t工作\n2024/3/4\t启动\n2024/3/11\t座谈\n2024/3/18\t取数\n2024/{}/22\t核对\n2024/4/8\t初稿\n2024/4/15\t评审\n2024/4/29\t定稿\n"
COUNTED = "2023年1月1日至2023年12月31日平台共立案21935件。\n\n二、分析\n\n汇总{}平台共立案21935件，已结案21600件。"
TERMS = "租赁期限为2024年5月8日至2025年5月7日。\n\n名称\t期限\n终端设备\t2024.5.8-2025.5.7\n\n服务周期为{}，按季付款。"
REPORT = "甲河镇绩效评价报告\n\n二〇二五年七月\n\n问卷于{}月初发放至受访人群，填写后收回。"
ISSUED = "2024年7月11日，镇政府以抄告单形式《甲府抄〔{}〕210号》同意。"
JOINED = "2023年9月，甲河镇安监所并入，并入后共两个科室。\n\n预算增加系2023年9月甲河镇安监所并入所致。\n\n自{}月甲河镇安监所并入起，职能增加。"
SCALE = "等级分为{}、良、合格、不合格四档。\n\n（1）≥90分为“优”；\n\n（2）[{},90)区间内为“良”；\n\n（3）[60,75)区间内为“合格”；\n\n（4）<60分为“不合格”。"
GRADED = "评分标准：评价等级为{}，得1分；良好，得0.8分；合格，得0.6分。"
FORMS = "".join(
    f"项目{n}\n\n指标\t分值\t得分\n数量\t100.00\t{{}}\n总分\t100.00\t{{}}\n评分等级\t{{}}\n\n" for n in "甲乙丙"
)
LIMITS = (
    "目标名称\t目标值\n户厕改造登记率\t≥{}%\n资料完整性\t100%\n\n三、目标\n\n通过走访核对，确保户厕改造登记率≥98%。"
)
OWN = "甲河镇平台按月通报。\n\n甲河镇制定了办法。\n\n甲河镇每季巡查。\n\n甲河镇全年受理工单。\n\n" * 2 + "{}"
FUNDS = (
    "单位：元\n\n项目资金\t全年预算数\t全年执行数\t分值\t执行率\t得分\n年度资金总额\t635000.00\t589725.00\t10\t92.87%\t{}\n"
    "其中：财政拨款\t612000.00\t566725.00\t—\t92.60%\t—\n"
)
ROADS = "养护农村公路共{}条线路，分别为：青石线、白水线、双河线、东岭线、南坪线。"
MARKED = (
    "自评得分95.50分，评价等级为“{}”。90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差。"
)
TERM_END = "2024年1月10日批复立项，2024年2月5日发布公告，2024年3月1日中标，合同期为2024年3月15日至2025年3月14日。2024年12月20日验收，{}年12月25日归档。"

FOUND = {
    "比率超过全部": ("受理诉求1384件，按时响应率达102%。", "share.possible", "不超过100%"),
    "各条线路": (ROADS.format(6), "count.list", "5 项"),
    "九十分以上": (MARKED.format("良"), "grade.scale", "“优”"),
    "合同期以外的日期": (TERM_END.format(2023), "date.outside", "2024年12月25日"),
    "由别区的局": (BODIES.format("由青漪区"), "name.unit", "青漪区农业农村局"),
    "三档": ("评价等级分为优、良、中、差三档。", "count.list", "4 项"),
    "执行率的得分": (FUNDS.format("1.29"), "score.rule", "9.29"),
    "只写一次的镇": (OWN.format("2024年度乙山镇两项经费立项依据充分。"), "name.unit", "乙山镇"),
    "第三方来评": (TOWN.format("受第三方委托，乙山镇"), "name.unit", "乙山镇"),
    "两个良": (SCALE.format("良", 75), "grade.scale", "“良”出现两次"),
    "段不相接": (SCALE.format("优", 76), "grade.scale", "76"),
    "规则里两个良好": (GRADED.format("良好"), "grade.scale", "“良好”出现两次"),
    "高分低等": (FORMS.format(98, 98, "优", 99, 99, "良", 97, 97, "优"), "grade.scale", "“良”"),
    "目标两处": (LIMITS.format("96"), "target.value", "≥98%"),
    "目标过百": (LIMITS.format("198"), "target.value", "不超过100%"),
    "逐步叙述": (STEPS.format("2024"), "date.outside", "2025年7月"),
    "逐日一栏": (DAYS.format("6"), "date.outside", "2024年3月22日"),
    "同一统计期": (COUNTED.format("2023年2月1日至2023年12月31日"), "date.same", "2023年1月1日"),
    "少一个月的租期": (TERMS.format("2024年5月8日至2025年4月7日"), "date.contract", "2025年5月7日"),
    "报告日以后": (REPORT.format("2026年7"), "date.outside", "不晚于2025年7月"),
    "文号的年份": (ISSUED.format("2023"), "date.outside", "2023年"),
    "三处同一事": (JOINED.format("2024年9"), "date.same", "2023年9月"),
    "隔得远的标题": (f"一、概况\n\n{FAR}三、过程\n\n{FAR}三、评价\n\n{FAR}四、结论", "name.numbering", "二、"),
    "目录与正文": (LISTED.format("12", "三"), "name.numbering", "目录为“（二）”"),
    "又从一起": ("1、登记。\n\n2、巡查。\n\n1、更新。\n\n4、核查。", "name.numbering", "3、"),
    "没有开头的一列": (ITEMS.format("（5）", "（6）", "（6）", "（8）"), "name.numbering", "（7）"),
    "两个二是": ("存在问题：二是制度不全；二是执行偏慢。", "name.numbering", "一是"),
    "规则与得分": (FORM.format("93.5%", "5.00"), "score.rule", "4.50"),
    "达标而扣": (FORM.format("97.2%", "5.50"), "score.rule", "6.00"),
    "未达而满": (FORM.format("93.5%", "6.00"), "score.rule", "4.50"),
    "正文与业绩值": ("全年完成户厕改造1286户。\n\n" + FORM.format("96%", "6.00").replace("C23 改造", "C23 户厕改造"), "score.value", "1268户"),
    "书名号里的合同": ("该项目2024年3月18日中标，2024年3月11日签订《甲河区农村生活垃圾收运服务合同》。", "date.order", "2024年3月11日"),
    "逐节列出": ("评价发现，项目主要存在以下四个方面的问题：\n\n（一）依据不足。\n\n（二）抽查不合格。\n\n（三）渠道单一。\n\n七、建议\n\n（一）细化。", "count.list", "3 项"),
    "别区的局": (BODIES.format("青漪区"), "name.unit", "青漪区农业农村局"),
    "序号跳过": (ITEMS.format("（1）", "（2）", "（4）", "（5）"), "name.numbering", "（3）"),
    "序号改大": (ITEMS.format("一是", "二是", "四是", "四是"), "name.numbering", "三是"),
    "序号重复": (ITEMS.format("（1）", "（2）", "（2）", "（3）"), "name.numbering", "（3）"),
    "末一项": (ITEMS.format("1）", "2）", "3）", "5）"), "name.numbering", "4）"),
    "标题序号": ("一、概况\n\n（二）立项背景\n\n内容甲。\n\n（二）项目内容\n\n内容乙。\n\n二、结论", "name.numbering", "（一）"),
    "各级标题": ("一、概况\n\n1、背景\n\n2、内容\n\n4、资金\n\n二、评价\n\n1、依据\n\n2、过程\n\n三、结论", "name.numbering", "3、"),
    "列在前面": ("共设4个二级指标，从产出数量、产出质量、产出时效和产出成本三个方面进行考察。", "count.list", "4"),
    "两个项数": ("共设2个二级指标，从社会效益、可持续发展及满意度三个方面进行考察。", "count.list", "3 项"),
    "等字以后": ("项目支出包括网格建设、平台建设、智能化建设、案件托底等三个项目。", "count.list", "4 项"),
    "逐段列出": ("具体目标包括以下四个方面：\n\n一是登记完整。\n\n二是巡查到位。\n\n三是更新及时。", "count.list", "3 项"),
    "逐句列出": ("主要存在三个问题：一是制度不全；二是执行偏慢。", "count.list", "2 项"),
    "上级指标两个名称": (CODED.format("", "A11 居民满意度", "2") + "\n指标\t权重\nA 项目决策\t8\nA11 居民满意程度\t4\n", "name.code", "A11"),
    "级次两个名称": (CODED.format("", "A11 居民满意度", "2") + "\n级次\t权重\nB 项目效益\t8\n\n级次\t得分\nB 项目效果\t8\nB 项目效果\t8\n", "name.code", "B"),
    "别镇的名称": (TOWN.format("乙山镇"), "name.unit", "乙山镇"),
    "文中一格": (RATES.format("91.20"), "same.row", "92.20%"),
    "文中总分": (TOTALS.format("96.38"), "same.score", "96.38"),
    "两处面积": ("项目建成高标准农田7900亩。\n\n二、产出\n\n经现场核实，建成高标准农田7800亩。", "same.sentence", "7800亩"),
    "规则超过权重": (CODED.format("", "A11 居民满意度", "6"), "score.rule", "6 分"),
    "达标而扣分": (GOALS.format("全年人口数据准确率98.7%。", "1"), "target.points", "98.7%"),
    "截止日在前": (BUDGET.format("2022"), "date.outside", "2022年12月31日"),
    "两处日期": (FOUND_ON.format("2021年4月9日") + "\n\n" + FOUND_ON.format("2021年6月9日"), "date.same", "6月9日"),
    "一栏日期": (PLAN.format("2025"), "date.outside", "2025年3月"),
    "别年的依据": ("2024年度项目绩效评价报告\n\n2024年年初预算147.104万元。\n\n二、产出\n\n2022年年初预算147.104万元，执行较好。", "date.outside", "2022年"),
    "等次两处": (CODED.format("", "A11 居民满意度", "2").replace("健全\t2", "良好\t2") + "\nA12 制度健全性\n\n经查阅，制度建设情况为优秀。", "score.value", "优秀"),
}  # fmt: skip

QUIET = {
    "三区合计之后另列三区": "转办量前三位的区为甲区4936件、乙区4127件、丙区3858件，三区合计12921件；后三位为丁区、戊区、己区，分别为1206件、1038件、977件。",
    "到位率超过全部": "资金到位率104.2%，增长率130%，预算完成率108.6%。",
    "表内无数的一行": "一、总体\n\n二、情况\n\n三、申请情况\n\n申请表\n一、新收\t70\t78\n二、结转\t2\t3\n三、办理结果\n(一)公开\t21\t25\n\n四、复议情况\n\n五、问题",
    "各条线路": ROADS.format(5),
    "九十分以上": MARKED.format("优"),
    "合同期的止日": TERM_END.format(2024),
    "四个等级": "评价等级分为优、良、中、差四档。",
    "执行率的得分": FUNDS.format("9.29"),
    "九成以上得满分": FUNDS.format("10"),
    "按档得分": FUNDS.format("8"),
    "两个单位的得分": "甲公司满意率75.0%，满意率得分为13.50分。乙公司满意率71.4%，满意率得分为12.50分。",
    "两处答复率": "市级部门答复1772条，答复率99.77%。\n\n二、县区\n\n内容甲。\n\n各县区答复1205条，答复率99.75%。",
    "两个目标": "培训3118人次，完成年度目标3000人次。\n\n二、效益\n\n就业5386人，完成年度目标5000人。",
    "另一个合计": "合计支出645.69万元，执行率95.7%。\n\n单位：万元\n\n名称\t下达数\t执行数\t执行率\n补助甲\t286.00\t271.30\t94.9%\n"
    "补助乙\t220.87\t214.79\t97.2%\n合计\t506.87\t486.09\t95.9%\n",
    "赴别镇考察": OWN.format("网格员赴乙山镇开展交流。"),
    "两个别镇": OWN.format("在乙山镇、丙水镇开展联勤。"),
    "镇字前的词": OWN.format("采购方案报批，并经镇政府同意。"),
    "四档": SCALE.format("优", 75),
    "规则四档": GRADED.format("优秀"),
    "高分高等": FORMS.format(98, 98, "优", 99, 99, "优", 83, 83, "良"),
    "目标两处": LIMITS.format("98"),
    "上年的目标": LIMITS.format("96").replace("通过", "上年通过"),
    "增长率过百": LIMITS.format("198").replace("登记率", "增长率").replace("≥98%", "≥198%"),
    "逐步叙述": STEPS.format("2025"),
    "逐日一栏": DAYS.format("3"),
    "同一统计期": COUNTED.format("2023年1月1日至2023年12月31日"),
    "另一段统计期": COUNTED.format("2023年1月1日至2023年6月30日").replace("汇总", "上半年").replace("21935件，已", "11935件，已"),
    "按季的一段": TERMS.format("2024年5月8日至2024年8月7日"),
    "报告以前": REPORT.format("2025年7"),
    "以后的安排": REPORT.format("2026年7").replace("于2026", "计划于2026"),
    "同年的文号": ISSUED.format("2024"),
    "年初印发上年文号": ISSUED.format("2023").replace("7月11日", "1月11日"),
    "三处同一事": JOINED.format("2023年9"),
    "目录": LISTED.format("12", "二"),
    "远处缺一节": f"一、概况\n\n{FAR}三、过程\n\n{FAR}四、评价\n\n{FAR}五、结论",
    "两列都从一起": "1、登记。\n\n2、巡查。\n\n1、更新。\n\n2、核查。",
    "规则与得分相符": FORM.format("93.5%", "4.50"),
    "正文与业绩值相符": "全年完成户厕改造1268户。\n\n" + FORM.format("96%", "6.00").replace("C23 改造", "C23 户厕改造"),
    "本区的局": BODIES.format("甲河区"),
    "各条重新起": "一、概况\n\n1、背景\n\n2、内容\n\n二、评价\n\n1、依据\n\n2、过程\n\n3、结果",
    "摘录": "一、概况\n\n内容甲。\n\n三、评价\n\n内容乙。",
    "段内续列": "（1）登记；（2）巡查；\n\n（3）更新；（4）核查。\n\n（5）总结。",
    "及字相连": "共设3个二级指标，从社会效益、可持续发展及满意度三个方面进行考察。",
    "等字": "涉及水利、医疗等5个项目。",
    "项目数": "涉及项目11个：水利4个、医疗3个、园区2个、供水2个。",
    "各三项": "甲镇、乙镇、丙镇各五项工作完成。",
    "以下三项": "主要做了以下三项工作：\n\n一是登记。\n\n二是巡查。\n\n三是更新。",
    "页断名称": CODED.format("", "A11 居民满意度", "2") + "\n指标\t权重\nA11 居民满\t4\n",
    "邻镇": TOWN.format("与乙山镇毗邻，乙山镇"),
    "镇字前的动词": TOWN.format("甲河镇") + "实施镇城运中心方案。全面实施方案。",
    "文中一格": RATES.format("92.20"),
    "总分相符": TOTALS.format("95.38"),
    "计划与建成": "项目计划建设高标准农田7900亩。\n\n二、产出\n\n经现场核实，建成高标准农田7800亩。",
    "达标满分": GOALS.format("全年人口数据准确率98.7%。", "2"),
    "上年的准确率": GOALS.format("上年人口数据准确率98.7%。", "1"),
    "截止日": BUDGET.format("2023"),
    "不同事项": FOUND_ON.format("2021年4月9日") + "\n\n2021年6月9日，中心召开成立以来的第一次工作例会，明确分工。",
    "全是零": "因公出国（境）费支出0万元，与2019年预算相比，减少0万元，下降0%。公务接待费0万元，下降0%。",
    "四星以上": "评为五星的28个、四星57个、三星61个、二星18个；四星以上85个。\n星级\t个数\n五星\t28\n四星\t57\n三星\t61\n二星\t18\n合计\t164\n",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "word"), FOUND.values(), ids=FOUND.keys())
def test_what_differs_is_told_once(audit_text, text, code, word):
    found = [f for f in audit_text(text).findings if f.code == code]
    assert len(found) == 1, found
    assert word.replace("（", "(").replace("）", ")") in f"{found[0].message}{found[0].recomputed}".replace(
        "（", "("
    ).replace("）", ")")


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_agrees_is_not(audit_text, text):
    assert audit_text(text).findings == ()


def test_lists_and_cells_are_agreements(audit_text):
    assert "count.list" in {a.code for a in audit_text(QUIET["以下三项"]).agreements}
    assert "same.row" in {a.code for a in audit_text(QUIET["文中一格"]).agreements}


def test_a_goal_without_a_score_is_a_doubt(audit_text):
    names = ["居民满意度", "制度健全性", "公开及时性", "处置完成率", "资料完整性", "宣传覆盖率"]
    goals = "目标名称\t目标值\n" + "".join(f"{name}\t100%\n" for name in names)
    (finding,) = [
        f for f in audit_text(CODED.format(goals, "A11 居民满意度", "2")).findings if f.code == "target.unscored"
    ]
    assert finding.confidence == "low"
    assert finding.printed == "宣传覆盖率"


def test_what_no_slip_explains_is_less_sure(audit_text):
    slip, other = "受理2000件，办结1903件，办结率{}。", ("96.15%", "96.1%", "81.32%")
    sure = [[f.confidence for f in audit_text(slip.format(rate)).findings] for rate in other]
    assert sure == [["high"], ["medium"], ["low"]]  # of three digits many a misreading is one slip away


def test_a_mean_is_told_by_the_exact_value(audit_text):
    (finding,) = audit_text("中秋国庆8天假期，共受理群众诉求8000件，日均1100件。").findings
    assert finding.recomputed == "1000件"
