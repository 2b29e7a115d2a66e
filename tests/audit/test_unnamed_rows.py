"""Rows without a name: the only row of a form whose header stands in two lines."""

from __future__ import annotations

import pytest

FINES = """行政处罚实施情况统计表
行政处罚实施数量(宗)\t\t\t\t\t\t
警告、通报批评\t罚款\t没收违法所得、没收非法财物\t吊销许可证、执照\t其他行政处罚\t合计(宗)\t罚没金额(万元)
{first}\t5208\t92\t0\t15\t{all}\t438.26
"""


@pytest.mark.parametrize(
    ("first", "all_", "found"),
    [("846", "6161", []), ("546", "6161", ["sum.table"]), ("846", "6761", ["sum.table"])],
    ids=["right", "a part", "the total"],
)
def test_names_below_a_wide_header_are_those_of_the_only_row(audit_text, first, all_, found):
    audit = audit_text(FINES.replace("{first}", first).replace("{all}", all_))
    assert [f.code for f in audit.findings if f.confidence != "low"] == found


def test_all_but_the_amount_of_money_are_tied(audit_text):
    audit = audit_text(FINES.replace("{first}", "846").replace("{all}", "6161"))
    assert [s for p, s in audit.states.items() if p.table] == ["勾稽相符"] * 6 + ["未核对"]


def test_two_rows_below_a_wide_cell_are_rows(audit_text):
    """With more rows the first column may name them, and years are no names of columns."""
    text = """各类处罚
2022年度\t\t\t\t
警告\t罚款\t没收\t吊销\t合计
12\t30\t4\t0\t46
15\t41\t2\t1\t59
"""
    assert [f.code for f in audit_text(text).findings] == []


REVIEWS = """行政复议、行政诉讼情况
行政复议\t\t\t\t\t行政诉讼\t\t\t\t
维持结果\t纠正结果\t其他结果\t未审结\t总计\t胜诉结果\t败诉结果\t其他情形\t待审\t全部
{first}\t1\t0\t0\t6\t3\t0\t1\t0\t4
"""


@pytest.mark.parametrize(("first", "found"), [("5", []), ("8", [("6", "9")])])
def test_a_total_of_one_wide_header_adds_what_stands_before_it(audit_text, first, found):
    audit = audit_text(REVIEWS.replace("{first}", first).replace("全部", "总计"))
    assert [(f.printed, f.recomputed) for f in audit.findings] == found


SPENT = """年度支出情况(万元)
机构名称\t支出合计\t其中:基本支出\t\t\t项目支出\t当年结余
\t\t小计\t人员支出\t公用支出\t\t
局机关汇总\t{all}\t{basic}\t{staff}\t46.73\t{projects}\t20.66
"""
RIGHT = {"all": "759.74", "basic": "318.66", "staff": "271.93", "projects": "441.08"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"all": "759.94"}, ["759.74"]),
        ({"basic": "348.66"}, ["318.66"]),
        ({"staff": "277.93"}, ["324.66"]),
        ({"projects": "461.08"}, ["779.74"]),
    ],
    ids=["right", "all", "a subtotal", "a part of it", "a part"],
)
def test_a_row_of_totals_within_totals(audit_text, changed, found):
    audit = audit_text(SPENT.format(**RIGHT | changed))
    assert [f.recomputed for f in audit.findings if f.code == "sum.table"] == found


def test_what_a_header_opens_among_columns_is_a_part(audit_text):
    text = """部门支出情况(万元)
合计\t基本支出\t其中:人员支出\t公用支出\t项目支出\t当年结余
1149.90\t402.75\t338.20\t64.55\t{projects}\t12.58
"""
    assert audit_text(text.format(projects="747.15")).findings == ()
    assert [f.code for f in audit_text(text.format(projects="749.15")).findings] == ["sum.table"]


CARS = """“三公”经费汇总(万元)
合计\t因公出国(境)\t公务用车购置及运行\t\t\t公务接待费
\t\t小计\t购置\t运行\t
{all}\t96\t4798\t612\t{running}\t380
"""


@pytest.mark.parametrize(
    ("changed", "found"),
    [({}, []), ({"all": "5474"}, ["5274"]), ({"running": "4786"}, ["5398"])],
    ids=["right", "all", "a part of a part"],
)
def test_a_subtotal_of_a_wide_header_is_a_part_of_all(audit_text, changed, found):
    audit = audit_text(CARS.format(**{"all": "5274", "running": "4186"} | changed))
    assert [f.recomputed.removesuffix("万元") for f in audit.findings] == found


def test_shares_of_rows_without_a_first_cell_are_read(audit_text):
    rows = [("咨询", 120, "31.2"), ("投诉", 98, "45.1"), ("求助", 76, "12.9"), ("建议", 55, "50.7")]
    table = "项目\t类别\t件数\t占比\n" + "".join(f"\t{name}\t{count}\t{share}%\n" for name, count, share in rows)
    assert not [f for f in audit_text(f"一、情况\n{table}").findings if f.confidence != "low"]
