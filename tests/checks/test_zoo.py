"""Spreadsheets that are wrong on purpose: code, severity, sheet and cell of what is said about each."""

import shutil
import sys
from pathlib import Path

import pytest

from evallib.checks import check_unit
from evallib.intake import read_file
from evallib.model import Workspace

ZOO = Path(__file__).parents[1] / "zoo"
sys.path.insert(0, str(ZOO))
from make_spreadsheets import CASES  # noqa: E402

pytestmark = pytest.mark.slow

BETWEEN = "checks.expect_column_values_to_be_between"
NOT_NULL = "checks.expect_column_values_to_not_be_null"
PAIR = "checks.expect_column_pair_values_a_to_be_greater_than_b"
SUMS = "checks.expect_sums_to_agree"
CALCULATIONS = "checks.expect_calculations_to_agree"

SAID = [
    ("good.xlsx", None, "", "", ""),
    ("total_is_not_the_sum.xlsx", SUMS, "warning", "预算", "E8"),
    ("parts_do_not_add_up_to_their_line.xlsx", SUMS, "warning", "预算", "E4"),
    ("execution_rate_is_another.xlsx", CALCULATIONS, "warning", "预算", "F7"),
    ("rate_printed_at_whole_percent.xlsx", CALCULATIONS, "note", "预算", "F4"),
    ("yuan_among_wan.xlsx", "checks.expect_one_money_unit", "warning", "预算", "E7"),
    ("fraction_among_percentages.xlsx", "checks.expect_one_rate_scale", "warning", "四率", "B4"),
    ("rate_above_100.xlsx", BETWEEN, "error", "四率", "B3"),
    ("rate_without_percent_sign.xlsx", "intake.not_rate", "error", "四率", "B3"),
    ("failed_more_than_sampled.xlsx", PAIR, "error", "四率", "C3、D3"),
    ("rate_is_not_that_of_the_sample.xlsx", CALCULATIONS, "warning", "四率", "B3"),
    ("half_a_case.xlsx", "intake.not_count", "error", "四率", "D3"),
    ("unknown_rate.xlsx", "checks.expect_column_values_to_be_in_set", "error", "四率", "A3"),
    ("shares_do_not_add_to_100.xlsx", "checks.expect_groups_to_add_up", "warning", "满意度", "C3"),
    ("weights_do_not_add_to_100.xlsx", "checks.expect_groups_to_add_up", "warning", "得分", "B3"),
    ("score_above_weight.xlsx", PAIR, "warning", "得分", "B5、C5"),
    ("same_line_twice.xlsx", "checks.expect_compound_columns_to_be_unique", "error", "预算", "B4"),
    ("line_without_name.xlsx", NOT_NULL, "error", "预算", "B7"),
    ("negative_amount.xlsx", BETWEEN, "error", "预算", "D6"),
    ("amount_is_text.xlsx", "intake.not_money", "error", "预算", "E7"),
    ("amount_is_a_date.xlsx", "intake.not_money", "error", "预算", "E7"),
    ("no_money_unit.xlsx", "intake.no_money_unit", "error", "预算", "C3"),
    ("unknown_headers.xlsx", "intake.unknown_headers", "error", "表", ""),
    ("same_header_twice.xlsx", "intake.same_header_twice", "error", "预算", "F3"),
    ("title_of_another_year.xlsx", "intake.other_year", "warning", "预算", ""),
    ("hidden_sheet.xlsx", "intake.hidden_sheet", "note", "四率", ""),
    ("hidden_rows.xlsx", "intake.hidden_rows", "warning", "预算", "第5行"),
    ("hidden_columns.xlsx", "intake.hidden_columns", "warning", "预算", "E列"),
    ("formula_without_value.xlsx", "intake.formula_without_value", "error", "预算", "E8"),
    ("zero_width_and_right_to_left.xlsx", "intake.invisible_characters", "note", "预算", "B7"),
    ("formula_as_text.xlsx", "intake.formula_text", "note", "预算", "B7"),
    ("personal_data.xlsx", "privacy.masked", "note", "项目", "E4"),
    ("page_named.xlsx", "intake.html", "error", "", ""),
    ("page_named.csv", "intake.html", "error", "", ""),
    ("csv_named.xlsx", "intake.named_workbook", "note", "", ""),
    ("workbook_named.csv", "intake.wrong_suffix", "error", "", ""),
    ("document_named.xlsx", "intake.not_a_workbook", "error", "", ""),
    ("empty.xlsx", "intake.empty_file", "error", "", ""),
    ("truncated.xlsx", "intake.damaged", "error", "", ""),
    ("damaged_inside.xlsx", "intake.not_a_workbook", "error", "", ""),
    ("hidden_row_in_single_quotes.xlsx", "intake.hidden_rows", "warning", "预算", "第5行"),
    ("hidden_row_in_spaced_xml.xlsx", "intake.hidden_rows", "warning", "预算", "第5行"),
    ("row_of_no_height.xlsx", "intake.hidden_rows", "warning", "预算", "第5行"),
    ("column_of_no_width.xlsx", "intake.hidden_columns", "warning", "预算", "E列"),
    ("rows_hidden_by_default.xlsx", "intake.hidden_rows", "warning", "预算", "第1、2、3、4、5、6、7、8行"),
    ("formula_without_value_in_spaced_xml.xlsx", "intake.formula_without_value", "error", "预算", "E8"),
    ("formula_without_value_in_another_folder.xlsx", "intake.formula_without_value", "error", "预算", "E8"),
    ("cell_at_the_far_end_of_a_part_without_suffix.xlsx", "intake.too_large", "error", "", ""),
    ("cell_at_the_far_end_in_another_folder.xlsx", "intake.too_large", "error", "", ""),
    ("entities_in_a_part_without_suffix.xlsx", "intake.entities", "error", "", ""),
    ("sheet_that_is_not_there.xlsx", "intake.damaged", "error", "", ""),
    ("part_of_a_crooked_name.xlsx", "intake.damaged", "error", "", ""),
    ("part_twice.xlsx", "intake.damaged", "error", "", ""),
    ("password.xlsx", "intake.password", "error", "", ""),
    ("entities.xlsx", "intake.entities", "error", "", ""),
    ("macros.xlsm", "intake.macros", "note", "", ""),
    ("external_links.xlsx", "intake.external_links", "note", "", ""),
    ("overlapping_merges.xlsx", "intake.overlapping_merges", "error", "预算", ""),
    ("cell_at_the_far_end.xlsx", "intake.too_large", "error", "", ""),
    ("cell_at_the_far_end_in_single_quotes.xlsx", "intake.too_large", "error", "", ""),
    ("cells_without_names.xlsx", "intake.too_large", "error", "", ""),
    ("cell_name_beyond_the_last_column.xlsx", "intake.too_large", "error", "", ""),
    ("cell_name_beyond_the_last_row.xlsx", "intake.too_large", "error", "", ""),
    ("cell_in_another_row_than_its_own.xlsx", "intake.too_large", "error", "", ""),
    ("more_texts_stated_than_there_are.xlsx", "intake.too_large", "error", "", ""),
    ("number_beyond_reason.xlsx", "intake.not_money", "error", "预算", "E7"),
    ("old_workbook_that_takes_a_reader_down.xls", "intake.damaged", "error", "", ""),
    ("long_text_repeated.xlsx", "intake.too_large", "error", "", ""),
    ("sizes_that_lie.xlsx", "intake.too_large", "error", "", ""),
    ("quote_never_closed.csv", "intake.damaged", "error", "", ""),
    ("no_known_encoding.csv", "intake.encoding", "error", "", ""),
]


#: One cell that nothing adds up cannot be read: it stays empty, and the table goes in.
ONE_CELL = {"rate_without_percent_sign.xlsx", "half_a_case.xlsx"}


def test_every_case_of_the_zoo_is_told():
    files = {path.name for path in (ZOO / "spreadsheets").iterdir()}
    # The .xls was found by mutation; no script writes the format.
    assert {case[0] for case in SAID} == files == {*CASES, "old_workbook_that_takes_a_reader_down.xls"}


@pytest.mark.parametrize(("file", "code", "severity", "sheet", "cell"), SAID, ids=[case[0] for case in SAID])
def test_what_is_said(root, file, code, severity, sheet, cell):
    result = check_unit(Workspace(root).at("", 2023), read_file(ZOO / "spreadsheets" / file, 2023))
    said = [(problem.code, problem.severity, problem.sheet, problem.cell) for problem in result.problems]
    if code is None:
        assert said == [] and result.accepted == {"budget_lines": 5}
        return
    assert (code, severity, sheet, cell) in said
    [problem] = [p for p in result.problems if (p.code, p.cell) == (code, cell)]
    assert problem.file == file and problem.advice
    assert result.ok == (severity != "error")
    if file in ONE_CELL:
        assert result.unread == {"four_rates": [(file, sheet, cell)]} and result.accepted and not result.rejected
    elif severity == "error":
        assert not result.accepted
    else:
        assert not result.rejected and result.accepted


def test_a_broken_file_leaves_the_others_alone(empty_workspace):
    folder = empty_workspace.raw_dir("town", 2023)
    folder.mkdir(parents=True)
    for path in (ZOO / "spreadsheets").iterdir():
        if not path.name.startswith(("good", "hidden_sheet")) and "budget" not in path.name:
            shutil.copy(path, folder)
    result = check_unit(empty_workspace.at("town", 2023))
    # broken in one way each, they tell the same rows: of several versions it is asked which one counts
    told = "、".join(f"{problem.file}、{problem.message}" for problem in result.problems)
    assert [case[0] for case in SAID if case[2] == "error" and case[0] not in told] == []
    assert "survey_answers" in result.accepted and "project_progress" in result.accepted
    rejected = [problem.message for problem in result.problems if problem.code == "gate.table_rejected"]
    assert any("其他表不受影响" in text for text in rejected)
