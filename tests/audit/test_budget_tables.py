"""Tables of budgets: scopes told by titles, headers of income beside spending, units and titles in cells, contents."""

from __future__ import annotations

import pytest

FUND = """{title}
单位：万元
项目\t年初预算\t调整预算数\t执行数
养老保险费收入\t{first}\t2210\t2305
财政补贴收入\t1330\t1420\t1415
委托投资收益\t500\t500\t512
利息收入\t60\t60\t58
"""


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("2025年某市市本级社会保险基金收入情况表", 0),
        ("2025年某市社会保险基金支出情况表", 0),
        ("2025年某市政府性基金收入情况表", 0),
        ("2025年某市社会保险基金收入汇总表", 1),
    ],
)
def test_tables_of_another_scope_are_not_held_against_each_other(audit_text, other, found):
    one = FUND.format(title="2025年某市社会保险基金收入情况表", first="2105")
    findings = audit_text(f"{one}\n以下为另一张表。\n{FUND.format(title=other, first='2165')}").findings
    assert [f.code for f in findings if f.code == "same.table"] == ["same.table"] * found


BESIDE = """2025年全市国有资本经营预算收支情况表单位：万元
收入\t\t\t\t支出\t\t\t
项目\t预算数\t完成数\t\t项目\t变动预算数\t执行数\t
\t\t金额\t完成预算数%\t\t\t金额\t完成变动预算数%
一、利润收入\t586\t396\t67.6\t一、改革成本支出\t1137\t866\t76.2
二、股利收入\t120\t237\t197.5\t二、注入资本金\t200\t116\t58.0
三、清算收入\t\t\t\t三、政策性补贴支出\t\t\t
四、其他收入\t546\t104\t19.0\t四、其他支出\t73\t60\t82.2
收入合计\t{total}\t737\t58.9\t支出合计\t1410\t1042\t73.9
"""


@pytest.mark.parametrize(("total", "found"), [("1252", []), ("1262", [("sum.table", "1252万元")])])
def test_rows_without_figures_begin_no_table_and_rates_make_no_sum(audit_text, total, found):
    findings = audit_text(BESIDE.format(total=total)).findings
    assert [(f.code, f.recomputed) for f in findings if f.confidence != "low"] == found


@pytest.mark.parametrize(
    ("head", "found"), [("全市收入执行情况表 表一 单位：万元", False), ("全市受理件数情况表", True)]
)
def test_a_unit_in_a_cell_above_the_header_makes_whole_amounts_rounded(audit_text, head, found):
    rows = "\n".join(["甲\t200\t210\t5.0", "乙\t100\t140\t40.0", "丙\t245\t45\t-81.8", "丁\t300\t330\t10.0"])
    findings = audit_text(f"{head}\t\t\t\n项目\t上年数\t本年数\t增长%\n{rows}\n").findings
    assert any(f.code == "growth.table" for f in findings) is found


ACCOUNTS = """表20
2026年市本级支出明细表
单位：万元
科目代码\t科目名称\t预算数
支出合计\t\t1510
201\t一般公共服务\t900
20101\t人大事务\t600
2010101\t行政运行\t400
2010108\t代表工作\t200
— 52 —
表20
2026年市本级支出明细表
单位：万元
科目代码\t科目名称\t预算数
20113\t商贸事务\t{trade}
2011301\t行政运行\t100
2011307\t贸易管理\t200
204\t公共安全\t610
20402\t公安\t610
2040201\t行政运行\t610
"""


@pytest.mark.parametrize(("trade", "found"), [("300", []), ("380", [("380万元", "300万元")])])
def test_a_title_that_every_page_repeats_parts_no_table(audit_text, trade, found):
    audit = audit_text(ACCOUNTS.format(trade=trade))
    assert len(audit.document.tables) == 1
    assert [(f.printed[:5], f.recomputed) for f in audit.findings] == found


def test_tables_with_totals_of_their_own_stay_apart(audit_text):
    table = "2026年项目支出明细表\n单位：万元\n项目\t预算数\n合计\t30\n甲\t10\n乙\t20\n"
    assert len(audit_text(f"{table}{table}").document.tables) == 2


CONTENTS = """表1-1 2026年全市收入情况表.....................1
表1-2 2026年全市支出情况表.....................3
表5：市本级支出执行情况表………………33
表5 市本级支出执行情况表
表1-1 单位：万元
表6 -1
表6 -2
表5：市本级支出执行情况表{tail}
"""


@pytest.mark.parametrize(("tail", "found"), [("", False), ("\n表5：市本级收入执行情况表", True)])
def test_lines_of_the_contents_give_no_table_two_names(audit_text, tail, found):
    assert any(f.code == "name.table" for f in audit_text(CONTENTS.format(tail=tail)).findings) is found


@pytest.mark.parametrize(("rate", "found"), [("30.9%", False), ("39.9%", True)])
def test_a_bracket_over_lines_is_one_sentence(audit_text, rate, found):
    text = (
        "截至年末，全市政府法定债务余额 197.88 亿元（一般债务 136.66 亿元，占比 69.1%；\n"
        f"专项债务 61.22 亿元，占比 30.9%），同比增加 46.67 亿元，增长 {rate}。\n"
    )
    assert any(f.code == "growth.prose" for f in audit_text(text).findings) is found


LEVELS = """支出情况表（单位：万元）
类别\t年初预算\t调整后预算\t实际支出
基本支出\t2105.30\t2188.40\t2180.15
人员经费\t{people}\t1870.00\t1868.90
公用经费\t305.30\t318.40\t311.25
项目支出\t1460.00\t1420.50\t1377.60
其中：道路养护\t{roads}\t700.00\t690.10
公园管护\t420.00\t400.50\t385.40
{hotline}\t320.00\t320.00\t302.10
合计\t3565.30\t3608.90\t3557.75
"""


@pytest.mark.parametrize("hotline", ["12345热线", "110联动", "2024年续建工程", "热线受理"])
@pytest.mark.parametrize(
    ("people", "roads", "found"),
    [
        ("1800.00", "720.00", []),
        ("1830.00", "720.00", [("2105.30万元", "2135.30万元")]),
        ("1800.00", "780.00", [("1460.00万元", "1520.00万元")]),
    ],
)
def test_rows_without_any_numbering_have_their_levels_by_names_and_of_which(audit_text, people, roads, hotline, found):
    """A name that begins with digits (12345热线, 2024年) is not numbered by them."""
    audit = audit_text(LEVELS.format(people=people, roads=roads, hotline=hotline))
    assert [(f.printed, f.recomputed) for f in audit.findings if f.confidence != "low"] == found
    assert len(audit.agreements) == 9 - len(found)


def test_a_pair_that_does_not_come_near_its_row_takes_nothing_apart(audit_text):
    beside = LEVELS.format(people="1800.00", roads="720.00", hotline="热线受理").replace(
        "基本支出\t2105.30\t2188.40\t2180.15\n", "上年结余\t90.20\t88.10\t75.30\n"
    )
    findings = audit_text(beside).findings
    assert not [f for f in findings if "上年结余" in f.message]
