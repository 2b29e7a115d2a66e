"""Columns that follow from what their headers name: means, parts of a mark, moved shares, shares of a told whole."""

from __future__ import annotations

import pytest


def told(audit):
    return [(f.code, f.recomputed) for f in audit.findings if f.confidence != "low"]


def tied(audit, text):
    """Whether a figure of a table is tied."""
    return {
        s
        for p, s in audit.states.items()
        if p.table and audit.document.blocks[p.block].rows[p.row - 1][p.column - 1].text == text
    }


MEANS = """各团演出情况
团体\t场次\t观众(人次)\t场均观众(人次)
红叶团\t42\t10584\t{first}
青山团\t31\t8215\t265
白水团\t36\t9072\t252
小计\t109\t27871\t256
"""


@pytest.mark.parametrize(("first", "found"), [("252", []), ("282", [("rate.average", "252")])])
def test_a_mean_is_one_column_divided_by_another(audit_text, first, found):
    audit = audit_text(MEANS.format(first=first))
    assert told(audit) == found


PER = """各市诉求量
市\t受理量(万件)\t每万人诉求量(件)\t常住人口(万人)
甲市\t118.32\t1264\t936
乙市\t{second}\t1218\t612
丙市\t60.41\t1098\t550
丁市\t44.10\t1050\t420
"""


@pytest.mark.parametrize(("second", "found"), [("74.55", []), ("79.55", [("rate.average", "1300件")])])
def test_so_many_for_each_ten_thousand(audit_text, second, found):
    assert [c for c, _ in told(audit_text(PER.format(second=second)))] == [c for c, _ in found]


MARKS = """各区得分
区\t城管得分\t折算(×90%)\t物业得分\t折算(×10%)
东区\t91.84\t82.66\t88.20\t8.82
西区\t90.62\t{second}\t91.35\t9.14
南区\t90.95\t81.86\t86.70\t8.67
北区\t88.13\t79.32\t84.90\t8.49
"""


@pytest.mark.parametrize(("second", "found"), [("81.56", []), ("84.56", [("rate.weighted", "81.56")])])
def test_a_header_tells_how_much_marks_weigh(audit_text, second, found):
    assert told(audit_text(MARKS.format(second=second))) == found


LOST = """七月考评
单位\t总扣分\t月度成绩
东区\t11.20\t88.80
西区\t15.41\t{second}
南区\t8.47\t91.53
北区\t9.05\t90.95
"""


@pytest.mark.parametrize(("second", "found"), [("84.59", []), ("84.95", [("sum.score", "84.59")])])
def test_marks_are_a_hundred_less_what_was_taken_off(audit_text, second, found):
    assert told(audit_text(LOST.format(second=second))) == found


TAKEN = """年度考核
县\t日常\t核查\t水质\t满意度\t加分\t扣分\t总分
甲县\t38.60\t27.50\t18.20\t9.0\t1.5\t0\t94.80
乙县\t38.10\t28.20\t17.60\t8.8\t1.0\t-0.5\t{second}
丙县\t37.45\t26.90\t18.00\t9.2\t0.5\t0\t92.05
丁县\t36.80\t27.10\t17.30\t8.5\t0.5\t-1.0\t89.20
"""


@pytest.mark.parametrize(("second", "found"), [("93.20", []), ("95.20", "93.20")])
def test_marks_with_a_sign_are_added_and_satisfaction_may_be_one(audit_text, second, found):
    assert [value for _, value in told(audit_text(TAKEN.format(second=second)))] == ([found] if found else [])


MOVED = """全年接到投诉{whole}件，上年14606件。
主要商品类投诉
类别\t今年(件)\t比重(%)\t去年(件)\t比重(%)\t比重变化(百分点)
日用品\t1874\t10.15\t1502\t10.28\t↓0.13
食品\t{food}\t8.96\t1583\t10.84\t↓1.88
服装\t1290\t6.99\t1227\t8.40\t↓1.41
家具\t447\t2.42\t286\t1.96\t{last}
"""


@pytest.mark.parametrize(
    ("whole", "food", "last", "found"),
    [
        ("18463", "1655", "↑0.46", []),
        ("18463", "1855", "↑0.46", ["rate.share"]),
        ("18463", "1655", "↑0.76", ["growth.points"]),
        ("二万余", "1655", "↑0.46", []),
        ("二万余", "1855", "↑0.46", ["rate.share"]),
    ],
)
def test_shares_of_a_whole_that_the_table_lacks(audit_text, whole, food, last, found):
    audit = audit_text(MOVED.format(whole=whole, food=food, last=last))
    assert [c for c, _ in told(audit)] == found
    assert tied(audit, "1290") == {"勾稽相符"}


def test_shares_that_agree_on_nothing_are_no_shares_of_one_whole(audit_text):
    text = "主要项目\n项目\t金额(万元)\t占总投资比例\n甲\t1655\t8.9%\n乙\t1290\t31.0%\n丙\t447\t22.4%\n丁\t310\t60.5%\n"
    audit = audit_text(text)
    assert audit.findings == () or not audit.findings
    assert tied(audit, "1290") == {"未核对"}
