"""Wholes of tables: taken apart in several ways, by groups of rows, with a part that is nought, or closed by 其他."""

from __future__ import annotations

import pytest


def told(audit, *, doubts=False):
    return [(f.code, f.recomputed) for f in audit.findings if doubts or f.confidence != "low"]


PEOPLE = """表2 2019年末户籍人口数及构成
指标\t年末数(人)\t比重(%)
全县户籍总人口\t{whole}\t{all}
其中:城镇\t180200\t36.04
乡村\t319800\t63.96
其中:男性\t260500\t52.10
女性\t{women}\t47.90
其中:0-17岁\t120400\t24.08
18-59岁\t{grown}\t56.22
60岁及以上\t98500\t19.70
"""
RIGHT = {"whole": "500000", "all": "100", "women": "239500", "grown": "281100"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"whole": "510000"}, [("sum.table", "500000人")]),
        ({"all": "400"}, [("rate.share", "100%")]),
        ({"women": "339500"}, [("rate.share", "239500人")]),
        ({"grown": "261100"}, [("rate.share", "281100人")]),
    ],
    ids=["right", "the whole", "its share", "a half", "an age"],
)
def test_every_list_of_one_whole_is_added_up(audit_text, changed, found):
    assert told(audit_text(PEOPLE.format(**RIGHT | changed))) == found


def test_halves_of_a_part_make_up_no_whole(audit_text):
    """Two shares that are those of another whole than the others are of no whole that is printed."""
    text = """分类别债务情况
类别\t余额(万元)\t占比
一般债务\t41200\t41.20%
专项债务\t36400\t36.40%
短期债务\t8100\t36.16%
长期债务\t14300\t63.84%
合计\t100000\t100%
"""
    assert told(audit_text(text), doubts=True) == []


TOWNS = """附件:奖补资金分配表(单位:万元)
县(市、区)\t合计\t镇(乡)\t类型\t补助资金
东岭区\t{first}\t白云镇\t甲类\t35
\t\t石头镇\t乙类\t50
南江县\t{second}\t河口镇\t乙类\t50
\t\t双桥镇\t甲类\t{town}
\t\t大坪镇\t乙类\t50
西山市\t120\t高峰镇\t甲类\t35
\t\t新店镇\t甲类\t35
\t\t沙坝乡\t乙类\t50
合计\t340\t—\t—\t340
"""


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"second": "138"}, [("sum.table", "135万元")]),
        ({"town": "85"}, [("sum.table", "35万元")]),
    ],
    ids=["right", "a county", "a town"],
)
def test_a_merged_cell_adds_the_rows_of_its_group(audit_text, changed, found):
    text = TOWNS.format(**{"first": "85", "second": "135", "town": "35"} | changed)
    assert told(audit_text(text)) == found


def test_a_merged_cell_that_adds_no_rows_is_left_alone(audit_text):
    """Households stand beside money, and no column tells them by town."""
    text = (
        TOWNS.format(first="912", second="1377", town="35")
        .replace("合计\t镇", "户数\t镇")
        .replace("120\t高", "640\t高")
    )
    assert told(audit_text(text.replace("合计\t340", "合计\t2929")), doubts=True) == []


FUNDS = """项目支出绩效自评表
项目资金(万元)\t年初预算数\t全年预算数\t全年执行数
年度资金总额\t{whole}\t88.50\t84.26
其中:本年财政拨款\t80.00\t80.00\t75.76
上年结转资金\t0.00\t8.50\t8.50
其他资金\t{other}\t0.00\t0.00
"""


@pytest.mark.parametrize(
    ("whole", "other", "found"),
    [
        ("80.00", "0.00", []),
        ("80.00", "3.00", [("sum.table", "83.00")]),
        ("83.00", "3.00", []),
    ],
    ids=["nought", "slipped", "had"],
)
def test_a_part_that_is_nought_is_a_part(audit_text, whole, other, found):
    audit = audit_text(FUNDS.format(whole=whole, other=other))
    assert told(audit) == found


def test_noughts_of_a_part_are_tied(audit_text):
    audit = audit_text(FUNDS.format(whole="80.00", other="0.00"))
    assert [s for p, s in audit.states.items() if p.row == 5] == ["勾稽相符"] * 3


CLOSED = """表1 2022年全区生产总值及增速
指标\t绝对值(亿元)\t比上年增长(%)
全区生产总值\t{whole}\t4.2
农林牧渔业\t31.18\t5.0
工业\t24.62\t6.3
建筑业\t12.05\t-2.4
批发零售业\t{trade}\t4.1
金融业\t5.57\t3.6
{last}\t20.16\t5.8
"""


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"trade": "7.17", "last": "服务业"}, []),
        ({"trade": "7.17"}, [("sum.table", "100.75亿元")]),
        ({"whole": "700.70"}, [("sum.table", "100.70亿元")]),
    ],
    ids=["right", "an open list", "a part", "the whole"],
)
def test_a_list_that_others_close_is_the_whole_above_it(audit_text, changed, found):
    text = CLOSED.format(**{"whole": "100.70", "trade": "7.12", "last": "其他服务业"} | changed)
    assert told(audit_text(text), doubts=True) == found


SHARES = """分级支出情况
机构\t基本支出\t大额支出\t支出占比\t救助支出
村卫生室\t20.00\t0.00\t1.00%\t1.62
乡镇卫生院\t480.00\t20.00\t25.00%\t88.40
县级医院\t1100.00\t80.00\t59.00%\t262.15
市外\t240.00\t60.00\t15.00%\t71.83
合计\t1840.00\t160.00\t{all}\t424.00
"""


@pytest.mark.parametrize(
    ("all_", "found"),
    [("100%", []), ("104%", [("share.total", "100%")]), ("31.20%", [])],
    ids=["all", "one digit off", "of another whole"],
)
def test_shares_that_make_up_all_have_a_hundred_as_their_total(audit_text, all_, found):
    assert told(audit_text(SHARES.replace("{all}", all_))) == found


SORTS = """项目汇总表
类别\t项目数\t合计\t上级\t本级
一、产业发展\t9\t6917.00\t4502.00\t2415.00
其中:养殖补贴\t1\t1780.00\t1280.00\t500.00
二、基础设施\t14\t5453.00\t3547.00\t1906.00
其中:农村道路\t6\t2945.50\t1925.50\t1020.00
三、其他\t{third}\t1011.00\t683.00\t328.00
合计\t27\t13381.00\t8732.00\t4649.00
"""


@pytest.mark.parametrize(("third", "found"), [("4", []), ("5", [("sum.table", "28")])])
def test_a_row_without_which_all_columns_add_up_excuses_no_other(audit_text, third, found):
    """The one that is missed is that of 养殖补贴, which no other column adds either."""
    assert told(audit_text(SORTS.format(third=third))) == found


CASES = """各地办理情况(单位:件)
地区\t受理\t办结\t未办结\t立案处罚
甲旗\t38\t37\t1\t6
乙旗\t29\t28\t1\t5
丙旗\t17\t15\t2\t3
丁旗\t13\t10\t3\t1
戊旗\t9\t9\t0\t2
己旗\t6\t6\t0\t{last}
合计\t112\t105\t7\t17
"""


@pytest.mark.parametrize(("last", "found"), [("0", []), ("3", [("sum.table", "20件")])])
def test_parts_that_make_up_another_by_accident_are_no_subtotal_of_one_column(audit_text, last, found):
    assert told(audit_text(CASES.format(last=last))) == found


STORES = """各险种基金情况
险种\t收入(亿元)\t支出(亿元)\t当期结存(亿元)\t累计结存(亿元)
职工\t29.86\t23.35\t6.51\t38.47
其中:统筹\t19.41\t14.02\t5.39\t20.55
个人账户\t10.45\t9.33\t1.12\t17.92
居民\t32.62\t31.38\t1.24\t{second}
合计\t62.48\t54.73\t7.75\t58.19
"""


@pytest.mark.parametrize(("second", "found"), [("19.72", []), ("99.72", [("sum.table", "138.19亿元")])])
def test_a_part_of_the_size_of_its_whole_for_one_digit_is_no_rate(audit_text, second, found):
    assert told(audit_text(STORES.format(second=second))) == found


SAMPLES = """抽检情况
类别\t样品(批次)\t不合格(批次)
粮食\t612\t4
肉类\t402\t5
乳品\t196\t{third}
糕点\t498\t11
合计\t1708\t20
"""


@pytest.mark.parametrize(("third", "found"), [("0", []), ("9", [("sum.table", "29")])])
def test_a_subtotal_is_one_in_every_column(audit_text, third, found):
    assert told(audit_text(SAMPLES.format(third=third))) == found


WEIGHTS = """自评得分
类别\t分值\t得分
预算执行\t10\t9.6
产出指标\t50\t49
效益指标\t30\t30
满意度\t10\t10
合计\t{all}\t98.6
"""


@pytest.mark.parametrize(("all_", "found"), [("100", []), ("110", [("sum.weight", "100")])])
def test_full_marks_that_make_a_hundred_have_a_hundred_as_their_total(audit_text, all_, found):
    assert told(audit_text(WEIGHTS.replace("{all}", all_))) == found


SECTIONS = """各标段投资情况
标段\t面积(万亩)\t批复投资(万元)\t完成投资(万元)
一标段\t2.10\t3276\t3058.4
二标段\t1.85\t2886\t2711.7
三标段\t1.05\t1638\t1472.0
小计(工程费)\t5.00\t7800\t7242.1
其他费用\t{other}\t260\t248.6
合计\t{all}\t8060\t7490.7
"""


@pytest.mark.parametrize(
    ("other", "all_", "found"),
    [("—", "5.00", []), ("—", "5.80", [("sum.table", "5.00")]), ("", "5.80", [])],
    ids=["right", "a digit", "nothing is said of the other part"],
)
def test_a_total_of_one_part_is_that_part(audit_text, other, all_, found):
    assert told(audit_text(SECTIONS.replace("{other}", other).replace("{all}", all_))) == found


FUND = """医疗保险基金运行情况
项目\t职工\t居民
参保人数\t876412\t418266
本年基金累计收入\t{income}\t97206
本年基金累计支出\t508917\t95843
本年基金收支结余\t53467\t{left}
基金累计结余\t405701\t6216
"""


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"income": "582384"}, [("sum.balance", "73467")]),
        ({"left": "1863"}, [("sum.balance", "1363")]),
    ],
    ids=["right", "income", "what is left"],
)
def test_a_row_of_what_is_left_follows_from_the_rows_above(audit_text, changed, found):
    assert told(audit_text(FUND.format(**{"income": "562384", "left": "1363"} | changed))) == found


HOMES = """老旧小区改造情况
批次\t小区(个)\t楼栋\t户数\t面积(万平方米)
2021年\t22\t61\t2810\t34.16
2022年\t27\t52\t1364\t15.07
2023年\t25\t40\t1418\t12.83
合计\t{all}\t153\t5592\t62.06
"""


@pytest.mark.parametrize(("all_", "found"), [("74", []), ("24", [("sum.table", "74个")]), ("25", [])])
def test_counts_that_other_columns_add_up_are_no_means(audit_text, all_, found):
    assert told(audit_text(HOMES.replace("{all}", all_)), doubts=True) == found


def test_days_may_be_means_beside_what_is_added_up(audit_text):
    text = HOMES.replace("{all}", "24").replace("小区(个)", "工期(天)")
    assert told(audit_text(text), doubts=True) == []


POINTS = """资金情况
项目\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t356.00\t342.86\t{full}\t96.31%\t9.63
"""


@pytest.mark.parametrize(("full", "found"), [("10", []), ("19", [("score.rule", "18.30")]), ("25", [])])
def test_the_ten_points_of_a_rate_may_be_what_is_wrong(audit_text, full, found):
    assert told(audit_text(POINTS.format(full=full)), doubts=True) == found


SHARES_OF_MARKS = """满意度测评情况
指标\t权重\t2023年得分\t2022年得分\t增减
大厅环境\t15%\t94.62\t93.18\t1.44
办理效率\t{second}\t91.35\t90.02\t1.33
服务态度\t20%\t93.80\t93.95\t-0.15
材料精简\t20%\t88.47\t85.10\t3.37
网办体验\t15%\t85.26\t83.74\t1.52
{last}
"""


@pytest.mark.parametrize(
    ("second", "last", "found"),
    [
        ("30%", "综合得分\t100%\t90.84\t89.35\t1.49", []),
        ("80%", "综合得分\t100%\t90.84\t89.35\t1.49", ["sum.weight"]),
        ("30%", "综合得分\t700%\t90.84\t89.35\t1.49", ["sum.weight"]),
        ("30%", "网速\t10%\t90.84\t89.35\t1.49", []),
    ],
    ids=["right", "a weight", "all", "one more"],
)
def test_weights_make_a_hundred_whatever_their_last_row_is_called(audit_text, second, last, found):
    audit = audit_text(SHARES_OF_MARKS.format(second=second, last=last))
    assert [f.code for f in audit.findings if f.code == "sum.weight"] == found
