"""Periods of tables: what stands nearest counts, and whoever disagrees is told."""

import openpyxl
import pytest

from evallib.intake import read_file

RATES = [["指标", "本单位"], ["先行联系率", "93.5%"], ["按时办结率", "98.8%"]]
CASES = [["案件来源", "案件数"], ["热线", 31], ["网格", 14]]


def hand_in(folder, year, rows, name="四率.xlsx", sheet="表"):
    """What a file in a folder of a year is read as: the periods of its rows, and what is told of years."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    found = read_file(folder / name, year)
    records = [record for frames in found.tables.values() for frame in frames for record in frame.to_dict("records")]
    periods = [(record["period_start"], record["period_end"], record["year"]) for record in records]
    return list(dict.fromkeys(periods)), [p.message for p in found.problems if p.code == "intake.other_year"]


def whole(year):
    return f"{year}-01-01", f"{year}-12-31", year


@pytest.mark.parametrize(
    ("year", "name", "sheet", "title", "period", "told"),
    [
        (2021, "四率.xlsx", "表", "2021年度四率", whole(2021), []),
        (2021, "四率.xlsx", "表", "2020年12月—2021年8月四率", ("2020-12-01", "2021-08-31", 2021), []),
        (2021, "四率（1-5月）.xlsx", "表", "四率", ("2021-01-01", "2021-05-31", 2021), []),
        (2021, "四率.xlsx", "2021年二季度", "四率", ("2021-04-01", "2021-06-30", 2021), []),
        (2021, "四率.xlsx", "表", "评价年度：2021年（统计周期2020年10月至2021年9月）", ("2020-10-01", "2021-09-30", 2021), []),
        (2021, "四率.xlsx", "表", "附件2 2021年四率", whole(2021), []),
        (2021, "四率.xlsx", "表", "截至2021年8月末四率", ("2021-01-01", "2021-08-31", 2021), []),
        (2021, "四率.xlsx", "表", "2021年8月四率（填报日期：2021年9月6日）", ("2021-08-01", "2021-08-31", 2021), []),
        (2021, "四率.xlsx", "表", "2021年8月第2周（8月9日—8月15日）四率", ("2021-08-09", "2021-08-15", 2021), []),
        (2021, "四率.xlsx", "表", "2021年8月（7月26日-8月25日）四率", ("2021-07-26", "2021-08-25", 2021), []),
        (2021, "四率.xlsx", "表", "2020年度四率", whole(2020), ["标题写的年份与文件夹（2021）不符"]),
        (2021, "2020年四率.xlsx", "表", "四率", whole(2020), ["文件名写的年份与文件夹（2021）不符"]),
        (2021, "2020年四率.xlsx", "表", "2021年度四率", whole(2021), ["文件名写的年份与文件夹（2021）不符"]),
        (2021, "四率.xlsx", "2020年", "2021年度四率", whole(2021), ["工作表名写的年份与文件夹（2021）不符"]),
        (2022, "四率.xlsx", "表", "2022年开展2021年度绩效评价四率", whole(2021), ["表中各行的时段与文件夹（2022）不符"]),
    ],
)  # fmt: skip
def test_what_stands_nearest_counts(tmp_path, year, name, sheet, title, period, told):
    assert hand_in(tmp_path, year, [[title], *RATES], name, sheet) == ([period], told)


def test_the_day_of_filing_is_no_period(tmp_path):
    assert hand_in(tmp_path, 2021, [["填报日期：2022年1月9日"], ["2021年四率"], *RATES]) == ([whole(2021)], [])


def test_two_tables_of_two_years_on_one_sheet(tmp_path):
    rows = [["表1 2020年四率"], *RATES, [None], ["表2 2021年四率"], *RATES]
    assert hand_in(tmp_path, 2021, rows) == ([whole(2020), whole(2021)], [])


@pytest.mark.parametrize(
    ("headers", "periods"),
    [
        (["上半年", "下半年"], [("2021-01-01", "2021-06-30", 2021), ("2021-07-01", "2021-12-31", 2021)]),
        (["上年", "本年"], [whole(2020), whole(2021)]),
        (["第三季度", "第四季度"], [("2021-07-01", "2021-09-30", 2021), ("2021-10-01", "2021-12-31", 2021)]),
    ],
)
def test_headers_that_name_no_year_stand_in_the_tables_year(tmp_path, headers, periods):
    rows = [["案件来源统计"], ["案件来源", *headers], ["热线", 31, 35], ["网格", 14, 9]]
    assert hand_in(tmp_path, 2021, rows, "案件.xlsx") == (periods, [])


def test_a_label_of_months_is_the_period_of_its_row(tmp_path):
    rows = [["逐月受理"], ["月份", "案件数", "办结数"], ["2020年12月", 8, 8], ["2021年1月", 9, 7]]
    assert hand_in(tmp_path, 2021, rows, "案件.xlsx")[0] == [
        ("2020-12-01", "2020-12-31", 2020),
        ("2021-01-01", "2021-01-31", 2021),
    ]


def test_a_budget_of_the_year_beside_spending_of_months_is_one_table(tmp_path):
    rows = [
        ["预算执行（单位：元）"],
        ["科目名称", "2021年初预算", "2021年调整后预算", "2021年1-8月执行数"],
        ["基本支出", 9, 9, 6],
    ]
    assert hand_in(tmp_path, 2021, rows, "预算.xlsx") == ([("2021-01-01", "2021-08-31", 2021)], [])


def test_rows_of_another_year_under_this_years_title_are_told(tmp_path):
    rows = [
        ["2021年四率"],
        ["统计时段", "指标", "本单位"],
        ["2020年", "先行联系率", "93%"],
        ["2020年", "按时办结率", "97%"],
    ]
    assert hand_in(tmp_path, 2021, rows) == ([whole(2020)], ["表中各行的时段与文件夹（2021）不符"])


@pytest.mark.parametrize("title", ["2021年度巡查上报情况表（2021年1月至10月18日）", "2021年1月至10月18日提交案件"])
def test_a_table_of_what_was_reported_is_no_day_of_filing_and_keeps_its_last_day(tmp_path, title):
    (told,), problems = hand_in(tmp_path, 2021, [[title], *RATES])
    assert (told[0], told[1], problems) == ("2021-01-01", "2021-10-18", [])
