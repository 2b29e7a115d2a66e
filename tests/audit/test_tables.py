"""Tables of final accounts and self-evaluation forms: account codes, two lists side by side, what headers decide."""

from __future__ import annotations

import pytest

ACCOUNTS = """支出决算表
单位：万元
项目\t\t本年支出合计\t基本支出\t项目支出\t上缴上级支出
功能分类科目编码\t科目名称\t\t\t\t
合计\t\t973.38\t{total}\t420.70\t
208\t社会保障和就业支出\t75.47\t75.47\t\t
20805\t行政事业单位养老支出\t75.47\t75.47\t\t
2080505\t养老保险缴费支出\t50.31\t50.31\t\t
2080506\t职业年金缴费支出\t25.16\t25.16\t\t
212\t城乡社区支出\t897.91\t477.21\t420.70\t
21201\t城乡社区管理事务\t897.91\t477.21\t420.70\t
2120101\t行政运行\t485.98\t477.21\t8.77\t
2120199\t其他管理事务支出\t411.93\t\t411.93\t
"""
TWO_LISTS = """收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、财政拨款收入\t940.05\t一、一般公共服务支出\t706.66
二、事业收入\t\t二、外交支出\t
三、其他收入\t6.20\t三、社会保障和就业支出\t233.39
本年收入合计\t{income}\t本年支出合计\t940.05
年初结转和结余\t49.14\t年末结转和结余\t55.34
总计\t995.39\t总计\t995.39
"""
FORM = """项目资金（万元）\t\t年初预算数\t全年（调整）预算数\t全年执行数\t分值\t执行率\t得分
\t资金总额\t300.00\t280.00\t238.00\t10\t{rate}\t8.5
绩效指标\t三级指标\t指标性质\t目标值\t实际值\t分值\t\t得分
产出\t发案数\t≤\t12\t9\t50\t\t50
效益\t满意度\t≥\t90\t{met}\t40\t\t40
总分\t\t\t\t\t100\t\t{score}
"""


def test_account_codes_are_an_outline_and_no_figures(audit_text):
    audit = audit_text(ACCOUNTS.format(total="552.68"))
    assert audit.findings == ()
    assert audit.coverage.tied == audit.coverage.figures == 22
    (finding,) = audit_text(ACCOUNTS.format(total="525.68")).findings
    assert finding.printed.startswith("525.68万元") and (finding.recomputed, finding.confidence) == (
        "552.68万元",
        "high",
    )


def test_two_lists_side_by_side_are_two_tables(audit_text):
    audit = audit_text(TWO_LISTS.format(income="946.25"))
    assert audit.findings == () and audit.coverage.tied == audit.coverage.figures == 10
    labels = {e.label for e in audit.entries}
    assert {"一、财政拨款收入", "三、社会保障和就业支出"} <= labels


@pytest.mark.parametrize("rate", ["85%", "0.85"])
def test_headers_of_a_form_decide_what_its_columns_are(audit_text, rate):
    assert audit_text(FORM.format(rate=rate, met=95, score="98.5")).findings == ()


@pytest.mark.parametrize(
    ("values", "code", "right"),
    [
        ({"rate": "58%", "met": 95, "score": "98.5"}, "rate.table", "85"),
        ({"rate": "85%", "met": 60, "score": "98.5"}, "target.points", "26.67"),
        ({"rate": "85%", "met": 95, "score": "89.5"}, "sum.score", "98.5"),
    ],
)
def test_a_form_is_checked_by_its_own_headers(audit_text, values, code, right):
    found = {f.code: f for f in audit_text(FORM.format(**values)).findings if f.confidence != "low"}
    assert right in found[code].recomputed


def test_a_sum_of_many_rounded_terms_may_miss_by_their_remainder(audit_text):
    rows = "\n".join(f"科目{n}\t{value}" for n, value in enumerate(["84.62", "18.86", "82.24", "29.65", "19.16", "56.29", "73.19", "33.50", "28.86", "10.11", "2.41", "1.21"]))  # fmt: skip
    table = "支出明细\n单位：万元\n项目名称\t支出金额\n{}\n合计\t{}\n"
    assert audit_text(table.format(rows, "440.12")).findings == ()
    assert audit_text(table.format(rows, "441.10")).findings


def test_items_of_other_units_make_no_sum(audit_text):
    form = "三级指标\t分值\t实际值\t得分\n种植面积\t20\t29.5亩\t20\n其中桃树\t\t9.5亩\t\n其中苹果\t\t20亩\t\n鱼塘面积\t10\t3亩\t10\n家禽数量\t10\t{}\t10\n总分\t40\t\t40\n"
    assert audit_text(form.format("192只")).findings == ()
    assert [f.printed for f in audit_text(form.format("192只").replace("9.5亩\t\n", "5.5亩\t\n")).findings] == [
        "29.5亩"
    ]


BALANCE = """部门承办情况（件）
部门\t派发\t已办结\t在办未到期\t退回
城管\t91\t83\t8\t
水务\t58\t51\t7\t
房管\t47\t41\t6\t
城建\t70\t＊\t＊\t＊
合计\t266\t240\t23\t{back}
"""


@pytest.mark.parametrize(("back", "found"), [("3", False), ("2", True), ("", True)])
def test_what_a_balance_lacks_may_stand_in_a_column_of_its_own(audit_text, back, found):
    """What is neither closed nor open went back: where the column of returns tells as many, nothing is wrong."""
    audit = audit_text(BALANCE.format(back=back))
    assert bool([finding for finding in audit.findings if finding.confidence != "low"]) == found


SIDES = """收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、财政拨款收入\t8764217.30\t一、一般公共服务支出\t3127653.80
二、基金收入\t1150000.00\t八、社会保障支出\t982469.37
三、其他收入\t286140.15\t九、卫生健康支出\t316502.66
\t\t十一、城乡社区支出\t1150000.00
\t\t十二、农林水支出\t3845118.29
\t\t十九、住房保障支出\t302877.40
本年收入合计\t10200357.45\t本年支出合计\t9724621.52
年初结转和结余\t114906.33\t年末结转和结余\t590642.26
总计\t10315263.78\t总计\t10315263.78
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("9724621.52", "9624621.52"), ("10200357.45", "10220357.45"), ("316502.66", "376502.66")],
    ids=["支出合计", "收入合计", "其中一项"],
)
def test_a_list_beside_a_longer_one_is_whole_and_one_row_below_a_total_is_no_sum(audit_text, right, wrong):
    assert audit_text(SIDES).findings == ()
    (finding,) = audit_text(SIDES.replace(right, wrong)).findings
    assert wrong in finding.arithmetic and finding.confidence == "high"


def test_a_rate_that_fails_in_two_rows_is_another_rate(audit_text):
    text = """单位\t派遣总数\t按时办结\t超时办结\t未办结\t网上按时\t结案率\t按时结案率
甲局\t101\t81\t0\t7\t13\t93.1%\t93.1%
乙局\t73\t64\t0\t0\t9\t100.0%\t100.0%
丙局\t65\t57\t1\t3\t4\t95.4%\t93.8%
丁局\t45\t40\t0\t2\t3\t95.6%\t95.6%
合计\t284\t242\t1\t12\t29\t95.8%\t95.4%
"""
    assert [f for f in audit_text(text).findings if f.confidence != "low"] == []


YEARLY = """\t自然人\t法人\t科研机构\t其他\t总计
一、新收申请数量\t158\t27\t4\t13\t202
二、上年结转数量\t14\t11\t0\t0\t25
三、本年度办理结果
（一）予以公开\t124\t23\t4\t11\t162
（二）部分公开\t36\t11\t0\t2\t49
（三）总计\t160\t34\t4\t13\t211
四、结转下年度\t12\t4\t0\t0\t16
"""


def test_a_row_of_one_cell_keeps_the_table_together(audit_text):
    """“三、办理结果” between rows of figures is a row; what follows stands under the same header."""
    assert [f for f in audit_text(YEARLY).findings if f.confidence != "low"] == []
    (finding,) = [f for f in audit_text(YEARLY.replace("\t23\t", "\t53\t")).findings if f.confidence != "low"]
    assert "53" in finding.arithmetic and finding.confidence == "high"
