"""Nothing that looks like a form or a table goes unread in silence: an error says so, and the exit code is not 0."""

import pytest

from evallib.batch import GateState, ReportResult, report_line
from evallib.checks import check_path
from evallib.intake import read_file, read_folder
from evallib.model import Problem, Workspace

HEAD = [["2024年度项目支出绩效自评表"], ["项目名称", None, "河道巡护"]]
GOALS = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "巡护次数", "≥4次", "5次", 90, 90],
]
UNKNOWN = [["某某台账"], ["甲类", "乙类", "丙类"], ["水", 1, 2], ["电", 4, 5], ["气", 7, 8]]


def errors(submission):
    return [problem.code for problem in submission.problems.errors]


def test_a_sheet_nobody_understands_is_an_error(workbook):
    assert errors(read_file(workbook({"台账": UNKNOWN}), 2024)) == ["intake.unknown_headers"]


def test_a_table_of_a_document_nobody_understands_is_an_error(tmp_path):
    import docx

    document = docx.Document()
    table = document.add_table(4, 3)
    for row, cells in zip(table.rows, UNKNOWN[1:], strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = str(value)
    document.save(tmp_path / "说明.docx")
    assert errors(read_file(tmp_path / "说明.docx", 2024)) == ["intake.unread_form"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["本年拨付资金情况", None, 60, 50, 48], ["intake.form_without_funds"]),
        (["项目资金", "年初预算数", "全年预算数", "全年执行数", "执行率"], ["intake.form_without_funds"]),
        (["年度总体目标", "巡护到位"], ["intake.weights"]),  # ten points are left for money that stands nowhere
    ],
)
def test_money_of_a_form_is_never_dropped_in_silence(workbook, line, expected):
    rows = [*HEAD, line, [None, "年度资金总额", 60, 50, 48] if "全年执行数" in line else [], *GOALS]
    assert errors(read_file(workbook({"自评表": rows}), 2024)) == expected


@pytest.mark.parametrize("name", ["自评表.doc", "自评表.wps", "预算.et", "材料.zip"])
def test_a_file_in_a_format_that_is_not_read_is_an_error(tmp_path, workbook, name):
    folder = tmp_path / "town" / "2024"
    workbook({"自评表": [*HEAD, *GOALS]}, folder / "表.xlsx")
    (folder / name).write_bytes(b"any")
    assert [
        problem.file for problem in read_folder(folder, 2024).problems.errors if problem.code == "intake.not_read"
    ] == [name]


def test_checking_a_folder_of_documents_ends_with_one(tmp_path, root):
    folder = tmp_path / "2024"
    folder.mkdir()
    (folder / "自评表.docx").write_bytes(b"not a document")
    assert check_path(folder, 2024, Workspace(root)).exit_code == 1


def test_a_report_is_not_called_complete_beside_unread_tables():
    report = ReportResult("qb", 2024)
    gate = GateState("qb", 2024, problems=[Problem("intake.unknown_headers", "认不出这张表的表头")])
    assert "完成" in report_line(report)
    assert "完成" not in report_line(report, gate)


RATES = [["四率"], ["指标", "本单位"], ["先行联系率", "96.1%"], ["按时办结率", "99%"]]
STRANGE = UNKNOWN[1:]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([*RATES, [], *UNKNOWN], "A7"),
        ([*UNKNOWN, [], *RATES], "A2"),
        ([[*(rates + [None] * (2 - len(rates))), None, *strange] for rates, strange in zip(RATES[1:], STRANGE[:3], strict=True)], "D1"),
    ],
    ids=["under", "over", "beside"],
)  # fmt: skip
def test_a_table_beside_one_that_is_understood_is_told_and_not_swallowed(workbook, rows, cell):
    submission = read_file(workbook({"表": rows}), 2024)
    assert [(problem.code, problem.cell) for problem in submission.problems.errors] == [("intake.unread_table", cell)]
    [frame] = submission.tables["four_rates"]
    assert list(frame["indicator"]) == ["先行联系率", "按时办结率"]


def test_a_table_under_a_form_is_none_of_its_goals(workbook):
    submission = read_file(workbook({"表": [*HEAD, *GOALS, [], *UNKNOWN]}), 2024)
    assert "intake.unread_table" in errors(submission)
    assert list(submission.tables["self_evaluation_indicators"][0]["level3"]) == ["巡护次数"]


@pytest.mark.parametrize("gap", [2, 0])
def test_of_two_forms_beside_each_other_both_are_read(workbook, gap):
    rows = [[*row, *[None] * (7 + gap - len(row)), *row] for row in [*HEAD, *GOALS]]
    rows[1][-1] = "渠道清淤"
    submission = read_file(workbook({"表": rows}), 2024)
    names = [frame["project_name"].iloc[0] for frame in submission.tables["self_evaluation_forms"]]
    assert (names, errors(submission)) == (["河道巡护", "渠道清淤"], ["intake.weights"] * 2)


def test_goals_beside_each_other_under_one_head_are_told(workbook):
    rows = [*HEAD, *[[*row, *row] for row in GOALS]]
    assert "intake.unread_table" in errors(read_file(workbook({"表": rows}), 2024))


def test_counts_under_the_word_for_indicators_are_no_rates(workbook):
    rows = [["基础指标", "案件数", "比率指标", "数值"], ["受理数", 510, None, None], ["立案数", 505, "立案率", "99%"]]
    submission = read_file(workbook({"表": rows}), 2024)
    assert "four_rates" not in submission.tables and submission.problems.errors


def test_rates_of_rows_that_a_strange_word_tells_apart_are_not_mixed(workbook):
    rows = [
        ["承办区", "先行联系率", "按时办结率", "市民满意率"],
        ["甲区", "97%", "98%", "92%"],
        ["乙区", "98%", "99%", "93%"],
    ]
    submission = read_file(workbook({"表": rows}), 2024)
    assert errors(submission) == ["intake.which_row"]


def test_a_header_without_rows_is_told(workbook):
    submission = read_file(workbook({"表": [["指标", "本单位"]]}), 2024)
    assert [problem.code for problem in submission.problems] == ["intake.no_rows"]


def test_a_workbook_in_which_nothing_is_written_is_no_hand_in(workbook, tmp_path):
    folder = tmp_path / "bureau" / "2024"
    workbook({"Sheet": []}, folder / "自评表.xlsx")
    codes = {problem.code: problem.severity for problem in read_folder(folder, 2024).problems}
    assert codes == {"intake.empty_workbook": "warning", "intake.nothing_read": "error"}


def test_a_scanned_pdf_is_said_and_no_hand_in(tmp_path):
    from PIL import Image

    folder = tmp_path / "bureau" / "2024"
    folder.mkdir(parents=True)
    Image.new("RGB", (300, 200), "white").save(folder / "扫描件.pdf")
    told = {problem.code: problem for problem in read_folder(folder, 2024).problems}
    assert {code: problem.severity for code, problem in told.items()} == {
        "intake.scan": "warning",
        "intake.nothing_read": "error",
    }
    assert "没有文字" in told["intake.scan"].message


def test_orders_whose_time_is_not_known_are_asked_for_as_orders(workbook, tmp_path):
    from typer.testing import CliRunner

    from evallib.cli import app

    rows = [["诉求人", "来电号码", "诉求内容", "诉求大类", "承办单位", "市民评价", "落款"],
            ["王小明", "13800001111", "路灯不亮", "市政", "城建办", "满意", "2024-03-05 09:12"]]  # fmt: skip
    folder = tmp_path / "town" / "2024"
    path = workbook({"导出": rows}, folder / "导出.xlsx")
    [problem] = read_folder(folder, 2024).problems.errors
    assert "像逐件的工单明细" in problem.message and "columns: {requested_datetime: [落款]}" in problem.advice
    shown = CliRunner().invoke(app, ["map", str(path)]).stdout
    assert "认不出哪一列是受理时间" in shown and "“市民评价” → 满意度" in shown and "王小明" not in shown
    (folder / "mapping.yaml").write_text("columns: {requested_datetime: [落款]}\n", encoding="utf-8")
    assert read_folder(folder, 2024).case_exports
