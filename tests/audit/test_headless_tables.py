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
