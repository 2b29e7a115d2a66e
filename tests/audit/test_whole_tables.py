"""Tables of whole published documents: captions, column numbers, blanks among parts, rows within rows, remainders."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evallib.audit import audit_report

sys.path.insert(0, str(Path(__file__).parent / "extract"))
from test_pdf import show, write_pdf


def sure(audit):
    return [(f.code, f.recomputed) for f in audit.findings if f.confidence != "low"]


PAGE = """{name}基金收入2025年执行情况和2026年预算（草案）
单位：万元
项目\t2025年\t\t2026年预算\t
\t年初预算数\t执行数\t建议数\t比2025年执行数增减
\t1\t2\t3\t4=3-2
{rows}
"""
TOP = "一、甲收入\t410\t398\t420\t22\n二、乙收入\t96\t101\t99\t-2\n三、丙收入\t55\t57\t61\t4"
REST = "四、丁收入\t20\t{part}\t26\t{more}\n五、戊收入\t9\t8\t7\t-1\n收入总计\t590\t588\t613\t25"


@pytest.mark.parametrize(("part", "more", "found"), [("24", "2", []), ("34", "2", [("sum.balance", "24万元")])])
def test_pages_of_one_caption_are_one_table_and_numbers_of_columns_no_figures(audit_text, part, more, found):
    pages = [PAGE.format(name="全市", rows=rows) for rows in (TOP, REST.format(part=part, more=more))]
    assert sure(audit_text("\n".join(pages))) == found


@pytest.mark.parametrize(("name", "found"), [("市本级", []), ("全市", ["same.table"])])
def test_the_line_over_the_unit_names_the_table(audit_text, name, found):
    rows = f"{TOP}\n四、丁类收入\t20\t24\t26\t2\n收入总计\t581\t580\t606\t26"
    other = rows.replace("410\t398\t420\t22", "410\t371\t420\t49").replace("581\t580\t606\t26", "581\t553\t606\t53")
    rows, other = (text.replace("收入\t", "类收入\t").replace("类类", "类") for text in (rows, other))
    text = PAGE.format(name="全市", rows=rows) + "另一张表如下。\n" + PAGE.format(name=name, rows=other)
    assert [f.code for f in audit_text(text).findings if f.code == "same.table"] == found


ACROSS = """2026年市级支出预算表
单位：万元
项目\t合计\t其中\t\t\t
\t\t当年预算\t上级专款\t上年结转\t一般债券
抚恤\t906\t906\t\t\t
就业补助\t{whole}\t614\t150\t429\t
技能补助\t780\t600\t180\t\t
养老服务\t515\t400\t\t115\t
公路养护\t1320\t700\t20\t\t600
水利工程\t905\t200\t105\t\t600
"""


@pytest.mark.parametrize(("whole", "found"), [("1193", []), ("1293", [("sum.table", "1193万元")])])
def test_blanks_among_parts_add_nothing_and_what_was_carried_over_is_a_part(audit_text, whole, found):
    assert sure(audit_text(ACROSS.format(whole=whole))) == found


BESIDE = """2026年资金来源表
单位：万元
项目\t合计\t财力收入\t一般转移\t专项转移\t上年结余收入
人大事务\t1367\t1363\t\t\t4
统计事务\t312\t302\t\t\t10
审计事务\t486\t446\t23\t\t17
纪检事务\t3579\t2462\t52\t\t1065
群团事务\t771\t765\t\t27\t6
市场监管\t3139\t3119\t\t128\t20
组织事务\t1380\t1198\t25\t\t157
"""


def test_a_column_told_beside_the_others_is_no_part(audit_text):
    assert sure(audit_text(BESIDE)) == []
    assert sure(audit_text(BESIDE.replace("3579", "3597"))) == [("sum.table", "3579万元")]


WITHIN = """社会保险基金收入执行情况表
单位：万元
项目\t收入合计\t其中\t
\t\t当年执行\t上年结转
基金收入合计\t{whole}\t5610\t6639
机关养老保险基金收入\t1685\t1492\t193
保险费收入\t\t892\t
财政补贴收入\t\t600\t
居民养老保险基金收入\t1847\t644\t1203
保险费收入\t\t263\t
财政补贴收入\t\t381\t
职工医疗保险基金收入\t8717\t3474\t5243
保险费收入\t\t3400\t
利息收入\t\t74\t
"""


@pytest.mark.parametrize(("whole", "found"), [("12249", []), ("12349", [("sum.table", "12249万元")])])
def test_rows_within_rows_are_added_once(audit_text, whole, found):
    assert sure(audit_text(WITHIN.format(whole=whole))) == found


ROUNDED = """转移支付分县区表
单位：万元
项目\t合计\t其中\t\t\t
\t\t东区\t西区\t南县\t北县
一般转移\t11144\t2000\t6016\t2128\t1000
边境转移\t8249\t1667\t3171\t1667\t1743
民生转移\t29488\t3509\t10948\t8373\t6658
农业转移\t{whole}\t2850\t6507\t4234\t1028
"""


@pytest.mark.parametrize(("whole", "found"), [("14619", []), ("14621", []), ("14629", [("sum.table", "14619万元")])])
def test_a_remainder_of_rounding_is_doubted_where_others_leave_one(audit_text, whole, found):
    assert sure(audit_text(ROUNDED.format(whole=whole))) == found


MIXED = """在建项目情况
项目\t计划总投资\t累计已投资
甲园区\t9.51\t2.80
乙厂区\t11.00\t4.78
丙平台\t0.60\t10.22万元
丁大道\t15.60\t9.88
合计\t36.71\t17.46
"""


def test_a_figure_with_a_unit_of_its_own_makes_no_sum_with_figures_without_one(audit_text):
    assert sure(audit_text(MIXED)) == []


def rules(xs, ys, ends):
    lines = [f"{ends[0]} {y} m {ends[1]} {y} l S\n" for y in ys]
    return "".join(lines + [f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs])


@pytest.mark.parametrize(("total", "found"), [("620", []), ("650", [("sum.table", "620万元")])])
def test_a_table_without_lines_at_its_sides_keeps_its_outer_columns(tmp_path, total, found):
    rows = [
        ["项目", "合计", "东市", "西市", "南市", "新区"],
        ["合计", total, "300", "180", "90", "50"],
        ["奖补资金", "400", "200", "120", "60", "20"],
        ["补助资金", "220", "100", "60", "30", "30"],
    ]
    xs = [60 + 70 * n for n in range(7)]
    ys = [700 - 20 * n for n in range(5)]
    page = show("2021年转移支付分地区表", 180, 740) + show("单位：万元", 400, 718) + rules(xs[1:-1], ys, (60, 480))
    for y, row in zip(ys, rows, strict=False):
        page += "".join(show(text, x + 6, y - 14) for x, text in zip(xs, row, strict=False))
    path = tmp_path / "分地区表.pdf"
    write_pdf(path, page)
    assert sure(audit_report(path)) == found


SECRET = """2021年支出功能分类决算表
单位：万元
科目编码\t科目名称\t决算数
201\t一般公共服务支出\t{whole}
20101\t人大事务\t624
2010101\t行政运行\t456
2010102\t代表工作\t168
20102\t政协事务\t418
2010201\t行政运行\t318
2010202\t政协会议\t100
20103\t政府办公厅及相关机构事务\t{part}
2010301\t行政运行\t702
2010302\t机关服务\t203
20104\t发展与改革事务\t112
2010401\t行政运行\t80
2010402\t战略规划\t32
"""


@pytest.mark.parametrize(
    ("whole", "part", "found"),
    [("2745", "905", []), ("2059", "905", []), ("2159", "905", [("sum.table", "2059万元")])],
)
def test_accounts_that_are_kept_secret_leave_a_sum_short(audit_text, whole, part, found):
    assert sure(audit_text(SECRET.format(whole=whole, part=part))) == found


def test_a_total_whose_columns_add_up_lacks_nothing_of_its_own(audit_text):
    text = """在建项目投资情况
单位：亿元
项目\t计划投资\t累计投资\t尚需投资
甲园区\t9.51\t2.80\t6.71
乙厂区\t11.00\t4.78\t6.22
丙大道\t3.76\t2.95\t0.81
丁水厂\t4.44\t2.99\t1.45
戊旧厂\t1.20\t2.47\t-
己民宿\t0.52\t0.13\t0.39
合计\t30.43\t16.12\t15.58
"""
    assert sure(audit_text(text)) == []


def test_months_of_this_year_are_held_against_no_whole_one(audit_text):
    text = """表3 公司收入概况（单位：亿元）
项目\t2026年1～3月\t2025年\t2024年
营业收入\t3.77\t25.55\t24.59
期间费用\t4.15\t10.55\t8.47
2025年公司的期间费用同比增长，主要是利息增加。
"""
    assert sure(audit_text(text)) == []
