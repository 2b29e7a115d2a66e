"""Columns and kinds that look alike and are told apart: parts of a year, ends of years, shares, income, wages, plans, sides."""

import pytest
from openpyxl import Workbook

from evallib.intake import read_file


def read(tmp_path, rows, percent=()):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell in percent:
        sheet[cell].number_format = "0.0%"
    book.save(tmp_path / "表.xlsx")
    return read_file(tmp_path / "表.xlsx", 2023)


def frame(tmp_path, rows, kind, percent=()):
    tables = read(tmp_path, rows, percent).tables
    assert list(tables) == [kind]
    return tables[kind][0]


def test_percent_cells_under_levels_are_shares(tmp_path):
    rows = [["内容", "满意率", "基本满意率", "不满意率"], ["保洁", 0.7, 0.2, 0.1], ["投诉", 0.6, 0.3, 0.1]]
    found = frame(tmp_path, rows, "survey_answers", ("B2", "C2", "D2", "B3", "C3", "D3"))
    assert [float(value) for value in found["answers_rate"]] == [0.7, 0.2, 0.1, 0.6, 0.3, 0.1]


def test_counts_and_shares_under_each_level_are_read_together(tmp_path):
    rows = [["问题", "满意", None, "一般", None, "不满意", None], [None, "人数", "占比"] + ["人数", "占比"] * 2,
            ["楼道", 70, "70%", 20, "20%", 10, "10%"]]  # fmt: skip
    found = frame(tmp_path, rows, "survey_answers")
    assert list(found["option"]) == ["满意", "一般", "不满意"]
    assert list(found["answers_count"]) == [70, 20, 10]
    assert [float(value) for value in found["answers_rate"]] == [0.7, 0.2, 0.1]


def test_a_rate_of_satisfaction_beside_lettered_levels_is_no_level(tmp_path):
    rows = [["街区", "A很满意（家）", "B基本满意（家）", "C不满意（家）", "满意度"], ["老城", 30, 15, 5, "90%"]]
    assert list(frame(tmp_path, rows, "survey_answers")["option"]) == ["很满意", "基本满意", "不满意"]


@pytest.mark.parametrize("parts", [("上半年支出", "下半年支出"), ("1-6月支出", "7-12月支出")])
def test_the_expenditure_of_the_year_stands_before_that_of_its_parts(tmp_path, parts):
    rows = [["单位：元"], ["项目名称", "年初预算", "调整后预算", *parts, "全年支出", "结余"],
            ["保洁", 100, 90, 30, 50, 80, 10], ["绿化", 70, 80, 35, 44, 79, 1]]  # fmt: skip
    assert list(frame(tmp_path, rows, "project_lines")["executed_yuan"]) == [80, 79]


def test_a_year_over_its_quarters_is_one_more_period_of_rates(tmp_path):
    rows = [
        ["指标", "一季度", "二季度", "全年"],
        ["先行联系率", "95%", "97%", "96%"],
        ["按时办结率", "98%", "99%", "98.5%"],
    ]
    found = frame(tmp_path, rows, "four_rates")
    assert sorted(set(found["period_text"])) == ["2023年", "2023年1月—2023年3月", "2023年4月—2023年6月"]


def test_the_end_of_the_year_before_is_the_beginning(tmp_path):
    rows = [
        ["单位：万元"],
        ["资产类别", "2022年末", "2023年末", "增减率"],
        ["流动资产", 100, 110, "10%"],
        ["固定资产", 80, 60, "-25%"],
    ]
    found = frame(tmp_path, rows, "assets")
    assert list(found["opening_yuan"]) == [1000000, 800000]
    assert list(found["closing_yuan"]) == [1100000, 600000]


def test_results_with_units_are_no_rates(tmp_path):
    rows = [["指标名称", "指标值", "实际完成"], ["修缮房屋", "120户", "118户"], ["验收合格率", "100%", "100%"],
            ["户均投入", "≤3万元", "2.86万元"], ["满意率", "≥90%", "93%"]]  # fmt: skip
    assert "four_rates" not in read(tmp_path, rows).tables


def test_income_beside_expenditure_is_no_line_of_the_budget(tmp_path):
    rows = [["单位：元"], ["收入项目", "预算数", "决算数", None, "支出项目", "预算数", "决算数"],
            ["财政拨款", 900, 880, None, "基本支出", 600, 590], ["其他收入", 50, 60, None, "项目支出", 350, 333]]  # fmt: skip
    assert list(frame(tmp_path, rows, "budget_lines")["line_name"]) == ["基本支出", "项目支出"]


def test_what_posts_cost_is_no_list_of_posts(tmp_path):
    rows = [
        ["岗位", "人数", "月工资标准（元）", "全年费用（元）"],
        ["巡查员", 20, 4500, 1080000],
        ["话务员", 8, 4200, 403200],
    ]
    assert "staff" not in read(tmp_path, rows).tables


def test_a_budget_on_its_side_is_no_table_of_cases(tmp_path):
    rows = [["年份", "年初预算", "执行数"], [2021, 520, 485], [2022, 560, 541], [2023, 610, 629]]
    assert "case_counts" not in read(tmp_path, rows).tables


def test_planned_days_are_no_days_of_acceptance(tmp_path):
    rows = [["单位：万元"], ["项目名称", "总投资", "完成投资", "建设内容", "开工日期", "计划完工日期", "进展情况"],
            ["旧改", 560, 500, "外立面", "2023-03-01", "2024-06-30", "在建"], ["管网", 90, 90, "3公里", "2023-02-01", "2023-12-01", "完工"]]  # fmt: skip
    assert frame(tmp_path, rows, "project_progress")["accepted"].isna().all()


def test_rates_under_each_year_belong_to_it(tmp_path):
    rows = [["单位", "2022年", None, "2023年", None], [None, "诉求解决率", "市民满意率", "诉求解决率", "市民满意率"],
            ["本街道", "70%", "80%", "74%", "83%"]]  # fmt: skip
    found = frame(tmp_path, rows, "four_rates")
    told = [(row["year"], row["indicator"], float(row["rate"])) for row in found.to_dict("records")]
    assert sorted(told) == [
        (2022, "市民满意率", 0.8),
        (2022, "诉求解决率", 0.7),
        (2023, "市民满意率", 0.83),
        (2023, "诉求解决率", 0.74),
    ]


def test_a_month_in_a_title_takes_the_year_that_stands_apart(tmp_path):
    rows = [["热线办理4月份情况统计表（2023年）"], ["类别", "受理数", "办结数"], ["投诉", 10, 9], ["咨询", 20, 20]]
    found = frame(tmp_path, rows, "case_counts")
    assert set(found["period_start"]) == {"2023-04-01"}
    assert set(found["period_end"]) == {"2023-04-30"}


def test_the_next_table_tells_nothing_of_a_column(tmp_path):
    rows = [["单位：元"], ["科目", "预算", "支出", "执行率"], ["劳务费", 300, 296, 0.9867], ["印刷费", 50, 48, 0.96], ["培训费", 80, 61, 0.7625],
            [], ["等级", "人次", "比例"], ["满意", 168, 0.84], ["基本满意", 24, 0.12], ["不满意", 8, 0.04]]  # fmt: skip
    percent = ("D3", "D4", "D5", "C8", "C9", "C10")
    assert sorted(read(tmp_path, rows, percent).tables) == ["budget_lines", "survey_answers"]
