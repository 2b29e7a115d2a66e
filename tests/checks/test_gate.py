"""The gate on the shipped data, on corrections, and on what stays beside the tables."""

import json
from decimal import Decimal

import pytest

from evallib.checks.gate import check_unit, clean_unit, read_record
from evallib.checks.store import UnitData

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
    result = check_unit(shipped, *pair)
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
    result = clean_unit(empty_workspace, "town", 2023)
    assert UnitData(empty_workspace, "town", 2023).table("budget_lines")["executed_yuan"][0] == D(52500)
    assert (folder / "预算.xlsx").read_bytes() == before
    [listed] = read_record(empty_workspace, "town", 2023)["corrections"]
    assert (listed["file"], listed["cell"], listed["role"]) == ("预算.xlsx", "D3", "评价组组长")
    assert "corrections.yaml" in read_record(empty_workspace, "town", 2023)["inputs"] and result.ok


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"printed": "5.6"}, "intake.stale_correction", "原值“5.6”"),
        ({"printed": ""}, "intake.stale_correction", "5.5"),
        ({"cell": "D9"}, "intake.stale_correction", "不符"),
        ({"sheet": "预祘"}, "intake.correction_without_place", "预算"),
        ({"file": "别的.xlsx"}, "intake.correction_without_place", "找不到"),
        ({"cell": "第3行"}, "yaml.string_pattern_mismatch", "第3行"),
        ({"reason": ""}, "yaml.string_too_short", "reason"),
        ({"who": "x"}, "yaml.extra_forbidden", "不认识的键“who”"),
    ],
)
def test_a_correction_that_does_not_fit_is_an_error(empty_workspace, workbook, changes, code, said):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    if "cell" in changes and changes["cell"].startswith("第"):
        changes = changes | {"printed": "5.5"}
    correct(folder, **changes)
    result = clean_unit(empty_workspace, "town", 2023)
    errors = [problem for problem in result.problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == [code]
    assert said in str(errors[0])
    if code != "intake.correction_without_place":
        assert result.accepted == {}


def test_a_correction_of_two_sheets_with_one_name_names_its_file(empty_workspace, workbook):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    workbook({"预算": [["指标", "本镇"], ["先行联系率", "97%"]]}, folder / "四率.xlsx")
    correct(folder)
    result = clean_unit(empty_workspace, "town", 2023)
    assert result.accepted == {} and {p.file for p in result.problems if p.severity == "error"} == {
        "预算.xlsx",
        "四率.xlsx",
    }
    correct(folder, file="预算.xlsx")
    assert clean_unit(empty_workspace, "town", 2023).ok


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
    assert clean_unit(empty_workspace, "town", 2023).ok
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
    assert clean_unit(empty_workspace, "town", 2023).ok
    assert UnitData(empty_workspace, "town", 2023).table("four_rates")["rate"][0] == D(format(437 / 602, ".15g"))


def test_what_others_put_beside_the_tables_stays(empty_workspace, workbook):
    town(empty_workspace, workbook, 预算=BUDGET)
    clean_unit(empty_workspace, "town", 2023)
    folder = empty_workspace.clean_dir("town", 2023)
    (folder / "service_requests.parquet").write_bytes(b"cases")
    clean_unit(empty_workspace, "town", 2023)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["budget_lines.parquet", "intake.json", "service_requests.parquet"]


def test_links_and_foreign_files_are_not_followed_and_told(empty_workspace, workbook, tmp_path):
    folder = town(empty_workspace, workbook, 预算=BUDGET)
    outside = workbook({"表": [["指标", "本镇"], ["先行联系率", "97%"]]}, tmp_path / "outside.xlsx")
    (folder / "链接.xlsx").symlink_to(outside)
    (folder / "说明.docx").write_bytes(b"PK")
    result = check_unit(empty_workspace, "town", 2023)
    assert set(result.accepted) == {"budget_lines"}
    assert {(p.code, p.file, p.severity) for p in result.problems} == {
        ("intake.link", "链接.xlsx", "error"), ("intake.not_read", "说明.docx", "note"),
    }  # fmt: skip
