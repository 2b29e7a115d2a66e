"""Wholes that stand outside a column: in the text, for a group of rows, or nowhere; and full marks by another name."""

from __future__ import annotations

import pytest


def told(audit, *, doubts=False):
    return [(f.code, f.recomputed) for f in audit.findings if doubts or f.confidence != "low"]


GROUPS = """本月共受理投诉1200件，其中商品类740件，服务类460件。投诉前三位见下表：
表2 投诉前三位
项目\t类别\t受理量(件)\t占本类比
商品类\t家具\t{first}\t{share}
\t服装\t97\t13.11%
\t家电\t53\t7.16%
服务类\t餐饮\t142\t30.87%
\t培训\t{fifth}\t14.35%
\t美发\t38\t8.26%
"""
RIGHT = {"first": "305", "share": "41.22%", "fifth": "66"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"share": "47.22%"}, [("rate.share", "41.22%")]),
        ({"fifth": "86"}, [("rate.share", "18.70%")]),
    ],
    ids=["right", "a share", "a count"],
)
def test_each_group_of_rows_has_a_whole_of_its_own(audit_text, changed, found):
    assert told(audit_text(GROUPS.format(**RIGHT | changed))) == found


def test_groups_of_shares_are_tied(audit_text):
    states = audit_text(GROUPS.format(**RIGHT)).states
    assert {s for p, s in states.items() if p.table} == {"勾稽相符"}


def test_three_shares_of_which_two_agree_on_what_nothing_prints_say_nothing(audit_text):
    text = GROUPS.format(**RIGHT | {"share": "47.22%"}).replace("商品类740件", "商品类不少")
    assert told(audit_text(text), doubts=True) == []


DAYS = """{month}各镇空气质量
排名\t乡镇\tPM2.5\t优良天数(天)\t优良率
1\t东岭乡\t30\t{first}\t100.0%
2\t南河镇\t33\t29\t{second}
3\t西桥镇\t35\t28\t93.3%
4\t北沟镇\t36\t27\t90.0%
5\t中关镇\t38\t26\t86.7%
6\t新店镇\t41\t24\t80.0%
"""


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("30", "96.7%", []), ("30", "66.7%", [("rate.share", "96.7%")]), ("31", "96.7%", [("rate.share", "103.3%")])],
    ids=["right", "a rate", "a count"],
)
def test_rates_of_one_unprinted_whole(audit_text, first, second, found):
    assert told(audit_text(DAYS.format(month="4月", first=first, second=second)), doubts=True) == found


def test_rates_of_as_many_wholes_are_left_alone(audit_text):
    text = """各单位按期办结情况
单位\t按期办结(件)\t满意率
甲局\t30\t97.0%
乙局\t29\t88.7%
丙局\t28\t93.3%
丁局\t41\t90.1%
戊局\t26\t86.7%
己局\t24\t81.5%
"""
    assert told(audit_text(text), doubts=True) == []


CHANGED = """商品投诉变化表
类别\t2023年(件)\t比重(%)\t2022年(件)\t比重(%)\t比重变化(%)
日用品\t2918\t11.05\t{before}\t9.05\t↑2.00
家电\t2763\t10.46\t2491\t10.22\t↑0.24
食品\t2544\t9.63\t2120\t8.70\t↑0.93
服装\t2136\t8.09\t1706\t7.00\t↑1.09
"""


@pytest.mark.parametrize(("before", "found"), [("2207", []), ("2707", [("rate.share", "11.10%")])])
def test_shares_whose_change_is_told_are_shares_all_the_same(audit_text, before, found):
    """The change ties the shares to each other, and none of them to what it is a share of."""
    assert [code for code, _ in told(audit_text(CHANGED.format(before=before)), doubts=True)] == [c for c, _ in found]


MARKS = """分项得分
内容\t标准分\t得分
决策\t{first}\t17.5
过程\t26\t22.6
产出\t30\t27.2
效益\t25\t22.1
合计\t100\t89.4
"""


@pytest.mark.parametrize(("first", "found"), [("19", []), ("29", [("sum.weight", "110")])])
def test_full_marks_by_the_name_of_a_standard_add_up(audit_text, first, found):
    audit = audit_text(MARKS.format(first=first))
    assert told(audit) == found


FIVE = """本月受理群众来电{whole}件。
承办量前五位
单位\t本月\t上月\t占本月受理比
甲局\t121\t133\t{first}
乙局\t98\t74\t16.3%
丙局\t86\t90\t14.3%
丁局\t44\t39\t7.3%
戊街道\t37\t41\t6.1%
"""


@pytest.mark.parametrize(
    ("whole", "first", "found"),
    [
        ("603", "20.1%", []),
        ("603", "20.2%", [("rate.share", "20.2%", "20.1%", "medium")]),
        ("不少", "20.2%", []),
    ],
    ids=["right", "which of them what is printed tells", "nothing tells which"],
)
def test_of_shares_that_disagree_the_one_that_misses_what_is_printed_is_wrong(audit_text, whole, first, found):
    audit = audit_text(FIVE.format(whole=whole, first=first))
    assert [(f.code, f.printed, f.recomputed, f.confidence) for f in audit.findings if f.confidence != "low"] == found


SOURCES = """本月受理情况如下：
受理总量\t诉求来源\t数量\t占比
{whole}\t电话\t32518\t{first}
\t微信微博\t2806\t7.75%
\t网站邮件\t193\t0.53%
\t110接警\t288\t0.80%
\t上级派发\t409\t1.13%
"""


@pytest.mark.parametrize(
    ("whole", "first", "found"),
    [
        ("36214", "89.79%", []),
        ("36214", "89.76%", [("rate.share", "89.79%")]),
        ("36914", "89.79%", [("rate.share", "88.09%")]),
        ("41970", "89.79%", []),
    ],
    ids=["right", "a share", "the whole", "another amount"],
)
def test_an_amount_beside_a_table_that_one_digit_parts_from_its_whole(audit_text, whole, first, found):
    assert told(audit_text(SOURCES.format(whole=whole, first=first)), doubts=True) == found
