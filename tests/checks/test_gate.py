"""The gate on the shipped data, on corrections, and on what stays beside the tables."""

import json
from decimal import Decimal

import pytest

from evallib.checks import UnitData, check_unit, clean_unit, read_record

pytestmark = pytest.mark.slow

D = Decimal
TABLES = {
    ("huacao", 2021): {"budget_lines", "case_counts", "four_rates", "project_lines"},
    ("huacao", 2022): {"budget_lines", "case_counts", "four_rates", "project_lines"},
    ("huacao", 2023): {
        "assets", "budget_departments", "budget_lines", "case_counts", "fixed_assets", "four_rates", "goals",
        "project_lines", "score_summary", "scored_indicators", "staff", "survey_answers", "work_plan",
    },
    ("pujin", 2023): {
        "budget_lines", "case_counts", "four_rates", "project_lines", "self_evaluation_forms", "self_evaluation_funds",
        "self_evaluation_indicators", "staff",
    },
    ("xianghua", 2023): {
        "case_counts", "project_lines", "self_evaluation_forms", "self_evaluation_funds", "self_evaluation_indicators",
    },
    ("maqiao", 2024): {
        "budget_lines", "case_counts", "goals", "project_lines", "project_progress", "score_summary",
        "scored_indicators", "unit_prices",
    },
}  # fmt: skip
CONTRADICTIONS = {
    ("huacao", 2022): {("预算执行情况.xlsx", "E4"), ("预算执行情况.xlsx", "E8"), ("预算执行情况.xlsx", "F4")},
    ("huacao", 2023): {("案件与四率.xlsx", "C8"), ("预算执行情况.xlsx", "I9"), ("预算执行情况.xlsx", "I5")},
    ("maqiao", 2024): {
        ("单价数量明细.xlsx", "F9"),
        ("单价数量明细.xlsx", "G8"),
        ("单价数量明细.xlsx", "G9"),
        ("指标得分.xlsx", "E46"),
    },
    ("pujin", 2023): {("四率与抽查.xlsx", "C3"), ("四率与抽查.xlsx", "C6")},
}
BUDGET = [
    ["单位：万元"],
    ["科目名称", "年初预算", "调整后预算", "执行金额"],
    ["基本支出", 5, 6, 5.5],
    ["项目支出", 1, 1, 1],
]


@pytest.mark.parametrize("pair", sorted(TABLES), ids=str)
def test_every_shipped_table_comes_through(shipped, pair):
    result = check_unit(shipped.at(*pair))
    assert set(result.accepted) == TABLES[pair] and not result.rejected and result.ok
    warned = {(problem.file, problem.cell) for problem in result.problems if problem.severity == "warning"}
    assert CONTRADICTIONS.get(pair, set()) <= warned
    assert not [problem for problem in result.problems if problem.code == "privacy.masked"]
    assert all(rule.status != "broken" for rule in result.rules)


def town(workspace, workbook, **sheets):
    workbook(sheets, workspace.raw_dir("town", 2023) / "预算.xlsx")
    return workspace.raw_dir("town", 2023)


def correct(folder, **changes):
    entry = {
        "sheet": "预算",
        "cell": "D3",
        "printed": "5.5",
        "corrected": "5.25",
        "reason": "笔误",
        "role": "评价组组长",
    }
    lines = [f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in (entry | changes).items()]
    lines[0] = "  - " + lines[0].strip()
    (folder / "corrections.yaml").write_text("corrections:\n" + "\n".join(lines) + "\n", encoding="utf-8")


def test_a_correction_is_applied_listed_and_leaves_the_file_alone(empty_workspace, workbook):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    before = (folder / "预算.xlsx").read_bytes()
    correct(folder)
    result = clean_unit(empty_workspace.at("town", 2023))
    assert UnitData(empty_workspace, "town", 2023).table("budget_lines")["executed_yuan"][0] == D(52500)
    assert (folder / "预算.xlsx").read_bytes() == before
    [listed] = read_record(empty_workspace.at("town", 2023))["corrections"]
    assert (listed["file"], listed["cell"], listed["role"]) == ("预算.xlsx", "D3", "评价组组长")
    assert "corrections.yaml" in read_record(empty_workspace.at("town", 2023))["inputs"] and result.ok


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"printed": "5.6"}, "intake.stale_correction", "原值“5.6”"),
        ({"printed": ""}, "intake.stale_correction", "5.5"),
        ({"cell": "D9"}, "intake.stale_correction", "不符"),
        ({"sheet": "预祘"}, "intake.correction_without_place", "预算"),
        ({"file": "别的.xlsx"}, "intake.correction_without_place", "找不到"),
        ({"cell": "第3行"}, "yaml.string_pattern_mismatch", "第3行"),
        ({"reason": ""}, "yaml.string_too_short", "“reason”不得为空"),
        ({"reason": " "}, "yaml.string_too_short", "“reason”不得为空"),
        ({"role": "\u3000\u200b"}, "yaml.string_too_short", "“role”不得为空"),
        ({"role": "—"}, "yaml.string_too_short", "“role”不得为空"),
        ({"cell": "F3", "printed": "旧"}, "intake.correction_without_effect", "用不到的格"),
        ({"corrected": "5.50"}, "intake.correction_without_effect", "结果相同"),
        ({"cell": "C6", "printed": ""}, "intake.correction_without_effect", "左上角的格 A6"),
        ({"cell": "D9999999", "printed": ""}, "intake.correction_without_effect", "远在表外"),
        ({"who": "x"}, "yaml.extra_forbidden", "不认识的键“who”"),
    ],
)
def test_a_correction_that_does_not_fit_is_an_error(empty_workspace, workbook, changes, code, said):
    folder = empty_workspace.raw_dir("town", 2023)
    table = [BUDGET[0], [*BUDGET[1], None, "备查"], [*BUDGET[2], None, "旧"], BUDGET[3], [], ["注：以上为决算数"]]
    workbook({"预算": table}, folder / "预算.xlsx", merged=("A6:D6",))
    correct(folder, **changes)
    result = clean_unit(empty_workspace.at("town", 2023))
    errors = [problem for problem in result.problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == [code]
    assert said in str(errors[0])
    assert result.accepted == {} and result.corrections == []


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"file": "预算.xlsx", "sheet": "预祘"}, {"four_rates"}),  # the file is known: the others are not concerned
        ({"file": "预算.xlsx", "printed": "9"}, {"four_rates"}),
        ({"file": "预祘.xlsx"}, set()),  # nobody can tell which file was meant
        ({"sheet": "预祘"}, set()),
        ({"printed": "9"}, {"four_rates"}),
        ({"file": "坏.xlsx"}, {"four_rates", "budget_lines", "staff"}),  # a file that cannot be read anyway
    ],
)
def test_what_a_failed_correction_keeps_out(empty_workspace, workbook, changes, accepted):
    staff = [["人员类别", "核定编制数", "实有人数"], ["在编", 5, 5]]
    folder = town(empty_workspace, workbook, 预算=BUDGET, 人员=staff)
    workbook({"率": [["指标", "本镇"], ["先行联系率", "97%"]]}, folder / "四率.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a zip")
    correct(folder, **changes)
    result = clean_unit(empty_workspace.at("town", 2023))
    assert set(result.accepted) == accepted
    out = [problem.message for problem in result.problems if problem.code == "gate.table_rejected"]
    assert len(out) == len(result.rejected) == 3 - len(accepted)
    assert all("（corrections.yaml 中有未能执行的更正）" in message for message in out)


def test_cases_that_could_not_be_corrected_stay_out(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"表": [["工单编号", "受理时间", "满意度"], ["S1", "2023-03-05", "满意"]]}, folder / "工单.xlsx")
    assert set(clean_unit(empty_workspace.at("town", 2023)).accepted) == {"service_requests"}
    correct(folder, file="工单.xlsx", sheet="表", cell="C2", printed="满意", corrected="不满意")
    assert clean_unit(empty_workspace.at("town", 2023)).accepted == {"service_requests": 1}
    correct(folder, file="工单.xlsx", sheet="表", cell="C2", printed="一般", corrected="不满意")
    result = clean_unit(empty_workspace.at("town", 2023))
    assert result.accepted == {} and result.rejected == ["service_requests"]
    assert any("更正的原值与表中不符" in problem.message for problem in result.problems)
    assert not (empty_workspace.clean_dir("town", 2023) / "service_requests.parquet").exists()


@pytest.mark.parametrize(
    ("cell", "printed", "corrected", "column", "values"),
    [
        ("A1", "单位：万元", "单位：元", "executed_yuan", [D("5.5"), D(1)]),  # titles and labels are read, too
        ("A3", "基本支出", "人员经费", "line_name", ["人员经费", "项目支出"]),
        ("A5", "", "合计", "row_kind", ["line", "line", "total"]),
    ],
)
def test_every_cell_that_is_read_can_be_corrected(empty_workspace, workbook, cell, printed, corrected, column, values):
    folder = town(empty_workspace, workbook, 预算=[*BUDGET, [None, 6, 7, 6.5]] if cell == "A5" else BUDGET)
    correct(folder, cell=cell, printed=printed, corrected=corrected)
    result = clean_unit(empty_workspace.at("town", 2023))
    assert [found.cell for found in result.corrections] == [cell] and result.ok
    assert UnitData(empty_workspace, "town", 2023).table("budget_lines")[column].tolist() == values


def test_a_correction_of_two_sheets_with_one_name_names_its_file(empty_workspace, workbook):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    workbook({"预算": [["指标", "本镇"], ["先行联系率", "97%"]]}, folder / "四率.xlsx")
    correct(folder)
    result = clean_unit(empty_workspace.at("town", 2023))
    assert result.accepted == {} and {p.file for p in result.problems if p.severity == "error"} == {
        "预算.xlsx",
        "四率.xlsx",
    }
    correct(folder, file="预算.xlsx")
    assert clean_unit(empty_workspace.at("town", 2023)).ok


def test_percentages_are_corrected_as_they_are_shown(empty_workspace, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "四率"
    for row in (["指标", "本镇"], ["先行联系率", 0.976]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%"
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)
    book.save(folder / "四率.xlsx")
    correct(folder, sheet="四率", cell="B2", printed="97.60%", corrected="96.70%")
    assert clean_unit(empty_workspace.at("town", 2023)).ok
    assert UnitData(empty_workspace, "town", 2023).table("four_rates")["rate"][0] == D("0.967")


def test_every_digit_of_a_computed_rate_is_kept(empty_workspace):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["指标", "本镇"], ["先行联系率", 437 / 602]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%"
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)
    book.save(folder / "四率.xlsx")
    assert clean_unit(empty_workspace.at("town", 2023)).ok
    assert UnitData(empty_workspace, "town", 2023).table("four_rates")["rate"][0] == D(format(437 / 602, ".15g"))


def test_what_others_put_beside_the_tables_stays(empty_workspace, workbook):
    town(empty_workspace, workbook, 预算=BUDGET)
    clean_unit(empty_workspace.at("town", 2023))
    folder = empty_workspace.clean_dir("town", 2023)
    (folder / "service_requests.parquet").write_bytes(b"cases")
    clean_unit(empty_workspace.at("town", 2023))
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["budget_lines.parquet", "intake.json", "service_requests.parquet"]


def test_links_and_foreign_files_are_not_followed_and_told(empty_workspace, workbook, tmp_path):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    outside = workbook({"表": [["指标", "本镇"], ["先行联系率", "97%"]]}, tmp_path / "outside.xlsx")
    (folder / "链接.xlsx").symlink_to(outside)
    (folder / "说明.docx").write_bytes(b"PK")
    result = check_unit(empty_workspace.at("town", 2023))
    assert set(result.accepted) == {"budget_lines"}
    assert {(p.code, p.file, p.severity) for p in result.problems} == {
        ("intake.link", "链接.xlsx", "error"), ("intake.damaged", "说明.docx", "error"),
    }  # fmt: skip


def test_two_workbooks_with_a_sheet_of_one_name_are_two_tables(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    head = ["评价维度", "权重", "得分"]
    for name in ("甲项目", "乙项目"):
        rows = [["2023年度得分"], head, [f"{name}决策", 40, 38], [f"{name}绩效", 60, 55], ["合计", 100, 93]]
        workbook({"Sheet1": rows}, folder / f"{name}.xlsx")
    result = clean_unit(empty_workspace.at("town", 2023))
    assert result.accepted == {"score_summary": 6}
    assert [str(problem) for problem in result.problems if problem.severity != "note"] == []
    workbook(
        {"Sheet1": [["2023年度得分"], head, ["丙决策", 40, 38], ["丙绩效", 50, 45], ["合计", 90, 83]]},
        folder / "丙项目.xlsx",
    )
    told = [problem for problem in clean_unit(empty_workspace.at("town", 2023)).problems if problem.severity != "note"]
    assert told and {problem.file for problem in told} == {"丙项目.xlsx"}
    assert all("xlsx" not in problem.message for problem in told)
