"""Templates: written for every kind, accepted by the gate once they are filled."""

import openpyxl
import pytest

from evallib.checks.gate import check_unit
from evallib.checks.template import find_kind, write_template
from evallib.model.problems import EvallibError
from evallib.model.schema import all_schemas

FILLED = {
    "text": "甲", "count": 5, "integer": 5, "decimal": 5, "money": 12.5, "rate": 0.5, "signed_rate": -0.1,
}  # fmt: skip
KINDS = [name for name in all_schemas() if not name.startswith("self_evaluation")]
#: Where one value for every column would contradict itself.
OTHER = {
    "four_rates": {"sampled_count": 10, "failed_count": 5},
    "project_lines": {"balance_yuan": 0},
    "assets": {"printed_growth_rate": 0, "printed_share_rate": 1},
    "scored_indicators": {"published_score_rate": 1},
    "score_summary": {"weight_score": 100, "published_score": 50},
    "survey_answers": {"answers_rate": 1},
    "unit_prices": {"unit_price_yuan": 2.5, "quantity": 5},
}
EXECUTION = {"printed_execution_rate": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_comes_through(empty_workspace, kind):
    schema = find_kind(kind)
    path = empty_workspace.raw_dir("town", 2023) / "表.xlsx"
    write_template(kind, "town", 2023, path, empty_workspace)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    other = OTHER.get(kind, {}) | (EXECUTION if "printed_execution_rate" in schema.column_names else {})
    for position, column in enumerate(schema.columns, 1):
        cell = sheet.cell(4, position)
        assert sheet.cell(3, position).value == column.label and sheet.cell(3, position).comment
        value = other.get(column.name, FILLED[column.type])
        cell.value = lists[cell.coordinate].strip('"').split(",")[0] if cell.coordinate in lists else value
    book.save(path)
    result = check_unit(empty_workspace, "town", 2023)
    assert result.problems == [], [str(problem) for problem in result.problems]
    assert result.accepted == {kind: 1}


def test_a_filled_form_comes_through(empty_workspace):
    path = empty_workspace.raw_dir("town", 2023) / "自评表.xlsx"
    write_template("form", "town", 2023, path, empty_workspace)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = {"C3": "巡查", "C4": "镇政府", "G4": "城运中心", "B11": "目标", "F11": "完成", "C39": "优"}
    for row, amounts in ((6, (100, 80, 80)), (7, (100, 80, 80)), (8, (0, 0, 0)), (9, (0, 0, 0))):
        cells |= {f"{letter}{row}": amount for letter, amount in zip("DEF", amounts, strict=True)}
    cells |= {"G6": 10, "H6": 1, "I6": 10}
    for row, level1, level2, points in (
        (13, "产出指标", "数量指标", 50), (14, "效益指标", "社会效益指标", 30), (15, "满意度指标", "服务对象满意度指标", 10),
    ):  # fmt: skip
        cells |= {f"B{row}": level1, f"C{row}": level2, f"D{row}": f"指标{row}", f"E{row}": "≥90%", f"F{row}": "95%",
                  f"G{row}": points, f"H{row}": points}  # fmt: skip
    cells |= {"G38": 100, "H38": 100}
    for cell, value in cells.items():
        sheet[cell] = value
    book.save(path)
    result = check_unit(empty_workspace, "town", 2023)
    assert [str(problem) for problem in result.problems if problem.severity != "note"] == []
    assert result.accepted == {"self_evaluation_indicators": 4, "self_evaluation_forms": 1, "self_evaluation_funds": 4}


@pytest.mark.parametrize("year", ["-5", "0", "1899", "2100"])
def test_no_template_for_a_year_that_no_folder_could_have(cli, empty_workspace, year):
    out = empty_workspace.root / "a.xlsx"
    code, _, err = cli(empty_workspace, "template", "budget", "--unit", "town", "--year", year, "--out", str(out))
    assert code == 2 and "年度不合理" in err and not out.exists()


@pytest.mark.parametrize(
    ("kind", "unit", "name", "said"),
    [
        ("bugdet", "town", "a.xlsx", "您是不是要写“budget”"),
        ("budget", "../../etc", "a.xlsx", "单位文件夹"),
        ("budget", "town", "a.pdf", ".xlsx"),
        ("budget", "town", "taken.xlsx", "已存在"),
    ],
)
def test_what_is_not_written(empty_workspace, kind, unit, name, said):
    (empty_workspace.root / "taken.xlsx").write_bytes(b"mine")
    with pytest.raises(EvallibError, match=said):
        write_template(kind, unit, 2023, empty_workspace.root / name, empty_workspace)
    assert (empty_workspace.root / "taken.xlsx").read_bytes() == b"mine"
