"""Headless tables: pieces of one table under headings, units in a column of their own, and columns without a name."""

from __future__ import annotations

import pytest


def table(*rows):
    return "\n".join(row.replace(" ", "\t") for row in rows)


HEAD = ("季度统计表", "指标名称 单位 数量", "一、经费累计支出 万元 5812.4")
PLACES = (*HEAD, "二、行政单位", "基层合计 个 {0}", "1.东片 个 41", "2.西片 个 9", "3.南片 个 27")
LETTERS = (*HEAD, "二、服务机构", "1.机构数 个 131", "A、颐养院 个 98", "B、儿童院 个 12", "C、救助站 个 21")
CHECKS = (
    "抽查结果",
    " 品种 抽查数量 合格数量 不合格数量 不合格率",
    "1 米面 203 201 2 0.99%",
    "2 食油 75 75 0 {0}",
    "3 酱醋 145 138 7 4.83%",
    "4 肉品 135 134 1 0.74%",
    "5 奶品 46 46 0 {0}",
    "合计  604 594 10 1.66%",
)


def told(audit, code="sum.table"):
    return [a.printed for a in audit.agreements if a.code == code]


def untied(audit):
    return [p.quote for p, state in audit.states.items() if state == "未核对"]


def test_a_piece_under_a_heading_begins_with_data(audit_text):
    right = audit_text(table(*PLACES).format("77"))
    assert not right.findings
    assert told(right) == ["77"]
    assert untied(right) == ["一、经费累计支出｜5812.4"]
    wrong = audit_text(table(*PLACES).format("79"))
    assert [(f.printed, f.recomputed) for f in wrong.findings] == [("79", "77")]


def test_letters_below_a_number_are_its_parts(audit_text):
    right = audit_text(table(*LETTERS))
    assert not right.findings
    assert told(right) == ["131"]


@pytest.mark.parametrize(
    "rows",
    [
        ("二、另表", "项目 数量 2020", "甲 5 3", "乙 4 2"),  # a year is the name of a column
        ("二、说明：下面是另一张表", "甲 个 3", "乙 个 2"),  # no heading, and yet a row of data by its unit
        ("二、另表", "街道 个", "甲 3", "乙 2"),  # fewer columns
        ("二、说明", "本年支出合计 1404万元，其中： ", "甲类 300万元，占 25%；"),  # sentences that tabs cut
    ],
)
def test_what_is_another_table(audit_text, rows):
    assert not audit_text(table(*HEAD, *rows)).findings


def test_the_first_row_of_a_table_without_header_is_read_by_its_unit(audit_text):
    audit = audit_text(table("各类机构", "机构合计 家 77", "甲类 家 41", "乙类 家 9", "丙类 家 27"))
    assert told(audit) == ["77"]


@pytest.mark.parametrize("nought", ["0", "0%", "0.0%", "0.00%"])
def test_a_rate_of_nothing_is_read(audit_text, nought):
    audit = audit_text(table(*CHECKS).format(nought))
    assert not audit.findings
    assert not untied(audit), "a first column that counts the rows is no data"


def test_a_rate_of_nothing_where_there_is_something(audit_text):
    wrong = audit_text(table(*CHECKS).format("0.00%").replace("135\t134\t1\t0.74%", "135\t134\t1\t0.00%"))
    assert [(f.printed, f.recomputed) for f in wrong.findings] == [("0.00%", "0.74%")]


def test_a_column_without_header_that_does_not_count_is_data(audit_text):
    audit = audit_text(table(*CHECKS).format("0").replace("1\t米面", "7\t米面"))
    assert [quote.partition("｜")[2] for quote in untied(audit)] == ["7", "2", "3", "4", "5"]


def test_a_unit_is_no_name_of_a_row(audit_text):
    rows = ("项目 单位 数量", "一、机构 个 131", "（一）颐养院 个 98", "（二）儿童院 个 12", "（三）救助站 个 21")
    audit = audit_text(table("统计", *rows))
    assert told(audit) == ["131"]


BEDS = (*LETTERS, "2.床位数 张 10250", "A、颐养院床位 张 {0}", "B、儿童院床位 张 640", "C、救助站床位 张 799")


def test_a_list_is_confirmed_by_one_of_the_same_kinds(audit_text):
    right = audit_text(table(*BEDS).format("8811"))
    assert not right.findings
    assert told(right) == ["131", "10250"]
    wrong = audit_text(table(*BEDS).format("8311"))
    assert [(f.printed, f.recomputed, f.confidence) for f in wrong.findings] == [("10250", "9750", "medium")]


@pytest.mark.parametrize(
    "rows",
    [
        ("2.床位数 张 10250", "A、颐养院床位 张 8811", "B、儿童院床位 张 640"),  # the others are not told
        ("2.床位数 张 10250", "其中：颐养院床位 张 8311", "儿童院床位 张 640", "救助站床位 张 799"),
        ("2.经费 万元 10250", "A、在院人数 人 8311", "B、在册人数 人 640", "C、志愿者 人 799"),  # other units
    ],
)
def test_a_list_that_need_not_add_up(audit_text, rows):
    assert not [f for f in audit_text(table(*LETTERS, *rows)).findings if f.confidence != "low"]


def test_a_sign_of_statistics_opens_a_part(audit_text):
    parts = ("机构 个 131", "＃颐养院 个 98", "儿童院 个 12", "救助站 个 21", "志愿者 人 640")
    assert told(audit_text(table("统计", "指标 单位 数量", *parts))) == ["131"]


CHANGED = (
    "接件情况",
    "类别 本季（件） 与上季相比（增↑减↓）",
    "总数 59878 56675（↑5.65%）",
    "咨询 33658 33671（↓0.04%）",
    "投诉 17397 15223（↑14.28%）",
    "举报 8823 {0}（↑{1}%）",
)


def test_an_amount_and_its_change_in_one_cell(audit_text):
    right = audit_text(table(*CHANGED).format("7781", "13.39"))
    assert not right.findings
    assert len(told(right, "growth.table")) == 4
    assert not untied(right)
    wrong = audit_text(table(*CHANGED).format("7781", "18.39"))
    assert [(f.printed, f.recomputed) for f in wrong.findings] == [("18.39%", "13.39%")]
    wrong = audit_text(table(*CHANGED).format("7181", "13.39"))
    assert [f.printed.partition("（")[0] for f in wrong.findings] == ["7181"]


def test_brackets_that_hold_no_change(audit_text):
    rows = ("类别 已办（占比）", "投诉 58（12.5%）", "举报 406（87.5%）", "咨询 12（第3位）")
    assert not audit_text(table("办理情况", *rows)).findings


GUESTS = (
    "公务经费表",
    "单位：万元",
    "项目 预算数",
    "合计 {0}",
    "出国费 ",
    "接待费 {1}",
    "车辆费 ",
    "其中：运行费 ",
    "购置费 ",
)


def test_a_total_of_the_only_item_that_has_an_amount(audit_text):
    right = audit_text(table(*GUESTS).format("0.36", "0.36"))
    assert told(right) == ["0.36万元"]
    assert not right.findings
    assert [f.confidence for f in audit_text(table(*GUESTS).format("46.39", "46.36")).findings] == ["low"]
    assert not audit_text(table(*GUESTS).format("5.20", "0.36")).findings, "an amount may have been left out"


def test_a_total_is_none_of_the_only_item_beside_cells_that_were_not_read(audit_text):
    rows = table(*GUESTS).format("0.39", "0.36").replace("出国费\t", "出国费\t见附表2")
    assert not audit_text(rows).findings


def test_numbers_of_tables_and_quarters_are_no_data(audit_text):
    assert not untied(audit_text("13-15 社会事业\n2020年2季度统计数据\n"))
    assert untied(audit_text("咨询台接待群众 15 人，发放资料 40 份。"))
