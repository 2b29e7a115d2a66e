"""Totals of tables: counts beside shares, marks beside cases, tables without a header, rows that “其中” opens."""

from __future__ import annotations

import pytest


def told(audit, *, doubts=False):
    return [(f.code, f.recomputed) for f in audit.findings if doubts or f.confidence != "low"]


SHARES = """各领域安排情况
领域\t项目数(个)\t金额(万元)\t占比
园区配套\t{first}\t1985.20\t36.6%
学校医院\t14\t1041.60\t19.2%
道路桥梁\t5\t960.10\t17.7%
安置住房\t11\t792.60\t14.6%
农田水利\t8\t430.30\t7.9%
其他\t3\t208.20\t3.8%
合计\t62\t5418.00\t100%
"""


@pytest.mark.parametrize(("first", "found"), [("21", []), ("23", [("sum.table", "64个")])])
def test_shares_that_make_up_not_quite_a_hundred_round_no_counts(audit_text, first, found):
    assert told(audit_text(SHARES.format(first=first))) == found


ROUNDED = """分单位安排情况
单位\t安排数\t基本支出\t项目支出
甲局\t2000\t{first}\t21
乙局\t34119\t21407\t12712
丙局\t8046\t6031\t{second}
丁局\t5150\t4100\t1050
戊局\t9421\t7121\t2300
"""


@pytest.mark.parametrize(("first", "second", "told"), [("1979", "2015", 0), ("1980", "2015", 1), ("1980", "2016", 0)])
def test_two_sums_off_by_one_unit_are_rounded(audit_text, first, second, told):
    assert len(audit_text(ROUNDED.format(first=first, second=second)).findings) == told


MARKS = """各营业部工单办理情况
单位\t派单\t办结\t不满意\t考核得分
东湖部\t896\t894\t9\t98.6
西湖部\t774\t772\t11\t98.3
南湖部\t502\t491\t{third}\t96.1
北湖部\t1018\t999\t24\t95.4
合计\t3190\t3156\t56\t
"""


@pytest.mark.parametrize(("third", "found"), [("12", []), ("32", [("sum.table", "76")])])
def test_marks_beside_cases_make_no_form(audit_text, third, found):
    assert told(audit_text(MARKS.format(third=third))) == found


NO_HEADER = """支出分为以下几类：
综合管理支出\t1086.35万元\t29.2%
社会事务支出\t412.78万元\t11.1%
村镇建设支出\t598.41万元\t16.1%
农林支出\t1237.92万元\t33.3%
其他支出\t381.20万元\t10.3%
合计\t{whole}万元\t100%
"""


@pytest.mark.parametrize(("whole", "found"), [("3716.66", []), ("3746.66", [("sum.table", "3716.66万元")])])
def test_a_table_may_have_no_header(audit_text, whole, found):
    assert told(audit_text(NO_HEADER.format(whole=whole))) == found


OPENED = """案件构成
类别\t数量(件)\t占比
事件\t265105\t91.53%
其中：市容\t158264\t54.64%
街面\t81937\t28.29%
部件\t24518\t8.47%
其中：公用\t13046\t4.50%
合计\t{whole}\t100%
"""


@pytest.mark.parametrize(("whole", "found"), [("289623", []), ("989623", [("sum.table", "289623")])])
def test_rows_that_are_taken_apart_make_up_the_total(audit_text, whole, found):
    assert told(audit_text(OPENED.format(whole=whole))) == found


LEVELS = """余额变动情况（单位：亿元）
项目\t上年末余额\t发行\t还本\t年末余额
一般债务\t20.57\t3.92\t3.40\t21.09
专项债务\t26.32\t8.31\t2.05\t32.58
合计\t{whole}\t12.23\t5.45\t53.67
"""


@pytest.mark.parametrize(("whole", "found"), [("46.89", []), ("16.89", [("sum.table", "46.89亿元")])])
def test_a_wrong_first_digit_makes_no_level(audit_text, whole, found):
    assert told(audit_text(LEVELS.format(whole=whole))) == found


RULES = """绩效目标完成情况
指标\t分值\t目标\t实际\t得分
泵站数量\t10\t≥6座\t6座\t10
渠道长度\t10\t≥28公里\t31公里\t10
合格率\t15\t100%\t100%\t15
开工率\t{late}\t≥90%\t83.3%\t4.6
完工率\t5\t100%\t100%\t5
节水量\t20\t≥45方\t47方\t20
水体感官\t{last}\t改善\t较好\t8
满意度\t10\t≥90%\t94.6%\t10
小计\t85\t\t\t82.6
"""


@pytest.mark.parametrize(("last", "found"), [("10", []), ("20", [("sum.weight", "95")])])
def test_two_indicators_of_one_mark_are_both_counted(audit_text, last, found):
    assert told(audit_text(RULES.format(late="5", last=last))) == found


AGES = """资金安排
来源\t项目\t对象\t金额(万元)
公益金\t0-6岁儿童救助\t31人\t62.00
\t家庭改造\t45户\t22.50
\t评定补贴\t260人\t5.20
\t助学\t9人\t{fourth}
\t其他\t—\t3.90
\t小计\t—\t96.20
"""


@pytest.mark.parametrize(("fourth", "found"), [("2.60", []), ("2.64", [("sum.table", "96.24万元")])])
def test_an_age_is_no_number_of_a_row(audit_text, fourth, found):
    assert told(audit_text(AGES.format(fourth=fourth)), doubts=True) == found


BELOW = """分行业情况
指标\t绝对值(亿元)\t比上年增长(%)
全县总值\t98.46\t4.9
农业\t22.46\t6.1
工业\t27.34\t6.8
建筑\t{third}\t-3.4
商贸\t10.50\t4.9
服务\t26.98\t6.6
"""


@pytest.mark.parametrize(("third", "found"), [("11.18", []), ("12.18", [("sum.table", "99.46亿元")]), ("9.31", [])])
def test_all_rows_below_the_first_may_make_it_up(audit_text, third, found):
    audit = audit_text(BELOW.format(third=third))
    assert told(audit) == []
    assert told(audit, doubts=True) == found


FORM = """自评表

资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分数\t执行率(%)\t得分
\t年度资金总额:\t76.40\t70.20\t70.20\t10.00\t100.00\t{funds}
\t其中: 当年财政拨款\t70.40\t64.20\t64.20\t-\t100.00\t-
\t上年结转资金\t6.00\t6.00\t6.00\t-\t100.00\t-
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t备注
产出指标\t数量指标\t巡河率\t≥96.00(%)\t97.50(%)\t20.00\t20.00\t
\t质量指标\t合格率\t≥95.00(%)\t96.20(%)\t30.00\t30.00\t
效益指标\t社会效益\t知晓率\t≥90.00(%)\t84.00(%)\t{full}\t27.00\t
满意度指标\t服务对象\t满意度\t≥90.00(%)\t92.00(%)\t10.00\t10.00\t
总分\t\t\t\t\t100.00\t97.00\t
"""


@pytest.mark.parametrize(
    ("full", "funds", "found"),
    [
        ("30.00", "10.00", []),
        ("35.00", "10.00", [("sum.weight", "105.00")]),
        # What was had does not add up with the points above: nothing tells whose they are.
        ("35.00", "7.00", [("sum.score", "94.00")]),
    ],
)
def test_points_of_another_name_above_count_where_those_that_were_had_do(audit_text, full, funds, found):
    assert told(audit_text(FORM.format(full=full, funds=funds))) == found
