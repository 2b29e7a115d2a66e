"""Tables of other towns: own wordings, several tables on a sheet, years, rates and levels side by side, periods, outlines."""

from decimal import Decimal

import pytest

from evallib.intake import find_headers, read_file, read_folder, read_tables, read_workbook
from evallib.model import EvallibError, ProblemList
from evallib.model.table_words import table_words
from evallib.parsing import parse_header


def read(path, year=2024, own=(), words=None):
    problems = ProblemList()
    tables = [table for sheet in read_workbook(path) for table in read_tables(sheet, year, problems, own, words)]
    return tables, list(problems)


def test_two_tables_under_each_other_keep_their_titles_apart(workbook):
    rows = [
        ["2024年度山水镇支出情况"], ["单位：万元"], ["支出项目", "批复预算数", "调整后预算数", "累计支出金额"], ["基本支出", 10, 11, 11],
        ["项目支出", 20, 20, 19], ["合计", 30, 31, 30], [], ["2024年度山水镇四率"], ["指标", "本单位"], ["先行联系率", "96.10%"],
    ]  # fmt: skip
    tables, problems = read(workbook({"表": rows}))
    assert [(schema.name, len(frame)) for schema, frame in tables] == [("budget_lines", 3), ("four_rates", 1)]
    assert tables[0][1]["executed_yuan"][1] == Decimal(190_000)
    assert not [problem for problem in problems if problem.severity == "error"]


def test_tables_beside_each_other(workbook):
    rows = [
        ["案件来源", "件数", None, "指标", "本单位"],
        ["热线", 5, None, "先行联系率", "96.1%"],
        ["巡查", 7, None, "按时办结率", "99%"],
    ]
    tables, _ = read(workbook({"表": rows}))
    assert {schema.name: len(frame) for schema, frame in tables} == {"case_counts": 2, "four_rates": 2}


def test_years_side_by_side_are_rows_of_their_year(workbook):
    rows = [
        ["指标", "2023年", None, "2024年", None],
        [None, "山水镇", "区平均", "山水镇", "区平均"],
        ["先行联系率", "96%", "95%", "97%", "96%"],
    ]
    [(_, frame)], _ = read(workbook({"表": rows}, merged=("B1:C1", "D1:E1", "A1:A2")))
    assert list(zip(frame["year"], frame["rate"], frame["average_rate"], strict=True)) == [
        (2023, Decimal("0.96"), Decimal("0.95")), (2024, Decimal("0.97"), Decimal("0.96")),
    ]  # fmt: skip


def test_periods_in_rows_split_the_years(workbook):
    rows = [
        ["指标", "统计时段", "本单位"],
        ["先行联系率", "2022年11月至2023年10月", "96%"],
        ["先行联系率", "2024年1-6月", "97%"],
    ]
    [(_, frame)], _ = read(workbook({"表": rows}))
    assert list(zip(frame["year"], frame["period_start"], frame["period_end"], strict=True)) == [
        (2023, "2022-11-01", "2023-10-31"), (2024, "2024-01-01", "2024-06-30"),
    ]  # fmt: skip


def test_a_row_per_town_gives_the_row_of_the_unit_and_the_average(workbook):
    rows = [
        ["街镇", "首次联系率", "按期办结率", "群众满意率"], ["山水镇", "96%", "99%", "70%"], ["石桥街道", "95%", "98%", "71%"],
        ["平均", "95.5%", "98.5%", "70.5%"],
    ]  # fmt: skip
    [(_, frame)], problems = read(workbook({"表": rows}), own=("石桥街道",))
    assert list(frame["indicator"]) == ["先行联系率", "按时办结率", "群众满意率"]
    assert list(frame["rate"]) == [Decimal("0.95"), Decimal("0.98"), Decimal("0.71")]
    assert frame["average_rate"][0] == Decimal("0.955")
    asked = read(workbook({"表": rows}))[1]
    assert "intake.which_row" in [problem.code for problem in asked] and not [
        p for p in problems if p.severity == "error"
    ]


def test_levels_side_by_side_are_answers(workbook):
    rows = [["调查内容", "很满意", "满意", "一般", "不满意"], ["热线处置", 60, 30, 8, 2]]
    [(schema, frame)], _ = read(workbook({"2024年问卷": rows}))
    assert schema.name == "survey_answers"
    assert list(zip(frame["option"], frame["answers_count"], strict=True)) == [
        ("很满意", 60),
        ("满意", 30),
        ("一般", 8),
        ("不满意", 2),
    ]


def test_a_table_on_its_side(workbook):
    rows = [
        ["单位：万元"],
        ["科目名称", "基本支出", "项目支出"],
        ["年初预算", 1, 2],
        ["调整后预算", 3, 4],
        ["执行金额", 3, 3],
    ]
    [(schema, frame)], _ = read(workbook({"表": rows}))
    assert (schema.name, list(frame["line_name"])) == ("budget_lines", ["基本支出", "项目支出"])
    assert frame["executed_yuan"][0] == Decimal(30_000)


def test_arithmetic_decides_where_the_words_do_not(workbook):
    rows = [
        ["单位：万元"],
        ["科目名称", "甲栏", "乙栏", "执行率"],
        ["基本支出", 100, 93, "93%"],
        ["项目支出", 80, 60, "75%"],
        ["其他", 50, 45, "90%"],
    ]
    words = {"budget_lines": {"甲栏": "adjusted_budget_yuan"}}
    [sheet] = read_workbook(workbook({"表": rows}))
    [header] = find_headers(sheet, words)
    [columns] = header.groups.values()
    assert columns["executed_yuan"].text == "乙栏"
    assert "验算" in header.evidence["executed_yuan"]


@pytest.mark.parametrize(
    "labels",
    [
        ["一、基本支出", "1.人员经费", "2.公用经费", "二、项目支出"], ["基本支出", "其中：人员经费", "公用经费", "项目支出"],
        ["基本支出", "  人员经费", "  公用经费", "项目支出"], ["（一）基本支出", "1.人员经费", "2.公用经费", "（二）项目支出"],
        ["基本支出", "人员经费", "公用经费", "项目支出"],
    ],
)  # fmt: skip
def test_outlines_of_a_budget(workbook, labels):
    amounts = [(50, 52, 52), (40, 41, 41), (10, 11, 11), (30, 28, 27)]
    lines = [[label, *row] for label, row in zip(labels, amounts, strict=True)]
    rows = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额"], *lines, ["合计", 80, 80, 79]]
    [(_, frame)], _ = read(workbook({"表": rows}))
    assert list(frame["level"][:4]) == [1, 2, 2, 1]


def test_own_wordings_are_data(workbook, tmp_path):
    rows = [["单位：元"], ["条目", "一期", "二期", "三期"], ["基本支出", 1, 2, 3]]
    path = workbook({"表": rows}, tmp_path / "town" / "2024" / "表.xlsx")
    assert [s.table for s in read_folder(path.parent, 2024).sheets] == [None]
    (path.parent / "mapping.yaml").write_text(
        "tables:\n  budget_lines:\n    line_name: [条目]\n    initial_budget_yuan: [一期]\n"
        "    adjusted_budget_yuan: [二期]\n    executed_yuan: [三期]\n", encoding="utf-8",
    )  # fmt: skip
    [frame] = read_folder(path.parent, 2024).tables["budget_lines"]
    assert frame["executed_yuan"][0] == Decimal(3)
    (path.parent / "mapping.yaml").write_text("tables:\n  budget_lines:\n    executed: [三期]\n", encoding="utf-8")
    with pytest.raises(EvallibError, match="executed_yuan"):
        table_words(path.parent / "mapping.yaml")


def test_many_unreadable_cells_of_one_cause_are_one_message(workbook):
    rows = [
        ["单位：元"],
        ["科目名称", "年初预算", "调整后预算", "执行金额"],
        *([f"第{n}项", 1, 1, "约五"] for n in range(40)),
    ]
    _, problems = read(workbook({"表": rows}))
    [told] = [problem for problem in problems if problem.code == "intake.not_money"]
    assert "共 40 处" in told.message and told.cell.startswith("D3:D4")


def test_signatures_and_column_marks_are_no_data(workbook):
    rows = [
        ["单位：元"], ["科目名称", "年初预算", "调整后预算", "执行金额"], ["甲", "1", "2", "3"], ["基本支出", 5, 5, 5],
        ["填表人：某", None, "审核人：某"], ["填报日期：2025年1月3日"],
    ]  # fmt: skip
    [(_, frame)], _ = read(workbook({"表": rows}))
    assert list(frame["line_name"]) == ["基本支出"]


def test_final_accounts_are_what_was_spent(workbook):
    rows = [
        ["2024年度支出决算表"],
        ["金额单位：万元"],
        ["项目", "行次", "年初预算数", "全年预算数", "决算数"],
        ["基本支出", 1, 10, 12, 11],
    ]
    [(schema, frame)], _ = read(workbook({"表": rows}))
    assert schema.name == "budget_lines"
    assert frame["executed_yuan"][0] == Decimal(110_000)


def test_codes_tell_the_outline(workbook):
    rows = [
        ["单位：万元"],
        ["科目编码", "科目名称", "年初预算", "调整后预算", "执行金额"],
        ["201", "公共服务", 100, 100, 90],
        ["20103", "办公厅", 60, 60, 50],
        ["2010301", "行政运行", 40, 40, 35],
        ["2010302", "一般事务", 20, 20, 15],
        ["20106", "财政事务", 40, 40, 40],
        [None, "合计", 100, 100, 90],
    ]
    submission = read_file(workbook({"支出": rows}), 2024)
    assert list(submission.tables["budget_lines"][0]["level"][:5]) == [1, 2, 3, 3, 2]


def test_a_total_may_stand_in_the_column_of_the_headings(workbook):
    rows = [
        ["2024年部门预算执行情况表（单位：万元）"], ["类别", "科目", "年初预算数", "调整后预算", "决算数"], ["基本支出", "人员经费", 468, 468, 460],
        [None, "公用经费", 62, 62, 60], ["项目支出", "业务费", 588, 608, 590], ["合计", None, 1118, 1138, 1110], ["其他", None, 1, 1, 1],
    ]  # fmt: skip
    tables, _ = read(workbook({"表": rows}))
    frame = tables[0][1]
    assert frame["row_kind"].tolist() == ["line"] * 3 + ["total", "line"]
    assert frame["line_name"].tolist() == ["人员经费", "公用经费", "业务费", "合计", None], "another word is no label"


TOWNS = [
    ["2024年各街镇热线办理情况"],
    ["序号", "街镇", "受理量", "先行联系率", "按时办结率", "办结量", "市民满意率", "综合得分"],
    [1, "青石镇", 420, "98.10%", "99.20%", 410, "91.30%", 96.2],
    [2, "柳湾街道", 365, "97.40%", "98.60%", 360, "90.10%", 95.1],
    [3, "全区平均", 390, "97.75%", "98.90%", 385, "90.70%", 95.6],
]


def test_rates_of_towns_beside_counts_are_the_rates_of_the_own_row(workbook):
    [(schema, frame)], problems = read(workbook({"表": TOWNS}), own=("柳湾街道",))
    assert schema.name == "four_rates"
    assert list(zip(frame["indicator"], frame["rate"], frame["average_rate"], strict=True)) == [
        ("先行联系率", Decimal("0.974"), Decimal("0.9775")), ("按时办结率", Decimal("0.986"), Decimal("0.989")),
        ("市民满意率", Decimal("0.901"), Decimal("0.907")),
    ]  # fmt: skip
    assert not [problem for problem in problems if problem.severity == "error"]
    assert {"受理量", "办结量"} <= {problem.message.split("”")[0][3:] for problem in problems}  # told, not read


def test_quantities_of_goods_are_no_counts_of_cases(workbook):
    rows = [
        ["序号", "资产名称", "规格型号", "计量单位", "数量", "资产原值（元）", "使用部门", "购置日期"],
        [1, "扫描仪", "S-12", "台", 2, 5600, "办公室", "2021-03-10"],
        [2, "书柜", "G-3", "组", 4, 3200, "财务科", "2020-09-05"],
    ]
    [(schema, frame)], _ = read(workbook({"表": rows}))
    assert (schema.name, list(frame["quantity"])) == ("unit_prices", [2, 4])


def test_parts_beside_their_sum_are_no_second_amount(workbook):
    rows = [
        ["单位：万元"],
        ["科目名称", "年初预算数", "决算数", None, None],
        [None, None, "小计", "基本支出", "项目支出"],
        ["行政运行", 600, 610.3, 610.3, 0],
        ["一般行政管理事务", 220.5, 224.9, 0, 224.9],
    ]
    tables, _ = read(workbook({"表": rows}, merged=("A2:A3", "B2:B3", "C2:E2")))
    [(schema, frame)] = [(schema, frame) for schema, frame in tables if len(frame)]
    assert (schema.name, list(frame["executed_yuan"])) == ("budget_lines", [Decimal("6103000"), Decimal("2249000")])
    assert frame["printed_execution_rate"].isna().all()


def test_shares_of_levels_side_by_side(workbook):
    rows = [
        ["调查项目", "有效问卷数", "满意占比", "基本满意占比", "不太满意占比", "不满意占比"],
        ["办事效率", 187, "80.21%", "14.44%", "2.67%", "2.68%"],
        ["社区环境", 187, "75.94%", "15.51%", "4.81%", "3.74%"],
    ]
    [(schema, frame)], _ = read(workbook({"表": rows}))
    assert (schema.name, len(frame), set(frame["option"])) == (
        "survey_answers", 8, {"满意", "基本满意", "不太满意", "不满意"},
    )  # fmt: skip


def test_a_table_of_a_report_without_a_needed_amount_is_no_hand_in(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("某局2024年自评报告")
    table = document.add_table(rows=0, cols=3)
    for texts in (
        ("支出类型", "年初预算（万元）", "全年执行（万元）"),
        ("基本支出", "1530.20", "1598.44"),
        ("合计", "2865.40", "2987.36"),
    ):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "报告.docx")
    submission = read_file(tmp_path / "报告.docx", 2024)
    assert not submission.tables and not submission.problems.errors
    assert [problem.code for problem in submission.problems] == ["intake.document_table_short"]


def test_a_count_beside_a_rate_under_one_heading_is_no_rate(workbook):
    """先行联系率 over 已联系（件） and 联系率, the other headers merged down beside them, under two rows of titles."""
    rows = [
        ["2024年四率统计表", None, None, None, None, None],
        ["填报单位：某中心", None, None, None, "单位：件、%", None],
        ["月份", "应联系数", "先行联系率", None, "按时办结率", "群众满意率"],
        [None, None, "已联系（件）", "联系率", None, None],
        ["1月", 355, 346, 97.46, 98.06, 95.06],
        ["2月", 615, 610, 99.19, 96.86, 89.42],
    ]
    merged = ("A1:F1", "A2:D2", "E2:F2", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4")
    submission = read_file(workbook({"四率": rows}, merged=merged), 2024)
    assert not submission.problems.errors
    table = submission.tables["four_rates"][0]
    told = table[table["period_text"].astype(str).str.contains("1月|一月") & (table["indicator"] == "先行联系率")]
    assert [str(value) for value in told["rate"]] == ["0.9746"]


def test_posts_by_institution(workbook):
    rows = [
        ["2024年末机构人员情况表"],
        ["单位名称", "编制数", "年末实有人数"],
        ["局机关", 22, 20],
        ["某馆", 18, 17],
        ["合计", 40, 37],
    ]
    table = read_file(workbook({"人员": rows}), 2024).tables["staff"][0]
    assert list(table["category"]) == ["局机关", "某馆", "合计"] and list(table["actual_count"]) == [20, 17, 37]


ALONE = {
    "final accounts": (
        [
            ["支出决算表"],
            ["编制单位：某街道   2023年度   金额单位：万元"],
            ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出"],
            ["201", "公共服务支出", 310.5, 200.5, 110, None],
            ["2010301", "行政运行", 200.5, 200.5, 0, None],
            ["2010302", "专项事务", 110, 0, 110, None],
            [None, "合计", 310.5, 200.5, 110, None],
        ],
        "final_accounts",
        {"final_accounts_yuan": [3105000, 2005000, 1100000], "project_yuan": [1100000, 0, 1100000], "level": [1, 2, 2]},
    ),
    "what is to be bought": (
        [
            ["2023年政府采购预算表（单位：万元）"],
            ["序号", "采购项目名称", "采购方式", "采购预算", "拟采购时间"],
            [1, "监控维护", "公开招标", 86, "2023年4月"],
            [2, "保洁服务", "框架协议", 21.5, "2023年6月"],
        ],
        "procurement_plan",
        {"item": ["监控维护", "保洁服务"], "amount_yuan": [860000, 215000], "planned_purchase_date": ["2023年4月", "2023年6月"]},
    ),
    "assets at one time": (
        [
            ["年末固定资产构成（单位：元）"],
            ["资产类别", "数量", "账面原值", "累计折旧", "账面净值"],
            ["房屋", 2, 900000, 300000, 600000],
            ["设备", 31, 120000, 80000, 40000],
        ],
        "asset_holdings",
        {"quantity": [2, 31], "net_value_yuan": [600000, 40000]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "kind", "columns"), ALONE.values(), ids=ALONE)
def test_a_table_without_the_columns_of_its_nearest_kind_has_a_state_of_its_own(workbook, rows, kind, columns):
    submission = read_file(workbook({"表": rows}), 2023)
    assert submission.tables.keys() == {kind} and submission.problems.errors == []
    (frame,) = submission.tables[kind]
    lines = frame[frame["row_kind"] == "line"]
    assert {name: list(lines[name]) for name in columns} == columns


def test_such_a_kind_is_only_for_sheets_of_no_other(workbook):
    rows = [
        ["单位：万元"],
        ["科目编码", "科目名称", "年初预算", "调整后预算", "支出决算数", "项目支出"],
        ["201", "公共服务", 10, 11, 9, 4],
    ]
    assert read_file(workbook({"决算": rows}), 2023).tables.keys() == {"budget_lines"}


def test_columns_of_parts_beside_those_of_the_whole_are_left_to_the_whole(workbook):
    rows = [
        ["各村网格案件统计"],
        ["村居", "巡查", None, "热线", None, "合计", None],
        [None, "立案", "结案", "立案", "结案", "立案", "结案"],
        ["东村", 30, 29, 5, 5, 35, 34],
        ["西村", 20, 20, 7, 6, 27, 26],
    ]
    merged = ("B2:C2", "D2:E2", "F2:G2", "A2:A3")
    submission = read_file(workbook({"表": rows}, merged=merged), 2023)
    (frame,) = submission.tables["case_counts"]
    assert list(frame["cases_count"]) == [35, 27] and list(frame["closed_count"]) == [34, 26]
    rows = [row[:5] for row in rows]
    submission = read_file(workbook({"表": rows}, merged=merged[:2] + merged[3:]), 2023)
    asked = [problem for problem in submission.problems if problem.code == "intake.proposed_column"]
    assert [problem.value[:8] for problem in asked] == ["同名的列不止一列"] * 2


def test_sorts_of_spending_over_the_same_columns_are_lines_of_each_unit(workbook, tmp_path):
    rows = [
        ["2023年预算执行进度（单位：万元）"],
        ["预算单位", "基本支出", None, "项目支出", None],
        [None, "年初预算", "支出数", "年初预算", "支出数"],
        ["第一所", 18, 17, 3, 2],
        ["第二所", 20, 19, 5, 5],
        ["合计", 38, 36, 8, 7],
    ]
    merged = ("B2:C2", "D2:E2", "A2:A3")
    submission = read_file(workbook({"表": rows}, merged=merged), 2023)
    (frame,) = submission.tables["budget_departments"]
    assert list(zip(frame["department"], frame["line_name"], frame["executed_yuan"], strict=True))[:3] == [
        ("第一所", "基本支出", 170000), ("第一所", "项目支出", 20000), ("第二所", "基本支出", 190000)
    ]  # fmt: skip
    assert list(frame["row_kind"]) == ["line"] * 4
    assert {(problem.code, problem.severity) for problem in submission.problems} == {("intake.total_left", "note")}
    rows[2] = [None, "预算数", "支出数", "预算数", "支出数"]
    path = tmp_path / "2023" / "进度.xlsx"
    workbook({"表": rows}, path, merged)
    asked = [problem.code for problem in read_folder(path.parent, 2023).problems]
    (path.parent / "mapping.yaml").write_text(
        "tables:\n  budget_departments: {initial_budget_yuan: [预算数]}\n", "utf-8"
    )
    settled = read_folder(path.parent, 2023)
    assert "intake.proposed_column" in asked and {"intake.total_left"} == {problem.code for problem in settled.problems}
    assert settled.tables["budget_departments"][0]["initial_budget_yuan"].iloc[0] == 180000


def test_levels_in_percent_are_shares_whatever_their_cells_hold(workbook):
    rows = [
        ["食堂满意度问卷"],
        ["题号", "问题", "非常满意（%）", "满意（%）", "不满意（%）"],
        [1, "菜品", 52.5, 40, 7.5],
        [2, "环境", 61.25, 33.75, 5],
    ]
    (frame,) = read_file(workbook({"表": rows}), 2023).tables["survey_answers"]
    assert list(frame["answers_rate"])[:3] == [Decimal("0.525"), Decimal("0.4"), Decimal("0.075")]
    assert frame["answers_count"].isna().all()


def test_budgets_of_three_years_side_by_side_are_each_years_own(workbook):
    rows = [
        ["近三年预算执行情况（万元）"],
        ["项目", "2021年", None, "2022年", None, "2023年", None],
        [None, "预算", "执行", "预算", "执行", "预算", "执行"],
        ["网格巡查", 26, 25, 28, 27, 30, 29],
        ["热线服务", 14, 13, 15, 15, 16, 16],
    ]
    merged = ("B2:C2", "D2:E2", "F2:G2", "A2:A3")
    (frame,) = read_file(workbook({"表": rows}, merged=merged), 2023).tables["project_lines"]
    found = {year: list(lines["executed_yuan"]) for year, lines in frame.groupby("year")}
    assert found == {2021: [250000, 130000], 2022: [270000, 150000], 2023: [290000, 160000]}


def test_the_cases_that_were_registered_are_counted_although_a_rate_is_of_those_due(workbook):
    rows = [
        ["案件处置统计"],
        ["来源", "立案", "应结案", "结案", "结案率"],
        ["巡查", 862, 860, 859, "99.88%"],
        ["视频", 231, 230, 226, "98.26%"],
    ]
    (frame,) = read_file(workbook({"表": rows}), 2023).tables["case_counts"]
    assert list(frame["cases_count"]) == [862, 231]


def test_what_is_built_is_an_item_beside_prices_and_a_plan_elsewhere(workbook):
    rows = [
        ["平台建设费用"],
        ["建设内容", "数量", "单价（元）", "小计（元）"],
        ["接口", 2, 300, 600],
        ["报表", 3, 250, 750],
    ]
    (frame,) = read_file(workbook({"表": rows}), 2023).tables["unit_prices"]
    assert list(frame["item"]) == ["接口", "报表"] and list(frame["amount_yuan"]) == [600, 750]
    assert parse_header("建设内容", neighbours=["project_name", "started", "finished"])[0].value == "plan"
