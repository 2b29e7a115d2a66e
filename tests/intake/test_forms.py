"""Self-evaluation forms in layouts of other provinces, in Excel, Word and PDF."""

from decimal import Decimal

import pytest

from evallib.intake import read_file

HEAD = [
    ["2024年度项目支出绩效自评表"],
    ["项目名称", None, "绿道保洁"],
    ["主管部门", None, "某区某局", None, "实施单位", "某中心"],
]
FUNDS = [
    ["项目资金（万元）", None, "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    [None, "年度资金总额：", 60, 50, 48, 10, 0.96, 9.6],
    [None, "其中：当年财政拨款", 60, 50, 48, "—", None, "—"],
]
GOAL = [["年度总体目标", "预期目标", None, None, "实际完成情况"], [None, "全年保洁", None, None, "已完成"]]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]


def read(workbook, rows, merged=()):
    submission = read_file(workbook({"自评表": rows}, merged=merged), 2024)
    goals = submission.tables["self_evaluation_indicators"][0]
    return submission, goals[goals["row_kind"] == "line"]


def test_template_rows_are_skipped_and_counted(workbook):
    rows = [*HEAD, *FUNDS, *GOAL, COLUMNS, ["产出指标\n（50分）", "数量指标", "指标1：保洁次数", "≥4次", "5次", 50, 50],
            [None, None, "指标2：", None, None, None, None], [None, None, "……"], ["满意度指标", "满意度", "指标1：满意度", "90%", "92%", 40, 40],
            ["总分", None, None, None, None, 100, 99.6]]  # fmt: skip
    submission, goals = read(workbook, rows)
    assert list(goals["level3"]) == ["保洁次数", "满意度"]
    assert list(goals["level1"]) == ["产出指标", "满意度指标"]
    assert [p.message for p in submission.problems if p.code == "intake.template_rows"] == [
        "跳过 2 行没有填写的模板行（如“指标2：”“……”）"
    ]
    funds = submission.tables["self_evaluation_funds"][0]
    assert (funds["executed_yuan"][0], funds["printed_execution_rate"][0]) == (Decimal(480_000), Decimal("0.96"))


def test_sign_value_and_unit_in_columns_of_their_own(workbook):
    rows = [*HEAD, *FUNDS, ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "自评得分", "未完成原因分析"],
            ["产出指标", "数量指标", "保洁次数", "≥", 4, "次", 5, 60, 60, None],
            ["效益指标", "社会效益", "环境", "定性", "改善", None, "改善", 30, 30, None]]  # fmt: skip
    _, goals = read(workbook, rows)
    assert list(goals["target"]) == ["≥4次", "改善"]
    assert list(goals["actual"]) == ["5次", "改善"]
    assert list(goals["weight_score"]) == [60, 30]


def test_points_of_a_goal_stand_at_its_heading(workbook):
    columns = ["绩效目标", "二级指标", "三级指标", "年初目标值", "实际完成值", "得分"]
    rows = [
        *HEAD,
        *FUNDS,
        columns,
        ["年度绩效目标1（40分）", "数量指标", "保洁次数", "≥4次", "5次", 40],
        ["年度绩效目标2（40分）", "质量指标", "合格率", "100%", "100%", 40],
    ]
    _, goals = read(workbook, rows)
    assert list(goals["weight_score"]) == [40, 40]


def test_a_department_form_without_a_project(workbook):
    rows = [["部门整体支出绩效自评表（2024年度）"], ["部门（单位）名称", None, "某街道"],
            ["年度预算申请（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"], [None, "年度资金总额", 60, 50, 50, 10, "100%", 10],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
            ["履职效能", "重点工作", "任务完成率", "100%", "100%", 90, 90, None]]  # fmt: skip
    submission, goals = read(workbook, rows)
    assert submission.tables["self_evaluation_forms"][0]["project_name"][0] == "某街道"
    assert list(goals["level1"]) == ["履职效能"]


def test_numbers_shown_as_percentages_read_as_they_are_seen(workbook):
    import openpyxl

    rows = [*HEAD, *FUNDS, COLUMNS, ["产出指标", "质量指标", "合格率", 1, 0.98, 90, 88.2]]
    path = workbook({"自评表": rows})
    book = openpyxl.load_workbook(path)
    for cell in ("D8", "E8"):
        book.active[cell].number_format = "0%"
    book.save(path)
    goals = read_file(path, 2024).tables["self_evaluation_indicators"][0]
    assert (goals["target"][0], goals["actual"][0]) == ("100%", "98%")


def test_a_text_typed_as_a_formula(workbook):
    rows = [*HEAD, *FUNDS, COLUMNS, ["产出指标", "数量指标", "保洁车", "=3台", "3台", 90, 90]]
    submission, goals = read(workbook, rows)
    assert list(goals["target"]) == ["=3台"]
    assert submission.problems.errors == []


def _word(rows, path):
    import docx

    document = docx.Document()
    document.add_paragraph(rows[0][0])
    width = max(map(len, rows[1:]))
    table = document.add_table(len(rows) - 1, width)
    table.style = "Table Grid"
    for number, row in enumerate(rows[1:]):
        for column, value in enumerate(row):
            if value is not None:
                table.cell(number, column).text = str(value)
    document.save(path)


ROWS = [*HEAD, *FUNDS, *GOAL, COLUMNS, ["产出指标", "数量指标", "保洁次数", "≥4次", "5次", 50, 50, None],
        ["效益指标", "社会效益", "环境改善", "改善", "达成指标", 30, 30, None], ["满意度指标", "满意度", "满意度", "≥90%", "92%", 10, 10, None],
        ["总分", None, None, None, None, 100, 99.6, None]]  # fmt: skip


def test_the_same_form_in_word(workbook, tmp_path):
    _word(ROWS, tmp_path / "自评表.docx")
    told = read_file(tmp_path / "自评表.docx", 2024).tables["self_evaluation_indicators"][0]
    expected = read_file(workbook({"自评表": ROWS}), 2024).tables["self_evaluation_indicators"][0]
    columns = ["level1", "level3", "target", "actual", "weight_score", "published_score"]
    assert told[columns].to_dict("records") == expected[columns].to_dict("records")


def test_deleted_text_of_tracked_changes_is_gone(tmp_path):
    import docx
    from docx.oxml import parse_xml

    _word(ROWS, tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    cell = document.tables[0].cell(8, 3)
    cell.paragraphs[0]._p.append(parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>旧</w:t></w:r></w:del>'
    ))  # fmt: skip
    document.save(tmp_path / "a.docx")
    goals = read_file(tmp_path / "a.docx", 2024).tables["self_evaluation_indicators"][0]
    assert goals["target"][0] == "≥4次"


def test_continued_tables_are_one(tmp_path):
    import docx

    document = docx.Document()
    for title, rows in (
        ("2024年案件统计", [["案件来源", "件数"], ["热线", "5"]]),
        ("续表", [["案件来源", "件数"], ["巡查", "7"]]),
    ):
        document.add_paragraph(title)
        table = document.add_table(2, 2)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(number, column).text = value
    document.save(tmp_path / "b.docx")
    [frame] = read_file(tmp_path / "b.docx", 2024).tables["case_counts"]
    assert list(frame["cases_count"]) == [5, 7]


def test_what_spreadsheets_tell_is_only_offered(workbook, tmp_path):
    from evallib.intake import read_folder

    folder = tmp_path / "town" / "2024"
    workbook({"自评表": ROWS}, folder / "自评表.xlsx")
    _word(ROWS, folder / "报告.docx")
    submission = read_folder(folder, 2024)
    assert len(submission.tables["self_evaluation_forms"]) == 1
    assert "intake.offered_table" in [problem.code for problem in submission.problems]


def test_a_document_with_the_form_of_another_project_is_read_beside_the_spreadsheets(workbook, tmp_path):
    from evallib.intake import read_folder

    folder = tmp_path / "bureau" / "2024"
    tables = read_file(workbook({"自评表": ROWS}, folder / "部门整体自评表.xlsx"), 2024).tables
    name = tables["self_evaluation_forms"][0]["project_name"][0]
    new = {name: "机耕道修建"} | {
        text: f"新{text}" for text in tables["self_evaluation_indicators"][0]["level3"] if text
    }
    _word([[new.get(value, value) for value in row] for row in ROWS], folder / "机耕道自评表.docx")
    submission = read_folder(folder, 2024)
    told = [row for frame in submission.tables["self_evaluation_forms"] for row in frame["project_name"]]
    assert sorted(told) == sorted([name, "机耕道修建"])
    assert "intake.offered_table" not in [problem.code for problem in submission.problems]


@pytest.mark.parametrize("text", ["自评表", "其他"])
def test_a_form_like_table_of_a_document_never_goes_unread_in_silence(tmp_path, text):
    rows = [[text], ["指标甲", "目标乙", "完成丙", "得分丁", "权重戊"], ["一", "二", "三", "四", "五"]]
    _word(rows, tmp_path / "c.docx")
    assert "intake.unread_form" in [problem.code for problem in read_file(tmp_path / "c.docx", 2024).problems.errors]


def test_a_form_of_indicators_without_levels_and_with_coefficients(workbook):
    columns = [
        "指标名称",
        "计量单位",
        "指标性质",
        "指标值",
        "全年完成值",
        "得分系数",
        "指标权重",
        "指标得分",
        "是否核心指标",
    ]
    rows = [
        *HEAD,
        *FUNDS,
        columns,
        ["保洁次数", "次", "≥", 4, 5, "100%", 60, 60, "是"],
        ["满意度", "%", "≥", 90, 92, "100%", 30, 30, "否"],
    ]
    _, goals = read(workbook, rows)
    assert list(goals["level3"]) == ["保洁次数", "满意度"]
    assert list(goals["target"]) == ["≥4次", "≥90%"]
    assert list(goals["weight_score"]) == [60, 30] and list(goals["published_score"]) == [60, 30]


def test_a_reviewed_score_beside_the_own_one(workbook):
    columns = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值", "自评分", "复核分", "偏差原因"]
    rows = [*HEAD, *FUNDS, columns, ["产出指标", "数量指标", "保洁次数", "≥4次", "5次", 90, 90, 85, None]]
    _, goals = read(workbook, rows)
    assert list(goals["published_score"]) == [90] and list(goals["review_score"]) == [85]
