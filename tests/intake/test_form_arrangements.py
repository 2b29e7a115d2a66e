"""Forms that do not stand in rows under one header: cards, goals in columns, money on its own sheet, words that tell figures."""

from decimal import Decimal

import docx
import pytest

from evallib.intake import propose, read_file

HEAD = [["2024年度项目支出绩效自评表"], ["项目名称", "渡口维护"], ["主管部门", "某县某局"]]
GOALS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "原因"]
ROWS = [
    ["产出指标", "数量指标", "维护渡口", "≥14处", "14处", 50, 50, None],
    ["效益指标", "社会效益指标", "落水事件", "0起", "0起", 40, 40, "1处停运"],
]
FUNDS = ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
TOTAL = [None, "年度资金总额", 50, 40, 38, 10, "95%", 9.5]


def tables(path):
    submission = read_file(path, 2024)
    assert [problem.message for problem in submission.problems.errors] == []
    goals = submission.tables["self_evaluation_indicators"][0]
    return (
        goals[goals["row_kind"] == "line"],
        goals[goals["row_kind"] == "total"],
        submission.tables["self_evaluation_funds"][0],
    )


def told(goals):
    return goals[["level3", "target", "actual", "weight_score", "published_score"]].values.tolist()


CARDS = [
    [["指标名称", "维护渡口"], ["目标值", "≥14处", "完成值", "14处"], ["分值", 50, "得分", 50], ["未完成原因", None]],
    [["指标名称", "落水事件"], ["目标值", "0起", "完成值", "1起"], ["分值", 40, "得分", 30], ["未完成原因", "夜间违规"]],
]  # fmt: skip


def test_goals_as_cards_are_rows_and_keep_their_cells(workbook):
    cards = [row for number, card in enumerate(CARDS, start=1) for row in [[f"指标{number}"], *card]]
    goals, _, _ = tables(workbook({"表": [*HEAD, FUNDS, TOTAL, *cards]}))
    assert told(goals) == [["维护渡口", "≥14处", "14处", 50, 50], ["落水事件", "0起", "1起", 40, 30]]
    assert goals["deviation"].tolist() == [None, "夜间违规"]
    assert '"actual": "D13"' in goals["source_cells"].iloc[1] and goals["source_row"].tolist() == [7, 12]


def test_a_card_without_its_result_is_no_card(workbook):
    rows = [*HEAD, FUNDS, TOTAL, *CARDS[0], ["指标名称", "落水事件"], ["目标值", "0起"]]
    submission = read_file(workbook({"表": rows}), 2024)
    assert submission.problems.errors and "self_evaluation_indicators" not in submission.tables


def test_goals_in_columns_are_rows(workbook):
    turned = [
        ["指标名称", "维护渡口", "落水事件"],
        ["年度目标值", "≥14处", "0起"],
        ["实际完成值", "13处", "0起"],
        ["分值", 50, 40],
        ["得分", 46.5, 40],
    ]
    goals, _, _ = tables(workbook({"表": [*HEAD, FUNDS, TOTAL, *turned]}))
    assert told(goals) == [["维护渡口", "≥14处", "13处", 50, 46.5], ["落水事件", "0起", "0起", 40, 40]]
    assert '"actual": "B8"' in goals["source_cells"].iloc[0]


def test_money_on_a_sheet_of_its_own_goes_with_the_goals(workbook):
    sheets = {
        "1.资金": [*HEAD[:2], ["金额单位：万元"], ["资金来源", *FUNDS[2:]], ["年度资金总额", *TOTAL[2:]]],
        "2.指标": [["自评表（二）"], HEAD[1], GOALS, *ROWS, ["总分", None, None, None, None, 100, 99.5]],
    }
    goals, total, funds = tables(workbook(sheets))
    assert goals["deviation"].tolist() == [None, "1处停运"]  # a reason with a number is no figure that nobody read
    assert (funds["executed_yuan"][0], funds["weight_score"][0], total["published_score"].iloc[0]) == (380000, 10, 99.5)
    assert set(goals["project_name"]) == set(funds["project_name"]) == {"渡口维护"}
    assert (set(funds["source_sheet"]), set(goals["source_sheet"])) == ({"1.资金"}, {"2.指标"})


def test_money_of_another_project_stays_apart(workbook):
    sheets = {
        "1.资金": [["自评表（一）"], ["项目名称", "路灯更新"], ["金额单位：万元"], ["资金来源", *FUNDS[2:]], ["年度资金总额", *TOTAL[2:]]],
        "2.指标": [["自评表（二）"], HEAD[1], GOALS, *ROWS],
    }  # fmt: skip
    submission = read_file(workbook(sheets), 2024)
    assert "self_evaluation_funds" not in submission.tables


def test_labels_and_the_score_in_lines_of_a_document(tmp_path):
    document = docx.Document()
    for line in [
        "项目支出绩效自评表（2024年度）",
        "项目名称：渡口维护    主管部门：某县某局",
        "自评总分：99.5分    单位：万元",
    ]:
        document.add_paragraph(line)
    for rows in ([["资金来源", *FUNDS[2:]], ["年度资金总额", *TOTAL[2:]]], [GOALS, *ROWS]):
        if len(rows[0]) > len(FUNDS) - 1:
            document.add_paragraph("指标完成情况")
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = "" if text is None else str(text)
    document.save(tmp_path / "自评表.docx")
    goals, total, funds = tables(tmp_path / "自评表.docx")
    assert goals["project_name"].iloc[0] == "渡口维护" and funds["executed_yuan"][0] == 380000
    assert total["published_score"].tolist() == [Decimal("99.5")]


def test_a_score_in_the_line_behind_a_table(tmp_path):
    document = docx.Document()
    document.add_paragraph("2024年度项目支出绩效自评表")
    rows = [["项目名称", "渡口维护", *[None] * 6], FUNDS, TOTAL, GOALS, *ROWS]
    table = document.add_table(len(rows), 8)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = "" if text is None else str(text)
    document.add_paragraph("自评得分：（ 99.5 ）分    等级：优（√）良（ ）")
    document.save(tmp_path / "自评表.docx")
    goals, total, _ = tables(tmp_path / "自评表.docx")
    assert len(goals) == 2 and total["published_score"].tolist() == [Decimal("99.5")]


def test_money_among_the_goals_is_money(workbook):
    rows = [*HEAD, FUNDS, TOTAL, ["目标1：木船", None, None, "预算数（万元）", 30, "执行数（万元）", 29], GOALS, ROWS[0],
            ["目标2：趸船", None, None, "预算数（万元）", 10, "执行数（万元）", 9], GOALS, ROWS[1]]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}))
    assert goals["weight_score"].tolist() == [50, 40]
    assert funds["funds_item"].tolist()[1:] == ["目标1：木船", "目标2：趸船"]
    assert funds["executed_yuan"].tolist() == [380000, 290000, 90000]


def test_amounts_by_source_under_one_header_give_the_whole(workbook):
    rows = [*HEAD,
            ["年度主要任务", "任务名称", "预算数（万元）", None, None, "执行数（万元）", None, None],
            [None, None, "总额", "财政拨款", "其他", "总额", "财政拨款", "其他"],
            [None, "任务1：船体检修", 30, 25, 5, 29, 25, 4],
            [None, "金额合计", 30, 25, 5, 29, 25, 4],
            GOALS, *ROWS]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}, merged=["A4:A7", "C4:E4", "F4:H4"]))
    assert funds["executed_yuan"].tolist() == [290000, 290000] and len(goals) == 2


@pytest.mark.parametrize(
    ("note", "points"),
    [
        ("注：产出指标50分，效益指标40分，预算执行率10分。", [50, 40]),
        ("注：预算执行率10分，其余每个指标45分，产出指标45分，效益指标45分", [45, 45]),
    ],
)
def test_points_told_in_a_note(workbook, note, points):
    rows = [*HEAD, [*FUNDS[:5], "执行率", "得分"], [*TOTAL[:5], "95%", 9.5], [name for name in GOALS if name != "分值"],
            *[[*row[:5], *row[6:]] for row in ROWS], [note]]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}))
    assert goals["weight_score"].tolist() == points and funds["weight_score"][0] == 10


def test_a_note_that_does_not_settle_the_points_is_asked(workbook):
    twice = [[*row[:2], name, *row[3:5], 18] for row in ROWS[:1] for name in ("维护渡口", "更换缆绳")]
    rows = [*HEAD, FUNDS, TOTAL, [name for name in GOALS if name not in {"分值", "原因"}], *twice,
            ["注：产出指标50分，效益指标40分，预算执行率10分。"]]  # fmt: skip
    problems = read_file(workbook({"表": rows}), 2024).problems.errors
    assert [problem.code for problem in problems] == ["intake.noted_points"]


def test_a_header_of_money_that_nobody_knows_is_settled_by_two_lines(workbook, tmp_path):
    rows = [*HEAD, [*FUNDS[:4], "甲口径", *FUNDS[5:]], TOTAL, GOALS, *ROWS]
    path = workbook({"表": rows})
    advice = read_file(path, 2024).problems.errors[0].advice
    assert advice.splitlines()[1:] == ["tables:", "  self_evaluation_funds: {executed_yuan: [甲口径]}"]
    money = list(propose(path))[1]
    assert [(item.text, item.column) for item in money.columns if item.open] == [("甲口径", "executed_yuan")]
    (path.parent / "mapping.yaml").write_text("\n".join(advice.splitlines()[1:]), encoding="utf-8")
    _, _, funds = tables(path)
    assert funds["executed_yuan"].tolist() == [380000]


def test_tasks_beside_the_scored_money_are_parts_of_it(workbook):
    rows = [*HEAD,
            ["年度主要任务", "任务名称", "主要内容", "预算数（万元）", "执行数（万元）"],
            [None, "任务1：船体检修", "14艘渡船", 22, 21],
            [None, "任务2：航标", "补设航标", 8, 8],
            FUNDS, TOTAL, GOALS, *ROWS]  # fmt: skip
    _, _, funds = tables(workbook({"表": rows}, merged=["A4:A6"]))
    told_rows = funds[["funds_item", "executed_yuan", "row_kind"]].values.tolist()
    assert told_rows == [
        ["年度资金总额", 380000, "line"],
        ["任务1：船体检修", 210000, "part"],
        ["任务2：航标", 80000, "part"],
    ]


def test_a_declaration_of_goals_is_read_with_its_points_and_its_money(workbook):
    rows = [["项目支出绩效目标申报表"], ["（2024年度）"], ["项目名称", "渡口维护"],
            ["项目资金（万元）", "年度资金总额", None, None, 40, "执行率分值（10）"], [None, "其中：财政拨款", None, None, 35],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值权重（90）"],
            [None, "产出指标", "数量指标", "维护渡口", "≥", 14, "处", 50],
            [None, "效益指标", "社会效益指标", "落水事件", "=", 0, "起", 40]]  # fmt: skip
    submission = read_file(workbook({"表": rows}), 2024)
    goals, money = submission.tables["goals"][0], submission.tables["goal_funds"][0]
    assert goals[["project_name", "goal_type", "goal_name", "target", "weight_score"]].values.tolist() == [
        ["渡口维护", "产出指标", "维护渡口", "≥14处", 50],
        ["渡口维护", "效益指标", "落水事件", "=0起", 40],
    ]
    assert money[["funds_item", "amount_yuan", "weight_score"]].values.tolist() == [
        ["年度资金总额", 400000, 10],
        ["其中：财政拨款", 350000, None],
    ]
    assert not submission.problems.errors


def test_goals_of_the_whole_term_stand_apart_and_last_year_is_told(workbook):
    rows = [["整体支出绩效目标申报表"], ["部门名称", "水务站"], ["资金（万元）", "来源", "上年预算", "本年申请"], [None, "合计", 90, 100],
            ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）"], [None, "清淤", "三条河", 60], [None, "巡护", "全域", 40],
            ["长期绩效指标", "一级指标", "二级指标", "指标内容", "指标值"], [None, "产出指标", "数量指标", "清淤河道", "≥9条"],
            ["年度绩效指标", "一级指标", "二级指标", "指标内容", "指标值"], [None, "产出指标", "数量指标", "清淤河道", "≥3条"]]  # fmt: skip
    submission = read_file(workbook({"表": rows}), 2024)
    goals, money = submission.tables["goals"][0], submission.tables["goal_funds"][0]
    assert goals[["goal_group", "goal_name", "target"]].values.tolist() == [
        ["长期绩效指标", "清淤河道", "≥9条"],
        ["年度绩效指标", "清淤河道", "≥3条"],
    ]
    assert money[["funds_item", "amount_yuan"]].values.tolist() == [
        ["合计", 1000000],
        ["清淤", 600000],
        ["巡护", 400000],
    ]
    assert not submission.problems.errors
    assert [problem.cell for problem in submission.problems if problem.code == "intake.form_other_spans"] == ["C4"]


@pytest.mark.parametrize("title", ["2024年绩效目标“双监控”情况表", "预算执行与绩效目标双监控表（1-7月）"])
def test_a_form_of_double_monitoring_is_no_self_evaluation(workbook, title):
    submission = read_file(workbook({"表": [[title], *HEAD[1:], FUNDS, TOTAL, GOALS, *ROWS]}), 2024)
    assert [problem.code for problem in submission.problems.errors] == ["intake.monitoring_form"]


def test_target_and_result_in_one_cell(workbook):
    rows = [*HEAD, ["项目资金（万元）", None, "预算数/支出数", "执行率", "分值", "得分"], [None, "年度资金总额", "40/38", "95%", 10, 9.5],
            ["一级指标", "二级指标", "三级指标", "计划数/完成数", "分值", "得分", "偏差率"],
            ["产出指标", "数量指标", "维护渡口", "≥14处/13处", 50, 46, "-7%"],
            ["效益指标", "社会效益指标", "人均成本", "≤12元/人/11元/人", 40, 40, "0%"]]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}))
    assert goals[["target", "actual"]].values.tolist() == [["≥14处", "13处"], ["≤12元/人/11元/人", None]]
    assert (funds["adjusted_budget_yuan"][0], funds["executed_yuan"][0]) == (400000, 380000)


def test_a_form_of_points_by_standards_is_read_without_targets(workbook):
    rows = [["2024年度项目支出绩效自评评分表"], HEAD[1], ["预算安排（万元）", 40, "实际支出（万元）", 38],
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"],
            ["决策", "立项", "立项规范性", 40, "规范得满分", 40], ["产出", "数量", "维护率", 60, "按比例", 58]]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}))
    assert goals[["level3", "target", "weight_score", "published_score"]].values.tolist() == [
        ["立项规范性", None, 40, 40],
        ["维护率", None, 60, 58],
    ]
    assert (funds["adjusted_budget_yuan"][0], funds["executed_yuan"][0]) == (400000, 380000)


def test_two_forms_of_one_project_are_one_error_and_the_others_are_read(workbook):
    form = [*HEAD, FUNDS, TOTAL, GOALS, *ROWS]
    sheets = {name: [form[0], ["项目名称", project], *form[2:]] for name, project in
              (("甲", "渡口维护"), ("乙", "渡口维护"), ("丙", "航标补设"))}  # fmt: skip
    submission = read_file(workbook(sheets), 2024)
    assert [problem.code for problem in submission.problems.errors] == ["intake.repeated_project"]
    assert [name for frame in submission.tables["self_evaluation_forms"] for name in frame["project_name"]] == [
        "航标补设"
    ]


def filled(rows, spans):
    """Rows whose merged cells were undone and filled, as converters write them."""
    rows = [list(row) for row in rows]
    for top, left, bottom, right in spans:
        for row in range(top, bottom + 1):
            rows[row][left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return rows


SPLIT = [
    ["项目支出绩效自评表（2024年度）", *[None] * 8],
    ["项目名称", None, "渡口维护", *[None] * 6],
    ["项目资金（万元）", None, "年初预算数", None, "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", None, 40, None, 40, 40, 10, "100%", 10],
    ["一级指标", "三级指标", "年度指标值", None, None, "实际完成值", "分值", "得分", "偏差率"],
    [None, None, "符号", "数值", "单位", None, None, None, None],
    ["产出指标", "维护渡口", "≥", 14, "处", "14处", 50, 50, 0],
    ["效益指标", "停航事故", "=", 0, "起", "0起", 40, 40, 0],
    ["总分", *[None] * 5, 100, 100, None],
]
SPANS = [(0, 0, 0, 8), (1, 0, 1, 1), (1, 2, 1, 8), (2, 0, 2, 1), (2, 2, 2, 3), (3, 0, 3, 1), (3, 2, 3, 3), (4, 0, 5, 0), (4, 1, 5, 1),
         (4, 2, 4, 4), *((4, column, 5, column) for column in range(5, 9)), (8, 0, 8, 5)]  # fmt: skip


@pytest.mark.parametrize("rows", [filled(SPLIT, SPANS), SPLIT], ids=["filled", "undone"])
def test_merged_cells_that_were_undone(workbook, rows):
    goals, total, funds = tables(workbook({"表": rows}))
    assert goals[["target", "actual"]].values.tolist() == [["≥14处", "14处"], ["=0起", "0起"]]
    assert goals["published_score"].tolist() == [50, 40] and total["published_score"].tolist() == [100]
    assert funds[["initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan"]].values.tolist() == [[400000] * 3]


def test_columns_from_right_to_left(workbook):
    rows = [*HEAD, FUNDS, TOTAL, ["得分", "分值", "实际完成值", "年度指标值", "三级指标", "二级指标", "一级指标"],
            [50, 50, "14处", "≥14处", "维护渡口", "数量指标", "产出指标"], ["40.", 40, "0起", "0起", "落水事件", "社会效益", "效益指标"],
            [99.5, 100, "总分"]]  # fmt: skip
    goals, total, _ = tables(workbook({"表": rows}))
    assert told(goals) == [["维护渡口", "≥14处", "14处", 50, 50], ["落水事件", "0起", "0起", 40, 40]]
    assert total["published_score"].tolist() == [Decimal("99.5")]


def test_sums_of_headings_and_sources_beside_the_whole(workbook):
    rows = [*HEAD[:2], ["资金来源", "中央（万元）", "省、市（万元）", "合计（万元）", "执行数（万元）", "执行率"], [None, 15, 25, 40, 38, "95%"],
            GOALS, ROWS[0], ["产出指标小计", None, None, None, None, 50, 50], ROWS[1], ["效益指标小计", None, None, None, None, 40, 40]]  # fmt: skip
    goals, _, funds = tables(workbook({"表": rows}, merged=["A7:E7", "A9:E9"]))
    assert len(goals) == 2 and funds["adjusted_budget_yuan"].tolist() == [400000]


def in_document(path, tables_and_lines):
    document = docx.Document()
    for part in tables_and_lines:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), max(map(len, part)))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = "" if text is None else str(text)
    document.save(path)
    return path


def test_money_and_score_behind_the_goals_of_a_document(tmp_path):
    money = [["项目资金（万元）", *FUNDS[2:]], ["年度资金总额", *TOTAL[2:]]]
    parts = ["2024年度项目支出绩效自评表", [["项目名称", "渡口维护"], GOALS, *ROWS], money, "综合得分：99.5分（优）"]
    goals, total, funds = tables(in_document(tmp_path / "自评表.docx", parts))
    assert len(goals) == 2 and funds["executed_yuan"].tolist() == [380000]
    assert total["published_score"].tolist() == [Decimal("99.5")]


def test_points_in_a_line_behind_the_table_of_a_document(tmp_path):
    rows = [["项目名称", "渡口维护"], [*FUNDS[:5], "执行率", "得分"], [*TOTAL[:5], "95%", 9.5],
            [name for name in GOALS if name != "分值"], *[[*row[:5], *row[6:]] for row in ROWS]]  # fmt: skip
    parts = [
        "2024年度项目支出绩效自评表",
        rows,
        "说明：各项权重统一设置：预算执行率10分，数量指标50分，社会效益指标40分。",
    ]
    goals, _, funds = tables(in_document(tmp_path / "自评表.docx", parts))
    assert goals["weight_score"].tolist() == [50, 40] and funds["weight_score"][0] == 10


def test_lines_behind_a_table_of_points_are_no_rows_of_it(tmp_path):
    rows = [["一级指标", "三级指标", "分值", "得分"], ["产出", "办结率", 60, 58], ["效益", "满意率", 40, 39]]
    submission = read_file(
        in_document(tmp_path / "得分.docx", ["2024年度指标得分表", rows, "综合得分：97分，等级为优。"]), 2024
    )
    assert [len(frame) for frames in submission.tables.values() for frame in frames] == [2]


def test_lines_behind_a_table_of_money_are_no_rows_of_it(tmp_path):
    rows = [["科目（万元）", "年初预算", "调整后预算", "执行金额"], ["基本支出", 30, 30, 29], ["项目支出", 40, 40, 38]]
    submission = read_file(
        in_document(tmp_path / "预算.docx", ["2024年度预算执行情况表", rows, "综合得分：98分"]), 2024
    )
    assert [len(frame) for frame in submission.tables["budget_lines"]] == [2]


def test_a_block_by_standards_above_goals_with_targets_keeps_its_own_columns(workbook):
    rows = [*HEAD, FUNDS, TOTAL,
            ["项目权重", "评价内容", None, "分值", "自评分", "复核分", "评价标准"],
            ["项目决策5分", "立项依据", None, 5, 5, 5, "依据充分得满分"], ["项目管理15分", "制度健全", None, 10, 9, 8, "缺一项扣1分"],
            [None, "台账完整", None, 5, 5, 5, "缺一项扣1分"],
            ["一级指标", "二级指标", "三级指标", "年初指标值", "年终完成值", "分值", "自评分"],
            ["产出指标", "数量指标", "维护渡口", "≥14处", "14处", 40, 40], ["效益指标", "社会效益指标", "落水事件", "0起", "0起", 30, 30]]  # fmt: skip
    goals, _, _ = tables(workbook({"表": rows}))
    assert told(goals) == [
        ["立项依据", None, None, 5, 5],
        ["制度健全", None, None, 10, 9],
        ["台账完整", None, None, 5, 5],
        ["维护渡口", "≥14处", "14处", 40, 40],
        ["落水事件", "0起", "0起", 30, 30],
    ]
    assert goals["review_score"].tolist()[:3] == [5, 8, 5]


def test_sums_of_headings_are_no_total_of_the_form(workbook):
    part = lambda points, score: ["小计", None, None, None, None, points, score, None]  # noqa: E731
    goals = [GOALS, ROWS[0], part(50, 50), ROWS[1], part(40, 39)]
    rows = [*HEAD, FUNDS, TOTAL, *goals, ["自评总分：98.5分（满分100分）　自评等级：优"]]
    submission = read_file(workbook({"表": rows}), 2024)
    frame = submission.tables["self_evaluation_indicators"][0]
    total = frame[frame["row_kind"] == "total"]
    assert (total["published_score"].tolist(), submission.tables["self_evaluation_forms"][0]["published_grade"].tolist()) == (
        [98.5], ["优"])  # fmt: skip
    without = read_file(workbook({"表": rows[:-1]}), 2024).tables["self_evaluation_indicators"][0]
    assert "total" not in set(without["row_kind"])


def test_a_hidden_row_without_result_and_points_is_no_goal(tmp_path, workbook):
    import openpyxl

    path = workbook({"表": [*HEAD, FUNDS, TOTAL, GOALS, *ROWS, [None, None, "维护旧渡口（停用）", "≥3处"]]})
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[9].hidden = True
    book.save(path)
    submission = read_file(path, 2024)
    assert submission.tables["self_evaluation_indicators"][0]["level3"].tolist() == ["维护渡口", "落水事件"]
    assert [problem.cell for problem in submission.problems if problem.code == "intake.hidden_goals"] == ["第9行"]


@pytest.mark.parametrize("filled", [False, True])
def test_merges_that_were_undone_are_read(workbook, filled):
    money = ["资金（万元）", None, "预算数", None, "执行数", None, "分值", "得分"]
    parts = [None, None, "总额", "其中财政", "总额", "其中财政", None, None]
    rows = [["2024年度项目支出绩效自评表", *[None] * 7], ["项目名称", "渡口 维护", *[None] * 6], money, parts,
            [None, "合计", 40, 30, 38, 28, 10, 9.5], ["一 级 指 标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分　值", "得　分", "原因"], *ROWS]  # fmt: skip
    if filled:
        rows[0] = [rows[0][0]] * 8
        rows[2] = ["资金（万元）", None, "预算数", "预算数", "执行数", "执行数", "分值", "得分"]
        rows[3][:1], rows[3][6:] = ["资金（万元）"], ["分值", "得分"]
        rows[4][:1] = ["资金（万元）"]
    goals, _, funds = tables(workbook({"表": rows}))
    assert told(goals) == [["维护渡口", "≥14处", "14处", 50, 50], ["落水事件", "0起", "0起", 40, 40]]
    assert funds[["adjusted_budget_yuan", "executed_yuan", "weight_score"]].values.tolist() == [[400000, 380000, 10]]


def test_equal_points_of_goals_in_columns_stay_two_where_cells_were_filled(workbook):
    rows = [["2024年度项目支出绩效自评表"] * 5, ["项目名称", *["渡口维护"] * 4], ["预算数（万元）", 40, "执行数（万元）", 38, None],
            ["指标名称", "维护渡口", "落水事件", "票款上缴", "群众满意度"], ["目标值", "≥14处", "0起", "100%", "≥90%"],
            ["完成值", "14处", "1起", "100%", "95%"], ["分值", 30, 30, 20, 20], ["得分", 30, 20, 20, 20]]  # fmt: skip
    goals, _, _ = tables(workbook({"表": rows}))
    assert goals[["weight_score", "published_score"]].values.tolist() == [[30, 30], [30, 20], [20, 20], [20, 20]]
