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


def test_indentation_tells_parts_from_wholes_that_do_not_add_up(tmp_path):
    rows = [[label, 100 + 7 * n, 90 + 3 * n * n, 61 + 5 * n] for n, (label, *_) in enumerate(LINES)]
    assert budget(tmp_path, rows) == [1] * 6
    assert budget(tmp_path, rows, bold) == [1] * 6
    assert budget(tmp_path, rows, indented) == LEVELS


@pytest.mark.parametrize("look", [bold, indented])
def test_the_look_of_labels_tells_parts_from_wholes(tmp_path, look):
    rows = [[label, number, number, number] for label, number, *_ in LINES]
    assert budget(tmp_path, rows, look) == LEVELS


def test_sums_alone_tell_parts_from_wholes(tmp_path):
    assert budget(tmp_path, LINES) == LEVELS


def test_one_slip_in_one_column_hides_no_outline(tmp_path):
    rows = [[*line] for line in LINES]
    rows[0][1] = 510
    assert budget(tmp_path, rows) == LEVELS


def test_equal_columns_are_one_piece_of_evidence(tmp_path):
    rows = [[label, number, number, number] for label, number, *_ in LINES]
    assert budget(tmp_path, rows) == [1] * 6  # 500 = 300 + 200 may be chance


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("1.民生", "①助餐", "②养老", "2.城建", "①路灯", "②绿化"), [1, 2, 2, 1, 2, 2]),
        (("1.基本", "1.1人员", "1.2公用", "2.项目", "2.1河道", "2.2道路"), [1, 2, 2, 1, 2, 2]),
        (("第一部分 基本", "人员", "公用", "第二部分 项目", "宣传", "培训"), [1, 2, 2, 1, 2, 2]),
        (("基本支出", "-人员", "-公用", "项目支出", "-宣传", "-培训"), [1, 2, 2, 1, 2, 2]),
        (("(1)工资", "(2)运转", "(3)专项", "a.防火", "b.防汛", "(4)其他"), [1, 1, 1, 2, 2, 1]),
        (("一、基本", "（一）人员", "1.在职", "2.离退休", "（二）公用", "二、项目"), [1, 2, 3, 3, 2, 1]),
        (("基本支出", "人员经费", "公用经费", "项目支出", "其中：本级", "其中：上级"), [1, 2, 2, 1, 2, 2]),
    ],
)
def test_numbers_and_words_tell_levels_without_sums(tmp_path, labels, expected):
    rows = [[label, 100 + 7 * n, 90 + 3 * n * n, 61 + 5 * n] for n, label in enumerate(labels)]
    assert budget(tmp_path, rows) == expected


def test_where_a_list_of_examples_ends_is_told_by_the_sums(tmp_path):
    rows = [
        ["基本支出", 450, 458, 455],
        ["其中：人员经费", 400, 410, 409],
        ["公用经费", 50, 48, 46],
        ["项目支出", 300, 320, 311],
    ]
    assert budget(tmp_path, [["合计", 750, 778, 766], *rows]) == [None, 1, 2, 2, 1]
    rows[2] = ["培训支出", 60, 60, 55]  # 其中 lists one of several
    assert budget(tmp_path, [["合计", 810, 838, 821], *rows]) == [None, 1, 2, 1, 1]


def test_lines_of_one_name_belong_to_different_wholes(tmp_path):
    rows = [["农业局", 530, 526, 513], ["基本支出", 220, 226, 225], ["项目支出", 310, 300, 288],
            ["畜牧站", 130, 134, 132], ["基本支出", 90, 92, 91], ["项目支出", 40, 42, 41]]  # fmt: skip
    assert budget(tmp_path, rows) == LEVELS
    [frame] = read_file(tmp_path / "预算.xlsx", 2024).tables["budget_lines"]
    assert list(frame["parent"]) == [None, "农业局", "农业局", None, "畜牧站", "畜牧站"]


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


def test_headings_without_figures_head_their_groups(tmp_path):
    rows = [["一、基本支出", None, None, None], ["人员", 100, 105, 104], ["公用", 20, 20, 19], ["小计", 120, 125, 123],
            ["二、项目支出", None, None, None], ["宣传", 15, 15, 14], ["培训", 10, 9, 7], ["小计", 25, 24, 21],
            ["合计", 145, 149, 144]]  # fmt: skip
    assert budget(tmp_path, rows) == [1, 1, None, 1, 1, None, None]
    [frame] = read_file(tmp_path / "预算.xlsx", 2024).tables["budget_lines"]
    told = ["一、基本支出"] * 3 + ["二、项目支出"] * 3
    assert list(frame["parent"]) == [*told, None]


def test_a_line_without_figures_among_lines_is_asked_for(tmp_path):
    budget(tmp_path, [["人员", 100, 105, 104], ["出国", None, None, None], ["公用", 20, 20, 19]])
    [frame] = read_file(tmp_path / "预算.xlsx", 2024).tables["budget_lines"]
    assert list(frame["line_name"]) == ["人员", "出国", "公用"]


def test_subtotals_of_several_groups_are_no_doubles(tmp_path):
    rows = [
        ["人员", 100, 105, 104],
        ["公用", 20, 20, 19],
        ["小计", 120, 125, 123],
        ["宣传", 15, 15, 14],
        ["小计", 15, 15, 14],
    ]
    budget(tmp_path, rows)
    [frame] = read_file(tmp_path / "预算.xlsx", 2024).tables["budget_lines"]
    assert list(frame["parent"]) == [None, None, "人员", None, "宣传"]


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


def test_a_whole_with_one_part_is_not_added_twice(tmp_path):
    rows = [
        ["基本支出", 200, 205, 204],
        ["人员经费", 200, 205, 204],
        ["项目支出", 80, 84, 83],
        ["专项业务费", 80, 84, 83],
    ]
    assert budget(tmp_path, [*rows, ["合计", 280, 289, 287]]) == [1, 2, 1, 2, None]
    assert budget(tmp_path, [*rows[2:], ["合计", 160, 168, 166]]) == [1, 1, None]  # two projects of the same amounts


def test_roman_numerals_in_and_out_of_brackets_are_two_ways(tmp_path):
    labels = ("Ⅰ.基本支出", "(i)人员", "(ii)公用", "Ⅱ.项目支出", "(i)运维", "(ii)改造")
    assert budget(tmp_path, [[label, *line[1:]] for label, line in zip(labels, LINES, strict=True)]) == LEVELS
