"""Sign-off workbook: items with places, a column to accept or reject, nothing that Excel would run."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from spreadsheet import printed_size

from evallib.audit import audit_document, build_document, split_lines
from evallib.publish import FINDING_COLUMNS, write_audit_workbook
from evallib.publish.books import findings_workbook

TEXT = """2023年度报告

=1+1 共受理 12 件，其中投诉 5 件、其他 6 件。

共有岗位 9 个，其中管理岗位 4 个、技术岗位 5 个。
"""


@pytest.fixture
def book(tmp_path):
    audit = audit_document(build_document("=示例.txt", split_lines(TEXT)))
    return openpyxl.load_workbook(write_audit_workbook(audit, tmp_path / "新" / "勾稽核对.xlsx"))


def test_items_are_listed_for_sign_off(book):
    sheet = book["勾稽核对"]
    assert [cell.value for cell in sheet[4]] == [name for name, _ in FINDING_COLUMNS]
    row = [cell.value for cell in sheet[5]]
    assert row[0] == 1
    assert (row[5], row[6]) == ("12件", "11件")
    assert "第3行" in row[3]
    assert not row[9]


def test_accept_or_reject_is_a_list(book):
    (validation,) = book["勾稽核对"].data_validations.dataValidation
    assert validation.formula1 == '"接受,不接受,待查"'
    assert "J5" in validation.sqref


def test_agreements_have_their_own_sheet(book):
    sheet = book["核对相符"]
    assert [cell.value for cell in sheet[2]][2] == "9个"


def test_no_cell_is_a_formula(book):
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_no_reason_code_and_one_page_wide(book):
    assert book["勾稽核对"]["B5"].value.startswith("合计与明细\n文中")
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert book["核对相符"].page_setup.orientation == "landscape"
    assert book["核对相符"].print_title_rows == "$1:$1"


@pytest.mark.parametrize("name", ["勾稽核对", "核对相符"])
def test_its_print_can_be_read(book, name):
    assert printed_size(book[name]) >= 0.85


def test_rows_show_all_their_lines(book):
    sheet = book["勾稽核对"]
    assert sheet.row_dimensions[5].height > 13 * sheet["H5"].value.count("\n")


def test_a_line_is_named_once_and_the_answer_has_the_name_of_the_units_own_book(book):
    place = book["勾稽核对"]["D5"].value.split("\n")
    assert place == list(dict.fromkeys(place)) and "第3行" in place
    assert all("核对结论" in dict(columns) for columns in (findings_workbook.COLUMNS, FINDING_COLUMNS))


def test_the_words_of_a_sentence_are_quoted_once(book):
    assert book["勾稽核对"]["E5"].value == "=1+1 共受理 12 件，其中投诉 5 件、其他 6 件。"


def test_what_was_not_read_and_where_a_sentence_stands_are_on_the_sheet_that_is_signed(tmp_path):
    lines = (
        "一、收支情况\n\n"
        + TEXT.partition("\n\n")[2]
        + "\n表1 支出（万元）\n序号\t项目\t支出\n1\t人员\t45.20\n2\t公用\t36.75\n3\t合计\t91.95\n"
    )
    audit = audit_document(replace(build_document("示例.txt", split_lines(lines)), gaps=("第3页是图片",)))
    sheet = openpyxl.load_workbook(write_audit_workbook(audit, tmp_path / "勾稽核对.xlsx"))["勾稽核对"]
    assert "读到数字" in sheet["A2"].value and sheet["A3"].value == "没有读取：第3页是图片"
    places, quotes = ([sheet.cell(row, column).value for row in (5, 6)] for column in (4, 5))
    assert "“一、收支情况”第3行" in places
    assert any(quote.startswith("合计｜91.95\n人员｜45.20") for quote in quotes)  # by its name, not by its number
