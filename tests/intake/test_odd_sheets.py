"""Odd sheets beside and instead of forms: what holds no table is a note, what looks like one and went unread is an error."""

import pytest

from evallib.intake import read_file

TITLE = ["2024年度项目支出绩效自评表"]
NAMED = ["项目名称", "闸站值守"]
FUNDS = [
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 40, 40, 38, 10, "95%", 9.5],
]
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
GOALS = [
    ["产出指标", "数量指标", "值守天数", "≥360天", "365天", 50, 50, None],
    ["效益指标", "社会效益指标", "排涝安全", "安全", "安全", 40, 40, None],
    ["总分", None, None, None, None, 100, 99.5, None],
]
FORM = [TITLE, NAMED, *FUNDS, HEAD, *GOALS]


def codes(submission, severity="error"):
    return [p.code for p in submission.problems if p.severity == severity]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("封面", [["2024年度绩效自评材料"], ["单位：某站"], ["2025年3月"]]),
        ("填表说明", [["填表说明"], ["1", "年初预算数", "填写年初批复数"], ["2", "全年执行数", "填写实际支出数"]]),
        ("Sheet2", [["本次自评由办公室牵头，财务室配合，于二月完成。"], ["特此说明。"]]),
    ],
)
def test_a_sheet_of_text_is_a_note_and_no_error(workbook, name, rows):
    submission = read_file(workbook({name: rows, "自评表": FORM}), 2024)
    assert codes(submission) == [] and "intake.text_sheet" in codes(submission, "note")
    assert len(submission.tables["self_evaluation_forms"]) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([TITLE, NAMED, *FUNDS, ["三级指标", "值守天数", "排涝安全"], ["年度指标值", "≥360天", "安全"], ["分值", 50, 40]],
         "intake.form_not_understood"),
        ([TITLE, NAMED, *FUNDS, ["绩效完成情况", "本年值守365天，得50分；排涝安全，得40分。"]], "intake.form_not_understood"),
        ([["见图"]], "intake.unknown_headers"),
    ],
)  # fmt: skip
def test_what_went_unread_is_one_error(workbook, rows, code):
    submission = read_file(workbook({"自评表": rows}), 2024)
    assert codes(submission) == [code]
    assert not any(len(frame) for frames in submission.tables.values() for frame in frames)


def test_a_form_that_nobody_filled_in_is_named_and_keeps_no_other_out(workbook):
    blank = [
        TITLE, ["项目名称", None], FUNDS[0], [None, "年度资金总额", None, None, None, 10], HEAD,
        ["产出指标", "数量指标", "指标1："], ["总分", None, None, None, None, 100],
    ]  # fmt: skip
    submission = read_file(workbook({"自评表": blank, "自评表2": FORM}), 2024)
    assert codes(submission) == [] and codes(submission, "warning") == ["intake.blank_form"]
    assert len(submission.tables["self_evaluation_forms"]) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [
            TITLE,
            ["项目名称", None],
            FUNDS[0],
            [None, "年度资金总额", None, None, None, 10],
            HEAD,
            ["产出指标", "数量指标", "指标1："],
        ],
        [["2024年度绩效自评材料"], ["单位：某站"], ["2025年3月"]],
    ],
)
def test_nothing_but_blank_forms_and_text_is_an_error(workbook, rows):
    submission = read_file(workbook({"自评表": rows}), 2024)
    assert codes(submission) == ["intake.nothing_read"] and not submission.tables


def test_a_table_beside_a_form_is_told_and_the_form_is_read(workbook):
    beside = [["附：材料"], ["材料", "数量", "金额（元）"], ["砂石", 30, 12000], ["水泥", 20, 9000]]
    rows = [
        line + [None] * (9 - len(line)) + (beside[number] if number < len(beside) else [])
        for number, line in enumerate(FORM)
    ]
    submission = read_file(workbook({"自评表": rows}), 2024)
    assert codes(submission) == ["intake.unread_table"]
    assert submission.tables["self_evaluation_funds"][0]["executed_yuan"][0] == 380_000


def test_a_failed_formula_in_the_total_is_an_unread_figure(workbook):
    rows = [*FORM[:-1], ["总分", None, None, None, None, 100, "#REF!", None]]
    submission = read_file(workbook({"自评表": rows}), 2024)
    told = [p for p in submission.problems if p.severity == "error"]
    assert [(p.code, p.cell, p.value) for p in told] == [("intake.form_unread_cells", "G8", "#REF!")]


def test_the_rest_of_a_form_on_a_second_sheet(workbook):
    sheets = {"自评表": [TITLE, NAMED, *FUNDS, HEAD, GOALS[0]], "自评表（续）": [HEAD, *GOALS[1:]]}
    submission = read_file(workbook(sheets), 2024)
    assert codes(submission) == []
    goals = [name for frame in submission.tables["self_evaluation_indicators"] for name in frame["level3"].dropna()]
    projects = {name for frame in submission.tables["self_evaluation_indicators"] for name in frame["project_name"]}
    assert goals == ["值守天数", "排涝安全"] and projects == {"闸站值守"}


def test_reasons_in_several_columns_under_one_header(workbook):
    rows = [
        TITLE, NAMED, *FUNDS,
        ["一级指标", "二级指标", "三级指标", "年度指标值", None, None, "实际完成值", "分值", "得分", "偏差原因分析", None],
        [None, None, None, "运算符号", "内容", "度量单位", None, None, None, "经费保障", "人员保障"],
        ["产出指标", "数量指标", "值守天数", ">=", 360, "天", "350", 50, 48.6, None, "两人离岗"],
        ["效益指标", "社会效益指标", "受益村", ">=", 8, "个", "9", 40, 40, None, None],
    ]  # fmt: skip
    merged = ["A5:A6", "B5:B6", "C5:C6", "D5:F5", "G5:G6", "H5:H6", "I5:I6", "J5:K5"]
    submission = read_file(workbook({"自评表": rows}, merged=merged), 2024)
    goals = submission.tables["self_evaluation_indicators"][0]
    assert list(goals["target"]) == ["≥360天", "≥8个"] and goals["deviation"][0] == "人员保障：两人离岗"
    assert codes(submission) == []
