"""Columns of a form that are not of its year, funds written in one cell, titles that name the project, sheets that are no form."""

import pytest

from evallib.intake import read_file

GOALS = ["一级指标", "二级指标", "三级指标"]
FUNDS = [
    ["项目资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", None, 64, 60, 57, 10, "95%", 9.5],
]


def read(workbook, rows, title="2024年度项目支出绩效自评表"):
    submission = read_file(workbook({"表": [[title], ["项目名称", "渠道清淤"], *rows]}), 2024)
    goals = submission.tables["self_evaluation_indicators"][0]
    return submission, goals[goals["row_kind"] == "line"]


def errors(submission):
    return [p.code for p in submission.problems if p.severity == "error"]


@pytest.mark.parametrize(
    ("heads", "target", "actual"),
    [
        (["三年总目标值", "2023年完成值", "2024年目标值", "2024年完成值"], "≥13公里", "14公里"),
        (["年度指标值", "1—9月完成值", "上年完成值", "全年完成值"], "≥11公里", "14公里"),
        (["年度指标值", "上半年完成情况", "三季度完成情况", "全年实际完成值"], "≥11公里", "14公里"),
        (["年度指标值", "2023年完成值", "2022年完成值", "完成值"], "≥11公里", "14公里"),
        (["年初指标值", "上年完成值", "调整指标值", "全年完成值"], "≥13公里", "14公里"),
    ],
)
def test_target_and_result_of_the_year_are_read(workbook, heads, target, actual):
    rows = [
        *FUNDS,
        [*GOALS, *heads, "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥11公里", "12公里", "≥13公里", "14公里", 60, 60],
        ["效益指标", "社会效益指标", "受益农户", "≥11户", "12户", "≥13户", "14户", 30, 30],
    ]
    submission, goals = read(workbook, rows)
    assert (goals["target"].iloc[0], goals["actual"].iloc[0]) == (target, actual)
    assert errors(submission) == []
    told = (
        next(p for p in submission.problems if p.code == "intake.form_other_spans")
        if "年初指标值" not in heads
        else None
    )
    assert told is None or "、" in told.value


def test_a_target_that_was_not_adjusted_stays(workbook):
    rows = [
        *FUNDS,
        [*GOALS, "年初指标值", "调整指标值", "全年完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥11公里", "≥13公里", "14公里", 60, 60],
        ["效益指标", "社会效益指标", "受益农户", "≥11户", None, "12户", 30, 30],
    ]
    assert list(read(workbook, rows)[1]["target"]) == ["≥13公里", "≥11户"]


@pytest.mark.parametrize(
    ("heads", "amounts"),
    [
        (["预算批复数", "预算调整数", "实际支出数"], (80, 0, 76)),
        (["全年预算数", "1-9月执行数", "全年执行数"], (80, 31, 76)),
    ],
)
def test_money_of_the_year_is_read(workbook, heads, amounts):
    rows = [
        ["项目资金（万元）", None, *heads, "分值", "执行率", "得分"],
        [None, "年度资金总额", *amounts, 10, "95%", 9.5],
        [*GOALS, "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥11公里", "12公里", 90, 90],
    ]
    submission, _ = read(workbook, rows)
    total = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert (total["adjusted_budget_yuan"], total["executed_yuan"]) == (800_000, 760_000)
    assert errors(submission) == []


def test_money_with_its_unit_in_each_cell(workbook):
    rows = [
        ["项目资金", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", "１６０万元", "１６０万元", "１５２万元", "１０", "９５％", "９．５"],
        [*GOALS, "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥１１公里", "１２公里", "９０", "９０"],
    ]
    submission, goals = read(workbook, rows)
    total = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert (total["executed_yuan"], total["published_score"]) == (1_520_000, 9.5) and goals["weight_score"].iloc[
        0
    ] == 90
    assert errors(submission) == []


def test_money_in_words_of_one_row_and_a_project_in_the_title(workbook):
    rows = [
        ["2024年闸站值守项目绩效自评表"],
        ["项目资金（万元）", "年初预算 30", "调整后预算：32.5", "实际支出 26", "执行率 80%", "10分/8分"],
        ["指标类别", "指标名称", "目标", "完成", "满分/得分"],
        ["产出", "值守天数", "≥360天", "365天", "60/60"],
        ["满意度", "群众满意", "≥90%", "92%", "30/30"],
    ]
    submission = read_file(workbook({"表": rows}), 2024)
    total = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert [total[name] for name in ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan")] == [
        300_000,
        325_000,
        260_000,
    ]
    assert (total["weight_score"], total["published_score"]) == (10, 8)
    assert submission.tables["self_evaluation_forms"][0]["project_name"][0] == "闸站值守"
    assert errors(submission) == []


def test_a_head_of_money_without_a_row_is_an_error(workbook):
    rows = [
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数"],
        ["按下列文件执行", None, None, None, None],
        [*GOALS, "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥11公里", "12公里", 90, 90],
    ]
    assert "intake.form_without_funds" in errors(read(workbook, rows)[0])


def test_a_monitoring_form_is_no_self_evaluation(workbook):
    rows = [
        ["2024年度项目支出绩效运行监控表"],
        ["项目名称", "渠道清淤"],
        ["项目资金（万元）", None, "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数"],
        [None, "年度资金总额", 60, 21, "35%", 60],
        [*GOALS, "年度指标值", "1-7月执行情况", "全年预计完成情况"],
        ["产出指标", "数量指标", "清淤长度", "≥11公里", "5公里", "12公里"],
        ["效益指标", "社会效益指标", "受益农户", "≥11户", "6户", "12户"],
    ]
    submission = read_file(workbook({"表": rows}), 2024)
    assert errors(submission) == ["intake.monitoring_form"] and not submission.tables


def test_four_levels_and_points_in_per_cent_and_a_total_below_the_money(workbook):
    rows = [
        ["2024年度单位项目绩效自评表"],
        ["项目名称", "闸站值守"],
        ["一级指标", "二级指标", "三级指标", "四级指标", "指标值", "完成值", "权重", "得分"],
        ["履职", "重点工作", "值守", "值守天数", "≥360天", "365天", "60%", 60],
        ["效果", "满意度", "满意度", "群众满意度", "≥90%", "88%", "30%", 29.33],
        ["小计", None, None, None, None, None, "90%", 89.33],
        [None],
        ["预算执行（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分"],
        ["资金总额", 30, 30, 27, "90%", 10, 9],
        ["总分", None, None, None, None, None, "100%", 98.33],
    ]
    submission = read_file(workbook({"表": rows}), 2024)
    frame = submission.tables["self_evaluation_indicators"][0]
    goals, total = frame[frame["row_kind"] == "line"], frame[frame["row_kind"] == "total"]
    assert list(goals["level3"]) == ["值守天数", "群众满意度"] and list(goals["level1"]) == ["重点工作", "满意度指标"]
    assert list(goals["weight_score"]) == [60, 30]
    assert [float(score) for score in total["published_score"]] == [98.33]
    assert errors(submission) == []
