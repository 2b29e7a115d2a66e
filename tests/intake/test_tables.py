from decimal import Decimal
from json import loads

import openpyxl
import pytest

from evallib.intake import find_headers, read_folder, read_tables, read_workbook
from evallib.model import EvallibError, ProblemList

BUDGET = ["科目名称", "年初预算", "调整后预算", "执行金额", "执行率"]


def read(path, year=2023):
    problems = ProblemList()
    found = [table for sheet in read_workbook(path) for table in read_tables(sheet, year, problems)]
    return [item for item in found if item], list(problems)


def test_header_may_stand_anywhere_and_be_spread_over_two_rows(workbook):
    path = workbook(
        {"随便": [
            ["某镇近三年预算"], ["单位：万元"], [],
            ["科目名称", "2022 年", None, None, "2023年", None, None],
            [None, "年初预算", "调整后预算", "执行金额", "年初预算", "调整后预算", "执行金额"],
            ["基本支出", "1,000.00", "900", "900", "-", "１２", 12],
        ]},
        merged=("A4:A5", "B4:D4", "E4:G4"),
    )  # fmt: skip
    [(schema, frame)], problems = read(path)
    assert schema.name == "budget_lines"
    assert problems == []
    assert list(frame["year"]) == [2022, 2023]
    assert list(frame["initial_budget_yuan"]) == [Decimal(10_000_000), None]
    assert list(frame["executed_yuan"]) == [Decimal(9_000_000), Decimal(120_000)]
    assert loads(frame["source_cells"][1])["executed_yuan"] == "G6"


@pytest.mark.parametrize(
    ("unit_row", "header", "yuan"),
    [
        ("单位：万元", BUDGET, 50000),
        ("单位:元", BUDGET, 5),
        ("（单位：千元）", BUDGET, 5000),
        (None, ["科目名称", "年初预算（万元）", "调整后预算(万元)", "执行金额（万元）"], 50000),
    ],
)
def test_money_unit_is_read_from_the_sheet(workbook, unit_row, header, yuan):
    path = workbook({"表": [["标题"], [unit_row], header, ["基本支出", 5, 5, 5]]})
    [(_, frame)], problems = read(path)
    assert problems == []
    assert frame["executed_yuan"][0] == Decimal(yuan)


def test_without_a_money_unit_the_sheet_is_asked_for_it_once(workbook):
    path = workbook({"表": [["标题"], BUDGET, ["基本支出", 5, 5, 5], ["项目支出", 6, 6, 6]]})
    _, problems = read(path)
    assert [(p.code, p.cell) for p in problems] == [("intake.no_money_unit", "B2")]


def test_notes_totals_and_repeated_headers_are_told_from_lines(workbook):
    path = workbook(
        {
            "表": [
                ["单位：万元"],
                BUDGET,
                ["基本支出", 1, 1, 1],
                BUDGET,
                ["小计", 1, 1, 1],
                ["合 计", 1, 1, 1],
                ["注：说明"],
            ]
        }
    )
    [(_, frame)], _ = read(path)
    assert list(frame["row_kind"]) == ["line", "subtotal", "total"]


def test_percentages_typed_as_numbers_need_their_format(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["单位：万元"], BUDGET, ["基本支出", 1, 1, 1, 0.9993], ["项目支出", 1, 1, 1, 0.5]):
        sheet.append(row)
    sheet["E3"].number_format = "0.00%"
    book.save(tmp_path / "b.xlsx")
    [(_, frame)], problems = read(tmp_path / "b.xlsx")
    assert frame["printed_execution_rate"][0] == Decimal("0.9993")
    assert [(p.code, p.cell, p.value) for p in problems] == [("intake.not_rate", "E4", "0.5")]


def test_labels_merged_downwards_belong_to_every_row(workbook):
    path = workbook(
        {"表": [
            ["统计事项", "案件来源", "件数"],
            ["立案", "12345", 5], [None, "网格", 7], ["合计", None, 12],
        ]},
        merged=("A2:A3", "A4:B4"),
    )  # fmt: skip
    [(_, frame)], _ = read(path)
    assert list(frame["topic"]) == ["立案", "立案", "立案"]
    assert list(frame["dimension"]) == ["案件来源"] * 3
    assert list(frame["row_kind"]) == ["line", "line", "total"]


def test_the_same_header_twice_is_not_guessed(workbook):
    path = workbook(
        {
            "表": [
                ["单位：万元"],
                ["科目名称", "年初预算", "调整后预算", "执行金额", "执行金额"],
                ["基本支出", 1, 1, 1, 2],
            ]
        }
    )
    [sheet] = read_workbook(path)
    assert find_headers(sheet) == []


def test_unknown_headers_name_the_nearest_kind(workbook):
    path = workbook({"表": [["单位：万元"], ["科目名称", "年初预算", "调整后"], ["基本支出", 1, 1]]})
    _, [problem] = read(path)
    assert problem.code == "intake.unknown_headers"
    assert "预算与支出情况" in problem.message and "执行金额" in problem.expected and "补上这一列" in problem.advice


def test_headers_that_lack_several_columns_name_the_nearest_kind(workbook):
    path = workbook({"表": [["三级指标", "来源", "天气"], ["基本支出", "台账", "晴"]]})
    _, [problem] = read(path)
    assert problem.code == "intake.unknown_headers" and "最接近" in problem.expected


@pytest.mark.parametrize("blank", [None, ""])
def test_a_year_on_the_first_of_its_rows_is_the_year_of_all(workbook, blank):
    rows = [[2022, "基本支出", 100, 100, 99], [blank, "项目支出", 50, 60, 58], [2023.0, "基本支出", 110, 110, 101],
            [blank, "项目支出", 55, 66, 60]]  # fmt: skip
    [(_, frame)], problems = read(
        workbook({"表": [["单位：万元"], ["年度", "科目名称", "年初预算", "调整后预算", "执行数"], *rows]}), 2023
    )
    assert not list(problems)
    assert list(frame["year"]) == [2022, 2022, 2023, 2023]
    assert "2023.0" not in frame.to_csv()


def test_a_year_beside_a_label_of_cases_is_no_label(workbook):
    rows = [[2022, "投诉", 100, 99], [None, "咨询", 200, 200], [2023, "投诉", 90, 90], [None, "咨询", 150, 150]]
    [(_, frame)], _ = read(workbook({"表": [["年份", "类型", "受理数", "办结数"], *rows]}), 2023)
    assert list(frame["category"]) == ["投诉", "咨询", "投诉", "咨询"]
    assert list(frame["year"]) == [2022, 2022, 2023, 2023]


@pytest.mark.parametrize(("content", "code"), [(b"PK\x03\x04 not a zip", "intake.damaged"), (b"", "intake.empty_file")])
def test_a_file_that_is_no_workbook(tmp_path, content, code):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(EvallibError) as error:
        read_workbook(path)
    assert [problem.code for problem in error.value.problems] == [code]
    assert "坏.xlsx" in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv(tmp_path, encoding):
    path = tmp_path / "四率.csv"
    path.write_text("指标,本镇,区平均\n先行联系率,97.60%,95.92%\n", encoding=encoding)
    [(schema, frame)], problems = read(path)
    assert (schema.name, problems) == ("four_rates", [])
    assert frame["average_label"][0] == "区平均"


@pytest.mark.slow
def test_shipped_forms_are_read_whole(root):
    submission = read_folder(root / "data/raw/pujin/2023", 2023)
    [heads] = {len(frames) for name, frames in submission.tables.items() if name == "self_evaluation_forms"}
    assert heads == 4
    funds = submission.tables["self_evaluation_funds"][0]
    assert list(funds["funds_item"]) == ["年度资金总额", "其中: 当年财政拨款", "上年结转资金", "其他资金"]
    assert funds["executed_yuan"].iloc[0] == Decimal(1562800)


@pytest.mark.slow
def test_every_shipped_sheet_is_recognised(root):
    for folder in sorted((root / "data/raw").glob("*/*/")):
        submission = read_folder(folder, int(folder.name))
        assert [sheet for sheet in submission.sheets if sheet.table is None] == []
        assert submission.problems.errors == []


@pytest.mark.parametrize(
    ("title", "year", "value"),
    [
        ("2023年度预算", 2023, None),
        ("２０２２年预算", 2023, "2022年"),
        ("２０２３年预算", 2023, None),
        ("二〇二二年预算", 2023, "2022年"),
        ("二零二二年度预算", 2023, "2022年"),
        ("二○二三年预算", 2023, None),
        ("2022预算", 2023, "2022年"),
        ("2022年度", 2023, "2022年"),
        ("某镇2022 年预算", 2023, "2022年"),
        ("2022某镇预算", 2023, "2022年"),
        ("2021-2023年预算", 2022, None),
        ("2021—2023年预算", 2021, None),
        ("2021～2023年预算", 2022, None),
        ("2021年至2023年预算", 2022, None),
        ("2021-23年预算", 2022, None),
        ("2021-2023年预算", 2024, "2021年、2023年"),
        ("二〇二一年至二〇二三年预算", 2022, None),
        ("近三年预算", 2022, None),
        ("2023年近三年预算", 2021, None),
        ("2023年度近3年预算", 2020, "2021年、2023年"),
        ("2022年11月至2023年10月", 2023, None),
        ("预算合计2022万元", 2023, None),
        ("根据沪财预〔2020〕10号填报", 2023, None),
        ("编号12022年", 2023, None),
        ("共发出2000份问卷", 2023, None),
    ],
)
def test_the_year_of_a_title_against_the_folder(workbook, title, year, value):
    path = workbook({"表": [[title], ["单位：万元"], BUDGET, ["基本支出", 1, 1, 1, "100%"]]})
    _, problems = read(path, year)
    assert [(p.code, p.severity, p.value, p.expected) for p in problems] == (
        [("intake.other_year", "warning", value, f"{year}年")] if value else []
    )


@pytest.mark.parametrize("groups", [("２０２２年", "２０２３年"), ("二〇二二年", "二〇二三年度")])
def test_year_groups_in_other_digits(workbook, groups):
    header = ["科目名称", groups[0], None, None, groups[1], None, None]
    path = workbook(
        {"表": [["单位：万元"], header, [None, *BUDGET[1:4], *BUDGET[1:4]], ["基本支出", 1, 1, 1, 2, 2, 2]]},
        merged=("A2:A3", "B2:D2", "E2:G2"),
    )
    [(_, frame)], problems = read(path)
    assert problems == [] and list(frame["year"]) == [2022, 2023]


def test_a_total_under_the_running_number_names_its_row(workbook):
    path = workbook(
        {"表": [
            ["单位：万元"], ["序号", "项目名称", "年初预算", "调整后预算", "实际支出"],
            [1, "甲", 10, 10, 9], [2, "乙", 20, 22, 20], ["合计", None, 30, 32, 29],
        ]},
    )  # fmt: skip
    [(schema, frame)], problems = read(path)
    assert (schema.name, problems) == ("project_lines", [])
    assert list(frame["project_name"]) == ["甲", "乙", "合计"]
    assert list(frame["row_kind"]) == ["line", "line", "total"]
    assert list(frame["line_no"]) == ["1", "2", None]


def test_a_budget_under_the_word_project_keeps_its_outline(workbook):
    """项目 is also what a budget calls its lines: rows of 基本支出 say which it is."""
    path = workbook(
        {"表": [
            ["单位：元"], ["序号", "项目", "年初预算", "调整后预算", "实际支出"],
            ["一", "基本支出", 125, 126, 126], [1, "人员经费", 105, 106, 106], [2, "公用经费", 20, 20, 20],
            ["二", "项目支出", 83, 79, 75], [1, "网格管理", 32, 32, 31], [2, "社区服务", 51, 47, 44],
            ["合计", None, 208, 205, 201],
        ]},
    )  # fmt: skip
    [(schema, frame)], problems = read(path, 2024)
    assert (schema.name, problems) == ("budget_lines", [])
    assert [level for level in frame["level"] if level == level and level is not None] == [1, 2, 2, 1, 2, 2]
