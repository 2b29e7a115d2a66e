"""No figure of a form is dropped in silence, whatever its layout and its words."""

from itertools import pairwise

import pytest

from evallib.intake import read_file

TABLES = ("self_evaluation_funds", "self_evaluation_indicators")
COLUMNS = "intake.form_unread_columns"
UNREAD = "intake.form_unread_cells"
TITLE = [["2024年度项目支出绩效自评表"], ["项目名称", "渠道清淤", None, None, "实施单位", "某站"]]
FUNDS = [
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 64, 60, 57, 10, "95%", 9.5],
    [None, "其中：财政拨款", 44, 40, 38, None, "95%", None],
]
GOALS = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "清淤长度", "≥12公里", "12.6公里", 50, 50, None],
    [None, "质量指标", "验收合格率", "≥95%", "97%", 20, 19, "一段返工"],
    ["效益指标", "社会效益指标", "灌溉条件改善", "改善", "改善", 20, 20, None],
    ["总分", None, None, None, None, 100, 98.5, None],
]
FORM = [*TITLE, *FUNDS, *GOALS]


def read(workbook, rows, merged=()):
    return read_file(workbook({"表": rows}, merged=merged), 2024)


_WHOLE = []


@pytest.fixture
def whole(workbook):
    """What is read of the form itself."""
    if not _WHOLE:
        _WHOLE.append(read(workbook, FORM))
    return _WHOLE[0]


def content(submission):
    """What was read, in one comparable text: names, amounts, points."""
    kept = []
    for name in TABLES:
        for frame in submission.tables.get(name, ()):
            columns = [c for c in frame.columns if not c.startswith(("source_", "period_"))]
            kept.append(frame[columns].astype(str).to_dict("list"))
    return repr(kept)


def figures(submission):
    """Every value that was read as a number or a text of a goal, as a list."""
    found = []
    for name in TABLES:
        for frame in submission.tables.get(name, ()):
            for column in ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "weight_score", "published_score",
                           "target", "actual"):  # fmt: skip
                found += [str(value) for value in frame.get(column, ()) if value is not None and value == value]
    return found


def told(submission):
    return [p for p in submission.problems if p.severity == "error"]


def test_the_form_itself_is_read_without_a_word(workbook):
    submission = read(workbook, FORM)
    assert [p.code for p in submission.problems if p.severity != "note"] == []
    assert sorted(figures(submission)) == sorted(
        ["640000", "440000", "600000", "400000", "570000", "380000", "10", "9.5",
         "50", "50", "20", "19", "20", "20", "100", "98.5", "≥12公里", "12.6公里", "≥95%", "97%", "改善", "改善"]
    )  # fmt: skip


HEADERS = [(row, column) for row, line in enumerate(FORM) for column, text in enumerate(line)
           if row in {2, 5} and text and (row, column) not in {(2, 0), (5, 0), (5, 1), (5, 7)}]  # fmt: skip


@pytest.mark.parametrize(("row", "column"), HEADERS, ids=[str(FORM[r][c]) for r, c in HEADERS])
def test_a_header_in_words_of_nobody_loses_nothing_in_silence(workbook, whole, row, column):
    rows = [list(line) for line in FORM]
    rows[row][column] = "甲乙丙"
    submission = read(workbook, rows)
    if content(submission) != content(whole):
        assert told(submission) or any(p.code == COLUMNS for p in submission.problems), (
            "something is missing, nothing says so"
        )


@pytest.mark.parametrize("row", [3, 4, 6, 7, 8])
def test_a_row_under_a_note_loses_nothing_in_silence(workbook, whole, row):
    rows = [list(line) for line in FORM]
    rows.insert(row, ["说明：以下由财务科填写"])
    submission = read(workbook, rows)
    if figures(submission) != figures(whole):
        assert told(submission)


def test_the_cells_that_were_not_read_are_named(workbook):
    rows = [list(line) for line in FORM]
    rows[5] = [*rows[5][:7], "甲乙丙"]
    rows[6] = [*rows[6][:7], "≥3处"]
    rows[7] = [*rows[7][:7], 4]
    problem = next(p for p in told(read(workbook, rows)) if p.code == UNREAD)
    assert (problem.cell, problem.value) == ("H7、H8", "≥3处｜4")


@pytest.mark.parametrize("header", ["完成率", "序号", "得分率", "备注"])
def test_columns_that_tell_nothing_new_are_no_question(workbook, header):
    rows = [[*line, None] for line in FORM]
    rows[5][8] = header
    for row, value in zip(range(6, 9), ["105%", "102%", "100%"] if "率" in header else [1, 2, 3], strict=True):
        rows[row][8] = value
    assert not told(read(workbook, rows))


def test_labels_of_the_head_that_ask_for_no_money_are_no_question(workbook):
    rows = [FORM[0], ["评价年度", 2024, None, None, "联系电话", 62345678], ["项目编码", 3100012, None, None, "自评总分", 98.5],
            *FORM[1:-1]]  # fmt: skip
    submission = read(workbook, rows)
    assert not told(submission)
    goals = submission.tables["self_evaluation_indicators"][0]
    assert (
        list(goals[goals["row_kind"] == "total"]["published_score"]) == [98.5]
        or str(goals[goals["row_kind"] == "total"]["published_score"].iloc[0]) == "98.5"
    )


def test_figures_between_the_money_and_the_goals_are_asked_for(workbook):
    rows = [*FORM[:5], ["镇级配套资金", None, 12, None, None, None, None, None], *FORM[5:]]
    submission = read(workbook, rows)
    assert "120000" in figures(submission) or [p.code for p in told(submission)] == [UNREAD]


def test_money_as_pairs_of_label_and_figure(workbook):
    rows = [
        *TITLE,
        ["预算执行（万元）（10分）", "年初批复预算", 64, "调整后预算数", 60, "实际支出数", 57, "预算执行率", "95%"],
        *GOALS,
    ]
    submission = read(workbook, rows)
    funds = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert [str(funds[c]) for c in ("initial_budget_yuan", "adjusted_budget_yuan", "executed_yuan", "weight_score")] == [
        "640000", "600000", "570000", "10"]  # fmt: skip
    assert not told(submission)


def test_money_as_one_pair_a_row_under_the_goals(workbook):
    rows = [*TITLE, *GOALS, ["全年预算数（元）", 600000], ["全年执行数（元）", 570000], ["执行率", "95%"]]
    submission = read(workbook, rows)
    funds = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert (str(funds["adjusted_budget_yuan"]), str(funds["executed_yuan"])) == ("600000", "570000")
    assert len(submission.tables["self_evaluation_indicators"][0]) == 4
    assert not told(submission)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("分值/得分", ["50/50", "20/19", "20/20"]),
        ("得分/分值", ["50/50", "19/20", "20/20"]),
        ("评定", ["50 / 50分", "20 / 19分", "20／20分"]),
    ],
)
def test_points_and_score_in_one_cell(workbook, header, cells):
    goals = [[*line[:5], cell] for line, cell in zip(GOALS[:4], [header, *cells], strict=True)]
    submission = read(workbook, [*TITLE, *FUNDS, *goals, ["总分", None, None, None, None, "100/98.5"]])
    lines = submission.tables["self_evaluation_indicators"][0]
    lines = lines[lines["row_kind"] == "line"]
    assert [str(v) for v in lines["weight_score"]] == ["50", "20", "20"]
    assert [str(v) for v in lines["published_score"]] == ["50", "19", "20"]
    assert not told(submission)


def test_signs_tell_what_their_column_is(workbook):
    goals = [[*line[:3], sign, *line[3:]] for line, sign in zip(GOALS, ["口径", "≥", "≥", "定性", None], strict=True)]
    goals[1][4], goals[2][4] = "12公里", "95%"
    submission = read(workbook, [*TITLE, *FUNDS, *goals])
    assert list(submission.tables["self_evaluation_indicators"][0]["target"])[:3] == ["≥12公里", "≥95%", "改善"]
    assert not told(submission)


def test_two_forms_beside_each_other_with_layouts_of_their_own(workbook):
    other = [
        ["2024年度项目绩效自评表"], ["项目名称", "泵站维护"],
        ["资金（元）", "合计", "全年预算数", "全年执行数"], [None, "合计", 5000, 4000],
        ["一级指标", "三级指标", "分值", "目标值", "完成值", "得分"], ["产出指标", "泵站数", 90, "3座", "3座", 90],
    ]  # fmt: skip
    wide = [[*line, *[None] * (9 - len(line))] for line in FORM]
    rows = [[*line, *(other[n] if n < len(other) else [])] for n, line in enumerate(wide)]
    submission = read(workbook, rows)
    names = [frame["project_name"].iloc[0] for frame in submission.tables["self_evaluation_forms"]]
    assert names == ["渠道清淤", "泵站维护"]
    assert [len(frame) for frame in submission.tables["self_evaluation_indicators"]] == [4, 1]
    assert str(submission.tables["self_evaluation_funds"][1]["executed_yuan"].iloc[0]) == "4000"
    assert not told(submission)


def test_headers_repeated_in_each_block_make_one_form(workbook, whole):
    rows = [*TITLE, *GOALS[:3], GOALS[0], *GOALS[3:], *FUNDS]
    submission = read(workbook, rows)
    assert len(submission.tables["self_evaluation_forms"]) == 1
    assert len(submission.tables["self_evaluation_funds"][0]) == 2
    assert sorted(figures(submission)) == sorted(figures(whole))


def test_a_sum_without_a_label_is_no_goal(workbook):
    rows = [*TITLE, *FUNDS, *GOALS[:3], [None, None, "本类", None, None, 70, 69, None], *GOALS[3:]]
    goals = read(workbook, rows).tables["self_evaluation_indicators"][0]
    assert len(goals[goals["row_kind"] == "line"]) == 3


def test_which_budget_is_which_by_words_and_by_the_rate(workbook):
    for first, later in [
        ("年初安排数", "年度预算数（调整后）"),
        ("批复预算", "最终预算数"),
        ("计划安排", "可执行指标"),
    ]:
        rows = [list(line) for line in FORM]
        rows[2][2:4] = [first, later]
        funds = read(workbook, rows).tables["self_evaluation_funds"][0]
        assert [str(v) for v in funds["initial_budget_yuan"]] == ["640000", "440000"]
        assert [str(v) for v in funds["adjusted_budget_yuan"]] == ["600000", "400000"]


def test_columns_in_another_order(workbook, whole):
    order = [0, 1, 2, 5, 6, 3, 4, 7]
    rows = [*TITLE, *FUNDS, *[[line[c] for c in order] for line in GOALS]]
    assert sorted(figures(read(workbook, rows))) == sorted(figures(whole))


def test_cells_are_in_the_order_of_the_sheet(workbook):
    rows = [[*line, *[None] * (9 - len(line))] for line in FORM]
    for n, row in enumerate((6, 7, 8)):
        rows[row][8] = n + 1
    rows[5][8] = "甲乙丙"
    problem = next(p for p in told(read(workbook, rows)) if p.code == UNREAD)
    cells = problem.cell.split("、")
    assert all(a < b for a, b in pairwise(cells)) and len(cells) == 3


STRANGE = ["维度", "类型", "事项", "应做到", "做到了", "顶格", "拿到", "缘由"]


def test_a_form_whose_goals_are_in_words_of_nobody_is_read_by_its_values(workbook, whole):
    """Headings say 产出, names differ, values share their units, scores are nowhere above points."""
    rows = [*TITLE, *FUNDS, ["维度", "类型", "评价指标", "应达目标", "实绩", "顶格分", "拿到分", "缘由"], *GOALS[1:]]
    submission = read(workbook, rows)
    assert sorted(figures(submission)) == sorted(figures(whole))
    asked = [p for p in submission.problems if p.code == "intake.form_proposed_columns"]
    assert len(asked) == 1 and "“实绩”作实际完成值" in asked[0].message


@pytest.mark.parametrize("answers", [[], ["很好", "不错", "尚可"]])
def test_words_of_nobody_in_every_column_are_read_by_values_or_an_error(workbook, answers):
    goals = [list(line) for line in GOALS[1:]]
    for line, answer in zip(goals, answers, strict=False):
        line[4] = answer
    submission = read(workbook, [*TITLE, *FUNDS, STRANGE, *goals])
    read_whole = sorted(figures(submission)) == sorted(figures(read(workbook, [*TITLE, *FUNDS, GOALS[0], *goals])))
    assert told(submission) or (
        read_whole and any(p.code == "intake.form_proposed_columns" for p in submission.problems)
    )


def test_what_was_reached_last_year_answers_no_target(workbook):
    rows = [
        [*line[:4], old, *line[4:]]
        for line, old in zip(GOALS, ["上年完成值", "9公里", "90%", "改善", None], strict=True)
    ]
    lines = read(workbook, [*TITLE, *FUNDS, *rows]).tables["self_evaluation_indicators"][0]
    assert list(lines["actual"])[:3] == ["12.6公里", "97%", "改善"]


def test_points_of_headings_are_not_those_of_the_goals(workbook):
    rows = [[line[0], top, line[1], middle, *line[2:]] for line, top, middle in zip(
        GOALS, ["权重", 70, None, 20, None], ["权重", 50, 20, 20, None], strict=True)]  # fmt: skip
    submission = read(workbook, [*TITLE, *FUNDS, *rows])
    lines = submission.tables["self_evaluation_indicators"][0]
    assert [str(v) for v in lines[lines["row_kind"] == "line"]["weight_score"]] == ["50", "20", "20"]
    assert not told(submission)


def test_the_points_that_were_to_be_had_are_those_nowhere_below_the_score(workbook):
    rows = [[*GOALS[0][:5], "自评得分", "应得分"], *[[*line[:5], line[6], line[5]] for line in GOALS[1:]]]
    lines = read(workbook, [*TITLE, *FUNDS, *rows]).tables["self_evaluation_indicators"][0]
    lines = lines[lines["row_kind"] == "line"]
    assert [[str(v) for v in lines[c]] for c in ("weight_score", "published_score")] == [
        ["50", "20", "20"],
        ["50", "19", "20"],
    ]


def test_money_with_a_column_for_each_fund(workbook):
    money = [
        ["项目资金（万元）"], ["项目", None, "资金合计", "1.财政拨款", "2.自筹"],
        ["年初预算", None, 64, 44, 20], ["全年预算数", None, 60, 40, 20], ["全年执行数", None, 57, 38, 19], ["执行率", None, "95%", "95%", "95%"],
    ]  # fmt: skip
    submission = read(workbook, [*TITLE, *money, *GOALS])
    funds = submission.tables["self_evaluation_funds"][0]
    assert list(funds["funds_item"]) == ["年度资金总额", "1.财政拨款", "2.自筹"]
    assert [str(v) for v in funds["executed_yuan"]] == ["570000", "380000", "190000"]
    assert not told(submission)


def test_a_heading_that_speaks_of_spending_is_no_column_of_it(workbook):
    money = [
        ["年度预算执行（万元）", "资金来源", "当年预算安排", "资金使用数", "结余", "执行率"],
        [None, "合计", 60, 57, 3, "95%"],
    ]
    submission = read(workbook, [*TITLE, *money, *GOALS])
    funds = submission.tables["self_evaluation_funds"][0].iloc[0]
    assert (str(funds["adjusted_budget_yuan"]), str(funds["executed_yuan"])) == ("600000", "570000")
    assert not told(submission)


def test_a_head_of_the_next_form_ends_the_one_above_it(workbook):
    rows = [
        *FORM,
        FORM[0],
        ["项目名称", "泵站维护"],
        ["资金（万元）", "全年预算数", 5, "全年执行数", 4],
        STRANGE,
        *GOALS[1:],
    ]
    submission = read(workbook, rows)
    first = submission.tables["self_evaluation_indicators"][0]
    assert len(first[first["row_kind"] == "line"]) == 3
    assert told(submission) or len(submission.tables["self_evaluation_forms"]) == 2


@pytest.mark.parametrize(
    "rows",
    [
        FUNDS,
        [*FUNDS, ["产出指标：清淤长度≥12公里，完成12.6公里，得50分"], ["效益指标：改善，得20分"]],
        [*FUNDS, ["指标", "得分"], ["清淤长度", 50], ["改善", 20]],
    ],
)
def test_a_form_of_which_only_the_money_is_a_table_is_an_error(workbook, rows):
    assert [p.code for p in told(read(workbook, [*TITLE, *rows]))] == ["intake.form_not_understood"]


@pytest.mark.parametrize(("column", "values"), [(6, ["优", "良", "优"]), (5, ["五十", "二十", "二十"])])
def test_points_in_words_are_named(workbook, column, values):
    rows = [list(line) for line in FORM]
    for row, value in zip((6, 7, 8), values, strict=True):
        rows[row][column] = value
    problem = next(p for p in told(read(workbook, rows)) if p.code == UNREAD)
    assert problem.value == "｜".join(values)


def test_rows_of_another_table_under_the_goals_are_no_goals_in_silence(workbook):
    rows = [*FORM[:-1], ["补充事项", "≥3次", "4次", 5, 5], ["补充二", "≥2次", "2次", 5, 5]]
    assert [p.code for p in told(read(workbook, rows))] == [UNREAD]


def test_a_header_with_no_goals_is_an_error(workbook):
    assert [p.code for p in told(read(workbook, [*TITLE, *FUNDS, GOALS[0]]))] == [UNREAD]
