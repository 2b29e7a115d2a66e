"""Whole forms of other families: goals with points at their headings, no column of items, no points at all, tasks."""

from decimal import Decimal

import pytest

from evallib.intake import read_file

HEAD = [["2024年度项目自评表"], ["项目名称", "河段巡护"], ["主管部门", "某区某局", None, None, "项目实施单位", "某站"]]
RESULT = ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"]
NATIONAL = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
FUNDS = ["项目资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def read(workbook, rows, merged=()):
    submission = read_file(workbook({"表": rows}, merged=merged), 2024)
    goals = submission.tables["self_evaluation_indicators"][0]
    funds = submission.tables["self_evaluation_funds"][0]
    return submission, goals[goals["row_kind"] == "line"], funds


def test_goals_in_two_blocks_have_the_points_of_their_headings(workbook):
    rows = [
        *HEAD,
        [
            "预算执行情况（万元）（20分）",
            None,
            None,
            "预算数（A）",
            "执行数（B）",
            "执行率（B/A）",
            "得分（20分*执行率）",
        ],
        [None, "年度财政资金总额", None, 80, 72, "90%", 18],
        ["年度绩效目标1（30分）", *RESULT],
        [None, "产出指标", "数量指标", "巡护里程", "≥50公里", "52公里", 10],
        [None, None, "质量指标", "达标率", "100%", "100%", 20],
        ["年度绩效目标2（50分）", *RESULT],
        [None, "产出指标", "数量指标", "巡护次数", "≥40次", "36次", 27],
        [None, "效益指标", "社会效益", "河面整洁", "提升", "提升", 20],
        ["总分", None, None, None, None, None, 95],
        ["偏差大或目标未完成原因分析", "雨天停工"],
    ]
    merged = ["A4:A5", "A6:A8", "A9:A11", "B13:G13"]
    _, goals, funds = read(workbook, rows, merged)
    assert list(goals["level3"]) == ["巡护里程", "达标率", "巡护次数", "河面整洁"]
    assert list(goals["weight_score"]) == [10, 20, 30, 20]  # 27 of the thirty that the goal met leaves
    assert (funds["weight_score"][0], funds["published_score"][0]) == (20, 18)


def test_amounts_without_a_column_of_items(workbook):
    rows = [
        ["2024年度项目绩效自评表"],
        ["项目名称", "平台维护"],
        ["项目资金（万元）", "年初预算数", "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重（分）", "执行率得分（分）"],
        [None, 300, 250, 200, "80%", 10, 8],
        ["绩效指标", "指标名称", "计量单位", "指标性质", "年初指标值", "全年完成值", "指标权重（分）", "指标得分（分）"],
        [None, "维护系统数", "个", "≥", 6, 6, 90, 90],
    ]  # fmt: skip
    _, goals, funds = read(workbook, rows, ["A3:A4", "A5:A6"])
    assert list(funds["funds_item"]) == ["年度资金总额"]
    assert [funds[name][0] for name in ("adjusted_budget_yuan", "executed_yuan", "weight_score", "published_score")] == [
        2_500_000, 2_000_000, 10, 8]  # fmt: skip
    assert list(goals["target"]) == ["≥6个"]


def test_a_form_without_points_is_read_and_says_so(workbook):
    rows = [
        ["2024年度专项资金绩效目标自评表"],
        ["转移支付（项目）名称", "道路补助"],
        ["项目资金（万元）", None, None, "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"],
        [None, "年度资金总额", None, 40, 40, "100%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
        [None, "产出指标", "数量指标", "★修路里程", "≥3公里", "3.2公里"],
        [None, None, None, "其中：硬化里程", "≥2公里", "2公里"],
    ]
    submission, goals, _ = read(workbook, rows, ["A3:A4", "A5:A7"])
    assert list(goals["actual"]) == ["3.2公里", "2公里"]
    assert goals["weight_score"].isna().all()
    assert [p.severity for p in submission.problems if p.code == "intake.form_without_points"] == ["warning"]


def test_shares_of_the_fund_in_words_are_no_rows_of_money(workbook):
    rows = [
        ["2024年度部门整体支出绩效自评表"],
        ["区级预算单位名称", "某区某所"],
        ["年度预算申请（万元）", *FUNDS[1:]],
        [None, "年度资金总额", None, "120万元", "120万元", "108万元", 10, "90%", 9],
        [None, "按收入性质分：", None, None, None, "按支出性质分："],
        [None, "其中：一般公共预算：120万元", None, None, None, "其中：基本支出：70万元"],
        [None, *NATIONAL],
        [None, "产出指标", "数量指标", "巡查次数", "≥12次", "12次", 90, 90],
    ]
    merged = ["A3:A6", "B5:E5", "F5:I5", "B6:E6", "F6:I6"]
    submission, _, funds = read(workbook, rows, merged)
    assert list(funds["funds_item"]) == ["年度资金总额"]
    assert funds["executed_yuan"][0] == 1_080_000
    assert submission.tables["self_evaluation_forms"][0]["project_name"][0] == "某区某所"
    assert [p.code for p in submission.problems if p.severity != "note"] == []


def test_tasks_are_funds_and_their_sum_is_scored(workbook):
    rows = [
        ["2024年度部门整体支出绩效自评表"],
        ["部门（单位）名称", "某区某所"],
        ["年度主要任务", "任务名称", "完成情况", "全年预算数（万元）", "全年执行数（万元）", "分值", "执行率", "得分"],
        [None, "任务1：巡查", "完成", 60, 54, 6, "90%", 5.4],
        [None, "任务2：运维", "完成", 40, 40, 4, "100%", 4],
        [None, "金额合计", None, 100, 94, 10, "94%", 9.4],
        [None, *NATIONAL],
        [None, "产出指标", "数量指标", "巡查次数", "≥12次", "12次", 90, 90],
    ]
    _, _, funds = read(workbook, rows, ["A3:A6"])
    assert list(funds["funds_item"]) == ["年度资金总额", "任务1：巡查", "任务2：运维"]
    assert (funds["weight_score"][0], funds["executed_yuan"][0]) == (10, 940_000)


@pytest.mark.parametrize(
    ("written", "yuan"), [("150万", 1_500_000), ("19.8万元", 198_000), ("1.2亿", 120_000_000), ("1,765.22", 17_652_200)]
)
def test_amounts_written_any_way(workbook, written, yuan):
    rows = [*HEAD, FUNDS, [None, "年度资金总额", None, written, written, written, 10, "100%", 10], [None, *NATIONAL],
            [None, "产出指标", "数量指标", "次数", "≥1次", "1次", 90, 90]]  # fmt: skip
    _, _, funds = read(workbook, rows)
    assert funds["executed_yuan"][0] == yuan


def test_the_printed_rate_tells_which_budget_it_is_measured_on(workbook):
    rows = [*HEAD, ["资金（元）", "来源", None, "年初预算数", "调整数", "预算数", "执行数", "执行率"],
            [None, "收入合计", None, 900, 100, 1000, 980, "98%"], [None, *NATIONAL],
            [None, "产出指标", "数量指标", "次数", "≥1次", "1次", 90, 90]]  # fmt: skip
    _, _, funds = read(workbook, rows)
    assert (funds["initial_budget_yuan"][0], funds["adjusted_budget_yuan"][0]) == (Decimal(900), Decimal(1000))


def test_a_second_label_behind_the_text_of_the_first(workbook):
    rows = [["2024年度部门整体绩效自评表"], ["单位名称：某街道某中心　　填报日期：2025年2月"], FUNDS,
            [None, "年度资金总额", None, 5, 5, 5, 10, "100%", 10], [None, *NATIONAL],
            [None, "产出指标", "数量指标", "次数", "≥1次", "1次", 90, 90]]  # fmt: skip
    submission, _, _ = read(workbook, rows)
    assert submission.tables["self_evaluation_forms"][0]["project_name"][0] == "某街道某中心"


def test_a_heading_merged_down_the_block_is_no_column(workbook):
    rows = [
        *HEAD,
        ["资金情况（万元）", "资金类别", "预算安排数", "实际支出数", "执行率", "权重", "得分"],
        [None, "合计", 200, 196, "98%", 10, 9.8],
        ["指标完成情况", "一级指标", "二级指标", "三级指标", "权重", "目标值", "实际值", "自评得分"],
        [None, "产出", "产出数量", "修缮桥栏长度", 50, "≥800米", "820米", 50],
        [None, "效益", "社会效益", "通行安全", 40, "提升", "提升", 40],
    ]
    _, goals, _ = read(workbook, rows, ("A4:A5", "A6:A8"))
    assert list(zip(goals["level3"], goals["actual"], goals["published_score"], strict=True)) == [
        ("修缮桥栏长度", "820米", 50), ("通行安全", "提升", 40),
    ]  # fmt: skip


def test_sorts_of_goals_names_with_codes_and_points_that_the_goals_leave(workbook):
    rows = [
        ["2024年度项目自评表"],
        ["项目编码及名称", "0042-旧井改造"],
        ["主管部门", "某区某局"],
        ["资金（万元）", "资金性质", "年度预算数", "实际使用数", "使用率", "得分"],
        [None, "合计", 410, 403.85, "98.5%", 9.85],
        ["绩效指标", "指标类别", "指标名称", "绩效目标", "完成情况", "完成率", "分值", "得分"],
        [None, "产出数量", "改造旧井数", "≥8口", "8口", "100%", 50, 50],
        [None, "社会效益", "取水便利", "改善", "改善", "100%", 40, 40],
    ]
    submission, goals, funds = read(workbook, rows, ("A4:A5", "A6:A8"))
    assert list(zip(goals["level2"], goals["level3"], strict=True)) == [
        ("产出数量", "改造旧井数"),
        ("社会效益", "取水便利"),
    ]
    assert submission.tables["self_evaluation_forms"][0]["project_name"][0] == "0042-旧井改造"
    assert (funds["adjusted_budget_yuan"][0], funds["weight_score"][0]) == (Decimal("4100000"), 10)
    assert not [problem for problem in submission.problems if problem.code == "intake.weights"]


def test_of_two_values_the_later_was_reached(workbook):
    rows = [
        ["2024年度专项经费绩效评价表"], ["项目名称：出访经费"],
        ["一级指标", "二级指标", "分值", "三级指标", "计量单位", "目标值（标准）", "分值", "采集数据项", None, "指标值"],
        [None, None, None, None, None, None, None, "数据项1", "数据项2", None],
        ["业务", "出访管理", 60, "出访团组数", "个", "≤12", 10, 11, 12, "11"],
        [None, None, None, "成果提交率", "%", "100%", 15, 11, 11, "100%"],
    ]  # fmt: skip
    merged = ["H3:I3", *(f"{letter}3:{letter}4" for letter in "ABCDEFGJ"), "A5:A6", "B5:B6", "C5:C6"]
    submission = read_file(workbook({"表": rows}, merged=merged), 2024)
    goals = submission.tables["self_evaluation_indicators"][0]
    assert list(zip(goals["level3"], goals["target"], goals["actual"], goals["weight_score"], strict=True)) == [
        ("出访团组数", "≤12个", "11个", 10), ("成果提交率", "100%", "100%", 15),
    ]  # fmt: skip
