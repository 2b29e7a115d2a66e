"""Templates: written for every kind, accepted by the gate once they are filled."""

import openpyxl
import pytest

from evallib.checks import check_unit, load_suite
from evallib.model import EvallibError, all_schemas
from evallib.publish import ACTUALS, BETWEEN, LEVELS, TARGETS, UNDECIDED, find_kind, validation, write_template
from evallib.scoring import THREE_LEVELS, parse, parse_target

pytestmark = pytest.mark.slow

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
    write_template(kind, empty_workspace.at("town", 2023), path)
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
    result = check_unit(empty_workspace.at("town", 2023))
    assert result.problems == [], [str(problem) for problem in result.problems]
    assert result.accepted == {kind: 1}


def test_a_filled_form_comes_through(empty_workspace):
    path = empty_workspace.raw_dir("town", 2023) / "自评表.xlsx"
    write_template("form", empty_workspace.at("town", 2023), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = {"C3": "巡查", "C4": "镇政府", "G4": "城运中心", "C11": "目标", "F11": "完成", "G39": "优"}
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
    result = check_unit(empty_workspace.at("town", 2023))
    assert [str(problem) for problem in result.problems if problem.severity != "note"] == []
    assert result.accepted == {"self_evaluation_indicators": 4, "self_evaluation_forms": 1, "self_evaluation_funds": 4}


CANDIDATES = {
    "count": (-1, 0, 1, 2.5, 7, 10**15, "约五十"),
    "integer": (-1, 0, 2.5, 10**15, "约五十"),
    "decimal": (-1, -0.01, 0, 50.5, 100, 100.01, 10**15, "约五十"),
    "money": (-1, -0.0001, 0, 12.5, 10**15, "约五十"),
    "rate": (-0.01, 0, 0.5, 1, 1.01, 2, 2.01, "约五十"),
    "signed_rate": (-0.5, 0, 3, "约五十"),
}
VALUE_CODES = {
    "checks.expect_column_values_to_be_between", "checks.expect_column_values_to_be_in_set",
    *(f"intake.not_{kind}" for kind in CANDIDATES),
}  # fmt: skip


def refuses(rule, value):
    """What Excel does with a value under a data validation that stops."""
    if rule.errorStyle not in {None, "stop"}:
        return False
    if rule.type == "list":
        return value not in rule.formula1.strip('"').split(",")
    if isinstance(value, str) or (rule.type == "whole" and value != int(value)):
        return True
    assert rule.operator in {None, "between"}
    return not float(rule.formula1) <= value <= float(rule.formula2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_takes_what_the_gate_takes(empty_workspace, kind):
    schema = find_kind(kind)
    path = empty_workspace.raw_dir("town", 2023) / "表.xlsx"
    write_template(kind, empty_workspace.at("town", 2023), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rules = {str(rule.sqref).split(":")[0][:-1]: rule for rule in sheet.data_validations.dataValidation}
    wanted, row = {}, 4
    for position, column in enumerate(schema.columns, 1):
        letter = sheet.cell(4, position).column_letter
        values = CANDIDATES.get(column.type, ())
        if rules[letter].type == "list":
            values = ["别的", *rules[letter].formula1.strip('"').split(",")]
        for value in values:
            for place, other in enumerate(schema.columns, 1):
                if other.type == "text" and other.required:
                    sheet.cell(row, place).value = f"第{row}项"
            sheet.cell(row, position).value = value
            wanted[f"{letter}{row}"] = refuses(rules[letter], value)
            row += 1
    book.save(path)
    assert not CANDIDATES.keys() & {c.type for c in schema.columns} or True in wanted.values()
    errors = {p.cell for p in check_unit(empty_workspace.at("town", 2023)).problems
              if p.severity == "error" and p.code in VALUE_CODES}  # fmt: skip
    assert {cell for cell, refused in wanted.items() if refused} == errors & wanted.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_bound_of_a_suite_is_a_bound_of_the_template(empty_workspace, kind):
    schema = find_kind(kind)
    suite = load_suite(empty_workspace.expectations / f"{kind}.json", schema)
    for rule in suite.expectations:
        if rule.type != BETWEEN or rule.kwargs["column"] == "year":
            continue
        made = validation(schema.column(rule.kwargs["column"]), suite, "")
        assert rule.meta.rule in made["error_message"]
        if rule.level == "error":
            assert made["error_type"] == "stop" and made["minimum"] == rule.kwargs["min_value"]
            assert made["maximum"] == rule.kwargs.get("max_value", made["maximum"])


@pytest.mark.parametrize(
    ("cell", "value", "refused"),
    [("D6", -1, True), ("G6", 101, True), ("G6", 10, False), ("H6", -0.1, True), ("H6", 1.5, False), ("I6", 101, True),
     ("G13", 101, True), ("G13", 100, False), ("H13", -1, True), ("H13", "好", True)],
)  # fmt: skip
def test_a_form_takes_what_the_gate_takes(empty_workspace, cell, value, refused):
    path = empty_workspace.root / "自评表.xlsx"
    write_template("form", empty_workspace.at("town", 2023), path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    [rule] = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert refuses(rule, value) == refused


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
        write_template(kind, empty_workspace.at(unit, 2023), empty_workspace.root / name)
    assert (empty_workspace.root / "taken.xlsx").read_bytes() == b"mine"


def test_the_form_is_one_page_and_its_notes_tell_every_column(empty_workspace):
    path = write_template("form", empty_workspace.at("town", 2023), empty_workspace.root / "自评表.xlsx")
    form, notes = openpyxl.load_workbook(path).worksheets
    assert form.sheet_properties.pageSetUpPr.fitToPage and form.page_setup.paperSize == 9
    assert (form.page_setup.fitToWidth, form.page_setup.fitToHeight) in {(1, 1), (None, None)}  # 1 is not written
    told = {row[0] for row in notes.iter_rows(values_only=True) if row[0]}
    assert {"年度指标值（定量）", "实际完成值（定性）", "“三级指标”必须填写", "“年初预算数”不小于 0"} <= told
    assert all("达成预期指标" in cell.comment.text for cell in form[12] if cell.value == "实际完成值")


def test_the_examples_of_the_form_are_read_when_it_is_scored():
    """What the notes tell people to write can be scored; what they warn of cannot."""
    for text in TARGETS:
        parse_target(text)
    for text in ACTUALS:
        parse(text)
    for text in UNDECIDED:
        with pytest.raises(EvallibError):
            parse_target(text)
    words = {word for level in THREE_LEVELS for word in (level.name, *level.when)}
    assert set(LEVELS) <= words and {"达成", "部分达成", "未达成"} <= words


def test_a_unit_without_a_name_has_a_blank_in_the_title(empty_workspace):
    path = write_template("budget", empty_workspace.at("meilong", 2024), empty_workspace.root / "预算.xlsx")
    sheet, notes = openpyxl.load_workbook(path).worksheets
    assert sheet["A1"].value == "2024年度〔单位名称〕预算与支出情况"
    assert sheet.print_title_rows == "$3:$3" and notes.sheet_properties.pageSetUpPr.fitToPage
    (empty_workspace.raw / "meilong").mkdir()
    (empty_workspace.raw / "meilong" / "unit.yaml").write_text("name: 梅陇镇\n", encoding="utf-8")
    path = write_template("budget", empty_workspace.at("meilong", 2024), empty_workspace.root / "又.xlsx")
    assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "2024年度梅陇镇预算与支出情况"
