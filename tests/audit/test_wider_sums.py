"""Sums that the rows of a table confirm only together with its headers: noughts, wide headers, single rows, points."""

from __future__ import annotations

import pytest

#: A column of noughts confirms nothing, but stands under the wide header of its neighbours, or right before the total.
NOUGHTS = """各科室办理情况（件）
科室\t派件数\t热线\t\t\t信箱\t\t
\t\t按时办结\t超时办结\t在办\t按时办结\t超时办结\t在办
一科\t58\t41\t2\t6\t9\t0\t{}
二科\t47\t36\t0\t4\t7\t0\t0
三科\t39\t30\t1\t3\t5\t0\t0
四科\t26\t20\t0\t1\t5\t0\t0
"""
BEFORE_TOTAL = """来访人员构成（人）
月份\t农民\t职工\t学生\t其他\t总计
4月\t24\t13\t5\t{}\t42
5月\t31\t12\t2\t0\t45
6月\t17\t9\t8\t0\t34
"""
#: Two kinds of one amount under wide headers, and their total under a third.
GROUPS = """冷库温度抽查
项目\t东区\t\t西区\t\t合计\t
\t本月\t累计\t本月\t累计\t本月\t累计
抽查次数\t142\t1311\t{}\t1204\t273\t2515
合格次数\t140\t1302\t129\t1193\t269\t2495
不合格次数\t2\t9\t2\t11\t4\t20
"""
#: One reading of the total holds in every row whatever stands in its parts: 小计 = 合计 − 接待.
NAMED = """公务支出（万元）
年度\t合计\t车辆费用\t\t\t接待
\t\t小计\t购置\t运行\t
2020年\t143\t131\t{}\t52\t12
2021年\t97\t88\t41\t47\t9
2022年\t86\t79\t36\t43\t7
"""
#: One row of amounts; only the headers say what is added, and each wide header confirms the other.
ONE_ROW = """复查情况
行政复核\t\t\t\t\t仲裁\t\t\t\t
维持\t纠正\t其他\t未结\t总计\t维持\t纠正\t其他\t未结\t总计
6\t3\t1\t2\t{}\t4\t0\t1\t3\t8
"""
ONE_LIST = """分类情况如下：
店招\t噪音\t犬只\t垃圾\t油烟\t照明\t其它\t合计
8\t5\t{}\t6\t3\t9\t11\t46
"""
#: Counts that nothing exceeds and that are mostly full are no points; money beside points has a total of its own.
COUNTS = """改造进展
年度\t改造片区（个）\t栋数（栋）\t面积（万㎡）\t完成片区（个）
2020年\t21\t58\t{}\t21
2021年\t26\t49\t14.02\t26
2022年\t24\t43\t11.95\t20
合计\t71\t150\t58.13\t67
"""
MONEY = """项目资金与得分（单位：万元、分）
项目\t预算\t到位\t支出\t自评得分
甲\t110.00\t108.24\t{}\t97
乙\t240.00\t220.50\t214.11\t95
丙\t96.00\t90.00\t88.30\t93
合计\t446.00\t418.74\t409.65\t—
"""
#: Points that can be had miss their hundred where those that were had do not miss their total.
WEIGHTS = """评分情况
指标\t分值\t得分
编制合理性\t12\t12
资金到位\t8\t8
采集数量\t{}\t22
满意程度\t30\t27
社会效益\t23\t21
合计\t100\t90
"""


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (NOUGHTS, "0", "4"),
        (BEFORE_TOTAL, "0", "3"),
        (GROUPS, "131", "171"),
        (NAMED, "79", "74"),
        (ONE_ROW, "12", "17"),
        (ONE_LIST, "4", "8"),
        (COUNTS, "32.16", "32.46"),
        (MONEY, "107.24", "107.94"),
        (WEIGHTS, "27", "24"),
    ],
    ids=["noughts", "before the total", "groups", "named", "one row", "one list", "counts", "money", "weights"],
)
def test_a_cell_is_held_against_what_its_headers_add(audit_text, table, right, wrong):
    assert audit_text(table.format(right)).findings == ()
    told = [f for f in audit_text(table.format(wrong)).findings if f.confidence != "low"]
    assert len(told) == 1, [f.message for f in told]
    assert told[0].code in {"sum.table", "sum.weight"}


@pytest.mark.parametrize(
    "text",
    [
        # A column that is no part: nothing names the sum's own column, and no wide header holds it.
        "部门\t派发\t已办\t在办\t退回\n甲\t91\t83\t8\t0\n乙\t58\t51\t7\t3\n丙\t47\t41\t6\t0\n丁\t33\t30\t3\t0\n",
        # One whole: a rate of 100% in two rows is no denominator of the others.
        "地区\t有效天数\t优良天数\t优良天数比例(%)\n甲\t31\t31\t100.0\n乙\t31\t31\t100.0\n丙\t30\t29\t96.7\n",
        # A total in the middle of a single row adds nobody knows what.
        "来件\t自办\t合计\t转办\t督办\n8\t5\t13\t6\t3\n",
        # Points for the funds stand elsewhere and got nothing.
        WEIGHTS.format("27").replace("23\t21", "13\t21").replace("社会效益\t13\t21", "社会效益\t13\t13"),
    ],
    ids=["no part", "two wholes", "middle", "funds"],
)
def test_what_no_header_adds_is_not_told(audit_text, text):
    assert [f.message for f in audit_text(text).findings if f.confidence != "low"] == []


def test_a_score_above_its_points_shows_both_cells(audit_text):
    finding = next(f for f in audit_text(WEIGHTS.format("21")).findings if f.code == "score.limit")
    assert [place.column for place in finding.places] == [3, 2]


#: Only the first row below says “其中”; where the rows end that make it up, their sum tells, and the total leaves them out.
OF_WHICH = """“三公”经费（万元）
项目\t预算数\t决算数
合计\t186.4\t151.62
出国费\t0\t0
接待费\t2.4\t1.17
公车购置及运行费\t184\t{}
其中：公车运行费\t121\t98.24
公车购置费\t63\t52.21
"""
#: A second label pushes rows one column out of the header; the total is that of the results and not of what came in.
FORM = """收到和处理申请情况
（第一项加第二项之和，等于第三项加第四项之和）\t申请人情况
\t自然人\t法人\t\t\t总计
\t\t企业\t社团\t其他
一、本年新收申请数量\t46\t9\t1\t0\t56
二、上年结转申请数量\t3\t1\t0\t0\t4
三、本年度办理结果
（一）予以公开\t19\t5\t1\t0\t25
（二）部分公开\t8\t1\t0\t0\t9
（三）不予公开\t1.涉及秘密\t1\t0\t0\t{}\t1
\t2.保护第三方\t3\t1\t0\t0\t4
（四）无法提供\t1.未掌握信息\t11\t2\t0\t0\t13
\t2.需要另行制作\t2\t0\t0\t0\t2
（七）总计\t44\t9\t1\t0\t54
四、结转下年度\t{}\t1\t0\t0\t{}
"""


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (OF_WHICH, ("150.45",), ("150.75",)),
        (FORM, ("0", "5", "6"), ("7", "5", "6")),
        (FORM, ("0", "5", "6"), ("0", "8", "6")),
        (FORM, ("0", "5", "6"), ("0", "5", "9")),
    ],
    ids=["of which", "pushed row", "carried forward", "carried in all"],
)
def test_rows_below_a_row_are_its_parts(audit_text, table, right, wrong):
    assert audit_text(table.format(*right)).findings == ()
    told = [f for f in audit_text(table.format(*wrong)).findings if f.confidence != "low"]
    assert told
    assert {f.code for f in told} <= {"sum.table", "sum.balance"}


def test_rows_that_add_up_by_accident_tie_nothing(audit_text):
    text = "项目\t甲站\t乙站\t丙站\n一、检查\t5\t9\t14\n（一）白天\t3\t8\t2\n（二）夜间\t2\t6\t7\n二、整改\t4\t7\t3\n"
    assert [a.arithmetic for a in audit_text(text).agreements] == []


#: Classes of the statistical standard leave nothing out, though no row says 其中 or 合计.
CLASSES = """居民收支
指标\t绝对量（元）\t比上年增长（%）
一、人均可支配收入\t36125\t5.4
工资性收入\t22841\t4.9
经营净收入\t{}\t6.6
财产净收入\t1644\t7.1
转移净收入\t3957\t6.8
二、人均消费支出\t20418\t4.6
食品烟酒\t{}\t4.0
衣着\t1493\t2.5
居住\t4105\t2.9
生活用品及服务\t1577\t3.6
交通通信\t2864\t5.2
教育文化娱乐\t2398\t5.1
医疗保健\t1322\t5.4
其他用品及服务\t442\t9.8
"""
PRICES = """居民消费价格指数
指标\t上年=100
居民消费价格\t99.4
食品烟酒\t97.8
衣着\t99.9
居住\t99.1
生活用品及服务\t101.2
交通通信\t97.3
教育文化娱乐\t101.4
医疗保健\t99.7
其他用品及服务\t109.6
"""


@pytest.mark.parametrize(
    ("cells", "printed"), [(("7683", "6217"), []), (("7623", "6217"), ["36125元"]), (("7683", "6517"), ["20418元"])]
)
def test_classes_of_the_statistical_standard_make_up_their_row(audit_text, cells, printed):
    assert [f.printed for f in audit_text(CLASSES.format(*cells)).findings] == printed


def test_price_indices_make_no_sum(audit_text):
    audit = audit_text(PRICES)
    assert (audit.findings, audit.agreements) == ((), ())


SUBTOTALS = """指标\t指标名\t分值\t得分\t得分率
投入\t立项\t8\t7.00\t87.50%
\t资金\t7\t6.50\t92.86%
\t小计\t15\t13.50\t90.00%
过程\t管理\t12\t10.80\t90.00%
\t实施\t8\t6.00\t75.00%
\t小计\t20\t16.80\t84.00%
产出\t数量\t{}\t12.57\t83.80%
\t质量\t12\t11.50\t95.83%
\t成本\t8\t7.55\t94.38%
\t小计\t35\t31.62\t90.34%
合计\t\t70\t61.92\t88.46%
"""


def test_a_subtotal_adds_no_other_subtotal(audit_text):
    assert audit_text(SUBTOTALS.format("15")).findings == ()
    assert {f.code for f in audit_text(SUBTOTALS.format("19")).findings} == {"rate.score"}
