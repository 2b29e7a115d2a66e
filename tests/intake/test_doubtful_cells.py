"""Cells whose format and column disagree: the shown meaning decides, or the cell is empty and told."""

import openpyxl
import pytest

from evallib.intake import read_folder

HEAD = ["科目名称", "年初预算（万元）", "调整后预算（万元）", "执行金额（万元）", "预算执行率"]
ROWS = [["基本支出", 4821.5, 5120.75, 5120.75, 1.0], ["项目支出", 731.25, 729.5, 729.5, 1.0]]


def first_row(tmp_path, cell, value, code):
    """The first row as it is read, and what is told of it."""
    folder = tmp_path / "aa" / "2023"
    folder.mkdir(parents=True)
    book = openpyxl.Workbook()
    for row in [["2023年度部门预算与支出情况"], HEAD, *ROWS]:
        book.active.append(row)
    for row in (3, 4):
        book.active.cell(row, 5).number_format = "0.00%"
    if value is not None:
        book.active[cell] = value
    book.active[cell].number_format = code
    book.save(folder / "预算.xlsx")
    submission = read_folder(folder, 2023)
    return submission.tables["budget_lines"][0].iloc[0], [problem.code for problem in submission.problems]


@pytest.mark.parametrize(
    ("cell", "value", "code", "column", "read", "told"),
    [
        # A percentage is no amount; which of the two was meant nobody knows.
        ("B3", None, "0.00%", "initial_budget_yuan", None, "intake.not_money"),
        ("B3", None, '0.00"元"', "initial_budget_yuan", "4821.5", "intake.other_unit"),
        ("B3", None, '0.00"万元"', "initial_budget_yuan", "48215000", "intake.shown_otherwise"),
        ("B3", "4821.5元", "General", "initial_budget_yuan", "4821.5", "intake.other_unit"),
        ("B3", 4821500, "#,##0.00,", "initial_budget_yuan", "48215000", "intake.shown_otherwise"),
        ("B3", 48215000, "0!.0000", "initial_budget_yuan", "48215000", "intake.shown_otherwise"),
        ("B3", None, ";;;", "initial_budget_yuan", None, "intake.hidden_number"),
        ("B3", -4821.5, "0.00;0.00", "initial_budget_yuan", "-48215000", "intake.hidden_sign"),
        ("B3", -4821.5, "0.00;[Red]0.00", "initial_budget_yuan", "-48215000", None),
        ("B3", 45000, "yyyy-mm-dd", "initial_budget_yuan", None, "intake.not_money"),
        ("E3", 97.3, '0.0"%"', "published_execution_rate", "0.973", "intake.shown_otherwise"),
        ("E3", 97.3, "0.0", "published_execution_rate", None, "intake.not_rate"),
    ],
)
def test_a_cell_that_says_two_things(tmp_path, cell, value, code, column, read, told):
    row, codes = first_row(tmp_path, cell, value, code)
    name = next(
        name for name in row.index if name == column or (column.startswith("published") and "execution_rate" in name)
    )
    assert (None if row[name] is None or row[name] != row[name] else str(row[name])) == read
    assert (told in codes) if told else codes == []
