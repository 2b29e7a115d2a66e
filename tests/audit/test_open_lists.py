"""A list that falls short of its whole leaves a part out more often than a digit is wrong: 存疑 at most, if told at all."""

from __future__ import annotations

import pytest

SHORT = {
    "几类电源": "年末发电装机容量1272.53万千瓦，增长9.7%。其中，火电731.58万千瓦，增长1.2%；水电85.06万千瓦，下降7.5%；"
            "风电38.78万千瓦；太阳能414.12万千瓦，增长41.5%。",
    "两类机构": "全市医疗卫生机构床位12.89万张，其中医院11.24万张，乡镇卫生院0.65万张。",
    "几种作物": "粮食种植面积2830.7万亩，其中水稻1135.9万亩，增加14.8万亩；玉米913.1万亩，减少5.5万亩；大豆778.7万亩。",
}  # fmt: skip
CLOSED = {
    "多于总数": ("全市医疗卫生机构床位11.89万张，其中医院11.24万张，乡镇卫生院0.75万张。", "11.89万张"),
    "有其他一项": ("全年立案1826件，其中市容类1203件，秩序类498件，其他115件。", "1826件"),
    "占比合计100%": ("受理1826件，其中咨询1203件，占65.9%；投诉498件，占27.3%；举报115件，占6.8%。", "115件"),
    "单位少写万字": ("肉类产量41.46万吨，其中猪肉31.09万吨，牛肉1.37万吨，羊肉0.99万吨，禽肉8.01吨。", "8.01吨"),
}  # fmt: skip


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_what_may_leave_a_part_out_is_a_doubt_at_most(audit_text, text):
    assert not [f.arithmetic for f in audit_text(text).findings if f.confidence != "low"]


@pytest.mark.parametrize(("text", "printed"), CLOSED.values(), ids=CLOSED)
def test_what_names_all_parts_is_told(audit_text, text, printed):
    found = [f for f in audit_text(text).findings if f.confidence != "low"]
    assert any(printed in f.printed or printed in f.arithmetic for f in found)


def test_a_name_with_two_numbers_is_one_item(audit_text):
    told = audit_text("截至年末，运营线路共计4条，分别为地铁1、2号线首期工程、1号线支线、3号线、4号线。")
    assert not told.findings
    assert [a.printed for a in told.agreements if a.code == "count.list"] == ["4条"]


def test_how_many_rose_and_fell_is_no_amount_that_grew(audit_text):
    assert not audit_text("7个主要行业“5增2降”，其中，有色金属矿采选业快速增长，同比增长23.9%。").findings


BUDGETS = "全市社会保险基金预算支出完成46亿元，占预算的99.2％，增长9.2％。市级社会保险基金预算支出完成25.8亿元，占预算的100.7％，增长6.3％。"


def test_what_was_done_is_no_budget_of_something_else(audit_text):
    assert not audit_text(BUDGETS).findings
    told = audit_text("全市社会保险基金支出预算46.4亿元，支出完成46.0亿元，占预算的97.1％。").findings
    assert any("97.1" in f.printed for f in told)


def test_what_only_rounding_excuses_ties_nothing(audit_text):
    """From [1.5, 2.5] 亿元 to [0.95565, 0.95575] there are growths of every size."""
    told = audit_text("市级收入完成2亿元，增长19％；开发区收入完成9557万元，增长79.2％。")
    assert not [a.arithmetic for a in told.agreements if a.printed.startswith("79.2")]


def test_births_are_told_of_people_that_are_not_printed(audit_text):
    assert not audit_text(
        "年末常住人口595.7万人。全年出生人口2.9万人，人口出生率4.77‰；死亡人口4.6万人，死亡率7.70‰。"
    ).findings


def test_a_row_of_ranks_is_no_difference(audit_text):
    """From place 6 to place 4 is two up; the other rows are held against their columns."""
    rows = "指标\t9月\t8月\t增减\n按时反馈率(%)\t99.58\t99.71\t-0.13\n满意率(%)\t93.15\t92.48\t0.67\n签收率(%)\t99.96\t99.92\t0.04\n得分\t95.72\t95.30\t0.42\n一次办结率(%)\t91.34\t90.67\t{}\n"
    assert not audit_text(rows.format("0.67") + "全市排名\t4\t6\t+2").findings
    assert audit_text(rows.format("0.87") + "全市排名\t4\t6\t+2").findings


def test_numbers_of_columns_are_no_equations(audit_text):
    assert not audit_text(
        "项目\t预算\t执行\t完成率\t上年\t增减\n栏次\t1\t2\t3=2/1*100\t4\t5=2-4\n税收\t100\t90\t90.0\t80\t10\n"
    ).findings
    told = audit_text("项目\t算式\t说明\n得分\t31=20+10\t合计\n").findings
    assert [f.code for f in told] == ["formula.written"]
