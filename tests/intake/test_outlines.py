"""Outlines that stand in the look of cells: bold type, indentation, merged labels, codes; never in bold type alone."""

import io

import pytest
from docx import Document
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from evallib.intake import read_file

HEADER = ["科目", "年初预算数", "全年预算数", "全年执行数"]
LINES = [
    ["人员支出", 500, 500, 490],
    ["基本工资", 300, 300, 295],
    ["津贴补贴", 200, 200, 195],
    ["项目支出", 300, 300, 270],
    ["道路保洁", 180, 180, 160],
    ["绿化养护", 120, 120, 110],
]
WHOLES = (0, 3)
LEVELS = [1, 2, 2, 1, 2, 2]


def budget(folder, rows, look=None, merged=(), header=HEADER):
    book = Workbook()
    sheet = book.active
    for row in [["单位：万元"], header, *rows]:
        sheet.append(row)
    for number, _ in enumerate(rows):
        if look is not None:
            look(sheet.cell(3 + number, 1), number in WHOLES)
    for area in merged:
        sheet.merge_cells(area)
    book.save(folder / "预算.xlsx")
    return levels(folder / "预算.xlsx")


def levels(path):
    [frame] = read_file(path, 2024).tables["budget_lines"]
    return [None if level is None else int(level) for level in frame["level"]]


def bold(cell, is_whole):
    cell.font = Font(bold=is_whole)


def indented(cell, is_whole):
    cell.alignment = Alignment(indent=0 if is_whole else 2)


@pytest.mark.parametrize("look", [bold, indented])
def test_the_look_of_labels_tells_parts_from_wholes(tmp_path, look):
    assert budget(tmp_path, LINES) == [1] * 6  # nothing says so without it
    assert budget(tmp_path, LINES, look) == LEVELS


def test_bold_type_without_sums_is_emphasis(tmp_path):
    rows = [
        ["人员支出", 500, 500, 490],
        ["公用支出", 80, 80, 70],
        ["项目支出", 300, 300, 270],
        ["其他支出", 20, 20, 20],
    ]
    assert budget(tmp_path, rows, lambda cell, _: bold(cell, cell.row in {3, 5})) == [1] * 4


def test_labels_merged_over_two_columns_are_wholes(tmp_path):
    rows = [[a, None, *r] if n in WHOLES else [None, a, *r] for n, (a, *r) in enumerate(LINES)]
    merged = ("A2:B2", "A3:B3", "A6:B6")
    assert budget(tmp_path, rows, merged=merged, header=["科目", None, *HEADER[1:]]) == LEVELS


def test_codes_tell_parts_from_wholes(tmp_path):
    codes = ("204", "20401", "20402", "212", "21201", "21203")
    rows = [[code, *line] for code, line in zip(codes, LINES, strict=True)]
    assert budget(tmp_path, rows, header=["科目编码", *HEADER]) == LEVELS


def test_indentation_in_word(tmp_path):
    document = Document()
    document.add_paragraph("单位：万元")
    table = document.add_table(7, 4)
    for row, texts in zip(table.rows, [HEADER, *LINES], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = str(text)
    for number in range(6):
        paragraph = table.cell(number + 1, 0).paragraphs[0]
        paragraph.paragraph_format.left_indent = Pt(0 if number in WHOLES else 24)
    data = io.BytesIO()
    document.save(data)
    (tmp_path / "预算.docx").write_bytes(data.getvalue())
    assert levels(tmp_path / "预算.docx") == LEVELS
